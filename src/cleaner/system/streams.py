"""Input streams, and outputs that appear complete or not at all."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import IO, Any, BinaryIO

from cleaner.system.atomic_file import PartialFile
from cleaner.system.errors import OutputError, ReaderLeftError, StreamError, open_error, write_error
from cleaner.system.paths import STDIN, descriptor_of, display_name, is_special

_BUFFER_BYTES = 1 << 16


def open_input(name: str) -> BinaryIO:
    """Open a file, or standard input for "-", as bytes. Raises StreamError."""
    if name == STDIN:
        if sys.stdin is None:
            raise StreamError("standard input is closed; name a file")
        return sys.stdin.buffer
    try:
        return open(name, "rb")
    except OSError as error:
        raise StreamError(f"{display_name(name)}: {error.strerror or error}") from None


def file_digest(path: str) -> str:
    """Return the SHA-256 of a file as 64 hexadecimal digits. Raises OSError."""
    import hashlib

    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def rejoined(head: bytes, stream: BinaryIO) -> BinaryIO:
    """Return a stream of `head` followed by the rest of `stream`."""
    rest: Any = _Rejoined(head, stream)
    return io.BufferedReader(rest, _BUFFER_BYTES)


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


@contextmanager
def _write_errors(name: str) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise ReaderLeftError from None
    except OSError as error:
        raise write_error(name, error) from None


class WholeFile:
    """A file that appears on `commit`, complete.

    Without `commit` the `with` block leaves the old file, or none. Devices, pipes and open descriptors such as
    /dev/stdout are written directly, like a shell's `>`. A symbolic link is kept, and its target is replaced.
    """

    def __init__(self, path: str) -> None:
        """Raises OutputError or WriteError if the file cannot be opened."""
        self.path = path
        self._part: PartialFile | None = None
        self._device: IO[bytes] | None = None
        if os.path.isdir(path):
            raise OutputError(f"{display_name(path)}: is a folder; name a file")
        if not is_special(path):
            self._part = PartialFile(os.path.realpath(path), folders=False)
            return
        try:
            descriptor = descriptor_of(path)
            self._device = open(path, "wb") if descriptor is None else _writable(descriptor)
        except OSError as error:
            raise open_error(path, error) from None

    def write(self, data: bytes) -> None:
        """Append `data`. Raises WriteError, or ReaderLeftError for a pipe without a reader."""
        if self._part is not None:
            self._part.write(data)
        elif self._device is not None:
            with _write_errors(self.path):
                self._device.write(data)

    def commit(self) -> None:
        """Make the file appear. Raises WriteError; then the old file, or none, remains."""
        if self._part is not None:
            self._part.commit()
            self._part = None
        elif self._device is not None:
            with _write_errors(self.path):
                self._device.close()

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


def _writable(descriptor: int) -> IO[bytes]:
    """Return a file on the open descriptor, at its position. Raises OSError if it is not open for writing."""
    import errno

    with suppress(ImportError):
        import fcntl

        if fcntl.fcntl(descriptor, fcntl.F_GETFL) & os.O_ACCMODE == os.O_RDONLY:
            raise OSError(errno.EBADF, "not open for writing")
    return os.fdopen(os.dup(descriptor), "wb")


class StandardOutput:
    """Standard output as bytes, with the interface of WholeFile."""

    def __init__(self) -> None:
        """Raises OutputError if standard output is closed."""
        if sys.stdout is None:
            raise OutputError("standard output is closed; name a file with -o")
        self._file: Any = sys.stdout.buffer
        if isinstance(self._file, io.RawIOBase):
            # With PYTHONUNBUFFERED a write may be short without an error. The descriptor stays open, whatever
            # becomes of this object.
            self._file = open(self._file.fileno(), "wb", closefd=False)

    def write(self, data: bytes) -> None:
        """Write to standard output. Raises ReaderLeftError if the reader exited, else WriteError."""
        with _write_errors("standard output"):
            self._file.write(data)

    def commit(self) -> None:
        """Flush. Raises the errors of `write`."""
        with _write_errors("standard output"):
            self._file.flush()

    def __enter__(self) -> StandardOutput:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not sys.stdout.buffer:
            # An exited reader was reported by `commit`.
            with suppress(OSError):
                self._file.close()


Output = WholeFile | StandardOutput


def lines(stream: BinaryIO) -> Iterator[bytes]:
    """Iterate over the lines of a stream, each with its line break."""
    return iter(stream.readline, b"")
