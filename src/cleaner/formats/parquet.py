"""Reads and writes Parquet. A cleaned file differs in the text column; all else stays unchanged.

Memory holds a row group until it is written, because the library writes row groups as a whole.
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
from cleaner.formats import arrow_columns, parquet_settings
from cleaner.formats.block_builder import BLOCK, BlockBuilder
from cleaner.formats.blocks import Block, UnfitError
from cleaner.formats.json_record import values_of
from cleaner.formats.options import ReadOptions, WriteOptions
from cleaner.intake.decode import escaped_utf8
from cleaner.intake.limits import Limits
from cleaner.system.errors import StreamError

_GROUP = 1 << 30  # bytes of a row group in memory
_ROWS = 4096  # maximum of one batch
_COPY = 1 << 20
_ACCOUNT = {"removals": arrow_columns.REMOVALS, "repairs": arrow_columns.REPAIRS}  # columns with --with-removals


class _Piece(NamedTuple):
    """A batch of rows that waits for its cleaned texts. `ends` marks the last batch of a row group."""

    batch: Any
    ends: bool


class Parquet:
    """Reads and writes one Parquet file. `blocks` runs ahead of `add`."""

    def __init__(
        self,
        stream: BinaryIO,
        reading: ReadOptions,
        writing: WriteOptions,
        limits: Limits,  # noqa: ARG002 the worker checks each cell
        *,
        keep: bool,
    ) -> None:
        """Raises UnfitError if the file cannot be read, or if it has no text or HTML column of texts."""
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
            settings = parquet_settings.settings(self._file, groups, self._fields.text, self._target)
            self._writer = pq.ParquetWriter(self._drain, self._target, **settings)

    def _problem(self) -> str | None:
        """Return why the file cannot be cleaned, or None."""
        names = self.names
        wanted = [name for name in (self._fields.text, self._fields.html) if name in names]
        if not wanted:
            return self._fields.missing(names).replace("the record", "its schema")
        for name in wanted:
            if names.count(name) > 1:
                return f"{name!r} names two columns"
            kind = self._schema.field(name).type
            if not arrow_columns.is_text(kind):
                return f"the column {name!r} holds {kind}, not text"
        return None

    def _widened(self, *, with_removals: bool) -> Any:
        """Return the schema of the output: that of the file and the columns that it lacks."""
        target, text = self._schema, self._fields.text
        if text not in target.names:
            target = target.append(pa.field(text, pa.string()))
        elif pa.types.is_null(target.field(text).type) and self._fields.html in target.names:
            # the column will hold the text of the pages
            target = target.set(target.names.index(text), target.field(text).with_type(pa.string()))
        if with_removals:
            for name, kind in _ACCOUNT.items():
                target = target.append(pa.field(name, kind))
        return target

    def blocks(self) -> Iterator[Block]:
        """Yield all rows in at least one block, a batch at a time. Raises StreamError if the file is damaged."""
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
                # a dictionary lets a small file hold a long value a million times
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
        others = arrow_columns.values(batch) if self._whole else self._others(batch)
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
        """Return a column of texts as bytes, or nulls if there is no such column."""
        if name not in batch.schema.names:
            return [None] * batch.num_rows
        return arrow_columns.as_bytes(batch.column(name))

    def _others(self, batch: Any) -> dict[str, list[Any]]:
        """Return the other columns that cleaning needs, if they hold text or numbers."""
        fields = self._fields
        found: dict[str, list[Any]] = {}
        for name in (fields.id, fields.title, fields.url, fields.language):
            if batch.schema.names.count(name) != 1:
                continue
            if arrow_columns.is_text(batch.schema.field(name).type):
                values = self._texts(batch, name)
                found[name] = [value and value.decode("utf-8", "replace") for value in values]
            elif pa.types.is_integer(batch.schema.field(name).type):
                found[name] = batch.column(name).to_pylist()
        return found

    def add(self, lines: bytes) -> bytes:
        """Return bytes once a row group is complete, else nothing. `lines` are the next cleaned records."""
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
        """Return the footer."""
        self._writer.close()
        return self._drain.taken()

    def _changed(self, batch: Any, records: list[dict[str, object]]) -> Any:
        made = dict(enumerate(batch.columns))
        at = self._target.names.index(self._fields.text)
        texts = [record.get(self._fields.text) for record in records]
        made[at] = arrow_columns.replaced(made.get(at), texts, self._target.field(at).type)
        if len(self._target) > len(made):
            for name, kind in _ACCOUNT.items():
                # a record without repairs has no such member
                made[len(made)] = pa.array(
                    [record.get(name, [] if "removals" in record else None) for record in records], kind
                )
        return pa.RecordBatch.from_arrays([made[at] for at in range(len(made))], schema=self._target)


class _Drain(io.RawIOBase):
    """Buffers the bytes of the writer until they are taken."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._pieces.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        """Return the bytes that were written since the last call."""
        data = b"".join(self._pieces)
        self._pieces = []
        return data


def seekable(stream: BinaryIO) -> BinaryIO:
    """Return the stream if it is a file, else a temporary file with its content."""
    with suppress(OSError):
        if stream.seekable() and stream.fileno() >= 0:
            return stream
    # Parquet readers seek, because the footer is at the end
    file: Any = tempfile.TemporaryFile()  # deleted when its last reader closes it
    shutil.copyfileobj(stream, file, _COPY)
    file.seek(0)
    return file  # type: ignore[no-any-return]


def _unfit(file: BinaryIO, why: str, *, kind: str = "input") -> UnfitError:
    file.seek(0)
    return UnfitError(why, file, kind=kind)


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
