"""What a page states about its article: its headline, wherever it stands, its address and its language."""

from __future__ import annotations

import re
from itertools import groupby
from typing import Any, NamedTuple

from cleaner.intake.page.dom import Segment

# The signs between a headline and the site's name in <title>
_BETWEEN = re.compile(r"\s+[|–—·•»~‹<>-]+\s+|\s*[|»]\s*")
_META = ("og:title", "twitter:title", "title")
_WANTED = frozenset((*_META, "og:site_name", "og:url"))
_LONGEST = 250  # characters


class PageMetadata(NamedTuple):
    """The headline, every wording of it, the address and the language; None where the page states none."""

    title: str | None
    titles: tuple[str, ...]
    url: str | None
    language: str | None


def read_metadata(tree: Any, segments: list[Segment]) -> PageMetadata:
    """Read a page's head, and the h1 of its body."""
    meta: dict[str, str] = {}  # what is wanted of it
    whole, canonical = "", None
    for element in tree.iter("title", "meta", "link"):
        if element.tag == "title":
            whole = whole or " ".join((element.text or "").split())
        elif element.tag == "meta":
            name = (element.get("property") or element.get("name") or "").lower()
            if name in _WANTED and (content := element.get("content")):
                meta.setdefault(name, " ".join(content.split()))
        elif (element.get("rel") or "").lower() == "canonical":
            canonical = canonical or element.get("href")
    headings = [
        " ".join(segment.text for segment in group)
        for tag, group in groupby(segments, lambda segment: segment.element if segment.tag == "h1" else None)
        if tag is not None
    ]
    declared = [meta[name] for name in _META if name in meta]
    site = meta.get("og:site_name", "").casefold()
    parts = [[part for part in _BETWEEN.split(said) if part.casefold() != site] for said in (*declared, whole)]
    # the longest part is the headline, the others name the site and the section
    leads = [max(some, key=len, default="") for some in parts]
    everywhere = " ".join((whole, *declared)).casefold()
    named = [one for one in headings if _is_named(one.casefold(), parts, leads)]
    # a lone h1 that is not the site's name is the headline, though the head may word it otherwise
    alone = headings if len(headings) == 1 and headings[0].casefold() not in everywhere else []
    titles = (max(named, key=len, default=""), *alone, *leads, *declared, whole, *named)
    known = tuple(dict.fromkeys(title for title in titles if title and len(title) <= _LONGEST))
    address = canonical or meta.get("og:url")
    language = re.match(r"[A-Za-z]{2,3}(?![A-Za-z])", tree.get("lang") or "")
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
