"""Formats the figures of a trained model as tables for a terminal of 80 columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import log
from typing import NamedTuple

from cleaner.evaluation.scoring import Score, share
from cleaner.evaluation.tables import COLUMNS, aligned, number, score_row
from cleaner.scorer import neighbours
from cleaner.scorer.forms import SCRIPT_NAMES
from cleaner.scorer.model import LEVELS
from cleaner.training.cross_validation import STEPS
from cleaner.training.examples import kind_of
from cleaner.training.train import RULES_ALONE, SETTINGS, Trained

PROBABILITIES = (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98)
ALL = "all"
_MIN_ARTICLES = 10  # of a language with a row of its own
_MAX_NAME = 24  # characters

Row = tuple[str, ...]


class Table(NamedTuple):
    """A table with names in the first column and figures in the others."""

    header: Row
    rows: Sequence[Row]


def tables(trained: Trained) -> str:
    """Return all tables. Each article is scored by a model that has not seen its site."""
    found = (
        at_probabilities(trained),
        overall(trained),
        by_group(trained, "set"),
        by_group(trained, "language"),
        by_kind(trained),
        thresholds(trained),
    )
    note = "By set and language: precision and recall, on sites that the model has not seen."
    return "\n\n".join([note, *(aligned(table.header, table.rows) for table in found)]) + "\n"


def at_probabilities(trained: Trained) -> Table:
    """Return the lines that go at each probability, those that rules took included, with precision and recall."""
    remove = trained.scores[RULES_ALONE].get(ALL, Score()).remove
    rows = []
    for probability in PROBABILITIES:
        counts = trained.trial.at(_step(probability))
        recall = share(counts.right, remove)
        rows.append(
            (f"{probability:.2f}", str(counts.right), str(counts.wrong), number(counts.precision), number(recall))
        )
    return Table(("probability", "right", "wrong", "precision", "recall"), rows)


def _step(probability: float) -> int:
    """Return the number of the step in STEPS next to a probability."""
    logit = log(probability / (1 - probability))
    return min(range(len(STEPS)), key=lambda number: abs(STEPS[number] - logit))


def overall(trained: Trained) -> Table:
    """Return the figures of `cleaner eval` for the rules alone and each preset."""
    scores = trained.scores
    return Table(
        ("articles", *COLUMNS[:-2]),
        [score_row(setting, scores[setting].get(ALL, Score()))[:-2] for setting in SETTINGS],
    )


def by_group(trained: Trained, group: str) -> Table:
    """Return precision and recall of the rules alone and of each preset by "set" or "language".

    Languages with few articles are summed in one row.
    """
    scores: dict[str, list[Score]] = {}
    for name in trained.scores[RULES_ALONE]:
        if name.startswith(f"{group} "):
            scores[name.removeprefix(f"{group} ")] = [trained.scores[setting][name] for setting in SETTINGS]
    few: list[list[Score]] = []
    if group == "language":
        few = [found for found in scores.values() if found[0].articles < _MIN_ARTICLES]
        scores = {name: found for name, found in scores.items() if found[0].articles >= _MIN_ARTICLES}
    named = sorted(scores.items(), key=lambda pair: (-pair[1][0].articles, pair[0]))
    if few:
        named.append((f"{len(few)} others", [_sum(found) for found in zip(*few, strict=True)]))
    return Table((group, "n", "remove", *SETTINGS), [_group_row(name, found) for name, found in named])


def languages_below(trained: Trained, setting: str, precision: float) -> list[str]:
    """Return the languages with articles enough whose precision is lower, each with it, worst first."""
    found = []
    for name, score in trained.scores[setting].items():
        group, _, language = name.partition(" ")
        if group == "language" and score.articles >= _MIN_ARTICLES and (score.precision or 1.0) < precision:
            found.append((score.precision or 0.0, language))
    return [f"{language} {number(value)}" for value, language in sorted(found)]


def _group_row(name: str, scores: Sequence[Score]) -> Row:
    shown = name if len(name) <= _MAX_NAME else name[: _MAX_NAME - 1] + "…"
    figures = (f"{number(score.precision)} {number(score.recall)}" for score in scores)
    return (shown, str(scores[0].articles), str(scores[0].remove), *figures)


def _sum(scores: Sequence[Score]) -> Score:
    return Score(
        articles=sum(score.articles for score in scores),
        remove=sum(score.remove for score in scores),
        found=sum(score.found for score in scores),
        damaged=sum(score.damaged for score in scores),
    )


def by_kind(trained: Trained) -> Table:
    """Return the recall of the rules alone and of each preset by kind of label."""
    found = [dict(_kinds(trained.scores[setting])) for setting in SETTINGS]
    rows = []
    for kind, (remove, _) in sorted(found[0].items(), key=lambda pair: (-pair[1][0], pair[0])):
        rows.append((kind[:_MAX_NAME], str(remove), *(number(share(kinds[kind][1], remove)) for kinds in found)))
    return Table(("recall by kind", "remove", *SETTINGS), rows)


def _kinds(scores: Mapping[str, Score]) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield each kind with its units to remove and those found."""
    sums: dict[str, tuple[int, int]] = {}
    for label, (remove, found) in scores.get(ALL, Score()).kinds.items():
        before = sums.get(kind_of(label), (0, 0))
        sums[kind_of(label)] = (before[0] + remove, before[1] + found)
    yield from sums.items()


def thresholds(trained: Trained) -> Table:
    """Return the probability from which a line goes by script and preset, for scripts with lines to remove."""
    found = trained.model.header["thresholds"]
    rows = [
        (script, str(trained.trial.left[script]), *(_probability(found[level][script]) for level in LEVELS))
        for script in SCRIPT_NAMES
        if trained.trial.left[script]
    ]
    return Table(("threshold by script", "left by rules", *LEVELS), rows)


def _probability(threshold: int | None) -> str:
    return "off" if threshold is None else f"{min(99, neighbours.percent(threshold))} %"
