"""Runs cleaner and the baselines on labelled articles and pages, and scores the results."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from cleaner.api import Cleaner
from cleaner.core.errors import InputError
from cleaner.evaluation.baselines import LINE_RULES, trafilatura
from cleaner.evaluation.gold import LabelledArticle, LabelledPage, RejectedRecord
from cleaner.evaluation.page_scores import PageScore
from cleaner.evaluation.scoring import Figures, Firings, Score, touched, units
from cleaner.intake.failures import reason

OURS = "cleaner"
ALL = "all"
UNDETERMINED = "und"
EXTRACTOR = "trafilatura"
BASELINES = (*LINE_RULES, EXTRACTOR)


@dataclass
class Evaluation:
    """Scores by cleaner or baseline.

    `articles` maps a name to its scores by language and for "all". `rules` maps the id of a rule to its firings.
    `faults` are the records that could not be scored.
    """

    articles: dict[str, dict[str, Score]] = field(default_factory=dict)
    rules: dict[str, Firings] = field(default_factory=dict)
    pages: dict[str, PageScore] = field(default_factory=dict)
    faults: list[RejectedRecord] = field(default_factory=list)

    @property
    def families(self) -> dict[str, Firings]:
        """The firings of each family, summed over its rules."""
        found: dict[str, Firings] = defaultdict(Firings)
        for rule, firings in self.rules.items():
            family = found[rule.split("/")[0]]
            family.right += firings.right
            family.wrong += firings.wrong
            family.optional += firings.optional
        return found

    def figures(self) -> dict[str, object]:
        """Return all figures as a value for JSON; a figure without data is None."""
        return {
            "articles": {
                name: {
                    ALL: scores[ALL].figures(),
                    "languages": {key: score.figures() for key, score in sorted(scores.items()) if key != ALL},
                    "kinds": _kinds(scores[ALL]),
                }
                for name, scores in self.articles.items()
            },
            "families": {name: firings.figures() for name, firings in sorted(self.families.items())},
            "rules": {name: firings.figures() for name, firings in sorted(self.rules.items())},
            "pages": {name: score.figures() for name, score in self.pages.items()},
            "failed": [fault._asdict() for fault in self.faults],
        }


def _kinds(score: Score) -> dict[str, Figures]:
    return {
        kind: {"remove": remove, "found": found, "recall": found / remove}
        for kind, (remove, found) in sorted(score.kinds.items())
    }


def measure(
    gold: Iterable[LabelledArticle | LabelledPage | RejectedRecord],
    for_articles: Cleaner,
    for_pages: Cleaner,
    *,
    baselines: Collection[str] = (),
    language: str | None = None,
) -> Evaluation:
    """Score the records of `gold`, or those in `language`.

    `for_articles` must not repair, because labels are offsets into the original text. A record that cannot be read
    or cleaned is not scored; `faults` lists it. `baselines` are names in BASELINES.
    """
    measured = Evaluation()
    for item in gold:
        if isinstance(item, RejectedRecord):
            measured.faults.append(item)
        elif language is None or item.language == language:
            try:
                if isinstance(item, LabelledArticle):
                    _add_article(measured, item, for_articles, baselines)
                else:
                    _add_page(measured, item, for_pages, baselines)
            except Exception as error:
                measured.faults.append(RejectedRecord(item.name, reason(error).why))
    return measured


def _add_article(
    measured: Evaluation, article: LabelledArticle, cleaner: Cleaner, baselines: Collection[str]
) -> None:
    text = article.text
    labelled = units(text, article.remove, article.optional)
    result = cleaner.clean(text, title=article.title, url=article.url, language=article.language)
    removed = {OURS: [removal.span for removal in result.removals]}
    removed |= {name: list(rule(text)) for name, rule in LINE_RULES.items() if name in baselines}
    for name, spans in removed.items():
        scores = measured.articles.setdefault(name, defaultdict(Score))
        for key in (ALL, article.language or UNDETERMINED):
            scores[key].add(article.name, text, labelled, spans)
    for removal in result.removals:
        verdict = touched(text, labelled, removal.span)
        if verdict is not None:
            measured.rules.setdefault(removal.rule, Firings()).add(verdict)


def _add_page(measured: Evaluation, page: LabelledPage, cleaner: Cleaner, baselines: Collection[str]) -> None:
    try:
        # The title is omitted, because extraction finds it on the page.
        text = cleaner.clean_html(page.html, url=page.url, language=page.language).text
    except InputError:
        # A page on which extraction finds no article scores as empty text.
        text = ""
    extracted = {OURS: text}
    if EXTRACTOR in baselines:
        extracted[EXTRACTOR] = trafilatura(page.html, page.url)
    for name, found in extracted.items():
        measured.pages.setdefault(name, PageScore()).add(page, found)
