"""How sure a removal is, for views that put what needs a person's eye first. No decision depends on it."""

from __future__ import annotations

from collections.abc import Iterable

from cleaner.core.regex import lazy_compile
from cleaner.matching.card import Card

CERTAIN, LIKELY, UNKNOWN = 0.99, 0.9, 0.8
"""The confidence of a removal by a certain rule, a likely rule, and a rule whose card is not at hand."""

_PERCENT = lazy_compile(r"the line model is (\d{1,3}) % sure")


class Confidence:
    """Tells the confidence of removals, from 0 to 1.

    The line model states a probability. The other rules have no figure: CERTAIN and LIKELY stand for the words of
    their cards, and only order the removals.
    """

    def __init__(self, cards: Iterable[Card]) -> None:
        self._of_rule = {card.id: CERTAIN if card.confidence == "certain" else LIKELY for card in cards}

    def __call__(self, rule: str, because: str) -> float:
        """Return the confidence of a removal by `rule` for the reason `because`."""
        stated = _PERCENT.search(because)
        return min(int(stated[1]), 100) / 100 if stated else self._of_rule.get(rule, UNKNOWN)
