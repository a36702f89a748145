"""Lines that a piece of another may say again, told by their letters alone: a first look, at all lines at once.

Of a text nothing is kept but the letters a to z, the digits, and where its pieces begin and its quotations end.
Each piece is known by its first letters, so that the look takes time in proportion to the text.
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
_PLAIN = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ!?,;:", b"abcdefghijklmnopqrstuvwxyz.....")
_OTHERS = bytes(code for code in range(128) if not re.match(r'[\w.!?,;:"\n]', chr(code)))
_FIRST = 12  # letters by which a piece is known; few share so many
_LIKE = 60  # letters in which a line and what says it again are alike, if nothing ends before
_COPIES = 30  # of one beginning, that are compared


def echoed(lines: Sequence[str]) -> Sequence[bool]:
    """For each line whether some piece of another may begin as it does, and go on so.

    What is compared ends with a quotation, which may go on behind "she said". Of a line with too few letters to
    tell the answer is yes if it is written in others.

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
    data = text.encode("ascii", "ignore").translate(_PLAIN, _OTHERS)
    pieces = data.replace(b'"', b".").replace(b"\n", b"\n.").split(b".")
    letters = b"".join(pieces)
    starts = {0, *accumulate(map(len, pieces))}
    begun = [letters[at : at + _FIRST] for at in starts]
    said = letters.split(b"\n")
    firsts = {line[:_FIRST] for line in said if len(line) >= _FIRST}
    counts = Counter(begun) if sum(map(firsts.__contains__, begun)) > len(firsts) else {}
    if not counts and text.isascii():
        return [False] * len(lines)
    known = {first for first in firsts if counts[first] > 1} if counts else set()
    alike = _Alike(letters, data, [pair for pair in zip(begun, starts, strict=True) if pair[0] in known])
    places = accumulate((len(line) + 1 for line in said), initial=0)
    return [
        alike.anywhere(own[:_FIRST], at) if own[:_FIRST] in known else len(own) < _FIRST and not line.isascii()
        for line, own, at in zip(lines, said, places, strict=False)
    ]


class _Alike:
    """Compares pieces that begin with the same letters."""

    def __init__(self, letters: bytes, data: bytes, begun: Iterable[tuple[bytes, int]]) -> None:
        self._letters = letters
        self._data = data
        self._places: dict[bytes, list[int]] = {}
        for first, at in begun:
            self._places.setdefault(first, []).append(at)

    @cached_property
    def _quotes(self) -> list[int]:
        """Where quotation marks stand among the letters, and the end."""
        return [*accumulate(map(len, self._data.replace(b".", b"").split(b'"'))), len(self._letters)]

    def anywhere(self, first: bytes, at: int) -> bool:
        """Whether a piece goes on as the line does that stands there; yes if there are too many to tell."""
        places = self._places[first]
        return len(places) > _COPIES or any(other != at and self._are_alike(at, other) for other in places)

    def _are_alike(self, one: int, other: int) -> bool:
        size = min(self._size(one), self._size(other))
        return self._letters[one : one + size] == self._letters[other : other + size]

    def _size(self, at: int) -> int:
        """How many letters from there on are compared: to the end of the line or of a quotation."""
        end = min(self._quotes[bisect_right(self._quotes, at)] if at < self._quotes[-1] else at, at + _LIKE)
        line = self._letters.find(b"\n", at, end)
        return (line if line >= 0 else end) - at
