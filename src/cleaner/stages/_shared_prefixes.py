"""Finds lines that start like a piece of another line. A cheap first test for pull quotes, on all lines at once.

The test compares only the letters a to z and digits. Punctuation divides a text into pieces. An index of pieces by
their first letters keeps the time linear in the length of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import accumulate

_QUOTES = "«»「」『』„"
_MARKS = "…！？。۔؟–—，；、،؛"
_FOLDED = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ!?,;:", b"abcdefghijklmnopqrstuvwxyz.....")
_IGNORED = bytes(code for code in range(128) if not re.match(r'[\w.!?,;:"\n]', chr(code)))
_KEY_LENGTH = 12  # letters; few different pieces share so many
_MAX_COMPARED = 60  # letters of a line and a piece that are compared
_MAX_CANDIDATES = 30  # pieces with one key; more are not compared


def echoed(lines: Sequence[str]) -> Sequence[bool]:
    """Return, for each line, whether a piece of another line may start with the same letters.

    The comparison ends with the line or a quotation, because a quotation may continue after "she said". A line with
    too few letters yields True if it contains other scripts.

    >>> echoed(["The fare has doubled since May", 'He says: "The fare has doubled since May, and more"', "Rain"])
    [True, False, False]
    """
    if not lines:
        return []
    text = "\n".join(lines)
    if not text.isascii():
        for mark in _QUOTES:
            text = text.replace(mark, '"')
        for mark in _MARKS:
            text = text.replace(mark, ".")
    data = text.encode("ascii", "ignore").translate(_FOLDED, _IGNORED)
    pieces = data.replace(b'"', b".").replace(b"\n", b"\n.").split(b".")
    letters = b"".join(pieces)
    starts = {0, *accumulate(map(len, pieces))}
    piece_keys = [letters[at : at + _KEY_LENGTH] for at in starts]
    line_letters = letters.split(b"\n")
    line_keys = {line[:_KEY_LENGTH] for line in line_letters if len(line) >= _KEY_LENGTH}
    counts = Counter(piece_keys) if sum(map(line_keys.__contains__, piece_keys)) > len(line_keys) else {}
    if not counts and text.isascii():
        return [False] * len(lines)
    shared = {key for key in line_keys if counts[key] > 1} if counts else set()
    index = _PieceIndex(letters, data, [pair for pair in zip(piece_keys, starts, strict=True) if pair[0] in shared])
    offsets = accumulate((len(line) + 1 for line in line_letters), initial=0)
    return [
        index.has_match(own[:_KEY_LENGTH], at)
        if own[:_KEY_LENGTH] in shared
        else len(own) < _KEY_LENGTH and not line.isascii()
        for line, own, at in zip(lines, line_letters, offsets, strict=False)
    ]


class _PieceIndex:
    """The offsets of pieces by their key, and their comparison.

    `letters` holds the letters of all lines, joined by line breaks; offsets refer to it. `data` holds them with
    quotation marks and dots.
    """

    def __init__(self, letters: bytes, data: bytes, pieces: Iterable[tuple[bytes, int]]) -> None:
        self._letters = letters
        self._data = data
        self._offsets: dict[bytes, list[int]] = {}
        for key, at in pieces:
            self._offsets.setdefault(key, []).append(at)

    @cached_property
    def _quotes(self) -> list[int]:
        """The offsets of the quotation marks, and the end of the letters."""
        return [*accumulate(map(len, self._data.replace(b".", b"").split(b'"'))), len(self._letters)]

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
