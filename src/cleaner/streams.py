"""Files and streams: which format an input is in, and outputs that are whole or absent."""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from types import TracebackType
from typing import IO, Any, BinaryIO

STDIN = "-"
_SUFFIXES = {
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}
_PAGE_STARTS = (b"<!doctype html", b"<html", b"<head", b"<body")
# Nobody begins an article like this; what turns out not to be a record is reported as one that is not
_RECORD = re.compile(rb'\{[ \t]*"')
_JSON = re.compile(rb"\{\s*[\"}]|\[(?:[ \t]*\r?\n|\s*[\[{\"])")
_MAGIC = {b"PAR1": "parquet", b"WARC/1.": "warc"}
_SNIFF = 1 << 16


class StreamError(OSError):
    """A file or stream that cannot be read or written; the message names it."""


class ReaderLeftError(Exception):
    """Whoever read our standard output has stopped: `cleaner … | head`. Not an OSError, which typer would eat."""


class OutputError(StreamError):
    """An output that cannot be opened where it was asked for."""


def display_name(name: str) -> str:
    """A file name as text: bytes of it that are no UTF-8 are escaped."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def open_input(name: str) -> BinaryIO:
    """The bytes of a file, or of standard input for "-". Raises StreamError."""
    if name == STDIN:
        if sys.stdin is None:
            raise StreamError("standard input is closed; name a file")
        return sys.stdin.buffer
    try:
        return open(name, "rb")
    except OSError as error:
        raise StreamError(f"{name}: {error.strerror or error}") from None


def find_format(name: str, stream: BinaryIO) -> tuple[str, BinaryIO]:
    """The format, told by the name's suffix and else by the content; and the stream, unread.

    It is text, html, jsonl, or json: JSON, but not one record a line.
    """
    suffix = os.path.splitext(name)[1].lower()
    if suffix in _SUFFIXES:
        return _SUFFIXES[suffix], stream
    head = stream.read(_SNIFF) or b""
    return sniff(head), rejoined(head, stream)


def rejoined(head: bytes, stream: BinaryIO) -> BinaryIO:
    """A stream whose first bytes have been read, unread."""
    return io.BufferedReader(_Rejoined(head, stream), _SNIFF)  # type: ignore[type-var]


def sniff(head: bytes) -> str:
    """The format that the first bytes of an input speak for."""
    for magic, format in _MAGIC.items():
        if head.startswith(magic):
            return format
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        start = head.decode("utf-16", "ignore").lstrip("\ufeff \t\r\n").encode("utf-8", "ignore")
    lowered = start[:1024].lower()
    if lowered.startswith(_PAGE_STARTS) or (lowered.startswith((b"<?xml", b"<!--")) and b"<html" in lowered):
        return "html"
    if _RECORD.match(start):
        return "jsonl"
    return "json" if _JSON.match(start) else "text"


class _Rejoined(io.RawIOBase):
    """A stream whose first bytes have been looked at."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        self._head = head
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        data = self._head[: len(buffer)] or self._stream.read(len(buffer)) or b""
        self._head = self._head[len(data) :] if self._head else b""
        buffer[: len(data)] = data
        return len(data)


class WholeFile:
    """A file that appears under its name when all of it is written, or not at all.

    Writes go to a temporary file beside it, which is synced and renamed by `commit`; leaving the
    `with` block without it removes the temporary file. Devices and pipes are written directly.
    """

    def __init__(self, path: str) -> None:
        """Raises OutputError if nothing can be written there."""
        self.path = path
        self._temporary: str | None = None
        try:
            if os.path.exists(path) and not os.path.isfile(path):
                if os.path.isdir(path):
                    raise OutputError(f"{path}: is a folder; name a file")
                self._file: IO[bytes] = open(path, "wb")
            else:
                import tempfile

                # a link stays a link: what it points to is replaced
                self.path = os.path.realpath(path)
                handle, self._temporary = tempfile.mkstemp(
                    prefix=".cleaner-", dir=os.path.dirname(self.path) or "."
                )
                self._file = os.fdopen(handle, "wb")
                with suppress(OSError):
                    os.chmod(self._temporary, mode_of(self.path))
        except OutputError:
            raise
        except OSError as error:
            raise OutputError(f"{path}: {error.strerror or error}") from None

    def write(self, data: bytes) -> None:
        """Write more of the file. Raises StreamError."""
        try:
            self._file.write(data)
        except OSError as error:
            raise StreamError(f"{self.path}: {error.strerror or error}") from None

    def commit(self) -> None:
        """Make the file appear, whole. Raises StreamError; the file is then absent, or as it was."""
        try:
            self._file.flush()
            if self._temporary is not None:
                os.fsync(self._file.fileno())
            self._file.close()
            if self._temporary is not None:
                os.replace(self._temporary, self.path)
                self._temporary = None
        except OSError as error:
            raise StreamError(f"{self.path}: {error.strerror or error}") from None

    def __enter__(self) -> WholeFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(OSError):
            self._file.close()
        if self._temporary is not None:
            with suppress(OSError):
                os.unlink(self._temporary)


def mode_of(path: str) -> int:
    """The permissions of the file that is replaced, or those a new file would get."""
    try:
        return os.stat(path).st_mode & 0o777
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


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
        """Write to standard output. Raises ReaderLeftError when nobody reads it any more, StreamError else."""
        try:
            self._file.write(data)
        except BrokenPipeError:
            raise ReaderLeftError from None
        except OSError as error:
            raise StreamError(f"standard output: {error.strerror or error}") from None

    def commit(self) -> None:
        """Flush. Raises as `write` does."""
        try:
            self._file.flush()
        except BrokenPipeError:
            raise ReaderLeftError from None
        except OSError as error:
            raise StreamError(f"standard output: {error.strerror or error}") from None

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
