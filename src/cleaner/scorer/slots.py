"""The layout of the facts of a line: a slot of the model's table for each, and keys that stand for several at once.

Facts that depend on the same values share a key. The model adds up the weights of a key's slots once, the first
time that it meets the key; from then on a line costs one look-up for each key instead of one for each slot.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Sequence
from math import prod
from typing import NamedTuple

CHARACTERS = (1, 3, 6, 10, 15, 22, 30, 40, 55, 75, 100, 140, 200, 300, 500)
WORDS = (1, 2, 3, 4, 5, 6, 8, 10, 13, 17, 25, 40)
LINES = (1, 2, 3, 4, 5, 7, 10, 15, 25, 50, 100)
L, W, N = len(CHARACTERS) + 1, len(WORDS) + 1, len(LINES) + 1
ENDS, STARTS, SCRIPTS, ZONES = 8, 8, 12, 3

_size = 0


def _slots(count: int) -> int:
    """Reserve `count` slots and return the first."""
    global _size
    first, _size = _size, _size + count
    return first


_BIAS = _slots(1)
_LENGTH, _COUNT = _slots(L), _slots(W)
_CAPITALS, _UPPER = _slots(6), _slots(2)
_END, _START = _slots(ENDS), _slots(STARTS)
_DIGITS, _COMMAS, _MARKS, _BREAKS = _slots(5), _slots(5), _slots(64), _slots(4)
_SCRIPT, _SCRIPT_LENGTH = _slots(SCRIPTS), _slots(SCRIPTS * L)
_FORM, _CASE_FORM = _slots(ENDS * STARTS * L), _slots(6 * ENDS * W)
_KNOWN_WORDS, _KNOWN_PAIRS, _KNOWN_COUNT, _KNOWN_BOTH = _slots(6), _slots(7), _slots(6), _slots(6 * 7)
_KNOWN_ENDS, _KNOWN_LENGTH = _slots(16), _slots(W * 7)
_TOP, _BOTTOM, _PLACE = _slots(N), _slots(N), _slots(11)
_ZONE, _ZONE_LENGTH, _ZONE_FORM = _slots(ZONES), _slots(ZONES * L), _slots(ZONES * ENDS * STARTS)
_DISTANCE = _slots(N * ZONES)
_COPIES, _COPIES_LENGTH = _slots(4), _slots(4 * L)
_TITLE = _slots(4)
_TOPIC, _TOPIC_ZONE = _slots(7), _slots(7 * ZONES)
_ALL_LINES, _PROSE_SHARE = _slots(N), _slots(11)
_UP2, _UP, _DOWN, _DOWN2 = (_slots(L * 2) for _ in range(4))
_BETWEEN, _ABOVE, _BELOW = _slots(L * L), _slots(L * L), _slots(L * L)
_AROUND = _slots(L)
_GONE_ABOVE, _GONE_BELOW, _GONE_BOTH, _GONE, _GONE_SHARE = _slots(4), _slots(4), _slots(16), _slots(N), _slots(6)
_CUT, _SAME_START = _slots(2), _slots(4)
SLOTS = _size
"""The number of weights of facts."""


class _Keys(NamedTuple):
    """Keys of the same facts, from `first` on: the sizes of their values, and the slots that these stand for."""

    first: int
    sizes: Sequence[int]
    slots: Callable[..., tuple[int, ...]]


_KEYS: list[_Keys] = []


def _keys(sizes: Sequence[int], slots: Callable[..., tuple[int, ...]]) -> int:
    """Reserve a key for each combination of values below `sizes` and return the first.

    The key of values a, b, c is first + (a * sizes[1] + b) * sizes[2] + c.
    """
    first = _KEYS[-1].first + prod(_KEYS[-1].sizes) if _KEYS else 0
    _KEYS.append(_Keys(first, sizes, slots))
    return first


# A line by itself
SCRIPT = _keys(
    (SCRIPTS, L),
    lambda script, length: (_BIAS, _LENGTH + length, _SCRIPT + script, _SCRIPT_LENGTH + script * L + length),
)
FORM = _keys(
    (ENDS, STARTS, L),
    lambda end, start, length: (_END + end, _START + start, _FORM + (end * STARTS + start) * L + length),
)
CASE = _keys(
    (6, ENDS, W),
    lambda capitals, end, words: (
        _CAPITALS + capitals,
        _COUNT + words,
        _CASE_FORM + (capitals * ENDS + end) * W + words,
    ),
)
COUNTS = _keys(
    (2, 5, 5, 4),
    lambda upper, digits, commas, breaks: (
        _UPPER + upper,
        _DIGITS + digits,
        _COMMAS + commas,
        _BREAKS + breaks,
    ),
)
SYMBOLS = _keys((64,), lambda symbols: (_MARKS + symbols,))
# What the vocabulary knows of it
KNOWN = _keys(
    (6, 7), lambda words, pairs: (_KNOWN_WORDS + words, _KNOWN_PAIRS + pairs, _KNOWN_BOTH + words * 7 + pairs)
)
KNOWN_ENDS = _keys((6, 16), lambda count, ends: (_KNOWN_COUNT + count, _KNOWN_ENDS + ends))
KNOWN_LENGTH = _keys((W, 7), lambda words, pairs: (_KNOWN_LENGTH + words * 7 + pairs,))
# The text
ALL_LINES = _keys((N, 11), lambda lines, prose: (_ALL_LINES + lines, _PROSE_SHARE + prose))
GONE = _keys((N, 6), lambda gone, share: (_GONE + gone, _GONE_SHARE + share))
# The place of a line in it
TOP = _keys((N, N), lambda above, below: (_TOP + above, _BOTTOM + below))
PLACE = _keys((11,), lambda place: (_PLACE + place,))
ZONE = _keys((ZONES, L), lambda zone, length: (_ZONE + zone, _ZONE_LENGTH + zone * L + length))
ZONE_FORM = _keys(
    (ZONES, ENDS, STARTS), lambda zone, end, start: (_ZONE_FORM + (zone * ENDS + end) * STARTS + start,)
)
DISTANCE = _keys((ZONES, N), lambda zone, lines: (_DISTANCE + zone * N + lines,))
TOPIC = _keys((7, ZONES), lambda topic, zone: (_TOPIC + topic, _TOPIC_ZONE + topic * ZONES + zone))
COPIES = _keys((4, L), lambda copies, length: (_COPIES + copies, _COPIES_LENGTH + copies * L + length))
TITLE = _keys((4, 2, 4), lambda title, cut, same: (_TITLE + title, _CUT + cut, _SAME_START + same))
# The lines around it: a shape is a step of characters, twice, and whether the line is a paragraph
UP = _keys((L, L * 2), lambda length, shape: (_UP + shape, _ABOVE + length * L + (shape >> 1)))
DOWN = _keys((L, L * 2), lambda length, shape: (_DOWN + shape, _BELOW + length * L + (shape >> 1)))
UP2 = _keys((L * 2,), lambda shape: (_UP2 + shape,))
DOWN2 = _keys((L * 2,), lambda shape: (_DOWN2 + shape,))
BETWEEN = _keys((L, L), lambda above, below: (_BETWEEN + above * L + below,))
AROUND = _keys((L,), lambda length: (_AROUND + length,))
GAPS = _keys(
    (4, 4), lambda above, below: (_GONE_ABOVE + above, _GONE_BELOW + below, _GONE_BOTH + above * 4 + below)
)
KEYS = _keys((), tuple)
"""The number of keys."""

_UNKNOWN = -(1 << 15)  # no four slots weigh as little, nor 30 keys half of it
_FIRSTS = [one.first for one in _KEYS]


def slots_of(key: int) -> tuple[int, ...]:
    """Return the slots that a key stands for."""
    first, sizes, slots = _KEYS[bisect_right(_FIRSTS, key) - 1]
    key -= first
    values: list[int] = []
    for size in reversed(sizes):
        key, value = divmod(key, size)
        values.append(value)
    return slots(*reversed(values))


class KeyWeights:
    """The weights of keys, from a table of those of the slots. They fill in as keys are asked for.

    An array of two bytes each: a dict of numbers would not stay in the processor's cache amid all else.
    """

    def __init__(self, slots: Sequence[int]) -> None:
        self._slots = slots
        self._weights = array("h", [_UNKNOWN]) * KEYS

    def total(self, keys: Sequence[int]) -> int:
        """Return the sum of the weights of up to 30 keys."""
        found = sum(map(self._weights.__getitem__, keys))
        if found < _UNKNOWN // 2:
            for key in keys:
                self._weights[key] = sum(map(self._slots.__getitem__, slots_of(key)))
            found = sum(map(self._weights.__getitem__, keys))
        return found
