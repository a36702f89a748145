"""HTML to article text and metadata. The only file that imports trafilatura."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any, NamedTuple

# deduplicate stays off: it carries state from one page to the next
_SETTINGS: dict[str, Any] = {
    "include_comments": False,
    "include_tables": True,
    "deduplicate": False,
    "with_metadata": True,
}


class Page(NamedTuple):
    """What extraction won from a page."""

    text: str
    title: str | None
    url: str | None
    language: str | None
    extractor: str
    settings: Mapping[str, object]


def extract(html: str, url: str | None = None) -> Page | None:
    """The article on a page, or None where trafilatura finds none."""
    import trafilatura

    # it logs what we report ourselves
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    found: Any = trafilatura.bare_extraction(html, url=url, **_SETTINGS)
    if found is None:
        return None
    return Page(
        text=(found.text or "").replace("\r\n", "\n"),
        title=found.title or None,
        url=found.url or None,
        language=found.language or None,
        extractor=f"trafilatura {trafilatura.__version__}",
        settings=_SETTINGS,
    )


def extract_alone(html: str, url: str | None = None) -> str:
    """What trafilatura by itself takes for the article, for comparison; empty where it finds none."""
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    return trafilatura.extract(html, url=url, include_comments=False) or ""
