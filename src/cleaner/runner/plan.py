"""Where the outputs, the report and the journal of a run lie, and what may not lie there."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from cleaner.core.errors import ConfigurationError
from cleaner.formats.registry import AUTO, FORMATS, format_of, kind_of, missing_extra, sniff
from cleaner.runner.inputs.discover import STATE_FOLDER
from cleaner.runner.outputs.paths import mirrored
from cleaner.runner.outputs.report_files import FolderReport, JsonlReport, NoReport, ReportWriter, SingleReport
from cleaner.runner.request import CleanRequest
from cleaner.runner.workers.task import Source
from cleaner.runner.workers.worker import WorkerConfig
from cleaner.system.atomic_file import PART, remove_stale, sidecar_path
from cleaner.system.compression import SUFFIXES, open_decompressed
from cleaner.system.paths import display_name
from cleaner.system.terminal import is_terminal

if TYPE_CHECKING:
    from cleaner.runner.outputs.journal import Journal


_HEAD = 1 << 16


def place(request: CleanRequest) -> Callable[[Source], str]:
    """Where the output of a source lies, in a run that gives each its own."""
    if request.in_place:
        return lambda source: os.path.realpath(source.path)
    output = request.output or ""
    if request.into_folder:
        return partial(mirrored, folder=output, to=request.writing.to)
    return lambda _: os.path.realpath(output)


def checked(request: CleanRequest, sources: Iterator[Source]) -> Iterator[Source]:
    """The sources. Raises ConfigurationError for one that cannot be written where it would have to be."""
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
        backup = source.path + request.backup
        if request.backup and not request.resume and os.path.lexists(backup):
            raise ConfigurationError(
                f"--backup: {display_name(backup)} is there already; use another suffix, or move it away"
            )
        yield source
    if pages:
        left_out = " ".join(f"--exclude '*{suffix}'" for suffix in sorted(suffixes) if suffix)
        raise ConfigurationError(
            f"--in-place: {pages:,} of {count:,} inputs are pages or web archives, such as {first}; the text that "
            "is extracted from a page is not written over it. Use -o FOLDER"
            + (f", or leave them out: {left_out}" if left_out else "")
        )


def _becomes_text(source: Source) -> bool:
    """Whether what is written of a source is another kind of file; one whose name does not tell is looked into."""
    format = source.format
    if format == AUTO and source.size >= 0:
        with suppress(OSError), open_decompressed(source.path) as content:
            format = sniff(content.read(_HEAD))
    return bool(FORMATS[format].output)


def _suffixes(name: str) -> str:
    """The suffix of a name, with that of its compression: ".html.gz"."""
    stem, suffix = os.path.splitext(name)
    return os.path.splitext(stem)[1] + suffix if suffix.lower() in SUFFIXES else suffix


def nothing(request: CleanRequest) -> str:
    """In a sentence, that there is nothing to clean, and why that may be."""
    include, exclude = request.selection
    if not (include or exclude):
        return "there is no file to clean; --include 'GLOB' takes files by other names than .txt, .html and so on"
    given = [f"--include {glob!r}" for glob in include] + [f"--exclude {glob!r}" for glob in exclude]
    return f"there is no file to clean: none has a name for {' '.join(given)}"


def check_joined(request: CleanRequest, sources: Iterator[Source]) -> None:
    """Raise ConfigurationError for sources that cannot be written into one file, or to standard output."""
    count, table = 0, None
    for source in checked(request, sources):
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
    """The journal, in the output's folder or beside the output."""
    from cleaner.runner.outputs.journal import Journal

    of = request.output or ""
    if request.into_folder:
        path = os.path.join(of, STATE_FOLDER, "journal")
    elif request.in_place:
        of = next(iter((*request.inputs, *request.listed)))
        inside = os.path.join(of, f"{PART}in-place.journal")
        path = inside if os.path.isdir(of) else sidecar_path(of, "journal")
    else:
        path = sidecar_path(os.path.realpath(of), "journal")
    return Journal(path, _settings(request, setup), of=of, resume=request.resume, keep=request.into_folder)


def _settings(request: CleanRequest, setup: WorkerConfig) -> str:
    """A digest of everything that decides what is written."""

    from hashlib import sha256

    telling = setup.telling._replace(verbosity=0)
    state = (setup.cleaner.digest, setup.reading, setup.writing, telling, setup.limits, request.in_place)
    return sha256(repr(state).encode()).hexdigest()


def clear_leftovers(request: CleanRequest, journal: Journal, place: Callable[[Source], str]) -> None:
    """Clear away what a run that was killed has left, but for what this one goes on with."""
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
    """The kind of report that is asked for: ".json" …, or None."""
    if request.report is None:
        return None
    return ".jsonl" if request.report_into_folder else os.path.splitext(request.report)[1].lower()


def account(request: CleanRequest, journal: Journal | None) -> ReportWriter:
    """Where the report goes."""
    if request.report is None:
        return NoReport()
    last = journal.point.report if journal is not None and journal.point else None
    if request.report_into_folder:
        return FolderReport(request.report, resume_at=last)
    one = journal is not None and not (request.into_folder or request.in_place)
    if one and request.report.endswith(".jsonl"):
        return JsonlReport(request.report, last)
    return SingleReport(request.report)
