"""From the lines that extraction gave back to the blocks of the page they came from.

Two passes: lines that only one block says are anchors; the rest are looked for between their neighbours'
blocks, for the nearest match alone sends a heading into the table of contents.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import count

from cleaner.intake.page.dom import Segment, key_of

_START = 12  # characters by which a line that spans several blocks is looked up
_NEAR = 4  # blocks behind the last match, which may begin such a line though they are shorter
_MOST_OF_LINE = 0.8


def line_key(line: str) -> str:
    """A line as blocks' keys have it: without white space, and without the marks of lists and tables."""
    line = line.strip()
    if line.startswith("- "):
        line = line[2:]
    elif line.startswith("|"):
        line = "".join(line.split("|"))
    return key_of(line)


def match_lines(keys: Sequence[str], segments: Sequence[Segment]) -> list[tuple[int, int] | None]:
    """For each line the first and the last of the segments that say it, or None."""
    blocks = [segment.key.replace("|", "") for segment in segments]
    said, asked, places = Counter(blocks), Counter(keys), dict(zip(blocks, count()))
    unique = [(at, places[key]) for at, key in enumerate(keys) if said[key] == 1 and asked[key] == 1]
    found: list[tuple[int, int] | None] = [None] * len(keys)
    for at, index in _rising(unique):
        found[at] = (index, index)
    for first, stop, low, high in _gaps(found, len(segments)):
        _match_gap(keys, found, range(first, stop), _Blocks(segments, blocks, low, high))
    return found


class _Blocks:
    """The blocks between two lines' blocks, some of them said already."""

    def __init__(self, segments: Sequence[Segment], keys: Sequence[str], low: int, high: int) -> None:
        self._segments = segments
        self._keys = keys
        self._whole: dict[str, list[int]] = {}
        self._starts: dict[str, list[int]] = {}
        for index in range(low, high):
            self._whole.setdefault(keys[index], []).append(index)
            self._starts.setdefault(keys[index][:_START], []).append(index)
        self.low = low
        self._high = high

    def say(self, key: str) -> tuple[int, int] | None:
        """The first blocks that say the line and nothing else."""
        at = self._first(self._whole.get(key, ()))
        if at is not None:
            return at, at
        # a row of a table, an item with a paragraph in it: a line that several blocks say
        begun = self._first(self._starts.get(key[:_START], ()))
        near = range(self.low, min(self.low + _NEAR, self._high))
        for first in near if begun is None else (begun, *near):
            start = self._keys[first]
            if key.startswith(start):
                last, size = self._extent(key, first, len(start))
                if size >= _MOST_OF_LINE * len(key):
                    return first, last
            # a block in which the extractor dropped something, such as the marks of its notes
            elif len(key) > 2 * _START and start.startswith(key[:_START]) and start.endswith(key[-_START:]):
                return first, first
        return None

    def continues(self, key: str, block: int, begin: int) -> bool:
        """Whether the line is what a block says from `begin` on."""
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
    keys: Sequence[str], found: list[tuple[int, int] | None], lines: Iterable[int], blocks: _Blocks
) -> None:
    # the block whose text the extractor broke into the lines so far, and where the next piece begins
    block, begin = -1, 0
    for at in lines:
        key = keys[at]
        match = blocks.say(key) if key else None
        if match:
            found[at], blocks.low, block = match, match[1] + 1, -1
        elif key:
            if block < 0:
                block, begin = blocks.low, 0
            if blocks.continues(key, block, begin):
                found[at], begin, blocks.low = (block, block), begin + len(key), block + 1
            else:
                block = -1


def _rising(pairs: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The longest run of pairs, not necessarily neighbours, whose second numbers rise."""
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
    """Each run of unmatched lines (from, to before), and the segments between its neighbours' (from, to before)."""
    at = low = 0
    for index, match in enumerate((*found, (size, size))):
        if match is not None:
            if at < index:
                yield at, index, low, match[0]
            at, low = index + 1, match[1] + 1
