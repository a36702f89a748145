"""What became of a document, and of a unit of work."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from cleaner.core.errors import InputError, InvariantError
from cleaner.core.result import BINARY, Failure, Result
from cleaner.intake.decode import BinaryError, DecodeError
from cleaner.runner.tally import Tally


class Outcome(NamedTuple):
    """What became of one document.

    `output` is what is written for it: clean, or the input's own bytes where `failure` says why it could
    not be cleaned. `lost` tells that the input could not even be read, so that there is nothing to write.
    `kind` names the failure in one word. `fields` are those that a record has of the ones watched; None
    if it is no record.
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
    """What is to be said about a document: a sentence, or why the document `name` failed.

    A note that is `counted` is said of the first record of a file; those like it are counted.
    """

    text: str
    name: str = ""
    failed: bool = False
    counted: bool = False


def reason(error: Exception) -> Failure:
    """Why a document could not be cleaned; what we did not foresee says that it is our fault."""
    if isinstance(error, BinaryError):
        return Failure(BINARY, str(error))
    if isinstance(error, DecodeError):
        return Failure("encoding", str(error))
    if isinstance(error, InputError):
        return Failure("limit" if str(error).startswith("limit:") else "input", str(error))
    if isinstance(error, MemoryError):
        return Failure("limit", "limit: cleaning it needs more memory than a worker may take")
    if isinstance(error, InvariantError):
        why = f"cleaning would have broken a promise ({error}); left as it was. Please report this"
        return Failure("internal", why)
    text = " ".join(str(error).split())[:200]
    return Failure("internal", f"{type(error).__name__}: {text}; left as it was. Please report this")


Describe = Callable[[Outcome], tuple[list[Note], list[tuple[str, bytes]], bytes]]


class UnitResult:
    """What one unit of work came to: outputs in order, report entries (name, bytes), what to say, the counts.

    `digest` is of the bytes of a file that a worker read itself; `lost` that it could not be read.
    """

    def __init__(self) -> None:
        self.outputs: list[bytes] = []
        self.entries: list[tuple[str, bytes]] = []
        self.notes: list[Note] = []
        self.tally = Tally()
        self.digest = ""
        self.lost = False

    def add(self, outcome: Outcome, describe: Describe) -> None:
        """Count one document and keep what is written of it."""
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
        """Put what came after behind it."""
        self.outputs += other.outputs
        self.entries += other.entries
        self.notes += other.notes
        self.tally.add(other.tally)
        self.digest = self.digest or other.digest
        self.lost = self.lost or other.lost


def as_json(value: Any) -> bytes:
    """JSON as it is written for machines: UTF-8, keys in order, indented."""
    import json

    return json.dumps(value, ensure_ascii=False, indent=2).encode("utf-8", "replace") + b"\n"
