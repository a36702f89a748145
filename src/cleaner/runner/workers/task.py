"""The work for a worker process: sources, units and tasks."""

from __future__ import annotations

from typing import NamedTuple

from cleaner.core.result import Failure
from cleaner.formats.registry import AUTO
from cleaner.system.paths import STDIN, display_name


class Source(NamedTuple):
    """One input file.

    `name` is the name in messages, ledgers and a mirrored tree, relative to the input folder. `format` is one of
    INPUT_FORMATS; AUTO detects it by content. `compression` is detected by suffix, and again by content when the
    file is opened. `size` is in bytes; -1 if unknown, as for a stream or a pipe.
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
    """A file that the worker reads (`data` is None), the bytes of a file, or lines of records.

    `first` is the number of the first record of `data`. `last` is true for the last unit of a source. `until` is
    the offset in the content behind this unit; 0 if no run can resume there. `digest` is that of the content up to
    `until`, or for a last unit whose content differs from the file, that of the file. If reading `failed`, the
    data are written unchanged; if the unit is `lost`, the rest of the source is lost too. `faults` are records, by
    number, that the reader rejected. `skipped` counts entries that the reader skipped. `at` is the offset in the
    file itself up to which the reader has read.
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
        """The name of the unit. A record has its number behind the path of the file."""
        return f"{self.source.path}:{self.first}" if self.records else self.source.path

    @property
    def begins_at(self) -> int:
        """The offset of the unit in the content of the source, in bytes."""
        return max(self.until - len(self.data or b""), 0) if self.records else 0


class Task(NamedTuple):
    """Units that one worker cleans together."""

    units: tuple[Unit, ...]

    def parts(self) -> list[Task]:
        """Return tasks of one document each."""
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
    """Return the lines of `data` with their line breaks. Only \\n ends a line of JSON Lines."""
    pieces = data.split(b"\n")
    lines = [piece + b"\n" for piece in pieces[:-1]]
    return [*lines, pieces[-1]] if pieces[-1] else lines
