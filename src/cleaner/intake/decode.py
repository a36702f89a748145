"""Decodes bytes to text.

The order is: byte order mark, declared encoding of a page, UTF-8, detection, Windows-1252. Bytes that are no
character of the encoding become U+FFFD if they are few; `Decoded.raw` keeps them. `encode` turns the text back into
the same bytes.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple, TypeVar

from cleaner.core.document import RawBytes
from cleaner.core.errors import InputError
from cleaner.core.regex import lazy_compile
from cleaner.intake.encodings import (
    ESCAPED,
    STATEFUL,
    USER_DEFINED,
    WIDE,
    WINDOWS_1252,
    codec_of,
    decode_escaped,
    encode_strictly,
)

_Piece = TypeVar("_Piece", str, bytes)
MARK = "\ufffd"
MARKED = " with marks"  # behind `Decoded.how` if some bytes are no character
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META_CHARSET = lazy_compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_XML_ENCODING = lazy_compile(rb"^\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([A-Za-z0-9_.:-]{2,40})")

# A sequence of UTF-8 that is cut, or written as two surrogates or too long: no other encoding explains these bytes
# between letters of ASCII. They are escaped here, as `ESCAPED` finds them.
_BROKEN_UTF8 = lazy_compile(
    "(?:\udce2\udc80|\udcf0\udc9f[\udc80-\udcbf]?|\udcef\udcbf|\udced[\udca0-\udcbf][\udc80-\udcbf]"
    "|[\udcc0\udcc1][\udc80-\udcbf]|\udce0[\udc80-\udc9f][\udc80-\udcbf])+"
)
_TAG, _LETTERS = lazy_compile(rb"<[^<>]*>"), lazy_compile(rb"[A-Za-z]+")
_SAMPLE = 1 << 16
_FEW = 20  # characters that are not ASCII for each place that is no character, in encodings other than UTF-8
# Detectors err on short Western European text. A detected encoding therefore counts only if it is not Western
# European, and only from this many non-ASCII bytes on.
_MIN_NON_ASCII = 24
_FEW_ZEROS = 0.02  # share of the bytes of what is not quite UTF-8
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

    `how` names the source of the encoding: option, bom, declared, utf-8, detected or fallback, each also
    "… with marks". `raw` holds the bytes that `encoding` does not give back.
    """

    text: str
    encoding: str
    how: str
    bom: bool
    raw: tuple[RawBytes, ...] = ()


def decode(data: bytes, *, encoding: str | None = None, html: bool = False) -> Decoded:
    """Decode `data`, in `encoding` if it is given.

    With `html`, an encoding that the page declares counts. Raises DecodeError if `data` is not text or if
    `encoding` is unknown.
    """
    if encoding is not None:
        return _decode_as(data, encoding)
    if bom := bom_of(data):
        mark, name = bom
        return _with_raw(_decode_few_marks(data[len(mark) :], name, "bom", len(mark)), data)
    declared = _declared(data) if html else None
    if declared not in (None, "utf-8", WINDOWS_1252):
        text = decode_escaped(data, declared)
        if not ESCAPED.search(text):
            return _with_raw(Decoded(text, declared, "declared", False), data)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _with_raw(_decode_other(data, declared), data)
    if b"\0" not in data:
        return Decoded(text, "utf-8", "utf-8", False)
    # Latin text in UTF-16 is also valid UTF-8, with a zero byte after every letter.
    wide = _decode_utf16(data)
    if wide is None and data.count(b"\0") > _MAX_ZERO_SHARE * len(data):
        raise _binary_error(data)
    return wide or Decoded(text, "utf-8", "utf-8", False)


def bom_of(data: bytes) -> tuple[bytes, str] | None:
    """Return the byte order mark that `data` begins with, and its encoding."""
    return next(((mark, name) for mark, name in _BOMS if data.startswith(mark)), None)


def stream_encoding(head: bytes, encoding: str | None) -> tuple[bytes, str]:
    """Return the byte order mark and the encoding of a stream that begins with `head`.

    Raises DecodeError if the stream is not text, or `encoding` is unknown.
    """
    found = bom_of(head)
    if encoding is not None:
        name = check_encoding(encoding)
        return found if found and _fits(encoding, name, found[1]) else (b"", name)
    if found:
        return found
    # only whole lines, so that no character is cut
    whole = head if len(head) < _SAMPLE else head[: head.rfind(b"\n") + 1] or head
    return b"", decode(whole).encoding


def marked(text: str) -> tuple[str, tuple[RawBytes, ...]]:
    """Replace each run of escaped bytes by one mark, and return the bytes with it.

    >>> marked("Caf\\udce9s")
    ('Caf\ufffds', (RawBytes(line=1, start=3, end=4, bytes='e9'),))
    """
    kept: list[str] = []
    raw: list[RawBytes] = []
    at = length = 0
    line = 1
    for match in ESCAPED.finditer(text):
        line += text.count("\n", at, match.start())
        length += match.start() - at
        kept += (text[at : match.start()], MARK)
        raw.append(RawBytes(line, length, length + 1, bytes(ord(char) & 0xFF for char in match[0]).hex()))
        at, length = match.end(), length + 1
    return ("".join([*kept, text[at:]]), tuple(raw)) if raw else (text, ())


def unmarked(text: str, raw: Iterable[RawBytes]) -> str:
    """Return the text with escaped bytes that `marked` was given."""
    escapes = (
        (start, end, "".join(chr(0xDC00 + byte) for byte in bytes.fromhex(data))) for _, start, end, data in raw
    )
    return "".join(_spliced(text, escapes, str))


def escaped_utf8(data: bytes) -> str:
    """Decode UTF-8, its stray bytes as escapes. Raises UnicodeDecodeError where they are many."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        if is_utf8(data):
            return data.decode("utf-8", "surrogateescape")
        raise


def is_utf8(line: bytes) -> bool:
    """Return whether `line` is UTF-8, but for a few places."""
    return _is_utf8(line.decode("utf-8", "surrogateescape"), 1)


def is_binary(data: bytes) -> bool:
    """Return whether `data`, the first bytes of a longer input, is binary."""
    try:
        decode(data[: data.rfind(b"\n") + 1] or data)
    except BinaryError:
        return True
    except DecodeError:
        return False
    return False


def encode(text: str, encoding: str, bom: bool, raw: Iterable[RawBytes] = ()) -> bytes:
    """Return `text` as bytes, the inverse of `decode`. Raises DecodeError if `encoding` lacks a character."""
    mark = next((mark for mark, name in _BOMS if name == encoding), b"") if bom else b""
    try:
        kept = ((start, end, bytes.fromhex(data)) for _, start, end, data in raw)
        return mark + b"".join(_spliced(text, kept, lambda piece: encode_strictly(piece, encoding)))
    except UnicodeEncodeError as error:
        raise DecodeError(f"character {error.start} does not exist in {encoding}") from None


def check_encoding(name: str) -> str:
    """Return the canonical name of an encoding. Raises DecodeError if no browser knows `name`."""
    if codec := codec_of(name):
        return codec
    raise DecodeError(f"{name!r} is not a text encoding that browsers know; try utf-8, windows-1252 or shift_jis")


def _decode_as(data: bytes, encoding: str) -> Decoded:
    name = check_encoding(encoding)
    found = bom_of(data)
    mark = b""
    if found and _fits(encoding, name, found[1]):
        mark, name = found
    return _with_raw(_decode_few_marks(data[len(mark) :], name, "option", len(mark)), data)


def _fits(encoding: str, name: str, marked: str) -> bool:
    """Return whether a byte order mark agrees: one without a stated byte order takes that of the mark."""
    return marked == name or (marked[:6] == name[:6] and encoding.lower().replace("_", "-") in ("utf-16", "utf-32"))


def _decode_few_marks(data: bytes, name: str, how: str, skipped: int) -> Decoded:
    """Decode with marks for a few places. Raises DecodeError for more of them."""
    text = decode_escaped(data, name)
    places = sum(1 for _ in ESCAPED.finditer(text))
    few = _is_utf8(text, 2) if name == "utf-8" else places * _FEW <= _non_ascii(text)
    if places and not few:
        raise _not_in(data, name, text, skipped)
    return Decoded(text, name, how + MARKED if places else how, bool(skipped))


def _not_in(data: bytes, encoding: str, text: str, skipped: int) -> DecodeError:
    """Return the error that names the first place that is no character."""
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        place, why = error.start + skipped, f" ({error.reason})"
    except LookupError:
        place, why = next(match.start() for match in ESCAPED.finditer(text)) + skipped, ""
    else:
        # Python reads more than browsers do
        before = next(text[: match.start()] for match in ESCAPED.finditer(text))
        place, why = len(_encoded(before, encoding) or b"") + skipped, ""
    return DecodeError(f"not {encoding} at byte {place}{why}; name the encoding with --encoding")


def _with_raw(decoded: Decoded, data: bytes) -> Decoded:
    """Mark the escaped bytes, and keep those bytes of `data` that the encoding does not give back."""
    text, raw = marked(decoded.text)
    mark = next((mark for mark, name in _BOMS if name == decoded.encoding), b"") if decoded.bom else b""
    if decoded.encoding != "utf-8":
        raw = tuple(_kept_bytes(text, decoded.encoding, data[len(mark) :]))
    return decoded._replace(text=text, raw=raw)


def _kept_bytes(text: str, encoding: str, data: bytes) -> Iterator[RawBytes]:
    """Yield the places of `text` whose bytes are not those that `encoding` writes, at most one a line."""
    if _encoded(text, encoding) == data:
        return
    if encoding in STATEFUL:
        yield RawBytes(1, 0, len(text), data.hex())
        return
    lines, pieces = [text], [data]
    if encoding not in WIDE and text.count("\n") == data.count(b"\n"):
        lines, pieces = text.split("\n"), data.split(b"\n")
    at = 0
    for number, (line, piece) in enumerate(zip(lines, pieces, strict=True), 1):
        if _encoded(line, encoding) != piece:
            encoded = [_encoded(char, encoding) or b"" for char in line]
            start, skipped = _same(encoded, piece)
            back, left = _same([char[::-1] for char in reversed(encoded[start:])], piece[skipped:][::-1])
            kept = piece[skipped : len(piece) - left]
            yield RawBytes(number, at + start, at + len(line) - back, kept.hex())
        at += len(line) + 1


def _same(characters: Sequence[bytes], data: bytes) -> tuple[int, int]:
    """Return how many characters, and how many bytes, `data` begins with."""
    size = 0
    for count, char in enumerate(characters):
        if not char or not data.startswith(char, size):
            return count, size
        size += len(char)
    return len(characters), size


def _encoded(text: str, encoding: str) -> bytes | None:
    try:
        return encode_strictly(text, encoding)
    except UnicodeEncodeError:
        return None


def _spliced(
    text: str, places: Iterable[tuple[int, int, _Piece]], convert: Callable[[str], _Piece]
) -> Iterator[_Piece]:
    """Yield the text, converted, with each (start, end, piece) of `places` instead of what stands there."""
    at = 0
    for start, end, piece in places:
        yield convert(text[at:start])
        yield piece
        at = end
    yield convert(text[at:])


def _is_utf8(text: str, margin: int) -> bool:
    """Return whether text with escaped bytes is UTF-8 but for a few places.

    Each continuation byte of a character speaks for UTF-8, and each byte that is no part of a character against it;
    pieces that only UTF-8 explains speak for it too. `margin` says how often the latter must outweigh the former.
    """
    unexplained, count = _BROKEN_UTF8.subn("", text)
    whole = ESCAPED.sub("", unexplained)
    against = len(unexplained) - len(whole)
    evidence = len(whole.encode("utf-8", "replace")) - len(whole) + 2 * count
    return evidence > 0 and evidence >= margin * against


def _may_be_western(data: bytes) -> bool:
    """Return whether most letters beside the tags are ASCII, as in all languages that Windows-1252 writes."""
    text = _TAG.sub(b"", data)
    high = sum(byte > 0x7F for byte in text)
    return high < sum(len(word) for word in _LETTERS.findall(text))


def _non_ascii(text: str) -> int:
    return sum(char > "\x7f" for char in ESCAPED.sub("", text))


def _declared(data: bytes) -> str | None:
    """Return the encoding that a page declares, None if it declares none that a browser knows."""
    match = _XML_ENCODING.search(data[:1024]) or _META_CHARSET.search(data[:4096])
    name = codec_of(match[1].decode("ascii")) if match else None
    if name == USER_DEFINED:
        return WINDOWS_1252
    # a declaration that can be read byte by byte is not in UTF-16
    return "utf-8" if name in WIDE else name


def _decode_other(data: bytes, declared: str | None) -> Decoded:
    """Decode what is not quite UTF-8."""
    if b"\0" in data:
        if wide := _decode_utf16(data):
            return wide
        if data.count(b"\0") > _FEW_ZEROS * len(data):
            raise _binary_error(data)
    sample = data[:_SAMPLE].decode("utf-8", "surrogateescape")
    if _is_utf8(sample, 1):
        text = data.decode("utf-8", "surrogateescape")
        if _is_utf8(text, 1 if declared == "utf-8" else 2):
            return Decoded(text, "utf-8", "utf-8" + MARKED, False)
    if declared == WINDOWS_1252 and b"\0" not in data and _may_be_western(data[:_SAMPLE]):
        return Decoded(decode_escaped(data, declared), declared, "declared", False)
    if declared not in (None, "utf-8", WINDOWS_1252):
        try:
            return _decode_few_marks(data, declared, "declared", 0)
        except DecodeError:
            pass
    if detected := _decode_detected(data):
        return detected
    if _is_utf8(sample, 1):
        return Decoded(data.decode("utf-8", "surrogateescape"), "utf-8", "utf-8" + MARKED, False)
    return _decode_fallback(data)


def _decode_detected(data: bytes) -> Decoded | None:
    sample = data[:_SAMPLE]
    if b"\0" in data or sum(byte > 0x7F for byte in sample) < _MIN_NON_ASCII:
        return None
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    if best is None or best.encoding not in _PLAUSIBLE:
        return None
    codec = codec_of(best.encoding) or best.encoding
    text = decode_escaped(data, codec)
    if ESCAPED.search(text):
        return None
    return Decoded(text, codec, "detected", False)


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
    return Decoded(decode_escaped(data, WINDOWS_1252), WINDOWS_1252, "fallback", False)


def _binary_error(data: bytes) -> BinaryError:
    return BinaryError(f"looks like binary data, not text (a zero byte at {data.find(0)})")
