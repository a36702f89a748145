"""Which files a run reads: paths, folders, lists of names; each with its format and compression."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from fnmatch import fnmatch
from typing import NamedTuple

from cleaner.packing import SUFFIXES as _PACKED
from cleaner.streams import STDIN, StreamError, display_name

FORMATS = {
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "tsv",
    ".parquet": "parquet",
    ".warc": "warc",
    ".wet": "warc",
}
RECORDS = frozenset({"jsonl", "csv", "tsv", "parquet", "warc"})


class Source(NamedTuple):
    """One input file.

    `name` is how messages, ledgers and a mirrored tree call it: relative to the folder that was named.
    `format` is one of FORMATS' values, or "auto" where only the content can tell; `packing` is told by
    the suffix here, and by the content when the file is opened.
    """

    path: str
    name: str
    format: str = "auto"
    packing: str = ""
    size: int = 0

    @property
    def shown(self) -> str:
        """The path as messages show it."""
        return "standard input" if self.path == STDIN else display_name(self.path)


class Selection(NamedTuple):
    """Which files of a folder are read: globs over the name, or over the path below the folder."""

    include: Sequence[str] = ()
    exclude: Sequence[str] = ()

    def takes(self, name: str) -> bool:
        """Whether a file of that name, relative to its folder, is read."""
        if _matches(name, self.exclude):
            return False
        return _matches(name, self.include) if self.include else kind_of(name)[0] != "auto"


def kind_of(name: str) -> tuple[str, str]:
    """(format, packing) that a file's suffixes tell: "a.jsonl.gz" is ("jsonl", "gz")."""
    stem, suffix = os.path.splitext(name.lower())
    packing = _PACKED.get(suffix, "")
    if packing:
        suffix = os.path.splitext(stem)[1]
    return FORMATS.get(suffix, "auto"), packing


def find(
    paths: Iterable[str], selection: Selection, *, skip: Callable[[str], None], avoid: str | None = None
) -> Iterator[Source]:
    """Every file that the paths name, folders walked in the order of their names, each folder once.

    `skip` is told, in a sentence, what was passed over; `avoid` is a folder that is never walked: the
    output's. Raises StreamError for a path that is not there.
    """
    seen: set[tuple[int, int]] = set()
    if avoid is not None and os.path.isdir(avoid):
        status = os.stat(avoid)
        seen.add((status.st_dev, status.st_ino))
    for path in paths:
        if path != STDIN and os.path.isdir(path):
            yield from _walk(path, "", selection, seen, skip)
        else:
            format, packing = kind_of(path)
            yield Source(path, STDIN if path == STDIN else os.path.basename(path), format, packing, _size(path))


def _walk(
    root: str, below: str, selection: Selection, seen: set[tuple[int, int]], skip: Callable[[str], None]
) -> Iterator[Source]:
    folder = os.path.join(root, below) if below else root
    try:
        status = os.stat(folder)
        if (status.st_dev, status.st_ino) in seen:
            return
        seen.add((status.st_dev, status.st_ino))
        entries = sorted(os.listdir(folder))
    except OSError as error:
        skip(f"{display_name(folder)}: {error.strerror or error}; skipped")
        return
    for entry in entries:
        name = os.path.join(below, entry)
        path = os.path.join(root, name)
        try:
            status = os.stat(path)
        except OSError as error:
            skip(f"{display_name(path)}: {error.strerror or error}; skipped")
            continue
        if stat.S_ISDIR(status.st_mode):
            if not _matches(name, selection.exclude) and entry != ".cleaner":
                yield from _walk(root, name, selection, seen, skip)
        elif not selection.takes(name):
            continue
        elif not stat.S_ISREG(status.st_mode):
            skip(f"{display_name(path)}: neither a file nor a folder; skipped")
        else:
            format, packing = kind_of(name)
            yield Source(path, name, format, packing, status.st_size)


def names_in(listed: bytes) -> list[str]:
    """The names of a list of files: separated by NUL if there is one, else one a line."""
    pieces = listed.split(b"\0") if b"\0" in listed else listed.splitlines()
    return [os.fsdecode(piece) for piece in pieces if piece]


def _matches(name: str, globs: Sequence[str]) -> bool:
    slashed = name.replace(os.sep, "/")
    return any(fnmatch(slashed, glob) or fnmatch(os.path.basename(name), glob) for glob in globs)


def _size(path: str) -> int:
    try:
        return 0 if path == STDIN else os.stat(path).st_size
    except OSError:
        return 0


__all__ = ["FORMATS", "RECORDS", "Selection", "Source", "StreamError", "find", "kind_of", "names_in"]
