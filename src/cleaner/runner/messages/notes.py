"""Prints notes on documents to standard error. Similar failures are printed once and counted."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable

from cleaner.core.regex import lazy_compile
from cleaner.runner.workers.outcome import Note, UnitResult
from cleaner.runner.workers.task import Source, Unit
from cleaner.system.paths import STDIN, shown
from cleaner.system.terminal import say

_KINDS, _PLACES = 50, 5  # distinct failures of one file, and named records of each
_NUMBER = lazy_compile(r"\d[\d,]*")


class Notes:
    """Prints notes. The first record of a file that fails in some way is named at once.

    One line at the end of the file counts the others that fail in the same way.
    """

    def __init__(self) -> None:
        self._path = ""
        self._more: dict[str, _More] = {}
        self._told: set[str] = set()

    def tell_missing(self, sources: Iterable[Source]) -> None:
        """Print the inputs that do not exist, before the first one is read."""
        for source in sources:
            if source.path != STDIN and not os.path.lexists(source.path):
                self._told.add(source.path)
                say(f"error: {source.shown}: {os.strerror(errno.ENOENT)}")

    def add(self, unit: Unit, done: UnitResult) -> None:
        """Print the notes of the next unit. Calls follow the order of the units."""
        for note in done.notes:
            if done.lost and unit.source.path in self._told:
                self._told.discard(unit.source.path)
            elif (note.failed or note.counted) and unit.records:
                self._add(unit.source, note)
            else:
                _tell(note)
        if unit.last or done.lost:
            self.end()

    def _add(self, source: Source, note: Note) -> None:
        self._path = source.path
        like = _NUMBER.sub("", _stem(note.text))
        if like not in self._more and len(self._more) < _KINDS:
            self._more[like] = _More(_stem(note.text))
            _tell(note)
            return
        if like not in self._more:
            like = ""
            self._more.setdefault(like, _More("other failures"))
        self._more[like].add(note, note.name.removeprefix(f"{source.path}:"))

    def end(self) -> None:
        """Print the counts of similar failures."""
        for more in self._more.values():
            if more.count == 1 and more.last:
                _tell(more.last)
            elif more.count:
                records = ", ".join(more.places) + (", …" if more.count > len(more.places) else "")
                error = "error: " if more.last and more.last.failed else ""
                say(f"{error}{shown(self._path)}: {more.stem}, in {more.count:,} more records: {records}")
        self._more = {}


class _More:
    """The number of further records with a similar failure, and the first of them."""

    def __init__(self, stem: str) -> None:
        self.stem = stem
        self.count = 0
        self.places: list[str] = []
        self.last: Note | None = None

    def add(self, note: Note, place: str) -> None:
        self.count += 1
        self.last = note
        if len(self.places) < _PLACES:
            self.places.append(place)


def _stem(why: str) -> str:
    """Return the part that similar failures share: the sentence up to its first colon."""
    return why.partition(":")[0]


def _tell(note: Note) -> None:
    if not note.name:
        say(note.text)
    else:
        say(f"{'error: ' if note.failed else ''}{shown(note.name)}: {note.text}")
