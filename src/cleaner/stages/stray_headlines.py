"""Headlines of other stories among the paragraphs or below the last of them, with nothing to announce them.

Structure alone does not tell them from sub-headings, captions and lists, so several signs must agree: a
headline's length and shape, paragraphs around it, and words that the article hardly uses. Behind the last
paragraph that is enough; between paragraphs it is not, and the rule for those waits in preview.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.core.draft import Draft
from cleaner.core.regex import lazy_compile
from cleaner.core.result import Removal
from cleaner.matching.matcher import Scan
from cleaner.stages.line_features import (
    is_capitals,
    is_double_headline,
    is_ended,
    is_headline_like,
    is_own_title,
    is_prose,
    quoted,
    topics,
    words,
)

_AT_END = "related/headlines-at-end"
_STRAY = "related/stray-headline"
_BESIDE = "related/headlines-beside-links"

_SHORTEST, _LONGEST, _WORDS = 30, 110, 5
_FEWEST = 4  # words in one of many headlines, which have _WORDS on the average
_MANY = 4  # headlines at the end that need no other sign than links elsewhere on the page
_LONG = 45  # characters; a line in sentence case between paragraphs that is shorter may be a sub-heading
_MOST = 8  # headlines in one run
_PARAGRAPHS = 4  # with fewer there is too little to compare with
_SUB_HEADINGS = 3  # other short lines without an end; with more of them the article has sub-headings
_KNOWN = 0.5  # share of a headline's words that the article may use too
_OF_NEXT = 2  # words that a sub-heading shares with the paragraph under it
# addresses, credits, lists, quotations, labels, names in a row
_NO_HEADLINE = lazy_compile(
    r"[@#|©®™;/\[\]()★・]|\.(?:com|org|net)\b|\d:\d|^\W*\d+[.)]|^\W*[-–—*•·]|^[^:]{1,30}:\s|^[\"']|(?:,.*){3}"
    r"|(?-i:\b[Bb]y [A-Z][a-z])|\bcontribut\w+\b",
    re.IGNORECASE,
)
_CREDIT = lazy_compile(r"[^\W\d_][^:]{1,30}:\s\S")
_LONG_WORD = lazy_compile(r"[^\W\d_]{4,}")


def propose(draft: Draft, scan: Scan) -> Iterator[Removal]:
    """Propose headlines that share hardly a word with the article."""
    yield from _beside_links(draft, scan)
    anywhere = scan.has(_STRAY)
    if not draft.remaining or not (
        anywhere or (scan.has(_AT_END) and _has_shape(draft.show(draft.remaining[-1]).strip()))
    ):
        return
    page = _Page(draft)
    if page.paragraphs < _PARAGRAPHS:
        return
    for first, stop in page.runs():
        run = draft.remaining[first:stop]
        shown = [draft.show(index).strip() for index in run]
        if stop == len(draft.remaining):
            if len(run) == 1 and not _is_title_case(shown[0]):
                continue
            rule, because = _AT_END, "another story's headline behind the last paragraph"
        elif page.others <= _SUB_HEADINGS and all(len(line) >= _LONG or _is_title_case(line) for line in shown):
            rule, because = _STRAY, "another story's headline between paragraphs"
        else:
            continue
        if scan.has(rule):
            for index, line in zip(run, shown, strict=True):
                yield from draft.cut_line(index, rule, f"{because}: {quoted(line)}")


def _beside_links(draft: Draft, scan: Scan) -> Iterator[Removal]:
    if not scan.has(_BESIDE) or not any(
        removal.rule.startswith(("related/", "promo/")) for removal in draft.removals
    ):
        return
    run: list[int] = []
    for index in reversed(draft.remaining):
        shown = draft.show(index).strip()
        shaped = is_headline_like(shown) or is_double_headline(shown)
        if not shaped or words(shown) < _FEWEST or _NO_HEADLINE.search(shown):
            break
        run.append(index)
    if (
        len(run) < _MANY
        or len(run) == len(draft.remaining)
        or draft.show(draft.remaining[-len(run) - 1]).rstrip().endswith(":")
    ):
        return
    said = [draft.show(index) for index in run]
    # "Councillor Ada Brandt of Quay", "Councillor Tom Lew of Sound" are a list
    if len({line.split()[0] for line in said}) < len(run) or sum(map(words, said)) < _WORDS * len(run):
        return
    if sum(map(is_ended, said)) > len(run) / 2:
        return  # "What a night!", "And what a morning!" is how the article speaks
    for index in run:
        yield from draft.cut_line(index, _BESIDE, f"one of {len(run)} headlines at the end of a page with links")


class _Page:
    """What the lines that are left say of the article: its paragraphs, its words, its candidates."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._lines = [draft.show(index).strip() for index in draft.remaining]
        self._prose = [is_prose(line) for line in self._lines]
        self.paragraphs = sum(self._prose)
        self._said: set[str] = set()
        for line, prose in zip(self._lines, self._prose, strict=True):
            if prose:
                self._said |= topics(line)
        self._candidates = [self._is_candidate(at) for at in range(len(self._lines))]
        self.others = sum(
            not (prose or candidate or is_ended(line))
            for line, prose, candidate in list(zip(self._lines, self._prose, self._candidates, strict=True))[1:]
        )

    def runs(self) -> Iterator[tuple[int, int]]:
        """Runs of candidates, as positions among the remaining lines, between paragraphs or behind the last one."""
        at, end = 1, len(self._lines)
        while at < end:
            stop = at
            while stop < end and self._candidates[stop]:
                stop += 1
            if at < stop <= at + _MOST and self._prose[at - 1] and self._are_foreign(at, stop):
                yield at, stop
            at = max(stop, at + 1)

    def _are_foreign(self, at: int, stop: int) -> bool:
        """Whether a run is no list, and the paragraph behind it, if there is one, does not go on where it ends."""
        run = self._lines[at:stop]
        if len({line.split()[0] for line in run}) < len(run):
            return False  # "Councillor Ada Brandt of Quay", "Councillor Tom Lew of Sound"
        if stop == len(self._lines):
            return True
        follows = topics(self._lines[stop])
        return self._prose[stop] and all(len(topics(line) & follows) < _OF_NEXT for line in run)

    def _is_candidate(self, at: int) -> bool:
        line = self._lines[at]
        if not _has_shape(line) or is_own_title(self._draft, line):
            return False
        about = topics(line)
        return len(about) > 2 and len(about & self._said) <= _KNOWN * len(about)


def _has_shape(line: str) -> bool:
    """Whether a line is as long and built as a headline, and no address, credit, list, quotation or name."""
    if not _SHORTEST <= len(line) <= _LONGEST or not line[0].isupper() or is_ended(line) or words(line) < _WORDS:
        return False
    if not is_headline_like(line) or is_capitals(line) or _NO_HEADLINE.search(line):
        return False
    return not ("," in line and _is_title_case(line, 1.0))  # a name and who it writes for


def _is_title_case(line: str, share: float = 0.7) -> bool:
    """Whether that share of the longer words begins with a capital, as in an English headline."""
    long = _LONG_WORD.findall(line)
    return len([word for word in long if word[0].isupper()]) >= share * len(long)
