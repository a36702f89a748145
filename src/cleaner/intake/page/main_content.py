"""Extracts the text and the metadata of a page with resiliparse. Only this file imports resiliparse.

resiliparse parses and extracts in C++. Its text has no evidence, and nothing is put back into it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from cleaner.intake.page.flatten import shorten_tags
from cleaner.intake.page.metadata import META_NAMES, PageMetadata, combine

SETTINGS: Mapping[str, Any] = {"main_content": True, "alt_texts": False, "list_bullets": False}
# Its main content is a tenth of the page or the whole of it, rarely something between.
_DOUBTFUL_SHARE = 0.4
_ENOUGH = 5_000  # characters in paragraphs that are not doubtful, so that the whole page need not be read
_MIN_PARAGRAPH = 80  # characters


class MainContent(NamedTuple):
    """The text that resiliparse finds, its metadata, and why the text is doubtful, or None."""

    text: str
    metadata: PageMetadata
    extractor: str
    doubt: str | None


def extract_main_content(html: str) -> MainContent:
    """Return the main content of a page, one block a line."""
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    tree = HTMLTree.parse(shorten_tags(html).encode("utf-8", "ignore").decode())
    lines = _lines(extract_plain_text(tree, **SETTINGS))
    found = _size_of_paragraphs(lines)
    doubt = None
    if found < _ENOUGH:
        held = _size_of_paragraphs(_lines(extract_plain_text(tree, **{**SETTINGS, "main_content": False})))
        if not lines or found < _DOUBTFUL_SHARE * held:
            doubt = f"resiliparse found {found} characters of {held} in paragraphs"
    return MainContent("\n".join(lines), _read_metadata(tree), _version(), doubt)


@cache
def _version() -> str:
    from importlib.metadata import version

    return f"resiliparse {version('resiliparse')}"


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if not line.isspace() and line]


def _size_of_paragraphs(lines: list[str]) -> int:
    return sum(len(line) for line in lines if len(line) >= _MIN_PARAGRAPH)


def _read_metadata(tree: Any) -> PageMetadata:
    document = tree.document
    meta: dict[str, str] = {}
    for element in document.query_selector_all("meta"):
        name = (element.getattr("property") or element.getattr("name") or "").lower()
        if name in META_NAMES and (content := element.getattr("content")):
            meta.setdefault(name, " ".join(content.split()))
    link = document.query_selector("link[rel=canonical]")
    headings = [text for element in document.query_selector_all("h1") if (text := " ".join(element.text.split()))]
    root = document.query_selector("html")
    language = root.getattr("lang") if root is not None else None
    canonical = link.getattr("href") if link is not None else None
    return combine(" ".join((tree.title or "").split()), meta, canonical, headings, language)
