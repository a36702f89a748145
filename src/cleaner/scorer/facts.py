"""What a line tells besides its words: its form, its place, and the lines around it.

A fact is a slot of the table of facts: each kind of fact has a range of slots, counted off by `_slots`, one for
each value. Changing a fact makes all trained models useless: raise FEATURES then.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

FEATURES = 2
"""The version of words, facts and neighbours. A model states the version that it was trained with."""

_CHARACTERS = (1, 3, 6, 10, 15, 22, 30, 40, 55, 75, 100, 140, 200, 300, 500)
_WORDS = (1, 2, 3, 4, 5, 6, 8, 10, 13, 17, 25, 40)
_LINES = (1, 2, 3, 4, 5, 7, 10, 15, 25, 50, 100)
_L, _W, _N = len(_CHARACTERS) + 1, len(_WORDS) + 1, len(_LINES) + 1
_ENDS, _STARTS, _SCRIPTS, _ZONES = 8, 8, 12, 3
_MAX_SIZE = 600  # characters of a line that count
_MAX_TOPICS = 5  # words
_MAX_WHOLE = 20_000  # characters that are searched for a word's second place
_MAX_SENTENCE = 150  # characters; a longer sentence is the article's, or its wording is known
_CALM = 45  # characters of a sentence that is the article's, if its neighbours are as calm

_size = 0


def _slots(count: int) -> int:
    """Reserve `count` slots and return the first."""
    global _size
    first, _size = _size, _size + count
    return first


_BIAS = _slots(1)
_LENGTH, _COUNT = _slots(_L), _slots(_W)
_CAPITALS, _UPPER = _slots(6), _slots(2)
_END, _START = _slots(_ENDS), _slots(_STARTS)
_DIGITS, _COMMAS, _MARKS, _BREAKS = _slots(5), _slots(5), _slots(64), _slots(4)
_SCRIPT, _SCRIPT_LENGTH = _slots(_SCRIPTS), _slots(_SCRIPTS * _L)
_FORM, _CASE_FORM = _slots(_ENDS * _STARTS * _L), _slots(6 * _ENDS * _W)
_KNOWN_WORDS, _KNOWN_PAIRS, _KNOWN_COUNT, _KNOWN_BOTH = _slots(6), _slots(7), _slots(6), _slots(6 * 8)
_KNOWN_ENDS, _KNOWN_LENGTH = _slots(16), _slots(_W * 8)
_TOP, _BOTTOM, _PLACE = _slots(_N), _slots(_N), _slots(11)
_ZONE, _ZONE_LENGTH, _ZONE_FORM = _slots(_ZONES), _slots(_ZONES * _L), _slots(_ZONES * _ENDS * _STARTS)
_DISTANCE = _slots(_N * _ZONES)
_COPIES, _COPIES_LENGTH = _slots(4), _slots(4 * _L)
_TITLE = _slots(4)
_TOPIC, _TOPIC_ZONE = _slots(7), _slots(7 * _ZONES)
_ALL_LINES, _PROSE_SHARE = _slots(_N), _slots(11)
_NEAR = tuple(_slots(_L * 2) for _ in range(4))
_BETWEEN, _ABOVE, _BELOW = _slots(_L * _L), _slots(_L * _L), _slots(_L * _L)
_AROUND = _slots(_L)
_GONE_ABOVE, _GONE_BELOW, _GONE_BOTH, _GONE, _GONE_SHARE = _slots(4), _slots(4), _slots(16), _slots(_N), _slots(6)
_CUT, _SAME_START = _slots(2), _slots(4)
SLOTS = _size
"""The number of weights of facts."""

_END_MARKS = frozenset(".!?…。！？।॥۔؟‽։።។")
_CLOSERS = "\"')]}»”’› \t*_」』】》"
_BREAK = re.compile(r"[^\W\d_]{2}[.!?…][\"'”’»)]* +[\"'“‘«(¿¡]*[^\W\d_a-z]|[。！？।۔؟]")
_CAPITAL = re.compile(r"(?<![^\W_])[^\W\d_a-z]")
_ASCII_CAPITAL = re.compile(r"(?<![A-Za-z0-9])[A-Z]")
_DIGIT = re.compile(r"\d")
_LONG_WORD = re.compile(r"[^\W\d_]{5,}")
_BULLET = re.compile(r"[*\-–—•·▪►»+o] |[•·▪►»]")
_SIGNS = (("|", 1), ("/", 2), (" > ", 4), ("»", 4), ("@", 8), ("#", 16), ("http", 32), ("www.", 32))
LATIN, GREEK, CYRILLIC, ARMENIAN, HEBREW, ARABIC, OTHER, INDIC, UNSPACED, HANGUL, MARKS, CJK = range(_SCRIPTS)
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
    """The form of one line, as its neighbours see it. `length` is a step of characters."""

    length: int
    end: int
    script: int
    is_prose: bool


def form(text: str) -> Form:
    """Return the form of a line, which is not empty and has no white space at its ends."""
    return _remembered_form(text) if len(text) <= _MAX_SIZE else _form(text)


def _form(text: str) -> Form:
    size = len(text)
    end, script = _end(text), script_of(text)
    is_long = size >= 100 or (script in (UNSPACED, CJK) and size >= 40)
    if not is_long and size >= 60:
        is_long = _BREAK.search(text) is not None
    return Form(bisect_right(_CHARACTERS, size), end, script, is_long and end in (1, 2, 3))


# A text is read twice
_remembered_form = lru_cache(maxsize=2048)(_form)


class _Alone(NamedTuple):
    """What a line tells by itself: the facts of its form, the class of its start, its longer words."""

    facts: tuple[int, ...]
    start: int
    topics: tuple[str, ...]


def form_facts(text: str) -> tuple[int, ...]:
    """Return the slots of the facts of the form of a line, which need no other line."""
    return _alone(text).facts


@lru_cache(maxsize=1024)
def _alone(text: str) -> _Alone:
    size = len(text)
    length, end, script, _ = form(text)
    start = _start(text)
    words = text.count(" ") + 1
    if script in (UNSPACED, CJK):
        words = max(words, size // 3)
    word_step = bisect_right(_WORDS, words)
    head = text[:_MAX_SIZE]
    ascii_only = text.isascii()
    capitals = 0
    if script <= ARMENIAN:
        capitals = min(5, len((_ASCII_CAPITAL if ascii_only else _CAPITAL).findall(head)) * 5 // words)
    breaks = min(3, len(_BREAK.findall(head))) if size > 20 else 0
    digits = len(_DIGIT.findall(text)) if size < 200 else 0
    signs = 0
    for sign, bit in _SIGNS:
        if sign in head:
            signs |= bit
    commas = min(4, text.count(",") + (0 if ascii_only else text.count("،") + text.count("、")))
    slots = (
        _BIAS,
        _LENGTH + length,
        _COUNT + word_step,
        _CAPITALS + capitals,
        _UPPER + text.isupper(),
        _END + end,
        _START + start,
        _DIGITS + (min(4, 1 + digits * 4 // size) if digits else 0),
        _COMMAS + commas,
        _MARKS + signs,
        _BREAKS + breaks,
        _SCRIPT + script,
        _SCRIPT_LENGTH + script * _L + length,
        _FORM + (end * _STARTS + start) * _L + length,
        _CASE_FORM + (capitals * _ENDS + end) * _W + word_step,
    )
    topics = _LONG_WORD.findall(text.lower()[:_MAX_SIZE])[:_MAX_TOPICS]
    return _Alone(slots, start, tuple(topics))


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
    """Return the facts of a line about the words and the pairs of a line that the phrases of boilerplate hold.

    `words` and `pairs` have 1 for each one that a phrase holds, else 0; the first and the last pair have a line's
    end.
    """
    found, found_pairs = sum(words), sum(pairs)
    share = 1 + min(4, found * 5 // len(words)) if found else 0
    pair_share = 1 + min(5, found_pairs * 6 // len(pairs)) if found_pairs else 0
    return (
        _KNOWN_WORDS + share,
        _KNOWN_PAIRS + pair_share,
        _KNOWN_COUNT + min(5, found),
        _KNOWN_BOTH + share * 8 + pair_share,
        _KNOWN_ENDS + 4 * (pairs[0] + 2 * pairs[-1]) + min(3, found_pairs),
        _KNOWN_LENGTH + bisect_right(_WORDS, text.count(" ") + 1) * 8 + pair_share,
    )


class Text:
    """The lines of a text that are still there, none blank, without white space at their ends.

    cut: whether a line has lost a part of its text. gone: for each gap, from the one above the first line to the
    one below the last, the number of lines that are gone.
    """

    def __init__(self, lines: Sequence[str], cut: Sequence[bool], gone: Sequence[int], title: str = "") -> None:
        self.lines = lines
        self.gone = gone
        self.forms = list(map(form, lines))
        self._cut = cut
        self._calm = [
            one.is_prose or (one.end in (1, 2, 3) and len(line) >= _CALM) for one, line in zip(self.forms, lines)
        ]
        prose = [at for at, one in enumerate(self.forms) if one.is_prose]
        # two lines of nothing above and below, so that every line has neighbours
        self._shapes = [0, 0, *(one.length * 2 + one.is_prose for one in self.forms), 0, 0]
        self._paragraphs = len(prose)
        self.first, self.last = (prose[0], prose[-1]) if prose else (0, len(lines) - 1)
        self._title = title.lower().strip()
        self._title_words = frozenset(_LONG_WORD.findall(self._title))
        self._all_gone = sum(gone)

    @property
    def has_prose(self) -> bool:
        """Whether any line is a paragraph."""
        return self._paragraphs > 0

    def is_scored(self, at: int) -> bool:
        """Return whether line `at` is worth a score: it is no title, no long sentence, none amid others."""
        if not self._calm[at]:
            return not self.is_title(at)
        if at == self.first or len(self.lines[at]) >= _MAX_SENTENCE:
            return False
        if self.gone[at] or self.gone[at + 1]:
            return True
        calm = self._calm
        return (at > 0 and not calm[at - 1]) or (at + 1 < len(calm) and not calm[at + 1])

    def facts(self, at: int) -> list[int]:
        """Return the slots of all facts of line `at` but those about known words."""
        return [*form_facts(self.lines[at]), *self.place_facts(at)]

    def place_facts(self, at: int) -> tuple[int, ...]:
        """Return the slots of the facts that line `at` has from its place in the text."""
        own, count = self.forms[at], len(self.forms)
        _, own_start, words = _alone(self.lines[at])
        length = own.length
        zone = 0 if at < self.first else 2 if at > self.last else 1
        distance = self.first - at if zone == 0 else at - self.last if zone == 2 else 0
        copies = self.copies(at)
        topic = sum(map(self._is_topic, words)) * 5 // len(words) if words else 6
        shapes = self._shapes
        up2, up, down, down2 = shapes[at], shapes[at + 1], shapes[at + 3], shapes[at + 4]
        above, below = up >> 1, down >> 1
        low, high = max(0, at - 3), min(count, at + 4)
        around = sum([min(len(line), _MAX_SIZE) for line in self.lines[low:high]]) - min(
            len(self.lines[at]), _MAX_SIZE
        )
        gone_above, gone_below = min(3, self.gone[at]), min(3, self.gone[at + 1])
        start = self.lines[at][:4]
        same = at > 0 and self.lines[at - 1].startswith(start)
        same_below = at + 1 < count and self.lines[at + 1].startswith(start)
        return (
            _TOP + bisect_right(_LINES, at),
            _BOTTOM + bisect_right(_LINES, count - 1 - at),
            _PLACE + at * 10 // count,
            _ZONE + zone,
            _ZONE_LENGTH + zone * _L + length,
            _ZONE_FORM + (zone * _ENDS + own.end) * _STARTS + own_start,
            _DISTANCE + zone * _N + bisect_right(_LINES, distance),
            _COPIES + copies,
            _COPIES_LENGTH + copies * _L + length,
            _TITLE + self._title_likeness(words),
            _TOPIC + topic,
            _TOPIC_ZONE + topic * _ZONES + zone,
            _ALL_LINES + bisect_right(_LINES, count),
            _PROSE_SHARE + self._paragraphs * 10 // count,
            _NEAR[0] + up2,
            _NEAR[1] + up,
            _NEAR[2] + down,
            _NEAR[3] + down2,
            _BETWEEN + above * _L + below,
            _ABOVE + length * _L + above,
            _BELOW + length * _L + below,
            _AROUND + bisect_right(_CHARACTERS, around // max(1, high - low - 1)),
            _GONE_ABOVE + gone_above,
            _GONE_BELOW + gone_below,
            _GONE_BOTH + gone_above * 4 + gone_below,
            _GONE + bisect_right(_LINES, self._all_gone),
            _GONE_SHARE + min(5, self._all_gone * 10 // (self._all_gone + count)),
            _CUT + self._cut[at],
            _SAME_START + same + 2 * same_below,
        )

    def copies(self, at: int) -> int:
        """Return how often the text has line `at` beside this time, at most 3."""
        return min(3, self._copies[self._folded[at]] - 1)

    @cached_property
    def _lower(self) -> str:
        return "\n".join(self.lines).lower()

    @cached_property
    def _folded(self) -> Sequence[str]:
        """The lines in lower case."""
        return self._lower.split("\n")

    @cached_property
    def _copies(self) -> Counter[str]:
        return Counter(self._folded)

    @cached_property
    def _whole(self) -> str:
        return self._lower[:_MAX_WHOLE]

    def _is_topic(self, word: str) -> bool:
        """Return whether the text has a word twice or more."""
        return self._whole.find(word, self._whole.find(word) + 1) >= 0

    def is_title(self, at: int) -> bool:
        """Return whether line `at` is the title, or holds it, or is half of it and more."""
        if not self._title:
            return False
        line = self._folded[at]
        return self._title in line or (line in self._title and 2 * len(line) >= len(self._title))

    def _title_likeness(self, words: Sequence[str]) -> int:
        """Return 0 without a title, else from the share of a line's longer words that the title has 1 to 3."""
        if not self._title:
            return 0
        shared = sum(word in self._title_words for word in words)
        return 1 + (min(2, shared * 3 // len(words)) if words else 0)
