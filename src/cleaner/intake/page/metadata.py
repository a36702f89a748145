"""Reads the metadata of a page: the headline in all its wordings, the address and the language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import groupby
from typing import Any, NamedTuple

from cleaner.intake.page.dom import Segment

# Separators between a headline and the site's name in <title>.
_SEPARATOR = re.compile(r"\s+[|–—·•»~‹<>-]+\s+|\s*[|»]\s*")
_TITLE_META = ("og:title", "twitter:title", "title")
META_NAMES = frozenset((*_TITLE_META, "og:site_name", "og:url"))
_MAX_TITLE = 250  # characters


class PageMetadata(NamedTuple):
    """The headline, all its wordings, the address and the language; None for what the page does not state.

    `language` is a lower-case code of two or three letters.
    """

    title: str | None
    titles: tuple[str, ...]
    url: str | None
    language: str | None


def read_metadata(tree: Any, segments: list[Segment]) -> PageMetadata:
    """Read the metadata from the head of a page and from the h1 elements of its body."""
    meta: dict[str, str] = {}
    page_title, canonical = "", None
    for element in tree.iter("title", "meta", "link"):
        if element.tag == "title":
            page_title = page_title or " ".join((element.text or "").split())
        elif element.tag == "meta":
            name = (element.get("property") or element.get("name") or "").lower()
            if name in META_NAMES and (content := element.get("content")):
                meta.setdefault(name, " ".join(content.split()))
        elif (element.get("rel") or "").lower() == "canonical":
            canonical = canonical or element.get("href")
    headings = [
        " ".join(segment.text for segment in group)
        for tag, group in groupby(segments, lambda segment: segment.element if segment.tag == "h1" else None)
        if tag is not None
    ]
    return combine(page_title, meta, canonical, headings, tree.get("lang"))


def combine(
    page_title: str, meta: Mapping[str, str], canonical: str | None, headings: list[str], lang: str | None
) -> PageMetadata:
    """Return the metadata of a page by its <title>, its META_NAMES, its canonical link, its h1 and its language."""
    declared = [meta[name] for name in _TITLE_META if name in meta]
    site = meta.get("og:site_name", "").casefold()
    parts = [
        [part for part in _SEPARATOR.split(title) if part.casefold() != site] for title in (*declared, page_title)
    ]
    # The longest part is the headline. The others name the site and the section.
    leads = [max(some, key=len, default="") for some in parts]
    all_titles = " ".join((page_title, *declared)).casefold()
    matching = [heading for heading in headings if _is_named(heading.casefold(), parts, leads)]
    # A single h1 that is not the site's name is the headline, even if the head words it differently.
    single = headings if len(headings) == 1 and headings[0].casefold() not in all_titles else []
    titles = (max(matching, key=len, default=""), *single, *leads, *declared, page_title, *matching)
    known = tuple(dict.fromkeys(title for title in titles if title and len(title) <= _MAX_TITLE))
    address = canonical or meta.get("og:url")
    language = re.match(r"[A-Za-z]{2,3}(?![A-Za-z])", lang or "")
    return PageMetadata(
        title=known[0] if known else None,
        titles=known,
        url=address if address and address.startswith(("http://", "https://")) else None,
        language=language[0].lower() if language else None,
    )


def _is_named(heading: str, parts: list[list[str]], leads: list[str]) -> bool:
    if any(heading == part.casefold() for some in parts for part in some):
        return True
    return any(lead and (heading in lead.casefold() or lead.casefold() in heading) for lead in leads)
