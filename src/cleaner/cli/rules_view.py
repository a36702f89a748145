"""How rules are shown: the table, one card, the verdict on a user's cards."""

from __future__ import annotations

import json
from collections.abc import Sequence

from cleaner.core.document import TEXT
from cleaner.evaluation.rule_examples import ExampleFailure
from cleaner.matching.card import Card
from cleaner.matching.catalog import Catalog
from cleaner.system.terminal import bold, colour_marks

_PLACES = {
    "body": "not on the first line of an article that came without its title",
    "edges": "only above the article's first paragraph and below its last",
    "end": "only below the article's last paragraph",
    "column": "in a column of at least three lines of its kind",
}


def table(catalog: Catalog, *, as_json: bool) -> str:
    """Every rule of the catalog, for people or as a JSON array."""
    if as_json:
        rows = [
            {
                "name": card.id,
                "family": card.family,
                "shape": card.shape,
                "why": card.why,
                "since": card.since,
                "status": card.status,
                "confidence": card.confidence,
            }
            for card in catalog.cards
        ]
        return json.dumps(rows, ensure_ascii=False, indent=2)
    width = max(len(card.id) for card in catalog.cards)
    return "\n".join(f"{card.id:{width}}  {card.status:7}  {card.since:5}  {card.why}" for card in catalog.cards)


def card(card: Card, *, colour: bool) -> str:
    """One card in full."""
    facts = [
        ("why", card.why),
        ("shape", card.shape),
        ("status", f"{card.status}, {card.confidence}, since {card.since}"),
    ]
    if card.pattern:
        facts.append(("pattern", card.pattern))
    if card.given:
        facts.append(("given", card.given))
    if card.unless:
        facts.append(("unless", card.unless))
    if card.where != "anywhere":
        facts.append(("where", _PLACES[card.where]))
    if card.input == TEXT:
        facts.append(("input", "text only; in the text of a page it is what the author wrote"))
    head = bold(card.id) if colour else card.id
    lines = [head, *(f"  {name:8} {value}" for name, value in facts)]
    for title, examples in (("what goes", card.removes), ("what stays", card.keeps)):
        lines += ["", f"  {title}:"]
        for example in examples:
            shown = colour_marks(example) if colour else example
            lines += ["", *(f"    {line}" for line in shown.split("\n"))]
    return "\n".join(lines)


def verdict(cards: Sequence[Card], problems: Sequence[ExampleFailure]) -> str:
    """What testing a user's cards came to."""
    lines = []
    for one in cards:
        own = [problem.message for problem in problems if problem.rule == one.id]
        lines.append(f"{'failed' if own else 'ok':6}  {one.id}  ({len(one.examples)} examples)")
        lines += [f"  {message}" for message in own]
    failed = len({problem.rule for problem in problems})
    return "\n".join([*lines, f"{len(cards) - failed} passed, {failed} failed"])
