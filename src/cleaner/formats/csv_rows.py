"""The rows of a CSV file, and where in the file each cell stands.

A row is what Python's csv module takes it for: cells may be quoted, and a quoted cell may hold line breaks
and doubled quotation marks. Together the rows are the file's bytes.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, NamedTuple

from cleaner.intake.decode import decode

_PIECE = 1 << 16
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


def transcoded(stream: BinaryIO, encoding: str) -> BinaryIO:
    """A stream in another encoding, as UTF-8."""
    return io.BufferedReader(_Transcoded(stream, encoding), _PIECE)


def decoder(encoding: str) -> Callable[[bytes, bool], str]:
    """What makes text of a stream's bytes, piece by piece; told when the last has come."""
    if encoding == "windows-1252":
        return lambda data, _: decode(data, encoding=encoding).text
    return codecs.getincrementaldecoder(encoding)().decode


class _Transcoded(io.RawIOBase):
    """A stream in another encoding, as UTF-8."""

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self._stream = stream
        self._decode = decoder(encoding)
        self._left = b""
        self._ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._left and not self._ended:
            data = self._stream.read(_PIECE)
            self._ended = not data
            self._left = self._decode(data, self._ended).encode()
        data, self._left = self._left[: len(buffer)], self._left[len(buffer) :]
        buffer[: len(data)] = data
        return len(data)
