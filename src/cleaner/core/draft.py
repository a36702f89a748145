"""A document as it stands after some removals, still in the document's coordinates.

Stages read a draft and propose removals; only `without` makes the next draft. A line that was
partly cut shows what is left of it, and `cut` knows where each shown character stands.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterable, Iterator, Sequence

from cleaner.core.document import Document, Span
from cleaner.core.folding import key
from cleaner.core.result import Removal


class Draft:
    """What is left of a document so far."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.removals: tuple[Removal, ...] = ()
        self._holes: dict[int, list[Span]] = {}
        self._cut: dict[int, str] = {}
        said = document.folded_lines
        self.remaining: Sequence[int] = [index for index, line in enumerate(said) if line and not line.isspace()]
        """The indices of the lines that still say something."""

    def is_cut(self, index: int) -> bool:
        """Whether something of line `index` (0-based) has been removed."""
        return index in self._holes

    def show(self, index: int) -> str:
        """What line `index` still says, folded for matching."""
        if index not in self._holes:
            return self.document.folded_lines[index]
        if index not in self._cut:
            folded = self.document.folded
            self._cut[index] = "".join(folded[piece.start : piece.end] for piece in self._pieces(index))
        return self._cut[index]

    def key(self, index: int) -> str:
        """What makes two lines the same, of what line `index` still says; see folding.key."""
        return key(self.show(index)) if index in self._holes else self.document.line_keys[index]

    @property
    def gone(self) -> list[int]:
        """The lines that said something once and of which nothing is left."""
        return [index for index in sorted(self._holes) if self.is_gone(index)]

    @property
    def cut_lines(self) -> list[int]:
        """The lines of which something has gone and something is left."""
        return [index for index in sorted(self._holes) if not self.is_gone(index)]

    def is_gone(self, index: int) -> bool:
        """Whether line `index` said something once and nothing of it is left."""
        return index in self._holes and not self.show(index).strip()

    def seams(self, index: int) -> Iterator[int]:
        """The positions in what line `index` shows at which something has been cut out."""
        line, at = self.document.line(index), 0
        for piece in self._pieces(index):
            if at or piece.start > line.start:
                yield at
            at += piece.end - piece.start
        if self._holes.get(index, (Span(0, 0),))[-1].end >= line.end:
            yield at

    def cut(self, index: int, start: int, end: int, rule: str, because: str) -> Iterator[Removal]:
        """Propose to remove [start, end) of what line `index` shows."""
        return self.cut_ranges(index, [(start, end)], rule, because)

    def cut_ranges(
        self, index: int, ranges: Iterable[tuple[int, int]], rule: str, because: str
    ) -> Iterator[Removal]:
        """Propose to remove several ranges of what line `index` shows; they are sorted and disjoint."""
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
        """Propose to remove all that line `index` says; white space at its ends is left to the blanks stage."""
        shown = self.show(index)
        start, end = len(shown) - len(shown.lstrip()), len(shown.rstrip())
        if index in self._holes or start == end:
            return self.cut(index, start, end, rule, because)
        first = self.document.starts[index]
        return iter((Removal(Span(first + start, first + end), rule, because),))

    def cut_rest(self, index: int, rule: str, because: str) -> Iterator[Removal]:
        """Propose to remove what is left of line `index`, its white space and line break included."""
        line = self.document.line(index)
        at = line.start
        for hole in (*self._holes.get(index, ()), Span(line.stop, line.stop)):
            if hole.start > at:
                yield Removal(Span(at, hole.start), rule, because)
            at = hole.end

    def without(self, proposals: Iterable[Removal], stage: str) -> Draft:
        """The draft with the proposals removed as well; where two overlap, the first keeps the credit.

        A proposal lies within one line and its line break.
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
        """The draft with more holes in some lines."""
        draft = object.__new__(Draft)
        draft.document = self.document
        draft.removals = tuple(sorted((*self.removals, *fresh)))
        draft._holes = self._holes | holes
        draft._cut = {index: shown for index, shown in self._cut.items() if index not in holes}
        draft.remaining = [index for index in self.remaining if index not in holes or draft.show(index).strip()]
        return draft

    def _pieces(self, index: int) -> Iterator[Span]:
        line = self.document.line(index)
        at = line.start
        for hole in self._holes.get(index, ()):
            if hole.start > at:
                yield Span(at, min(hole.start, line.end))
            at = max(at, hole.end)
        if at < line.end:
            yield Span(at, line.end)


def _outside(span: Span, taken: list[Span]) -> list[Span]:
    """The parts of `span` that no span of the sorted, disjoint `taken` covers."""
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
