"""Bytes to text: byte order mark, what the page declares, strict UTF-8, a plausible guess, Windows-1252.

Whatever is chosen can be turned back into the very same bytes.
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
# Python's cp1252 has five holes; the web's windows-1252 fills them with the C1 controls, and so loses nothing
_WINDOWS_1252 = "".join(
    bytes([byte]).decode("cp1252") if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else chr(byte)
    for byte in range(256)
)
_BYTES = codecs.charmap_build(_WINDOWS_1252)
_FALLBACK = "windows-1252"
_META_CHARSET = lazy_compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_XML_ENCODING = lazy_compile(rb"^\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([A-Za-z0-9_.:-]{2,40})")

# A guess needs something to go by, and detectors err on short Western European text: they are believed
# only for encodings that say more than windows-1252 would, and only above this many non-ASCII bytes.
_ENOUGH = 24
_ZEROS = 0.25  # of the bytes: scraped text has a zero here and there, which repair takes out
_PLAUSIBLE = frozenset(
    """
    cp1250 cp1251 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 koi8_r koi8_u tis_620
    iso8859_2 iso8859_5 iso8859_7 iso8859_9 big5 big5hkscs gb18030 gbk gb2312
    shift_jis cp932 euc_jp euc_jis_2004 euc_kr cp949 iso2022_jp
    """.split()  # noqa: SIM905 a table of names reads better so
)


class DecodeError(InputError):
    """Bytes that are not text in the encoding asked for, or not text at all; the message says where."""


class BinaryError(DecodeError):
    """Bytes that are not text in any encoding: a picture, an archive, a file full of zeros."""


class Decoded(NamedTuple):
    """Text, and how it was won: `how` is one of option, bom, declared, utf-8, detected, fallback."""

    text: str
    encoding: str
    how: str
    bom: bool


def decode(data: bytes, *, encoding: str | None = None, html: bool = False) -> Decoded:
    """Decode `data`. Raises DecodeError where it is not text; LookupError is never raised."""
    if encoding is not None:
        return _as_asked(data, encoding)
    for bom, name in _BOMS:
        if data.startswith(bom):
            return Decoded(_strict(data[len(bom) :], name, len(bom)), name, "bom", True)
    if html and (declared := _declared(data)):
        return declared
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _detected(data) or _fallback(data)
    if b"\0" not in data:
        return Decoded(text, "utf-8", "utf-8", False)
    # Latin text in UTF-16 is valid UTF-8 too, with a zero byte after every letter
    wide = _utf16(data)
    if wide is None and data.count(b"\0") > _ZEROS * len(data):
        raise _binary(data)
    return wide or Decoded(text, "utf-8", "utf-8", False)


def is_binary(data: bytes) -> bool:
    """Whether the first bytes of something too long to be decoded are those of no text."""
    try:
        decode(data[: data.rfind(b"\n") + 1] or data)
    except BinaryError:
        return True
    except DecodeError:
        return False
    return False


def encode(text: str, encoding: str, bom: bool) -> bytes:
    """The inverse of `decode`. Raises DecodeError if `text` does not fit the encoding."""
    mark = next((mark for mark, name in _BOMS if name == encoding), b"") if bom else b""
    try:
        if encoding == _FALLBACK:
            return codecs.charmap_encode(text, "strict", _BYTES)[0]
        return mark + text.encode(encoding)
    except UnicodeEncodeError as error:
        raise DecodeError(f"character {error.start} does not exist in {encoding}") from None


def check_encoding(name: str) -> str:
    """The codec's own name. Raises DecodeError for a name that is no text encoding."""
    if name.lower().replace("_", "-") in (_FALLBACK, "cp1252"):
        return _FALLBACK
    try:
        info = codecs.lookup(name)
        "".encode(info.name)
    except (LookupError, ValueError):
        raise DecodeError(f"{name!r} is not a text encoding; try utf-8, windows-1252 or shift_jis") from None
    return info.name


def _as_asked(data: bytes, encoding: str) -> Decoded:
    name = check_encoding(encoding)
    if name == _FALLBACK:
        return Decoded(_sloppy(data), name, "option", False)
    # a family of encodings, whose mark tells the member; without it the bytes must come back without it
    without = {"utf-16": "utf-16-le", "utf-32": "utf-32-le", "utf-8-sig": "utf-8"}.get(name, name)
    for bom, marked in _BOMS:
        if data.startswith(bom) and (marked == without or marked.startswith(name)):
            return Decoded(_strict(data[len(bom) :], marked, len(bom)), marked, "option", True)
    return Decoded(_strict(data, without, 0), without, "option", False)


def _strict(data: bytes, encoding: str, skipped: int) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise DecodeError(
            f"not {encoding} at byte {error.start + skipped} ({error.reason}); name the encoding with --encoding"
        ) from None
    except UnicodeError as error:
        raise DecodeError(f"not {encoding} ({error}); name the encoding with --encoding") from None
    return text


def _declared(data: bytes) -> Decoded | None:
    match = _XML_ENCODING.search(data[:1024]) or _META_CHARSET.search(data[:4096])
    if not match:
        return None
    try:
        name = check_encoding(match[1].decode("ascii"))
        # pages say latin-1 and mean windows-1252, as every browser knows
        if name in ("iso8859-1", "ascii", _FALLBACK):
            return None
        return Decoded(data.decode(name), name, "declared", False)
    except (DecodeError, UnicodeError):
        return None


def _detected(data: bytes) -> Decoded | None:
    sample = data[:65536]
    if b"\0" in data:
        return _utf16(data)
    if sum(byte > 0x7F for byte in sample) < _ENOUGH:
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


def _utf16(data: bytes) -> Decoded | None:
    """UTF-16 without its mark, told by zero bytes that stand nearly all on one side of the pairs."""
    sides = (data[0:4096:2].count(0), data[1:4096:2].count(0))
    if len(data) % 2 or max(sides) < 0.2 * len(data[:4096]) or min(sides) > 0.05 * max(sides):
        return None
    name = "utf-16-be" if sides[0] > sides[1] else "utf-16-le"
    try:
        return Decoded(data.decode(name), name, "detected", False)
    except UnicodeDecodeError:
        return None


def _fallback(data: bytes) -> Decoded:
    if b"\0" in data:
        raise _binary(data)
    return Decoded(_sloppy(data), _FALLBACK, "fallback", False)


def _binary(data: bytes) -> BinaryError:
    return BinaryError(f"looks like binary data, not text (a zero byte at {data.find(0)})")


def _sloppy(data: bytes) -> str:
    return codecs.charmap_decode(data, "strict", _WINDOWS_1252)[0]
