"""Line precision and recall of removals from labelled articles.

The units are the non-blank lines of an article, split where a label begins or ends inside a line. White space and
zero-width characters do not count. A unit to remove is found if at least 80 % of its characters are removed. A unit
to keep is damaged if more than 10 % are removed. Optional units do not count.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from cleaner.core.document import Span

Figures = dict[str, float | None]
Verdict = Literal["remove", "keep", "optional"]
_ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u00ad"


class Label(NamedTuple):
    """A span labelled as boilerplate, in characters, and the kind of boilerplate."""

    start: int
    end: int
    kind: str


class ScoredUnit(NamedTuple):
    """A piece of one line with one verdict; `kind` is the kind of its label, or ""."""

    start: int
    end: int
    verdict: Verdict
    kind: str = ""


def units(text: str, remove: Sequence[Label], optional: Sequence[Span]) -> list[ScoredUnit]:
    """Return the units of an article. Where labels overlap, `remove` takes precedence.

    >>> [(unit.start, unit.end, unit.verdict) for unit in units("Rain fell. Share", [Label(11, 16, "share")], [])]
    [(0, 11, 'keep'), (11, 16, 'remove')]
    """
    ranges = [(label.start, label.end) for label in remove] + [(span.start, span.end) for span in optional]
    cuts = sorted({at for pair in ranges for at in pair})
    found, at = [], 0
    for line in text.splitlines(keepends=True):
        stop = at + len(line)
        points = [at, *(cut for cut in cuts if at < cut < stop), stop]
        for start, end in zip(points, points[1:]):
            if any(counts(char) for char in text[start:end]):
                found.append(_unit(start, end, remove, optional))
        at = stop
    return found


def _unit(start: int, end: int, remove: Sequence[Label], optional: Sequence[Span]) -> ScoredUnit:
    for label in remove:
        if label.start <= start and end <= label.end:
            return ScoredUnit(start, end, "remove", label.kind)
    if any(span.start <= start and end <= span.end for span in optional):
        return ScoredUnit(start, end, "optional")
    return ScoredUnit(start, end, "keep")


def counts(char: str) -> bool:
    """Return whether a character is neither white space nor zero-width."""
    return not char.isspace() and char not in _ZERO_WIDTH


def share(part: float, whole: float) -> float | None:
    """Return `part` / `whole`, or None if `whole` is 0."""
    return part / whole if whole else None


def _none_found() -> list[int]:
    # a function with a name, so that scores can come from another process
    return [0, 0]


@dataclass
class Score:
    """Counts summed over articles. The properties compute the figures.

    `kinds` maps a kind to [units to remove, found units]. `misses` and `damages` hold (article, text).
    """

    articles: int = 0
    right: int = 0
    remove: int = 0
    found: int = 0
    keep: int = 0
    damaged: int = 0
    keep_characters: int = 0
    lost_characters: int = 0
    recalls: list[float] = field(default_factory=list)
    kinds: dict[str, list[int]] = field(default_factory=lambda: defaultdict(_none_found))
    misses: list[tuple[str, str]] = field(default_factory=list)
    damages: list[tuple[str, str]] = field(default_factory=list)

    @property
    def precision(self) -> float | None:
        """Found units / (found units + damaged units)."""
        return share(self.found, self.found + self.damaged)

    @property
    def recall(self) -> float | None:
        """Found units / units to remove."""
        return share(self.found, self.remove)

    @property
    def macro_recall(self) -> float | None:
        """The mean recall of the articles with units to remove."""
        return share(sum(self.recalls), len(self.recalls))

    @property
    def f05(self) -> float | None:
        """F0.5, which weights precision higher than recall; 0 if no unit was removed."""
        p, r = self.precision or 0.0, self.recall
        if r is None:
            return None
        return 1.25 * p * r / (0.25 * p + r) if p and r else 0.0

    def figures(self) -> Figures:
        """Return all counts and figures by name."""
        return {
            "articles": self.articles,
            "remove": self.remove,
            "found": self.found,
            "keep": self.keep,
            "damaged": self.damaged,
            "precision": self.precision,
            "recall": self.recall,
            "macro_recall": self.macro_recall,
            "f05": self.f05,
            "right": share(self.right, self.articles),
            "damaged_share": share(self.damaged, self.keep),
            "lost_share": share(self.lost_characters, self.keep_characters),
        }

    def add(self, name: str, text: str, labelled: Iterable[ScoredUnit], removed: Iterable[Span]) -> None:
        """Add one article, its units and the sorted, disjoint spans that were removed."""
        is_removed = bytearray(len(text))
        for start, end in removed:
            is_removed[start:end] = b"\1" * (end - start)
        found = missed = damaged = 0
        for unit in labelled:
            if unit.verdict == "optional":
                continue
            counted = [i for i in range(unit.start, unit.end) if counts(text[i])]
            lost = sum(is_removed[i] for i in counted)
            if unit.verdict == "remove":
                hit = lost >= 0.8 * len(counted)
                found += hit
                self.kinds[unit.kind][0] += 1
                self.kinds[unit.kind][1] += hit
                if not hit:
                    missed += 1
                    self.misses.append((name, text[unit.start : unit.end]))
            else:
                self.keep += 1
                self.keep_characters += len(counted)
                self.lost_characters += lost
                if lost > 0.1 * len(counted):
                    damaged += 1
                    self.damages.append((name, text[unit.start : unit.end]))
        self.remove += found + missed
        self.found += found
        self.damaged += damaged
        self.articles += 1
        self.right += not (missed or damaged)
        if found + missed:
            self.recalls.append(found / (found + missed))


@dataclass
class Firings:
    """How often a rule or family removed text labelled as remove (right), keep (wrong) and optional."""

    right: int = 0
    wrong: int = 0
    optional: int = 0

    @property
    def counted(self) -> int:
        """The number of right and wrong firings; firings on optional units alone are neither."""
        return self.right + self.wrong

    @property
    def precision(self) -> float | None:
        """Right firings / counted firings."""
        return share(self.right, self.counted)

    def figures(self) -> Figures:
        """Return all counts and figures by name."""
        return {
            "right": self.right,
            "wrong": self.wrong,
            "optional": self.optional,
            "precision": self.precision,
        }

    def add(self, verdict: Verdict) -> None:
        """Add one firing with the verdict of `touched`."""
        self.right += verdict == "remove"
        self.wrong += verdict == "keep"
        self.optional += verdict == "optional"


def touched(text: str, labelled: Iterable[ScoredUnit], span: Span) -> Verdict | None:
    """Return the verdict on a removed span: keep if it touches a unit to keep, else remove, else optional.

    Return None for a span without counted characters, such as blank lines.
    """
    verdicts = {
        unit.verdict
        for unit in labelled
        if any(counts(char) for char in text[max(unit.start, span.start) : min(unit.end, span.end)])
    }
    order: tuple[Verdict, ...] = ("keep", "remove", "optional")
    return next((verdict for verdict in order if verdict in verdicts), None)
