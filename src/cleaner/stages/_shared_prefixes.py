"""Finds lines that start like a piece of another line. A cheap first test for pull quotes, on all lines at once.

The test compares only the letters a to z and digits. Punctuation divides a text into pieces. An index of pieces by
their first letters keeps the time linear in the length of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import accumulate

_QUOTES = "«»「」『』„"
_MARKS = "…！？。۔؟–—，；、،؛"
_FOLDED = bytes.maketrans(b'ABCDEFGHIJKLMNOPQRSTUVWXYZ!?,;:"', b"abcdefghijklmnopqrstuvwxyz......")
_IGNORED = bytes(code for code in range(128) if not re.match(r'[\w.!?,;:"\n]', chr(code)))
_NO_QUOTES = bytes(code for code in range(128) if not re.match(r'[\w"\n]', chr(code)))
_KEY_LENGTH = 12  # letters; few different pieces share so many
_MAX_COMPARED = 60  # letters of a line and a piece that are compared
_MAX_CANDIDATES = 30  # pieces with one key; more are not compared


def echoed(lines: Sequence[str], asked: Iterable[int]) -> list[int]:
    """Return those of the lines `asked` with whose letters a piece of another line may start.

    The comparison ends with the line or a quotation, because a quotation may continue after "she said". A line with
    too few letters counts as echoed if it contains other scripts.

    >>> echoed(["The fare has doubled since May", 'He says: "The fare has doubled since May"', "Rain"], [0, 2])
    [0]
    """
    text = "\n".join(lines)
    if not text.isascii():
        for mark in _QUOTES:
            text = text.replace(mark, '"')
        for mark in _MARKS:
            text = text.replace(mark, ".")
    has_other_scripts = not text.isascii()
    data = text.encode("ascii", "ignore")
    # an empty piece starts where the next one does
    pieces = list(filter(None, data.translate(_FOLDED, _IGNORED).replace(b"\n", b"\n.").split(b".")))
    letters = b"".join(pieces)
    line_letters = letters.split(b"\n")
    keys: dict[int, bytes] = {}
    few: list[int] = []
    for at in asked:
        if len(key := line_letters[at][:_KEY_LENGTH]) == _KEY_LENGTH:
            keys[at] = key
        elif has_other_scripts and not lines[at].isascii():
            few.append(at)
    distinct = frozenset(keys.values())
    starts = list(accumulate(map(len, pieces), initial=0))
    piece_keys = [letters[at : at + _KEY_LENGTH] for at in starts]
    # most texts end here: each of these lines is a piece, and there is no other one
    if sum(map(distinct.__contains__, piece_keys)) == len(distinct):
        return few
    offsets: dict[bytes, list[int]] = {}
    for key, start in zip(piece_keys, starts, strict=True):
        if key in distinct:
            offsets.setdefault(key, []).append(start)
    index = _PieceIndex(letters, data, offsets)
    line_starts = list(accumulate((len(line) + 1 for line in line_letters), initial=0))
    return sorted([*few, *(at for at, key in keys.items() if index.has_match(key, line_starts[at]))])


class _PieceIndex:
    """The comparison of pieces that start with the same letters.

    `letters` holds the letters of all lines, joined by line breaks; offsets refer to it. `data` holds the text that
    they come from. `offsets` has those of the pieces, by their first letters.
    """

    def __init__(self, letters: bytes, data: bytes, offsets: Mapping[bytes, Sequence[int]]) -> None:
        self._letters = letters
        self._data = data
        self._offsets = offsets

    @cached_property
    def _quotes(self) -> list[int]:
        """The offsets of the quotation marks, and the end of the letters."""
        pieces = self._data.translate(None, _NO_QUOTES).split(b'"')
        return [*accumulate(map(len, pieces)), len(self._letters)]

    def has_match(self, key: bytes, at: int) -> bool:
        """Return whether another piece starts like the line at `at`; True if there are too many to compare."""
        offsets = self._offsets[key]
        return len(offsets) > _MAX_CANDIDATES or any(
            other != at and self._are_equal(at, other) for other in offsets
        )

    def _are_equal(self, one: int, other: int) -> bool:
        size = min(self._compared_length(one), self._compared_length(other))
        return self._letters[one : one + size] == self._letters[other : other + size]

    def _compared_length(self, at: int) -> int:
        """Return the number of letters from `at` to the end of the line or quotation, at most _MAX_COMPARED."""
        end = min(self._quotes[bisect_right(self._quotes, at)] if at < self._quotes[-1] else at, at + _MAX_COMPARED)
        line = self._letters.find(b"\n", at, end)
        return (line if line >= 0 else end) - at
