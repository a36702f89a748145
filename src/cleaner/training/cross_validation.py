"""Cross-validation by site: each article is scored by a model that has seen no article of its site.

The second look learns from scores of the first one. Those come from models that have seen neither the article nor,
when a fold is measured, that fold: a pair of folds is left out together.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple
from zlib import crc32

from cleaner.core.errors import ConfigurationError
from cleaner.evaluation.scoring import Score as UnitScore
from cleaner.evaluation.scoring import units
from cleaner.scorer.forms import SCRIPT_NAMES
from cleaner.scorer.model import LEVELS, Model, Score
from cleaner.scorer.neighbours import SCALE
from cleaner.stages.line_model import removed_lines, script_of_text
from cleaner.training import fit
from cleaner.training.examples import Example

FOLDS = 5
PRECISION = {"standard": 0.97, "thorough": 0.95}
"""The share of the lines gone that must be right, those that rules took included."""

LOWEST = {"standard": 0.0, "thorough": -1.2}
"""The lowest threshold in logits, whatever the precision: the model itself gives such a line to the article."""

STEPS = tuple(n / 10 for n in range(-12, 61))  # thresholds that are tried, in logits
_ENOUGH = 150  # right removals in a script, for a threshold of its own
_THIN = 8  # lines to remove in a script; with fewer the model stays off
_FEW = 25  # lines taken; the precision of fewer says nothing
_CAUTION = 0.3  # logits on top where there is not enough


class Parts(NamedTuple):
    """The fitted weights of one model."""

    first: fit.FirstLook
    second: Any
    kinds: Any


class Counts(NamedTuple):
    """Lines that are gone: right, wrong, and neither."""

    right: int
    wrong: int
    unsure: int

    @property
    def precision(self) -> float:
        """Right / (right + wrong); 1 if nothing is taken."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0


_MANY_SITES = 100  # by hash, the folds of fewer would hardly be of one size


def folds_of(examples: Sequence[Example]) -> list[int]:
    """Return the fold of each example: the hash of its site tells it, so that a further site moves no other one.

    Fewer than _MANY_SITES are dealt out, the largest first, each to the smallest fold.
    Raises ConfigurationError if there are fewer than two sites.
    """
    sizes = Counter[str]()
    for example in examples:
        sizes[example.site] += len(example.labels)
    if len(sizes) < 2:
        raise ConfigurationError(
            "the labelled articles are all from one site; training needs articles of two sites or more, told by url"
        )
    loads = [0] * min(FOLDS, len(sizes))
    fold_of = {site: crc32(site.encode("utf-8", "surrogatepass")) % len(loads) for site in sizes}
    if len(sizes) < _MANY_SITES:
        for site, size in sorted(sizes.items(), key=lambda pair: (-pair[1], pair[0])):
            fold = loads.index(min(loads))
            fold_of[site] = fold
            loads[fold] += size
    return [fold_of[example.site] for example in examples]


def fit_whole(rows: fit.Rows, folds: Sequence[int]) -> Parts:
    """Fit a model on all rows. The second look learns from scores of models that leave out one fold each."""
    import numpy as np

    everything = np.ones(len(rows.labels), bool)
    fold_of_row = np.array(folds)[rows.example_of]
    looks = {fold: fit.first_look(rows, fold_of_row != fold) for fold in sorted(set(folds))}
    return _finish(rows, fold_of_row, looks, fit.first_look(rows, everything), everything)


def fit_folds(rows: fit.Rows, folds: Sequence[int]) -> tuple[dict[int, Parts], Parts]:
    """Return a model for each fold that has not seen it, and the model of all rows."""
    import numpy as np

    fold_of_row = np.array(folds)[rows.example_of]
    numbers = sorted(set(folds))
    without: dict[frozenset[int], fit.FirstLook] = {}
    for one in numbers:
        for other in numbers:
            pair = frozenset((one, other))
            if pair not in without:
                without[pair] = fit.first_look(rows, (fold_of_row != one) & (fold_of_row != other))
    found = {}
    for fold in numbers:
        looks = {other: without[frozenset((fold, other))] for other in numbers if other != fold}
        found[fold] = _finish(rows, fold_of_row, looks, without[frozenset((fold,))], fold_of_row != fold)
    everything = np.ones(len(rows.labels), bool)
    looks = {fold: without[frozenset((fold,))] for fold in numbers}
    return found, _finish(rows, fold_of_row, looks, fit.first_look(rows, everything), everything)


def _finish(
    rows: fit.Rows, fold_of_row: Any, looks: Mapping[int, fit.FirstLook], first: fit.FirstLook, chosen: Any
) -> Parts:
    """Fit the second look and the kinds. `looks` has for each fold a first look that has not seen it."""
    import numpy as np

    scores = np.zeros(len(rows.labels), np.int64)
    parts = np.zeros(len(rows.labels), np.int64)
    for fold, look in looks.items():
        mask = fold_of_row == fold
        found, found_parts = fit.first_scores(rows, look)
        scores[mask], parts[mask] = found[mask], found_parts[mask]
    return Parts(first, fit.second_look(rows, scores, parts, chosen), fit.kinds(rows, chosen))


class Trial:
    """What each threshold takes from the examples, each scored by the model of its fold."""

    def __init__(self, examples: Sequence[Example], folds: Sequence[int], models: Mapping[int, Model]) -> None:
        self.counts: dict[str, list[Counter[str]]] = defaultdict(lambda: [Counter() for _ in STEPS])
        self.by_rules: dict[str, Counter[str]] = defaultdict(Counter)
        self.left: Counter[str] = Counter()
        for example, fold in zip(examples, folds, strict=True):
            if not example.is_measured:
                continue
            script = SCRIPT_NAMES[script_of_text(example.text)]
            scores = models[fold].scores(example.text)
            self.left[script] += sum(label is True for label in example.labels)
            self.by_rules[script] += _removed(example)
            self._add(example, script, scores)

    def _add(self, example: Example, script: str, scores: Sequence[Score | None]) -> None:
        taken: Collection[int] = ()
        before: Sequence[int] = ()
        for number, step in enumerate(STEPS):
            threshold = round(step * SCALE)
            reach = [at for at, score in enumerate(scores) if score is not None and score.total >= threshold]
            if not reach:
                break
            if reach != before:
                taken = removed_lines(example.draft, example.scan, example.text, scores, threshold)
            before = reach
            counts = self.counts[script][number]
            for at in taken:
                counts[str(example.labels[at])] += 1

    def at(self, number: int, scripts: Collection[str] | None = None, *, rules: bool = True) -> Counts:
        """Return the counts of a step in some scripts, or in all, with what the rules took or without it."""
        total: Counter[str] = Counter()
        for script, steps in self.counts.items():
            if scripts is None or script in scripts:
                total += steps[number]
                total += self.by_rules[script] if rules else Counter()
        return Counts(total["True"], total["False"], total["None"])

    def thresholds(self) -> dict[str, dict[str, int | None]]:
        """Return the threshold of each level and script, in logits / SCALE; None where the model stays off."""
        return {level: self._thresholds(PRECISION[level], LOWEST[level]) for level in LEVELS}

    def _thresholds(self, precision: float, lowest: float) -> dict[str, int | None]:
        overall = self._first(precision, lowest, None)
        found: dict[str, int | None] = {}
        for script in SCRIPT_NAMES:
            own = self._first(precision, lowest, (script,))
            if overall is None or self.left[script] < _THIN:
                found[script] = None
            elif own is not None and self.at(own, (script,), rules=False).right >= _ENOUGH:
                found[script] = round(STEPS[own] * SCALE)
            else:
                careful = max(overall, overall if own is None else own)
                found[script] = round((STEPS[careful] + _CAUTION) * SCALE)
        return found

    def _first(self, precision: float, lowest: float, scripts: Collection[str] | None) -> int | None:
        """Return the lowest step from which on the precision holds at every step that takes lines enough."""
        found = None
        for number in reversed([number for number, step in enumerate(STEPS) if step >= lowest]):
            own = self.at(number, scripts, rules=False)
            if own.right + own.wrong < _FEW:
                continue
            if self.at(number, scripts).precision < precision:
                break
            found = number
        return found


def _removed(example: Example) -> Counter[str]:
    """Return what the rules took from an article, as labels of its units."""
    article = example.article
    score = UnitScore()
    score.add(
        article.name,
        article.text,
        units(article.text, article.remove, article.optional),
        [removal.span for removal in example.draft.removals],
    )
    return Counter({"True": score.found, "False": score.damaged})
