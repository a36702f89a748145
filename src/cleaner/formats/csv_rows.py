"""Splits a CSV file into rows, with the position of each cell.

Rows follow Python's csv module: cells may be quoted, and a quoted cell may hold line breaks and doubled quotation
marks. The rows joined are the bytes of the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

_COLUMNS = 1 << 16  # columns whose positions are kept, unless the caller knows their number
# possessive: backtracking over millions of doubled quotation marks would need memory
_QUOTED = re.compile(rb'"([^"]*+(?:""[^"]*+)*+)"')
_INSIDE = re.compile(rb'[^"]*+(?:""[^"]*+)*+("?)')


class Row(NamedTuple):
    """The bytes of a row, the spans of its cells in bytes, and whether every quotation mark is closed.

    `further` counts cells without a span, because a row may consist of millions of delimiters.
    """

    data: bytes
    cells: list[tuple[int, int]]
    closed: bool = True
    further: int = 0

    @property
    def width(self) -> int:
        """The number of cells."""
        return len(self.cells) + self.further

    def value(self, index: int) -> bytes:
        """Return the value of a cell without its quotation marks."""
        start, end = self.cells[index]
        cell = self.data[start:end]
        match = _QUOTED.match(cell)
        return match[1].replace(b'""', b'"') + cell[match.end() :] if match else cell

    @property
    def ending(self) -> int:
        """The offset of the line break that ends the row."""
        return len(self.data) - _break(self.data)


class TooLongError(Exception):
    """A row exceeds the limit. `read` holds the bytes of it that were read."""

    def __init__(self, read: bytes) -> None:
        super().__init__()
        self.read = read


def rows(stream: BinaryIO, delimiter: bytes, longest: int, columns: int = _COLUMNS) -> Iterator[Row]:
    """Yield the rows of a file, each with the spans of at most `columns` cells. The rows joined are its bytes.

    Raises TooLongError for a row of more than `longest` bytes.
    """
    while line := stream.readline(longest + 1):
        yield _row(bytearray(line), stream, delimiter, longest, columns)


def _row(row: bytearray, stream: BinaryIO, delimiter: bytes, longest: int, columns: int) -> Row:
    cells: list[tuple[int, int]] = []
    at = further = 0
    while True:
        start = at
        if row.startswith(b'"', at):
            at = _closed(row, at + 1, stream, longest)
        if len(row) > longest:
            raise TooLongError(bytes(row))
        if at < 0:
            return Row(bytes(row), cells, False, further)
        if len(cells) == columns and row.find(b'"', at) < 0:
            return Row(bytes(row), cells, True, further + 1 + row.count(delimiter, at))
        end = row.find(delimiter, at)
        cell = start, end if end >= 0 else len(row) - _break(row)
        if len(cells) < columns:
            cells.append(cell)
        else:
            further += 1
        if end < 0:
            return Row(bytes(row), cells, True, further)
        at = end + 1


def _break(row: bytes | bytearray) -> int:
    return 2 if row.endswith(b"\r\n") else int(row.endswith(b"\n"))


def _closed(row: bytearray, at: int, stream: BinaryIO, longest: int) -> int:
    """Return the offset behind the closing quotation mark, or -1. It reads more of the stream as needed."""
    while not (match := _INSIDE.match(row, at)) or not match[1]:
        at = len(row)
        more = stream.readline(longest + 1) if at <= longest else b""
        if not more:
            return -1
        del match  # a bytearray that a match refers to cannot grow
        row += more
    return match.end()
