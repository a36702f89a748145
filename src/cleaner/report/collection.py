"""Collects the entries of a ledger for a report: counts of all, the documents to look at first, examples.

Counts cover every entry. Rows and examples are limited, so that a report of any ledger fits into memory and opens
at once. Which documents they are depends on the entries alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from heapq import heappop, heappush, heappushpop
from typing import Any, NamedTuple
from zlib import crc32

from cleaner.core.errors import InvariantError
from cleaner.core.findings import is_layout
from cleaner.core.result import put_back
from cleaner.matching.card import Card
from cleaner.report.comparison import Change, Comparison
from cleaner.report.confidence import Confidence
from cleaner.report.repeated_lines import RepeatedLines
from cleaner.report.statistics import BLANK_LINE, Statistics, name_of, site_of

MAX_ROWS = 10_000
MAX_FAILURES = 1_000
_EXAMPLES_OF_LABEL = 3  # documents of one rule, of one language, and of those that lost nothing
_MAX_EXAMPLE = 200_000  # bytes of an article that is shown whole
_ESCAPED = 1.1  # bytes of a text in the page for each byte of it
_OVERHEAD = 400  # bytes of an example besides its text
_USUAL_LENGTH = 3_000  # characters of a document whose length an older ledger does not tell


class Row(NamedTuple):
    """One document in the list.

    order: its place in the input, from 0. share: the share of its characters that went, None if no length is known.
    need: the expected share of wrong removals, by which the list is sorted, plus 1 if the budget flagged it.
    lowest: the lowest confidence of a removal, 1 without one. goes, stays: characters that a comparison found.
    """

    order: int
    name: str
    id: str
    title: str
    site: str
    language: str
    characters: int | None
    removed: int
    removals: int
    share: float | None
    lowest: float
    need: float
    withheld: float | None
    excess: float | None
    rules: tuple[str, ...]
    goes: int
    stays: int


class Piece(NamedTuple):
    """A removal as an example shows it."""

    start: int
    end: int
    line: int
    rule: str
    because: str
    text: str
    confidence: float


class Example:
    """A document with its removals, and with its text if that is known.

    `changes` and `back` come from Comparison.changes.
    """

    __slots__ = ("back", "changes", "digest", "pieces", "row", "size", "text", "url")

    def __init__(
        self,
        row: Row,
        url: str,
        pieces: list[Piece],
        digest: str,
        changes: list[Change],
        back: dict[int, str],
    ) -> None:
        self.row = row
        self.url = url
        self.pieces = pieces
        self.digest = digest
        self.changes = changes
        self.back = back
        self.text: str | None = None
        self.size = _OVERHEAD + sum(_bytes(piece.text) + 60 for piece in pieces)

    def __lt__(self, other: Example) -> bool:
        return self.row.order < other.row.order


class Collection:
    """Counts entries and keeps those that a report shows. `size` is the target of its size in bytes.

    cards: the rules whose confidence is known. comparison: an older ledger. has_texts: whether the texts of the
    entries come later, so that there must be room for them.
    """

    def __init__(
        self,
        cards: Iterable[Card] = (),
        *,
        size: int = 8_000_000,
        comparison: Comparison | None = None,
        has_texts: bool = False,
    ) -> None:
        self.statistics = Statistics()
        self.lines = RepeatedLines()
        self.cards = {card.id: card for card in cards}
        self.comparison = comparison
        self.failures: list[tuple[str, str]] = []
        self._confidence = Confidence(self.cards.values())
        self._has_texts = has_texts
        self._budget = size
        self._count = 0
        self._rows: list[tuple[float, int, Row]] = []
        self._needed: list[tuple[float, int, Example]] = []
        self._needed_size = 0
        self._labelled: dict[str, list[tuple[int, int, Example]]] = {}

    def add(self, entry: Mapping[str, Any], text: str | None = None) -> None:
        """Add an entry, and the text before cleaning if it is at hand. Raises ValueError if it is no entry."""
        self.statistics.add_entry(entry)
        try:
            if "failure" in entry:
                if entry["failure"] != BLANK_LINE and len(self.failures) < MAX_FAILURES:
                    self.failures.append((name_of(entry) or "standard input", str(entry["failure"])))
                return
            example = self._example(entry)
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"not a ledger entry: {type(error).__name__}: {error}") from None
        self._count += 1
        for piece in example.pieces:
            if not is_layout(piece.rule):
                self.lines.add(piece.text, piece.rule)
        self._keep_row(example.row)
        self._keep(example, text)

    @property
    def documents(self) -> int:
        """The number of cleaned documents."""
        return self._count

    def rows(self, examples: Iterable[Example] = ()) -> list[Row]:
        """Return the rows that the budget of rows allows and those of `examples`, greatest need first."""
        found = {row.order: row for _, _, row in self._rows} | {one.row.order: one.row for one in examples}
        return sorted(found.values(), key=lambda row: (-row.need, row.order))

    def examples(self) -> list[Example]:
        """Return the examples, greatest need first: documents in need, and some of each rule and language."""
        chosen = {example.row.order: example for _, _, example in self._needed}
        room = self._budget - sum(example.size for example in chosen.values())
        for turn in range(_EXAMPLES_OF_LABEL):
            for label in sorted(self._labelled):
                heap = sorted(self._labelled[label], reverse=True)
                if turn < len(heap):
                    example = heap[turn][2]
                    if example.row.order not in chosen and example.size <= room:
                        chosen[example.row.order] = example
                        room -= example.size
        return sorted(chosen.values(), key=lambda example: (-example.row.need, example.row.order))

    def attach(self, texts: Iterable[tuple[str, str]]) -> int:
        """Give the examples their texts, as far as there is room. Return the number of those that got one.

        texts: the digest of each clean text, and the text. One that the removals do not fit is passed over.
        """
        by_digest: dict[str, list[Example]] = {}
        for example in self.examples():
            by_digest.setdefault(example.digest, []).append(example)
        held = sum(_bytes(piece.text) for found in by_digest.values() for one in found for piece in one.pieces)
        room, count = self._budget - held, 0
        for digest, clean in texts:
            for example in by_digest.get(digest, ()):
                size = int(_bytes(clean) * _ESCAPED)
                if size > min(room, _MAX_EXAMPLE):
                    continue
                try:
                    example.text = put_back(clean, ((piece.start, piece.text) for piece in example.pieces))
                except InvariantError:
                    continue
                room -= size
                count += 1
        return count

    @property
    def digests(self) -> set[str]:
        """The digests of the clean texts that the examples can show."""
        return {example.digest for example in self.examples()}

    def _example(self, entry: Mapping[str, Any]) -> Example:
        pieces = [
            Piece(
                removal["start"],
                removal["end"],
                removal["line"],
                removal["rule"],
                removal["because"],
                "".join(removal["text"]),
                1.0 if is_layout(removal["rule"]) else self._confidence(removal["rule"], removal["because"]),
            )
            for removal in entry["removals"]
        ]
        changes, back = self.comparison.changes(entry) if self.comparison is not None else ([], {})
        row = self._row(entry, pieces, changes)
        return Example(row, entry.get("url") or "", pieces, entry["output_digest"], changes, back)

    def _row(self, entry: Mapping[str, Any], pieces: list[Piece], changes: list[Change]) -> Row:
        length = entry.get("characters")
        removed = sum(piece.end - piece.start for piece in pieces)
        doubted = sum((piece.end - piece.start) * (1 - piece.confidence) for piece in pieces)
        flagged = entry["withheld"] is not None or entry.get("excess") is not None
        visible = [piece for piece in pieces if not is_layout(piece.rule)]
        id = entry.get("id")
        return Row(
            self._count,
            name_of(entry) or "standard input",
            "" if id is None else str(id),
            entry.get("title") or "",
            site_of(entry.get("url")),
            entry["language"] or "",
            length,
            removed,
            len(visible),
            removed / length if length else None if length is None else 0.0,
            round(min((piece.confidence for piece in visible), default=1.0), 2),
            round(doubted / max(length if length is not None else _USUAL_LENGTH, 1) + flagged, 6),
            entry["withheld"],
            entry.get("excess"),
            tuple(sorted({piece.rule for piece in visible})),
            sum(change.end - change.start for change in changes if change.goes),
            sum(change.end - change.start for change in changes if not change.goes),
        )

    def _keep_row(self, row: Row) -> None:
        item = (row.need + bool(row.goes or row.stays), -row.order, row)
        if len(self._rows) < MAX_ROWS:
            heappush(self._rows, item)
        else:
            heappushpop(self._rows, item)

    def _keep(self, example: Example, text: str | None) -> None:
        row = example.row
        if text is not None:
            length = _bytes(text)
        else:
            length = (_USUAL_LENGTH if row.characters is None else row.characters) if self._has_texts else 0
        if length <= _MAX_EXAMPLE:
            example.text = text
            example.size += int(length * _ESCAPED)
        elif example.size > _MAX_EXAMPLE:
            return
        # what differs from an older ledger is what a person who compares has come for
        heappush(self._needed, (row.need + bool(row.goes or row.stays), -row.order, example))
        self._needed_size += example.size
        while self._needed_size > self._budget * 2 // 3:
            _, _, dropped = heappop(self._needed)
            self._needed_size -= dropped.size
        for label in _labels(row):
            heap = self._labelled.setdefault(label, [])
            item = (
                -crc32(f"{label}\0{row.name}\0{example.digest}".encode("utf-8", "replace")),
                -row.order,
                example,
            )
            if len(heap) < _EXAMPLES_OF_LABEL:
                heappush(heap, item)
            else:
                heappushpop(heap, item)


def _labels(row: Row) -> Iterator[str]:
    yield from row.rules
    yield f"language {row.language}"
    if not row.rules:
        yield "no removal"


def _bytes(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-8", "replace"))
