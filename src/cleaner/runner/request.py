"""The settings of one run of `cleaner clean`, validated before the run reads or writes."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from typing import NamedTuple

from cleaner.core.errors import ConfigurationError
from cleaner.core.hosts import host_of
from cleaner.formats.options import ReadOptions, WriteOptions
from cleaner.formats.registry import AUTO, FORMATS_BY_SUFFIX, INPUT_FORMATS, OUTPUT_FORMATS, format_of, kind_of
from cleaner.intake.decode import DecodeError, check_encoding
from cleaner.intake.limits import Limits
from cleaner.matching.language import CODE
from cleaner.report import kinds
from cleaner.report.undo import is_undo_name
from cleaner.runner.inputs.discover import Selection
from cleaner.system.compression import SUFFIXES
from cleaner.system.paths import STDIN, display_name, is_special
from cleaner.system.terminal import is_terminal


class CleanRequest(NamedTuple):
    """The settings of one run.

    `listed` are the paths of --files-from, whose names keep their folders. `files_from` is the path of the list.
    Without `undo`, --in-place keeps no originals. `rules` are the paths of files of cards, `configuration` those of
    other files that the settings come from.
    """

    inputs: Sequence[str]
    reading: ReadOptions = ReadOptions()
    writing: WriteOptions = WriteOptions()
    output: str | None = None
    report: str | None = None
    diff: bool = False
    check: bool = False
    verbosity: int = 0
    rules: Sequence[str] = ()
    configuration: Sequence[str] = ()
    selection: Selection = Selection()
    in_place: bool = False
    backup: str = ""
    jobs: int | None = None
    limits: Limits = Limits()
    resume: bool = False
    stats: str | None = None
    listed: Sequence[str] = ()
    files_from: str | None = None
    undo: bool = True

    @property
    def takes_folder(self) -> bool:
        """Whether an input is a folder."""
        return any(path != STDIN and os.path.isdir(path) for path in (*self.inputs, *self.listed))

    @property
    def is_onto_itself(self) -> bool:
        """Whether -o names the only input, and that is a file."""
        named = [*self.inputs, *self.listed]
        if self.in_place or not self.output or len(named) != 1 or is_special(self.output) or self.into_folder:
            return False
        return os.path.isfile(named[0]) and os.path.realpath(named[0]) == os.path.realpath(self.output)

    def with_places(self) -> CleanRequest:
        """Return the request with --in-place instead of an -o that names the input. Raises ConfigurationError."""
        if not self.is_onto_itself:
            return self
        if self.diff or self.writing.to:
            option = "--diff" if self.diff else "--to"
            raise ConfigurationError(
                f"-o {display_name(self.output or '')} is the input, and {option} would put something else in its "
                "place; name another file"
            )
        request = self._replace(output=None, in_place=True)
        request.validate()
        return request

    @property
    def into_folder(self) -> bool:
        """Whether the output is a folder that mirrors the inputs."""
        if not self.output:
            return False
        return _is_folder(self.output) or self.takes_folder

    @property
    def omit_binary(self) -> bool:
        """Whether binary inputs are skipped, because the output is a terminal or is shared with other inputs."""
        if self.into_folder or self.in_place or self.diff or self.writing.as_records:
            return False
        several = self.takes_folder or len(self.inputs) + len(self.listed) > 1
        return several or (not self.output and is_terminal(sys.stdout))

    @property
    def report_into_folder(self) -> bool:
        """Whether --report names a folder. If an input is a folder, a name without suffix is a folder."""
        if self.report is None:
            return False
        return _is_folder(self.report) or (self.takes_folder and not os.path.splitext(self.report)[1])

    @property
    def can_resume(self) -> bool:
        """Whether the same command accepts --resume."""
        try:
            self._replace(resume=True).validate()
        except ConfigurationError:
            return False
        return True

    @property
    def keeps_tables(self) -> bool:
        """Whether tables are written as tables."""
        return not (self.check or self.diff or self.writing.to)

    def validate(self) -> None:
        """Raise ConfigurationError for options that conflict. Reads and writes no file."""
        _one_of("--from", self.reading.format, INPUT_FORMATS)
        _one_of("--to", self.writing.to, (None, *OUTPUT_FORMATS))
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
        if self.diff and (self.writing.as_records or self.writing.with_structure):
            to = self.writing.to
            raise ConfigurationError(f"--diff prints a diff instead of the text; leave out --to {to}, or --diff")
        if self.jobs is not None and self.jobs < 1:
            raise ConfigurationError(f"--jobs is a number of processes, not {self.jobs}")
        if not self.limits.seconds > 0:
            raise ConfigurationError(f"--limit-seconds is more than 0, not {self.limits.seconds:g}")
        self._check_metadata()
        self._check_fields()
        self._check_inputs()
        self._check_places()
        self._check_paths()
        if self.report is not None and not self.report_into_folder:
            kinds.report_kind(self.report)

    def _check_metadata(self) -> None:
        """Raise ConfigurationError for --title or --url unless the input is one text or page."""
        inputs = (*self.inputs, *self.listed)
        for option, value in (("--title", self.reading.title), ("--url", self.reading.url)):
            if value is None:
                continue
            if not value.strip():
                raise ConfigurationError(f"{option} is empty")
            if self.takes_folder or len(inputs) != 1:
                raise ConfigurationError(f"{option} is that of one article; name one input")
            format = self.reading.format if self.reading.format != AUTO else format_of(inputs[0])[0]
            if kind_of(format) not in ("document", "page", "unknown"):
                raise ConfigurationError(
                    f"{option} is that of one article; records have a field for it ({option}-field)"
                )
        url = self.reading.url
        if url is not None and not host_of(url):
            raise ConfigurationError(f"--url is an address such as https://example.org/story, not {url!r}")

    def _check_fields(self) -> None:
        fields = self.reading.fields
        if not all(fields):
            raise ConfigurationError("a field must have a name")
        if len(set(fields)) < len(fields):
            raise ConfigurationError(f"each field needs a name of its own: {', '.join(fields)}")

    def _check_inputs(self) -> None:
        if self.inputs.count(STDIN) > 1:
            raise ConfigurationError("standard input can be read only once; name - once")
        if STDIN in self.inputs and sys.stdin is None:
            raise ConfigurationError("standard input is closed; name a file")
        if STDIN in self.inputs and (self.into_folder or self.report_into_folder):
            raise ConfigurationError("standard input has no name to be called by in a folder; name a file")
        if "" in self.inputs:
            raise ConfigurationError("an input has an empty name")

    def _check_places(self) -> None:
        if self.in_place and (self.output or self.check or self.diff or self.writing.to):
            raise ConfigurationError("--in-place writes over the inputs; leave out -o, --to, --check and --diff")
        if self.in_place and STDIN in self.inputs:
            raise ConfigurationError("--in-place needs files; standard input has no place")
        onto = self.in_place or self.is_onto_itself
        if not self.undo and not onto:
            raise ConfigurationError("--no-undo gives up what --in-place writes over; add --in-place")
        if self.backup and not onto:
            raise ConfigurationError("--backup keeps what --in-place writes over; add --in-place")
        if os.sep in self.backup:
            raise ConfigurationError(f"--backup is a suffix such as .orig, not {self.backup!r}")
        if self.diff and self.into_folder:
            raise ConfigurationError("--diff prints one diff; name a file with -o, or use --report FOLDER")
        if self.resume and not (self.output or self.in_place):
            raise ConfigurationError("--resume goes on with an output; name it with -o")
        if self.resume and self.report is not None and not self.report_into_folder:
            one = not (self.into_folder or self.in_place) and self.report.endswith(".jsonl")
            if not one:
                raise ConfigurationError(
                    "--resume goes on with a report if it is a folder, or .jsonl of one file of records"
                )
        suffix = os.path.splitext(self.output or "")[1].lower()
        is_named_as_file = suffix in FORMATS_BY_SUFFIX or suffix in SUFFIXES
        if self.into_folder and not _is_folder(self.output or "") and is_named_as_file:
            raise ConfigurationError(
                f"-o {self.output} would be a folder, as an input is one; end it with / if you mean that, "
                "or write > instead of -o for one file"
            )

    def _check_paths(self) -> None:
        """Raise ConfigurationError for a path that is read and written, except an input that -o names too."""
        if self.output == "":
            raise ConfigurationError("-o names no file")
        self.with_places()
        taken: dict[str, str] = {}
        for option, path in self.written.items():
            if is_undo_name(os.path.basename(os.path.realpath(path))):
                raise ConfigurationError(
                    f"{option} {display_name(path)} is the name of an undo ledger; name another"
                )
            if os.path.realpath(path) in taken:
                raise ConfigurationError(
                    f"{taken[os.path.realpath(path)]} and {option} name the same file, {display_name(path)}"
                )
            taken[os.path.realpath(path)] = option
        settings = (*self.rules, *self.configuration, *([self.files_from] if self.files_from else []))
        for path in (*self.inputs, *self.listed, *settings):
            if path == STDIN:
                continue
            real = os.path.realpath(path)
            option = taken.get(real, "")
            own = option == "-o" and self.is_onto_itself and path not in settings
            if option and not own:
                raise ConfigurationError(
                    f"{option} would write over {display_name(path)}, which is read; name another place"
                )
            if self.into_folder and real == os.path.realpath(self.output or ""):
                raise ConfigurationError(
                    f"-o {self.output} is the folder that is read; name another, or use --in-place"
                )
            if self.report_into_folder and real == os.path.realpath(self.report or ""):
                raise ConfigurationError(f"--report {self.report} is the folder that is read; name another")

    @property
    def written(self) -> dict[str, str]:
        """The files that are written once, by option. Folders, devices and pipes are omitted."""
        outputs = {
            "-o": None if self.into_folder else self.output,
            "--report": None if self.report_into_folder else self.report,
            "--stats": self.stats,
        }
        return {
            option: path
            for option, path in outputs.items()
            if path not in (None, "", STDIN) and (not is_special(path) or os.path.isfile(path))
        }


def _is_folder(path: str) -> bool:
    return os.path.isdir(path) or path.endswith(("/", os.sep))


def _one_of(option: str, value: str | None, allowed: tuple[str | None, ...]) -> None:
    if value not in allowed:
        names = ", ".join(name for name in allowed if name)
        raise ConfigurationError(f"{option} is one of {names}, not {value!r}")
