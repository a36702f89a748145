"""A heading such as “Related stories”, and the headlines of other articles that hang under it."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.draft import Draft
from cleaner.model import Removal
from cleaner.shapes import Scan
from cleaner.stages.looks import (
    is_ended,
    is_headline_like,
    is_own_title,
    is_presumed_title,
    is_prose,
    quoted,
    words,
)

# A closing block is furniture, not half of the article
_MOST_OF_DOCUMENT = 0.5


def propose(draft: Draft, scan: Scan) -> Iterator[Removal]:
    """Propose each heading that an opener card knows, and the lines under it up to the first prose.

    From the last heading to the first: what hangs under a later one is no longer below an earlier one.
    """
    left = list(draft.live)
    for index, rule in reversed(list(scan.on(draft, "opener"))):
        shown = draft.show(index)
        if index not in left or not any(rule.find(shown)):
            continue
        if is_own_title(draft, shown) or is_presumed_title(draft, index):
            continue
        below = left[left.index(index) + 1 :]
        hanging = _to_the_end(draft, below) if rule.card.reach in ("end", "closing") else []
        if not hanging and rule.card.reach != "closing":
            hanging = _list(draft, index, below)
        if not (hanging or rule.card.alone):
            continue
        yield from draft.cut_line(index, rule.id, f"the heading reads {quoted(shown)}")
        for line in hanging:
            yield from draft.cut_line(line, rule.id, f"hangs under {quoted(shown)}")
        taken = {index, *hanging}
        left = [line for line in left if line not in taken]


def _to_the_end(draft: Draft, below: list[int]) -> list[int]:
    """All lines below, if they are headlines and scraps and none is prose, a biography or a credit."""
    headlines = 0
    for index in below:
        shown = draft.show(index)
        if is_headline_like(shown):
            headlines += 1
        elif is_prose(shown) or (is_ended(shown) and words(shown) > 3):
            return []
    size = sum(len(draft.show(index)) for index in below)
    return below if headlines and size <= _MOST_OF_DOCUMENT * len(draft.document.text) else []


def _list(draft: Draft, heading: int, below: list[int]) -> list[int]:
    """The headline-like lines under the heading, as evenly spaced as the first stands from it.

    Before prose, a last line that is short may be the article's next sub-heading; it is taken only where
    the block stands closer together than the paragraphs around it.
    """
    taken: list[int] = []
    previous, gap = heading, below[0] - heading if below else 0
    for index in below:
        if index - previous > gap or not is_headline_like(draft.show(index)):
            break
        taken.append(index)
        previous = index
    if not taken or len(taken) == len(below):
        return taken
    stands_apart = below[len(taken)] - taken[-1] > gap
    if not stands_apart and not _is_surely_headline(draft.show(taken[-1])):
        taken.pop()
    return taken


def _is_surely_headline(shown: str) -> bool:
    """Longer than the sub-headings that follow a link box whose links were lost."""
    return len(shown.strip()) >= 36 and words(shown) >= 6
