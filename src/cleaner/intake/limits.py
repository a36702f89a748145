"""Limits that a document is checked against before a parser reads it.

A document over a limit is written unchanged and reported.
"""

from __future__ import annotations

from typing import NamedTuple

from cleaner.core.document import PAGE
from cleaner.core.regex import lazy_compile

# possessive: what is given back is never a tag, and trying it takes time that grows with the square of the length
_TAG = lazy_compile(rb"<(/?)([a-zA-Z][a-zA-Z0-9:-]*+)([^<>]*+)>")
_VOID = frozenset(
    b"area base br col embed hr img input link meta param source track wbr p li option dd dt tr td th".split()
)
_MEGABYTE = 1_000_000


class Limits(NamedTuple):
    """Limits of one document: bytes of text and of HTML, tags, nesting depth, attributes of one tag, seconds."""

    text_bytes: int = 50 * _MEGABYTE
    html_bytes: int = 20 * _MEGABYTE
    tags: int = 50_000
    depth: int = 2_000
    attributes: int = 1_000
    seconds: float = 20.0

    def most(self, format: str) -> int:
        """Return the largest size in bytes that is read for a document of `format`."""
        return self.html_bytes if format == PAGE else max(self.text_bytes, self.html_bytes)

    def broken_by(self, data: bytes, format: str) -> str | None:
        """Return a sentence that names the exceeded limit, or None."""
        most = self.html_bytes if format == PAGE else self.text_bytes
        if len(data) > most:
            return f"limit: {len(data):,} bytes, and at most {most:,} are cleaned in one document"
        return self._broken_by_page(data) if format == PAGE else None

    def _broken_by_page(self, data: bytes) -> str | None:
        if data.count(b"<") > self.tags:
            return f"limit: {data.count(b'<'):,} tags, and at most {self.tags:,} are cleaned in one page"
        depth = deepest = 0
        for match in _TAG.finditer(data):
            closing, name, rest = match.groups()
            if rest.count(b"=") > self.attributes:
                return f"limit: a tag with more than {self.attributes:,} attributes"
            if name.lower() in _VOID or rest.endswith(b"/"):
                continue
            depth += -1 if closing else 1
            deepest = max(deepest, depth)
        if deepest > self.depth:
            return f"limit: elements nested {deepest:,} deep, and at most {self.depth:,} are cleaned"
        return None
