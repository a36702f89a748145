"""The tests of a card: its examples, alone and beside all others. The same for ours and for a user's.

An example that begins with "<" is HTML: each of its blocks becomes a line with its evidence, as on a page
whose every block extraction kept, and the marks stand inside the blocks:

    "<div class='newsletter'><p>[-Our letter comes on Fridays-]</p></div><p>The boat was late.</p>"
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from cleaner.core.document import Document, Span
from cleaner.core.marked_text import parse, render, visible
from cleaner.intake import documents
from cleaner.matching.card import Card
from cleaner.matching.catalog import HEADLINE_RULE, Catalog
from cleaner.matching.language import Language
from cleaner.matching.matcher import Matcher
from cleaner.pipeline.run import run_pipeline

_AT_LEAST = 2
_TITLE = "An example of an article"


class ExampleFailure(NamedTuple):
    """What is wrong with a card: the rule, and a message of one or more lines."""

    rule: str
    message: str


def check_cards(catalog: Catalog, cards: Sequence[Card]) -> list[ExampleFailure]:
    """Everything wrong with `cards`, which are among those of `catalog`. Raises PatternError for a bad pattern."""
    together = Matcher(catalog.choose())
    problems = []
    for card in cards:
        # what works on what other rules have found has nothing to do without them
        alone = together if card.shape == "code" and not card.alone else Matcher(_only(catalog, card))
        beside = together
        if card.status == "preview" or card.id == HEADLINE_RULE:
            beside = Matcher(catalog._replace(cards=(*catalog.choose().cards, card)))
        problems += [ExampleFailure(card.id, message) for message in _faults(card, alone, beside)]
    return problems


def check_language(catalog: Catalog, language: Language) -> list[str]:
    """What is wrong with a language's marked examples, run as articles declared to be in it."""
    rules = Matcher(catalog.choose())
    return [
        fault
        for example in language.examples
        if (fault := _fault(example, rules, "beside all rules", _TITLE, language.code))
    ]


def _faults(card: Card, alone: Matcher, beside: Matcher) -> Iterator[str]:
    for kind, examples in (("that go", card.removes), ("that stay", card.keeps)):
        if len(examples) < _AT_LEAST:
            yield f"has too few examples {kind}: {len(examples)}, and a card needs at least {_AT_LEAST}"
    for example in card.examples:
        title = None if card.family == "headline" else _TITLE
        fault = _fault(example, alone, "alone", title) or _fault(example, beside, "beside all rules", title)
        if fault:
            yield fault


def _fault(
    example: str, rules: Matcher, company: str, title: str | None, language: str | None = None
) -> str | None:
    # an example is a piece of an article: its first line is not the headline, unless that is what it is about
    if example.startswith("<"):
        document = documents.from_blocks(example.replace("[-", "").replace("-]", ""), title=title)
        _, wanted = parse(documents.from_blocks(example).text)
    else:
        text, wanted = parse(example)
        document = Document(text, title=title, language=language)
    text = document.text
    found = [removal.span for removal in run_pipeline(document, rules, budget=1).removals]
    if visible(text, found) == visible(text, wanted):
        return None
    shown = render(document, _joined(found))
    return f"example {company} should be\n    {_indented(example)}\n  but is\n    {_indented(shown)}"


def _joined(spans: Iterable[Span]) -> list[Span]:
    joined: list[Span] = []
    for span in spans:
        if joined and joined[-1].end == span.start:
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    return joined


def _indented(text: str) -> str:
    return text.replace("\n", "\n    ")


def _only(catalog: Catalog, card: Card) -> Catalog:
    return catalog._replace(cards=tuple(c for c in catalog.cards if c.id == card.id or c.family == "layout"))
