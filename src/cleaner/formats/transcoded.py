"""Converts streams in other encodings to UTF-8."""

from __future__ import annotations

import io
from typing import Any, BinaryIO

from cleaner.core.regex import lazy_compile
from cleaner.intake.decode import MARK, bom_of, is_utf8, stream_encoding
from cleaner.intake.encodings import WIDE, decode_pieces

_PIECE = 1 << 16
_ASCII_ESCAPES = lazy_compile("[\udc00-\udc7f]")
_WIDE = {b"{\0": "utf-16-le", b"\0{": "utf-16-be"}


def transcoded(stream: BinaryIO, encoding: str) -> BinaryIO:
    """Return a stream as UTF-8. Invalid bytes stay, so that the reader of the text can mark them."""
    return io.BufferedReader(_Transcoded(stream, encoding), _PIECE)


def records_as_utf8(head: bytes, stream: BinaryIO, encoding: str | None) -> BinaryIO:
    """Return a stream of JSON Lines as UTF-8; the stream itself if it is UTF-8 already. `head` is its beginning.

    `encoding` is the encoding of all inputs. Records that are valid UTF-8 override it.
    """
    found = bom_of(head)
    if encoding is not None:
        mark, name = stream_encoding(head, encoding)
        if is_utf8(head) or (name in WIDE and not mark and b"\0" not in head[:4]):
            return stream
    elif found:
        mark, name = found
    else:
        mark, name = b"", _WIDE.get(head[:2], "utf-8")
    if name == "utf-8":
        return stream
    stream.read(len(mark))
    return transcoded(stream, name)


class _Transcoded(io.RawIOBase):
    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self._stream = stream
        self._decode = decode_pieces(encoding)
        self._left = b""
        self._ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._left and not self._ended:
            data = self._stream.read(_PIECE)
            self._ended = not data
            text = self._decode(data, self._ended)
            if not text.isascii():
                text = _ASCII_ESCAPES.sub(MARK, text)
            self._left = text.encode("utf-8", "surrogateescape")
        data, self._left = self._left[: len(buffer)], self._left[len(buffer) :]
        buffer[: len(data)] = data
        return len(data)
