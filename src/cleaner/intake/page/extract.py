"""A page to its article's text and metadata. The only file that imports trafilatura.

trafilatura is given the tree that the walk has seen. Where it finds nothing, far too little, or would take
too long, the walk's own text stands in, and the page says so.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from cleaner.core.document import Evidence
from cleaner.intake.page import dom
from cleaner.intake.page.dom import Segment
from cleaner.intake.page.fill import Text, every_block, largest_group, own_text, with_evidence
from cleaner.intake.page.metadata import read_metadata
from cleaner.version import __version__

# deduplicate stays off: it carries state from one page to the next. Metadata costs as much again as the
# text, and is read from the tree already parsed
_SETTINGS: dict[str, Any] = {
    "include_comments": False,
    "include_tables": True,
    "deduplicate": False,
    "with_metadata": False,
}
# trafilatura is quadratic in a page's elements, and slow on very long texts
_MOST_ELEMENTS = 40_000
_MOST_TEXT = 5_000_000  # characters
_BREAKS = ("\r\n", "\r", "\u2028", "\u2029", "\x85")
# Above this share of linked characters a page without a paragraph is a list of links
_NAVIGATION = 0.6
_PARAGRAPH = 100  # characters


class ExtractedPage(NamedTuple):
    """What extraction won from a page."""

    text: str
    title: str | None
    url: str | None
    language: str | None
    titles: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    extractor: str
    settings: Mapping[str, object]
    filled: int
    because: str | None
    navigation: bool


def extract(html: str, url: str | None = None) -> ExtractedPage | None:
    """The article on a page, or None where there is none."""
    page = dom.read_page(html)
    if page is None:
        return None
    reasons = ["deeply nested elements were flattened"] if page.flattened else []
    about = read_metadata(page.tree, page.segments)
    dom.lighten(page.tree)
    # no text is longer than its page
    oversized = _oversized(page) if len(html) > _MOST_TEXT or page.elements > _MOST_ELEMENTS else None
    if oversized:
        reasons.append(oversized)
    text = Text([], []) if oversized else _trafilatura(page.tree, page.segments, url)
    extractor, settings = f"trafilatura {_quiet().__version__}", _SETTINGS
    size = sum(map(len, text.lines))
    much = largest_group(page.segments, 2 * size + 400)
    if not size or much > 2 * size + 400:
        if size:
            reasons.append(f"trafilatura found {size} characters, and one element's paragraphs alone hold {much}")
        elif not oversized:
            reasons.append("trafilatura found nothing")
        text = own_text(page.segments, whole=bool(oversized))
        extractor, settings = f"cleaner {__version__} tree walk", {}
    if not text.lines:
        return None
    return ExtractedPage(
        text="\n".join(text.lines),
        title=about.title,
        url=about.url,
        language=about.language,
        titles=about.titles,
        evidence=tuple(text.evidence),
        extractor=extractor,
        settings=settings,
        filled=text.filled,
        because="; ".join(reasons) or None,
        navigation=_is_navigation(text),
    )


def _oversized(page: dom.ParsedPage) -> str | None:
    """Why trafilatura is not asked."""
    if page.elements > _MOST_ELEMENTS:
        return f"more than {_MOST_ELEMENTS} elements"
    if sum(len(segment.text) for segment in page.segments) > _MOST_TEXT:
        return f"more than {_MOST_TEXT} characters"
    return None


def _is_navigation(text: Text) -> bool:
    """Whether the text is links, and no line of it a paragraph."""
    size = linked = 0.0
    for line, evidence in zip(text.lines, text.evidence, strict=True):
        if len(line) >= _PARAGRAPH and evidence.links < _NAVIGATION:
            return False
        size += len(line)
        linked += evidence.links * len(line)
    return linked >= _NAVIGATION * size


def blocks(html: str) -> tuple[str, tuple[Evidence, ...]]:
    """All that a piece of HTML says, a line for each block, and the evidence for the lines."""
    page = dom.read_page(html)
    text = every_block(page.segments if page else ())
    return "\n".join(text.lines), tuple(text.evidence)


def _trafilatura(tree: Any, segments: Sequence[Segment], url: str | None) -> Text:
    found: Any = _quiet().bare_extraction(tree, url=url, **_SETTINGS)
    text: str = found.text or "" if found is not None else ""
    for sign in _BREAKS:
        text = text.replace(sign, "\n")
    lines = text.split("\n")
    return with_evidence(lines, segments) if any(line.strip() for line in lines) else Text([], [])


@cache
def _quiet() -> Any:
    import trafilatura

    # it logs what we report ourselves
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    return trafilatura


def extract_alone(html: str, url: str | None = None) -> str:
    """What trafilatura by itself takes for the article, for comparison; empty where it finds none."""
    return _quiet().extract(html, url=url, include_comments=False) or ""
