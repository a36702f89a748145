"""Files and streams: which format an input is in, and outputs that are whole or absent."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from types import TracebackType
from typing import IO, Any, BinaryIO

from cleaner.system.atomic_file import PartialFile
from cleaner.system.errors import OutputError, ReaderLeftError, StreamError, open_error, write_error
from cleaner.system.paths import STDIN, display_name, is_special

_SNIFF = 1 << 16


def open_input(name: str) -> BinaryIO:
    """The bytes of a file, or of standard input for "-". Raises StreamError."""
    if name == STDIN:
        if sys.stdin is None:
            raise StreamError("standard input is closed; name a file")
        return sys.stdin.buffer
    try:
        return open(name, "rb")
    except OSError as error:
        raise StreamError(f"{display_name(name)}: {error.strerror or error}") from None


def rejoined(head: bytes, stream: BinaryIO) -> BinaryIO:
    """A stream whose first bytes have been read, unread."""
    rest: Any = _Rejoined(head, stream)
    return io.BufferedReader(rest, _SNIFF)


class _Rejoined(io.RawIOBase):
    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        self._head = head
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._head[: len(buffer)] or self._stream.read(len(buffer))
        self._head = self._head[len(data) :] if self._head else b""
        buffer[: len(data)] = data
        return len(data)


class WholeFile:
    """A file that appears under its name when all of it is written, or not at all.

    Leaving the `with` block without `commit` leaves the file absent, or as it was. Devices and pipes are
    written directly; a link stays a link, and what it points to is replaced.
    """

    def __init__(self, path: str) -> None:
        """Raises OutputError or WriteError if nothing can be written there."""
        self.path = path
        self._part: PartialFile | None = None
        self._device: IO[bytes] | None = None
        if os.path.isdir(path):
            raise OutputError(f"{display_name(path)}: is a folder; name a file")
        if not is_special(path):
            self._part = PartialFile(os.path.realpath(path), folders=False)
            return
        try:
            self._device = open(path, "wb")
        except OSError as error:
            raise open_error(path, error) from None

    def write(self, data: bytes) -> None:
        """Write more of the file. Raises WriteError."""
        if self._part is not None:
            self._part.write(data)
        elif self._device is not None:
            self._directly(self._device.write, data)

    def commit(self) -> None:
        """Make the file appear, whole. Raises WriteError; the file is then absent, or as it was."""
        if self._part is not None:
            self._part.commit()
            self._part = None
        elif self._device is not None:
            self._directly(self._device.close)

    def _directly(self, call: Callable[..., object], *arguments: object) -> None:
        try:
            call(*arguments)
        except BrokenPipeError:
            raise ReaderLeftError from None
        except OSError as error:
            raise write_error(self.path, error) from None

    def __enter__(self) -> WholeFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._part is not None:
            self._part.close(keep=False)
        elif self._device is not None:
            with suppress(OSError):
                self._device.close()


class StandardOutput:
    """Standard output as bytes, with the same face as WholeFile."""

    def __init__(self) -> None:
        """Raises OutputError if standard output is closed."""
        if sys.stdout is None:
            raise OutputError("standard output is closed; name a file with -o")
        self._file: Any = sys.stdout.buffer
        if isinstance(self._file, io.RawIOBase):
            # with PYTHONUNBUFFERED a write may be short and nobody would see it
            self._file = io.BufferedWriter(self._file)

    def write(self, data: bytes) -> None:
        """Write to standard output. Raises ReaderLeftError when nobody reads it any more, WriteError else."""
        try:
            self._file.write(data)
        except BrokenPipeError:
            raise ReaderLeftError from None
        except OSError as error:
            raise write_error("standard output", error) from None

    def commit(self) -> None:
        """Flush. Raises as `write` does."""
        try:
            self._file.flush()
        except BrokenPipeError:
            raise ReaderLeftError from None
        except OSError as error:
            raise write_error("standard output", error) from None

    def __enter__(self) -> StandardOutput:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not sys.stdout.buffer:
            # the interpreter's own stream stays open; a reader that has left was met before
            with suppress(OSError):
                self._file.detach()


Output = WholeFile | StandardOutput


def lines(stream: BinaryIO) -> Iterator[bytes]:
    """The lines of a stream, each with its line break."""
    return iter(stream.readline, b"")
