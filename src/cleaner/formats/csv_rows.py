"""The rows of a CSV file, and where in the file each cell stands.

A row is what Python's csv module takes it for: cells may be quoted, and a quoted cell may hold line breaks
and doubled quotation marks. Together the rows are the file's bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

# possessive, so that a cell of millions of doubled quotation marks costs no memory
_QUOTED = re.compile(rb'"([^"]*+(?:""[^"]*+)*+)"')
_INSIDE = re.compile(rb'[^"]*+(?:""[^"]*+)*+("?)')


class Row(NamedTuple):
    """A row's bytes, where its cells are in them, and whether every quotation mark is closed."""

    data: bytes
    cells: list[tuple[int, int]]
    closed: bool = True

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


def rows(stream: BinaryIO, delimiter: bytes, longest: int) -> Iterator[Row]:
    """The rows of a file, which together are its bytes. Raises TooLongError."""
    while line := stream.readline(longest + 1):
        yield _row(bytearray(line), stream, delimiter, longest)


def _row(row: bytearray, stream: BinaryIO, delimiter: bytes, longest: int) -> Row:
    cells: list[tuple[int, int]] = []
    at = 0
    while True:
        start = at
        if row.startswith(b'"', at):
            at = _closed(row, at + 1, stream, longest)
        if len(row) > longest:
            raise TooLongError(bytes(row))
        if at < 0:
            return Row(bytes(row), cells, closed=False)
        end = row.find(delimiter, at)
        if end < 0:
            cells.append((start, len(row) - _break(row)))
            return Row(bytes(row), cells)
        cells.append((start, end))
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
