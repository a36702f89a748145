"""Finds the files that a run reads, from paths, folders and lists, with the format and compression of each."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext, suppress
from fnmatch import fnmatchcase
from typing import NamedTuple

from cleaner.core.errors import ConfigurationError
from cleaner.formats.registry import AUTO, format_of
from cleaner.report.undo import is_undo_name
from cleaner.runner.workers.task import Source
from cleaner.system.atomic_file import PART, STATE_FOLDER
from cleaner.system.paths import STDIN
from cleaner.system.streams import open_input


class SkippedFile(NamedTuple):
    """A skipped file or link of a folder: the kind of reason, by which it is counted, and a sentence.

    The kinds are suffix, special, broken, link and again. `suffix` is the unknown suffix of the name.
    """

    path: str
    kind: str
    why: str
    suffix: str = ""


class Selection(NamedTuple):
    """Globs that select the files of a folder. They match the name, or the path below the folder."""

    include: Sequence[str] = ()
    exclude: Sequence[str] = ()

    def leaves_out(self, name: str) -> bool:
        """Return whether --exclude matches the name of a file or folder."""
        return _matches(name, self.exclude)

    def takes(self, name: str) -> bool:
        """Return whether a file is read. `name` is relative to its folder."""
        return self.allows(name) and (bool(self.include) or format_of(name)[0] != AUTO)

    def allows(self, name: str) -> bool:
        """Return whether the globs select a file, whatever its suffix is."""
        base = os.path.basename(name)
        if self.leaves_out(name) or base.startswith(PART) or is_undo_name(base):
            return False
        return not self.include or _matches(name, self.include)


def find(
    paths: Iterable[str],
    selection: Selection,
    *,
    skip: Callable[[SkippedFile], None],
    avoid: Iterable[str] = (),
    listed: Iterable[str] = (),
    in_place: bool = False,
) -> Iterator[Source]:
    """Yield every file that the paths name. Folders are walked once each, in the order of their names.

    The walk calls `skip` for each file that it skips and that no option excludes. `avoid` names folders and files
    of the output, which are never read from a folder. `listed` are paths from a list, whose names keep their
    folders. `in_place` skips links in folders, because their targets have paths of their own.
    """
    walk = _Walk(selection, skip, avoid, in_place)
    for path in paths:
        if path != STDIN and os.path.isdir(path):
            yield from walk.files(path, "")
        else:
            yield _named(path, STDIN if path == STDIN else os.path.basename(path))
    for path in listed:
        if os.path.isdir(path):
            yield from walk.files(path, _inside(path))
        else:
            yield _named(path, _inside(path))


class _Walk:
    """Walks folders. It enters each folder once, and never a folder of the output."""

    def __init__(
        self, selection: Selection, skip: Callable[[SkippedFile], None], avoid: Iterable[str], in_place: bool
    ) -> None:
        self._selection = selection
        self._skip = skip
        self._links = not in_place
        self._seen: set[tuple[int, int]] = set()
        self._ours: set[tuple[int, int]] = set()
        for path in avoid:
            with suppress(OSError):
                self._ours.add(_key(os.stat(path)))

    def files(self, root: str, under: str) -> Iterator[Source]:
        """Yield the files of a folder and below, by name. `under` is the prefix of their names."""
        waiting = [""]
        while waiting:
            name = waiting.pop()
            path = os.path.join(root, name) if name else root
            try:
                status = os.stat(path)
            except OSError as error:
                if os.path.islink(path):
                    if self._selection.allows(name):
                        self._skip(SkippedFile(path, "broken", f"{error.strerror or error}"))
                elif self._selection.takes(name):
                    yield _source(path, os.path.join(under, name), 0)  # the file existed when the folder was listed
                continue
            if stat.S_ISDIR(status.st_mode):
                try:
                    waiting += [os.path.join(name, entry) for entry in self._entered(path, name, status)]
                except OSError:
                    yield _source(path, os.path.join(under, name), 0)
                continue
            if not self._selection.allows(name) or _key(status) in self._ours:
                continue
            if not stat.S_ISREG(status.st_mode):
                self._skip(SkippedFile(path, "special", "neither a file nor a folder"))
            elif not self._selection.takes(name):
                self._skip(
                    SkippedFile(path, "suffix", "its suffix is not known", os.path.splitext(name)[1].lower())
                )
            elif os.path.islink(path) and not self._links:
                self._skip(SkippedFile(path, "link", "a link; only the file itself is written over"))
            else:
                yield _source(path, os.path.join(under, name), status.st_size)

    def _entered(self, path: str, name: str, status: os.stat_result) -> list[str]:
        """Return the entries of a folder, last first. The order is that of the bytes, the same on every system."""
        key = _key(status)
        ours = key in self._ours or os.path.basename(name) == STATE_FOLDER
        if ours or (name and self._selection.leaves_out(name)):
            return []
        if name and not self._links and os.path.islink(path):
            if key not in self._seen:
                self._skip(SkippedFile(path, "link", "a link to a folder; only the folder itself is written over"))
            return []
        if key in self._seen:
            if os.path.islink(path):
                self._skip(SkippedFile(path, "again", "a link to a folder that was read already"))
            return []
        self._seen.add(key)
        return sorted(os.listdir(path), key=os.fsencode, reverse=True)


def _key(status: os.stat_result) -> tuple[int, int]:
    return status.st_dev, status.st_ino


def _named(path: str, name: str) -> Source:
    if path == STDIN:
        return _source(path, name, -1)
    try:
        status = os.stat(path)
    except OSError:
        return _source(path, name, 0)
    return _source(path, name, status.st_size if stat.S_ISREG(status.st_mode) else -1)


def _source(path: str, name: str, size: int) -> Source:
    format, compression = format_of(name)
    return Source(path, name, format, compression, size)


def _inside(path: str) -> str:
    """Return a path as a name below the output folder: without a root and without `..`."""
    name = os.path.normpath(os.path.splitdrive(path)[1]).lstrip(os.sep)
    return os.path.basename(name) if name.split(os.sep)[0] == os.pardir else name


def names_in(listed: bytes) -> list[str]:
    """Return the names of a list of files. NUL separates them if the list holds one, else line breaks do."""
    pieces = listed.split(b"\0") if b"\0" in listed else listed.replace(b"\r\n", b"\n").split(b"\n")
    return [os.fsdecode(piece) for piece in pieces if piece]


def _matches(name: str, globs: Sequence[str]) -> bool:
    slashed = name.replace(os.sep, "/")
    globs = [glob.removeprefix("./").rstrip("/") for glob in globs]
    return any(
        fnmatchcase(slashed, glob)
        or fnmatchcase(os.path.basename(name), glob)
        or fnmatchcase(slashed, glob.removeprefix("**/"))
        for glob in globs
    )


def listed(path: str | None, inputs: Sequence[str]) -> list[str]:
    """Return the paths that a file or standard input lists. Raises ConfigurationError if it cannot be read."""
    if path is None:
        return []
    if path == STDIN and STDIN in inputs:
        raise ConfigurationError("standard input can be read only once: as an article, or as --files-from")
    try:
        stream = open_input(path)
        with nullcontext() if path == STDIN else stream:
            return names_in(stream.read())
    except OSError as error:
        raise ConfigurationError(f"--files-from: {error}") from None
