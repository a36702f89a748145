"""Formats rules: the table, a single card, and the test results of a user's cards."""

from __future__ import annotations

import json
from collections.abc import Sequence

from cleaner.core.document import TEXT
from cleaner.core.errors import ConfigurationError
from cleaner.evaluation.rule_examples import ExampleFailure
from cleaner.matching.card import Card
from cleaner.matching.catalog import Catalog
from cleaner.system.terminal import bold, colour_marks, safe, safe_json

_PLACES = {
    "body": "not on the first line of an article that came without its title",
    "edges": "only above the article's first paragraph and below its last",
    "end": "only below the article's last paragraph",
    "column": "in a column of at least three lines of its kind",
    "menu": "in a run of short lines above or below the article, of which at least three are its kind",
}


def filtered(catalog: Catalog, words: Sequence[str]) -> Catalog:
    """Return the catalog of the rules that have each word in name, reason, shape, status, confidence or place.

    Raises ConfigurationError if there is none.
    """
    folded = [part for word in words for part in word.casefold().split()]

    def has_all(card: Card) -> bool:
        facts = (card.id, card.why, card.shape, card.status, card.confidence, card.where)
        text = "\n".join(facts).casefold()
        return all(word in text for word in folded)

    found = tuple(card for card in catalog.cards if has_all(card))
    if not found:
        raise ConfigurationError(f"no rule has {' and '.join(map(repr, words))}; 'cleaner rules' lists them all")
    return catalog._replace(cards=found)


def as_json(catalog: Catalog) -> str:
    """Return every rule of the catalog as a JSON array."""
    fields = ("family", "shape", "why", "since", "status", "confidence")
    rows = [{"name": card.id} | {field: getattr(card, field) for field in fields} for card in catalog.cards]
    return safe_json(json.dumps(rows, ensure_ascii=False, indent=2))


def table(catalog: Catalog, *, width: int | None = None) -> str:
    """Return every rule of the catalog, one line each; with `width`, wrapped at words to as many columns."""
    cards = [_safe(card) for card in catalog.cards]
    column = max(len(card.id) for card in cards)
    if width is None:
        return "\n".join(f"{card.id:{column}}  {card.status:7}  {card.since:5}  {card.why}" for card in cards)
    rows = []
    for card in cards:
        status = "" if card.status == "stable" else f", {card.status}"
        rows.append(_wrapped(f"{card.id:{column}}  ", f"{card.why} ({card.since}{status})", width))
    return "\n".join(rows)


def card(card: Card, *, colour: bool, width: int | None = None) -> str:
    """Return a card in full; with `width`, its sentences and examples are wrapped to as many columns."""
    card = _safe(card)
    facts = [
        ("why", card.why),
        ("shape", card.shape),
        ("status", f"{card.status}, {card.confidence}, since {card.since}"),
    ]
    if card.where != "anywhere":
        facts.append(("where", _PLACES[card.where]))
    if card.input == TEXT:
        facts.append(("input", "text only; in the text of a page it is what the author wrote"))
    patterns = [(key, getattr(card, key)) for key in ("pattern", "given", "unless") if getattr(card, key)]
    lines = [bold(card.id) if colour else card.id]
    lines += [_wrapped(f"  {name:8} ", value, width) for name, value in facts]
    lines += [f"  {name:8} {value}" for name, value in patterns]  # not wrapped, so that users can copy them
    for title, examples in (("removes", card.removes), ("keeps", card.keeps)):
        lines += ["", f"  {title}:"]
        for example in examples:
            shown = "\n".join(_wrapped("    ", line, width) for line in example.split("\n"))
            lines += ["", colour_marks(shown) if colour else shown]
    return "\n".join(lines)


def _safe(card: Card) -> Card:
    """Return the card with control characters escaped, because a foreign card may attack the terminal."""
    return card._replace(
        why=safe(card.why),
        since=safe(card.since),
        pattern=safe(card.pattern),
        given=safe(card.given),
        unless=safe(card.unless),
        examples=tuple(map(safe, card.examples)),
    )


def _wrapped(head: str, text: str, width: int | None) -> str:
    """Return a wrapped line that begins with `head`. The other lines are indented to its width."""
    if width is None:
        return head + text
    from textwrap import fill

    indent = " " * min(len(head), width // 2)
    return fill(
        text,
        width,
        initial_indent=head,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def verdict(cards: Sequence[Card], problems: Sequence[ExampleFailure]) -> str:
    """Return the test results of a user's cards, with every failed example."""
    lines = []
    for one in cards:
        own = [problem.message for problem in problems if problem.rule == one.id]
        lines.append(f"{'failed' if own else 'ok':6}  {one.id}  ({len(one.examples)} examples)")
        lines += [f"  {safe(message)}" for message in own]
    failed = len({problem.rule for problem in problems})
    return "\n".join([*lines, f"{len(cards) - failed} passed, {failed} failed"])
