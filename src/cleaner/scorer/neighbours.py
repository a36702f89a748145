"""The second look: what the scores of the lines around tell about a line.

Scores are logits in units of 1 / SCALE. A line that is gone counts as boilerplate for certain, a line without a
score as a paragraph.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from math import log

SCALE = 1 << 16
_STEPS = tuple(int(step * SCALE) for step in (-5, -4, -3, -2.2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2.2, 3, 4, 5))
_SURE = tuple(int(step * SCALE) for step in (-2, -1, -0.5, 0, 0.5, 1, 2, 3))
# The logits of the probabilities 1/40, 3/40, 5/40 … 39/40: a score's level is its probability in twentieths
_LEVELS = tuple(
    int(logit * SCALE)
    for logit in (
        -3.6636, -2.5123, -1.9459, -1.5506, -1.2368, -0.9694, -0.7309, -0.5108, -0.3023, -0.1001,
        0.1001, 0.3023, 0.5108, 0.7309, 0.9694, 1.2368, 1.5506, 1.9459, 2.5123, 3.6636,
    )
)  # fmt: skip
# The logits of 0.5 %, 1.5 %, … 99.5 %, rounded to six places, so that all machines agree
_PERCENTS = tuple(int(round(log((2 * n + 1) / (199 - 2 * n)), 6) * SCALE) for n in range(100))
_GONE = len(_STEPS) + 1
_NONE = _GONE + 1
_UNSCORED = _GONE + 2
_S = _GONE + 3  # classes of a neighbour
_O = len(_STEPS) + 1  # classes of the line itself
_M = 12  # classes of a mean, the last one for a mean of nothing
_L = len(_SURE) + 1
_MAX_GONE = 3  # lines that count for one gap

_size = 0


def _slots(count: int) -> int:
    global _size
    first, _size = _size, _size + count
    return first


_OWN, _WORDS = _slots(_O), _slots(_L * _O)
_UP, _UP2, _DOWN, _DOWN2 = _slots(_O * _S), _slots(_O * _S), _slots(_O * _S), _slots(_O * _S)
_BOTH, _ALL_THREE, _TWO_UP, _TWO_DOWN = _slots(_S * _S), _slots(_S * _S * _O), _slots(_S * _S), _slots(_S * _S)
_FIVE_UP, _FIVE_DOWN, _ALL_UP, _ALL_DOWN, _ALL = (_slots(_O * _M) for _ in range(5))
_WORDS_NEAR, _WORDS_FAR = _slots(_L * _M), _slots(_L * _M)
SLOTS = _size
"""The number of weights of the second look."""


def level(score: int) -> int:
    """Return the probability of a score in twentieths, from 0 to 20."""
    return bisect_right(_LEVELS, score)


def percent(score: int) -> int:
    """Return the probability of a score in percent, from 0 to 100."""
    return bisect_right(_PERCENTS, score)


class Neighbours:
    """The scores of a text's lines after the first look.

    scores: the score of each line, None for a line without one. words: the part of each score that its words make,
    None likewise. gone: as in facts.Text.
    """

    def __init__(self, scores: Sequence[int | None], words: Sequence[int | None], gone: Sequence[int]) -> None:
        self._places: list[int] = []
        self._classes: list[int] = []
        levels: list[int] = []
        word_levels: list[int] = []
        for at, lines in enumerate(gone):
            if lines:
                self._classes += [_GONE] * min(lines, _MAX_GONE)
                levels += [20] * min(lines, _MAX_GONE)
                word_levels += [20] * min(lines, _MAX_GONE)
            if at < len(scores):
                score, part = scores[at], words[at]
                self._places.append(len(self._classes))
                if score is None or part is None:
                    self._classes.append(_UNSCORED)
                    levels.append(0)
                    word_levels.append(0)
                else:
                    self._classes.append(bisect_right(_STEPS, score))
                    levels.append(level(score))
                    word_levels.append(level(part))
        self._sums = _running(levels)
        self._word_sums = _running(word_levels)
        self._levels = levels
        self._words = words

    def facts(self, at: int) -> list[int]:
        """Return the slots of line `at`, which has a score."""
        place, classes = self._places[at], self._classes
        own, count = classes[place], len(classes)
        up, up2 = self._class(place - 1), self._class(place - 2)
        down, down2 = self._class(place + 1), self._class(place + 2)
        own_words = bisect_right(_SURE, self._words[at] or 0)
        others = (self._sums[count] - self._levels[place]) // (2 * (count - 1)) if count > 1 else 11
        return [
            _OWN + own,
            _WORDS + own_words * _O + own,
            _UP + own * _S + up,
            _UP2 + own * _S + up2,
            _DOWN + own * _S + down,
            _DOWN2 + own * _S + down2,
            _BOTH + up * _S + down,
            _ALL_THREE + (up * _S + down) * _O + own,
            _TWO_UP + up * _S + up2,
            _TWO_DOWN + down * _S + down2,
            _FIVE_UP + own * _M + _mean(self._sums, place - 5, place),
            _FIVE_DOWN + own * _M + _mean(self._sums, place + 1, place + 6),
            _ALL_UP + own * _M + _mean(self._sums, 0, place),
            _ALL_DOWN + own * _M + _mean(self._sums, place + 1, count),
            _ALL + own * _M + min(others, 11),
            _WORDS_NEAR + own_words * _M + _mean(self._word_sums, place - 2, place + 3),
            _WORDS_FAR + own_words * _M + _mean(self._word_sums, place - 6, place + 7),
        ]

    def _class(self, place: int) -> int:
        return self._classes[place] if 0 <= place < len(self._classes) else _NONE


def _running(values: Sequence[int]) -> list[int]:
    """Return the sums of the first 0, 1, 2 … values."""
    return [0, *accumulate(values)]


def _mean(sums: Sequence[int], low: int, high: int) -> int:
    """Return the mean of the levels from `low` to `high` in tenths, or 11 if there are none."""
    low, high = max(low, 0), min(high, len(sums) - 1)
    return (sums[high] - sums[low]) // (2 * (high - low)) if low < high else 11
