"""Where the report of a run goes: one file for all documents, or a folder with a file for each input."""

from __future__ import annotations

import os
from types import TracebackType
from typing import Protocol

from cleaner import report
from cleaner.outputs import Part
from cleaner.sources import Source
from cleaner.streams import WholeFile

Entries = list[tuple[str, bytes]]


class Account(Protocol):
    """Takes the report's entries in order."""

    def add(self, source: Source, entries: Entries, *, last: bool) -> None:
        """More entries of a source; with `last` there are no more of it."""

    def sync(self) -> int:
        """Make what was written outlast a power cut; its size."""

    def commit(self) -> None:
        """The report is complete."""

    def __enter__(self) -> Account: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class NoAccount:
    """No report was asked for."""

    def add(self, source: Source, entries: Entries, *, last: bool) -> None:
        """Nothing."""

    def sync(self) -> int:
        """Nothing is written."""
        return 0

    def commit(self) -> None:
        """Nothing."""

    def __enter__(self) -> NoAccount:
        return self

    def __exit__(self, *_: object) -> None:
        pass


class OneFile:
    """All entries in one file, which appears when it is whole."""

    def __init__(self, path: str) -> None:
        self._kind = report.kind_of(path)
        self._file = WholeFile(path)
        self._form = _Form(self._kind)

    def add(self, source: Source, entries: Entries, *, last: bool) -> None:  # noqa: ARG002
        """Write the entries."""
        for name, entry in entries:
            self._file.write(self._form.add(name, entry))

    def sync(self) -> int:
        """A report in one file is not resumed."""
        return 0

    def commit(self) -> None:
        """Close the form and let the file appear."""
        self._file.write(self._form.end())
        self._file.commit()

    def __enter__(self) -> OneFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.__exit__(kind, error, trace)


class LinesFile:
    """A .jsonl report, which a resumed run goes on with."""

    def __init__(self, path: str, resume_at: int | None) -> None:
        self._part = Part(path, resume_at=resume_at)
        self._keep = True
        self._done = False

    def add(self, source: Source, entries: Entries, *, last: bool) -> None:  # noqa: ARG002
        """Write the entries."""
        self._part.write(b"".join(entry for _, entry in entries))

    def sync(self) -> int:
        """Its size, safely on disk."""
        return self._part.sync()

    def commit(self) -> None:
        """Let the file appear."""
        self._part.commit()
        self._done = True

    def __enter__(self) -> LinesFile:
        return self

    def __exit__(self, *_: object) -> None:
        if not self._done:
            self._part.close(keep=True)


class Folder:
    """A file for each input, under its name: .json for a document, .jsonl for records."""

    def __init__(self, folder: str, *, resume_at: int | None = None) -> None:
        self._folder = folder
        self._resume_at = resume_at
        self._part: Part | None = None

    def add(self, source: Source, entries: Entries, *, last: bool) -> None:
        """Write the entries; with `last` the source's file appears."""
        if self._part is None:
            self._part = Part(self.place(source), resume_at=self._resume_at)
            self._resume_at = None
        self._part.write(b"".join(entry for _, entry in entries))
        if last:
            self._part.commit()
            self._part = None

    def place(self, source: Source) -> str:
        """Where the report of a source lies."""
        return os.path.join(self._folder, source.name + ".jsonl")

    def sync(self) -> int:
        """The size of the file in the making."""
        return self._part.sync() if self._part is not None else 0

    def commit(self) -> None:
        """Every file has appeared already."""

    def __enter__(self) -> Folder:
        return self

    def __exit__(self, *_: object) -> None:
        if self._part is not None:
            self._part.close(keep=True)


class _Form:
    """Entries as a file holds them: lines, one JSON object or an array, an article or several under headings."""

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._count = 0
        self._first: tuple[str, bytes] | None = None

    def add(self, name: str, entry: bytes) -> bytes:
        """What is to be written for one more; the first is held back until it is known whether it stays alone."""
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
        """What closes the file."""
        if self._first:
            return self._first[1]
        if self._kind == ".json":
            return b"]\n" if self._count else b"[]\n"
        return b""


def _headed(name: str, marked: bytes) -> bytes:
    return f"==> {name} <==\n".encode("utf-8", "replace") + marked + (b"" if marked.endswith(b"\n") else b"\n")
