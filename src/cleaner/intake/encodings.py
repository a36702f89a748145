"""The encodings of the web: their labels, and how a browser reads each.

The labels are those of https://encoding.spec.whatwg.org. An encoding is called by the name of Python's codec, apart
from windows-1252 and x-user-defined, for which Python has none that a browser would recognise.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable
from functools import lru_cache

from cleaner.core.regex import lazy_compile

WINDOWS_1252 = "windows-1252"
USER_DEFINED = "x-user-defined"
# codec: labels. Windows' supersets stand for shift_jis, euc-kr, big5 and the ISO codes that they extend.
_LABELS = """
utf-8: unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf-8 utf8 x-unicode20utf8
cp866: 866 cp866 csibm866 ibm866
iso8859-2: csisolatin2 iso-8859-2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2
iso8859-3: csisolatin3 iso-8859-3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 latin3
iso8859-4: csisolatin4 iso-8859-4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 latin4
iso8859-5: csisolatincyrillic cyrillic iso-8859-5 iso-ir-144 iso8859-5 iso88595 iso_8859-5 iso_8859-5:1988
iso8859-6: arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6 iso-8859-6-e iso-8859-6-i
iso8859-6: iso-ir-127 iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987
iso8859-7: csisolatingreek ecma-118 elot_928 greek greek8 iso-8859-7 iso-ir-126 iso8859-7 iso88597 iso_8859-7
iso8859-7: iso_8859-7:1987 sun_eu_greek
iso8859-8: csiso88598e csisolatinhebrew hebrew iso-8859-8 iso-8859-8-e iso-ir-138 iso8859-8 iso88598 iso_8859-8
iso8859-8: iso_8859-8:1988 visual csiso88598i iso-8859-8-i logical
iso8859-10: csisolatin6 iso-8859-10 iso-ir-157 iso8859-10 iso885910 l6 latin6
iso8859-13: iso-8859-13 iso8859-13 iso885913
iso8859-14: iso-8859-14 iso8859-14 iso885914
iso8859-15: csisolatin9 iso-8859-15 iso8859-15 iso885915 iso_8859-15 l9
iso8859-16: iso-8859-16
koi8-r: cskoi8r koi koi8 koi8-r koi8_r
koi8-u: koi8-ru koi8-u
mac-roman: csmacintosh mac macintosh x-mac-roman
mac-cyrillic: x-mac-cyrillic x-mac-ukrainian
cp874: dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 windows-874
cp1250: cp1250 windows-1250 x-cp1250
cp1251: cp1251 windows-1251 x-cp1251
windows-1252: ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 iso88591
windows-1252: iso_8859-1 iso_8859-1:1987 l1 latin1 us-ascii windows-1252 x-cp1252
cp1253: cp1253 windows-1253 x-cp1253
cp1254: cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 iso_8859-9:1989 l5 latin5
cp1254: windows-1254 x-cp1254
cp1255: cp1255 windows-1255 x-cp1255
cp1256: cp1256 windows-1256 x-cp1256
cp1257: cp1257 windows-1257 x-cp1257
cp1258: cp1258 windows-1258 x-cp1258
gb18030: chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 gbk iso-ir-58 x-gbk gb18030
big5hkscs: big5 big5-hkscs cn-big5 csbig5 x-x-big5
euc_jp: cseucpkdfmtjapanese euc-jp x-euc-jp
iso2022_jp: csiso2022jp iso-2022-jp
cp932: csshiftjis ms932 ms_kanji shift-jis shift_jis sjis windows-31j x-sjis
cp949: cseuckr csksc56011987 euc-kr iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 windows-949
utf-16-be: unicodefffe utf-16be
utf-16-le: csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16 utf-16le
x-user-defined: x-user-defined
"""
# Python's names of other encodings, and of those without a label
_ALSO = {
    "ascii": WINDOWS_1252,
    "big5": "big5hkscs",
    "cp936": "gb18030",
    "cp950": "big5hkscs",
    "cp1252": WINDOWS_1252,
    "euc_jis_2004": "euc_jp",
    "euc_kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso8859-1": WINDOWS_1252,
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "ks_c_5601": "cp949",
    "ks_c_5601_1987": "cp949",
    "shift_jis": "cp932",
    "tis-620": "cp874",
    "utf-16": "utf-16-le",
    "utf-32": "utf-32-le",
    "utf-32-be": "utf-32-be",
    "utf-32-le": "utf-32-le",
    "utf-8-sig": "utf-8",
}
_CHARMAPS = ("cp874", *(f"cp{number}" for number in range(1250, 1259)), WINDOWS_1252, USER_DEFINED)
STATEFUL = frozenset({"iso2022_jp"})
WIDE = frozenset({"utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"})
# Bytes that are no character become \udc00 and more until they are marked, as with Python's surrogateescape.
ESCAPED = lazy_compile("[\udc00-\udcff]+")
# Windows reads these six characters of JIS X 0208 as others than Unicode's own table does
_WINDOWS_JIS = {0x301C: 0xFF5E, 0x2016: 0x2225, 0x2212: 0xFF0D, 0xA2: 0xFFE0, 0xA3: 0xFFE1, 0xAC: 0xFFE2}
_UNICODE_JIS = {windows: own for own, windows in _WINDOWS_JIS.items()}
# and Python reads four bytes of Windows' Shift_JIS that are no character as ones for private use
_AFTER = {
    "euc_jp": _WINDOWS_JIS,
    "iso2022_jp": _WINDOWS_JIS,
    "cp932": {0xF8F0: 0xDCA0, 0xF8F1: 0xDCFD, 0xF8F2: 0xDCFE, 0xF8F3: 0xDCFF},
}


@lru_cache(maxsize=1)
def _by_label() -> dict[str, str]:
    table = {}
    for row in _LABELS.strip().splitlines():
        codec, _, labels = row.partition(": ")
        table.update(dict.fromkeys(labels.split(), codec))
    return table


def codec_of(label: str) -> str | None:
    """Return the codec of an encoding's label, or of Python's name for it; None if no browser knows it."""
    table = _by_label()
    key = label.strip().lower()
    if found := table.get(key):
        return found
    if key in _ALSO:
        return _ALSO[key]
    try:
        name = codecs.lookup(key).name
    except (LookupError, ValueError):
        return None
    return _ALSO.get(name) or (name if name in table.values() else table.get(name))


def decode_escaped(data: bytes, codec: str) -> str:
    """Decode `data` as a browser would; bytes that are no character become escapes."""
    if codec in _CHARMAPS:
        return codecs.charmap_decode(data, _handler(codec), _charmap(codec))[0]
    text = data.decode(codec, _handler(codec))
    return text.translate(_AFTER[codec]) if codec in _AFTER else text


def decode_pieces(codec: str) -> Callable[[bytes, bool], str]:
    """Return the function that decodes a stream piece by piece; its second argument tells that no more follows."""
    if codec in _CHARMAPS:
        return lambda data, _: decode_escaped(data, codec)
    decode = codecs.getincrementaldecoder(codec)(_handler(codec)).decode
    return (lambda data, ended: decode(data, ended).translate(_AFTER[codec])) if codec in _AFTER else decode


def encode_strictly(text: str, codec: str) -> bytes:
    """Return `text` as bytes. Raises UnicodeEncodeError for a character that `codec` lacks."""
    if codec in _CHARMAPS:
        return codecs.charmap_encode(text, "strict", codecs.charmap_build(_charmap(codec)))[0]
    return (text.translate(_UNICODE_JIS) if _AFTER.get(codec) is _WINDOWS_JIS else text).encode(codec)


@lru_cache(maxsize=len(_CHARMAPS))
def _charmap(codec: str) -> str:
    """Return the 256 characters of an encoding. Undefined bytes below A0 are controls, as in a browser."""
    if codec == USER_DEFINED:
        return "".join(map(chr, range(128))) + "".join(map(chr, range(0xF780, 0xF800)))
    name = "cp1252" if codec == WINDOWS_1252 else codec
    table = bytes(range(256)).decode(name, "replace").replace("\ufffd", "\ufffe")
    return "".join(chr(byte) if byte < 0xA0 and char == "\ufffe" else char for byte, char in enumerate(table))


def _handler(codec: str) -> str:
    """Return the name of the error handler of a codec, registered."""
    name = f"cleaner.{codec}"
    special = {"gb18030": _euro, "euc_jp": _nec, "iso2022_jp": _nec, "big5hkscs": _big5}.get(codec, _escape)
    codecs.register_error(name, special)
    return name


def _escape(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    data, start, end = error.object, error.start, error.end
    if not error.encoding.lower().startswith(("utf-16", "utf16", "utf-32", "utf32")):
        # a lead byte does not swallow the ASCII character behind it
        end = next((at for at in range(start + 1, end) if data[at] < 0x80), end)
    return "".join(chr(0xDC00 + byte) for byte in data[start:end]), end


def _euro(error: UnicodeError) -> tuple[str, int]:
    """Windows writes the euro sign as 80 in GBK."""
    if isinstance(error, UnicodeDecodeError) and error.object[error.start] == 0x80:
        return "€", error.start + 1
    return _escape(error)


def _nec(error: UnicodeError) -> tuple[str, int]:
    """Read the characters of NEC and IBM, which stand in Windows' table alone: the same cell in Shift_JIS."""
    if isinstance(error, UnicodeDecodeError):
        pair = error.object[error.start : error.start + 2]
        row, cell = (byte & 0x7F for byte in pair) if len(pair) == 2 else (0, 0)
        in_table = pair.isascii() if error.encoding.lower().startswith("iso") else min(pair, default=0) > 0xA0
        if in_table and 0x21 <= row <= 0x7E and 0x21 <= cell <= 0x7E:
            lead = (row - 0x21) // 2 + (0x81 if row < 0x5F else 0xC1)
            trail = cell + 0x7E if row % 2 == 0 else cell + (0x1F if cell < 0x60 else 0x20)
            try:
                return bytes((lead, trail)).decode("cp932"), error.start + 2
            except UnicodeDecodeError:
                pass
    return _escape(error)


def _big5(error: UnicodeError) -> tuple[str, int]:
    """Read the characters of Windows' Big5 that the one of Hong Kong lacks."""
    if isinstance(error, UnicodeDecodeError):
        try:
            return error.object[error.start : error.start + 2].decode("cp950"), error.start + 2
        except UnicodeDecodeError:
            pass
    return _escape(error)
