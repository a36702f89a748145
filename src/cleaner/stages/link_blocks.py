"""A heading such as “Related stories”, and the headlines of other articles that hang under it."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator

from cleaner.core.draft import Draft
from cleaner.core.regex import lazy_compile
from cleaner.core.result import Removal
from cleaner.matching.matcher import Scan
from cleaner.stages.line_features import (
    is_double_headline,
    is_ended,
    is_headline_like,
    is_own_title,
    is_presumed_title,
    is_prose,
    is_reference,
    quoted,
    topics,
    width,
    words,
)

# A closing block is furniture, not half of the article
_MOST_OF_DOCUMENT = 0.5
_HEADLINE = 6  # words; sub-headings, names and entries of lists have fewer
_LONGEST_LIST = 50  # lines under a heading that do not reach to the end
_KNOWN = 0.5  # share of a teaser's words that the article may use, too
_OF_NEXT = 3  # words that a sub-heading shares with the paragraph under it
_PAIRS = 3  # a headline and its teaser, so often that they are no sub-heading and its paragraph
_BYLINE = 3  # words; a line of more in front of the article is its headline
# characters
_STAMP, _STAMP_WORDS = 40, 8
_TEASER = 250
_DIGIT = lazy_compile(r"\d")
_MARK = lazy_compile(r"[■◆◎●▼□◇○【・]")
_ADDRESS = lazy_compile(r"(?:https?://|www\.)\S+")


def propose(draft: Draft, scan: Scan) -> Iterator[Removal]:
    """Propose each heading that an opener card knows, and the lines under it up to the first prose.

    One walk from the last line to the first heading: what hangs under a later heading is no longer below
    an earlier one.
    """
    openers = {
        index: rule
        for index, rule in scan.matches(draft, "opener")
        if rule.card.reach != "comments" and any(rule.find(draft.show(index)))
    }
    if not openers:
        return
    first = min(openers)
    headline, article = _front(draft)
    below = _Below(draft, _MOST_OF_DOCUMENT * len(draft.document.text))
    for index in reversed(draft.remaining):
        if index < first:
            return
        rule, shown = openers.get(index), draft.show(index)
        if rule is None or _is_title(draft, index, shown):
            below.add(index)
            continue
        hanging = below.to_the_end(index, alone=rule.card.alone) if rule.card.reach in ("end", "closing") else []
        if not hanging and rule.card.reach != "closing":
            hanging = below.list_under(index, in_front=headline < index < article)
        # "More on Brandt" may head the article's own list: names and entries are shorter than headlines
        if not (rule.card.alone or any(words(draft.show(line)) >= _HEADLINE for line in hanging)):
            below.add(index)
            continue
        yield from draft.cut_line(index, rule.id, f"the heading reads {quoted(shown)}")
        for line in hanging:
            yield from draft.cut_line(line, rule.id, f"hangs under {quoted(shown)}")
        below.drop(len(hanging))


def _is_title(draft: Draft, index: int, shown: str) -> bool:
    return is_own_title(draft, shown) or is_presumed_title(draft, index)


def _front(draft: Draft) -> tuple[int, int]:
    """The first headline and the first paragraph; a heading between them stands in front of the article."""
    headline = len(draft.document.folded_lines)
    for index in draft.remaining:
        shown = draft.show(index)
        if is_prose(shown):
            return headline, index
        if is_headline_like(shown) and words(shown) > _BYLINE:
            headline = min(headline, index)
    return headline, 0


class _Below:
    """The lines below the one that the walk has reached, the nearest last."""

    def __init__(self, draft: Draft, most: float) -> None:
        self._draft = draft
        self._most = most
        self._lines: list[int] = []
        self._kinds: list[frozenset[str]] = []
        self._count: Counter[str] = Counter()
        self._size = 0
        self._goes_on = False

    def add(self, index: int) -> None:
        """The walk has passed a line that stays."""
        shown = self._draft.show(index)
        kinds = _kinds(shown)
        if "headline" in kinds and self._begins_with_teaser():
            kinds |= {"pair"}
        if "prose" in kinds or ("teaser" in kinds and self._begins_with_teaser()):
            self._goes_on = True  # two paragraphs in a row are no teasers
        self._lines.append(index)
        self._kinds.append(kinds)
        self._count.update(kinds)
        self._size += len(shown)

    def drop(self, count: int) -> None:
        """The nearest `count` lines hang under a heading and go."""
        for _ in range(count):
            self._size -= len(self._draft.show(self._lines.pop()))
            self._count.subtract(self._kinds.pop())

    def to_the_end(self, heading: int, *, alone: bool) -> list[int]:
        """All lines, if they are headlines and scraps and none is prose, a biography or a credit.

        Under a heading that goes `alone` short headlines will do.

        Teasers may stand under the headlines, one each, where dates show that it is a list that repeats, or
        where nothing but such pairs follows.
        """
        headlines, teasers, stamps = (self._count[kind] for kind in ("headline", "teaser", "stamp"))
        if self._goes_on or not headlines or self._size > self._most or self._begins_with_teaser():
            return []
        mark = _mark(self._draft.show(heading))
        if not (alone or self._count["long"]) or (mark and self._count[mark]):
            return []  # with the same mark the article's next heading follows
        if teasers and not (1 < teasers <= headlines and stamps > 1):
            # pairs that have the article's words are its own sub-headings and paragraphs, under any heading
            self._goes_on = not (_PAIRS <= teasers == self._count["pair"] and self._are_foreign())
            if self._goes_on:
                return []
        return self._lines[::-1]

    def list_under(self, heading: int, *, in_front: bool) -> list[int]:
        """The headlines and addresses under the heading, as evenly spaced as the first stands from it.

        Before prose, a last line that is short may be the article's next sub-heading; it is taken only
        where the block stands closer together than the paragraphs around it, or `in_front` of the article,
        where no sub-heading stands.
        """
        taken: list[int] = []
        after_address = False
        previous, gap = heading, self._lines[-1] - heading if self._lines else 0
        mark = _mark(self._draft.show(heading))
        for index in self._lines[: -_LONGEST_LIST - 1 : -1]:
            shown = self._draft.show(index)
            # the next heading with the same mark, or what is no longer an entry of the list
            if (mark and _mark(shown) == mark) or (taken and _mark(shown) != _mark(self._draft.show(taken[0]))):
                break
            address = bool(_ADDRESS.fullmatch(shown.strip()))
            fits = address or is_headline_like(shown) or (taken and is_double_headline(shown))
            if index - previous > gap or not fits or is_own_title(self._draft, shown):
                if index - previous <= gap and taken and not self._is_surely_headline(taken[-1], index, in_front):
                    taken.pop()
                break
            if after_address and not address:
                break
            taken.append(index)
            previous, after_address = index, address
        return taken

    def _are_foreign(self) -> bool:
        """Whether every teaser speaks of something else than the paragraphs above the walk."""
        said: set[str] = set()
        for index in self._draft.remaining[: bisect_left(self._draft.remaining, self._lines[-1])]:
            said |= topics(self._draft.show(index))
        teasers = [index for index, kinds in zip(self._lines, self._kinds, strict=True) if "teaser" in kinds]
        about = [topics(self._draft.show(index)) for index in teasers]
        return all(len(its & said) <= _KNOWN * len(its) for its in about)

    def _begins_with_teaser(self) -> bool:
        return bool(self._kinds) and "teaser" in self._kinds[-1]

    def _is_surely_headline(self, last: int, follows: int, in_front: bool) -> bool:
        """Whether the last line taken is longer than the sub-headings that follow a box whose links were lost.

        What the next paragraph speaks of heads that paragraph, however long it is.
        """
        if len(topics(self._draft.show(last)) & topics(self._draft.show(follows))) >= _OF_NEXT:
            return False
        shown = self._draft.show(last).strip()
        longest, most = (20, 4) if in_front else (36, _HEADLINE)
        return width(shown) >= longest and words(shown) >= most


def _mark(shown: str) -> str:
    """The sign with which Japanese and Chinese pages begin a heading or an entry."""
    return match[0] if (match := _MARK.match(shown.lstrip())) else ""


def _kinds(shown: str) -> frozenset[str]:
    """What a line below a heading may be: a headline, a date, another story's teaser, prose; or just a scrap."""
    shown = shown.strip()
    kinds = []
    if is_headline_like(shown):
        kinds += ["headline", "long"] if words(shown) >= _HEADLINE else ["headline"]
    elif is_prose(shown) or is_reference(shown) or (is_ended(shown) and words(shown) > 3):
        kinds.append("teaser" if width(shown) <= _TEASER else "prose")
    if len(shown) <= _STAMP and words(shown) <= _STAMP_WORDS and _DIGIT.search(shown) and not is_ended(shown):
        kinds.append("stamp")
    return frozenset((*kinds, _mark(shown)))
