"""Headlines of other stories without a heading, between paragraphs or after the last one.

Removes: lines with the length and shape of a headline, next to paragraphs, that share few words with the article.
Keeps: the title, sub-headings, captions, lists, credits and quotations. Between paragraphs the signs are less
reliable, so that rule is in preview.
Order: after blocks and the lower edge, when the last lines of the article are known.
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

_MIN_LENGTH, _MAX_LENGTH = 30, 110  # characters
_MIN_WORDS = 5  # of a headline; on average for those at the end of a page with links
_MIN_WORDS_OF_ONE = 4  # of one headline at the end of a page with links
_MIN_RUN_BESIDE_LINKS = 4  # headlines at the end that need no other sign than links elsewhere on the page
_MIN_SENTENCE_CASE = 45  # characters; a shorter line in sentence case between paragraphs may be a sub-heading
_MAX_RUN = 8  # headlines
_MIN_PARAGRAPHS = 4  # with fewer the article has too few words to compare with
_MAX_SUB_HEADINGS = 3  # other short lines without an end; with more the article has sub-headings
_MAX_KNOWN_TOPICS = 0.5  # share of a headline's words that the article may contain
_SHARED_TOPICS = 2  # words, at least, that a sub-heading shares with the paragraph below it
# addresses, credits, lists, quotations, labels, enumerations of names
_NO_HEADLINE = lazy_compile(
    r"[@#|©®™;/\[\]()★・]|\.(?:com|org|net)\b|\d:\d|^\W*\d+[.)]|^\W*[-–—*•·]|^[^:]{1,30}:\s|^[\"']|(?:,.*){3}"
    r"|(?-i:\b[Bb]y [A-Z][a-z])|\bcontribut\w+\b",
    re.IGNORECASE,
)
_CREDIT = lazy_compile(r"[^\W\d_][^:]{1,30}:\s\S")
_LONG_WORD = lazy_compile(r"[^\W\d_]{4,}")


def propose(draft: Draft, scan: Scan) -> Iterator[Removal]:
    """Propose headlines beside links, and headlines that share few words with the article."""
    yield from _beside_links(draft, scan)
    yield from propose_anew(draft, scan)


def propose_anew(draft: Draft, scan: Scan) -> Iterator[Removal]:
    """Propose headlines that share few words with the article: a line below them may have gone."""
    anywhere = scan.has(_STRAY)
    if not draft.remaining or not (
        anywhere or (scan.has(_AT_END) and _has_shape(draft.show(draft.remaining[-1]).strip()))
    ):
        return
    page = _Page(draft)
    if page.paragraphs < _MIN_PARAGRAPHS:
        return
    for first, stop in page.runs():
        run = draft.remaining[first:stop]
        texts = [draft.show(index).strip() for index in run]
        if stop == len(draft.remaining):
            if len(run) == 1 and not _is_title_case(texts[0]):
                continue
            rule, because = _AT_END, "another story's headline behind the last paragraph"
        elif page.sub_headings <= _MAX_SUB_HEADINGS and all(
            len(line) >= _MIN_SENTENCE_CASE or _is_title_case(line) for line in texts
        ):
            rule, because = _STRAY, "another story's headline between paragraphs"
        else:
            continue
        if scan.has(rule):
            for index, line in zip(run, texts, strict=True):
                yield from draft.cut_line(index, rule, f"{because}: {quoted(line)}")


def _beside_links(draft: Draft, scan: Scan) -> Iterator[Removal]:
    """Propose a run of headlines at the end if a rule has removed links elsewhere."""
    if not scan.has(_BESIDE) or not any(
        removal.rule.startswith(("related/", "promo/")) for removal in draft.removals
    ):
        return
    run: list[int] = []
    for index in reversed(draft.remaining):
        text = draft.show(index).strip()
        may_be_headline = is_headline_like(text) or is_double_headline(text)
        if not may_be_headline or words(text) < _MIN_WORDS_OF_ONE or _NO_HEADLINE.search(text):
            break
        run.append(index)
    if (
        len(run) < _MIN_RUN_BESIDE_LINKS
        or len(run) == len(draft.remaining)
        or draft.show(draft.remaining[-len(run) - 1]).rstrip().endswith(":")
    ):
        return
    texts = [draft.show(index) for index in run]
    # "Councillor Ada Brandt of Quay", "Councillor Tom Lew of Sound" are a list.
    if len({text.split()[0] for text in texts}) < len(run) or sum(map(words, texts)) < _MIN_WORDS * len(run):
        return
    if sum(map(is_ended, texts)) > len(run) / 2:
        return  # "What a night!", "And what a morning!" are the article's own sentences
    for index in run:
        yield from draft.cut_line(index, _BESIDE, f"one of {len(run)} headlines at the end of a page with links")


class _Page:
    """The remaining lines: number of paragraphs, topics, and candidates for stray headlines."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._lines = [draft.show(index).strip() for index in draft.remaining]
        self._prose = [is_prose(line) for line in self._lines]
        self.paragraphs = sum(self._prose)
        self._topics: set[str] = set()
        for line, prose in zip(self._lines, self._prose, strict=True):
            if prose:
                self._topics |= topics(line)
        self._candidates = [self._is_candidate(at) for at in range(len(self._lines))]
        self.sub_headings = sum(
            not (prose or candidate or is_ended(line))
            for line, prose, candidate in list(zip(self._lines, self._prose, self._candidates, strict=True))[1:]
        )

    def runs(self) -> Iterator[tuple[int, int]]:
        """Yield runs [start, stop) of candidates after a paragraph, as positions in `Draft.remaining`."""
        at, end = 1, len(self._lines)
        while at < end:
            stop = at
            while stop < end and self._candidates[stop]:
                stop += 1
            if at < stop <= at + _MAX_RUN and self._prose[at - 1] and self._are_foreign(at, stop):
                yield at, stop
            at = max(stop, at + 1)

    def _are_foreign(self, at: int, stop: int) -> bool:
        """Return whether a run is no list, and shares few topics with the paragraph after it, if any."""
        run = self._lines[at:stop]
        if len({line.split()[0] for line in run}) < len(run):
            return False  # "Councillor Ada Brandt of Quay", "Councillor Tom Lew of Sound"
        if stop == len(self._lines):
            return True
        next_topics = topics(self._lines[stop])
        return self._prose[stop] and all(len(topics(line) & next_topics) < _SHARED_TOPICS for line in run)

    def _is_candidate(self, at: int) -> bool:
        line = self._lines[at]
        if not _has_shape(line) or is_own_title(self._draft, line):
            return False
        own = topics(line)
        return len(own) > 2 and len(own & self._topics) <= _MAX_KNOWN_TOPICS * len(own)


def _has_shape(line: str) -> bool:
    """Return whether a line has the length and form of a headline, and is no address, credit, list or quotation."""
    if (
        not _MIN_LENGTH <= len(line) <= _MAX_LENGTH
        or not line[0].isupper()
        or is_ended(line)
        or words(line) < _MIN_WORDS
    ):
        return False
    if not is_headline_like(line) or is_capitals(line) or _NO_HEADLINE.search(line):
        return False
    return not ("," in line and _is_title_case(line, 1.0))  # a name and an employer


def _is_title_case(line: str, share: float = 0.7) -> bool:
    """Return whether at least `share` of the longer words start with a capital, as in an English headline."""
    long = _LONG_WORD.findall(line)
    return len([word for word in long if word[0].isupper()]) >= share * len(long)
