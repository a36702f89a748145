"""wdiff's notation for what goes: `[-…-]`. One notation for examples, fixtures and the marked report."""

from __future__ import annotations

import re
from collections.abc import Iterable

from cleaner.core.document import Document, Span
from cleaner.core.regex import lazy_compile

_MARK = lazy_compile(r"\[-(.*?)-\]", re.DOTALL)


def parse(marked: str) -> tuple[str, tuple[Span, ...]]:
    """Take the marks out of a marked text: (text, the spans that were marked).

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
    """Show `spans` in place, one mark a line; line breaks and white space at the edges stay unmarked."""
    pieces: list[str] = []
    text, at = document.text, 0
    for span in spans:
        for start, end in _printed(text, span):
            pieces += (text[at:start], "[-", text[start:end], "-]")
            at = end
    pieces.append(text[at:])
    return "".join(pieces)


def visible(text: str, spans: Iterable[Span]) -> tuple[int, ...]:
    """The offsets of all characters in `spans` that are not white space: what a mark really says."""
    return tuple(i for span in spans for i in range(span.start, span.end) if not text[i].isspace())


def _printed(text: str, span: Span) -> Iterable[Span]:
    start = span.start
    for part in text[span.start : span.end].splitlines(keepends=True):
        inner = part.strip()
        if inner:
            first = start + part.index(inner)
            yield Span(first, first + len(inner))
        start += len(part)
