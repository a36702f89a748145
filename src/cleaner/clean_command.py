"""`cleaner clean`: inputs through the engine into the output, the diff or the check, and into a report."""

from __future__ import annotations

import os
import re
import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from cleaner import report
from cleaner.api import Cleaner
from cleaner.batch import Outcome, Reading, Writing, clean_inputs
from cleaner.intake.decode import DecodeError, check_encoding
from cleaner.model import ConfigurationError
from cleaner.streams import STDIN, Output, StandardOutput, WholeFile
from cleaner.terminal import colour_diff, is_terminal, safe, say, wants_colour

_DONE, _FOUND, _FAILED = 0, 1, 3


class Request(NamedTuple):
    """What the command line asked for."""

    inputs: list[str]
    reading: Reading = Reading()
    writing: Writing = Writing()
    output: str | None = None
    report: str | None = None
    diff: bool = False
    check: bool = False
    verbosity: int = 0
    rules: Sequence[str] = ()

    def validate(self) -> None:
        """Raise ConfigurationError for what cannot be asked for, before anything is read or written."""
        _one_of("--from", self.reading.format, ("auto", "text", "html", "jsonl"))
        _one_of("--to", self.writing.to, (None, "text", "jsonl"))
        language, encoding = self.reading.language, self.reading.encoding
        if language is not None and not re.fullmatch(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*", language):
            raise ConfigurationError(f"--language is a code such as en or pt-BR, not {language!r}")
        if encoding is not None:
            try:
                check_encoding(encoding)
            except DecodeError as error:
                raise ConfigurationError(f"--encoding: {error}") from None
        if self.check and self.output:
            raise ConfigurationError("--check writes nothing; leave out -o, or --check")
        if self.diff and self.writing.to == "jsonl":
            raise ConfigurationError("--diff prints a diff instead of the text; leave out --to jsonl, or --diff")
        self._check_paths()
        if self.inputs.count(STDIN) > 1:
            raise ConfigurationError("standard input can be read only once; name - once")
        if self.report is not None:
            report.kind_of(self.report)

    def _check_paths(self) -> None:
        """Nothing that is read may be written over, but for the one input that is cleaned onto itself."""
        if self.output == "":
            raise ConfigurationError("-o names no file")
        if self.report and self.output and _same(self.report, self.output):
            raise ConfigurationError(f"-o and --report name the same file, {self.output}")
        for path in (*self.inputs, *self.rules):
            alone = self.inputs == [path] and path not in self.rules
            if self.report and _same(self.report, path):
                raise ConfigurationError(f"--report would write over {path}, which is read")
            if self.output and _same(self.output, path) and not alone:
                raise ConfigurationError(f"-o would write over {path}, which is read; name another file")


def _one_of(option: str, value: str | None, allowed: tuple[str | None, ...]) -> None:
    if value not in allowed:
        names = ", ".join(name for name in allowed if name)
        raise ConfigurationError(f"{option} is one of {names}, not {value!r}")


def _same(one: str, other: str) -> bool:
    return STDIN not in (one, other) and os.path.realpath(one) == os.path.realpath(other)


def split(option: str, names: list[str]) -> list[str]:
    """Names given one by one, or several joined by commas. Raises ConfigurationError for an empty list."""
    found = [name.strip() for item in names for name in item.split(",") if name.strip()]
    if names and not found:
        raise ConfigurationError(f"{option} names no rule or family; 'cleaner rules' lists them")
    return found


def settings(
    select: list[str] | None,
    ignore: list[str] | None,
    rules: list[str] | None,
    headline: str | None,
    preset: str,
    budget: float,
) -> dict[str, Any]:
    """What these options come to as arguments of Cleaner."""
    return {
        "select": None if select is None else split("--select", select),
        "ignore": split("--ignore", ignore or []),
        "rules": rules or [],
        "headline": headline,
        "preset": preset,
        "budget": budget,
    }


@dataclass
class Tally:
    """What a run came to."""

    documents: int = 0
    changed: int = 0
    failed: int = 0
    rules: Counter[str] = field(default_factory=Counter)


def run(request: Request, cleaner: Cleaner) -> int:
    """Clean everything asked for; the exit code. Raises StreamError where an output cannot be written."""
    tally = Tally()
    with ExitStack() as stack:
        out = stack.enter_context(_Sink(request))
        account = stack.enter_context(_Report(request, cleaner)) if request.report else None
        for outcome in clean_inputs(request.inputs, cleaner, request.reading, request.writing):
            _count(tally, outcome)
            _tell(request, outcome)
            out.add(outcome)
            if account:
                account.add(outcome)
        if tally.documents or not tally.failed:
            out.commit()
            if account:
                account.commit()
    if request.verbosity > 0:
        top = ", ".join(f"{rule} {count}" for rule, count in tally.rules.most_common(5))
        say(f"{tally.documents} documents, {tally.changed} changed, {tally.failed} failed; {top or 'all kept'}")
    if tally.failed:
        return _FAILED
    return _FOUND if request.check and tally.changed else _DONE


class _Sink:
    """Where clean text or diffs go; nowhere with --check."""

    def __init__(self, request: Request) -> None:
        self._diff = request.diff
        self._open_line = False
        self._to: Output | None = None
        self._terminal = False
        if request.output and not request.check:
            self._to = WholeFile(request.output)
        elif request.diff or not request.check:
            self._to = StandardOutput()
            self._terminal = is_terminal(sys.stdout)
        self._colour = request.diff and not request.output and wants_colour(sys.stdout)

    def add(self, outcome: Outcome) -> None:
        if self._to is None:
            return
        data = self._diff_of(outcome) if self._diff else outcome.output
        if self._terminal and not self._colour:
            data = safe(data.decode("utf-8", "replace")).encode()
        if not data:
            return
        if self._open_line:
            # the next article or record does not begin on the last one's unended line
            self._to.write(b"\n")
        self._to.write(data)
        self._open_line = not data.endswith(b"\n")

    def _diff_of(self, outcome: Outcome) -> bytes:
        if outcome.result is None:
            return b""
        text = report.diff_text(outcome.name, outcome.result)
        return (colour_diff(text) if self._colour else text).encode("utf-8", "replace")

    def commit(self) -> None:
        if self._to is not None:
            self._to.commit()

    def __enter__(self) -> _Sink:
        return self

    def __exit__(self, *raised: object) -> None:
        if self._to is not None:
            self._to.__exit__(*raised)  # type: ignore[arg-type]


class _Report:
    """The report file: one entry a document, in order."""

    def __init__(self, request: Request, cleaner: Cleaner) -> None:
        assert request.report is not None
        self._kind = report.kind_of(request.report)
        self._cleaner = cleaner
        self._file = WholeFile(request.report)
        self._count = 0
        self._first: tuple[str, bytes] | None = None

    def add(self, outcome: Outcome) -> None:
        if self._kind in (".json", ".jsonl"):
            self._add_entry(self._entry(outcome))
        elif outcome.result is not None and self._kind == ".diff":
            self._file.write(report.diff_text(outcome.name, outcome.result).encode("utf-8", "replace"))
        elif outcome.result is not None:
            self._add_marked(outcome.name, report.marked_text(outcome.result).encode("utf-8", "replace"))

    def _entry(self, outcome: Outcome) -> bytes:
        from cleaner.report.ledger import dumps, failure, ledger

        name = None if outcome.name == STDIN else outcome.name
        if outcome.result is not None:
            rules = self._cleaner.rules_digest(outcome.result.document.origin.format)
            entry = ledger(outcome.result, rules_digest=rules, id=outcome.id)
        else:
            # a blank line of JSON Lines has its line here too: entry n is record n
            entry = failure(name, outcome.failure or "blank line", id=outcome.id)
        return dumps(entry, indent=None if self._kind == ".jsonl" else 2)

    def _add_entry(self, entry: bytes) -> None:
        """Lines; or one object, which is held back until it is known to be the only one, else an array."""
        self._count += 1
        if self._kind == ".jsonl":
            self._file.write(entry)
        elif self._count == 1:
            self._first = ("", entry)
        else:
            self._file.write((b"[\n" + self._first[1] if self._first else b"") + b",\n" + entry)
            self._first = None

    def _add_marked(self, name: str, marked: bytes) -> None:
        """The article alone; or, where there are several, each under its name."""
        self._count += 1
        if self._count == 1:
            self._first = (name, marked)
            return
        if self._first:
            self._file.write(_headed(*self._first))
            self._first = None
        self._file.write(b"\n" + _headed(name, marked))

    def commit(self) -> None:
        if self._first:
            self._file.write(self._first[1])
        elif self._kind == ".json":
            self._file.write(b"]\n" if self._count else b"[]\n")
        self._file.commit()

    def __enter__(self) -> _Report:
        return self

    def __exit__(self, *raised: object) -> None:
        self._file.__exit__(*raised)  # type: ignore[arg-type]


def _headed(name: str, marked: bytes) -> bytes:
    return f"==> {name} <==\n".encode("utf-8", "replace") + marked + (b"" if marked.endswith(b"\n") else b"\n")


def _count(tally: Tally, outcome: Outcome) -> None:
    tally.failed += outcome.failure is not None
    tally.documents += not outcome.lost
    if outcome.result is not None and outcome.result.changed:
        tally.changed += 1
        tally.rules.update(removal.rule for removal in outcome.result.removals)


def _tell(request: Request, outcome: Outcome) -> None:
    name = "standard input" if outcome.name == STDIN else outcome.name.replace(f"{STDIN}:", "standard input:", 1)
    if outcome.failure is not None:
        say(f"error: {name}: {outcome.failure}")
    elif request.check and outcome.result is not None and outcome.result.changed and request.verbosity >= 0:
        say(f"would clean {name}: {_named(outcome)}")
    elif outcome.result is not None and outcome.result.withheld and request.verbosity >= 0:
        share = f"{outcome.result.withheld:.0%}"
        say(f"{name}: the rules would take {share} of it; only what is certain went (--budget): {_named(outcome)}")
    elif request.verbosity > 0 and outcome.result is not None:
        origin = outcome.result.document.origin
        found = f" ({origin.encoding}, {origin.encoding_from})" if origin.encoding else ""
        say(f"{name}{found}: {_named(outcome)}")


def _named(outcome: Outcome) -> str:
    assert outcome.result is not None
    counts = Counter(removal.rule for removal in outcome.result.removals)
    counts.pop("layout/blanks", None)
    return ", ".join(_times(rule, count) for rule, count in sorted(counts.items())) or "nothing removed"


def _times(rule: str, count: int) -> str:
    return rule if count == 1 else f"{rule} x{count}"


__all__ = ["Reading", "Request", "Writing", "run"]
