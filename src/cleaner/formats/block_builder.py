"""Records on their way to be cleaned: lines of JSON, gathered into blocks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from cleaner.core.result import Failure
from cleaner.formats.blocks import Block
from cleaner.formats.json_record import new_record

BLOCK = 1 << 20  # bytes of records in one block: a task that costs more than handing it over


class BlockBuilder:
    """A block in the making."""

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self._lines: list[bytes] = []
        self._faults: list[tuple[int, Failure]] = []
        self._size = 0
        self.skipped = 0

    def add(self, fields: dict[str, object]) -> None:
        """One more record; without fields, one with nothing to clean."""
        line = new_record(fields) + b"\n" if fields else b"\n"
        self._lines.append(line)
        self._size += len(line)

    def fail(self, failed: Failure, fields: dict[str, object]) -> None:
        """One more record, which cannot be cleaned; `fields` are what is written where only records can be."""
        self._faults.append((len(self._lines), failed))
        self.add(fields | {"error": failed.why})

    def leave(self, fields: dict[str, object]) -> None:
        """One more record, which has nothing to clean."""
        if fields:
            self._faults.append((len(self._lines), Failure("", "")))
        self.add(fields)

    def weigh(self, size: int) -> None:
        """Count bytes that are held beside the lines."""
        self._size += size

    @property
    def full(self) -> bool:
        """Whether it is time for the next block."""
        return self._size >= BLOCK

    def block(self) -> Block:
        """The block; what is added from now on belongs to the next."""
        block = Block(b"".join(self._lines), len(self._lines), tuple(self._faults), self.skipped)
        self._begin()
        return block


def distinct(names: Iterable[str]) -> list[str]:
    """Names of columns as keys of one object: the second of the same name gets a number.

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
