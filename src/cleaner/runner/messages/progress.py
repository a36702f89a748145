"""What a person sees of a long run: a line that is written over while it goes on."""

from __future__ import annotations

import sys
import time

from cleaner.formats.registry import FORMATS
from cleaner.runner.messages.summary import clock, counted, share
from cleaner.runner.tally import Tally
from cleaner.runner.workers.task import Unit
from cleaner.system.terminal import is_terminal, say, show_line

_OFTEN, _SELDOM = 0.2, 10.0  # seconds between two looks, on a terminal and in a log
_MEGABYTE = 1_000_000


class Progress:
    """Tells how far a run is: on a terminal in one line, with -v in a log now and then, else not at all.

    total: bytes of all input files, 0 where that is not known. silent: say nothing, whoever looks.
    """

    def __init__(self, *, verbosity: int, silent: bool) -> None:
        self.total = 0
        self._began = self._told = time.monotonic()
        self._terminal = is_terminal(sys.stderr) and not silent and verbosity >= 0
        self._log = verbosity > 0
        self._files = self._within = 0  # bytes of the files that are done, and of the one at work
        self._before = 0  # those of them that an earlier run has done
        self._path: str | None = None

    def passed_over(self, size: int) -> None:
        """Count a file that an earlier run has done."""
        self._files += size
        self._before += size

    def advance(self, unit: Unit) -> None:
        """Count what came next."""
        source = unit.source
        if not FORMATS[source.format].is_streamed and not unit.last:
            self.total = 0  # it is not read from its beginning to its end
        if unit.begins_at and source.path != self._path:
            self._before += unit.at  # a run that is resumed begins here
        self._path = source.path
        self._files += max(source.size, 0) if unit.last else 0
        self._within = 0 if unit.last else unit.at

    def look(self, tally: Tally, before: Tally) -> None:
        """Tell, if it is time to. before: what an earlier run has done of it."""
        now = time.monotonic()
        if now - self._told < (_OFTEN if self._terminal else _SELDOM) or not (self._terminal or self._log):
            return
        self._told = now
        (show_line if self._terminal else say)(self._line(tally, before, now - self._began))

    def _line(self, tally: Tally, before: Tally, seconds: float) -> str:
        speed = (tally.input_bytes - before.input_bytes) / seconds
        parts = [counted(tally.documents, "document"), f"{speed / _MEGABYTE:.1f} MB/s", f"{share(tally)} removed"]
        if tally.failed:
            parts.append(f"{tally.failed:,} failed")
        read = self._files + self._within
        if self.total and read > self._before:
            parts.append(f"{clock((self.total - read) * seconds / (read - self._before))} left")
        return ", ".join(parts)

    def close(self) -> None:
        """Leave the line empty."""
        if self._terminal:
            show_line("")

    @property
    def seconds(self) -> float:
        """How long the run has taken so far."""
        return time.monotonic() - self._began
