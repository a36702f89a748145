"""Counts the lines that many documents lose, in bounded memory."""

from __future__ import annotations

from typing import Any, NamedTuple

_MAX_LINES = 200_000
_MAX_CHARACTERS = 300  # of a line that is told apart from others


class RepeatedLine(NamedTuple):
    """A removed line, the rule that removed it first, its removals, and the characters of all of them."""

    text: str
    rule: str
    removals: int
    characters: int


class RepeatedLines:
    """The removed lines with their counts.

    Beyond `limit` distinct lines the rarest ones are forgotten. A count can then be too low by `uncertainty`
    (lossy counting), and is exact if `uncertainty` is 0.
    """

    def __init__(self, limit: int = _MAX_LINES) -> None:
        self._limit = limit
        self._counts: dict[str, list[Any]] = {}
        self.uncertainty = 0

    def add(self, text: str, rule: str) -> None:
        """Count the lines of one removal."""
        for line in text.split("\n"):
            key = line.strip()[:_MAX_CHARACTERS]
            if not key:
                continue
            count = self._counts.get(key)
            if count is None:
                if len(self._counts) >= self._limit:
                    self._forget()
                count = self._counts[key] = [0, 0, rule]
            count[0] += 1
            count[1] += len(line)

    def top(self, number: int) -> list[RepeatedLine]:
        """Return the lines that were removed more than once, most often first, at most `number`."""
        found = [
            RepeatedLine(text, rule, removals, characters)
            for text, (removals, characters, rule) in self._counts.items()
            if removals > 1
        ]
        return sorted(found, key=lambda line: (-line.removals, -line.characters, line.text))[:number]

    def _forget(self) -> None:
        counts = sorted(count[0] for count in self._counts.values())
        rarest = counts[len(counts) // 2]
        self.uncertainty += rarest
        self._counts = {text: count for text, count in self._counts.items() if count[0] > rarest}
