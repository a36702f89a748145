"""Pairs the entries of ledgers with the files of a folder of clean files."""

from __future__ import annotations

import os
import re
from collections.abc import Container, Iterable, Iterator
from itertools import groupby, product, takewhile
from typing import Any, BinaryIO, NamedTuple

from cleaner.formats.registry import AUTO, OUTPUT_FORMATS, format_of
from cleaner.report.undo import is_undo_name
from cleaner.restore.document import RestoreError, entries_of
from cleaner.runner.outputs.paths import mirrored
from cleaner.runner.workers.task import Source
from cleaner.system.atomic_file import PART, STATE_FOLDER
from cleaner.system.compression import SUFFIXES, decompressed, open_decompressed
from cleaner.system.paths import display_name
from cleaner.system.streams import open_input

_RECORD = re.compile(r"(.*):\d+", re.DOTALL)


class Pair(NamedTuple):
    """An input, the path of its output, and its ledger entries.

    `place` is relative to the folder of clean files, and None for an input without output.
    """

    source: str
    place: str | None
    entries: Iterator[dict[str, Any]]


class CleanFiles:
    """The files of a folder by their names in ledgers, without the paths in `avoid`."""

    def __init__(self, folder: str, avoid: Iterable[str]) -> None:
        below = list(_files_below(folder, avoid))
        self.undo_ledgers = [place for place in below if is_undo_name(os.path.basename(place))]
        self._places = {display_name(place): place for place in below if not is_undo_name(os.path.basename(place))}
        self.depth = max((place.count(os.sep) + 1 for place in self._places), default=0)

    def place(self, name: str, to: str | None) -> str | None:
        """Return the path of the output of the input `name`, written with `--to` set to `to`, or None."""
        return self._places.get(mirrored(Source("", name), "", to))

    def unnamed(self, named: set[str], known: Container[str] = ()) -> list[str]:
        """Return the paths of outputs that are not in `named`: those of a known format, and those in `known`."""
        return [
            place
            for place in self._places.values()
            if place not in named and (place in known or format_of(place)[0] != AUTO)
        ]


def pairs_of_folder(files: CleanFiles, folder: str) -> Iterator[Pair]:
    """Yield a pair for each ledger of a folder, in which --report FOLDER/ names ledgers after inputs."""
    ledgers = {}
    for place in _files_below(folder, ()):
        stem, suffix = os.path.splitext(place)
        stem, suffix = os.path.splitext(stem) if suffix.lower() in SUFFIXES else (stem, suffix)
        if suffix == ".jsonl":
            ledgers[display_name(stem)] = os.path.join(folder, place)
    places = _best_match({name: [name] for name in ledgers}, files, cuts=[0])[0]
    for name, path in ledgers.items():
        yield Pair(name, places[name], _entries(path, folder))


def pairs_of_file(files: CleanFiles, path: str) -> Iterator[Pair]:
    """Yield a pair for each input that the entries of one ledger name as their origin.

    Raises RestoreError before the first pair if any part of the ledger cannot be read.
    """
    places = _output_paths(files, dict.fromkeys(map(source_of, _entries(path))))
    for source, entries in groupby(_entries(path), source_of):
        yield Pair(source, places[source], entries)


def source_of(entry: dict[str, Any]) -> str:
    """Return the input of an entry, for a record its file. Raises RestoreError if the entry names none."""
    origin = entry.get("origin", entry)
    source = origin.get("source") if isinstance(origin, dict) else None
    if not isinstance(source, str):
        raise RestoreError(
            "an entry does not name the file that it is about; restore each file with its own ledger"
        )
    try:
        source = display_name(source)
    except ValueError:
        raise RestoreError("the ledger is damaged; restore needs it as cleaner wrote it") from None
    # Only an entry of a whole file states an encoding.
    record = _RECORD.fullmatch(source) if origin.get("encoding") is None else None
    return record[1] if record else source


def _output_paths(files: CleanFiles, sources: Iterable[str]) -> dict[str, str | None]:
    """Return the path of each input's output, found by the end of the input's path after the cleaned folder."""
    paths = {source: [part for part in source.split(os.sep) if part not in ("", ".")] for source in sources}
    folders = [parts[:-1] for parts in paths.values()]
    folder_pairs = zip(min(folders, default=[]), max(folders, default=[]), strict=False)
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], folder_pairs))
    # shorter cuts leave paths deeper than any file; a path in a ledger may have a million parts
    least = min((len(parts) for parts in paths.values()), default=0) - files.depth
    places, to = _best_match(paths, files, cuts=range(shared, max(-1, least - 1), -1))
    used = set(places.values())
    for source, parts in paths.items():
        if places[source] is None:
            # A run may clean several folders into one.
            ends = (
                files.place(os.sep.join(parts[cut:]), to)
                for cut in range(max(0, len(parts) - files.depth), len(parts))
            )
            places[source] = next((place for place in ends if place is not None and place not in used), None)
            used.add(places[source])
    return places


def _best_match(
    paths: dict[str, list[str]], files: CleanFiles, cuts: Iterable[int]
) -> tuple[dict[str, str | None], str | None]:
    """Return the output paths and the output format that give the most inputs a file."""
    best: dict[str, str | None] = dict.fromkeys(paths)
    best_count, format = 0, None
    for cut, to in product(cuts, (None, *reversed(OUTPUT_FORMATS))):
        found = {
            source: files.place(os.sep.join(parts[cut:]), to) if len(parts) - cut <= files.depth else None
            for source, parts in paths.items()
        }
        count = sum(place is not None for place in found.values())
        if count > best_count:
            best, best_count, format = found, count, to
        if best_count == len(paths):
            break
    return best, format


def _entries(path: str, folder: str | None = None) -> Iterator[dict[str, Any]]:
    if folder is None:
        with open_decompressed(path) as ledger:
            yield from entries_of(ledger)
    else:
        with open_regular(path, folder) as raw, decompressed(raw) as ledger:
            yield from entries_of(ledger)


def open_regular(path: str, folder: str) -> BinaryIO:
    """Open a file of a folder that somebody else may have made.

    Raises RestoreError for a link that leads out of the folder, a pipe or a device, or StreamError.
    """
    real, root = os.path.realpath(path), os.path.realpath(folder)
    if not real.startswith(os.path.join(root, "")):
        raise RestoreError("a link that leads out of the folder; it is not followed")
    if os.path.exists(real) and not os.path.isfile(real):
        raise RestoreError("not a regular file")
    return open_input(real)


def _files_below(folder: str, avoid: Iterable[str]) -> Iterator[str]:
    """Yield the files below a folder as relative paths, sorted by name."""
    avoided = {os.path.realpath(path) for path in avoid}
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(
            name
            for name in folders
            if name != STATE_FOLDER and os.path.realpath(os.path.join(root, name)) not in avoided
        )
        for name in sorted(names):
            path = os.path.join(root, name)
            if not name.startswith(PART) and os.path.realpath(path) not in avoided:
                yield os.path.relpath(path, folder)
