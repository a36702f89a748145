r"""How near the text taken from labelled pages comes to the article a person took from them.

Precision and recall are those of the article extraction benchmark (github.com/scrapinghub/
article-extraction-benchmark, evaluate.py): of runs of four words (`\w+`, case kept, repeats counted), taken
page by page and averaged over the pages; F1 is made of the two averages. Exact is what that benchmark calls
accuracy: the share of pages with the same words, so that white space and punctuation do not decide. A
`must` or `must_not` string is on the page when it stands in the text with white space folded, in the same case.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from cleaner.evaluation.gold import LabelledPage
from cleaner.evaluation.scoring import Figures, share

_WORD = re.compile(r"\w+")
_RUN = 4


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Every run of four words, with its number; of a text of fewer words, all of them as one.

    >>> sorted(shingles("the old pier fell down").elements())
    [('old', 'pier', 'fell', 'down'), ('the', 'old', 'pier', 'fell')]
    """
    words = _WORD.findall(text)
    runs = (tuple(words[at : at + _RUN]) for at in range(max(1, len(words) - _RUN + 1)))
    return Counter(run for run in runs if run)


@dataclass
class PageScore:
    """Counts over any number of pages; the properties are the figures made of them."""

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
        """The mean over the pages from which any text was taken."""
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
        """All counts and figures by name; `empty` counts the pages from which no text was taken."""
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
        """Count one page, from which `text` was taken."""
        taken, gold = shingles(text), shingles(page.gold)
        both, taken_runs, gold_runs = (taken & gold).total(), taken.total(), gold.total()
        self.pages += 1
        self.empty += not taken_runs
        self.exact += taken == gold
        if taken_runs:
            self.precisions.append(both / taken_runs)
        if gold_runs:
            self.recalls.append(both / gold_runs)
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
