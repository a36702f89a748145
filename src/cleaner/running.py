"""A run: sources through the workers into outputs and report, in order, with an end that adds up."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from hashlib import sha256
from itertools import chain, islice
from typing import Any

from cleaner.accounts import Account, Folder, LinesFile, NoAccount, OneFile
from cleaner.api import Cleaner
from cleaner.batch import Done
from cleaner.clean_command import Request, check_sources
from cleaner.describing import Telling, shown
from cleaner.formats import Formats
from cleaner.journal import FOLDER, Journal, beside
from cleaner.outputs import Joined, Nowhere, Sink, check_collisions, mirrored
from cleaner.placing import Placed
from cleaner.pool import Pool
from cleaner.reading import Reader
from cleaner.sources import RECORDS, Source, find
from cleaner.streams import STDIN
from cleaner.tally import Tally
from cleaner.terminal import say
from cleaner.work import Setup, Task, Unit, Worker, failed, joined

DONE, FOUND, FAILED = 0, 1, 3
_HERE = 1 << 18  # bytes of text that are cleaned sooner here than by a process that must start first


def run(request: Request, cleaner: Cleaner) -> int:
    """Clean everything asked for; the exit code. Raises StreamError where an output cannot be written."""
    return Run(request, cleaner).run()


class Run:
    """One run of `cleaner clean`."""

    def __init__(self, request: Request, cleaner: Cleaner) -> None:
        self._request = request
        kind = None
        if request.report is not None:
            kind = ".jsonl" if request.report_into_folder else os.path.splitext(request.report)[1].lower()
        self._setup = Setup(
            cleaner,
            request.reading,
            request.writing,
            Telling(kind, request.diff, request.check, request.verbosity),
            request.limits,
        )
        self._formats = Formats(
            request.reading,
            request.writing,
            request.limits,
            keep=request.keeps_tables,
        )
        self.tally = Tally()

    def run(self) -> int:
        """Clean everything; the exit code."""
        request = self._request
        with ExitStack() as stack:
            if request.in_place or request.into_folder or self._is_one_stream():
                self._run_placed(stack)
            else:
                self._run_joined(stack)
        if request.verbosity > 0:
            top = ", ".join(f"{rule} {count}" for rule, count in self.tally.rules.most_common(5))
            counts = self.tally
            say(
                f"{counts.documents} documents, {counts.changed} changed, {counts.failed} failed; {top or 'all kept'}"
            )
        if self.tally.failed:
            return FAILED
        return FOUND if request.check and self.tally.changed else DONE

    def _is_one_stream(self) -> bool:
        """Whether one file of records goes into one file: long enough to be worth resuming."""
        if not self._request.output or len(self._request.inputs) > 1 or STDIN in self._request.inputs:
            return False
        return next(self._sources(), Source("", "")).format in RECORDS and not self._request.diff

    def _sources(self, *, tell: bool = False) -> Iterator[Source]:
        request = self._request
        skip: Callable[[str], None] = say if tell and request.verbosity >= 0 else lambda _: None
        avoid = request.output if request.into_folder else None
        return find(request.inputs, request.selection, skip=skip, avoid=avoid)

    def _run_joined(self, stack: ExitStack) -> None:
        request = self._request
        check_sources(request, self._sources(), into_one=True)
        sink: Sink = Nowhere() if request.check else Joined(request.output, diff=request.diff)
        stack.enter_context(sink)
        account = stack.enter_context(self._account(None))
        reader = Reader(request.limits, format=request.reading.format, records_of=self._formats.blocks)
        for unit, done in self._done(stack, reader.tasks(self._sources(tell=True))):
            sink.add(unit.source, done.outputs, last=unit.last)
            account.add(unit.source, done.entries, last=unit.last)
        if self.tally.documents or not self.tally.failed:
            sink.commit()
            account.commit()

    def _run_placed(self, stack: ExitStack) -> None:
        request = self._request
        place = self._place()
        check_sources(request, self._sources(), into_one=False)
        check_collisions(self._sources(), place)
        journal = stack.enter_context(self._journal())
        reader = Reader(
            request.limits,
            format=request.reading.format,
            begin_at=lambda source: placed.begins_at(source),  # noqa: PLW0108 it is made below
            records_of=self._formats.blocks,
        )
        account = self._account(journal)
        placed = Placed(
            place,
            journal,
            backup=request.backup,
            digest_of=reader.digest_of,
            report_size=account.sync,
        )
        stack.callback(placed.close)
        stack.enter_context(account)
        for unit, done in self._done(stack, reader.tasks(self._unfinished(placed))):
            account.add(unit.source, done.entries, last=unit.last)
            placed.add(unit, done)
        account.commit()
        journal.done()

    def _unfinished(self, placed: Placed) -> Iterator[Source]:
        for source in self._sources(tell=True):
            finished = placed.is_finished(source)
            if finished is None:
                yield source
            else:
                self.tally.add(Tally.from_dict(finished.tally))

    def _place(self) -> Callable[[Source], str]:
        request = self._request
        if request.in_place:
            return lambda source: source.path
        assert request.output is not None
        if request.into_folder:
            return partial(mirrored, folder=request.output, to=request.writing.to)
        return lambda _: request.output or ""

    def _journal(self) -> Journal:
        request = self._request
        if request.into_folder:
            path = os.path.join(request.output or "", FOLDER, "journal")
        elif request.in_place:
            first = request.inputs[0]
            path = os.path.join(first, FOLDER, "journal") if os.path.isdir(first) else beside(first)
        else:
            path = beside(request.output or "")
        return Journal(path, self._settings(), resume=request.resume, keep=request.into_folder)

    def _settings(self) -> str:
        """A digest of everything that decides what is written."""
        setup = self._setup
        state = (
            setup.cleaner.digest,
            setup.reading,
            setup.writing,
            setup.telling._replace(verbosity=0),
            setup.limits,
        )
        return sha256(repr(state).encode()).hexdigest()

    def _account(self, journal: Journal | None) -> Account:
        request = self._request
        if request.report is None:
            return NoAccount()
        last = None
        if journal is not None and request.resume:
            last = journal.point.report if journal.point else None
        if request.report_into_folder:
            return Folder(request.report, resume_at=last)
        if journal is not None and request.report.endswith(".jsonl"):
            if last is None and journal.finished:
                last = list(journal.finished.values())[-1].report
            return LinesFile(request.report, last)
        return OneFile(request.report)

    def _done(self, stack: ExitStack, tasks: Iterator[Task]) -> Iterator[tuple[Unit, Done]]:
        """Every unit with what came of it, in order."""
        for task, dones in self._worked(stack, tasks):
            for unit, done in zip(task.units, dones, strict=True):
                self._formats.encode(unit.source, done, last=unit.last, as_is=unit.failed is not None)
                self.tally.add(done.tally)
                for note in done.notes:
                    say(note)
                yield unit, done

    def _worked(self, stack: ExitStack, tasks: Iterator[Task]) -> Iterator[tuple[Task, list[Done]]]:
        first = list(islice(tasks, 2))
        if len(first) < 2 and all(_is_small(task) for task in first):
            worker = Worker(self._setup)
            for task in first:
                yield task, worker(task)
            return
        pool: Pool[Any, Any] = stack.enter_context(
            Pool(
                self._setup,
                jobs=(self._request.jobs or os.cpu_count() or 1) if len(first) > 1 else 1,
                limit=self._request.limits.seconds,
                failed=partial(failed, setup=self._setup),
                join=joined,
            )
        )
        yield from pool.map(chain(first, tasks))


def _is_small(task: Task) -> bool:
    """Whether a task is text only, and little of it."""
    size = sum(len(unit.data) if unit.data is not None else unit.source.size for unit in task.units)
    return size <= _HERE and all(
        unit.source.format in ("text", "jsonl") and b'"html"' not in (unit.data or b"") for unit in task.units
    )


__all__ = ["run", "shown"]
