"""White space around removed text: blank lines, and blanks inside a line.

Removes: blank lines beside a removed line, and blanks beside a cut inside a line.
Keeps: the smallest run of blank lines beside the removed line; all white space that no cut touches.
Order: last, because it depends on the cuts of all other stages.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from cleaner.core.draft import Draft
from cleaner.core.result import Removal
from cleaner.matching.matcher import Scan

_RULE = "layout/blanks"
_BECAUSE = "left behind by the cut beside it"


def propose(draft: Draft, scan: Scan) -> Iterator[Removal]:
    """Propose the superfluous white space of each gap with a removed line, and of each line with a cut."""
    if not scan.has(_RULE) or not draft.removals:
        return
    count, after = len(draft.document.folded_lines), 0
    for gone in draft.gone:
        if gone < after:
            continue  # the previous gap includes this line
        at = bisect_right(draft.remaining, gone)
        before, after = (
            draft.remaining[at - 1] if at else -1,
            draft.remaining[at] if at < len(draft.remaining) else count,
        )
        gap = range(before + 1, after)
        at_edge = before < 0 or after == count
        kept = set() if at_edge else _smallest_run(draft, gap)
        for index in gap:
            if index not in kept:
                yield from draft.cut_rest(index, _RULE, _BECAUSE)
    for index in draft.cut_lines:
        yield from _close_cuts(draft, index)


def _close_cuts(draft: Draft, index: int) -> Iterator[Removal]:
    """Propose the blanks at the line's ends beside a cut, and those after a cut that follows a blank."""
    text = draft.show(index)
    first, last = len(text) - len(text.lstrip()), len(text.rstrip())
    ranges: list[tuple[int, int]] = []
    for seam in draft.seams(index):
        if seam <= first:
            gap = (0, first)
        elif seam >= last:
            gap = (last, len(text))
        else:
            end = seam
            while text[end].isspace():
                end += 1
            gap = (seam, end) if text[seam - 1].isspace() else (seam, seam)
        if ranges and gap[0] < ranges[-1][1]:
            continue  # two cuts share this blank
        if gap[0] < gap[1]:
            ranges.append(gap)
    return draft.cut_ranges(index, ranges, _RULE, _BECAUSE)


def _smallest_run(draft: Draft, gap: range) -> set[int]:
    """Return the smallest run of blank lines in the gap, the first of equal ones."""
    runs: list[list[int]] = [[]]
    for index in gap:
        if draft.is_gone(index):
            runs.append([])
        else:
            runs[-1].append(index)
    return set(min((run for run in runs if run), key=len, default=()))
