"""Counts the results of a run."""

from __future__ import annotations

from collections import Counter
from typing import Any

from cleaner.core.result import Result


class Tally:
    """Counts of documents, characters and removals; `failures` counts reasons by kind.

    `changed` counts documents with a removal or a repair, `repaired` those with a repair. `rules` counts removals
    and repaired lines by rule.

    `lost` counts failed documents that could not be read and have no output. `skipped` counts entries that are no
    documents, such as the requests and images of an archive. `records` counts readable records, and `fields` those
    that have each watched field.
    """

    def __init__(self) -> None:
        self.documents = self.changed = self.failed = self.lost = self.withheld = self.excess = self.skipped = 0
        self.characters = self.removed = self.input_bytes = self.records = self.repaired = 0
        self.rules: Counter[str] = Counter()
        self.failures: Counter[str] = Counter()
        self.fields: Counter[str] = Counter()

    def count(self, result: Result) -> None:
        """Count a cleaned document."""
        self.documents += 1
        self.characters += len(result.document.text)
        self.withheld += result.withheld is not None
        self.excess += result.excess is not None
        self.repaired += bool(result.document.repairs)
        self.rules.update(repair.rule for repair in result.document.repairs)
        if result.changed:
            self.changed += 1
            self.removed += sum(end - start for (start, end), *_ in result.removals)
            self.rules.update(removal.rule for removal in result.removals)

    def fail(self, kind: str, *, lost: bool = False) -> None:
        """Count a document that was written unchanged, or with `lost`, one that could not be read."""
        self.documents += not lost
        self.failed += 1
        self.lost += lost
        self.failures[kind] += 1

    def add(self, other: Tally) -> None:
        """Add the counts of another tally."""
        for name, value in vars(other).items():
            if isinstance(value, Counter):
                getattr(self, name).update(value)
            else:
                setattr(self, name, getattr(self, name) + value)

    def as_dict(self) -> dict[str, Any]:
        """Return the counts for JSON. Rules and failures are in descending order of count."""
        return {
            name: dict(sorted(value.items(), key=lambda item: (-item[1], item[0])))
            if isinstance(value, Counter)
            else value
            for name, value in vars(self).items()
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Tally:
        """Return the tally of a result of `as_dict`."""
        tally = cls()
        for name, value in data.items():
            setattr(tally, name, Counter(value) if isinstance(value, dict) else value)
        return tally
