"""What a worker process is given: sources, units and tasks."""

from __future__ import annotations

from typing import NamedTuple

from cleaner.core.result import Failure
from cleaner.formats.registry import AUTO
from cleaner.system.paths import STDIN, display_name


class Source(NamedTuple):
    """One input file.

    `name` is how messages, ledgers and a mirrored tree call it: relative to the folder that was named.
    `format` is one of INPUT_FORMATS, AUTO where only the content can tell; `compression` is told by
    the suffix here, and by the content when the file is opened. `size` is -1 where there may be bytes, but
    nobody knows how many: of a stream, or a pipe.
    """

    path: str
    name: str
    format: str = AUTO
    compression: str = ""
    size: int = -1

    @property
    def shown(self) -> str:
        """The path as messages show it."""
        return "standard input" if self.path == STDIN else display_name(self.path)


class Unit(NamedTuple):
    """A file, to be read by the worker (`data` is None) or read already, or lines of records.

    `first` is the number of the first record of `data`; `last` tells that the source ends with this unit;
    `until` is the offset in the source's content behind this unit, 0 where no run can go on from there,
    `digest` that of the content up to there, or of the file itself where that is something else and the
    unit its last. Where reading `failed`, the unit is not cleaned: its data come out as they are, and if it
    is `lost`, so is all that would have followed. `faults` are records, by number, that the reader found to
    be none; `skipped` counts what it passed over. `at` is the offset in the file itself up to which it was
    read for this unit.
    """

    source: Source
    data: bytes | None = None
    records: bool = False
    first: int = 1
    last: bool = True
    until: int = 0
    failed: Failure | None = None
    lost: bool = False
    digest: str = ""
    faults: tuple[tuple[int, Failure], ...] = ()
    skipped: int = 0
    at: int = 0

    @property
    def name(self) -> str:
        """What the unit is called: a record has its number behind the file's path."""
        return f"{self.source.path}:{self.first}" if self.records else self.source.path

    @property
    def begins_at(self) -> int:
        """The offset in the source's content at which the unit begins."""
        return max(self.until - len(self.data or b""), 0) if self.records else 0


class Task(NamedTuple):
    """Units that one worker does in one go."""

    units: tuple[Unit, ...]

    def parts(self) -> list[Task]:
        """Tasks of one document each."""
        if len(self.units) > 1:
            return [Task((unit,)) for unit in self.units]
        (unit,) = self.units
        if not unit.records or unit.data is None:
            return [self]
        lines = _lines(unit.data)
        parts = [unit._replace(data=line, first=unit.first + at, skipped=0) for at, line in enumerate(lines)]
        parts[:1] = [part._replace(skipped=unit.skipped) for part in parts[:1]]
        return [Task((part,)) for part in parts] or [self]


def _lines(data: bytes) -> list[bytes]:
    """The lines of `data`, each with its line break; only \\n breaks a line of JSON Lines."""
    pieces = data.split(b"\n")
    lines = [piece + b"\n" for piece in pieces[:-1]]
    return [*lines, pieces[-1]] if pieces[-1] else lines
