"""Compressed files: told by their first bytes, read as a stream, written member by member.

Every format here may hold several members one after another, so that a file can grow, and be cut back
to its last whole member, without anything being packed twice.
"""

from __future__ import annotations

import io
import sys
from typing import Any, BinaryIO

SUFFIXES = {".gz": "gz", ".zst": "zst", ".bz2": "bz2", ".xz": "xz"}
_MAGIC = {b"\x1f\x8b": "gz", b"\x28\xb5\x2f\xfd": "zst", b"BZh": "bz2", b"\xfd7zXZ\x00": "xz"}
# the types are those of modules that a run on plain files never loads
_DAMAGE = frozenset({"EOFError", "OSError", "BadGzipFile", "error", "LZMAError", "ValueError", "ZstdError"})


class PackingError(OSError):
    """A compressed file that is damaged or cut off."""


def packing_of(head: bytes) -> str:
    """How a file that begins with these bytes is compressed: gz, zst, bz2, xz or ""."""
    return next((name for magic, name in _MAGIC.items() if head.startswith(magic)), "")


def unpacked(stream: BinaryIO, packing: str) -> BinaryIO:
    """The stream's content. Reading it raises PackingError where it is damaged or cut off."""
    if not packing:
        return stream
    if packing == "gz":
        import gzip

        opened: Any = gzip.GzipFile(fileobj=stream)
    elif packing == "bz2":
        import bz2

        opened = bz2.BZ2File(stream)
    elif packing == "xz":
        import lzma

        opened = lzma.LZMAFile(stream)
    else:
        opened = _zstd().ZstdFile(stream)
    return io.BufferedReader(_Checked(opened), 1 << 16)


def packed(data: bytes, packing: str) -> bytes:
    """`data` as one member; the same bytes whenever and wherever it is called."""
    if packing == "gz":
        import gzip

        return gzip.compress(data, 6, mtime=0)
    if packing == "bz2":
        import bz2

        return bz2.compress(data)
    if packing == "xz":
        import lzma

        return lzma.compress(data)
    if packing == "zst":
        return bytes(_zstd().compress(data))
    return data


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
            raise PackingError(f"the compressed data is damaged or cut off ({error})") from None
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
