"""Formats an evaluation as tables for a terminal of 80 columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from cleaner.evaluation.measure import ALL, OURS, Evaluation
from cleaner.evaluation.page_scores import PageScore
from cleaner.evaluation.scoring import Firings, Score, share

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
    columns = ("n", "remove", "precision", "recall", "macro", "F0.5", "right", "damaged", "lost")
    rows = [_score_row(name, scores[ALL]) for name, scores in articles.items()]
    languages = sorted(ours.keys() - {ALL}, key=lambda name: (-ours[name].articles, name))
    if len(languages) > 1:
        rows += [("",) * (len(columns) + 1), ("language", *columns)]
        rows += [_score_row(name, ours[name]) for name in languages]
    return _table(("articles", *columns), rows, gap=1)


def _score_row(name: str, score: Score) -> tuple[str, ...]:
    return (
        name,
        str(score.articles),
        str(score.remove),
        _number(score.precision),
        _number(score.recall),
        _number(score.macro_recall),
        _number(score.f05),
        _percent(share(score.right, score.articles), 0),
        f"{score.damaged}/{score.keep}",
        _percent(share(score.lost_characters, score.keep_characters), 2),
    )


def _kinds(articles: Mapping[str, Mapping[str, Score]]) -> str:
    kinds = articles[OURS][ALL].kinds
    rows = []
    for kind, (remove, _) in sorted(kinds.items(), key=lambda item: (-item[1][0], item[0])):
        recalls = (_number(share(scores[ALL].kinds[kind][1], remove)) for scores in articles.values())
        rows.append((kind, str(remove), *recalls))
    return _table(("recall by kind", "remove", *articles), rows)


def _rules(measured: Evaluation) -> str:
    rows = []
    for family, firings in sorted(measured.families.items()):
        rows.append(_rule_row(family, firings))
        own = (rule for rule in sorted(measured.rules) if rule.split("/")[0] == family)
        rows += [_rule_row(f"  {rule}", measured.rules[rule]) for rule in own]
    return _table(("rule", "right", "wrong", "optional", "precision"), rows)


def _rule_row(name: str, firings: Firings) -> tuple[str, ...]:
    counts = (str(firings.right), str(firings.wrong), str(firings.optional))
    return (name, *counts, _number(firings.precision))


def _pages(scores: Mapping[str, PageScore]) -> str:
    header = ("pages", "n", "precision", "recall", "F1", "exact", "must", "must not", "empty")
    rows = [
        (
            name,
            str(score.pages),
            _number(score.precision),
            _number(score.recall),
            _number(score.f1),
            _percent(share(score.exact, score.pages), 0),
            _percent(share(score.must_found, score.must), 1),
            _percent(share(score.must_not_found, score.must_not), 1),
            str(score.empty),
        )
        for name, score in scores.items()
    ]
    return _table(header, rows)


def _table(header: Sequence[str], rows: Iterable[Sequence[str]], gap: int = 2) -> str:
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


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _percent(value: float | None, places: int) -> str:
    return "-" if value is None else f"{value:.{places}%}"
