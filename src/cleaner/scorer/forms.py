"""What a line tells by itself besides its words: its length, its start and end, its script, its signs."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from cleaner.core.regex import lazy_compile
from cleaner.scorer.slots import (
    CASE,
    CHARACTERS,
    COUNTS,
    ENDS,
    FORM,
    KNOWN,
    KNOWN_ENDS,
    KNOWN_LENGTH,
    SCRIPT,
    SCRIPTS,
    STARTS,
    SYMBOLS,
    WORDS,
    L,
    W,
)

MAX_SIZE = 600  # characters of a line that count
MIN_PARAGRAPH = 100  # characters; a longer line that ends like a sentence is a paragraph
_CALM = 45  # characters of a sentence that is the article's, if its neighbours are as calm
_MAX_DIGITS = 200  # characters of a line whose digits count

_END_MARKS = frozenset(".!?…。！？।॥۔؟‽։።។")
_CLOSERS = "\"')]}»”’› \t*_」』】》"
_BREAK = lazy_compile(r"[^\W\d_]{2}[.!?…][\"'”’»)]* +[\"'“‘«(¿¡]*[^\W\d_a-z]|[。！？।۔؟]")
_CAPITAL = lazy_compile(r"(?<![^\W_])[^\W\d_a-z]")
_ASCII_CAPITAL = lazy_compile(r"(?<![A-Za-z0-9])[A-Z]")
_DIGIT = lazy_compile(r"\d")
_BULLET = lazy_compile(r"[*\-–—•·▪►»+o] |[•·▪►»]")
_SIGNS = (("|", 1), ("/", 2), (" > ", 4), ("»", 4), ("@", 8), ("#", 16), ("http", 32), ("www.", 32))
LATIN, GREEK, CYRILLIC, ARMENIAN, HEBREW, ARABIC, OTHER, INDIC, UNSPACED, HANGUL, MARKS, CJK = range(SCRIPTS)
_BLOCKS = (
    (0x0250, LATIN), (0x0370, GREEK), (0x0400, GREEK), (0x0530, CYRILLIC), (0x0590, ARMENIAN), (0x0600, HEBREW),
    (0x0780, ARABIC), (0x0900, OTHER), (0x0E00, INDIC), (0x1100, UNSPACED), (0x1200, HANGUL), (0x1E00, OTHER),
    (0x2000, LATIN), (0x3040, OTHER), (0xA000, CJK), (0xAC00, OTHER), (0xD7B0, HANGUL), (0xF900, OTHER),
    (0xFB00, CJK), (0x110000, OTHER),
)  # fmt: skip
_BLOCK_ENDS = [end for end, _ in _BLOCKS]
SCRIPT_NAMES = (
    "latin", "greek", "cyrillic", "armenian", "hebrew", "arabic", "other", "indic", "unspaced", "hangul", "marks",
    "cjk",
)  # fmt: skip


class Form(NamedTuple):
    """The form of one line, as its neighbours see it. `length` is a step of characters.

    is_calm: whether the line is a paragraph or another sentence that is hardly short. shape: length and is_prose in
    one number.
    """

    length: int
    end: int
    script: int
    is_prose: bool
    is_calm: bool
    shape: int


class Alone(NamedTuple):
    """What a line tells by itself: the keys of its facts, and the class of its start."""

    keys: tuple[int, ...]
    start: int


def form(text: str) -> Form:
    """Return the form of a line, which is not empty and has no white space at its ends."""
    size = len(text)
    if size < MIN_PARAGRAPH:
        return _remembered_form(text)
    if text[-1] == "." and text[-2] != "." and text.isascii():
        # as _form says: most lines are plain paragraphs
        return _PARAGRAPHS[bisect_right(CHARACTERS, size)]
    return _form(text)


def _form(text: str) -> Form:
    size = len(text)
    end, script = _end(text), script_of(text)
    is_long = size >= MIN_PARAGRAPH or (script in (UNSPACED, CJK) and size >= 40)
    if not is_long and size >= 60:
        is_long = _BREAK.search(text) is not None
    is_ended = end in (1, 2, 3)
    length, is_prose = bisect_right(CHARACTERS, size), is_long and is_ended
    return Form(length, end, script, is_prose, is_prose or (is_ended and size >= _CALM), length * 2 + is_prose)


_PARAGRAPHS = tuple(Form(length, 1, LATIN, True, True, length * 2 + 1) for length in range(L))
# A text is read twice
_remembered_form = lru_cache(maxsize=2048)(_form)


@lru_cache(maxsize=512)
def alone(text: str) -> Alone:
    """Return what a line tells by itself; it is not empty and has no white space at its ends."""
    size = len(text)
    length, end, script, _, _, _ = form(text)
    start = _start(text)
    words = text.count(" ") + 1
    if script in (UNSPACED, CJK):
        words = max(words, size // 3)
    word_step = bisect_right(WORDS, words)
    head = text[:MAX_SIZE]
    is_ascii = text.isascii()
    capitals = digits = breaks = symbols = 0
    if script <= ARMENIAN:
        capitals = min(5, len((_ASCII_CAPITAL if is_ascii else _CAPITAL).findall(head)) * 5 // words)
    if size > 20 and not (is_ascii and _has_no_break(head)):
        breaks = min(3, len(_BREAK.findall(head)))
    if size < _MAX_DIGITS:
        digits = sum(map(text.count, "0123456789")) if is_ascii else len(_DIGIT.findall(text))
    for sign, bit in _SIGNS:
        if sign in head:
            symbols |= bit
    commas = min(4, text.count(",") + (0 if is_ascii else text.count("،") + text.count("、")))
    digit_step = min(4, 1 + digits * 4 // size) if digits else 0
    keys = (
        SCRIPT + script * L + length,
        FORM + (end * STARTS + start) * L + length,
        CASE + (capitals * ENDS + end) * W + word_step,
        COUNTS + ((text.isupper() * 5 + digit_step) * 5 + commas) * 4 + breaks,
        SYMBOLS + symbols,
    )
    return Alone(keys, start)


def _has_no_break(text: str) -> bool:
    """Return whether no mark in an ASCII text, or a quote or bracket behind one, has a space behind it."""
    return not (". " in text or "! " in text or "? " in text or '" ' in text or "' " in text or ") " in text)


def _end(text: str) -> int:
    """Return a class of the line's end: 1 to 4 end a sentence."""
    if text[-1] == "." and text[-2:] != "..":
        return 1
    last = text.rstrip(_CLOSERS)[-1:] or text[-1]
    if last.isalnum():
        return 0
    if last in "?？؟":
        return 2
    if last in "!！":
        return 3
    if last == "…" or text.endswith("..."):
        return 4
    if last in _END_MARKS:
        return 1
    return 5 if last in ":：" else 6 if last in ",;،、；，" else 7


def _start(text: str) -> int:
    """Return a class of the line's first character."""
    first = text[0]
    if first.isalpha():
        return 0 if first.islower() else 1 if first.isupper() else 6
    if first.isdigit():
        return 2
    if _BULLET.match(text):
        return 3
    return 4 if first in "\"'“‘«„「『”" else 5 if first in "([{【（<" else 7


def script_of(text: str) -> int:
    """Return the script of the first letter, an index in SCRIPT_NAMES; LATIN without a letter."""
    if text.isascii():
        return LATIN
    for char in text:
        if char.isalpha():
            return LATIN if char < "\u0250" else _BLOCKS[bisect_right(_BLOCK_ENDS, ord(char))][1]
    return LATIN


def known(words: Sequence[int], pairs: Sequence[int], text: str) -> tuple[int, ...]:
    """Return the keys of what the vocabulary knows of a line's words and pairs of words.

    `words` and `pairs` have 1 for each one that a phrase of boilerplate holds, else 0; the first and the last pair
    have a line's end.
    """
    found, found_pairs = sum(words), sum(pairs)
    share = 1 + min(4, found * 5 // len(words)) if found else 0
    pair_share = 1 + min(5, found_pairs * 6 // len(pairs)) if found_pairs else 0
    return (
        KNOWN + share * 7 + pair_share,
        KNOWN_ENDS + min(5, found) * 16 + 4 * (pairs[0] + 2 * pairs[-1]) + min(3, found_pairs),
        KNOWN_LENGTH + bisect_right(WORDS, text.count(" ") + 1) * 7 + pair_share,
    )
