"""Writes one output for all inputs, or none."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import TracebackType
from typing import Protocol

from cleaner.runner.outputs.paths import compression_for
from cleaner.runner.workers.outcome import UnitResult
from cleaner.runner.workers.task import Unit
from cleaner.system.compression import compress
from cleaner.system.streams import Output, StandardOutput, WholeFile
from cleaner.system.terminal import colour_diff, colour_findings, is_terminal, safe, wants_colour

_TOGETHER = 1 << 20  # bytes that are compressed together


class Sink(Protocol):
    """Receives the results of a run in order."""

    def add(self, unit: Unit, done: UnitResult) -> None:
        """Write the result of the next unit."""

    def commit(self) -> None:
        """Finish the output after the last unit."""

    def __enter__(self) -> Sink: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class JoinedOutput:
    """Writes all results to one file or to standard output."""

    def __init__(self, path: str | None, *, diff: bool = False, check: bool = False) -> None:
        """Raises OutputError or WriteError if the output cannot be opened.

        The results are texts, or with `diff` diffs, or with `check` findings. Workers have painted a diff for a
        terminal already.
        """
        self._packing = compression_for(path or "")
        terminal = path is None and is_terminal(sys.stdout)
        coloured = path is None and wants_colour(sys.stdout)
        self._show: Callable[[bytes], bytes] = lambda data: data
        if diff and coloured and not terminal:
            self._show = lambda data: colour_diff(data.decode("utf-8", "replace")).encode()
        elif check and not diff and coloured:
            self._show = lambda data: colour_findings(data.decode("utf-8", "replace")).encode()
        elif terminal and not diff:
            self._show = lambda data: safe(data.decode("utf-8", "replace")).encode()
        self._open_line, self._begins = False, True
        self._held: list[bytes] = []
        self._size = 0
        self._to: Output = WholeFile(path) if path else StandardOutput()

    def add(self, unit: Unit, done: UnitResult) -> None:
        """Write the result of the next unit. Each document begins on a new line."""
        for output in done.outputs:
            if not output:
                continue
            data = self._show(output)
            self._write(b"\n" + data if self._open_line and self._begins else data)
            self._open_line = not data.endswith(b"\n")
        self._begins = unit.last

    def _write(self, data: bytes) -> None:
        if not self._packing:
            if data:
                self._to.write(data)
            return
        # compressed blocks depend on the documents alone, so that every run writes the same bytes
        self._held.append(data)
        self._size += len(data)
        if self._size >= _TOGETHER:
            self._pack()

    def _pack(self) -> None:
        self._to.write(compress(b"".join(self._held), self._packing))
        self._held, self._size = [], 0

    def commit(self) -> None:
        """Finish the file and move it to its path."""
        if self._packing:
            self._pack()
        self._to.commit()

    def __enter__(self) -> JoinedOutput:
        self._to.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._to.__exit__(kind, error, trace)
