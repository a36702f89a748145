"""Where clean documents go: one stream or file, a tree that mirrors the inputs', or the inputs' own places."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from types import TracebackType
from typing import Protocol

from cleaner.batch import Done
from cleaner.model import ConfigurationError
from cleaner.packing import SUFFIXES, packed
from cleaner.parts import Part, broken, display_name
from cleaner.sources import FORMATS, RECORDS, Source
from cleaner.streams import Output, StandardOutput, WholeFile
from cleaner.terminal import colour_diff, is_terminal, safe, wants_colour
from cleaner.work import Unit

_TOGETHER = 1 << 20  # bytes that are compressed as one


class Sink(Protocol):
    """Where the documents of a run go."""

    def add(self, unit: Unit, done: Done) -> None:
        """Write what came next."""

    def commit(self) -> None:
        """All sources have been written."""

    def __enter__(self) -> Sink: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class Nowhere:
    """For --check: nothing is written."""

    def add(self, unit: Unit, done: Done) -> None:
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
        """Raises OutputError or WriteError if it cannot be opened."""
        self._packing = packing_for(path or "")
        terminal = path is None and is_terminal(sys.stdout)
        self._colour = diff and path is None and wants_colour(sys.stdout)
        self._show: Callable[[bytes], bytes] = lambda data: data
        if self._colour:
            self._show = lambda data: colour_diff(data.decode("utf-8", "replace")).encode()
        elif terminal:
            self._show = lambda data: safe(data.decode("utf-8", "replace")).encode()
        self._open_line, self._begins = False, True
        self._held: list[bytes] = []
        self._size = 0
        self._to: Output = WholeFile(path) if path else StandardOutput()

    def add(self, unit: Unit, done: Done) -> None:
        """Write what came next; no document begins on the unended line of the one before."""
        for output in done.outputs:
            if not output:
                continue
            data = self._show(output)
            self._write(b"\n" + data if self._open_line and self._begins else data)
            self._open_line = not data.endswith(b"\n")
        self._begins = unit.last

    def _write(self, data: bytes) -> None:
        if not self._packing:
            if data:
                self._to.write(data)
            return
        # the size of what is packed together depends on the documents alone
        self._held.append(data)
        self._size += len(data)
        if self._size >= _TOGETHER:
            self._pack()

    def _pack(self) -> None:
        self._to.write(packed(b"".join(self._held), self._packing))
        self._held, self._size = [], 0

    def commit(self) -> None:
        """End the file and let it appear."""
        if self._packing:
            self._pack()
        self._to.commit()

    def __enter__(self) -> Joined:
        self._to.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._to.__exit__(kind, error, trace)


def packing_for(path: str) -> str:
    """How a file of that name is to be compressed."""
    return SUFFIXES.get(os.path.splitext(path)[1].lower(), "")


def mirrored(source: Source, folder: str, to: str | None) -> str:
    """Where a source's output lies in a tree that mirrors the inputs'. The name alone decides."""
    stem, suffix = os.path.splitext(source.name)
    tail = ""
    if suffix.lower() in SUFFIXES:
        tail, (stem, suffix) = suffix, os.path.splitext(stem)
    if suffix.lower() not in FORMATS:
        stem, suffix = stem + suffix, ""
    format = FORMATS.get(suffix.lower(), "")
    if to == "jsonl" or format == "warc":
        suffix = suffix if format == "jsonl" else ".jsonl"
    elif (to == "text" and format) or format == "html":
        suffix = suffix if format == "text" else ".txt"
    return os.path.join(folder, stem + suffix + tail)


class Listed:
    """The sources of a run, found once and kept where they take no memory; no two have one place.

    Places that differ in case or Unicode form only are one place on some file systems, so they are here.
    """

    def __init__(self, sources: Iterable[Source], places: Iterable[Callable[[Source], str]]) -> None:
        """Raises ConfigurationError where two sources would be written to one place."""

        import json
        from array import array
        from tempfile import SpooledTemporaryFile, gettempdir

        self._file = SpooledTemporaryFile(1 << 24)
        self._places = list(places)
        self.count = 0
        sizes = 0
        packings: set[str] = set()
        keys = [array("Q") for _ in self._places]
        try:
            for source in sources:
                self._file.write(json.dumps(source).encode() + b"\n")
                self.count += 1
                sizes = sizes + source.size if min(sizes, source.size) >= 0 else -1
                packings.add(source.packing)
                for known, place in zip(keys, self._places, strict=True):
                    known.append(_key(place(source)))
        except OSError as error:
            raise broken(gettempdir(), error) from None
        # of all files; 0 where the size of one is not known, or means another thing than that of the next
        self.bytes = max(sizes, 0) if len(packings) < 2 else 0
        for known, place in zip(keys, self._places, strict=True):
            self._check(sorted(known), place)

    def __iter__(self) -> Iterator[Source]:
        self._file.seek(0)
        import json

        for line in self._file:
            yield Source(*json.loads(line))

    def _check(self, keys: list[int], place: Callable[[Source], str]) -> None:
        twice = {key for key, following in zip(keys, keys[1:]) if key == following}
        taken: dict[str, str] = {}
        for source in self if twice else ():
            path = place(source)
            if _key(path) not in twice:
                continue
            folded = _folded(path)
            if folded in taken:
                raise ConfigurationError(
                    f"{taken[folded]} and {source.shown} would both be written to {display_name(path)}; "
                    "rename one, or clean them into two folders"
                )
            taken[folded] = source.shown

    def close(self) -> None:
        """Forget them."""
        self._file.close()


def _folded(path: str) -> str:
    import unicodedata

    return unicodedata.normalize("NFC", display_name(path)).casefold()


def _key(path: str) -> int:
    from hashlib import sha256

    return int.from_bytes(sha256(_folded(path).encode()).digest()[:8])


__all__ = ["RECORDS", "Joined", "Listed", "Nowhere", "Part", "Sink", "mirrored", "packing_for"]
