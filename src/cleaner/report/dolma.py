"""The removals as attributes of dolma: spans beside a document, one line for each, which its mixer removes.

A span counts characters of the text as the document holds it, and a ledger those of the repaired text. A document
with a repair that changes the length of a line therefore gets no spans; cleaning with --no-repair gives them all.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from cleaner.core.document import PAGE
from cleaner.matching.card import Card
from cleaner.report.confidence import Confidence
from cleaner.report.statistics import BLANK_LINE, name_of

ALL = "cleaner__removals"
"""The attribute with all spans of a document, which do not overlap. Each rule has one, too."""


class Dolma:
    """Writes a line of attributes for each entry: `id`, and spans `[start, end, score]` by attribute.

    The score is the confidence of the removal, from 0 to 1. `unplaced` counts documents that have removals and no
    spans: pages, and texts whose repairs moved what stands behind them.
    """

    def __init__(self, cards: Iterable[Card] = ()) -> None:
        self._confidence = Confidence(cards)
        self.unplaced = 0

    def add(self, entry: Mapping[str, Any], text: str | None = None) -> str:  # noqa: ARG002
        """Return the line of an entry, or "" for a blank line. Raises ValueError if it is no entry."""
        if entry.get("failure") == BLANK_LINE:
            return ""
        try:
            id = entry.get("id")
            row = {"id": name_of(entry) if id is None else str(id), "attributes": self._attributes(entry)}
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"not a ledger entry: {type(error).__name__}: {error}") from None
        return json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n"

    def end(self) -> str:
        """Return nothing."""
        return ""

    def _attributes(self, entry: Mapping[str, Any]) -> dict[str, list[list[float]]]:
        found: dict[str, list[list[float]]] = {}
        if "failure" in entry:
            return found
        if entry["origin"]["format"] == PAGE or any(map(_moves, entry["repairs"])):
            self.unplaced += bool(entry["removals"])
            return found
        for removal in entry["removals"]:
            score = self._confidence(removal["rule"], removal["because"])
            span = [removal["start"], removal["end"], score]
            found.setdefault(ALL, []).append(span)
            found.setdefault(attribute(removal["rule"]), []).append(span)
        return found


def attribute(rule: str) -> str:
    """Return the name of the attribute of a rule.

    >>> attribute("related/read-more-line")
    'cleaner__related__read_more_line'
    """
    return "cleaner__" + rule.replace("/", "__").replace("-", "_")


def _moves(repair: Mapping[str, Any]) -> bool:
    return len("".join(repair["before"])) != len(repair["after"])
