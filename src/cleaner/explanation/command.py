"""`cleaner why`: reads the text, page or record that the command names, and prints the answer."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple

from cleaner.api import Cleaner
from cleaner.core.document import Document
from cleaner.core.errors import ConfigurationError
from cleaner.core.regex import lazy_compile
from cleaner.explanation.view import Row, answer_rows, overview_rows
from cleaner.explanation.why import answers, answers_for
from cleaner.formats.options import ReadOptions, WriteOptions
from cleaner.intake.limits import Limits
from cleaner.runner.inputs.discover import Selection, find
from cleaner.runner.inputs.task_reader import Reader
from cleaner.runner.record_formats import TableCodecs
from cleaner.runner.workers.describe import OutputOptions
from cleaner.runner.workers.task import Source
from cleaner.runner.workers.worker import Worker, WorkerConfig
from cleaner.system.paths import STDIN, shown
from cleaner.system.streams import StandardOutput
from cleaner.system.terminal import columns_of, paint, say, wants_colour

_DONE, _FAILED = 0, 3
_MOST = 3  # numbers behind a path: record, line and column
_NUMBER = lazy_compile(r"(.+):(\d{1,15})")


class WhyRequest(NamedTuple):
    """The arguments of the command: a path, and behind it up to three numbers as --check prints them."""

    path: str
    numbers: tuple[int, ...]
    reading: ReadOptions
    limits: Limits

    @classmethod
    def of(cls, target: str, reading: ReadOptions, limits: Limits) -> WhyRequest:
        """Return the request for FILE, FILE:LINE, FILE:LINE:COLUMN or, of records, FILE:RECORD:LINE:COLUMN."""
        path: str = target
        numbers: list[int] = []
        while not os.path.lexists(path) and len(numbers) < _MOST and (found := _NUMBER.fullmatch(path)):
            path = found[1]
            numbers.insert(0, int(found[2]))
        return cls(path, tuple(numbers), reading, limits)


class UnreadableError(Exception):
    """The input cannot be cleaned. The message says why; `kind` is the reason as a word."""

    def __init__(self, kind: str, why: str) -> None:
        super().__init__(why)
        self.kind = kind


def run(request: WhyRequest, cleaner: Cleaner) -> int:
    """Print the answer and return the exit code. Raises ConfigurationError for a line that does not exist."""
    if request.path != STDIN and os.path.isdir(request.path):
        raise ConfigurationError(f"{shown(request.path)} is a folder; name one of its files")
    try:
        rows = rows_of(request, cleaner, columns_of(sys.stdout))
    except UnreadableError as failed:
        say(f"error: {shown(request.path)}: {failed}")
        return _FAILED
    colour = wants_colour(sys.stdout)
    with StandardOutput() as out:
        for row in rows:
            out.write(line_of(row, colour=colour))
        out.commit()
    return _DONE


def rows_of(
    request: WhyRequest, cleaner: Cleaner, columns: int = 0, opened: Callable[[Source], BinaryIO] | None = None
) -> Iterator[Row]:
    """Return the rows of the answer. `columns` is the width of the terminal; 0 for none.

    opened: returns the content of the input; None opens its path. Raises UnreadableError, or ConfigurationError for
    a line or record that does not exist.
    """
    document, numbers, name = _read(request, cleaner, opened)
    if not numbers:
        return overview_rows(name, answers(cleaner, document), columns)
    try:
        found = answers_for(cleaner, document, numbers[0])
    except IndexError:
        count = document.text.rstrip("\n").count("\n") + 1
        raise ConfigurationError(f"{name} has no line {numbers[0]:,}; its last one is {count:,}") from None
    return answer_rows(name, found, columns)


def line_of(row: Row, *, colour: bool = False) -> bytes:
    """Return a row as a line of output."""
    return f"{paint(row, colour=colour)}\n".encode("utf-8", "replace")


def _read(
    request: WhyRequest, cleaner: Cleaner, opened: Callable[[Source], BinaryIO] | None
) -> tuple[Document, tuple[int, ...], str]:
    """Return the document, the numbers of line and column in it, and its name. Raises UnreadableError."""
    writing = WriteOptions()
    source = next(iter(find([request.path], Selection(), skip=lambda _: None)))
    formats = TableCodecs(request.reading, writing, request.limits, keep=False)
    worker = Worker(WorkerConfig(cleaner, request.reading, writing, OutputOptions(), request.limits))
    reader = Reader(
        request.limits,
        format=request.reading.format,
        encoding=request.reading.encoding,
        records_of=formats.blocks,
        opened=opened,
    )
    name, numbers, wanted = shown(request.path), request.numbers, 1
    for unit in (unit for task in reader.tasks([source]) for unit in task.units):
        if unit.records:
            if not request.numbers:
                raise ConfigurationError(f"{name} holds records; name one, as in {name}:1, and a line: {name}:1:3")
            wanted, numbers = request.numbers[0], request.numbers[1:]
            name = f"{shown(request.path)}:{wanted}"
        outcome = worker.outcome(unit, wanted)
        if outcome is None:
            continue
        if outcome.result is None:
            raise UnreadableError(outcome.kind, outcome.failure or "a blank line, which is no record")
        return outcome.result.document, numbers, name
    raise ConfigurationError(f"{shown(request.path)} has no record {wanted:,}")
