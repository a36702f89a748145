"""A document after some removals, still in the document's coordinates.

Stages read a draft and propose removals; only `without` makes the next draft. `show` returns the remaining text
of a line, and `cut` maps offsets in it back to the document.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from cleaner.core.document import Document, Span
from cleaner.core.folding import key
from cleaner.core.result import Removal


class Draft:
    """The remaining text of a document. Line indices are 0-based and never change."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.removals: tuple[Removal, ...] = ()
        self._holes: dict[int, list[Span]] = {}
        self._texts: dict[int, str] = {}
        self._lines = lines = document.folded_lines
        self.remaining: Sequence[int] = [index for index, line in enumerate(lines) if line and not line.isspace()]
        """The indices of the lines with text left, in order."""

    def is_cut(self, index: int) -> bool:
        """Return whether any part of line `index` has been removed."""
        return index in self._holes

    def show(self, index: int) -> str:
        """Return the remaining text of line `index`, folded for matching."""
        if index not in self._holes:
            return self._lines[index]
        text = self._texts.get(index)
        if text is None:
            text = self._texts[index] = self._left(index)
        return text

    def _left(self, index: int) -> str:
        document, pieces = self.document, []
        at = document.starts[index]
        end = at + len(self._lines[index])
        for start, stop in self._holes[index]:
            if start > at:
                pieces.append(document.folded[at : min(start, end)])
            at = max(at, stop)
        if at < end:
            pieces.append(document.folded[at:end])
        return "".join(pieces)

    def key(self, index: int) -> str:
        """Return the key of the remaining text of line `index`: copies have equal keys; see folding.key."""
        return key(self.show(index)) if index in self._holes else self.document.line_keys[index]

    @cached_property
    def texts(self) -> Sequence[str]:
        """The remaining text of each line in `remaining`, folded, without white space at its ends."""
        return [self.show(index).strip() for index in self.remaining]

    @cached_property
    def caseless_texts(self) -> Sequence[str]:
        """`texts` without case: `str.casefold` of each."""
        lines, holes = self.document.caseless_lines, self._holes
        return [(self.show(at).casefold() if at in holes else lines[at]).strip() for at in self.remaining]

    @cached_property
    def gone(self) -> list[int]:
        """The indices of the lines that lost all their text, in order."""
        return [index for index in sorted(self._holes) if self.is_gone(index)]

    @cached_property
    def cut_lines(self) -> list[int]:
        """The indices of the lines that lost part of their text, in order."""
        return [index for index in sorted(self._holes) if not self.is_gone(index)]

    def is_gone(self, index: int) -> bool:
        """Return whether line `index` lost all its text."""
        return index in self._holes and not self.show(index).strip()

    def seams(self, index: int) -> Iterator[int]:
        """Yield the offsets in `show(index)` at which text has been cut out."""
        line, at = self.document.line(index), 0
        for piece in self._pieces(index):
            if at or piece.start > line.start:
                yield at
            at += piece.end - piece.start
        if self._holes.get(index, (Span(0, 0),))[-1].end >= line.end:
            yield at

    def cut(self, index: int, start: int, end: int, rule: str, because: str) -> Iterator[Removal]:
        """Propose to remove [start, end) of `show(index)`: one removal for each contiguous part in the document."""
        return self.cut_ranges(index, [(start, end)], rule, because)

    def cut_ranges(
        self, index: int, ranges: Iterable[tuple[int, int]], rule: str, because: str
    ) -> Iterator[Removal]:
        """Propose to remove several ranges of `show(index)`, which must be sorted and disjoint."""
        pieces = self._pieces(index)
        piece, at = next(pieces, None), 0
        for start, end in ranges:
            while piece is not None:
                size = piece.end - piece.start
                first, last = max(start - at, 0), min(end - at, size)
                if first < last:
                    yield Removal(Span(piece.start + first, piece.start + last), rule, because)
                if at + size > end:
                    break
                piece, at = next(pieces, None), at + size

    def cut_line(self, index: int, rule: str, because: str) -> Iterator[Removal]:
        """Propose to remove the text of line `index`. White space at its ends is left to the blanks stage."""
        text = self.show(index)
        start, end = len(text) - len(text.lstrip()), len(text.rstrip())
        if index in self._holes or start == end:
            return self.cut(index, start, end, rule, because)
        first = self.document.starts[index]
        return iter((Removal(Span(first + start, first + end), rule, because),))

    def cut_rest(self, index: int, rule: str, because: str) -> Iterator[Removal]:
        """Propose to remove the rest of line `index` with its white space and line break."""
        line = self.document.line(index)
        at = line.start
        for hole in (*self._holes.get(index, ()), Span(line.stop, line.stop)):
            if hole.start > at:
                yield Removal(Span(at, hole.start), rule, because)
            at = hole.end

    def without(self, proposals: Iterable[Removal], stage: str) -> Draft:
        """Return the draft without the proposed spans, credited to `stage`.

        Each proposal must lie within one line and its line break. Where two overlap, the first keeps the text.
        """
        holes: dict[int, list[Span]] = {}
        fresh: list[Removal] = []
        for proposal in proposals:
            index = bisect_right(self.document.starts, proposal.span.start) - 1
            taken = holes.setdefault(index, list(self._holes.get(index, ())))
            for span in _outside(proposal.span, taken):
                insort(taken, span)
                fresh.append(Removal(span, proposal.rule, proposal.because, stage))
        return self._with_holes(holes, fresh) if fresh else self

    def _with_holes(self, holes: dict[int, list[Span]], fresh: list[Removal]) -> Draft:
        """Return the draft with `holes`, by line, and the `fresh` removals that made them."""
        draft = object.__new__(Draft)
        draft.document, draft._lines = self.document, self._lines
        draft.removals = tuple(sorted((*self.removals, *fresh)))
        draft._holes = self._holes | holes
        draft._texts = {index: text for index, text in self._texts.items() if index not in holes}
        draft.remaining = [index for index in self.remaining if index not in holes or draft.show(index).strip()]
        return draft

    def _pieces(self, index: int) -> Iterator[Span]:
        """Yield the spans of line `index` that are left, without the line break."""
        line = self.document.line(index)
        at = line.start
        for hole in self._holes.get(index, ()):
            if hole.start > at:
                yield Span(at, min(hole.start, line.end))
            at = max(at, hole.end)
        if at < line.end:
            yield Span(at, line.end)


def _outside(span: Span, taken: list[Span]) -> list[Span]:
    """Return the parts of `span` outside the sorted, disjoint spans of `taken`."""
    parts, at = [], span.start
    index = bisect_right(taken, span.start, key=lambda other: other.end)
    while index < len(taken) and taken[index].start < span.end:
        if taken[index].start > at:
            parts.append(Span(at, taken[index].start))
        at = max(at, taken[index].end)
        index += 1
    if at < span.end:
        parts.append(Span(at, span.end))
    return parts
