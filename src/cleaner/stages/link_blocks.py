"""Blocks of links: a heading such as “Related stories” and the headlines of other articles below it.

Removes: the heading and the headlines, dates and teasers below it, up to the first line of the article.
Keeps: the title, prose, and a last short line that may be the article's next sub-heading.
Order: after repeats, because the end of the text may be a second copy; before the lower edge, which may start
above a closing block.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator

from cleaner.core.draft import Draft
from cleaner.core.regex import lazy_compile
from cleaner.core.result import Removal
from cleaner.matching.matcher import Scan
from cleaner.stages._tables import terms
from cleaner.stages.line_features import (
    is_double_headline,
    is_ended,
    is_headline_like,
    is_own_title,
    is_prose,
    is_reference,
    is_title,
    quoted,
    topics,
    width,
    words,
)

_MAX_BLOCK_SHARE = 0.5  # of the document's characters; a larger block is the article
_HEADLINE_WORDS = 6  # at least; sub-headings, names and entries of lists have fewer
_MAX_LIST_LENGTH = 50  # lines below a heading in the middle of the text
_MAX_KNOWN_TOPICS = 0.5  # share of a teaser's words that the article may contain
_SHARED_TOPICS = 3  # words, at least, that a sub-heading shares with the paragraph below it
_MIN_PAIRS = 3  # headlines with a teaser; fewer may be sub-headings with a paragraph
_BYLINE_WORDS = 3  # at most; a longer line in front of the article is its headline
_STAMP_LENGTH, _STAMP_WORDS = 40, 8  # characters and words of a line with a date, at most
_TEASER_WIDTH = 250  # columns, at most
_DIGIT = lazy_compile(r"\d")
_MARK = lazy_compile(r"[■◆◎●▼□◇○【・]")
_ADDRESS = lazy_compile(r"(?:https?://|www\.)\S+")


def propose(draft: Draft, scan: Scan) -> Iterator[Removal]:
    """Propose each heading that matches an opener card, and the lines of its block.

    One walk from the last line up to the first heading: the block of a later heading is removed before an earlier
    heading is judged.
    """
    openers = {
        index: rule
        for index, rule in scan.matches(draft, "opener")
        if rule.card.reach != "comments" and any(rule.find(draft.show(index)))
    }
    if openers:
        defined = terms(draft)
        openers = {index: rule for index, rule in openers.items() if index not in defined}
    if not openers:
        return
    first = min(openers)
    headline, article = _front(draft)
    below = _Below(draft, _MAX_BLOCK_SHARE * len(draft.document.text))
    for index in reversed(draft.remaining):
        if index < first:
            return
        rule, text = openers.get(index), draft.show(index)
        if rule is None or is_title(draft, index, text):
            below.add(index)
            continue
        block = below.closing_block(index, alone=rule.card.alone) if rule.card.reach in ("end", "closing") else []
        if not block and rule.card.reach != "closing":
            block = below.list_block(index, in_front=headline < index < article)
        # "More on Brandt" may be the heading of a list in the article: its entries are shorter than headlines.
        if not (rule.card.alone or any(words(draft.show(line)) >= _HEADLINE_WORDS for line in block)):
            below.add(index)
            continue
        yield from draft.cut_line(index, rule.id, f"the heading reads {quoted(text)}")
        for line in block:
            yield from draft.cut_line(line, rule.id, f"hangs under {quoted(text)}")
        below.drop(len(block))


def _front(draft: Draft) -> tuple[int, int]:
    """Return the indices of the first headline and the first paragraph; between them the article has not started.

    Without a headline the first is the number of lines, without a paragraph the second is 0.
    """
    headline = len(draft.document.folded_lines)
    for index in draft.remaining:
        text = draft.show(index)
        if is_prose(text):
            return headline, index
        if is_headline_like(text) and words(text) > _BYLINE_WORDS:
            headline = min(headline, index)
    return headline, 0


class _Below:
    """The lines below the current position of the walk, from the last line of the text to the nearest."""

    def __init__(self, draft: Draft, max_size: float) -> None:
        self._draft = draft
        self._max_size = max_size
        self._lines: list[int] = []
        self._kinds: list[frozenset[str]] = []
        self._count: Counter[str] = Counter()
        self._size = 0
        self._has_article = False

    def add(self, index: int) -> None:
        """Add a line that the walk keeps."""
        text = self._draft.show(index)
        kinds = _kinds(text)
        if "headline" in kinds and self._begins_with_teaser():
            kinds |= {"pair"}
        if "prose" in kinds or ("teaser" in kinds and self._begins_with_teaser()):
            self._has_article = True  # two paragraphs in a row are no teasers
        self._lines.append(index)
        self._kinds.append(kinds)
        self._count.update(kinds)
        self._size += len(text)

    def drop(self, count: int) -> None:
        """Forget the nearest `count` lines, which are removed."""
        for _ in range(count):
            self._size -= len(self._draft.show(self._lines.pop()))
            self._count.subtract(self._kinds.pop())

    def closing_block(self, heading: int, *, alone: bool) -> list[int]:
        """Return all lines if they are headlines and scraps, and none is prose, a biography or a credit.

        Below a heading that may go `alone`, short headlines are enough.

        Each headline may have a teaser if dates show that the list is regular, or if only such pairs follow.
        """
        headlines, teasers, stamps = (self._count[kind] for kind in ("headline", "teaser", "stamp"))
        if self._has_article or not headlines or self._size > self._max_size or self._begins_with_teaser():
            return []
        mark = _mark(self._draft.show(heading))
        if not (alone or self._count["long"]) or (mark and self._count[mark]):
            return []  # a line with the same mark is the article's next heading
        if teasers and not (1 < teasers <= headlines and stamps > 1):
            # Pairs with the topics of the article are its own sub-headings and paragraphs, below any heading.
            self._has_article = not (_MIN_PAIRS <= teasers == self._count["pair"] and self._are_foreign())
            if self._has_article:
                return []
        return self._lines[::-1]

    def list_block(self, heading: int, *, in_front: bool) -> list[int]:
        """Return the headlines and addresses below the heading, with no larger gap than the first one has.

        A short last line may be the article's next sub-heading. It is no part of the block, unless a larger gap
        follows. `in_front` of the article, which has no sub-headings there, a shorter line is long enough.
        """
        block: list[int] = []
        after_address = False
        previous, gap = heading, self._lines[-1] - heading if self._lines else 0
        mark = _mark(self._draft.show(heading))
        for index in self._lines[: -_MAX_LIST_LENGTH - 1 : -1]:
            text = self._draft.show(index)
            # the next heading has the mark of this one; all entries have the same mark
            if (mark and _mark(text) == mark) or (block and _mark(text) != _mark(self._draft.show(block[0]))):
                break
            address = bool(_ADDRESS.fullmatch(text.strip()))
            fits = address or is_headline_like(text) or (block and is_double_headline(text))
            if index - previous > gap or not fits or is_own_title(self._draft, text):
                if index - previous <= gap and block and not self._is_surely_headline(block[-1], index, in_front):
                    block.pop()
                break
            if after_address and not address:
                break
            block.append(index)
            previous, after_address = index, address
        return block

    def _are_foreign(self) -> bool:
        """Return whether every teaser has other topics than the lines above the current position."""
        article: set[str] = set()
        for index in self._draft.remaining[: bisect_left(self._draft.remaining, self._lines[-1])]:
            article |= topics(self._draft.show(index))
        teasers = [index for index, kinds in zip(self._lines, self._kinds, strict=True) if "teaser" in kinds]
        topics_of = [topics(self._draft.show(index)) for index in teasers]
        return all(len(own & article) <= _MAX_KNOWN_TOPICS * len(own) for own in topics_of)

    def _begins_with_teaser(self) -> bool:
        return bool(self._kinds) and "teaser" in self._kinds[-1]

    def _is_surely_headline(self, last: int, follows: int, in_front: bool) -> bool:
        """Return whether the last line of a block is too long for a sub-heading of the article.

        A line that shares topics with the next paragraph is a sub-heading at any length.
        """
        if len(topics(self._draft.show(last)) & topics(self._draft.show(follows))) >= _SHARED_TOPICS:
            return False
        text = self._draft.show(last).strip()
        min_width, min_words = (20, 4) if in_front else (36, _HEADLINE_WORDS)
        return width(text) >= min_width and words(text) >= min_words


def _mark(text: str) -> str:
    """Return the mark in front of a heading or an entry on Japanese and Chinese pages; empty for none."""
    return match[0] if (match := _MARK.match(text.lstrip())) else ""


def _kinds(text: str) -> frozenset[str]:
    """Return the possible kinds of a line below a heading (headline, long, teaser, prose, stamp) and its mark."""
    text = text.strip()
    kinds = []
    if is_headline_like(text):
        kinds += ["headline", "long"] if words(text) >= _HEADLINE_WORDS else ["headline"]
    elif is_prose(text) or is_reference(text) or (is_ended(text) and words(text) > 3):
        kinds.append("teaser" if width(text) <= _TEASER_WIDTH else "prose")
    if len(text) <= _STAMP_LENGTH and words(text) <= _STAMP_WORDS and _DIGIT.search(text) and not is_ended(text):
        kinds.append("stamp")
    return frozenset((*kinds, _mark(text)))


def obstacle(draft: Draft, scan: Scan, index: int) -> tuple[str, str] | None:
    """Return the rule whose heading stands above line `index` or is it, and what kept the line; None without one.

    `draft` is the draft that the stage gets.
    """
    openers = {
        line: rule
        for line, rule in scan.matches(draft, "opener")
        if rule.card.reach != "comments" and any(rule.find(draft.show(line)))
    }
    at = draft.remaining.index(index)
    above = reversed(draft.remaining[max(at - _MAX_LIST_LENGTH, 0) : at + 1])
    heading = next((line for line in above if line in openers), None)
    if heading is None:
        return None
    rule, head, below = openers[heading], quoted(draft.show(heading)), draft.remaining[at + 1 :]
    if heading == index:
        if is_title(draft, index, draft.show(index)):
            return rule.id, "it is the title of the article"
        if rule.card.reach == "closing":
            return rule.id, "it takes only a heading with nothing but headlines below it to the end of the text"
        if not below or not is_headline_like(draft.show(below[0])):
            return rule.id, "no headline stands below it"
        return (
            rule.id,
            f"the lines below it have fewer than {_HEADLINE_WORDS} words: it may head a list of the article",
        )
    text = draft.show(index)
    if not is_headline_like(text) and not is_double_headline(text):
        return None
    between = draft.remaining[draft.remaining.index(heading) + 1 : at]
    stop = next((line for line in between if not is_headline_like(draft.show(line))), None)
    if stop is not None:
        return rule.id, f"it stands below the heading {head}, but line {stop + 1} between them is no headline"
    if is_own_title(draft, text):
        return rule.id, "it is the title of the article"
    if words(text) < _HEADLINE_WORDS:
        return rule.id, (
            f"it stands below the heading {head}, but has fewer than {_HEADLINE_WORDS} words: "
            "it may be the next sub-heading of the article"
        )
    if below and len(topics(text) & topics(draft.show(below[0]))) >= _SHARED_TOPICS:
        why = "it shares words with the next line, as a sub-heading does"
    else:
        why = "a larger gap or another mark parts them"
    return rule.id, f"it stands below the heading {head}, but {why}"
