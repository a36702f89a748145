"""Labelled pages as texts to learn from: every line of a page, labelled by the page's article.

Menus, teasers and footers of whole pages teach what leftovers look like, whatever extractor leaves them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from zlib import crc32

from cleaner.core.document import Span
from cleaner.evaluation.gold import LabelledArticle, LabelledPage
from cleaner.evaluation.scoring import Label
from cleaner.intake.page.dom import Segment, read_page
from cleaner.training.examples import DERIVED, WHOLE_PAGE

# A character of a script without spaces is a word
_WORD = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]|[^\W\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]+")
_RUN = 3  # words
_SENTENCE = 5  # words; a shorter line of the article may stand in a menu as well
_KEPT, _REMOVED = 0.8, 0.15  # shares of a line's runs of words that are the article's
_PARAGRAPH = 60  # characters
_MIN_TITLE = 2  # characters; a title of one letter is an icon's
_HEAD = 6  # lines above the first paragraph that may be headline, byline and date
_MOST_REMOVED = 400  # lines; a page with more is an index, whose menus would drown the others
_BULLETED = 3  # one page in so many has its list entries with bullets, as some extractors write them


def as_article(page: LabelledPage) -> LabelledArticle | None:
    """Return the text of a page with labels; None if the page has no line of its article or far more others.

    A line is kept if the gold has it, removed if the gold has nothing of it, and optional otherwise.
    """
    read = read_page(page.html)
    if read is None:
        return None
    number = crc32(page.name.encode("utf-8", "surrogatepass"))
    lines = list(_lines(read.segments, is_bulleted=number % _BULLETED == 0))
    labels = _labels(lines, _Gold(page.gold), " ".join(read.tree.xpath("string((//title)[1])").split()))
    if False not in labels or labels.count(True) > _MOST_REMOVED:
        return None
    gap = "\n" if number & 1 << 3 else "\n\n"
    remove: list[Label] = []
    optional: list[Span] = []
    at = 0
    for line, label in zip(lines, labels, strict=True):
        if label is True:
            remove.append(Label(at, at + len(line), DERIVED))
        elif label is None:
            optional.append(Span(at, at + len(line)))
        at += len(line) + len(gap)
    return LabelledArticle(
        page.name, page.language, None, page.url, gap.join(lines), tuple(remove), tuple(optional), WHOLE_PAGE
    )


class _Gold:
    """The article of a page: its lines, its words in a row, and its runs of words."""

    def __init__(self, gold: str) -> None:
        lines = [_words(line) for line in gold.split("\n")]
        everything = [word for line in lines for word in line]
        self.lines = {" ".join(line) for line in lines}
        self.row = f" {' '.join(everything)} "
        self.runs = _runs(everything)

    def label(self, line: str) -> bool | None:
        """Return True if a line is none of the article's, False if it is, None if that is unsure."""
        words = _words(line)
        row = " ".join(words)
        if not words:
            return None
        if len(words) < _SENTENCE:
            return False if row in self.lines else None if f" {row} " in self.row else True
        if f" {row} " in self.row:
            return False
        runs = _runs(words)
        share = len(runs & self.runs) / len(runs)
        return False if share > _KEPT else True if share < _REMOVED else None


def _lines(segments: Sequence[Segment], *, is_bulleted: bool) -> Iterator[str]:
    for segment in segments:
        mark = "* " if is_bulleted and segment.tag == "li" else ""
        yield mark + segment.text


def _labels(lines: Sequence[str], gold: _Gold, title: str) -> list[bool | None]:
    """Return the label of each line: the title, and what stands right above the first paragraph, is unsure."""
    labels = [gold.label(line) for line in lines]
    first = next(
        (at for at, label in enumerate(labels) if label is False and len(lines[at]) >= _PARAGRAPH), len(lines)
    )
    if first == len(lines):
        return [None] * len(lines)
    named = f" {' '.join(_words(title))} "
    for at, label in enumerate(labels):
        is_title = len(named.strip()) >= _MIN_TITLE and f" {' '.join(_words(lines[at]))} " in named
        if label and (is_title or first - _HEAD <= at < first):
            labels[at] = None
    return labels


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _runs(words: Sequence[str]) -> set[tuple[str, ...]]:
    return {tuple(words[at : at + _RUN]) for at in range(max(1, len(words) - _RUN + 1))}
