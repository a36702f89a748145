"""Documents through the engine: every one comes out, clean or as it was, with what is to be said about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from cleaner import intake
from cleaner.api import Cleaner
from cleaner.intake.decode import BinaryError, DecodeError
from cleaner.model import InputError, LawError, Result
from cleaner.streams import STDIN, display_name
from cleaner.tally import Tally

BINARY = "binary"  # the kind of failure of what is not text at all
_MANY, _LONG = 12, 40  # field names that a message shows, and characters of one


class Fields(NamedTuple):
    """What the fields of a record are called, and the columns of a table."""

    text: str = "text"
    html: str = "html"
    title: str = "title"
    url: str = "url"
    language: str = "lang"
    id: str = "id"

    @property
    def named(self) -> tuple[str, ...]:
        """Fields beside the text's that have another name than the usual: someone has asked for them."""
        usual = self._field_defaults
        return tuple(
            name for key, name in zip(self._fields, self, strict=True) if key != "text" and name != usual[key]
        )

    @property
    def watched(self) -> tuple[str, ...]:
        """Fields that a run wants to know of whether any record has them: those, and the address."""
        return tuple(dict.fromkeys((*self.named, self.url)))

    @property
    def options(self) -> dict[str, str]:
        """The fields that are `named`, each with its option."""
        return {name: f"--{key}-field" for key, name in zip(self._fields, self, strict=True) if name in self.named}

    def missing(self, found: Iterable[str]) -> str:
        """In a sentence, that there is neither text nor html, and what there is instead."""
        names = [name if len(name) <= _LONG else f"{name[:_LONG]}…" for name in found]
        more = f" and {len(names) - _MANY} more" if len(names) > _MANY else ""
        has = f"it has {', '.join(map(repr, names[:_MANY]))}{more}" if names else "it is empty"
        return f"the record has neither {self.text!r} nor {self.html!r}: {has} (--text-field, --html-field)"


FIELDS = Fields()


class Reading(NamedTuple):
    """How inputs are read: format (auto or one of sources.FORMATS), encoding, names of fields.

    `language` is that of articles that state none.
    """

    format: str = "auto"
    encoding: str | None = None
    language: str | None = None
    fields: Fields = FIELDS


class Writing(NamedTuple):
    """How records are written."""

    to: str | None = None
    keep_html: bool = False
    with_removals: bool = False


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
    """What is to be said about a document: a sentence, or why the document `name` failed."""

    text: str
    name: str = ""
    failed: bool = False


class Failed(NamedTuple):
    """Why a document could not be cleaned: a word to count by, and a sentence."""

    kind: str
    why: str


def clean_file(
    name: str, data: bytes, format: str, cleaner: Cleaner, reading: Reading, writing: Writing
) -> Outcome:
    """Clean a file's bytes, text or HTML."""
    try:
        document = intake.from_bytes(
            data,
            format=format,
            source=None if name == STDIN else display_name(name),
            encoding=reading.encoding,
            language=reading.language,
            repair=cleaner.repairs,
        )
        result = cleaner.run(document)
        output = result.text.encode()
        if writing.to == "jsonl":
            from cleaner.jsonl import record_of

            output = record_of(name, result, writing, reading.fields)
    except Exception as error:
        return unchanged(name, data, format, reason(error), writing, reading.fields)
    return Outcome(name, output, result)


def unchanged(
    name: str, data: bytes, format: str, failed: Failed, writing: Writing, fields: Fields = FIELDS
) -> Outcome:
    """A file that comes out as it was."""
    if writing.to == "jsonl":
        from cleaner.jsonl import failed_record

        data = failed_record(name, data, format, failed.why, fields)
    return Outcome(name, data, failure=failed.why, kind=failed.kind)


def reason(error: Exception) -> Failed:
    """Why a document could not be cleaned; what we did not foresee says that it is our fault."""
    if isinstance(error, BinaryError):
        return Failed(BINARY, str(error))
    if isinstance(error, DecodeError):
        return Failed("encoding", str(error))
    if isinstance(error, InputError):
        return Failed("limit" if str(error).startswith("limit:") else "input", str(error))
    if isinstance(error, MemoryError):
        return Failed("limit", "limit: cleaning it needs more memory than a worker may take")
    if isinstance(error, LawError):
        why = f"cleaning would have broken a promise ({error}); left as it was. Please report this"
        return Failed("internal", why)
    text = " ".join(str(error).split())[:200]
    return Failed("internal", f"{type(error).__name__}: {text}; left as it was. Please report this")


Describe = Callable[[Outcome], tuple[list[Note], list[tuple[str, bytes]], bytes]]


class Done:
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

    def join(self, other: Done) -> None:
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
