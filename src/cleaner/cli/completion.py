"""Completes option values in the shell."""

from __future__ import annotations

from collections.abc import Callable

Offer = Callable[[str], list[tuple[str, str]]]


def rules(incomplete: str) -> list[tuple[str, str]]:
    """Return the families and rules that complete the last name of a comma-separated list, each with its reason."""
    from cleaner.matching.catalog import builtin

    before, comma, begun = incomplete.rpartition(",")
    cards = builtin().cards
    names = {card.family: "a family of rules" for card in cards} | {card.id: card.why for card in cards}
    return [(before + comma + name, why) for name, why in sorted(names.items()) if name.startswith(begun)]


def values_of(key: str) -> Offer:
    """Return a function that completes the values of a configuration key and its option."""

    def offer(incomplete: str) -> list[tuple[str, str]]:
        from cleaner.config.keys import KEYS

        return [(name, "") for name in KEYS[key].schema["enum"] if name.startswith(incomplete)]

    return offer
