"""Collects records as lines of JSON into blocks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from cleaner.core.result import Failure
from cleaner.formats.blocks import Block
from cleaner.formats.json_record import new_record

BLOCK = 1 << 20  # bytes of records in one block: cleaning it must cost more than sending it to a process


class BlockBuilder:
    """Builds blocks from records."""

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self._lines: list[bytes] = []
        self._faults: list[tuple[int, Failure]] = []
        self._size = 0
        self.skipped = 0

    def add(self, fields: dict[str, object]) -> None:
        """Add a record. A record without fields has nothing to clean."""
        line = new_record(fields) + b"\n" if fields else b"\n"
        self._lines.append(line)
        self._size += len(line)

    def fail(self, failed: Failure, fields: dict[str, object]) -> None:
        """Add a record that cannot be cleaned. `fields` are written if the output holds records."""
        self._faults.append((len(self._lines), failed))
        self.add(fields | {"error": failed.why})

    def leave(self, fields: dict[str, object]) -> None:
        """Add a record that has nothing to clean."""
        if fields:
            self._faults.append((len(self._lines), Failure("", "")))
        self.add(fields)

    def weigh(self, size: int) -> None:
        """Count bytes that the caller holds for this block in addition to the lines."""
        self._size += size

    @property
    def full(self) -> bool:
        """Whether the block has reached its size."""
        return self._size >= BLOCK

    def block(self) -> Block:
        """Return the block. Later records belong to the next block."""
        block = Block(b"".join(self._lines), len(self._lines), tuple(self._faults), self.skipped)
        self._begin()
        return block


def distinct(names: Iterable[str]) -> list[str]:
    """Return the names of columns as distinct keys. A repeated name gets a number.

    >>> distinct(["id", "text", "id"])
    ['id', 'text', 'id_2']
    """
    counts: Counter[str] = Counter()
    found: dict[str, None] = {}
    for name in names:
        key = name
        while key in found:
            counts[name] += 1
            key = f"{name}_{counts[name] + 1}"
        found[key] = None
    return list(found)
