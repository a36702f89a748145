"""Counts the results of a run."""

from __future__ import annotations

from collections import Counter
from typing import Any

from cleaner.core.result import Result
from cleaner.report.statistics import Statistics

_NUMBERS = ("documents", "failed", "lost", "skipped", "input_bytes", "records")


class Tally:
    """Counts of documents, cleaned and failed; `cleaned` counts what rules removed and intake repaired.

    `lost` counts failed documents that could not be read and have no output; `documents` counts all others.
    `failures` counts reasons by kind. `skipped` counts entries that are no documents, such as the requests and
    images of an archive. `records` counts readable records, and `fields` those that have each watched field.
    """

    def __init__(self) -> None:
        self.documents = self.failed = self.lost = self.skipped = self.input_bytes = self.records = 0
        self.cleaned = Statistics(groups=False)
        self.fields: Counter[str] = Counter()

    @property
    def failures(self) -> Counter[str]:
        """The failed documents by kind."""
        return self.cleaned.failures

    @property
    def changed(self) -> int:
        """The number of documents with a removal or a repair."""
        return self.cleaned.changed

    @property
    def characters(self) -> int:
        """The characters of the cleaned documents."""
        return self.cleaned.characters

    @property
    def removed(self) -> int:
        """The characters that rules removed."""
        return self.cleaned.removed

    def count(self, result: Result) -> None:
        """Count a cleaned document."""
        self.documents += 1
        self.cleaned.add_result(result)

    def fail(self, kind: str, *, lost: bool = False) -> None:
        """Count a document that was written unchanged, or with `lost`, one that could not be read."""
        self.documents += not lost
        self.failed += 1
        self.lost += lost
        self.cleaned.fail(kind)

    def add(self, other: Tally) -> None:
        """Add the counts of another tally."""
        for name in _NUMBERS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.cleaned.merge(other.cleaned)
        self.fields.update(other.fields)

    def as_dict(self) -> dict[str, Any]:
        """Return the counts for JSON."""
        numbers = {name: getattr(self, name) for name in _NUMBERS}
        return numbers | {"cleaned": self.cleaned.as_dict(), "fields": dict(sorted(self.fields.items()))}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Tally:
        """Return the tally of a result of `as_dict`."""
        tally = cls()
        for name in _NUMBERS:
            setattr(tally, name, data[name])
        tally.cleaned = Statistics.from_dict(data["cleaned"])
        tally.fields = Counter(data["fields"])
        return tally
