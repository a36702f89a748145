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
_MAGIC_OF = {name: magic for magic, name in _MAGIC.items()}
_XZ_MEMORY = 1 << 28  # bytes; xz -9 asks for 65 MB, and a file of 200 bytes can ask for 4 GB
_INPUT, _PIECE = 1 << 14, 1 << 16
_MEMBER_BYTES = 1 << 20  # uncompressed bytes of one member
# Errors by name, because a run on uncompressed files must not load the modules that define them.
_DAMAGE_ERRORS = frozenset({"EOFError", "OSError", "BadGzipFile", "error", "LZMAError", "ValueError", "ZstdError"})


def detect_compression(head: bytes) -> str:
    """Return the compression of a file by its first bytes: "gz", "zst", "bz2", "xz" or ""."""
    return next((name for magic, name in _MAGIC.items() if head.startswith(magic)), "")


def decompress(stream: BinaryIO, compression: str) -> Decompressed:
    """Return the decompressed stream of all members.

    A read raises CompressionError if it comes to data that are damaged, cut off, or no member at all.
    """
    return Decompressed(_Members(stream, compression))


class Decompressed(io.BufferedReader):
    """A decompressed stream. What was read before the damage is right, and comes without an error."""

    raw: _Members

    def __init__(self, raw: _Members) -> None:
        super().__init__(raw, _PIECE)

    def head(self, size: int) -> bytes:
        """Return the first bytes of a stream that was not read yet, without an error; `read` returns them again."""
        pieces: list[bytes] = []
        while size > 0 and (piece := self.raw.read(size)):
            pieces.append(piece)
            size -= len(piece)
        self.raw.returned = head = b"".join(pieces)
        return head

    def read(self, size: int | None = -1) -> bytes:
        """Read as a file does. Raises CompressionError instead of ending early."""
        data = super().read(size)
        if size is None or not 0 <= size <= len(data):
            self._check(data)
        return data

    def readline(self, size: int | None = -1) -> bytes:
        """Read a line as a file does. Raises CompressionError instead of ending early."""
        line = super().readline(size)
        if not line.endswith(b"\n") and (size is None or not 0 <= size <= len(line)):
            self._check(line)
        return line

    def skip_damage(self) -> bool:
        """Go on with the next member that can be read. Returns False if there is none."""
        return self.raw.skip_damage()

    def _check(self, data: bytes) -> None:
        if self.raw.damage:
            raise CompressionError(f"the compressed data is damaged or cut off ({self.raw.damage})", data)


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
    stream, compression = rejoined(head, raw), detect_compression(head)
    return decompress(stream, compression) if compression else stream


class _Members(io.RawIOBase):
    """The content of compressed members, one behind the other. It ends at `damage`, a sentence."""

    def __init__(self, stream: BinaryIO, compression: str) -> None:
        self.damage = ""
        self.returned = b""
        self._stream = stream
        self._compression = compression
        self._magic = _MAGIC_OF[compression]
        self._input = b""
        self._member: Any = None
        self._begun = False  # whether the member has got any input

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self.returned[: len(buffer)]
        self.returned = self.returned[len(data) :]
        while not data and not self.damage and (self._member is not None or self._begin()):
            data = self._decompress(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def _begin(self) -> bool:
        """Begin the next member. Returns False at the end, or at what is no member."""
        padding = 0
        while True:
            found = self._input.lstrip(b"\0")
            padding += len(self._input) - len(found)
            self._input = found
            if len(found) >= len(self._magic):
                break
            more = self._stream.read(_INPUT)
            if not more:
                break
            self._input += more
        if padding and not self._may_be_padded(padding):
            self.damage = f"{padding} zero bytes behind the end of a stream"
        elif self._input and not _begins(self._input, self._compression):
            self.damage = "what follows the end of a stream is no stream"
        elif self._input:
            self._member = _decompressor(self._compression)
            self._begun = False
        return self._member is not None

    def _may_be_padded(self, size: int) -> bool:
        # gzip and bzip2 ignore zero bytes at the end; the format of xz allows them in fours
        return self._compression != "zst" and (self._compression != "xz" or size % 4 == 0)

    def _decompress(self, size: int) -> bytes:
        given = self._input or self._stream.read(_INPUT)
        member = self._member
        if not given and getattr(member, "needs_input", True):
            return self._fail(b"", "it ends within a stream")
        try:
            data = bytes(member.decompress(given, size))
        except Exception as error:
            if type(error).__name__ not in _DAMAGE_ERRORS:
                raise
            why = str(error)
            if why.startswith("Memory usage limit"):
                why = f"it asks for more than {_XZ_MEMORY:,} bytes of memory"
            return self._fail(given if self._begun else given[1:], why)
        self._begun = True
        if member.eof:
            self._input = member.unused_data
            self._member = None
        else:
            self._input = getattr(member, "unconsumed_tail", b"")
            if not self._input and not getattr(member, "needs_input", True):
                self._input = b""
        return data

    def _fail(self, rest: bytes, why: str) -> bytes:
        self.damage = why
        self._member = None
        self._input = rest
        return b""

    def skip_damage(self) -> bool:
        """Begin the next member behind the damage. Returns False if there is none."""
        if self._input[:1] == self._magic[:1]:
            self._input = self._input[1:]
        while True:
            at = self._input.find(self._magic)
            if at >= 0:
                self._input = self._input[at:]
                self._member = _decompressor(self._compression)
                self._begun = False
                self.damage = ""
                return True
            more = self._stream.read(_INPUT)
            if not more:
                return False
            self._input = self._input[1 - len(self._magic) :] + more


def _begins(data: bytes, compression: str) -> bool:
    """Return whether `data` begins like a member, or a frame of zstd that is to be skipped."""
    if compression == "zst" and data[1:4] == b"\x2a\x4d\x18" and 0x50 <= data[0] <= 0x5F:
        return True
    return data.startswith(_MAGIC_OF[compression])


def _decompressor(compression: str) -> Any:
    if compression == "gz":
        import zlib

        return zlib.decompressobj(zlib.MAX_WBITS | 16)
    if compression == "bz2":
        import bz2

        return bz2.BZ2Decompressor()
    if compression == "xz":
        import lzma

        return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_XZ_MEMORY)
    return _zstd().ZstdDecompressor()


def _zstd() -> Any:
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd
    return zstd
