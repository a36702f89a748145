"""`cleaner clean`: what the command line asked for, checked before anything is read or written."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from cleaner import report
from cleaner.batch import Reading, Writing
from cleaner.intake.decode import DecodeError, check_encoding
from cleaner.language import CODE
from cleaner.limits import Limits
from cleaner.model import ConfigurationError
from cleaner.sources import FORMATS, Selection
from cleaner.streams import STDIN

if TYPE_CHECKING:
    from cleaner.in_force import InForce

_FORMATS = ("auto", *dict.fromkeys(FORMATS.values()))


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
    selection: Selection = Selection()
    in_place: bool = False
    backup: str = ""
    jobs: int | None = None
    limits: Limits = Limits()
    resume: bool = False
    stats: str | None = None

    @classmethod
    def of(cls, force: InForce, inputs: list[str], **asked: Any) -> Request:
        """A request with the settings in force, and what is asked for besides."""
        return cls(
            inputs,
            Reading(force["from"], force["encoding"], force["language"]),
            Writing(force["to"], force["keep-html"], force["with-removals"]),
            rules=force.read(),
            selection=Selection(force["include"], force["exclude"]),
            jobs=force["jobs"],
            limits=force.limits(),
            **asked,
        )

    @property
    def into_folder(self) -> bool:
        """Whether -o names a folder that will mirror the inputs."""
        if not self.output:
            return False
        named = os.path.isdir(self.output) or self.output.endswith(("/", os.sep))
        return named or any(path != STDIN and os.path.isdir(path) for path in self.inputs)

    @property
    def report_into_folder(self) -> bool:
        """Whether --report names a folder."""
        return self.report is not None and (os.path.isdir(self.report) or self.report.endswith(("/", os.sep)))

    def validate(self) -> None:
        """Raise ConfigurationError for what cannot be asked for, before anything is read or written."""
        _one_of("--from", self.reading.format, _FORMATS)
        _one_of("--to", self.writing.to, (None, "text", "jsonl"))
        language, encoding = self.reading.language, self.reading.encoding
        if language is not None and not re.fullmatch(CODE, language):
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
        if self.jobs is not None and self.jobs < 1:
            raise ConfigurationError(f"--jobs is a number of processes, not {self.jobs}")
        self._check_places()
        self._check_paths()
        if self.inputs.count(STDIN) > 1:
            raise ConfigurationError("standard input can be read only once; name - once")
        if self.report is not None and not self.report_into_folder:
            report.kind_of(self.report)

    def _check_places(self) -> None:
        if self.in_place and (self.output or self.check or self.diff or self.writing.to):
            raise ConfigurationError("--in-place writes over the inputs; leave out -o, --to, --check and --diff")
        if self.in_place and STDIN in self.inputs:
            raise ConfigurationError("--in-place needs files; standard input has no place")
        if self.backup and not self.in_place:
            raise ConfigurationError("--backup keeps what --in-place writes over; add --in-place")
        if self.backup and os.sep in self.backup:
            raise ConfigurationError(f"--backup is a suffix such as .orig, not {self.backup!r}")
        if self.resume and not (self.output or self.in_place):
            raise ConfigurationError("--resume goes on with an output; name it with -o")
        resumable = self.report is None or self.report_into_folder or self.report.endswith(".jsonl")
        if self.resume and not resumable:
            raise ConfigurationError("--resume goes on with a report only if it is a .jsonl file or a folder")

    def _check_paths(self) -> None:
        """Nothing that is read may be written over, but for the one input that is cleaned onto itself."""
        if self.output == "":
            raise ConfigurationError("-o names no file")
        if self.report and self.output and _same(self.report, self.output) and not self.report_into_folder:
            raise ConfigurationError(f"-o and --report name the same file, {self.output}")
        for path in (*self.inputs, *self.rules):
            alone = self.inputs == [path] and path not in self.rules
            if self.report and _same(self.report, path):
                raise ConfigurationError(f"--report would write over {path}, which is read")
            if self.output and _same(self.output, path) and not (alone and os.path.isfile(path)):
                raise ConfigurationError(f"-o would write over {path}, which is read; name another place")


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


__all__ = ["Reading", "Request", "Writing", "split"]
