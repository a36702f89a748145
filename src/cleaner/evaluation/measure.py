"""Cleaner, and whom it is compared with, run over gold and counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from cleaner.api import Cleaner
from cleaner.core.errors import InputError
from cleaner.evaluation.baselines import LINE_RULES
from cleaner.evaluation.gold import LabelledArticle, LabelledPage, RejectedRecord
from cleaner.evaluation.page_scores import PageScore
from cleaner.evaluation.scoring import Figures, Firings, Score, touched, units
from cleaner.runner.workers.outcome import reason

OURS = "cleaner"
ALL = "all"
UNDETERMINED = "und"
EXTRACTOR = "trafilatura"
BASELINES = (*LINE_RULES, EXTRACTOR)


@dataclass
class Evaluation:
    """Scores by who cleaned: of articles also by language, `all` among them; firings of our rules by rule."""

    articles: dict[str, dict[str, Score]] = field(default_factory=dict)
    rules: dict[str, Firings] = field(default_factory=dict)
    pages: dict[str, PageScore] = field(default_factory=dict)
    faults: list[RejectedRecord] = field(default_factory=list)

    @property
    def families(self) -> dict[str, Firings]:
        """The firings of all rules of a family together."""
        found: dict[str, Firings] = defaultdict(Firings)
        for rule, firings in self.rules.items():
            family = found[rule.split("/")[0]]
            family.right += firings.right
            family.wrong += firings.wrong
            family.optional += firings.optional
        return found

    def figures(self) -> dict[str, object]:
        """Everything measured, ready for JSON."""
        return {
            "articles": {
                who: {
                    ALL: scores[ALL].figures(),
                    "languages": {key: score.figures() for key, score in sorted(scores.items()) if key != ALL},
                    "kinds": _kinds(scores[ALL]),
                }
                for who, scores in self.articles.items()
            },
            "families": {name: firings.figures() for name, firings in sorted(self.families.items())},
            "rules": {name: firings.figures() for name, firings in sorted(self.rules.items())},
            "pages": {who: score.figures() for who, score in self.pages.items()},
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
    """Score everything in `gold`, or what is in one language.

    `for_articles` must not repair, because labels are offsets into the text as it is. What could not be
    read or cleaned is counted nowhere and listed in `faults`. `baselines` are some of BASELINES.
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
    gone = {OURS: [removal.span for removal in result.removals]}
    gone |= {name: list(rule(text)) for name, rule in LINE_RULES.items() if name in baselines}
    for who, spans in gone.items():
        scores = measured.articles.setdefault(who, defaultdict(Score))
        for key in (ALL, article.language or UNDETERMINED):
            scores[key].add(article.name, text, labelled, spans)
    for removal in result.removals:
        verdict = touched(text, labelled, removal.span)
        if verdict is not None:
            measured.rules.setdefault(removal.rule, Firings()).add(verdict)


def _add_page(measured: Evaluation, page: LabelledPage, cleaner: Cleaner, baselines: Collection[str]) -> None:
    try:
        # no title: on a page it has to be found, as in use
        text = cleaner.clean_html(page.html, url=page.url, language=page.language).text
    except InputError:
        # that no article is found counts against us
        text = ""
    taken = {OURS: text}
    if EXTRACTOR in baselines:
        from cleaner.intake.page.extract import extract_alone

        taken[EXTRACTOR] = extract_alone(page.html, page.url)
    for who, found in taken.items():
        measured.pages.setdefault(who, PageScore()).add(page, found)
