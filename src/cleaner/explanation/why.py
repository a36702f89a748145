"""The answer for one line: what took it, what nearly did, and the options that would change it.

Each option is tried before it is named.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from cleaner.api import Cleaner
from cleaner.core.document import Document
from cleaner.core.errors import ConfigurationError
from cleaner.core.findings import is_layout
from cleaner.core.result import Removal, Result
from cleaner.evaluation.rule_examples import check_cards
from cleaner.explanation.near import ModelView, Near, model_view, near_rules
from cleaner.matching.card import Card
from cleaner.matching.catalog import HEADLINE_RULE, PRESETS, builtin

_MAX_RULES = 6  # that take a line one after the other, if each is ignored
_FAMILY = 3  # rules of a family, instead of which the family is named
_CARD_LENGTH = 200  # characters: `longest` of a card that does not set it
_LEFTOVER = "It is a leftover of this site."
_MAX_PATTERN = 300  # characters of a line that a card may match


class Change(NamedTuple):
    """Options of a command line, and what they do to the line."""

    options: str
    effect: str


class Answer(NamedTuple):
    """What happened to a line, and why.

    `line` is the 1-based line of the decoded input, of a page that of the extracted text; `text` is its content.
    `removals` are those in the line, without blank lines. `near` and `model` tell what nearly took it, if it stays.
    `withheld` is the share of the text that made the run hold rules back. `changes` are the options that would
    change it, and `card` is the file of a rule that would take the line, or "".
    """

    line: int
    text: str
    removals: tuple[Removal, ...]
    near: tuple[Near, ...] = ()
    model: ModelView | None = None
    withheld: float | None = None
    changes: tuple[Change, ...] = ()
    card: str = ""


def answers(cleaner: Cleaner, document: Document) -> Iterator[Answer]:
    """Yield an answer for each line with text, without what only `answer` finds out."""
    by_line = _by_line(cleaner.run(document))
    for line, index in _numbered(document):
        if document.folded_lines[index].strip():
            yield Answer(line, _content(document, index), tuple(by_line.get(index, ())))


def answers_for(cleaner: Cleaner, document: Document, line: int) -> list[Answer]:
    """Return the answers for a line of the input: one, or several where a repair has split the line.

    Raises IndexError if there is no such line.
    """
    found = [_answer(cleaner, document, line, index) for number, index in _numbered(document) if number == line]
    if not found:
        raise IndexError(line)
    return found


def _numbered(document: Document) -> Iterator[tuple[int, int]]:
    """Yield the line of the input (1-based) and the index of each line of the document."""
    breaks = {repair.line: repair.after.count("\n") for repair in document.repairs}
    index, line = 0, 1
    while index < len(document.starts):
        for _ in range(breaks.get(line, 0) + 1):
            yield line, index
            index += 1
        line += 1


def _content(document: Document, index: int) -> str:
    start, end, _ = document.line(index)
    return document.text[start:end].strip()


def _answer(cleaner: Cleaner, document: Document, line: int, index: int) -> Answer:
    own = cleaner.for_url(document.url)
    result = cleaner.run(document)
    text = _content(document, index)
    removals = tuple(_by_line(result).get(index, ()))
    if removals:
        return Answer(line, text, removals, changes=tuple(_keeping(own, document, index, removals)))
    if not text:
        return Answer(line, text, ())
    rules = own.matcher(document.origin.format)
    if result.withheld is not None and (held := _taken(own.varied(budget=1), document, index)):
        near = [Near(rule, "the budget holds it back", True) for rule in dict.fromkeys(one.rule for one in held)]
        changes = tuple(_removing(own, document, index, near, result.withheld))
        return Answer(line, text, (), tuple(near), None, result.withheld, changes)
    catalog = builtin().with_cards(own.settings.rules)
    near = near_rules(document, index, catalog, rules, own.settings)
    model = model_view(document, index, catalog, rules, own.settings)
    changes = tuple(_removing(own, document, index, near, result.withheld))
    card = "" if changes else _card(own, document, index)
    return Answer(line, text, (), tuple(near), model, result.withheld, changes, card)


def _by_line(result: Result) -> dict[int, list[Removal]]:
    """Return the removals by the index of their line, without those of blank lines."""
    found: dict[int, list[Removal]] = {}
    for removal in result.removals:
        if not is_layout(removal.rule):
            found.setdefault(bisect_right(result.document.starts, removal.span.start) - 1, []).append(removal)
    return found


def _taken(cleaner: Cleaner, document: Document, index: int) -> list[Removal]:
    return _by_line(cleaner.run(document)).get(index, [])


def _keeping(cleaner: Cleaner, document: Document, index: int, removals: Iterable[Removal]) -> Iterator[Change]:
    """Yield the options with which the line stays."""
    ignored: list[str] = []
    taking = [removal.rule for removal in removals]
    while taking and len(ignored) < _MAX_RULES:
        ignored += dict.fromkeys(taking)
        worker = cleaner.varied(ignore=(*cleaner.settings.ignore, *ignored))
        taking = [removal.rule for removal in _taken(worker, document, index)]
    if not taking:
        yield Change(f"--ignore {','.join(_short(ignored))}", "keeps the line")
    if HEADLINE_RULE in ignored:
        yield Change("--headline keep", "keeps the headline")
    if cleaner.settings.preset != PRESETS[0] and cleaner.settings.select is None:
        worker = cleaner.varied(preset=PRESETS[0])
        if not _taken(worker, document, index):
            yield Change(f"--preset {PRESETS[0]}", "keeps the line, and all that is not certain")


def _short(rules: list[str]) -> list[str]:
    """Return the rules with the family instead of several rules of it."""
    families = Counter(rule.partition("/")[0] for rule in rules)
    short = (family if families[family := rule.partition("/")[0]] >= _FAMILY else rule for rule in rules)
    return list(dict.fromkeys(short))


def _removing(
    cleaner: Cleaner, document: Document, index: int, near: Iterable[Near], withheld: float | None
) -> Iterator[Change]:
    """Yield the options with which the line, or part of it, goes."""
    own = cleaner.settings
    if withheld is not None:
        budget = min(1.0, math.ceil(withheld * 100) / 100)
        if _taken(cleaner.varied(budget=budget), document, index):
            yield Change(f"--budget {budget:g}", "lets all rules run on this text, and takes the line")
    idle = [one.rule for one in near if not one.runs]
    if own.select is None:
        for preset in PRESETS[PRESETS.index(own.preset) + 1 :]:
            if _taken(cleaner.varied(preset=preset), document, index):
                yield Change(f"--preset {preset}", "takes the line")
                break
    else:
        for rule in idle:
            if _taken(cleaner.varied(select=(*own.select, rule)), document, index):
                yield Change(f"--select {','.join((*own.select, rule))}", "takes the line")
                break
    for name in own.ignore:
        if _taken(cleaner.varied(ignore=tuple(one for one in own.ignore if one != name)), document, index):
            yield Change(f"without --ignore {name}", "takes the line")
    taken = _taken(cleaner.varied(headline="drop"), document, index) if own.headline != "drop" else []
    if any(removal.rule == HEADLINE_RULE for removal in taken):
        yield Change("--headline drop", "takes the headline")


def _card(cleaner: Cleaner, document: Document, index: int) -> str:
    """Return the file of a rule that takes the line and passes `cleaner test-rules`; "" if none does."""
    text = " ".join(document.folded_lines[index].split())
    if not text or len(text) > _MAX_PATTERN:
        return ""
    pattern = re.sub(r"([\\.^$|?*+()\[\]{}])", r"\\\1", text)
    removes = (f"[-{text}-]", f"[-* {text}-]")
    keeps = (f"{text} was the headline of that week, she said.", f"On the wall she read: {text}, and a name.")
    examples, longest = (*removes, *keeps), max(_CARD_LENGTH, len(text) + 50)
    card = Card("mine", "this-line", "line", _LEFTOVER, "1", examples, pattern=pattern, longest=longest)
    try:
        worker = cleaner.varied(rules=(*cleaner.settings.rules, card))
        if not _taken(worker, document, index) or check_cards(builtin().with_cards([card]), [card]):
            return ""
    except ConfigurationError:
        return ""
    rows = ["[[rule]]", 'name = "this-line"', 'shape = "line"', f"pattern = {_toml(pattern)}"]
    rows += [f"why = {_toml(_LEFTOVER)}", 'since = "1"', "examples = ["]
    if card.longest != _CARD_LENGTH:
        rows.insert(-1, f"longest = {card.longest}")
    rows += [f"  {_toml(example)}," for example in examples]
    return "\n".join([*rows, "]"]) + "\n"


def _toml(text: str) -> str:
    import json

    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
