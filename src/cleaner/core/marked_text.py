"""The notation for removed text, `[-…-]` as in wdiff. Examples, fixtures and the marked report share it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from cleaner.core.document import Document, Span
from cleaner.core.regex import lazy_compile

_MARK = lazy_compile(r"\[-(.*?)-\]", re.DOTALL)


def parse(marked: str) -> tuple[str, tuple[Span, ...]]:
    """Split a marked text into the text without marks and the marked spans.

    >>> parse("Rain fell. [-READ MORE: Snow-]")
    ('Rain fell. READ MORE: Snow', (Span(start=11, end=26),))
    """
    pieces: list[str] = []
    spans, at, length = [], 0, 0
    for match in _MARK.finditer(marked):
        before, inside = marked[at : match.start()], match[1]
        length += len(before)
        spans.append(Span(length, length + len(inside)))
        length += len(inside)
        pieces += (before, inside)
        at = match.end()
    pieces.append(marked[at:])
    return "".join(pieces), tuple(spans)


def render(document: Document, spans: Iterable[Span]) -> str:
    """Return the document's text with each of the sorted `spans` marked, one mark per line.

    Line breaks and white space at the ends of a line stay unmarked.
    """
    pieces: list[str] = []
    text, at = document.text, 0
    for span in spans:
        for start, end in _by_line(text, span):
            pieces += (text[at:start], "[-", text[start:end], "-]")
            at = end
    pieces.append(text[at:])
    return "".join(pieces)


def visible(text: str, spans: Iterable[Span]) -> tuple[int, ...]:
    """Return the offsets of all characters in `spans` that are not white space."""
    return tuple(i for span in spans for i in range(span.start, span.end) if not text[i].isspace())


def _by_line(text: str, span: Span) -> Iterable[Span]:
    start = span.start
    for part in text[span.start : span.end].splitlines(keepends=True):
        inner = part.strip()
        if inner:
            first = start + part.index(inner)
            yield Span(first, first + len(inner))
        start += len(part)
