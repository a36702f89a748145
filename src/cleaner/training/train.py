"""Trains a model on labelled articles, with thresholds from the cross-validation by site."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from cleaner.api import Cleaner
from cleaner.core.document import Span
from cleaner.core.errors import ConfigurationError
from cleaner.evaluation.gold import LabelledArticle
from cleaner.evaluation.measure import UNDETERMINED
from cleaner.evaluation.scoring import Score, units
from cleaner.scorer.forms import SCRIPT_NAMES
from cleaner.scorer.model import LEVELS, Model
from cleaner.stages.line_model import removed_lines, script_of_text
from cleaner.training import cross_validation, fit
from cleaner.training.cross_validation import Trial
from cleaner.training.examples import Example, examples, of_rules, site_of

RULES_ALONE = "rules alone"
_MIN_SITES = 3  # one to measure, one to score for the second look, one to learn from
SETTINGS = (RULES_ALONE, *LEVELS)


@dataclass
class Trained:
    """A trained model and its figures.

    data: the file of the model. scores: for each of SETTINGS the scores by group, such as "all", "set articles-2",
    "language en", each article scored by a model that has not seen its site. trial: what each threshold takes.
    """

    data: bytes
    examples: Sequence[Example]
    trial: Trial
    scores: dict[str, dict[str, Score]] = field(default_factory=dict)

    @property
    def model(self) -> Model:
        """The trained model."""
        return Model(self.data)


def train(articles: Iterable[tuple[str, LabelledArticle]]) -> Trained:
    """Train a model on (set, article) pairs. Raises ConfigurationError if there is too little to learn from."""
    given = [(name, article) for name, article in articles if article.text.strip()]
    if not given:
        raise ConfigurationError("no labelled article to train on")
    sites = {site_of(article) for _, article in given}
    if len(sites) < _MIN_SITES:
        raise ConfigurationError(
            f"the labelled articles are from {len(sites)} site{'s' * (len(sites) != 1)}; training needs "
            f"{_MIN_SITES} or more, told by url, or without url by the folder of the id or file"
        )
    cleaner = Cleaner(repair=False, ignore=["learned"])
    found = list(examples(chain(given, of_rules()), cleaner.matcher("text")))
    folds = cross_validation.folds_of(found)
    rows = fit.Rows(found)
    by_fold, whole = cross_validation.fit_folds(rows, folds)
    unset: dict[str, Any] = {"trained": {}, "training_digest": "", "thresholds": {}}
    models = {
        fold: Model(fit.assemble(rows, parts.first, parts.second, None, unset)) for fold, parts in by_fold.items()
    }
    trial = Trial(found, folds, models)
    thresholds = trial.thresholds()
    scores = _scores(found, folds, models, thresholds)
    header = {
        "trained": described(found),
        "cross_validated": {level: _figures(scores[level]) for level in LEVELS},
        "training_digest": fit.digest(found),
        "thresholds": thresholds,
    }
    return Trained(fit.assemble(rows, *whole, header), found, trial, scores)


def _figures(scores: Mapping[str, Score]) -> dict[str, float | None]:
    """Return the figures of all measured articles, rounded."""
    figures = scores["all"].figures() if "all" in scores else {}
    return {name: None if value is None else round(value, 4) for name, value in sorted(figures.items())}


def described(found: Sequence[Example]) -> dict[str, Any]:
    """Return what a model was trained on: counts of articles, sites, and lines that the rules leave."""
    return {
        "articles": len(found),
        "sites": len({example.site for example in found}),
        "lines": sum(len(example.labels) for example in found),
        "remove": sum(label is True for example in found for label in example.labels),
        "sets": dict(sorted(Counter(example.set for example in found).items())),
        "languages": dict(sorted(Counter(example.article.language or UNDETERMINED for example in found).items())),
        "kinds": dict(sorted(Counter(kind for example in found for kind in example.kinds if kind).items())),
        "extractors": dict(
            sorted(Counter(name for example in found if (name := example.article.extractor)).items())
        ),
    }


def _scores(
    found: Sequence[Example],
    folds: Sequence[int],
    models: Mapping[int, Model],
    thresholds: Mapping[str, Mapping[str, int | None]],
) -> dict[str, dict[str, Score]]:
    scores: dict[str, dict[str, Score]] = {setting: {} for setting in SETTINGS}
    for example, fold in zip(found, folds, strict=True):
        article = example.article
        labelled = units(article.text, article.remove, article.optional)
        line_scores = models[fold].scores(example.text)
        script = SCRIPT_NAMES[script_of_text(example.text)]
        groups = [f"set {example.set}"]
        if example.is_measured:
            groups += ["all", f"language {article.language or UNDETERMINED}"]
        for setting in SETTINGS:
            spans: list[Span] = [removal.span for removal in example.draft.removals]
            threshold = None if setting == RULES_ALONE else thresholds[setting][script]
            if threshold is not None:
                taken = removed_lines(example.draft, example.scan, example.text, line_scores, threshold)
                spans += (Span(*example.draft.document.line(example.draft.remaining[at])[:2]) for at in taken)
            for group in groups:
                scores[setting].setdefault(group, Score()).add(article.name, article.text, labelled, spans)
    return scores
