"""Compressed files: detected by their first bytes, read as a stream, written member by member.

Each format allows several members in one file. A file can therefore grow, and can be cut back to its last complete
member, and no data is compressed twice.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

from cleaner.system.errors import CompressionError
from cleaner.system.paths import STDIN
from cleaner.system.streams import open_input, rejoined

SUFFIXES = {".gz": "gz", ".zst": "zst", ".bz2": "bz2", ".xz": "xz"}
_MAGIC = {b"\x1f\x8b": "gz", b"\x28\xb5\x2f\xfd": "zst", b"BZh": "bz2", b"\xfd7zXZ\x00": "xz"}
_MEMBER_BYTES = 1 << 20  # uncompressed bytes of one member
# Errors by name, because a run on uncompressed files must not load the modules that define them.
_DAMAGE_ERRORS = frozenset({"EOFError", "OSError", "BadGzipFile", "error", "LZMAError", "ValueError", "ZstdError"})


def detect_compression(head: bytes) -> str:
    """Return the compression of a file by its first bytes: "gz", "zst", "bz2", "xz" or ""."""
    return next((name for magic, name in _MAGIC.items() if head.startswith(magic)), "")


def decompress(stream: BinaryIO, compression: str) -> BinaryIO:
    """Return the decompressed stream. A read raises CompressionError if the data is damaged or cut off."""
    if not compression:
        return stream
    if compression == "gz":
        import gzip

        opened: Any = gzip.GzipFile(fileobj=stream)
    elif compression == "bz2":
        import bz2

        opened = bz2.BZ2File(stream)
    elif compression == "xz":
        import lzma

        opened = lzma.LZMAFile(stream)
    else:
        opened = _zstd().ZstdFile(stream)
    return io.BufferedReader(_CheckedStream(opened), 1 << 16)


def compress(data: bytes, compression: str) -> bytes:
    """Return `data` compressed as one member. The result is the same in each run."""
    if compression == "gz":
        import gzip

        return gzip.compress(data, 6, mtime=0)
    if compression == "bz2":
        import bz2

        return bz2.compress(data)
    if compression == "xz":
        import lzma

        return lzma.compress(data)
    if compression == "zst":
        return bytes(_zstd().compress(data))
    return data


def compress_stream(pieces: Iterable[bytes], compression: str) -> Iterator[bytes]:
    """Yield the pieces compressed, in members of about 1 MB. Empty content gives one empty member."""
    if not compression:
        yield from pieces
        return
    pending, size, empty = [], 0, True
    for piece in pieces:
        pending.append(piece)
        size += len(piece)
        if size >= _MEMBER_BYTES:
            yield compress(b"".join(pending), compression)
            pending, size, empty = [], 0, False
    if pending or empty:
        yield compress(b"".join(pending), compression)


@contextmanager
def open_decompressed(path: str, *, as_is: bool = False) -> Iterator[BinaryIO]:
    """Open a file, or standard input for "-", and decompress it unless `as_is`.

    Compression is detected from the first bytes. Raises StreamError. A read raises CompressionError if the data is
    damaged.
    """
    raw = open_input(path)
    if path == STDIN:
        yield _detected(raw, as_is)
    else:
        with decompressed(raw, as_is=as_is) as content:
            yield content


@contextmanager
def decompressed(raw: BinaryIO, *, as_is: bool = False) -> Iterator[BinaryIO]:
    """Decompress an open file like `open_decompressed`, and close it."""
    try:
        yield _detected(raw, as_is)
    finally:
        raw.close()


def _detected(raw: BinaryIO, as_is: bool) -> BinaryIO:
    head = b"" if as_is else raw.read(max(map(len, _MAGIC)))
    return decompress(rejoined(head, raw), detect_compression(head))


class _CheckedStream(io.RawIOBase):
    """Turns the errors of all decompressors into CompressionError."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            data = self._stream.read(len(buffer))
        except Exception as error:
            if type(error).__name__ not in _DAMAGE_ERRORS:
                raise
            raise CompressionError(f"the compressed data is damaged or cut off ({error})") from None
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._stream.close()
        super().close()


def _zstd() -> Any:
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd
    return zstd
