"""The rows of a CSV file, and where in the file each cell stands.

A row is what Python's csv module takes it for: cells may be quoted, and a quoted cell may hold line breaks
and doubled quotation marks. Together the rows are the file's bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

_COLUMNS = 1 << 16  # whose places are kept, unless the caller knows how many there are
# possessive, so that a cell of millions of doubled quotation marks costs no memory
_QUOTED = re.compile(rb'"([^"]*+(?:""[^"]*+)*+)"')
_INSIDE = re.compile(rb'[^"]*+(?:""[^"]*+)*+("?)')


class Row(NamedTuple):
    """A row's bytes, where its cells are in them, and whether every quotation mark is closed.

    `further` counts cells whose places are not kept: a row may be nothing but millions of delimiters.
    """

    data: bytes
    cells: list[tuple[int, int]]
    closed: bool = True
    further: int = 0

    @property
    def width(self) -> int:
        """How many cells the row has."""
        return len(self.cells) + self.further

    def value(self, index: int) -> bytes:
        """What a cell says, without its quotation marks."""
        start, end = self.cells[index]
        cell = self.data[start:end]
        match = _QUOTED.match(cell)
        return match[1].replace(b'""', b'"') + cell[match.end() :] if match else cell

    @property
    def ending(self) -> int:
        """Where the line break begins that ends the row."""
        return len(self.data) - _break(self.data)


class TooLongError(Exception):
    """A row longer than any that is cleaned; `read` is what has been read of it."""

    def __init__(self, read: bytes) -> None:
        super().__init__()
        self.read = read


def rows(stream: BinaryIO, delimiter: bytes, longest: int, columns: int = _COLUMNS) -> Iterator[Row]:
    """The rows of a file, which together are its bytes, each with the places of `columns` cells at most.

    Raises TooLongError.
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
    """Behind the mark that closes the cell, reading on as far as it takes; -1 if there is none."""
    while not (match := _INSIDE.match(row, at)) or not match[1]:
        at = len(row)
        more = stream.readline(longest + 1) if at <= longest else b""
        if not more:
            return -1
        del match  # a bytearray that is looked at cannot grow
        row += more
    return match.end()
