"""The rows that `cleaner why` prints: styled text, for `cleaner.system.terminal` to paint."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import wrap

from cleaner.core.findings import shortened
from cleaner.explanation.near import ModelView
from cleaner.explanation.why import Answer
from cleaner.matching.catalog import builtin
from cleaner.report.prose_diff import CUT, DIM, NAME, PLAIN, RULE, Piece

_LONGEST = 300  # characters of a line that are shown
_MAX_NEAR = 8  # rules that nearly took a line
_NARROW = 24  # columns for text, at least

Row = list[Piece]


def overview_rows(name: str, answers: Iterable[Answer], columns: int) -> Iterator[Row]:
    """Yield a row for each line with text: its number, the rules that took it or part of it, and its beginning.

    `columns` is the width of the terminal; 0 for none.
    """
    found = list(answers)
    gutter = len(str(max((one.line for one in found), default=0)))
    rules = [", ".join(dict.fromkeys(removal.rule for removal in one.removals)) for one in found]
    column = max(map(len, rules), default=0)
    room = max((columns or 100) - gutter - column - 4, _NARROW)
    for one, rule in zip(found, rules, strict=True):
        text = shortened(one.text, room)
        yield [
            (DIM, f"{one.line:>{gutter}}  "),
            (RULE, f"{rule:{column}}"),
            (PLAIN, "  "),
            (CUT if rule else PLAIN, text),
        ]
    if found:
        yield []
        yield [(PLAIN, f"cleaner why {name}:LINE tells what took a line, or what kept it.")]


def answer_rows(name: str, answers: Iterable[Answer], columns: int) -> Iterator[Row]:
    """Yield the answers for one line in full."""
    for one in answers:
        yield [(NAME, f"{name}:{one.line}"), (PLAIN, f"  {shortened(one.text, _LONGEST)}".rstrip())]
        if one.removals:
            yield from _taken(one, columns)
        elif not one.text:
            yield from _sentence("A blank line. It goes only with the lines around it.", 2, columns)
        else:
            yield from _kept(one, columns)


def _taken(one: Answer, columns: int) -> Iterator[Row]:
    cards = {card.id: card for card in builtin().cards}
    for removal in one.removals:
        yield []
        yield [(PLAIN, "  "), (RULE, removal.rule), (PLAIN, f" took it in the stage {removal.stage!r}:")]
        yield from _sentence(removal.because, 4, columns)
        if removal.rule in cards:
            yield from _sentence(cards[removal.rule].why, 4, columns)
    yield from _changes(one, "To keep it")


def _kept(one: Answer, columns: int) -> Iterator[Row]:
    yield from _sentence("It stays.", 2, columns)
    if one.withheld is not None:
        share = f"All rules together would take {one.withheld:.0%} of this text, more than the budget"
        yield from _sentence(f"{share}, so only rules that are certain ran.", 2, columns)
    if one.near:
        yield []
        yield [(PLAIN, "  Rules that nearly took it:")]
        for near in one.near[:_MAX_NEAR]:
            yield [(PLAIN, "    "), (RULE, near.rule)]
            yield from _sentence(near.stopped, 6, columns)
    else:
        yield []
        yield from _sentence(
            "No rule with a pattern matches it, nor the line without its first or last words.", 2, columns
        )
    if one.model is not None:
        yield []
        yield from _model(one.model, columns)
    yield from _changes(one, "To remove it")
    if one.card:
        yield []
        yield from _sentence(
            "No option takes it. This rule of your own does: save it as mine.toml, and add --rules mine.toml.",
            2,
            columns,
        )
        yield []
        yield from ([(PLAIN, f"    {line}")] for line in one.card.splitlines())


def _model(model: ModelView, columns: int) -> Iterator[Row]:
    yield [(PLAIN, "  The line model, rule "), (RULE, model.rule), (PLAIN, ":")]
    if model.probability is None:
        said = "its words or its place speak for the article so clearly that it gets no score"
    else:
        said = f"boilerplate with a probability of {model.probability:.1%}"
        if model.needed > model.threshold:
            said += f"; a line like this goes from {model.needed:.1%} (the threshold is {model.threshold:.1%})"
        else:
            said += f"; the threshold is {model.threshold:.1%}"
        if model.guard:
            said += f", and the line stays because {model.guard}"
    if model.idle:
        said += f"; in any case: {model.idle}"
    yield from _sentence(said, 4, columns)


def _changes(one: Answer, title: str) -> Iterator[Row]:
    if not one.changes:
        return
    yield []
    yield [(PLAIN, f"  {title}, run cleaner clean with one of:")]
    width = max(len(change.options) for change in one.changes)
    for change in one.changes:
        yield [(PLAIN, "    "), (NAME, f"{change.options:{width}}"), (DIM, f"  {change.effect}")]


def _sentence(text: str, indent: int, columns: int) -> Iterator[Row]:
    """Yield a sentence with `indent` blanks in front, folded on a terminal."""
    text = " ".join(text.split())
    room = max(columns - indent, _NARROW) if columns else 0
    rows = wrap(text, room, break_on_hyphens=False) if room else [text]
    yield from ([(PLAIN, " " * indent + row)] for row in rows)
