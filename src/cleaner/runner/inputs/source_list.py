"""Holds the sources of a run in a temporary file, so that memory does not limit their number, and checks them.

The run knows all its paths before it writes: the sources, the outputs of each source, and the paths that are read
or written once. It refuses two uses of one path if one of them is a write.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import NamedTuple

from cleaner.core.errors import ConfigurationError
from cleaner.runner.workers.task import Source
from cleaner.system.errors import write_error
from cleaner.system.paths import STDIN, display_name

_FOLDERS = 1 << 16  # cached resolved folders


class Places(NamedTuple):
    """The paths of a run other than its sources.

    each: functions from a source to a path that is written for it, by role; "output" comes first.
    reads, writes: the paths that are read or written once, by their names in messages.
    in_place: the outputs replace the sources.
    """

    each: Mapping[str, Callable[[Source], str]] = {}
    reads: Mapping[str, str] = {}
    writes: Mapping[str, str] = {}
    in_place: bool = False


class _Path(NamedTuple):
    """A resolved path, its role ("" if it is read), its owner, and the path as messages show it."""

    real: str
    role: str
    owner: str
    shown: str

    def __str__(self) -> str:
        return f"the {self.role} of {self.owner}" if self.owner else self.role


class SourceList:
    """The sources of a run, found once and stored on disk. Each written path of the run has one use.

    Paths that differ only in case or Unicode form count as one path, because some file systems treat them as one.
    """

    def __init__(self, sources: Iterable[Source], places: Places | None = None) -> None:
        """Raises ConfigurationError if the run writes a path that it also reads or writes for another purpose."""

        import json
        from array import array
        from tempfile import SpooledTemporaryFile, gettempdir

        self._file = SpooledTemporaryFile(1 << 24)
        self._places = places or Places()
        self._resolver = Resolver()
        self._writes = {self._resolver.target(path): role for role, path in self._places.writes.items()}
        self.count = 0
        sizes = 0
        compressions: set[str] = set()
        keys = array("Q")
        try:
            for source in sources:
                self._file.write(json.dumps(source).encode() + b"\n")
                self.count += 1
                sizes = sizes + source.size if min(sizes, source.size) >= 0 else -1
                compressions.add(source.compression)
                keys.extend(_key(path.real, path.role) for path in self._paths(source))
        except OSError as error:
            raise write_error(gettempdir(), error) from None
        # of all files; 0 if a size is unknown, or if the files differ in compression
        self.bytes = max(sizes, 0) if len(compressions) < 2 else 0
        if self._places.each or self._places.writes:
            keys.extend(_key(path.real, path.role) for path in self._once())
            self._check(sorted(keys))

    def __iter__(self) -> Iterator[Source]:
        self._file.seek(0)
        import json

        for line in self._file:
            yield Source(*json.loads(line))

    def _paths(self, source: Source) -> Iterator[_Path]:
        """Yield each path of a source."""
        for role, place in self._places.each.items():
            shown = place(source)
            path = self._resolver.place(shown)
            self._check_folders(path, role, source)
            yield _Path(path, role, source.shown, shown)
        # with --in-place, the source is its output, which the loop above has yielded
        if source.path != STDIN and not self._places.in_place:
            entry, target = self._resolver.place(source.path), self._resolver.target(source.path)
            yield _Path(target, "", source.shown, source.path)
            if entry != target:
                yield _Path(entry, "", source.shown, source.path)

    def _once(self) -> Iterator[_Path]:
        for owner, path in self._places.reads.items():
            yield _Path(self._resolver.target(path), "", owner, path)
        for role, path in self._places.writes.items():
            yield _Path(self._resolver.target(path), role, "", path)

    def _check_folders(self, path: str, role: str, source: Source) -> None:
        """Raise ConfigurationError if a file that is written once is also a parent folder of an output."""
        for folder in self._resolver.new_parents(path):
            if folder in self._writes:
                raise ConfigurationError(
                    f"{self._writes[folder]} would be a file where the {role} of {source.shown} needs a folder, "
                    f"{display_name(folder)}; name another place"
                )

    def _check(self, keys: list[int]) -> None:
        """Compare the paths that have equal keys."""
        # the last bit marks written paths, and sorts them behind read ones
        pairs = zip(keys, keys[1:])
        meet = {key >> 1 for key, following in pairs if key >> 1 == following >> 1 and following & 1}
        if not meet:
            return
        of_sources = (path for source in self for path in self._paths(source))
        known: dict[str, list[_Path]] = {}
        for path in chain(self._once(), of_sources):
            if _key(path.real, path.role) >> 1 not in meet:
                continue
            others = known.setdefault(_folded(path.real), [])
            for other in others:
                _refuse(other, path)
            others.append(path)

    def close(self) -> None:
        """Delete the temporary file."""
        self._file.close()


class SourceCheck:
    """Checks sources in a run that writes no file for each source."""

    def __init__(self, places: Places) -> None:
        """Raises ConfigurationError if a path that is read once is also written."""
        self._resolver = Resolver()
        self._writes = {self._resolver.target(path): role for role, path in places.writes.items()}
        for role, path in places.reads.items():
            self._check(path, role)

    def __call__(self, source: Source) -> None:
        """Raise ConfigurationError if the run overwrites the source."""
        if source.path != STDIN:
            self._check(source.path, source.shown)

    def _check(self, path: str, shown: str) -> None:
        for real in (self._resolver.target(path), self._resolver.place(path)):
            if real in self._writes:
                _refuse(_Path(real, self._writes[real], "", path), _Path(real, "", shown, path))


class Resolver:
    """Resolves links. It caches folders."""

    def __init__(self) -> None:
        self._folders: dict[str, str] = {}
        self._parents: set[str] = set()

    def place(self, path: str) -> str:
        """Return the path of a directory entry. A final link is not followed: a rename replaces the link."""
        folder, name = os.path.split(path)
        if name in ("", os.curdir, os.pardir):
            return os.path.realpath(path)
        real = self._folders.get(folder)
        if real is None:
            if len(self._folders) >= _FOLDERS:
                self._folders.clear()
            real = self._folders[folder] = os.path.realpath(folder or os.curdir)
        return os.path.join(real, name)

    def target(self, path: str) -> str:
        """Return the file that is read or written under the path, with every link followed."""
        place = self.place(path)
        return os.path.realpath(place) if os.path.islink(place) else place

    def new_parents(self, path: str) -> Iterator[str]:
        """Yield the parent folders of a path that no earlier call has yielded."""
        folder = os.path.dirname(path)
        while folder not in self._parents:
            self._parents.add(folder)
            yield folder
            folder = os.path.dirname(folder)


def _refuse(one: _Path, other: _Path) -> None:
    """Raise ConfigurationError if both are one path and one of them is written."""
    if not one.role:
        one, other = other, one
    if not one.role:
        return
    if not other.role:
        if one.real != other.real and not _is_same(one.real, other.real):
            return
        own = one.owner == other.owner and one.role == "output"
        place = "clean it with --in-place" if own else "name another place"
        raise ConfigurationError(f"{one} would write over {other.owner}, which is read; {place}")
    if one.role == other.role:
        raise ConfigurationError(
            f"{one.owner} and {other.owner} would both be written to {display_name(other.shown)}; "
            "rename one, or clean them into two folders"
        )
    raise ConfigurationError(f"{one} and {other} are one file, {display_name(other.shown)}; name another place")


def _is_same(one: str, other: str) -> bool:
    try:
        return os.path.samefile(one, other)
    except OSError:
        return False


def _folded(path: str) -> str:
    import unicodedata

    return unicodedata.normalize("NFC", display_name(path)).casefold()


def _key(path: str, role: str) -> int:
    """Return a hash of a path, whose last bit marks a written path."""
    from hashlib import sha256

    return int.from_bytes(sha256(_folded(path).encode()).digest()[:8]) & ~1 | bool(role)
