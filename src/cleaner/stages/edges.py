"""Lines that are boilerplate only by their position: at an edge of the article, or in a column of buttons.

Removes: matches of cards with where = "column", "edges" or "end", and lone counters at the edges.
Keeps: the same lines between paragraphs, and the title.
Order: columns and the upper edge before repeats, which look for the headline below them; the lower edge after
blocks, which may end above it; both edges again at the end, because later stages expose new edges.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, takewhile

from cleaner.core.draft import Draft
from cleaner.core.regex import lazy_compile
from cleaner.core.result import Removal
from cleaner.matching.matcher import Scan
from cleaner.matching.shapes import Rule
from cleaner.stages._tables import kept_lines
from cleaner.stages.line_features import is_ended, is_prose, is_title, quoted, width, words

# Lines of the article between the edge and a match, at most: headline, standfirst, byline and date above, a credit
# or a biography below.
_MAX_SKIPPED = {"above": 5, "below": 2}
_COUNTER = "share/lone-counter"
_TAGS_LABEL = "page/tags-label"
_MAX_TAGS = 15
_TAG_WORDS = 3
_TAG_LENGTH = 40  # characters
_MIN_LISTED_TAGS = 2
_BULLET = lazy_compile(r"[ \t]*[*+•·-][ \t]+")
_MAX_COUNTERS = 3  # numbers alone on their lines; more belong to a table
_NUMBER = lazy_compile(r"\+?\s*[0-9]{1,3}(?:\s+\+?[0-9]{1,3})?")
_MIN_COLUMN = 3  # lines, not all equal; one name of a network may be a sub-heading, three in a column are buttons
_LABEL_LENGTH = 30  # characters; "Share this:" labels a column, a longer line with a colon introduces a list
_SENTENCE_WIDTH = 60  # columns; an ended line of that width belongs to the article


def propose_columns(draft: Draft, scan: Scan) -> Iterator[Removal]:
    """Propose runs of adjacent lines that match cards with where = "column"."""
    hits = _hits(draft, scan, ("column",))
    if not hits:
        return
    found = {index: rule for index, rules in hits.items() for rule in rules if any(rule.find(draft.show(index)))}
    before, kept = "", kept_lines(draft, found)
    for is_column, group in groupby(draft.remaining, found.__contains__):
        lines = list(group)
        is_list = (before.endswith(":") and len(before) > _LABEL_LENGTH) or not kept.isdisjoint(lines)
        if is_column and len(lines) >= _MIN_COLUMN and len({draft.key(i) for i in lines}) > 1 and not is_list:
            for index in lines:
                yield from draft.cut_line(index, found[index].id, f"one of {len(lines)} buttons in a column")
        before = draft.show(lines[-1]).strip()


def propose_above(draft: Draft, scan: Scan) -> Iterator[Removal]:
    """Propose matches of cards with where = "edges" above the first prose, and lone counters there."""
    hits, numbers = _hits(draft, scan, ("edges",)), _counters(draft, scan)
    if not (hits or numbers):
        return
    # A later stage removes headings of link blocks, so they do not count as lines of the article.
    headings = {index for index, rule in scan.matches(draft, "opener") if rule.card.reach != "comments"}
    lines = [index for index in draft.remaining if index not in headings]
    yield from _peel(draft, hits, numbers, lines, "above")


def propose_below(draft: Draft, scan: Scan) -> Iterator[Removal]:
    """Propose matches of cards with where = "edges" or "end" below the last prose, and lone counters there."""
    hits, numbers = _hits(draft, scan, ("edges", "end")), _counters(draft, scan)
    column = _tags_column(draft, hits) if hits and scan.has(_TAGS_LABEL) else []
    for index in column:
        yield from draft.cut_line(index, _TAGS_LABEL, f"one of {len(column) - 1} tags below their label")
    if hits and not column and scan.has(_TAGS_LABEL):
        column = _tags_list(draft, hits)
        for index in column:
            yield from draft.cut_line(index, _TAGS_LABEL, f"one of {len(column) - 1} tags behind bullets")
    if hits or numbers:
        gone = set(column)
        lines = [index for index in draft.remaining[::-1] if index not in gone]
        yield from _peel(draft, hits, numbers, lines, "below")


def propose_anew(draft: Draft, scan: Scan) -> Iterator[Removal]:
    """Propose matches at the new edges of the article."""
    yield from propose_above(draft, scan)
    yield from propose_below(draft, scan)


def _tags_column(draft: Draft, hits: dict[int, list[Rule]]) -> list[int]:
    """Return the label of the page's tags and the tags below it, which end the text; empty if there are none.

    A list of the article's own has numbers or longer entries, or says nothing that the article says.
    """
    lines = draft.remaining
    for count, index in enumerate(lines[: -_MAX_TAGS - 2 : -1]):
        text = draft.show(index).strip()
        rules = hits.get(index, ())
        if count and any(rule.id == _TAGS_LABEL and any(rule.find(text)) for rule in rules):
            column = lines[-count:]
            said = "\n".join(draft.show(line) for line in lines[: -count - 1]).casefold()
            is_used = any(len(tag) > 1 and tag in said for tag in map(draft.key, column))
            return [index, *column] if is_used and not is_title(draft, index, text) else []
        if is_ended(text) or words(text) > _TAG_WORDS or len(text) > _TAG_LENGTH or any(map(str.isdigit, text)):
            return []
    return []


def _tags_list(draft: Draft, hits: dict[int, list[Rule]]) -> list[int]:
    """Return the label of the page's tags and the bullets below it, anywhere below the last paragraph."""
    lines = draft.remaining
    end = next((at for at in range(len(lines) - 1, -1, -1) if is_prose(draft.show(lines[at]))), len(lines)) + 1
    for at in range(end, len(lines)):
        text = draft.show(lines[at]).strip()
        rules = hits.get(lines[at], ())
        if any(rule.id == _TAGS_LABEL and any(rule.find(text)) for rule in rules) and not is_title(
            draft, lines[at], text
        ):
            tags = list(takewhile(lambda index: _is_listed_tag(draft.show(index)), lines[at + 1 :]))
            if len(tags) >= _MIN_LISTED_TAGS:
                return [lines[at], *tags]
    return []


def _is_listed_tag(text: str) -> bool:
    tag = _BULLET.sub("", text, count=1)
    return tag != text and not is_ended(tag) and 0 < words(tag) <= _TAG_WORDS and len(tag.strip()) <= _TAG_LENGTH


def _counters(draft: Draft, scan: Scan) -> set[int]:
    """Return the lines that are only a number; none if there are too many: those are a table."""
    if not scan.has(_COUNTER):
        return set()
    # a line with a number, its ornaments and blanks included
    numbers = {index for index in draft.document.short_lines if _NUMBER.fullmatch(draft.show(index).strip())}
    return numbers if len(numbers) <= _MAX_COUNTERS else set()


def _hits(draft: Draft, scan: Scan, positions: tuple[str, ...]) -> dict[int, list[Rule]]:
    """Return the rules with one of the `positions` as `where`, by the line that they may match."""
    hits: dict[int, list[Rule]] = {}
    for shape in ("line", "lead-in"):
        for index, rule in scan.matches(draft, shape):
            if rule.card.where in positions:
                hits.setdefault(index, []).append(rule)
    return hits


def _peel(
    draft: Draft, hits: dict[int, list[Rule]], numbers: set[int], lines: Sequence[int], where: str
) -> Iterator[Removal]:
    """Propose the matches in `lines`, which start at the edge, up to the first line that is prose or a sentence."""
    skipped = 0
    kept = kept_lines(draft, {*hits, *numbers})
    for at, index in enumerate(lines):
        text = draft.show(index)
        rule = next((rule.id for rule in hits.get(index, ()) if any(rule.find(text))), "")
        if index in numbers and not (where == "below" and _is_value(draft, lines[at + 1 : at + 2], numbers)):
            rule = rule or _COUNTER
        if rule and index not in kept and not is_title(draft, index, text):
            yield from draft.cut_line(index, rule, f"{where} the article stands {quoted(text)}")
            continue
        skipped += 1
        if is_prose(text) or (is_ended(text) and width(text) >= _SENTENCE_WIDTH) or skipped > _MAX_SKIPPED[where]:
            return


def _is_value(draft: Draft, above: Sequence[int], numbers: set[int]) -> bool:
    """Return whether the line above a number is its label: "Payload in kg", the last row of a table."""
    return any(index not in numbers and not is_ended(draft.show(index)) for index in above)


def obstacle(draft: Draft, index: int, *, end_only: bool = False) -> str:
    """Return what keeps line `index` from being at an edge of the article; "" if nothing does.

    `end_only` tells that the lower edge alone counts. The lines are those that `draft` still has.
    """
    at = draft.remaining.index(index)
    above = _barrier(draft, draft.remaining[:at], "above")
    below = _barrier(draft, draft.remaining[:at:-1], "below")
    if end_only:
        return f"it takes only lines below the article, and {below}" if below else ""
    if above and below:
        return f"it takes only lines above the article or below it; {above}, and {below}"
    return ""


def _barrier(draft: Draft, lines: Sequence[int], where: str) -> str:
    """Return what ends the edge in `lines`, which start at it; "" if nothing does."""
    for skipped, index in enumerate(lines, 1):
        text = draft.show(index)
        if is_prose(text) or (is_ended(text) and width(text) >= _SENTENCE_WIDTH):
            return f"line {index + 1} {where} it is a sentence"
        if skipped > _MAX_SKIPPED[where]:
            return f"more than {_MAX_SKIPPED[where]} lines stand {where} it"
    return ""
