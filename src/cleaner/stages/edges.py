"""Furniture that is only furniture at an edge: share rows, tags, counters before and after the article."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cleaner.draft import Draft
from cleaner.model import Removal
from cleaner.shapes import Rule, Scan
from cleaner.stages.looks import is_ended, is_own_title, is_presumed_title, is_prose, quoted, width

# So many other lines may stand between the edge and furniture: headline, standfirst, byline, date above;
# a credit or a biography below
_OTHERS = {"above": 5, "below": 2}
_SENTENCE = 60  # characters; an ended line of that length is the article's


def propose_above(draft: Draft, scan: Scan) -> Iterator[Removal]:
    """Propose what cards with where = "edges" match above the first prose."""
    # a heading of links, which the next stages take, is no line of the article
    headings = {index for index, _ in scan.on(draft, "opener")}
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
        if is_prose(shown) or (is_ended(shown) and width(shown) >= _SENTENCE) or others > _OTHERS[where]:
            return
