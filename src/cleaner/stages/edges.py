"""Furniture that is only furniture in its place: at an edge of the article, or in a column of its kind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from cleaner.core.draft import Draft
from cleaner.core.regex import lazy_compile
from cleaner.core.result import Removal
from cleaner.matching.matcher import Scan
from cleaner.matching.shapes import Rule
from cleaner.stages.line_features import is_ended, is_own_title, is_presumed_title, is_prose, quoted, width

# So many other lines may stand between the edge and furniture: headline, standfirst, byline, date above;
# a credit or a biography below
_OTHERS = {"above": 5, "below": 2}
_COUNTER = "share/lone-counter"
_COUNTERS = 3  # numbers alone on their lines; more of them are a table's
_LONGEST_NUMBER = 30  # characters of a line that may be a number, ornaments and blanks included
_NUMBER = lazy_compile(r"\+?\s*[0-9]{1,3}(?:\s+\+?[0-9]{1,3})?")
_COLUMN = (
    3  # lines, not all the same; one name of a network may be a sub-heading, three under each other are buttons
)
_INTRODUCED = 30  # characters; "Share this:" heads a column, a longer line with a colon introduces a list
_SENTENCE = 60  # characters; an ended line of that length is the article's


def propose_columns(draft: Draft, scan: Scan) -> Iterator[Removal]:
    """Propose what cards with where = "column" match in lines that follow one another."""
    hits = _hits(draft, scan, ("column",))
    if not hits:
        return
    found = {index: rule for index, rules in hits.items() for rule in rules if any(rule.find(draft.show(index)))}
    before = ""
    for is_column, group in groupby(draft.remaining, found.__contains__):
        lines = list(group)
        introduced = before.endswith(":") and len(before) > _INTRODUCED
        if is_column and len(lines) >= _COLUMN and len({draft.key(i) for i in lines}) > 1 and not introduced:
            for index in lines:
                yield from draft.cut_line(index, found[index].id, f"one of {len(lines)} buttons in a column")
        before = draft.show(lines[-1]).strip()


def propose_above(draft: Draft, scan: Scan) -> Iterator[Removal]:
    """Propose what cards with where = "edges" match above the first prose, and lone counters there."""
    # a heading of links, which the next stages take, is no line of the article
    hits, numbers = _hits(draft, scan, ("edges",)), _counters(draft, scan)
    if not (hits or numbers):
        return
    headings = {index for index, rule in scan.matches(draft, "opener") if rule.card.reach != "comments"}
    lines = [index for index in draft.remaining if index not in headings]
    yield from _peel(draft, hits, numbers, lines, "above")


def propose_below(draft: Draft, scan: Scan) -> Iterator[Removal]:
    """Propose what cards with where = "edges" or "end" match below the last prose, and lone counters there."""
    hits, numbers = _hits(draft, scan, ("edges", "end")), _counters(draft, scan)
    if hits or numbers:
        yield from _peel(draft, hits, numbers, draft.remaining[::-1], "below")


def propose_anew(draft: Draft, scan: Scan) -> Iterator[Removal]:
    """Look once more at both edges."""
    yield from propose_above(draft, scan)
    yield from propose_below(draft, scan)


def _counters(draft: Draft, scan: Scan) -> set[int]:
    """Lines that are a number and no more, unless there are so many that they are a table's."""
    if not scan.has(_COUNTER):
        return set()
    said = draft.document.folded_lines
    short = [index for index in draft.remaining if len(said[index]) <= _LONGEST_NUMBER]
    numbers = {index for index in short if _NUMBER.fullmatch(draft.show(index).strip())}
    return numbers if len(numbers) <= _COUNTERS else set()


def _hits(draft: Draft, scan: Scan, places: tuple[str, ...]) -> dict[int, list[Rule]]:
    hits: dict[int, list[Rule]] = {}
    for shape in ("line", "lead-in"):
        for index, rule in scan.matches(draft, shape):
            if rule.card.where in places:
                hits.setdefault(index, []).append(rule)
    return hits


def _peel(
    draft: Draft, hits: dict[int, list[Rule]], numbers: set[int], lines: Sequence[int], where: str
) -> Iterator[Removal]:
    others = 0
    for at, index in enumerate(lines):
        shown = draft.show(index)
        rule = next((rule.id for rule in hits.get(index, ()) if any(rule.find(shown))), "")
        if index in numbers and not (where == "below" and _is_value(draft, lines[at + 1 : at + 2], numbers)):
            rule = rule or _COUNTER
        if rule and not (is_own_title(draft, shown) or is_presumed_title(draft, index)):
            yield from draft.cut_line(index, rule, f"{where} the article stands {quoted(shown)}")
            continue
        others += 1
        if is_prose(shown) or (is_ended(shown) and width(shown) >= _SENTENCE) or others > _OTHERS[where]:
            return


def _is_value(draft: Draft, above: Sequence[int], numbers: set[int]) -> bool:
    """Whether a number stands under its label: "Payload in kg", the last row of a table."""
    return any(index not in numbers and not is_ended(draft.show(index)) for index in above)
