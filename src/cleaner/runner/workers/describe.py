"""Describes the outcome of one document: notes for standard error, entries for the report, or a diff."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from cleaner.api import Cleaner
from cleaner.core.document import Origin
from cleaner.core.result import BINARY, Result
from cleaner.intake.decode import MARKED
from cleaner.report import kinds
from cleaner.report.statistics import BLANK_LINE
from cleaner.runner.workers.outcome import Note, Outcome
from cleaner.system.paths import STDIN, display_name, shown
from cleaner.system.terminal import paint


class OutputOptions(NamedTuple):
    """Options for messages, report and output.

    `report` is the suffix of the report, such as ".json", or None. `verbosity` is -1, 0 or 1. `placed` is true if
    every input has its own output. `omit_binary` skips binary input, for an output that is a terminal or is shared
    with other inputs. `columns` is the width of the terminal that shows the diff; 0 for a unified diff. `colour`
    paints that diff. `error_records` writes the reason of each failed record into the output, for a reader who sees
    no messages.
    """

    report: str | None = None
    diff: bool = False
    check: bool = False
    verbosity: int = 0
    placed: bool = False
    omit_binary: bool = False
    columns: int = 0
    colour: bool = False
    error_records: bool = False


class Describer:
    """Returns the notes, report entries and output of an outcome."""

    def __init__(self, cleaner: Cleaner, telling: OutputOptions) -> None:
        self._cleaner = cleaner
        self._telling = telling

    def __call__(self, outcome: Outcome) -> tuple[list[Note], list[tuple[str, bytes]], bytes]:
        entry = self._entry(outcome) if self._telling.report else None
        entries = [(display_name(outcome.name), entry)] if entry is not None else []
        return self._notes(outcome), entries, self._output(outcome)

    def leaves_out(self, kind: str) -> bool:
        """Return whether a failure of that kind is omitted from the output."""
        return self._telling.check or (kind == BINARY and self._telling.omit_binary)

    def shows_reasons_only(self, kind: str) -> bool:
        """Return whether the output holds nothing of a document that failed for that kind of reason."""
        return self._telling.diff or self._telling.error_records or self.leaves_out(kind)

    def _output(self, outcome: Outcome) -> bytes:
        telling = self._telling
        if telling.error_records and outcome.failure is not None:
            from cleaner.runner.workers.clean_record import error_record

            return error_record(outcome.name, outcome.output, outcome.failure)
        if not (telling.diff or telling.check):
            return b"" if self.leaves_out(outcome.kind) else outcome.output
        if outcome.result is None:
            return b""
        if telling.diff:
            return self._diff(outcome.name, outcome.result)
        if telling.verbosity < 0:
            return b""
        return kinds.findings_text(outcome.name, outcome.result).encode("utf-8", "replace")

    def _diff(self, name: str, result: Result) -> bytes:
        if not self._telling.columns:
            return kinds.diff_text(name, result).encode("utf-8", "replace")
        from cleaner.report.prose_diff import prose_diff

        rows = prose_diff(result, shown(name), self._telling.columns)
        lines = [paint(row, colour=self._telling.colour) for row in rows]
        return "".join(f"{line}\n" for line in [*lines, ""] if lines).encode("utf-8", "replace")

    def _entry(self, outcome: Outcome) -> bytes | None:
        kind = self._telling.report
        if kind in (".json", ".jsonl", *kinds.COLLECTED):
            return self._ledger(outcome, indent=2 if kind == ".json" else None)
        if outcome.result is None:
            return None
        if kind == ".diff":
            return kinds.diff_text(outcome.name, outcome.result).encode("utf-8", "replace")
        return kinds.marked_text(outcome.result).encode("utf-8", "replace")

    def _ledger(self, outcome: Outcome, indent: int | None) -> bytes:
        from cleaner.report.ledger import dumps, failure, ledger, pieces

        if outcome.result is not None:
            document = outcome.result.document
            rules = self._cleaner.for_url(document.url).rules_digest(document.origin.format)
            entry = ledger(outcome.result, rules_digest=rules, id=outcome.id)
        else:
            # entry n is record n, so blank lines of JSON Lines have an entry too
            name = None if outcome.name == STDIN else display_name(outcome.name)
            entry = failure(name, outcome.failure or BLANK_LINE, kind=outcome.kind, id=outcome.id)
        if self._telling.report == ".html" and outcome.result is not None:
            entry = entry | {kinds.PAGE_TEXT: pieces(outcome.result.document.text)}
        return dumps(entry, indent=indent)

    def _notes(self, outcome: Outcome) -> list[Note]:
        name = shown(outcome.name)
        if outcome.failure is not None:
            return [Note(outcome.failure + self._consequence(outcome), outcome.name, failed=True)]
        if outcome.result is None or self._telling.verbosity < 0:
            return []
        return [*_marks(outcome), *self._changes(outcome, name)]

    def _changes(self, outcome: Outcome, name: str) -> list[Note]:
        assert outcome.result is not None
        removed = _named(outcome)
        if self._telling.check and outcome.result.changed:
            return []
        if outcome.result.withheld:
            share = f"{outcome.result.withheld:.0%}"
            return [
                Note(f"{name}: the rules would take {share} of it; only what is certain went (--budget): {removed}")
            ]
        if outcome.result.excess:
            share = f"{outcome.result.excess:.0%}"
            return [Note(f"{name}: {share} of it is certain boilerplate and went; look at what is left: {removed}")]
        if self._telling.verbosity > 0:
            return [Note(f"{name}{_decoded(outcome.result.document.origin)}: {removed}")]
        return []

    def _consequence(self, outcome: Outcome) -> str:
        """Return the effect of a failure on the output, for messages; "" if the document is written unchanged."""
        if outcome.lost:
            return "; it has no output" if self._telling.placed else ""
        if self.leaves_out(outcome.kind) and not self._telling.check:
            return "; left out of this output; with -o FOLDER/ it stays as it is, or leave it out of the inputs"
        return ""


def _marks(outcome: Outcome) -> list[Note]:
    """Return notes on bytes that could not be decoded."""
    assert outcome.result is not None
    origin = outcome.result.document.origin
    if not origin.encoding_from.endswith(MARKED):
        return []
    first = f"; the first is in line {origin.raw[0].line}" if origin.encoding and origin.raw else ""
    why = f"bytes that are not {origin.encoding or 'utf-8'} are marked with U+FFFD{first}"
    return [Note(why, outcome.name, counted=True)]


_DECODED = {
    "option": "by --encoding",
    "bom": "by its byte order mark",
    "declared": "as it declares",
    "detected": "a guess",
    "fallback": "nothing else fits",
}


def _decoded(origin: Origin) -> str:
    """Return how the document was decoded; "" for the usual way."""
    how = _DECODED.get(origin.encoding_from.removesuffix(MARKED))
    return f" (decoded as {origin.encoding}, {how})" if origin.encoding and how else ""


def _named(outcome: Outcome) -> str:
    assert outcome.result is not None
    counts = Counter(removal.rule for removal in outcome.result.removals)
    counts.update(repair.rule for repair in outcome.result.document.repairs)
    counts.pop("layout/blanks", None)
    return ", ".join(_times(rule, count) for rule, count in sorted(counts.items())) or "nothing removed"


def _times(rule: str, count: int) -> str:
    return rule if count == 1 else f"{rule} x{count}"
