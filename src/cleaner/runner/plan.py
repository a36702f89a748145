"""Determines the paths of outputs, report and journal, and refuses conflicts between them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from cleaner.core.errors import ConfigurationError
from cleaner.formats.registry import AUTO, FORMATS, format_of, kind_of, missing_extra, sniff
from cleaner.report.kinds import COLLECTED
from cleaner.report.undo import is_undo_name
from cleaner.runner.inputs.discover import Selection
from cleaner.runner.inputs.source_list import Places, SourceCheck
from cleaner.runner.outputs.paths import mirrored
from cleaner.runner.outputs.report_files import (
    REPORTS_LOCK,
    CollectedReport,
    FolderReport,
    JsonlReport,
    NoReport,
    ReportWriter,
    SingleReport,
)
from cleaner.runner.outputs.undo import Backups, Keep, UndoLedgers, keep_nothing
from cleaner.runner.request import CleanRequest
from cleaner.runner.workers.task import Source
from cleaner.runner.workers.worker import WorkerConfig
from cleaner.system.atomic_file import PART, STATE_FOLDER, remove_stale, sidecar_path
from cleaner.system.compression import SUFFIXES, open_decompressed
from cleaner.system.paths import STDIN, display_name, is_special
from cleaner.system.streams import file_digest
from cleaner.system.terminal import is_terminal

if TYPE_CHECKING:
    from cleaner.report.views import View
    from cleaner.runner.outputs.journal import Journal


_HEAD = 1 << 16
_MARK_BYTES = 256  # a ledger or a statistics file names the program in its first bytes


def place(request: CleanRequest) -> Callable[[Source], str]:
    """Return a function from a source to the path of its output, for runs with one output for each source."""
    if request.in_place:
        return lambda source: os.path.realpath(source.path)
    output = request.output or ""
    if request.into_folder:
        return partial(mirrored, folder=output, to=request.writing.to)
    return lambda _: os.path.realpath(output)


def checked(request: CleanRequest, sources: Iterator[Source]) -> Iterator[Source]:
    """Yield the sources. Raises ConfigurationError for a source that cannot be written to its output."""
    count = pages = 0
    first, suffixes = "", set()
    for source in sources:
        count += 1
        if request.in_place and _becomes_text(source):
            pages += 1
            first = first or source.shown
            suffixes.add(_suffixes(source.name))
            continue
        _check_format(request, source)
        if (request.in_place or request.into_folder) and is_undo_name(os.path.basename(source.path)):
            raise ConfigurationError(f"{source.shown} is an undo ledger, and is not cleaned; leave it out")
        if request.backup and not request.resume and os.path.lexists(backup_of(request, source)):
            raise _taken(request, source)
        yield source
    if pages:
        left_out = " ".join(f"--exclude '*{suffix}'" for suffix in sorted(suffixes) if suffix)
        raise ConfigurationError(
            f"--in-place: {pages:,} of {count:,} inputs are pages or web archives, such as {first}; the text that "
            "is extracted from a page is not written over it. Use -o FOLDER"
            + (f", or leave them out: {left_out}" if left_out else "")
        )


def backup_of(request: CleanRequest, source: Source) -> str:
    """Return the path of the backup of a source. It lies beside the file itself, not beside a link to it."""
    return os.path.realpath(source.path) + request.backup


def _taken(request: CleanRequest, source: Source) -> ConfigurationError:
    shown = backup_of(request, source) if os.path.islink(source.path) else source.path + request.backup
    return ConfigurationError(
        f"--backup: {display_name(shown)} is there already; use another suffix, or move it away"
    )


def check_backups(request: CleanRequest, unfinished: Iterable[Source]) -> None:
    """Raise ConfigurationError if the backup of an unfinished source holds other content than the source.

    A run that is killed between backup and output leaves a backup that is equal to the source.
    """
    for source in unfinished:
        backup = backup_of(request, source)
        try:
            if os.path.lexists(backup) and file_digest(backup) != file_digest(source.path):
                raise _taken(request, source)
        except OSError:
            raise _taken(request, source) from None


def keeper(request: CleanRequest) -> Keep:
    """Return how a run with --in-place keeps the originals."""
    if not request.in_place or not request.undo:
        return Backups(request.backup) if request.backup else keep_nothing
    if request.backup:
        return Backups(request.backup)
    folders = [path for path in (*request.inputs, *request.listed) if os.path.isdir(path)]
    return UndoLedgers(folders)


def places(request: CleanRequest) -> Places:
    """Return all paths of a run except its sources."""
    each: dict[str, Callable[[Source], str]] = {}
    placed = request.in_place or request.into_folder
    if placed:
        each["output"] = place(request)
    if request.backup:
        each["backup"] = partial(backup_of, request)
    if request.report_into_folder:
        each["report"] = FolderReport(request.report or "").place
    writes = dict(request.written)
    if request.report_into_folder:
        writes["the statistics in --report"] = os.path.join(request.report or "", "run.json")
    for option in ("-o", "--report"):
        if option in writes:
            real = os.path.realpath(writes[option])
            writes[f"the temporary file of {option}"] = sidecar_path(real, "part")
    if (request.output and not is_special(request.output)) or request.in_place:
        writes["the journal"] = _journal_path(request)
    if not (request.output or request.in_place) and (path := _regular_file(1)):
        writes["standard output"] = path
    reads = {display_name(path): path for path in (*request.rules, *request.configuration)}
    if request.files_from not in (None, STDIN):
        reads[display_name(request.files_from or "")] = request.files_from or ""
    if STDIN in (*request.inputs, request.files_from) and (path := _regular_file(0)):
        reads["standard input"] = path
    return Places(each, reads, writes, request.in_place)


def check_inside_inputs(request: CleanRequest) -> None:
    """Raise ConfigurationError for an output in an input folder, unless it is new or a run has written it.

    The run does not read the paths of its outputs. It would overwrite an article of the user without reading it.
    """
    folders = [os.path.realpath(path) for path in (*request.inputs, *request.listed) if os.path.isdir(path)]
    places = {
        "-o": request.output if request.into_folder else None,
        "--report": request.report,
        "--stats": request.stats,
    }
    for option, path in places.items():
        if not path or not os.path.exists(path):
            continue
        real = os.path.realpath(path)
        above = next((folder for folder in folders if real.startswith(os.path.join(folder, ""))), None)
        if above is None or _is_ours(real, request.selection, os.path.relpath(real, above)):
            continue
        what = "holds files" if os.path.isdir(real) else "is a file"
        raise ConfigurationError(
            f"{option} {display_name(path)} lies in the folder that is read, and {what} that cleaner has not "
            "written; name another place"
        )


def _is_ours(path: str, selection: Selection, name: str) -> bool:
    """Return whether the path holds no article of the user. `name` is its name below an input folder."""
    if os.path.isdir(path):
        marks = (os.path.join(STATE_FOLDER, "journal"), "run.json", REPORTS_LOCK)
        if any(os.path.lexists(os.path.join(path, mark)) for mark in marks):
            return True
        below = (
            os.path.relpath(os.path.join(root, file), path) for root, _, files in os.walk(path) for file in files
        )
        return not any(selection.takes(os.path.join(name, file)) for file in below)
    if not os.path.isfile(path) or not selection.takes(name):
        return True
    with suppress(OSError), open(path, "rb") as content:
        head = content.read(_MARK_BYTES)
        return not head or b'"program": "cleaner"' in head
    return False


def _regular_file(descriptor: int) -> str | None:
    """Return the path of the file that a standard stream is redirected to, or None if it is unknown."""
    path = os.path.realpath(f"/dev/fd/{descriptor}")
    with suppress(OSError):
        if os.path.isfile(path) and os.path.samestat(os.stat(path), os.fstat(descriptor)):
            return path
    return None


def _becomes_text(source: Source) -> bool:
    """Return whether the output of a source has another format. The content decides if the suffix is unknown."""
    format = source.format
    if format == AUTO and source.size >= 0:
        with suppress(OSError), open_decompressed(source.path) as content:
            format = sniff(content.read(_HEAD))
    return bool(FORMATS[format].output)


def _suffixes(name: str) -> str:
    """Return the suffix of a name, including that of its compression: ".html.gz"."""
    stem, suffix = os.path.splitext(name)
    return os.path.splitext(stem)[1] + suffix if suffix.lower() in SUFFIXES else suffix


def nothing(request: CleanRequest) -> str:
    """Return a sentence that says why no file was selected."""
    include, exclude = request.selection
    if not (include or exclude):
        return "there is no file to clean; --include 'GLOB' takes files by other names than .txt, .html and so on"
    given = [f"--include {glob!r}" for glob in include] + [f"--exclude {glob!r}" for glob in exclude]
    return f"there is no file to clean: none has a name for {' '.join(given)}"


def check_joined(request: CleanRequest, sources: Iterator[Source]) -> None:
    """Raise ConfigurationError for sources that cannot be written to one file or to standard output."""
    count, table = 0, None
    check = SourceCheck(places(request))
    for source in checked(request, sources):
        check(source)
        count += 1
        table = source if kind_of(source.format) == "table" and request.keeps_tables else table
    if table is None:
        return
    if count > 1:
        raise ConfigurationError("several tables do not make one; use -o FOLDER, or --to jsonl or text")
    if FORMATS[table.format].is_binary and not request.output and is_terminal(sys.stdout):
        name = table.format.capitalize()
        raise ConfigurationError(f"a {name} file is nothing for a terminal; use -o FILE, or --to jsonl")


def _check_format(request: CleanRequest, source: Source) -> None:
    if missing := missing_extra(source.format):
        raise ConfigurationError(f"{source.shown}: {missing}")
    written = AUTO if request.into_folder else format_of(request.output or "")[0]
    if written in (AUTO, source.format):
        return
    if kind_of(written) == "table" or (kind_of(source.format) == "table" and request.keeps_tables):
        raise ConfigurationError(
            f"{source.shown} is {source.format}, and -o {request.output} would be {written}; a table is written "
            "as what it is, or with --to jsonl or text"
        )


def journal(request: CleanRequest, setup: WorkerConfig) -> Journal:
    """Return the journal, which lies in the output folder or beside the output file."""
    from cleaner.runner.outputs.journal import Journal

    of = _first(request) if request.in_place else request.output or ""
    path = _journal_path(request)
    return Journal(path, _settings(request, setup), of=of, resume=request.resume, keep=request.into_folder)


def _first(request: CleanRequest) -> str:
    return next(iter((*request.inputs, *request.listed)))


def _journal_path(request: CleanRequest) -> str:
    of = request.output or ""
    if request.into_folder:
        return os.path.join(of, STATE_FOLDER, "journal")
    if request.in_place:
        of = _first(request)
        inside = os.path.join(of, f"{PART}in-place.journal")
        return inside if os.path.isdir(of) else sidecar_path(of, "journal")
    return sidecar_path(os.path.realpath(of), "journal")


def _settings(request: CleanRequest, setup: WorkerConfig) -> str:
    """Return a digest of every setting that changes the output."""

    from hashlib import sha256

    telling = setup.telling._replace(verbosity=0)
    state = (setup.cleaner.digest, setup.reading, setup.writing, telling, setup.limits, request.in_place)
    return sha256(repr(state).encode()).hexdigest()


def clear_leftovers(request: CleanRequest, journal: Journal, place: Callable[[Source], str]) -> None:
    """Remove the temporary files of a killed run, except those that this run continues."""
    if not journal.was_left:
        return
    point = journal.point
    keep = sidecar_path(place(Source(point.name, point.source)), "part") if point is not None else ""
    if request.into_folder:
        remove_stale(request.output or "", keep=keep)
    elif request.in_place:
        for path in (*request.inputs, *request.listed):
            remove_stale(path, keep=keep)
    if request.report_into_folder:
        kept = (
            sidecar_path(FolderReport(request.report or "").place(Source("", point.source)), "part")
            if point
            else ""
        )
        remove_stale(request.report or "", keep=kept)


def report_kind(request: CleanRequest) -> str | None:
    """Return the suffix of the requested report, such as ".json", or None without --report."""
    if request.report is None:
        return None
    return ".jsonl" if request.report_into_folder else os.path.splitext(request.report)[1].lower()


def account(request: CleanRequest, journal: Journal | None) -> ReportWriter:
    """Return the writer of the report."""
    if request.report is None:
        return NoReport()
    last = journal.point.report if journal is not None and journal.point else None
    if request.report_into_folder:
        return FolderReport(request.report, resume_at=last)
    one = journal is not None and not (request.into_folder or request.in_place)
    if one and request.report.endswith(".jsonl"):
        return JsonlReport(request.report, last)
    if report_kind(request) in COLLECTED:
        return CollectedReport(request.report, _view(request))
    return SingleReport(request.report)


def _view(request: CleanRequest) -> View:
    """Return the view that --report writes, with the confidence of the rules that run."""
    from cleaner.config.settings import load_catalog
    from cleaner.report.views import view_of

    names = [display_name(os.path.basename(os.path.normpath(path))) for path in request.inputs if path != STDIN]
    title = names[0] if len(names) == 1 else "Report"
    return view_of(report_kind(request) or "", cards=load_catalog(list(request.rules)).cards, title=title)
