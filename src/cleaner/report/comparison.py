"""Compares the removals of two ledgers over the same documents: what goes now that stayed, and the reverse."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from cleaner.core.findings import is_layout
from cleaner.report.statistics import name_of


class Change(NamedTuple):
    """A range of characters that goes in one ledger only. `goes` is true if it goes now, and stayed before."""

    start: int
    end: int
    rule: str
    goes: bool


class Comparison:
    """The removals of an older ledger, against which the entries of a newer one are held.

    A document is the same if its name and its text before cleaning are. `unmatched` counts documents of the newer
    ledger that the older one does not have, `missing` those of the older ledger that have not come. `goes` and
    `stays` count characters by rule: those that go now and stayed before, and those that stay now and went before.
    `documents` counts documents with a difference. Blank lines do not count.
    """

    def __init__(self, old: Iterable[Mapping[str, Any]]) -> None:
        self._old: dict[tuple[str, str], list[tuple[int, int, str, str]]] = {}
        for entry in old:
            if "failure" not in entry:
                self._old[_key(entry)] = list(_cuts(entry))
        self.documents = self.unmatched = 0
        self.goes: dict[str, int] = {}
        self.stays: dict[str, int] = {}

    @property
    def missing(self) -> int:
        """The number of older documents that no newer entry was about."""
        return len(self._old)

    def changes(self, entry: Mapping[str, Any]) -> tuple[list[Change], dict[int, str]]:
        """Count an entry of the newer ledger.

        Return its changes in order, and the text of those that stay now, by their start.
        """
        before = self._old.pop(_key(entry), None)
        if before is None:
            self.unmatched += 1
            return [], {}
        now = list(_cuts(entry))
        gone = [Change(start, end, rule, True) for start, end, rule, _ in _outside(now, before)]
        back = list(_outside(before, now))
        for change in gone:
            self.goes[change.rule] = self.goes.get(change.rule, 0) + change.end - change.start
        for start, end, rule, _ in back:
            self.stays[rule] = self.stays.get(rule, 0) + end - start
        changes = sorted([*gone, *(Change(start, end, rule, False) for start, end, rule, _ in back)])
        self.documents += bool(changes)
        return changes, {start: text for start, _, _, text in back}


def _key(entry: Mapping[str, Any]) -> tuple[str, str]:
    return name_of(entry), entry["input_digest"]


def _cuts(entry: Mapping[str, Any]) -> Iterable[tuple[int, int, str, str]]:
    for removal in entry["removals"]:
        if not is_layout(removal["rule"]):
            yield removal["start"], removal["end"], removal["rule"], "".join(removal["text"])


def _outside(
    cuts: list[tuple[int, int, str, str]], others: list[tuple[int, int, str, str]]
) -> Iterable[tuple[int, int, str, str]]:
    """Yield the parts of `cuts` that no cut of `others` covers, without those of white space only."""
    at = 0
    for start, end, rule, text in cuts:
        while at < len(others) and others[at][1] <= start:
            at += 1
        begin, index = start, at
        while begin < end:
            stop = others[index][0] if index < len(others) else end
            if stop > begin:
                part = text[begin - start : min(stop, end) - start]
                if part.strip():
                    yield begin, min(stop, end), rule, part
            if index >= len(others):
                break
            begin = max(begin, others[index][1])
            index += 1
