"""Shows the progress of a long run."""

from __future__ import annotations

import sys
import time

from cleaner.formats.registry import FORMATS
from cleaner.runner.messages.summary import clock, counted, share
from cleaner.runner.tally import Tally
from cleaner.runner.workers.task import Unit
from cleaner.system.terminal import is_terminal, say, show_line

_OFTEN, _SELDOM = 0.2, 10.0  # seconds between two updates, on a terminal and in a log
_MEGABYTE = 1_000_000


class Progress:
    """Shows progress: on a terminal in one line that it overwrites, with -v as lines of a log, else not at all.

    total: bytes of all input files; 0 if unknown. silent: print nothing, even on a terminal.
    """

    def __init__(self, *, verbosity: int, silent: bool) -> None:
        self.total = 0
        self._began = self._told = time.monotonic()
        self._terminal = is_terminal(sys.stderr) and not silent and verbosity >= 0
        self._log = verbosity > 0
        self._files = self._within = 0  # bytes of finished files, and of the current one
        self._before = 0  # of these, bytes that an earlier run has finished
        self._path: str | None = None

    def passed_over(self, size: int) -> None:
        """Count a file that an earlier run has finished. `size` is in bytes."""
        self._files += size
        self._before += size

    def advance(self, unit: Unit) -> None:
        """Count the next unit."""
        source = unit.source
        if not FORMATS[source.format].is_streamed and not unit.last:
            self.total = 0  # reads are not sequential, so offsets do not measure progress
        if unit.begins_at and source.path != self._path:
            self._before += unit.at  # a resumed run begins here
        self._path = source.path
        self._files += max(source.size, 0) if unit.last else 0
        self._within = 0 if unit.last else unit.at

    def look(self, tally: Tally, before: Tally) -> None:
        """Print the progress if an update is due. before: the part of `tally` that an earlier run has finished."""
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
        """Clear the line."""
        if self._terminal:
            show_line("")

    @property
    def seconds(self) -> float:
        """Return the seconds since the run began."""
        return time.monotonic() - self._began
