"""Line precision and recall as the labelling guide counts them.

Units are the non-blank lines, split where a label begins or ends; white space and zero-width characters
do not count. A remove unit is found when at least 80 % of its characters are gone, a keep unit is damaged
when more than 10 % are; optional units are never counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
Range = tuple[int, int]


class Unit(NamedTuple):
    """A piece of one line with one verdict: remove, keep or optional."""

    start: int
    end: int
    verdict: str


@dataclass
class Score:
    """Counts over any number of articles; the properties are the figures."""

    remove: int = 0
    found: int = 0
    keep: int = 0
    damaged: int = 0
    keep_characters: int = 0
    lost_characters: int = 0
    articles: int = 0
    right: int = 0
    misses: list[tuple[str, str]] = field(default_factory=list)
    damages: list[tuple[str, str]] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.found / self.remove if self.remove else 1.0

    @property
    def precision(self) -> float:
        return self.found / (self.found + self.damaged) if self.found + self.damaged else 1.0

    @property
    def f05(self) -> float:
        p, r = self.precision, self.recall
        return 1.25 * p * r / (0.25 * p + r) if p + r else 0.0

    @property
    def loss(self) -> float:
        return self.lost_characters / self.keep_characters if self.keep_characters else 0.0

    def add(self, name: str, text: str, units: Iterable[Unit], gone: Sequence[Range]) -> None:
        """Count one article; `gone` are the sorted, disjoint ranges that a cleaner removed."""
        missing = bytearray(len(text))
        for start, end in gone:
            missing[start:end] = b"\1" * (end - start)
        right = True
        for start, end, verdict in units:
            seen = [i for i in range(start, end) if not text[i].isspace() and text[i] not in _INVISIBLE]
            if not seen or verdict == "optional":
                continue
            lost = sum(missing[i] for i in seen)
            if verdict == "remove":
                self.remove += 1
                if lost >= 0.8 * len(seen):
                    self.found += 1
                else:
                    right = False
                    self.misses.append((name, text[start:end]))
            else:
                self.keep += 1
                self.keep_characters += len(seen)
                self.lost_characters += lost
                if lost > 0.1 * len(seen):
                    self.damaged += 1
                    right = False
                    self.damages.append((name, text[start:end]))
        self.articles += 1
        self.right += right


def units(text: str, remove: Iterable[Range], optional: Iterable[Range]) -> Iterator[Unit]:
    """The units of an article with those labels."""
    labels = [(*span, "remove") for span in remove] + [(*span, "optional") for span in optional]
    cuts = sorted({0, len(text)} | {at for start, end, _ in labels for at in (start, end)})
    at = 0
    for line in text.splitlines(keepends=True):
        stop = at + len(line)
        points = [at, *(cut for cut in cuts if at < cut < stop), stop]
        for start, end in zip(points, points[1:], strict=False):
            verdict = next(
                (kind for a, b, kind in labels if a <= start and end - _tail(text, start, end) <= b), "keep"
            )
            yield Unit(start, end, verdict)
        at = stop


def _tail(text: str, start: int, end: int) -> int:
    piece = text[start:end]
    return len(piece) - len(piece.rstrip())
