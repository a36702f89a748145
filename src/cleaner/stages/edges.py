"""Furniture that is only furniture in its place: at an edge of the article, or in a column of its kind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from cleaner.draft import Draft
from cleaner.model import Removal
from cleaner.shapes import Rule, Scan
from cleaner.stages.looks import is_ended, is_own_title, is_presumed_title, is_prose, key, quoted

# So many other lines may stand between the edge and furniture: headline, standfirst, byline, date above;
# a credit or a biography below
_OTHERS = {"above": 5, "below": 2}
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
        if is_prose(shown) or (is_ended(shown) and len(shown) >= _SENTENCE) or others > _OTHERS[where]:
            return
