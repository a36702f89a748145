"""Decodes bytes to text.

The order is: byte order mark, declared encoding of a page, strict UTF-8, detection, Windows-1252.
`encode` turns the text back into the same bytes.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from cleaner.core.errors import InputError
from cleaner.core.regex import lazy_compile

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Python's cp1252 leaves five bytes undefined. The windows-1252 of the web maps them to C1 controls, so every byte
# survives a round trip.
_WINDOWS_1252 = "".join(
    bytes([byte]).decode("cp1252") if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else chr(byte)
    for byte in range(256)
)
_WINDOWS_1252_TABLE = codecs.charmap_build(_WINDOWS_1252)
_FALLBACK = "windows-1252"
_META_CHARSET = lazy_compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_XML_ENCODING = lazy_compile(rb"^\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([A-Za-z0-9_.:-]{2,40})")

# Detectors err on short Western European text. A detected encoding therefore counts only if it is not Western
# European, and only from this many non-ASCII bytes on.
_MIN_NON_ASCII = 24
_MAX_ZERO_SHARE = 0.25  # share of the bytes; scraped text holds stray zeros, which repair removes
_PLAUSIBLE = frozenset(
    """
    cp1250 cp1251 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 koi8_r koi8_u tis_620
    iso8859_2 iso8859_5 iso8859_7 iso8859_9 big5 big5hkscs gb18030 gbk gb2312
    shift_jis cp932 euc_jp euc_jis_2004 euc_kr cp949 iso2022_jp
    """.split()  # noqa: SIM905 a table of names is easier to read
)


class DecodeError(InputError):
    """The bytes are not text in the requested encoding, or not text at all. The message gives the position."""


class BinaryError(DecodeError):
    """The bytes are not text in any encoding, such as a picture, an archive or a file of zeros."""


class Decoded(NamedTuple):
    """Decoded text and its encoding.

    `how` names the source of the encoding: option, bom, declared, utf-8, detected or fallback.
    """

    text: str
    encoding: str
    how: str
    bom: bool


def decode(data: bytes, *, encoding: str | None = None, html: bool = False) -> Decoded:
    """Decode `data`, in `encoding` if it is given.

    With `html`, an encoding that the page declares counts. Raises DecodeError if `data` is not text or if
    `encoding` is unknown.
    """
    if encoding is not None:
        return _decode_as(data, encoding)
    for bom, name in _BOMS:
        if data.startswith(bom):
            return Decoded(_decode_strictly(data[len(bom) :], name, len(bom)), name, "bom", True)
    if html and (declared := _decode_declared(data)):
        return declared
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_detected(data) or _decode_fallback(data)
    if b"\0" not in data:
        return Decoded(text, "utf-8", "utf-8", False)
    # Latin text in UTF-16 is also valid UTF-8, with a zero byte after every letter.
    wide = _decode_utf16(data)
    if wide is None and data.count(b"\0") > _MAX_ZERO_SHARE * len(data):
        raise _binary_error(data)
    return wide or Decoded(text, "utf-8", "utf-8", False)


def is_binary(data: bytes) -> bool:
    """Return whether `data`, the first bytes of a longer input, is binary."""
    try:
        decode(data[: data.rfind(b"\n") + 1] or data)
    except BinaryError:
        return True
    except DecodeError:
        return False
    return False


def encode(text: str, encoding: str, bom: bool) -> bytes:
    """Return `text` as bytes, the inverse of `decode`. Raises DecodeError if `encoding` lacks a character."""
    mark = next((mark for mark, name in _BOMS if name == encoding), b"") if bom else b""
    try:
        if encoding == _FALLBACK:
            return codecs.charmap_encode(text, "strict", _WINDOWS_1252_TABLE)[0]
        return mark + text.encode(encoding)
    except UnicodeEncodeError as error:
        raise DecodeError(f"character {error.start} does not exist in {encoding}") from None


def check_encoding(name: str) -> str:
    """Return the codec's canonical name. Raises DecodeError if `name` is not a text encoding."""
    if name.lower().replace("_", "-") in (_FALLBACK, "cp1252"):
        return _FALLBACK
    try:
        info = codecs.lookup(name)
        "".encode(info.name)
    except (LookupError, ValueError):
        raise DecodeError(f"{name!r} is not a text encoding; try utf-8, windows-1252 or shift_jis") from None
    return info.name


def _decode_as(data: bytes, encoding: str) -> Decoded:
    name = check_encoding(encoding)
    if name == _FALLBACK:
        return Decoded(_decode_windows_1252(data), name, "option", False)
    # The byte order mark selects the byte order. Without a mark, `encode` must not write one.
    unmarked = {"utf-16": "utf-16-le", "utf-32": "utf-32-le", "utf-8-sig": "utf-8"}.get(name, name)
    for bom, marked in _BOMS:
        if data.startswith(bom) and (marked == unmarked or marked.startswith(name)):
            return Decoded(_decode_strictly(data[len(bom) :], marked, len(bom)), marked, "option", True)
    return Decoded(_decode_strictly(data, unmarked, 0), unmarked, "option", False)


def _decode_strictly(data: bytes, encoding: str, skipped: int) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise DecodeError(
            f"not {encoding} at byte {error.start + skipped} ({error.reason}); name the encoding with --encoding"
        ) from None
    except UnicodeError as error:
        raise DecodeError(f"not {encoding} ({error}); name the encoding with --encoding") from None
    return text


def _decode_declared(data: bytes) -> Decoded | None:
    match = _XML_ENCODING.search(data[:1024]) or _META_CHARSET.search(data[:4096])
    if not match:
        return None
    try:
        name = check_encoding(match[1].decode("ascii"))
        # Pages that declare latin-1 or ascii use windows-1252; browsers decode them so.
        if name in ("iso8859-1", "ascii", _FALLBACK):
            return None
        return Decoded(data.decode(name), name, "declared", False)
    except (DecodeError, UnicodeError):
        return None


def _decode_detected(data: bytes) -> Decoded | None:
    sample = data[:65536]
    if b"\0" in data:
        return _decode_utf16(data)
    if sum(byte > 0x7F for byte in sample) < _MIN_NON_ASCII:
        return None
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    if best is None or best.encoding not in _PLAUSIBLE:
        return None
    try:
        text = data.decode(best.encoding)
        if text.encode(best.encoding) != data:
            return None
    except UnicodeError:
        return None
    return Decoded(text, best.encoding, "detected", False)


def _decode_utf16(data: bytes) -> Decoded | None:
    """Decode UTF-16 without a byte order mark, detected from zero bytes on one side of the byte pairs."""
    sides = (data[0:4096:2].count(0), data[1:4096:2].count(0))
    if len(data) % 2 or max(sides) < 0.2 * len(data[:4096]) or min(sides) > 0.05 * max(sides):
        return None
    name = "utf-16-be" if sides[0] > sides[1] else "utf-16-le"
    try:
        return Decoded(data.decode(name), name, "detected", False)
    except UnicodeDecodeError:
        return None


def _decode_fallback(data: bytes) -> Decoded:
    if b"\0" in data:
        raise _binary_error(data)
    return Decoded(_decode_windows_1252(data), _FALLBACK, "fallback", False)


def _binary_error(data: bytes) -> BinaryError:
    return BinaryError(f"looks like binary data, not text (a zero byte at {data.find(0)})")


def _decode_windows_1252(data: bytes) -> str:
    return codecs.charmap_decode(data, "strict", _WINDOWS_1252)[0]
