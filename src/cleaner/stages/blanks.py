"""The white space that cuts leave behind: blank lines, and blanks inside a line. What no cut touches stays."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.draft import Draft
from cleaner.model import Removal
from cleaner.shapes import Scan

_RULE = "layout/blanks"
_BECAUSE = "left behind by the cut beside it"


def propose(draft: Draft, scan: Scan) -> Iterator[Removal]:
    """Close each gap that holds a cut line, down to the fewest blank lines that stood beside the cut."""
    if not scan.has(_RULE) or not draft.removals:
        return
    ends = (-1, *draft.live, len(draft.document.lines))
    for before, after in zip(ends, ends[1:], strict=False):
        gap = range(before + 1, after)
        if not any(draft.is_gone(index) for index in gap):
            continue
        at_edge = before < 0 or after == len(draft.document.lines)
        stay = set() if at_edge else _fewest(draft, gap)
        for index in gap:
            if index not in stay:
                yield from draft.cut_rest(index, _RULE, _BECAUSE)
    for index in draft.live:
        if draft.is_cut(index):
            yield from _inside(draft, index)


def _inside(draft: Draft, index: int) -> Iterator[Removal]:
    """Close the gap around a cut inside a line: nothing at the line's ends, the blank before it elsewhere."""
    shown = draft.show(index)
    for seam in draft.seams(index):
        left = len(shown[:seam].rstrip())
        right = len(shown) - len(shown[seam:].lstrip())
        if left == 0 or right == len(shown):
            yield from draft.cut(index, left, right, _RULE, _BECAUSE)
        elif left < seam < right:
            yield from draft.cut(index, seam, right, _RULE, _BECAUSE)


def _fewest(draft: Draft, gap: range) -> set[int]:
    """The smallest run of blank lines in the gap; of equal ones the first."""
    runs: list[list[int]] = [[]]
    for index in gap:
        if draft.is_gone(index):
            runs.append([])
        else:
            runs[-1].append(index)
    return set(min((run for run in runs if run), key=len, default=()))
