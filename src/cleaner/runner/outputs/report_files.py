"""Writes the report of a run: one file for all documents, or a folder with a file for each input."""

from __future__ import annotations

import os
from contextlib import suppress
from types import TracebackType
from typing import TYPE_CHECKING, Protocol

from cleaner.report import kinds
from cleaner.runner.workers.outcome import UnitResult
from cleaner.runner.workers.task import Source, Unit
from cleaner.system.atomic_file import PART, OutputFolder, PartialFile, open_locked
from cleaner.system.errors import OutputError, open_error
from cleaner.system.paths import display_name
from cleaner.system.streams import WholeFile

if TYPE_CHECKING:
    from cleaner.report.views import View

REPORTS_LOCK = f"{PART}reports.lock"  # in a folder of reports while a run writes to it


class ReportWriter(Protocol):
    """Receives the entries of the report in order."""

    def add(self, unit: Unit, done: UnitResult) -> None:
        """Write the entries of the next unit."""

    def sync(self) -> int:
        """Sync the report to disk. Return its size in bytes."""

    def drop(self, source: Source) -> None:
        """Remove the entries of a source whose output could not be written, if they are in a file of their own."""

    def commit(self) -> None:
        """Finish the report after the last unit."""

    def __enter__(self) -> ReportWriter: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class NoReport:
    """Writes nothing, in a run without --report."""

    def add(self, unit: Unit, done: UnitResult) -> None:
        """Do nothing."""

    def sync(self) -> int:
        """Return 0."""
        return 0

    def drop(self, source: Source) -> None:
        """Do nothing."""

    def commit(self) -> None:
        """Do nothing."""

    def __enter__(self) -> NoReport:
        return self

    def __exit__(self, *_: object) -> None:
        pass


class SingleReport:
    """Writes all entries to one file. The file appears at its path when it is complete."""

    def __init__(self, path: str) -> None:
        self._kind = kinds.report_kind(path)
        self._file = WholeFile(path)
        self._form = _Form(self._kind)

    def add(self, unit: Unit, done: UnitResult) -> None:  # noqa: ARG002
        """Write the entries."""
        for name, entry in done.entries:
            self._file.write(self._form.add(name, entry))

    def sync(self) -> int:
        """Return 0, because a report in one file cannot be resumed."""
        return 0

    def drop(self, source: Source) -> None:
        """Do nothing, because one file holds the entries of all sources."""

    def commit(self) -> None:
        """Write the end of the report and move the file to its path."""
        self._file.write(self._form.end())
        self._file.commit()

    def __enter__(self) -> SingleReport:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.__exit__(kind, error, trace)


class CollectedReport:
    """Writes a report about all documents: a page, a summary or results. It appears when it is complete."""

    def __init__(self, path: str, view: View) -> None:
        self._file = WholeFile(path)
        self._view = view

    def add(self, unit: Unit, done: UnitResult) -> None:  # noqa: ARG002
        """Take the entries, each a ledger entry as JSON. One for a page may have the member PAGE_TEXT."""
        import json

        for _, line in done.entries:
            entry = json.loads(line)
            text = entry.pop(kinds.PAGE_TEXT, None)
            self._write(self._view.add(entry, None if text is None else "".join(text)))

    def sync(self) -> int:
        """Return 0, because a report in one file cannot be resumed."""
        return 0

    def drop(self, source: Source) -> None:
        """Do nothing, because the report is about all sources."""

    def commit(self) -> None:
        """Write the end of the report and move the file to its path."""
        self._write(self._view.end())
        self._file.commit()

    def _write(self, text: str) -> None:
        if text:
            self._file.write(text.encode("utf-8", "replace"))

    def __enter__(self) -> CollectedReport:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.__exit__(kind, error, trace)


class JsonlReport:
    """Writes a .jsonl report of one stream of records. A resumed run continues it."""

    def __init__(self, path: str, resume_at: int | None) -> None:
        self._part = PartialFile(path, resume_at=resume_at, folders=False)
        self._begun = self._safe = self._done = False

    def add(self, unit: Unit, done: UnitResult) -> None:
        """Write the entries. The report restarts if the stream restarts."""
        if not self._begun and not unit.begins_at:
            self._part.empty()
        self._begun = True
        self._part.write(b"".join(entry for _, entry in done.entries))

    def sync(self) -> int:
        """Sync the report to disk. Return its size in bytes."""
        self._safe = True
        return self._part.sync()

    def drop(self, source: Source) -> None:
        """Do nothing, because one file holds the entries of all sources."""

    def commit(self) -> None:
        """Move the complete file to its path."""
        self._part.commit()
        self._done = True

    def __enter__(self) -> JsonlReport:
        return self

    def __exit__(self, *_: object) -> None:
        if not self._done:
            self._part.close(keep=self._safe)


class FolderReport:
    """Writes a file for each input, an entry a line. The context manager locks the folder against other runs."""

    def __init__(self, folder: str, *, resume_at: int | None = None) -> None:
        self._folder = folder
        self._inside = OutputFolder(folder)
        self._resume_at = resume_at
        self._part: PartialFile | None = None
        self._safe = False
        self._lock: int | None = None

    def add(self, unit: Unit, done: UnitResult) -> None:
        """Write the entries. The file of a source appears with its last unit. Raises WriteError or PlaceError."""
        if self._part is None:
            resume_at = self._resume_at if unit.begins_at else None
            self._part = PartialFile(self.place(unit.source), resume_at=resume_at, inside=self._inside)
            self._safe = False
        self._part.write(b"".join(entry for _, entry in done.entries))
        if unit.last:
            self._part.commit()
            self._part = None

    def place(self, source: Source) -> str:
        """Return the path of the report of a source."""
        return os.path.join(self._folder, source.name + ".jsonl")

    def drop(self, source: Source) -> None:
        """Remove the report of a source."""
        if self._part is not None:
            self._part.close(keep=False)
            self._part = None
        with suppress(OSError):
            self._inside.check(self.place(source))
            os.unlink(self.place(source))

    def sync(self) -> int:
        """Sync the unfinished file to disk. Return its size in bytes."""
        if self._part is None:
            return 0
        self._safe = True
        return self._part.sync()

    def commit(self) -> None:
        """Do nothing, because every file has appeared already."""

    def __enter__(self) -> FolderReport:
        """Raises OutputError if another run writes to the folder, or if the folder cannot be created."""
        try:
            os.makedirs(self._folder, exist_ok=True)
            self._lock = open_locked(self._lock_path)
        except BlockingIOError:
            raise OutputError(
                f"{display_name(self._folder)}: another run is writing its reports here; wait for it, or name "
                "another folder"
            ) from None
        except OSError as error:
            raise open_error(self._folder, error) from None
        return self

    @property
    def _lock_path(self) -> str:
        return os.path.join(self._folder, REPORTS_LOCK)

    def __exit__(self, *_: object) -> None:
        if self._part is not None:
            self._part.close(keep=self._safe)
        if self._lock is not None:
            with suppress(OSError):
                os.unlink(self._lock_path)
            os.close(self._lock)


class _Form:
    """Formats entries: as lines, as one JSON object or an array, as one text or several under headings."""

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._count = 0
        self._first: tuple[str, bytes] | None = None

    def add(self, name: str, entry: bytes) -> bytes:
        """Return the bytes to write for the next entry. The first is held back, because a single entry differs."""
        self._count += 1
        if self._kind in (".jsonl", ".diff"):
            return entry
        if self._count == 1:
            self._first = (name, entry)
            return b""
        held, self._first = self._first, None
        if self._kind == ".json":
            return (b"[\n" + held[1] if held else b"") + b",\n" + entry
        return (_headed(*held) if held else b"") + b"\n" + _headed(name, entry)

    def end(self) -> bytes:
        """Return the bytes that end the file."""
        if self._first:
            return self._first[1]
        if self._kind == ".json":
            return b"]\n" if self._count else b"[]\n"
        return b""


def _headed(name: str, marked: bytes) -> bytes:
    return f"==> {name} <==\n".encode("utf-8", "replace") + marked + (b"" if marked.endswith(b"\n") else b"\n")
