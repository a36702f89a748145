"""The protocols of format readers, and their result: blocks of records as lines of JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO, NamedTuple, Protocol

from cleaner.core.result import Failure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleaner.formats.options import ReadOptions, WriteOptions
    from cleaner.intake.limits import Limits


class Block(NamedTuple):
    """Records as lines of JSON. An empty line is a record with nothing to clean.

    `faults` are records that cannot be cleaned, by their index in the block from 0. A fault without a sentence has
    nothing to clean. `skipped` counts entries between the records that are no documents.
    """

    lines: bytes
    records: int
    faults: tuple[tuple[int, Failure], ...] = ()
    skipped: int = 0


class TableCodec(Protocol):
    """Reads one table as records, and writes it back from them. The first block is read before `add` is called."""

    names: list[str]  # of the columns

    def blocks(self) -> Iterator[Block]:
        """Yield all rows in at least one block. Raises UnfitError, or StreamError if the file is damaged."""

    def add(self, lines: bytes) -> bytes:
        """Return the next bytes of the file. `lines` are the next cleaned records."""

    def end(self) -> bytes:
        """Return the bytes that end the file."""


class OpenTable(Protocol):
    """The reader of a table format."""

    def __call__(
        self, stream: BinaryIO, reading: ReadOptions, writing: WriteOptions, limits: Limits, *, keep: bool
    ) -> TableCodec:
        """Open a table. With `keep`, the caller passes the cleaned records to `add`. Raises UnfitError."""


class ReadArchive(Protocol):
    """The reader of an archive format."""

    def __call__(self, stream: BinaryIO, reading: ReadOptions, limits: Limits) -> Iterator[Block]:
        """Yield all articles as records in at least one block. Raises StreamError if it is no such archive."""


class UnfitError(Exception):
    """A file, or the rest of one, holds no records that can be cleaned. It is written unchanged."""

    def __init__(self, why: str, rest: BinaryIO, *, kind: str = "input") -> None:
        super().__init__(why)
        self.failed = Failure(kind, why)
        self.rest = rest
