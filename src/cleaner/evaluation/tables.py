"""Formats an evaluation as tables for a terminal of 80 columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from cleaner.evaluation.measure import ALL, OURS, Evaluation
from cleaner.evaluation.page_scores import PageScore
from cleaner.evaluation.scoring import Firings, Score, share

COLUMNS = ("n", "remove", "precision", "recall", "macro", "F0.5", "right", "damaged", "lost")
"""The columns of `score_row` after the name."""

_MAX_LISTED = 160  # characters


def tables(measured: Evaluation, *, listed: bool) -> str:
    """Return the tables that have data; with `listed`, also every missed and every damaged unit.

    The table by language shows cleaner only. The JSON holds the baselines too.
    """
    parts = []
    if measured.articles:
        ours = measured.articles[OURS]
        parts.append(_articles(measured.articles))
        if ours[ALL].kinds:
            parts.append(_kinds(measured.articles))
        if measured.rules:
            parts.append(_rules(measured))
    if measured.pages:
        parts.append(_pages(measured.pages))
    if listed:
        parts.append("\n".join(_misses_and_damages(measured)) or "nothing missed, nothing damaged")
    return "\n\n".join(parts) + "\n"


def _articles(articles: Mapping[str, Mapping[str, Score]]) -> str:
    ours = articles[OURS]
    rows = [score_row(name, scores[ALL]) for name, scores in articles.items()]
    languages = sorted(ours.keys() - {ALL}, key=lambda name: (-ours[name].articles, name))
    if len(languages) > 1:
        rows += [("",) * (len(COLUMNS) + 1), ("language", *COLUMNS)]
        rows += [score_row(name, ours[name]) for name in languages]
    return aligned(("articles", *COLUMNS), rows, gap=1)


def score_row(name: str, score: Score) -> tuple[str, ...]:
    """Return the name and the figures of a score, in COLUMNS."""
    return (
        name,
        str(score.articles),
        str(score.remove),
        number(score.precision),
        number(score.recall),
        number(score.macro_recall),
        number(score.f05),
        percent(share(score.right, score.articles), 0),
        f"{score.damaged}/{score.keep}",
        percent(share(score.lost_characters, score.keep_characters), 2),
    )


def _kinds(articles: Mapping[str, Mapping[str, Score]]) -> str:
    kinds = articles[OURS][ALL].kinds
    rows = []
    for kind, (remove, _) in sorted(kinds.items(), key=lambda item: (-item[1][0], item[0])):
        recalls = (number(share(scores[ALL].kinds[kind][1], remove)) for scores in articles.values())
        rows.append((kind, str(remove), *recalls))
    return aligned(("recall by kind", "remove", *articles), rows)


def _rules(measured: Evaluation) -> str:
    rows = []
    for family, firings in sorted(measured.families.items()):
        rows.append(_rule_row(family, firings))
        own = (rule for rule in sorted(measured.rules) if rule.split("/")[0] == family)
        rows += [_rule_row(f"  {rule}", measured.rules[rule]) for rule in own]
    return aligned(("rule", "right", "wrong", "optional", "precision"), rows)


def _rule_row(name: str, firings: Firings) -> tuple[str, ...]:
    counts = (str(firings.right), str(firings.wrong), str(firings.optional))
    return (name, *counts, number(firings.precision))


def _pages(scores: Mapping[str, PageScore]) -> str:
    header = ("pages", "n", "precision", "recall", "F1", "exact", "must", "must not", "empty")
    rows = [
        (
            name,
            str(score.pages),
            number(score.precision),
            number(score.recall),
            number(score.f1),
            percent(share(score.exact, score.pages), 0),
            percent(share(score.must_found, score.must), 1),
            percent(share(score.must_not_found, score.must_not), 1),
            str(score.empty),
        )
        for name, score in scores.items()
    ]
    return aligned(header, rows)


def aligned(header: Sequence[str], rows: Iterable[Sequence[str]], gap: int = 2) -> str:
    """Return a table with names aligned left and figures aligned right."""
    lines = [header, *rows]
    first = max(len(line[0]) for line in lines)
    widths = [max(len(line[at]) for line in lines) + gap for at in range(1, len(header))]
    return "\n".join(
        f"{line[0]:{first}}{''.join(f'{cell:>{width}}' for cell, width in zip(line[1:], widths))}".rstrip()
        for line in lines
    )


def _misses_and_damages(measured: Evaluation) -> Iterator[str]:
    if measured.articles:
        ours = measured.articles[OURS][ALL]
        yield from _listed_lines("missed", ours.misses)
        yield from _listed_lines("damaged", ours.damages)
    if measured.pages:
        yield from _listed_lines("left", measured.pages[OURS].left)
        yield from _listed_lines("lost", measured.pages[OURS].lost)


def _listed_lines(label: str, found: list[tuple[str, str]]) -> Iterator[str]:
    for name, text in found:
        content = " ".join(text.split())
        yield f"{label}: {name}: {content if len(content) <= _MAX_LISTED else content[:_MAX_LISTED] + '…'}"


def number(value: float | None) -> str:
    """Return a figure with three places, "-" for none."""
    return "-" if value is None else f"{value:.3f}"


def percent(value: float | None, places: int) -> str:
    """Return a share in percent, "-" for none."""
    return "-" if value is None else f"{value:.{places}%}"
