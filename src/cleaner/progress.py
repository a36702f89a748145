"""What a person sees of a long run: a line that is written over while it goes on, a summary at its end."""

from __future__ import annotations

import sys
import time

from cleaner.tally import Tally
from cleaner.terminal import is_terminal, say, show_line

_OFTEN, _SELDOM = 0.2, 10.0  # seconds between two looks, on a terminal and in a log
_MEGABYTE = 1_000_000


class Progress:
    """Tells how far a run is: on a terminal in one line, with -v in a log now and then, else not at all.

    total: bytes of all inputs, 0 where that is not known. silent: say nothing, whoever looks.
    """

    def __init__(self, *, verbosity: int, silent: bool) -> None:
        self.total = 0
        self._began = self._told = time.monotonic()
        self._terminal = is_terminal(sys.stderr) and not silent and verbosity >= 0
        self._log = verbosity > 0 and not self._terminal
        self._before = 0

    def passed_over(self, size: int) -> None:
        """Count bytes that an earlier run has done."""
        self._before += size

    def look(self, tally: Tally) -> None:
        """Tell, if it is time to."""
        now = time.monotonic()
        if now - self._told < (_OFTEN if self._terminal else _SELDOM) or not (self._terminal or self._log):
            return
        self._told = now
        (show_line if self._terminal else say)(self._line(tally, now - self._began))

    def _line(self, tally: Tally, seconds: float) -> str:
        speed = (tally.input_bytes - self._before) / seconds
        parts = [f"{tally.documents:,} documents", f"{speed / _MEGABYTE:.1f} MB/s", f"{_share(tally)} removed"]
        if tally.failed:
            parts.append(f"{tally.failed:,} failed")
        if self.total and speed:
            parts.append(f"{_clock((self.total - tally.input_bytes) / speed)} left")
        return ", ".join(parts)

    def close(self) -> None:
        """Leave the line empty."""
        if self._terminal:
            show_line("")

    @property
    def seconds(self) -> float:
        """How long the run has taken so far."""
        return time.monotonic() - self._began


def summary(tally: Tally, seconds: float) -> list[str]:
    """What a run came to, in a few lines."""
    speed = f"{tally.documents / seconds:,.0f} documents/s" if seconds else ""
    lines = [
        f"{tally.documents:,} documents, {tally.changed:,} changed, {tally.removed:,} characters "
        f"({_share(tally)}) removed, {tally.failed:,} failed; {_clock(seconds)}, {speed}"
    ]
    if tally.rules:
        top = ", ".join(f"{rule} {count:,}" for rule, count in tally.rules.most_common(8))
        lines.append(f"most often: {top}")
    if tally.failures:
        kinds = ", ".join(f"{kind} {count:,}" for kind, count in tally.failures.most_common())
        lines.append(f"failed: {kinds}")
    return lines


def _share(tally: Tally) -> str:
    return f"{tally.removed / tally.characters:.1%}" if tally.characters else "0%"


def _clock(seconds: float) -> str:
    if seconds < 60:
        return f"{max(seconds, 0):.1f} s" if seconds < 10 else f"{seconds:.0f} s"
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}" if minutes >= 60 else f"{minutes}:{rest:02}"
