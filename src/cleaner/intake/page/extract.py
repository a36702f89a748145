"""Extracts the text and the metadata of a page's article. Only this file imports trafilatura.

trafilatura reads the tree that `dom` has walked. If it finds no text or far too little, or if the page is too large
for it, the text of the tree walk replaces its result, and `because` gives the reason.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from cleaner.core.document import Evidence
from cleaner.core.structure import Block
from cleaner.intake.page import dom
from cleaner.intake.page.dom import Segment
from cleaner.intake.page.fill import Text, largest_group, own_text, with_evidence
from cleaner.intake.page.links import content_links, unlink
from cleaner.intake.page.metadata import read_metadata
from cleaner.intake.page.stated import read_stated
from cleaner.intake.page.structure import structure_of
from cleaner.version import __version__

# deduplicate carries state from one page to the next. with_metadata doubles the time; read_metadata uses the parsed
# tree.
_SETTINGS: dict[str, Any] = {
    "include_comments": False,
    "include_tables": True,
    "deduplicate": False,
    "with_metadata": False,
}
# trafilatura takes quadratic time in a page's elements, and is slow on very long texts.
_MAX_ELEMENTS = 40_000
_MAX_TEXT = 5_000_000  # characters
_LINE_BREAKS = ("\r\n", "\r", "\u2028", "\u2029", "\x85")
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


def extract(
    html: str, url: str | None = None, *, structure: bool = False, metadata: bool = False
) -> ExtractedPage | None:
    """Return the article of a page, with the `structure` of its lines and its stated `metadata` if asked.

    Return None for a page without text.
    """
    page = dom.read_page(html, pieces=structure)
    if page is None:
        return None
    reasons = ["deeply nested elements were flattened"] if page.flattened else []
    known = read_metadata(page.tree, page.segments)
    stated = read_stated(page.tree, known) if metadata else {}
    dom.drop_metadata(page.tree)
    contents = content_links(page.segments)
    unlink(page.segments, contents)
    # No text is longer than its page, so most pages need no count.
    oversized = _why_oversized(page) if len(html) > _MAX_TEXT or page.elements > _MAX_ELEMENTS else None
    if oversized:
        reasons.append(oversized)
    text = Text([], []) if oversized else _extract_with_trafilatura(page.tree, page.segments, contents, url)
    extractor, settings = f"trafilatura {load_trafilatura().__version__}", _SETTINGS
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
        structure=structure_of(text, page.tree, url or known.url) if structure else (),
        stated=stated,
    )


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


def _extract_with_trafilatura(tree: Any, segments: Sequence[Segment], contents: set[int], url: str | None) -> Text:
    found: Any = load_trafilatura().bare_extraction(tree, url=url, **_SETTINGS)
    text: str = found.text or "" if found is not None else ""
    for line_break in _LINE_BREAKS:
        text = text.replace(line_break, "\n")
    lines = text.split("\n")
    return with_evidence(lines, segments, contents) if any(line.strip() for line in lines) else Text([], [])


@cache
def load_trafilatura() -> Any:
    """Return the module trafilatura, with its log silenced."""
    import trafilatura

    # trafilatura logs failures that `because` reports.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    return trafilatura
