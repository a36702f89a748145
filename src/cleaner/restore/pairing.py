"""Which file of a folder of clean files the entries of its ledgers speak of."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from itertools import groupby, product, takewhile
from typing import Any, NamedTuple

from cleaner.formats.registry import AUTO, OUTPUT_FORMATS, format_of
from cleaner.restore.document import RestoreError, entries_of
from cleaner.runner.inputs.discover import STATE_FOLDER
from cleaner.runner.outputs.paths import mirrored
from cleaner.runner.workers.task import Source
from cleaner.system.atomic_file import PART
from cleaner.system.compression import SUFFIXES, open_decompressed
from cleaner.system.paths import display_name

_RECORD = re.compile(r"(.*):\d+", re.DOTALL)


class Pair(NamedTuple):
    """An input, the place of what was written for it (None if there is nothing), and its entries.

    `place` is relative to the folder of clean files.
    """

    source: str
    place: str | None
    entries: Iterator[dict[str, Any]]


class CleanFiles:
    """The files of a folder, by their names as ledgers write them; `avoid` are places in it to pass over."""

    def __init__(self, folder: str, avoid: Iterable[str]) -> None:
        self._places = {display_name(place): place for place in _below(folder, avoid)}

    def place(self, name: str, to: str | None) -> str | None:
        """Where the output of an input of that name lies, if it was asked for in that format."""
        return self._places.get(mirrored(Source("", name), "", to))

    def unnamed(self, named: set[str]) -> list[str]:
        """The places of outputs that are not among those named."""
        return [place for place in self._places.values() if place not in named and format_of(place)[0] != AUTO]


def pairs_of_folder(files: CleanFiles, folder: str) -> Iterator[Pair]:
    """A pair for each ledger of a folder, as --report FOLDER/ writes them: under the inputs' names."""
    ledgers = {}
    for place in _below(folder, ()):
        stem, suffix = os.path.splitext(place)
        stem, suffix = os.path.splitext(stem) if suffix.lower() in SUFFIXES else (stem, suffix)
        if suffix == ".jsonl":
            ledgers[display_name(stem)] = os.path.join(folder, place)
    places = _best({name: [name] for name in ledgers}, files, cuts=[0])[0]
    for name, path in ledgers.items():
        yield Pair(name, places[name], _entries(path))


def pairs_of_file(files: CleanFiles, path: str) -> Iterator[Pair]:
    """A pair for each input that the entries of one ledger, of the whole run, name as their origin.

    Raises RestoreError before the first pair if the ledger cannot be read to its end.
    """
    places = _placed(files, dict.fromkeys(map(source_of, _entries(path))))
    for source, entries in groupby(_entries(path), source_of):
        yield Pair(source, places[source], entries)


def source_of(entry: dict[str, Any]) -> str:
    """The input that an entry is about: a record's is its file. Raises RestoreError where it names none."""
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
    # what was a file has the encoding that it was read in
    record = _RECORD.fullmatch(source) if origin.get("encoding") is None else None
    return record[1] if record else source


def _placed(files: CleanFiles, sources: Iterable[str]) -> dict[str, str | None]:
    """The place of each input, found by the end of its path: what is before is the folder that was cleaned."""
    paths = {source: [part for part in source.split(os.sep) if part not in ("", ".")] for source in sources}
    folders = [parts[:-1] for parts in paths.values()]
    alike = zip(min(folders, default=[]), max(folders, default=[]), strict=False)
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], alike))
    places, to = _best(paths, files, cuts=range(shared, -1, -1))
    taken = set(places.values())
    for source, parts in paths.items():
        if places[source] is None:
            # several folders were cleaned into one
            ends = (files.place(os.sep.join(parts[cut:]), to) for cut in range(len(parts)))
            places[source] = next((place for place in ends if place is not None and place not in taken), None)
            taken.add(places[source])
    return places


def _best(
    paths: dict[str, list[str]], files: CleanFiles, cuts: Iterable[int]
) -> tuple[dict[str, str | None], str | None]:
    """The places, and the format of the run's output, with which the most inputs have a file."""
    best: dict[str, str | None] = dict.fromkeys(paths)
    most, format = 0, None
    for cut, to in product(cuts, (None, *reversed(OUTPUT_FORMATS))):
        found = {source: files.place(os.sep.join(parts[cut:]), to) for source, parts in paths.items()}
        count = sum(place is not None for place in found.values())
        if count > most:
            best, most, format = found, count, to
        if most == len(paths):
            break
    return best, format


def _entries(path: str) -> Iterator[dict[str, Any]]:
    with open_decompressed(path) as ledger:
        yield from entries_of(ledger)


def _below(folder: str, avoid: Iterable[str]) -> Iterator[str]:
    """The files below a folder, relative to it, in the order of their names."""
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
