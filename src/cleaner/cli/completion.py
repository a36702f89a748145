"""What the shell offers when a value is half typed."""

from __future__ import annotations

from collections.abc import Callable

Offer = Callable[[str], list[tuple[str, str]]]


def rules(incomplete: str) -> list[tuple[str, str]]:
    """Families and rules that begin so, each with why it removes; behind a comma the next one."""
    from cleaner.matching.catalog import builtin

    before, comma, begun = incomplete.rpartition(",")
    cards = builtin().cards
    names = {card.family: "a family of rules" for card in cards} | {card.id: card.why for card in cards}
    return [(before + comma + name, why) for name, why in sorted(names.items()) if name.startswith(begun)]


def values_of(key: str) -> Offer:
    """Offers the names that a key of the configuration, and the option of that name, may have."""

    def offer(incomplete: str) -> list[tuple[str, str]]:
        from cleaner.config.keys import KEYS

        return [(name, "") for name in KEYS[key].schema["enum"] if name.startswith(incomplete)]

    return offer
