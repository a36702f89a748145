"""Reads and writes tables and archives in one run."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from cleaner.formats.blocks import Block, OpenTable, ReadArchive, TableCodec, UnfitError
from cleaner.formats.options import ReadOptions, WriteOptions
from cleaner.formats.registry import FORMATS, missing_extra
from cleaner.intake.limits import Limits
from cleaner.runner.tally import Tally
from cleaner.runner.workers.outcome import Note, UnitResult
from cleaner.runner.workers.task import Source
from cleaner.system.errors import StreamError


class TableCodecs:
    """Reads and writes tables and archives in one run.

    keep: write tables as tables; otherwise write their records.
    """

    def __init__(self, reading: ReadOptions, writing: WriteOptions, limits: Limits, *, keep: bool) -> None:
        self._reading = reading
        self._writing = writing
        self._limits = limits
        self._keep = keep
        self._codecs: dict[str, TableCodec] = {}
        self._columns: dict[str, Sequence[str]] = {}
        self._lost: set[str] = set()  # paths of tables that could not be written

    def blocks(self, source: Source, stream: BinaryIO) -> Iterator[Block]:
        """Yield the records of a source.

        Raises OSError if it cannot be read, or UnfitError with the content that must be copied unchanged.
        """
        try:
            yield from self._blocks(source, stream)
        except UnfitError as error:
            if not self._keep:
                # an output of records cannot hold the bytes of a table
                raise StreamError(error.failed.why) from None
            raise

    def _blocks(self, source: Source, stream: BinaryIO) -> Iterator[Block]:
        format = FORMATS[source.format]
        if missing := missing_extra(format.name):
            raise StreamError(missing)
        if not format.is_streamed and not source.compression and os.path.isfile(source.path):
            stream = open(source.path, "rb")
        if format.kind == "archive":
            read_archive: ReadArchive = format.load_reader()
            yield from read_archive(stream, self._reading, self._limits)
            return
        open_table: OpenTable = format.load_reader()
        table = open_table(stream, self._reading, self._writing, self._limits, keep=self._keep)
        self._columns[source.path] = table.names
        if self._keep:
            self._codecs[source.path] = table
        yield from table.blocks()

    def encode(self, source: Source, done: UnitResult, *, last: bool, as_is: bool) -> None:
        """Convert the cleaned records of a table back to its own format, in the order of the units.

        as_is: `done` holds bytes of the source instead of records.
        """
        if last:
            done.tally.fields.update(set(self._columns.pop(source.path, ())) & set(self._reading.fields.watched))
        if source.path in self._lost:
            # the failure has been reported already
            done.outputs, done.entries, done.notes, done.tally, done.lost = [], [], [], Tally(), True
            return
        codec = self._codecs.get(source.path)
        if codec is None:
            return
        if done.lost:
            # the rest of the table is unreadable
            del self._codecs[source.path]
            return
        try:
            pieces = done.outputs if as_is else [codec.add(lines) for lines in done.outputs]
            done.outputs = [b"".join([*pieces, codec.end() if last else b""])]
        except StreamError as error:
            self._lost.add(source.path)
            done.outputs, done.lost = [], True
            done.tally.fail("input", lost=True)
            done.notes.append(Note(f"cannot be written: {error}; it has no output", source.path, failed=True))
        if last or done.lost:
            del self._codecs[source.path]
