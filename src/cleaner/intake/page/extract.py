"""Extracts the text and the metadata of a page's article.

trafilatura reads a copy of the tree that `dom` has walked, without the boxes that it would delete. It reads the
first element that is named as the article's. Where none is, or where its text is doubtful, it reads the smallest
element that holds most of the page's prose; and where that is doubtful too, it searches on its own. If it finds no
text or far too little, or if the page is too large for it, the text of the tree walk replaces its result, and
`because` gives the reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from cleaner.core.document import Evidence
from cleaner.core.structure import Block
from cleaner.intake.extractors import DEFAULT_EXTRACTOR, Extractor
from cleaner.intake.page import dom
from cleaner.intake.page.fill import Text, find_prose, largest_group, own_text, size_of_prose, with_evidence
from cleaner.intake.page.links import content_links, unlink, without_links
from cleaner.intake.page.main_content import SETTINGS as RESILIPARSE_SETTINGS
from cleaner.intake.page.main_content import extract_main_content
from cleaner.intake.page.metadata import read_metadata
from cleaner.intake.page.names import forget_layout
from cleaner.intake.page.stated import read_stated
from cleaner.intake.page.structure import structure_of
from cleaner.intake.page.trafilatura_text import (
    HOLDER,
    find_lines,
    load_trafilatura,
    read_first_container,
    read_holder,
)
from cleaner.intake.page.trafilatura_text import SETTINGS as TRAFILATURA_SETTINGS
from cleaner.version import __version__

# trafilatura takes quadratic time in a page's elements, and is slow on very long texts.
_MAX_ELEMENTS = 40_000
_MAX_TEXT = 5_000_000  # characters
# Below this share of the unlinked paragraphs of a page, a result of the fast mode is doubtful.
_DOUBTFUL_SHARE = 0.4
# The text of the element that holds the page's prose is its article from this share of the prose on.
_HELD_SHARE = 0.6
# A page without a paragraph is navigation from this share of linked characters on.
_NAVIGATION_SHARE = 0.6
_MIN_PARAGRAPH = 100  # characters


class ExtractedPage(NamedTuple):
    """The article of a page, its metadata and how it was extracted.

    `titles` are all wordings of the headline. `evidence` has one item a line, and so has `structure` if asked for.
    `stated` is what the page states of its article, if asked for. `filled` counts the blocks that were put
    back, `omitted` the hidden elements and the like that were left out. `because` says why trafilatura was not used
    or what was changed before it.
    """

    text: str
    title: str | None
    url: str | None
    language: str | None
    titles: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    extractor: str
    settings: Mapping[str, object]
    filled: int
    omitted: int
    because: str | None
    navigation: bool
    structure: tuple[Block | None, ...]
    stated: Mapping[str, str]


class _Request(NamedTuple):
    """What a caller asks of a page: see `extract`."""

    html: str
    url: str | None
    structure: bool
    metadata: bool


def extract(
    html: str,
    url: str | None = None,
    extractor: Extractor = DEFAULT_EXTRACTOR,
    *,
    structure: bool = False,
    metadata: bool = False,
) -> ExtractedPage | None:
    """Return the article of a page, with the `structure` of its lines and its stated `metadata` if asked.

    "auto" runs trafilatura's fast mode, and its full mode where the result of the fast mode is doubtful;
    "trafilatura" always runs the full mode. "resiliparse" falls back to "auto" where its result is doubtful, and
    for structure and metadata, which it does not give. Return None for a page without text.
    """
    asked = _Request(html, url, structure, metadata)
    if extractor != "resiliparse":
        return _extract_from_tree(asked, [], fast=extractor != "trafilatura")
    if structure or metadata:
        return _extract_from_tree(asked, ["resiliparse gives no structure and no metadata"], fast=True)
    # It takes quadratic time in the nesting of elements.
    if len(html) > _MAX_TEXT or html.count("<") > _MAX_ELEMENTS:
        return _extract_from_tree(asked, ["the page is too large for resiliparse"], fast=True)
    found = extract_main_content(html)
    if found.doubt:
        return _extract_from_tree(asked, [found.doubt], fast=True)
    return ExtractedPage(
        text=found.text,
        **found.metadata._asdict(),
        evidence=(),
        extractor=found.extractor,
        settings=RESILIPARSE_SETTINGS,
        filled=0,
        omitted=0,
        because=None,
        navigation=False,
        structure=(),
        stated={},
    )


def _extract_from_tree(asked: _Request, reasons: list[str], *, fast: bool) -> ExtractedPage | None:
    html, url = asked.html, asked.url
    page = dom.read_page(html, prune=fast, pieces=asked.structure)
    if page is None:
        return None
    if page.flattened:
        reasons.append("deeply nested elements were flattened")
    known = read_metadata(page.tree, page.segments)
    stated = read_stated(page.tree, known) if asked.metadata else {}
    dom.drop_metadata(page.tree)
    contents = content_links(page.segments)
    unlink(page.segments, contents)
    # No text is longer than its page, so most pages need no count.
    oversized = _why_oversized(page) if len(html) > _MAX_TEXT or page.elements > _MAX_ELEMENTS else None
    if oversized:
        reasons.append(oversized)
    lines: list[str] = []
    if not oversized:
        lines, fast = _find_lines(page, contents, url, fast=fast)
    text = with_evidence(lines, page.segments, contents) if lines else Text([], [])
    extractor = f"trafilatura {load_trafilatura().__version__}"
    settings: Mapping[str, object] = {**TRAFILATURA_SETTINGS, "fast": fast}
    size = sum(map(len, text.lines))
    largest = largest_group(page.segments, 2 * size + 400)
    if not size or largest > 2 * size + 400:
        if size:
            reasons.append(
                f"trafilatura found {size} characters, and one element's paragraphs alone hold {largest}"
            )
        elif not oversized:
            reasons.append("trafilatura found nothing")
        text = own_text(page.segments, whole=bool(oversized))
        extractor, settings = f"cleaner {__version__} tree walk", {}
    if not text.lines:
        return None
    return ExtractedPage(
        text="\n".join(text.lines),
        title=known.title,
        url=known.url,
        language=known.language,
        titles=known.titles,
        evidence=tuple(text.evidence),
        extractor=extractor,
        settings=settings,
        filled=text.filled,
        omitted=page.omitted,
        because="; ".join(reasons) or None,
        navigation=_is_navigation(text),
        structure=structure_of(text, page.tree, url or known.url) if asked.structure else (),
        stated=stated,
    )


def _find_lines(page: dom.ParsedPage, contents: set[int], url: str | None, *, fast: bool) -> tuple[list[str], bool]:
    """Return the lines of the article, and whether the fast mode found them."""
    prose = find_prose(page.segments)
    if prose.layout:
        forget_layout(page.tree, prose.layout)
    if not fast:
        return find_lines(page.tree, url, fast=False), False
    if prose.holder is not None:
        prose.holder.set(HOLDER, "")
    tree = without_links(page, contents)
    lines = read_first_container(tree)
    if not lines or _is_doubtful(lines, page.segments):
        held = read_holder(tree)
        if held and _size(held) >= _HELD_SHARE * size_of_prose(page.segments):
            return held, True
        lines = lines or find_lines(tree, url, fast=True)
        if _is_doubtful(lines, page.segments):
            return find_lines(page.tree, url, fast=False), False
    return lines, True


def _size(lines: Sequence[str]) -> int:
    """Return the number of characters without white space."""
    return sum(len("".join(line.split())) for line in lines)


def _why_oversized(page: dom.ParsedPage) -> str | None:
    """Return why trafilatura is skipped, or None."""
    if page.elements > _MAX_ELEMENTS:
        return f"more than {_MAX_ELEMENTS} elements"
    if sum(len(segment.text) for segment in page.segments) > _MAX_TEXT:
        return f"more than {_MAX_TEXT} characters"
    return None


def _is_navigation(text: Text) -> bool:
    """Return whether the text is mostly links and holds no paragraph."""
    size = linked = 0.0
    for line, evidence in zip(text.lines, text.evidence, strict=True):
        if len(line) >= _MIN_PARAGRAPH and evidence.links < _NAVIGATION_SHARE:
            return False
        size += len(line)
        linked += evidence.links * len(line)
    return linked >= _NAVIGATION_SHARE * size


def _is_doubtful(lines: Sequence[str], segments: Sequence[dom.Segment]) -> bool:
    """Return whether the lines of the fast mode are few beside the page's paragraphs.

    Lines that the tree walk will replace are not doubtful: the full mode finds no better text.
    """
    size = _size(lines)
    if size >= _DOUBTFUL_SHARE * size_of_prose(segments, size / _DOUBTFUL_SHARE):
        return False
    most = 2 * sum(map(len, lines)) + 400
    return not lines or largest_group(segments, most) <= most
