"""Compressed files: told by their first bytes, read as a stream, written member by member.

Every format here may hold several members one after another, so that a file can grow, and be cut back
to its last whole member, without anything being compress twice.
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
# the types are those of modules that a run on plain files never loads
_TOGETHER = 1 << 20  # bytes that are compressed as one member
_DAMAGE = frozenset({"EOFError", "OSError", "BadGzipFile", "error", "LZMAError", "ValueError", "ZstdError"})


def detect_compression(head: bytes) -> str:
    """How a file that begins with these bytes is compressed: gz, zst, bz2, xz or ""."""
    return next((name for magic, name in _MAGIC.items() if head.startswith(magic)), "")


def decompress(stream: BinaryIO, compression: str) -> BinaryIO:
    """The stream's content. Reading it raises CompressionError where it is damaged or cut off."""
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
    return io.BufferedReader(_Checked(opened), 1 << 16)


def compress(data: bytes, compression: str) -> bytes:
    """`data` as one member; the same bytes whenever and wherever it is called."""
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
    """Pieces of a file, compressed as one; a compressed file of nothing is not an empty file."""
    if not compression:
        yield from pieces
        return
    held, size, empty = [], 0, True
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size >= _TOGETHER:
            yield compress(b"".join(held), compression)
            held, size, empty = [], 0, False
    if held or empty:
        yield compress(b"".join(held), compression)


@contextmanager
def open_decompressed(path: str, *, as_is: bool = False) -> Iterator[BinaryIO]:
    """What a file or standard input holds, decompressed if its first bytes say so, unless `as_is`.

    Raises StreamError; reading raises CompressionError where the file is damaged.
    """
    raw = open_input(path)
    try:
        head = b"" if as_is else raw.read(max(map(len, _MAGIC)))
        yield decompress(rejoined(head, raw), detect_compression(head))
    finally:
        if path != STDIN:
            raw.close()


class _Checked(io.RawIOBase):
    """Turns whatever a decompressor says about a damaged file into one error."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            data = self._stream.read(len(buffer))
        except Exception as error:
            if type(error).__name__ not in _DAMAGE:
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
