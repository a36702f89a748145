"""What a reader of a format hands over: records as lines of JSON, block by block."""

from __future__ import annotations

from typing import BinaryIO, NamedTuple, Protocol

from cleaner.core.result import Failure


class Block(NamedTuple):
    """Records as lines of JSON; an empty line is a record with nothing to clean.

    `faults` are records that cannot be cleaned, by their place in the block, which begins with 0; one
    without a sentence has nothing to clean.
    `skipped` counts what lay between them and is no document.
    """

    lines: bytes
    records: int
    faults: tuple[tuple[int, Failure], ...] = ()
    skipped: int = 0


class Encoder(Protocol):
    """Turns a table's cleaned records, as lines of JSON, back into the table's own format, piece by piece."""

    def add(self, lines: bytes) -> bytes:
        """The next piece."""

    def end(self) -> bytes:
        """What closes the file."""


class UnfitError(Exception):
    """A file, or its rest, that holds no records we can clean: it is to come out as it is."""

    def __init__(self, why: str, rest: BinaryIO, *, kind: str = "input") -> None:
        super().__init__(why)
        self.failed = Failure(kind, why)
        self.rest = rest
