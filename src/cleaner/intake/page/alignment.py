"""Aligns the lines of an extraction with the blocks of the page.

The first pass anchors lines that match exactly one block. The second pass searches the other lines between the
blocks of their neighbours; a search by nearest match alone would align a heading with the table of contents.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import count, product

from cleaner.intake.page.dom import Segment, key_of

_PREFIX = 12  # characters that index the first block of a line that spans several
_LOOKAHEAD = 4  # blocks after the last match that may begin such a line although they are shorter
_MIN_COVERAGE = 0.8  # share of a line that its blocks must cover


def line_key(line: str) -> str:
    """Return the key of a line: its text without white space and without list and table marks."""
    line = line.strip()
    if line.startswith("- "):
        line = line[2:]
    elif line.startswith("|"):
        line = "".join(line.replace("\\|", "|").split("|"))  # extraction escapes the pipes of a cell
    return key_of(line)


def match_lines(
    keys: Sequence[str], segments: Sequence[Segment], whole_keys: Sequence[str] | None = None
) -> list[tuple[int, int] | None]:
    """Return the indices of the first and the last segment of each line, or None for a line without a match.

    `whole_keys` are the keys of the lines with their list and table marks, which may be marks of code.
    """
    keys = [key.replace("|", "").removeprefix("-") for key in keys]
    blocks = [_block_key(segment) for segment in segments]
    block_counts, line_counts, places = Counter(blocks), Counter(keys), dict(zip(blocks, count()))
    unique = [(at, places[key]) for at, key in enumerate(keys) if block_counts[key] == 1 and line_counts[key] == 1]
    found: list[tuple[int, int] | None] = [None] * len(keys)
    for at, index in _longest_rising(unique):
        found[at] = (index, index)
    for first, stop, low, high in _gaps(found, len(segments)):
        _match_gap(
            keys,
            keys if whole_keys is None else whole_keys,
            found,
            range(first, stop),
            _Gap(segments, blocks, low, high),
        )
    return found


def _block_key(segment: Segment) -> str:
    """Return the key of a block as `line_key` makes it of its line, without the dash of a typed list."""
    key = segment.key.replace("|", "")
    return key.removeprefix("-") if segment.tag not in ("td", "th", "pre") and len(key) > 1 else key


class _Gap:
    """The blocks of one gap; `low` is the index of the first block without a line."""

    def __init__(self, segments: Sequence[Segment], keys: Sequence[str], low: int, high: int) -> None:
        self._segments = segments
        self._keys = keys
        self._whole: dict[str, list[int]] = {}
        self._starts: dict[str, list[int]] = {}
        for index in range(low, high):
            self._whole.setdefault(keys[index], []).append(index)
            self._starts.setdefault(keys[index][:_PREFIX], []).append(index)
        self.low = low
        self._high = high

    def find(self, key: str) -> tuple[int, int] | None:
        """Return the first and the last block of the first match of `key`, or None."""
        at = self._first(self._whole.get(key, ()))
        if at is not None:
            return at, at
        # A table row, or a list item that holds a paragraph, spans several blocks.
        indexed = self._first(self._starts.get(key[:_PREFIX], ()))
        nearby = range(self.low, min(self.low + _LOOKAHEAD, self._high))
        for first in nearby if indexed is None else (indexed, *nearby):
            start = self._keys[first]
            if key.startswith(start):
                last, size = self._extent(key, first, len(start))
                if size >= _MIN_COVERAGE * len(key):
                    return first, last
            # The extractor may drop a part of a block, such as footnote marks.
            elif len(key) > 2 * _PREFIX and start.startswith(key[:_PREFIX]) and start.endswith(key[-_PREFIX:]):
                return first, first
        return None

    def continues(self, key: str, block: int, begin: int) -> bool:
        """Return whether the text of `block` continues with the line at offset `begin`."""
        return block < self._high and self._segments[block].key.startswith(key, begin)

    def _extent(self, key: str, last: int, size: int) -> tuple[int, int]:
        while size < len(key) and last + 1 < self._high and key.startswith(self._keys[last + 1], size):
            last += 1
            size += len(self._keys[last])
        return last, size

    def _first(self, places: Sequence[int]) -> int | None:
        at = bisect_left(places, self.low)
        return places[at] if at < len(places) else None


def _match_gap(
    keys: Sequence[str],
    whole_keys: Sequence[str],
    found: list[tuple[int, int] | None],
    lines: Iterable[int],
    blocks: _Gap,
) -> None:
    # The extractor may break a block into lines: the block, and the offset of its next line.
    block, begin = -1, 0
    for at in lines:
        key = keys[at]
        match = blocks.find(key) if key else None
        if match:
            found[at], blocks.low, block = match, match[1] + 1, -1
        elif key:
            places = [(block, begin)] if block == blocks.low else [(block, begin), (blocks.low, 0)]
            for (place, start), next_key in product(places, (key, whole_keys[at])):
                if place >= 0 and blocks.continues(next_key, place, start):
                    found[at], block, begin = (place, place), place, start + len(next_key)
                    blocks.low = place + 1
                    break
            else:
                block = -1


def _longest_rising(pairs: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Return the longest subsequence of pairs whose second numbers rise."""
    tails: list[int] = []
    ends: list[int] = []
    before = [-1] * len(pairs)
    for at, (_, index) in enumerate(pairs):
        place = bisect_right(tails, index)
        before[at] = ends[place - 1] if place else -1
        tails[place : place + 1] = [index]
        ends[place : place + 1] = [at]
    chain = []
    at = ends[-1] if ends else -1
    while at >= 0:
        chain.append(pairs[at])
        at = before[at]
    return reversed(chain)


def _gaps(found: Sequence[tuple[int, int] | None], size: int) -> Iterator[tuple[int, int, int, int]]:
    """Yield each run of unmatched lines and the segments between its neighbours: two half-open ranges."""
    at = low = 0
    for index, match in enumerate((*found, (size, size))):
        if match is not None:
            if at < index:
                yield at, index, low, match[0]
            at, low = index + 1, match[1] + 1
