"""Where clean documents go: one stream or file, a tree that mirrors the inputs', or the inputs' own places."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Callable, Iterable
from hashlib import sha256
from types import TracebackType
from typing import IO, Protocol

from cleaner.model import ConfigurationError
from cleaner.packing import SUFFIXES, packed
from cleaner.sources import FORMATS, RECORDS, Source
from cleaner.streams import Output, OutputError, StandardOutput, StreamError, WholeFile, display_name, mode_of
from cleaner.terminal import colour_diff, is_terminal, safe, wants_colour

_PART = ".cleaner-"


class Sink(Protocol):
    """Where the documents of a run go."""

    def add(self, source: Source, outputs: list[bytes], *, last: bool) -> None:
        """Write what came next of a source; with `last` it is whole."""

    def commit(self) -> None:
        """All sources have been written."""

    def __enter__(self) -> Sink: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class Nowhere:
    """For --check: nothing is written."""

    def add(self, source: Source, outputs: list[bytes], *, last: bool) -> None:
        """Nothing."""

    def commit(self) -> None:
        """Nothing."""

    def __enter__(self) -> Nowhere:
        return self

    def __exit__(self, *_: object) -> None:
        pass


class Joined:
    """One file, or standard output, that everything goes into."""

    def __init__(self, path: str | None, *, diff: bool) -> None:
        self._to: Output = WholeFile(path) if path else StandardOutput()
        self._packing = SUFFIXES.get(os.path.splitext(path or "")[1].lower(), "")
        terminal = path is None and is_terminal(sys.stdout)
        self._colour = diff and path is None and wants_colour(sys.stdout)
        self._show: Callable[[bytes], bytes] = lambda data: data
        if self._colour:
            self._show = lambda data: colour_diff(data.decode("utf-8", "replace")).encode()
        elif terminal:
            self._show = lambda data: safe(data.decode("utf-8", "replace")).encode()
        self._open_line = False
        self._within: Source | None = None

    def add(self, source: Source, outputs: list[bytes], *, last: bool) -> None:  # noqa: ARG002
        """Write a source's next outputs; no source begins on the unended line of the one before."""
        for output in outputs:
            if not output:
                continue
            data = self._show(output)
            self._write(b"\n" + data if self._open_line and source is not self._within else data)
            self._within = source
            self._open_line = not data.endswith(b"\n")

    def _write(self, data: bytes) -> None:
        if data:
            self._to.write(packed(data, self._packing))

    def commit(self) -> None:
        """End the file and let it appear."""
        self._to.commit()

    def __enter__(self) -> Joined:
        self._to.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._to.__exit__(kind, error, trace)


class Part:
    """A file in the making, beside its place, under a name that the next run finds again."""

    def __init__(self, path: str, *, resume_at: int | None = None, mode: int | None = None) -> None:
        """Raises OutputError if it cannot be written there, StreamError if there is less than `resume_at`."""
        self.path = path
        folder, name = os.path.split(path)
        digest = sha256(os.fsencode(name)).hexdigest()[:16]
        self.part = os.path.join(folder, f"{_PART}{digest}.part")
        try:
            os.makedirs(folder or ".", exist_ok=True)
            if resume_at is None:
                self._file: IO[bytes] = open(self.part, "wb")
            else:
                self._file = open(self.part, "r+b")
                if self._file.seek(0, os.SEEK_END) < resume_at:
                    raise StreamError(
                        f"{self.part}: shorter than when the run was stopped; run again without --resume"
                    )
                self._file.truncate(resume_at)
                self._file.seek(resume_at)
            os.chmod(self.part, mode_of(path) if mode is None else mode)
        except StreamError:
            raise
        except OSError as error:
            raise OutputError(f"{display_name(path)}: {error.strerror or error}") from None

    def write(self, data: bytes) -> None:
        """Write more of it. Raises StreamError."""
        try:
            self._file.write(data)
        except OSError as error:
            raise StreamError(f"{display_name(self.path)}: {error.strerror or error}") from None

    def sync(self) -> int:
        """Make what is written outlast a power cut; its size in bytes. Raises StreamError."""
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
            return self._file.tell()
        except OSError as error:
            raise StreamError(f"{display_name(self.path)}: {error.strerror or error}") from None

    def commit(self) -> None:
        """Let it appear under its name, whole. Raises StreamError."""
        self.sync()
        try:
            self._file.close()
            os.replace(self.part, self.path)
        except OSError as error:
            raise StreamError(f"{display_name(self.path)}: {error.strerror or error}") from None

    def close(self, *, keep: bool) -> None:
        """Leave it; `keep` for a run that may be resumed."""
        try:
            self._file.close()
            if not keep:
                os.unlink(self.part)
        except OSError:
            pass


def mirrored(source: Source, folder: str, to: str | None) -> str:
    """Where a source's output lies in a tree that mirrors the inputs'."""
    stem, suffix = os.path.splitext(source.name)
    tail = ""
    if suffix.lower() in SUFFIXES:
        tail, (stem, suffix) = suffix, os.path.splitext(stem)
    if suffix.lower() not in FORMATS:
        stem, suffix = stem + suffix, ""
    format = FORMATS.get(suffix.lower(), source.format)
    if to == "jsonl" or format == "warc":
        suffix = suffix if format == "jsonl" else ".jsonl"
    elif to == "text" or format == "html":
        suffix = suffix if format == "text" else ".txt"
    return os.path.join(folder, stem + suffix + tail)


def check_collisions(sources: Iterable[Source], place: Callable[[Source], str]) -> int:
    """How many sources there are. Raises ConfigurationError where two would be written to one place.

    Places that differ in case or Unicode form only are one place on some file systems, so they are here.
    """
    taken: dict[bytes, str] = {}
    count = 0
    for source in sources:
        count += 1
        path = place(source)
        folded = unicodedata.normalize("NFC", display_name(path)).casefold()
        key = sha256(folded.encode("utf-8", "surrogateescape")).digest()[:12]
        if key in taken:
            raise ConfigurationError(
                f"{taken[key]} and {source.shown} would both be written to {display_name(path)}; "
                "rename one, or clean them into two folders"
            )
        taken[key] = source.shown
    return count


__all__ = ["RECORDS", "Joined", "Nowhere", "Part", "Sink", "check_collisions", "mirrored"]
