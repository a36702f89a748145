r"""Compares the text extracted from labelled pages with their labelled articles.

Precision and recall are those of the article extraction benchmark (github.com/scrapinghub/
article-extraction-benchmark, evaluate.py). They count runs of four words (`\w+`, case-sensitive, with repeats) on
each page, averaged over the pages. F1 combines the two averages. Exact is the accuracy of that benchmark: the share
of pages with the same words, whatever the white space and punctuation. A `must` or `must_not` string is found if
the text contains it, case-sensitive and with white space folded.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from cleaner.evaluation.gold import LabelledPage
from cleaner.evaluation.scoring import Figures, share

_WORD = re.compile(r"\w+")
_RUN_LENGTH = 4


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Return the runs of four words with their counts. A shorter text is one run.

    >>> sorted(shingles("the old pier fell down").elements())
    [('old', 'pier', 'fell', 'down'), ('the', 'old', 'pier', 'fell')]
    """
    words = _WORD.findall(text)
    runs = (tuple(words[at : at + _RUN_LENGTH]) for at in range(max(1, len(words) - _RUN_LENGTH + 1)))
    return Counter(run for run in runs if run)


@dataclass
class PageScore:
    """Counts summed over pages. The properties compute the figures.

    `lost` lists missing `must` strings and `left` found `must_not` strings, each with its page.
    """

    pages: int = 0
    empty: int = 0
    exact: int = 0
    precisions: list[float] = field(default_factory=list)
    recalls: list[float] = field(default_factory=list)
    must: int = 0
    must_found: int = 0
    must_not: int = 0
    must_not_found: int = 0
    lost: list[tuple[str, str]] = field(default_factory=list)
    left: list[tuple[str, str]] = field(default_factory=list)

    @property
    def precision(self) -> float | None:
        """The mean over the pages with extracted text."""
        return share(sum(self.precisions), len(self.precisions))

    @property
    def recall(self) -> float | None:
        """The mean over the pages that have an article."""
        return share(sum(self.recalls), len(self.recalls))

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall."""
        p, r = self.precision, self.recall
        if p is None or r is None:
            return None
        return 2 * p * r / (p + r) if p + r else 0.0

    def figures(self) -> Figures:
        """Return all counts and figures by name. `empty` counts the pages without extracted text."""
        return {
            "pages": self.pages,
            "empty": self.empty,
            "precision": self.precision,
            "recall": self.recall,
            "f1": self.f1,
            "exact": share(self.exact, self.pages),
            "must": share(self.must_found, self.must),
            "must_not": share(self.must_not_found, self.must_not),
        }

    def add(self, page: LabelledPage, text: str) -> None:
        """Add one page and its extracted `text`."""
        extracted, gold = shingles(text), shingles(page.gold)
        shared, extracted_runs, gold_runs = (extracted & gold).total(), extracted.total(), gold.total()
        self.pages += 1
        self.empty += not extracted_runs
        self.exact += extracted == gold
        if extracted_runs:
            self.precisions.append(shared / extracted_runs)
        if gold_runs:
            self.recalls.append(shared / gold_runs)
        folded = _folded(text)
        for string in page.must:
            if _folded(string) not in folded:
                self.lost.append((page.name, string))
        for string in page.must_not:
            if _folded(string) in folded:
                self.left.append((page.name, string))
        self.must += len(page.must)
        self.must_found = self.must - len(self.lost)
        self.must_not += len(page.must_not)
        self.must_not_found = len(self.left)


def _folded(text: str) -> str:
    return " ".join(text.split())
