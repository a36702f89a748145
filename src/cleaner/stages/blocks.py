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
    width,
    words,
)

# A closing block is furniture, not half of the article
_MOST_OF_DOCUMENT = 0.5


def propose(draft: Draft, scan: Scan) -> Iterator[Removal]:
    """Propose each heading that an opener card knows, and the lines under it up to the first prose.

    One walk from the last line to the first heading: what hangs under a later heading is no longer below
    an earlier one.
    """
    openers = dict(scan.on(draft, "opener"))
    if not openers:
        return
    first = min(openers)
    below = _Below(draft, _MOST_OF_DOCUMENT * len(draft.document.text))
    for index in reversed(draft.live):
        if index < first:
            return
        rule, shown = openers.get(index), draft.show(index)
        if rule is None or not any(rule.find(shown)) or _is_title(draft, index, shown):
            below.add(index)
            continue
        hanging = below.to_the_end() if rule.card.reach in ("end", "closing") else []
        if not hanging and rule.card.reach != "closing":
            hanging = below.list_under(index)
        if not (hanging or rule.card.alone):
            below.add(index)
            continue
        yield from draft.cut_line(index, rule.id, f"the heading reads {quoted(shown)}")
        for line in hanging:
            yield from draft.cut_line(line, rule.id, f"hangs under {quoted(shown)}")
        below.drop(len(hanging))


def _is_title(draft: Draft, index: int, shown: str) -> bool:
    return is_own_title(draft, shown) or is_presumed_title(draft, index)


class _Below:
    """The lines below the one that the walk has reached, the nearest last."""

    def __init__(self, draft: Draft, most: float) -> None:
        self._draft = draft
        self._most = most
        self._lines: list[int] = []
        self._size = 0
        self._headlines = 0
        self._only_links = True

    def add(self, index: int) -> None:
        """The walk has passed a line that stays."""
        shown = self._draft.show(index)
        self._lines.append(index)
        self._size += len(shown)
        if is_headline_like(shown):
            self._headlines += 1
        elif is_prose(shown) or (is_ended(shown) and words(shown) > 3):
            self._only_links = False

    def drop(self, count: int) -> None:
        """The nearest `count` lines hang under a heading and go."""
        for _ in range(count):
            shown = self._draft.show(self._lines.pop())
            self._size -= len(shown)
            self._headlines -= is_headline_like(shown)

    def to_the_end(self) -> list[int]:
        """All lines, if they are headlines and scraps and none is prose, a biography or a credit."""
        links = self._only_links and self._headlines > 0 and self._size <= self._most
        return self._lines[::-1] if links else []

    def list_under(self, heading: int) -> list[int]:
        """The headline-like lines under the heading, as evenly spaced as the first stands from it.

        Before prose, a last line that is short may be the article's next sub-heading; it is taken only
        where the block stands closer together than the paragraphs around it.
        """
        taken: list[int] = []
        previous, gap = heading, self._lines[-1] - heading if self._lines else 0
        for index in reversed(self._lines):
            if index - previous > gap or not is_headline_like(self._draft.show(index)):
                if index - previous <= gap and not self._is_surely_headline(taken):
                    taken.pop()
                break
            taken.append(index)
            previous = index
        return taken

    def _is_surely_headline(self, taken: list[int]) -> bool:
        """Whether the last line taken is longer than the sub-headings that follow a box whose links were lost."""
        if not taken:
            return True
        shown = self._draft.show(taken[-1])
        return width(shown.strip()) >= 36 and words(shown) >= 6
