"""What a format's reader is, and what it hands over: records as lines of JSON, block by block."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO, NamedTuple, Protocol

from cleaner.core.result import Failure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleaner.formats.options import ReadOptions, WriteOptions
    from cleaner.intake.limits import Limits


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


class TableCodec(Protocol):
    """One table, read as records and written back from them. `blocks` must have begun before `add` is called."""

    names: list[str]  # of the columns

    def blocks(self) -> Iterator[Block]:
        """All rows; at least one block. Raises UnfitError, or StreamError where the file is damaged."""

    def add(self, lines: bytes) -> bytes:
        """The next piece of the file: the rows of these cleaned records, which are the next."""

    def end(self) -> bytes:
        """What closes the file."""


class OpenTable(Protocol):
    """What the reader of a format of tables is."""

    def __call__(
        self, stream: BinaryIO, reading: ReadOptions, writing: WriteOptions, limits: Limits, *, keep: bool
    ) -> TableCodec:
        """Open a table. keep: the cleaned records come back through `add`. Raises UnfitError."""


class ReadArchive(Protocol):
    """What the reader of a format of archives is."""

    def __call__(self, stream: BinaryIO, reading: ReadOptions, limits: Limits) -> Iterator[Block]:
        """All articles as records; at least one block. Raises StreamError for what is no such archive."""


class UnfitError(Exception):
    """A file, or its rest, that holds no records we can clean: it is to come out as it is."""

    def __init__(self, why: str, rest: BinaryIO, *, kind: str = "input") -> None:
        super().__init__(why)
        self.failed = Failure(kind, why)
        self.rest = rest
