"""The words of a line as slots of the model's tables.

A slot comes from a hash, so a model needs no vocabulary. All functions take a line without white space at its ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import repeat
from zlib import crc32

from cleaner.core.regex import lazy_compile

BITS = 18
SLOTS = 1 << BITS
"""The number of weights of words."""

KNOWN_WORD_BITS = 18
KNOWN_PAIR_BITS = 20
MAX_TOKENS = 40

# Scripts without spaces between words: each character is a word.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
# Python's \w does not match the vowel signs of many scripts.
_SIGNS = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0dff\u200c\u200d"
_TOKEN = lazy_compile(
    rf"https?://\S+|www\.\S+|[{_UNSPACED}]|\d+|[^\W\d_{_UNSPACED}](?:[^\W\d_{_UNSPACED}]|[{_SIGNS}'’])*"
    r"|[©®@#|»«›‹>→▶►•·*…+$€£]"
)
_ASCII_TOKEN = lazy_compile(r"https?://\S+|www\.\S+|\d+|[A-Za-z][A-Za-z']*|[@#|>*+$]")
_ADDRESS = ("http://", "https://", "www.")
_TAIL = 12  # of MAX_TOKENS, so many come from the end of a long line
_SPACE = crc32(b" ")
_LONG, _HEAD, _FOOT = 360, 240, 120  # characters: of a longer line the start and the end count


def tokens(text: str) -> list[str]:
    """Return the words of a line in lower case, at most MAX_TOKENS, those of its start and end.

    A number becomes zeros, an address "://". In scripts without spaces each character is a word.

    >>> tokens("Read more: 25 tips at https://example.org")
    ['read', 'more', '00', 'tips', 'at', '://']
    """
    pattern = _ASCII_TOKEN if text.isascii() else _TOKEN
    if len(text) > _LONG:
        found = [*pattern.findall(text[:_HEAD])[: MAX_TOKENS - _TAIL], *pattern.findall(text[-_FOOT:])[-_TAIL:]]
    else:
        found = pattern.findall(text)
        if len(found) > MAX_TOKENS:
            found = found[: MAX_TOKENS - _TAIL] + found[-_TAIL:]
    found = list(map(str.lower, found))
    return found if "".join(found).isalpha() else [one if one.isalpha() else _sign(one) for one in found]


def _sign(token: str) -> str:
    """Return what stands for a token in lower case that is not all letters."""
    if token.startswith(_ADDRESS):
        return "://"
    return "0" * min(len(token), 5) if token[0].isdigit() else token


def pairs(words: Sequence[str]) -> list[str]:
    """Return each two neighbouring words, and the first and the last one with the end of the line.

    >>> pairs(["read", "more"])
    [' read', 'read more', 'more ']
    """
    return [f"{one} {other}" for one, other in zip(("", *words), (*words, ""), strict=True)]


def hashes(items: Sequence[str]) -> list[int]:
    """Return the hash of each word or pair: 32 bits, equal on every machine."""
    try:
        return [crc32(item.encode()) for item in items]
    except UnicodeEncodeError:  # a lone surrogate
        return [crc32(item.encode("utf-8", "surrogatepass")) for item in items]


def hashes_of_line(words: Sequence[str]) -> list[int]:
    """Return the hashes of the words of a line, and behind them those of its pairs.

    The hash of a pair goes on from that of its first word: no pair has to be written out.

    >>> words = ["read", "more"]
    >>> hashes_of_line(words) == hashes([*words, *pairs(words)])
    True
    """
    try:
        data = " ".join(words).encode().split(b" ") if words else []
    except UnicodeEncodeError:  # a lone surrogate
        data = [word.encode("utf-8", "surrogatepass") for word in words]
    found = list(map(crc32, data))
    data.append(b"")
    return [*found, *map(crc32, data, [_SPACE, *map(crc32, repeat(b" "), found)])]
