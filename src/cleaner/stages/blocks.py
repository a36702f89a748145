"""A heading such as “Related stories”, and the headlines of other articles that hang under it."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.draft import Draft
from cleaner.model import Removal
from cleaner.shapes import Rule, Scan
from cleaner.stages.looks import is_ended, is_headline_like, is_own_title, is_prose, quoted

# A closing block is furniture, not half of the article
_MOST_OF_DOCUMENT = 0.5


def propose(draft: Draft, scan: Scan) -> Iterator[Removal]:
    """Propose each heading that an opener card knows, and the lines under it up to the first prose."""
    place = {index: at for at, index in enumerate(draft.live)}
    done = -1
    for index, rule in scan.on(draft, "opener"):
        shown = draft.show(index)
        if index <= done or index not in place or not any(rule.find(shown)) or is_own_title(draft, shown):
            continue
        below = draft.live[place[index] + 1 :]
        hanging = _to_the_end(draft, below) if rule.card.reach == "end" else ()
        hanging = hanging or _list(draft, index, below)
        if not hanging and not (rule.card.alone or (rule.card.reach == "end" and not below)):
            continue
        yield from draft.cut_line(index, rule.id, f"the heading reads {quoted(shown)}")
        for line in hanging:
            yield from draft.cut_line(line, rule.id, f"hangs under {quoted(shown)}")
        done = hanging[-1] if hanging else index


def _to_the_end(draft: Draft, below: tuple[int, ...]) -> tuple[int, ...]:
    """All lines below, if none is prose: headlines, and teasers that each follow a headline."""
    headlines = 0
    for at, index in enumerate(below):
        shown = draft.show(index)
        if is_headline_like(shown):
            headlines += 1
        elif is_prose(shown) or (is_ended(shown) and len(shown) > 40):
            teaser = at and is_headline_like(draft.show(below[at - 1])) and len(shown) <= 250
            if not teaser or at + 1 == len(below) and headlines < 2:
                return ()
    size = sum(len(draft.show(index)) for index in below)
    return below if headlines and size <= _MOST_OF_DOCUMENT * len(draft.document.text) else ()


def _list(draft: Draft, heading: int, below: tuple[int, ...]) -> tuple[int, ...]:
    """The headline-like lines directly under the heading.

    In the middle of an article a single such line, or one behind a blank line, may be the next
    sub-heading; it is taken only where nothing but headlines follows.
    """
    taken: list[int] = []
    previous = heading
    for index in below:
        if index - previous > 1 or not is_headline_like(draft.show(index)):
            break
        taken.append(index)
        previous = index
    if not taken:
        return ()
    at_end = len(taken) == len(below)
    block_of_its_own = not at_end and below[len(taken)] - taken[-1] > 1
    return tuple(taken) if at_end or block_of_its_own or len(taken) > 1 else ()
