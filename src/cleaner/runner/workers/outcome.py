"""The results of a document and of a unit of work."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from cleaner.core.result import Result
from cleaner.runner.tally import Tally


class Outcome(NamedTuple):
    """The result of one document.

    `output` holds the clean bytes, or the input's own bytes if `failure` says why it could not be cleaned. `lost`
    is true if the input could not be read; it has no output. `kind` names the failure in one word. `fields` are the
    watched fields that a record has; None if the document is no record.
    """

    name: str
    output: bytes
    result: Result | None = None
    failure: str | None = None
    lost: bool = False
    id: object = None
    kind: str = ""
    fields: tuple[str, ...] | None = None


class Note(NamedTuple):
    """A note on a document: a sentence, or the reason why the document `name` failed.

    A `counted` note is printed for the first record of a file; similar notes are counted.
    """

    text: str
    name: str = ""
    failed: bool = False
    counted: bool = False


Describe = Callable[[Outcome], tuple[list[Note], list[tuple[str, bytes]], bytes]]


class UnitResult:
    """The result of one unit of work: outputs in order, report entries (name, bytes), notes and counts.

    `digest` is that of a file that a worker read itself. `lost` is true if the file could not be read.
    """

    def __init__(self) -> None:
        self.outputs: list[bytes] = []
        self.entries: list[tuple[str, bytes]] = []
        self.notes: list[Note] = []
        self.tally = Tally()
        self.digest = ""
        self.lost = False

    def add(self, outcome: Outcome, describe: Describe) -> None:
        """Add the outcome of one document."""
        self.lost = self.lost or outcome.lost
        if outcome.fields is not None:
            self.tally.records += 1
            self.tally.fields.update(outcome.fields)
        if outcome.failure is not None:
            self.tally.fail(outcome.kind, lost=outcome.lost)
        elif outcome.result is not None:
            self.tally.count(outcome.result)
        notes, entries, output = describe(outcome)
        self.notes += notes
        self.entries += entries
        if output:
            self.outputs.append(output)

    def join(self, other: UnitResult) -> None:
        """Append the result of the following unit."""
        self.outputs += other.outputs
        self.entries += other.entries
        self.notes += other.notes
        self.tally.add(other.tally)
        self.digest = self.digest or other.digest
        self.lost = self.lost or other.lost


def as_json(value: Any) -> bytes:
    """Return a value as JSON for programs: UTF-8, indented, with the keys in order."""
    import json

    return json.dumps(value, ensure_ascii=False, indent=2).encode("utf-8", "replace") + b"\n"
