"""Furniture that is only furniture in its place: at an edge of the article, or in a column of its kind."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import groupby

from cleaner.draft import Draft
from cleaner.model import Removal
from cleaner.shapes import Rule, Scan
from cleaner.stages.looks import is_ended, is_own_title, is_presumed_title, is_prose, key, quoted, width

# So many other lines may stand between the edge and furniture: headline, standfirst, byline, date above;
# a credit or a biography below
_OTHERS = {"above": 5, "below": 2}
_COUNTER = "share/lone-counter"
_COUNTERS = 3  # numbers alone on their lines; more of them are a table's
_NUMBER = re.compile(r"\+?\s*[0-9]{1,3}(?:\s+\+?[0-9]{1,3})?")
_COLUMN = (
    3  # lines, not all the same; one name of a network may be a sub-heading, three under each other are buttons
)
_INTRODUCED = 30  # characters; "Share this:" heads a column, a longer line with a colon introduces a list
_SENTENCE = 60  # characters; an ended line of that length is the article's


def propose_columns(draft: Draft, scan: Scan) -> Iterator[Removal]:
    """Propose what cards with where = "column" match in lines that follow one another."""
    hits = _hits(draft, scan, ("column",))
    found = {index: rule for index, rules in hits.items() for rule in rules if any(rule.find(draft.show(index)))}
    before = ""
    for is_column, group in groupby(draft.live, found.__contains__):
        lines = list(group)
        introduced = before.endswith(":") and len(before) > _INTRODUCED
        if is_column and len(lines) >= _COLUMN and len({key(draft.show(i)) for i in lines}) > 1 and not introduced:
            for index in lines:
                yield from draft.cut_line(index, found[index].id, f"one of {len(lines)} buttons in a column")
        before = draft.show(lines[-1]).strip()


def propose_above(draft: Draft, scan: Scan) -> Iterator[Removal]:
    """Propose what cards with where = "edges" match above the first prose."""
    # a heading of links, which the next stages take, is no line of the article
    headings = {index for index, rule in scan.on(draft, "opener") if rule.card.reach != "comments"}
    lines = [index for index in draft.live if index not in headings]
    return _peel(draft, _hits(draft, scan, ("edges",)), lines, "above")


def propose_below(draft: Draft, scan: Scan) -> Iterator[Removal]:
    """Propose what cards with where = "edges" or "end" match below the last prose."""
    return _peel(draft, _hits(draft, scan, ("edges", "end")), draft.live[::-1], "below")


def propose_counters(draft: Draft, scan: Scan) -> Iterator[Removal]:
    """Propose lone numbers at either edge, unless there are so many that they are a table's."""
    if not scan.has(_COUNTER):
        return
    numbers = {index for index in draft.live if _NUMBER.fullmatch(draft.show(index).strip())}
    if 0 < len(numbers) <= _COUNTERS:
        for order, where in ((draft.live, "above"), (draft.live[::-1], "below")):
            for index in _reached(draft, order, numbers, where):
                shown = draft.show(index)
                before = draft.live[max(0, bisect_left(draft.live, index) - 1)]
                if where == "below" and not is_ended(draft.show(before)) and before not in numbers:
                    continue  # "Payload in kg", and its number: the last row of a table
                yield from draft.cut_line(index, _COUNTER, f"{where} the article stands {quoted(shown)}")


def _reached(draft: Draft, lines: Sequence[int], wanted: set[int], where: str) -> Iterator[int]:
    """The lines among `wanted` that stand at the edge."""
    others = 0
    for index in lines:
        if index in wanted:
            yield index
            continue
        others += 1
        if _ends_edge(draft.show(index)) or others > _OTHERS[where]:
            return


def _ends_edge(shown: str) -> bool:
    return is_prose(shown) or (is_ended(shown) and width(shown) >= _SENTENCE)


def _hits(draft: Draft, scan: Scan, places: tuple[str, ...]) -> dict[int, list[Rule]]:
    hits: dict[int, list[Rule]] = {}
    for shape in ("line", "lead-in"):
        for index, rule in scan.on(draft, shape):
            if rule.card.where in places:
                hits.setdefault(index, []).append(rule)
    return hits


def _peel(draft: Draft, hits: dict[int, list[Rule]], lines: Sequence[int], where: str) -> Iterator[Removal]:
    others = 0
    for index in lines if hits else ():
        shown = draft.show(index)
        rule = next((rule for rule in hits.get(index, ()) if any(rule.find(shown))), None)
        if rule and not (is_own_title(draft, shown) or is_presumed_title(draft, index)):
            yield from draft.cut_line(index, rule.id, f"{where} the article stands {quoted(shown)}")
            continue
        others += 1
        if _ends_edge(shown) or others > _OTHERS[where]:
            return
