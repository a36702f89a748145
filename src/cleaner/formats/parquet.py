"""Parquet: row groups as records, and back with the column of texts changed and all else as it was.

A row group is held in memory from the time it is read until it is written, since it is written whole.
"""

from __future__ import annotations

import io
import shutil
import tempfile
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, BinaryIO, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from cleaner.core.result import Failure
from cleaner.formats import parquet_columns
from cleaner.formats.block_builder import BLOCK, BlockBuilder
from cleaner.formats.blocks import Block, UnfitError
from cleaner.formats.json_record import encoded, values_of
from cleaner.formats.options import ReadOptions, WriteOptions
from cleaner.intake.decode import escaped_utf8
from cleaner.intake.limits import Limits
from cleaner.system.errors import StreamError

_GROUP = 1 << 30  # bytes of a row group, as it is in memory
_ROWS = 4096  # in one batch at most
_COPY = 1 << 20


class _Piece(NamedTuple):
    """A batch of rows that waits for its cleaned texts; with `ends` the row group is whole behind it."""

    batch: Any
    ends: bool


class Parquet:
    """One Parquet file. `blocks` must have begun before `add` is called, and runs ahead of it."""

    def __init__(
        self,
        stream: BinaryIO,
        reading: ReadOptions,
        writing: WriteOptions,
        limits: Limits,  # noqa: ARG002 a cell is weighed by whoever cleans it
        *,
        keep: bool,
    ) -> None:
        """Raises UnfitError for a file that cannot be read, or has no text in a column of that name."""
        self._fields = reading.fields
        self._keep = keep
        self._whole = writing.as_records
        self._waiting: deque[_Piece] = deque()
        self._group: list[Any] = []
        raw = seekable(stream)
        try:
            self._file = pq.ParquetFile(raw)
            self._schema = self._file.schema_arrow
            self.names: list[str] = self._schema.names
            groups = [self._file.metadata.row_group(at) for at in range(self._file.num_row_groups)]
        except (pa.ArrowException, OSError, ValueError) as error:
            raise _unfit(raw, f"not a Parquet file that can be read: {_line(error)}") from None
        if why := self._problem():
            raise _unfit(raw, why)
        if any(group.total_byte_size > _GROUP for group in groups):
            raise _unfit(raw, f"limit: a row group of more than {_GROUP:,} bytes", kind="limit")
        self._target = self._widened(with_removals=writing.with_removals)
        self._drain = _Drain()
        if keep:
            settings = parquet_columns.settings(self._file, groups, self._fields.text, self._target.names)
            self._writer = pq.ParquetWriter(self._drain, self._target, **settings)

    def _problem(self) -> str | None:
        """Why nothing in this file can be cleaned."""
        names = self.names
        wanted = [name for name in (self._fields.text, self._fields.html) if name in names]
        if not wanted:
            return self._fields.missing(names).replace("the record", "its schema")
        for name in wanted:
            if names.count(name) > 1:
                return f"{name!r} names two columns"
            kind = self._schema.field(name).type
            if not parquet_columns.is_text(kind):
                return f"the column {name!r} holds {kind}, not text"
        return None

    def _widened(self, *, with_removals: bool) -> Any:
        """The schema that is written: the file's, and a column for what it has none for."""
        target, text = self._schema, self._fields.text
        if text not in target.names:
            target = target.append(pa.field(text, pa.string()))
        elif pa.types.is_null(target.field(text).type) and self._fields.html in target.names:
            # what comes of the pages is no null
            target = target.set(target.names.index(text), target.field(text).with_type(pa.string()))
        if with_removals:
            target = target.append(pa.field("removals", pa.string()))
        return target

    def blocks(self) -> Iterator[Block]:
        """All rows, a batch at a time; at least one block. Raises StreamError where the file is damaged."""
        batches = 0
        for group in range(self._file.num_row_groups):
            held: Any = None
            for batch in self._batches(group):
                if held is not None:
                    yield self._block(held, ends=False)
                held = batch
                batches += 1
            if held is not None:
                yield self._block(held, ends=True)
        if not batches:
            yield self._block(pa.RecordBatch.from_pylist([], self._schema), ends=False)

    def _batches(self, group: int) -> Iterator[Any]:
        metadata = self._file.metadata.row_group(group)
        size = max(1, min(_ROWS, metadata.num_rows * BLOCK // max(1, metadata.total_byte_size)))
        taken = 0
        try:
            for batch in self._file.iter_batches(batch_size=size, row_groups=[group]):
                # a small file can hold one long value a million times
                taken += batch.nbytes
                if taken > _GROUP:
                    raise StreamError(f"limit: row group {group + 1} takes more than {_GROUP:,} bytes of memory")
                yield batch
        except StreamError:
            raise
        except MemoryError:
            why = f"limit: row group {group + 1} takes more memory than a process may have"
            raise StreamError(why) from None
        except (pa.ArrowException, OSError, ValueError) as error:
            raise StreamError(f"row group {group + 1} is damaged: {_line(error)}") from None

    def _block(self, batch: Any, *, ends: bool) -> Block:
        block = BlockBuilder()
        texts = self._texts(batch, self._fields.text)
        pages = self._texts(batch, self._fields.html)
        others = parquet_columns.values(batch) if self._whole else self._others(batch)
        for row, (text, page) in enumerate(zip(texts, pages, strict=True)):
            name, value = (self._fields.html, page) if text is None else (self._fields.text, text)
            known = {key: values[row] for key, values in others.items()}
            if not self._whole:
                known = {key: value for key, value in known.items() if value is not None}
            if value is None:
                block.leave(known if self._whole else {})
                continue
            try:
                block.add(known | {name: escaped_utf8(value)})
            except UnicodeDecodeError as error:
                block.fail(Failure("encoding", f"{name!r} is not UTF-8 at byte {error.start}"), known)
        if self._keep:
            self._waiting.append(_Piece(batch, ends))
        return block.block()

    def _texts(self, batch: Any, name: str) -> list[bytes | None]:
        """A column of texts as bytes, since nothing promises that they are UTF-8."""
        if name not in batch.schema.names:
            return [None] * batch.num_rows
        values: list[bytes | None] = parquet_columns.plain(batch.column(name)).cast(pa.large_binary()).to_pylist()
        return values

    def _others(self, batch: Any) -> dict[str, list[Any]]:
        """What cleaning wants to know beside the text, where a column holds it as text or number."""
        fields = self._fields
        found: dict[str, list[Any]] = {}
        for name in (fields.id, fields.title, fields.url, fields.language):
            if batch.schema.names.count(name) != 1:
                continue
            if parquet_columns.is_text(batch.schema.field(name).type):
                values = self._texts(batch, name)
                found[name] = [value and value.decode("utf-8", "replace") for value in values]
            elif pa.types.is_integer(batch.schema.field(name).type):
                found[name] = batch.column(name).to_pylist()
        return found

    def add(self, lines: bytes) -> bytes:
        """The rows of these records, which are the next; bytes come whenever a row group is whole."""
        piece = self._waiting.popleft()
        records = [values_of(line) if line else {} for line in lines.splitlines()]
        self._group.append(self._changed(piece.batch, records))
        if not piece.ends:
            return b""
        table = pa.Table.from_batches(self._group, schema=self._target)
        self._group = []
        try:
            self._writer.write_table(table, row_group_size=max(1, table.num_rows))
        except pa.ArrowException as error:
            raise StreamError(f"the row group cannot be written: {_line(error)}") from None
        return self._drain.taken()

    def end(self) -> bytes:
        """The footer."""
        self._writer.close()
        return self._drain.taken()

    def _changed(self, batch: Any, records: list[dict[str, object]]) -> Any:
        made = dict(enumerate(batch.columns))
        at = self._target.names.index(self._fields.text)
        texts = [record.get(self._fields.text) for record in records]
        made[at] = parquet_columns.replaced(made.get(at), texts, self._target.field(at).type)
        if len(self._target) > len(made):
            removals = [
                encoded(record["removals"]).decode() if "removals" in record else None for record in records
            ]
            made[len(made)] = pa.array(removals, pa.string())
        return pa.RecordBatch.from_arrays([made[at] for at in range(len(made))], schema=self._target)


class _Drain(io.RawIOBase):
    """Takes what the writer writes, until it is taken away."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._pieces.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        """What has been written since it was last asked for."""
        data = b"".join(self._pieces)
        self._pieces = []
        return data


def seekable(stream: BinaryIO) -> BinaryIO:
    """The stream if it is a file, or a temporary file with its content."""
    with suppress(OSError):
        if stream.seekable() and stream.fileno() >= 0:
            return stream
    # the table of contents is at the end
    file: Any = tempfile.TemporaryFile()  # it goes with the last that reads it
    shutil.copyfileobj(stream, file, _COPY)
    file.seek(0)
    return file  # type: ignore[no-any-return]


def _unfit(file: BinaryIO, why: str, *, kind: str = "input") -> UnfitError:
    file.seek(0)
    return UnfitError(why, file, kind=kind)


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
