"""The white space that cuts leave behind: blank lines, and blanks inside a line. What no cut touches stays."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from cleaner.core.draft import Draft
from cleaner.core.result import Removal
from cleaner.matching.matcher import Scan

_RULE = "layout/blanks"
_BECAUSE = "left behind by the cut beside it"


def propose(draft: Draft, scan: Scan) -> Iterator[Removal]:
    """Close each gap that holds a cut line, down to the fewest blank lines that stood beside the cut."""
    if not scan.has(_RULE) or not draft.removals:
        return
    count, after = len(draft.document.folded_lines), 0
    for gone in draft.gone:
        if gone < after:
            continue  # in the gap before
        at = bisect_right(draft.remaining, gone)
        before, after = (
            draft.remaining[at - 1] if at else -1,
            draft.remaining[at] if at < len(draft.remaining) else count,
        )
        gap = range(before + 1, after)
        at_edge = before < 0 or after == count
        stay = set() if at_edge else _fewest(draft, gap)
        for index in gap:
            if index not in stay:
                yield from draft.cut_rest(index, _RULE, _BECAUSE)
    for index in draft.cut_lines:
        yield from _inside(draft, index)


def _inside(draft: Draft, index: int) -> Iterator[Removal]:
    """Close the gaps around cuts inside a line: nothing at the line's ends, the blank before a cut elsewhere."""
    shown = draft.show(index)
    first, last = len(shown) - len(shown.lstrip()), len(shown.rstrip())
    ranges: list[tuple[int, int]] = []
    for seam in draft.seams(index):
        if seam <= first:
            gap = (0, first)
        elif seam >= last:
            gap = (last, len(shown))
        else:
            end = seam
            while shown[end].isspace():
                end += 1
            gap = (seam, end) if shown[seam - 1].isspace() else (seam, seam)
        if ranges and gap[0] < ranges[-1][1]:
            continue  # a second cut in the same blank
        if gap[0] < gap[1]:
            ranges.append(gap)
    return draft.cut_ranges(index, ranges, _RULE, _BECAUSE)


def _fewest(draft: Draft, gap: range) -> set[int]:
    """The smallest run of blank lines in the gap; of equal ones the first."""
    runs: list[list[int]] = [[]]
    for index in gap:
        if draft.is_gone(index):
            runs.append([])
        else:
            runs[-1].append(index)
    return set(min((run for run in runs if run), key=len, default=()))
