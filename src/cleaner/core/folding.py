"""Folds text for matching: plain white space, quotes, letters and line breaks, at the same length.

Rules match the folded text and cut the original at the same offsets. Folding therefore maps each character to
exactly one character.
"""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.core.regex import Contains, lazy_compile

# RE2's \s matches ASCII only. Zero-width characters and the soft hyphen count as blanks too: in scraped text they
# are far more common at the ends of lines than inside words.
_BLANKS = (
    "\t\x0b\x0c\x1c\x1d\x1e\x1f\xa0\xad\u1680\u180e\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008"
    "\u2009\u200a\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u202f\u205f\u2060\u2066"
    "\u2067\u2068\u2069\u3000\ufeff"
)
_TABLE: dict[int, str] = str.maketrans(
    dict.fromkeys(_BLANKS, " ")
    | dict.fromkeys("‘’‚‛ʼ＇`´", "'")
    | dict.fromkeys("“”„‟＂", '"')
    | dict.fromkeys("\r\u2028\u2029\x85", "\n")
    # Writers use these letters interchangeably, or case folding misses them.
    | dict(zip("άέήίόύώΆΈΉΊΌΎΏϊϋΐΰ", "αεηιουωΑΕΗΙΟΥΩιυιυ", strict=True))
    | dict(zip("İışţŞŢёЁ", "IișțȘȚеЕ", strict=True))
    | dict(zip("أإآٱىیکۀةہھ", "ااااييكهههه", strict=True))
    | dict(zip("\u0958\u0959\u095a\u095b\u095c\u095d\u095e\u095f\u09dc\u09dd\u09df", "कखगजडढफयডঢয", strict=True))
    | dict(zip("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९০১২৩৪৫৬৭৮৯", "0123456789" * 4, strict=True))
    | {"：": ":", "｜": "|", "（": "(", "）": ")", "［": "[", "］": "]", "＃": "#"}
)
# str.replace of the few common ones is ten times as fast as str.translate of every character
_COMMON = tuple((char, _TABLE[ord(char)]) for char in "’‘“”\xa0ёЁ")
_ODD_ASCII = tuple((chr(code), plain) for code, plain in _TABLE.items() if code < 0x80)
_BEYOND_ASCII = "".join(chr(code) for code in _TABLE if code >= 0x80)
ORNAMENT = " \t*•·・●▪◆■►▶»›>|–—-=_~#[("
_STRIPPED = ORNAMENT + ".:"
# RE2 reads UTF-8, which has no lone surrogates
_UNREADABLE = "\ufffd"
_ODD = lazy_compile(f"[{_BEYOND_ASCII}\ud800-\udfff]")
_has_odd = Contains(f"[{_BEYOND_ASCII}]")


def fold(text: str) -> str:
    """Fold `text` for matching; the result has the same length.

    >>> fold("READ\\u00a0MORE：\\u2019tis\\r\\n")
    "READ MORE:'tis \\n"
    """
    if "\r" in text:
        # The \r becomes a space, so that the length is kept and the \n alone breaks the line.
        text = text.replace("\r\n", " \n")
    if not text.isascii():
        for char, plain in _COMMON:
            text = text.replace(char, plain)
        if not text.isascii() and _has_odd(text):
            for char in set(_ODD.findall(text)):
                text = text.replace(char, _TABLE.get(ord(char), _UNREADABLE))
    for char, plain in _ODD_ASCII:
        if char in text:
            text = text.replace(char, plain)
    return text


def key(line: str) -> str:
    """Return the form of a folded line that copies share: single spaces, no case, no ornament at its ends.

    >>> key("• Read  MORE:")
    'read more'
    """
    return _single_spaced(line.casefold().strip(_STRIPPED))


def last_of_key(line: str) -> str:
    """Return the last character of the key of a folded line, without making the key; "" for an empty key."""
    return line.rstrip(_STRIPPED)[-1:].casefold()[-1:]


def keys(lines: Sequence[str]) -> Sequence[str]:
    """Return the key of each line of one text, folded and without case; see `key`."""
    stripped = [line and line.strip(_STRIPPED) for line in lines]
    return list(map(_single_spaced, stripped)) if "  " in "\n".join(stripped) else stripped


def _single_spaced(text: str) -> str:
    # The line break check is for titles: a line has none.
    return " ".join(text.split()) if "  " in text or "\n" in text else text
