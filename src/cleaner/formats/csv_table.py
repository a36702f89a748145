"""Reads and writes CSV and TSV. A cleaned row differs in one cell; every other byte stays unchanged."""

from __future__ import annotations

import codecs
import io
from collections import deque
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from cleaner.core.result import BINARY, Failure
from cleaner.formats.block_builder import BlockBuilder, distinct
from cleaner.formats.blocks import Block, UnfitError
from cleaner.formats.csv_rows import Row, TooLongError, rows
from cleaner.formats.json_record import encoded, values_of
from cleaner.formats.options import ReadOptions, WriteOptions
from cleaner.formats.transcoded import transcoded
from cleaner.intake.decode import BinaryError, escaped_utf8, is_utf8, stream_encoding
from cleaner.intake.encodings import decode_pieces
from cleaner.intake.limits import Limits
from cleaner.system.streams import rejoined

_HEAD = 1 << 16  # bytes in which the header row must end
_DELIMITERS = (b",", b";", b"\t", b"|")


class _Waiting(NamedTuple):
    """A row that waits for its cleaned text: the span of the text cell or None, and whether it is the only cell."""

    row: Row
    cell: tuple[int, int] | None
    alone: bool


class Table:
    """Reads and writes one CSV file. `blocks` runs ahead of `add`."""

    def __init__(
        self, stream: BinaryIO, reading: ReadOptions, writing: WriteOptions, limits: Limits, *, keep: bool
    ) -> None:
        """Raises UnfitError if the header names neither the text nor the HTML column.

        keep: the caller passes the cleaned records to `add`.
        """
        self._fields = reading.fields
        self._longest = limits.text_bytes
        self._keep = keep
        self._whole = writing.as_records
        head = _peeked(stream)
        whole = rejoined(head, stream)
        self._mark = codecs.BOM_UTF8 if head.startswith(codecs.BOM_UTF8) else b""
        try:
            mark, encoding = stream_encoding(head, reading.encoding)
            same = encoding == "utf-8"
            mark = self._mark if same else mark
            text = head[len(mark) :]
            text = text if same else decode_pieces(encoding)(text, False).encode("utf-8", "replace")
        except ValueError as error:
            kind = BINARY if isinstance(error, BinaryError) else "encoding"
            raise UnfitError(f"{error} (--encoding)", whole, kind=kind) from None
        self._delimiter, header = _header(text, (self._fields.text, self._fields.html), whole)
        self.names = [_text(header.value(index)) for index in range(len(header.cells))]
        self._keys = distinct(self.names)
        if text and not {self._fields.text, self._fields.html} & set(self.names):
            raise UnfitError(self._fields.missing(self.names).replace("the record", "its header"), whole)
        # one character of UTF-8 makes the whole file UTF-8, even if some bytes are not valid
        self._is_utf8 = not same or is_utf8(text)
        whole.read(len(mark))
        self._stream = whole if same else transcoded(whole, encoding)
        self._columns = {name: index for index, name in reversed(list(enumerate(self.names)))}
        self._added = [
            *([self._fields.text] if self.names and self._fields.text not in self._columns else []),
            *(["removals"] if writing.with_removals else []),
        ]
        self._started = False
        self._waiting: deque[_Waiting | bytes] = deque()  # bytes are written unchanged

    def blocks(self) -> Iterator[Block]:
        """Yield all rows in at least one block. Raises UnfitError, with the rest, at a row over the limit."""
        block = BlockBuilder()
        reader = rows(self._stream, self._delimiter, self._longest, max(1, len(self.names)))
        self._header = next(reader, Row(b"", []))
        try:
            for row in reader:
                self._add(block, row)
                if block.full:
                    yield block.block()
        except TooLongError as error:
            yield block.block()
            why = f"limit: a row of more than {self._longest:,} bytes; it and all that follows is as it was"
            raise UnfitError(why, rejoined(error.read, self._stream), kind="limit") from None
        yield block.block()

    def _add(self, block: BlockBuilder, row: Row) -> None:
        blank = not row.data.strip(b"\r\n")
        why = None
        fields: dict[str, object] = {}
        if not row.closed:
            why = Failure("input", "a quotation mark that is opened and never closed")
        elif not blank and row.width != len(self.names):
            why = Failure("input", f"{_cells(row.width)}, and the header has {len(self.names)}")
        elif not blank:
            try:
                fields = self._all(row) if self._whole else self._record(row)
            except UnicodeDecodeError as error:
                why = Failure("encoding", f"not UTF-8 at byte {error.start} of a cell (--encoding)")
        if why is not None:
            block.fail(why, {} if self._keep else {"row": row.data.decode("utf-8", "replace")})
        else:
            block.add(fields)
        if self._keep:
            self._waiting.append(row.data if why or blank else self._held(row))
            block.weigh(len(row.data))

    def _held(self, row: Row) -> _Waiting:
        column = self._columns.get(self._fields.text)
        # the spans of all cells would need a hundred times the memory of the row
        return _Waiting(Row(row.data, []), None if column is None else row.cells[column], len(row.cells) == 1)

    def _record(self, row: Row) -> dict[str, object]:
        """Return the fields of a row that cleaning needs. Empty cells are omitted."""
        fields = self._fields
        known = {
            name: row.value(self._columns[name]).decode("utf-8", "replace")
            for name in (fields.id, fields.title, fields.url, fields.language)
            if name in self._columns
        }
        return {key: value for key, value in known.items() if value} | self._article(row)

    def _all(self, row: Row) -> dict[str, object]:
        """Return all cells of a row as a record."""
        whole: dict[str, object] = {key: self._said(row, index) for index, key in enumerate(self._keys)}
        article = self._article(row)
        if self._fields.text not in article:
            whole.pop(self._fields.text, None)
        return whole

    def _article(self, row: Row) -> dict[str, object]:
        for name in (self._fields.text, self._fields.html):
            if name in self._columns and row.value(self._columns[name]):
                return {name: self._said(row, self._columns[name])}
        return {self._fields.text: ""}

    def _said(self, row: Row, index: int) -> str:
        """Return the value of a cell with invalid bytes escaped. Raises UnicodeDecodeError if they are many."""
        value = row.value(index)
        return value.decode("utf-8", "surrogateescape") if self._is_utf8 else escaped_utf8(value)

    def add(self, lines: bytes) -> bytes:
        """Return the rows of the next cleaned records."""
        pieces = [self._begin()]
        for line in lines.splitlines():
            held = self._waiting.popleft()
            pieces.append(held if isinstance(held, bytes) else self._changed(held, values_of(line)))
        return b"".join(pieces)

    def end(self) -> bytes:
        """Return the header if the table has no rows, else nothing."""
        return self._begin()

    def _begin(self) -> bytes:
        if self._started:
            return b""
        self._started = True
        return self._mark + self._longer(self._header, [name.encode() for name in self._added])

    def _changed(self, held: _Waiting, record: dict[str, object]) -> bytes:
        row, name = held.row, self._fields.text
        text = record.get(name)
        if isinstance(text, str) and held.cell is not None:
            start, end = held.cell
            new = text.encode()
            if new != Row(row.data, [held.cell]).value(0):
                cell = self._quoted(new, row.data[start:end].startswith(b'"') or held.alone)
                row = Row(row.data[:start] + cell + row.data[end:], [])
        return self._longer(row, [_cell(record.get(name)) for name in self._added])

    def _longer(self, row: Row, values: list[bytes]) -> bytes:
        if not values or not row.data:
            return row.data
        more = b"".join(self._delimiter + self._quoted(value, False) for value in values)
        return row.data[: row.ending] + more + row.data[row.ending :]

    def _quoted(self, value: bytes, quoted: bool) -> bytes:
        if quoted or any(mark in value for mark in (self._delimiter, b'"', b"\n", b"\r")):
            return b'"' + value.replace(b'"', b'""') + b'"'
        return value


def _header(head: bytes, wanted: tuple[str, ...], rest: BinaryIO) -> tuple[bytes, Row]:
    """Return the delimiter and the header row. A delimiter that makes a wanted name a column has precedence."""
    found: list[tuple[bytes, Row]] = []
    for delimiter in _DELIMITERS:
        try:
            row = next(rows(io.BytesIO(head), delimiter, _HEAD - 1), Row(b"", []))
        except TooLongError:
            row = Row(b"", [], closed=False)
        if not row.closed:
            raise UnfitError(f"no header row in the first {_HEAD:,} bytes", rest)
        found.append((delimiter, row))
        if any(_text(row.value(index)) in wanted for index in range(len(row.cells))):
            return delimiter, row
    return max(found, key=lambda pair: len(pair[1].cells))


def _peeked(stream: BinaryIO) -> bytes:
    """Return the first bytes, which are consumed from the stream."""
    pieces, size = [], 0
    while size < _HEAD and (piece := stream.read(_HEAD - size)):
        pieces.append(piece)
        size += len(piece)
    return b"".join(pieces)


def _text(value: bytes) -> str:
    return value.decode("utf-8", "replace").strip()


def _cell(value: object) -> bytes:
    if value is None:
        return b""
    return value.encode() if isinstance(value, str) else encoded(value)


def _cells(count: int) -> str:
    return "1 cell" if count == 1 else f"{count} cells"
