"""Tests cards by their examples, each with its card alone and with all cards. A user's cards get the same tests.

An example that begins with "<" is HTML. Each block becomes a line with its evidence, as if extraction kept every
block. The marks are inside the blocks:

    "<div class='newsletter'><p>[-Our letter comes on Fridays-]</p></div><p>The boat was late.</p>"
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from cleaner.core.document import Document, Origin, Span
from cleaner.core.marked_text import parse, render, visible
from cleaner.matching.card import Card
from cleaner.matching.catalog import HEADLINE_RULE, Catalog
from cleaner.matching.language import Language
from cleaner.matching.matcher import Matcher
from cleaner.pipeline.run import run_pipeline

_MIN_EXAMPLES = 2
_TITLE = "An example of an article"


class ExampleFailure(NamedTuple):
    """A fault of a card: the id of its rule, and a message of one or more lines."""

    rule: str
    message: str


def check_cards(catalog: Catalog, cards: Sequence[Card]) -> list[ExampleFailure]:
    """Return the faults of `cards`, which `catalog` contains. Raises PatternError for a bad pattern."""
    all_cards = _stable_rules(catalog)
    problems = []
    for card in cards:
        # Such a card works on the removals of other cards.
        alone = all_cards if card.shape == "code" and not card.alone else Matcher(_catalog_of(catalog, card))
        with_others = all_cards
        if card.status == "preview" or card.id == HEADLINE_RULE:
            with_others = Matcher(catalog._replace(cards=(*catalog.choose().cards, card)))
        problems += [ExampleFailure(card.id, message) for message in _faults(card, alone, with_others)]
    return problems


def check_language(catalog: Catalog, language: Language) -> list[str]:
    """Return the faults of a language's examples, each run as an article in that language."""
    rules = _stable_rules(catalog)
    return [
        fault
        for example in language.examples
        if (fault := _fault(example, rules, "with all rules", _TITLE, language.code))
    ]


def from_blocks(html: str, *, title: str | None = None) -> Document:
    """Return a Document with one line per block of `html`, without extraction or repair."""
    from cleaner.intake.page.dom import read_page
    from cleaner.intake.page.fill import every_block

    page = read_page(html)
    text = every_block(page.segments if page else ())
    origin = Origin(content=html, format="html")
    return Document("\n".join(text.lines), title, origin=origin, evidence=tuple(text.evidence))


@lru_cache(maxsize=1)
def _stable_rules(catalog: Catalog) -> Matcher:
    # compiling all cards takes longer than the examples of one
    return Matcher(catalog.choose())


def _faults(card: Card, alone: Matcher, with_others: Matcher) -> Iterator[str]:
    for kind, examples in (("text to remove", card.removes), ("text to keep", card.keeps)):
        if len(examples) < _MIN_EXAMPLES:
            yield f"has too few examples of {kind}: {len(examples)}; a card needs at least {_MIN_EXAMPLES}"
    for example in card.examples:
        title = None if card.family == "headline" else _TITLE
        fault = _fault(example, alone, "alone", title) or _fault(example, with_others, "with all rules", title)
        if fault:
            yield fault


def _fault(
    example: str, rules: Matcher, setting: str, title: str | None, language: str | None = None
) -> str | None:
    # A title keeps the first line of an example from counting as the headline.
    if example.startswith("<"):
        document = from_blocks(example.replace("[-", "").replace("-]", ""), title=title)
        _, expected = parse(from_blocks(example).text)
    else:
        text, expected = parse(example)
        document = Document(text, title=title, language=language)
    text = document.text
    found = [removal.span for removal in run_pipeline(document, rules, budget=1).removals]
    if visible(text, found) == visible(text, expected):
        return None
    shown = render(document, _joined(found))
    return f"example {setting} should be\n    {_indented(example)}\n  but is\n    {_indented(shown)}"


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


def _catalog_of(catalog: Catalog, card: Card) -> Catalog:
    return catalog._replace(cards=tuple(c for c in catalog.cards if c.id == card.id or c.family == "layout"))
