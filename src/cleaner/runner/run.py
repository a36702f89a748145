"""Runs `cleaner clean`: reads sources, cleans them in workers, and writes outputs and report in order."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any

from cleaner.api import Cleaner
from cleaner.formats.options import FIELDS, Fields
from cleaner.formats.registry import AUTO, FORMATS, kind_of, may_have
from cleaner.runner import plan
from cleaner.runner.inputs.discover import SkippedFile, find
from cleaner.runner.inputs.source_list import Places, SourceList
from cleaner.runner.inputs.task_reader import Reader
from cleaner.runner.messages.notes import Notes
from cleaner.runner.messages.progress import Progress
from cleaner.runner.messages.summary import SkipCounts, resume_hint, summary_lines
from cleaner.runner.outputs.joined import JoinedOutput
from cleaner.runner.outputs.report_files import FolderReport
from cleaner.runner.outputs.undo import UndoLedgers
from cleaner.runner.record_formats import TableCodecs
from cleaner.runner.request import CleanRequest
from cleaner.runner.tally import Tally
from cleaner.runner.workers.describe import OutputOptions
from cleaner.runner.workers.outcome import UnitResult
from cleaner.runner.workers.task import Source, Task, Unit
from cleaner.runner.workers.worker import Worker, WorkerConfig, failed, joined
from cleaner.system.atomic_file import OutputFolder
from cleaner.system.errors import PlaceError, StreamError, WriteError
from cleaner.system.many import cores
from cleaner.system.paths import STDIN, display_name, is_special
from cleaner.system.pool import Pool, PoolError
from cleaner.system.signals import Stop, interrupted_after
from cleaner.system.terminal import columns_of, is_terminal, say, wants_colour

if TYPE_CHECKING:
    from cleaner.runner.outputs.journal import Journal
    from cleaner.runner.outputs.separate import SeparateOutputs


DONE, FOUND, FAILED = 0, 1, 3
# bytes of text that this process cleans faster than a new process starts
_IN_PROCESS_MAX_BYTES = 1 << 18
_IN_PROCESS_SECONDS = 2.0  # of one task; a process that can be killed repeats a slower task


def run_clean(request: CleanRequest, cleaner: Cleaner) -> int:
    """Clean the inputs of a request. Return the exit code. Raises StreamError if an output cannot be written."""
    return Run(request, cleaner).run()


class Run:
    """One run of `cleaner clean`."""

    def __init__(self, request: CleanRequest, cleaner: Cleaner) -> None:
        self._request = request = request.with_places()
        kind = plan.report_kind(request)
        self._setup = WorkerConfig(
            cleaner,
            request.reading,
            request.writing,
            OutputOptions(
                kind,
                request.diff,
                request.check,
                request.verbosity,
                placed=request.in_place or request.into_folder,
                omit_binary=request.omit_binary,
                columns=columns_of(sys.stdout) if request.diff and not request.output else 0,
                colour=request.diff and wants_colour(sys.stdout),
            ),
            request.limits,
        )
        self._formats = TableCodecs(request.reading, request.writing, request.limits, keep=request.keeps_tables)
        self.tally = Tally()
        self._before = Tally()  # the part of `tally` that an earlier run has finished
        self._skipped = SkipCounts(tell=request.verbosity > 0)
        self._notes = Notes()
        self._joined = 0
        self._journal: Journal | None = None
        self._keep = plan.keeper(request)
        writes = plan.places(request).writes
        self._redirected = [path for role, path in writes.items() if role == "standard output"]
        self._reports = OutputFolder(request.report or "") if request.report_into_folder else None
        self._stop = Stop()
        watched = not request.output and not request.in_place and is_terminal(sys.stdout)
        self._progress = Progress(verbosity=request.verbosity, silent=watched)

    def run(self) -> int:
        """Clean all inputs. Return the exit code."""
        request = self._request
        try:
            with ExitStack() as stack:
                stack.callback(self._progress.close)
                stack.callback(self._notes.end)
                plan.check_inside_inputs(request)
                if request.in_place or request.into_folder or self._is_one_stream():
                    self._run_placed(stack)
                else:
                    self._run_joined(stack)
        except (WriteError, PoolError) as error:
            with suppress(StreamError):
                self._write_statistics(None)
            raise type(error)("; ".join([str(error), *resume_hint(request, self._journal)])) from None
        except (KeyboardInterrupt, SystemExit):
            self._say_stopped()
            raise
        self._write_statistics(self._code())
        for line in summary_lines(
            request,
            self.tally,
            self._before,
            self._skipped,
            self._progress.seconds,
            joined=self._joined,
            sites=self._setup.cleaner.has_sites,
        ):
            say(line)
        if self._stop.signal:
            self._say_stopped()
        return self._code()

    def _say_stopped(self) -> None:
        if self._request.verbosity >= 0:
            say("; ".join(["stopped", *resume_hint(self._request, self._journal)]))

    def _write_statistics(self, code: int | None) -> None:
        if not self._request.stats and not self._request.report_into_folder:
            return
        from cleaner.runner.messages.run_stats import write_statistics

        write_statistics(
            self._request, self._setup.cleaner, self.tally, self._progress.seconds, code, folder=self._reports
        )

    def _code(self) -> int:
        if self._stop.signal:
            return 128 + self._stop.signal
        if self.tally.failed:
            return FAILED
        return FOUND if self._request.check and self.tally.changed else DONE

    def _is_one_stream(self) -> bool:
        """Return whether the run writes one file of records to one file, which can be long enough to resume."""
        request = self._request
        if not request.output or is_special(request.output) or request.diff or request.writing.as_text:
            return False
        sources = [*request.inputs, *request.listed]
        if len(sources) > 1 or STDIN in sources or (request.report and is_special(request.report)):
            return False
        return FORMATS[next(self._sources(), Source("", "")).format].has_records

    def _sources(self, *, tell: bool = False) -> Iterator[Source]:
        request = self._request
        skip: Callable[[SkippedFile], None] = self._skipped if tell else lambda _: None
        outputs = (request.output, request.report, request.stats, *self._redirected)
        format = request.reading.format
        for source in find(
            request.inputs,
            request.selection,
            skip=skip,
            avoid=[path for path in outputs if path],
            listed=request.listed,
            in_place=request.in_place,
        ):
            yield source._replace(format=format) if format != AUTO else source

    def _run_joined(self, stack: ExitStack) -> None:
        request = self._request
        plan.check_joined(request, self._sources())
        if len(request.inputs) + len(request.listed) > 1:
            self._notes.tell_missing(self._sources())
        # each file enters the stack at once, so that a signal leaves no temporary file
        sink = stack.enter_context(JoinedOutput(request.output, diff=request.diff, check=request.check))
        account = stack.enter_context(plan.account(request, None))
        sources: Any = self._sources(tell=True)
        if isinstance(account, FolderReport):
            sources = self._listed(stack, plan.places(request))
        reader = Reader(
            request.limits,
            format=request.reading.format,
            encoding=request.reading.encoding,
            records_of=self._formats.blocks,
        )
        read, refused = 0, ""
        for unit, done in self._done(stack, reader.tasks(sources)):
            sink.add(unit, done)
            if unit.source.path != refused:
                refused = ""
                try:
                    account.add(unit, done)
                except PlaceError as error:
                    refused = unit.source.path
                    account.drop(unit.source)
                    self._refuse(unit.source, error)
            read += unit.last and not done.lost
        whole = not self._stop.signal or request.output is None
        if whole and (self.tally.documents or not self.tally.failed):
            sink.commit()
            account.commit()
            self._joined = read if request.output and not request.diff and not is_special(request.output) else 0

    def _run_placed(self, stack: ExitStack) -> None:
        from cleaner.runner.outputs.separate import SeparateOutputs

        request = self._request
        place = plan.place(request)
        places = plan.places(request)
        if not (request.in_place or request.into_folder):
            # one stream of records: `each` has its output already
            writes = {role: path for role, path in places.writes.items() if role != "-o"}
            places = places._replace(each={"output": place, **places.each}, writes=writes)
        listed = self._listed(stack, places)
        if not listed.count:
            if not request.report_into_folder:
                with plan.account(request, None) as nothing:
                    nothing.commit()
            return
        if isinstance(self._keep, UndoLedgers):
            for source in listed:
                self._keep.check(source)
            stack.callback(self._say_undo)
        journal = self._journal = stack.enter_context(plan.journal(request, self._setup))
        if journal.is_begun_again and request.verbosity >= 0:
            say("an earlier run was stopped here; this one begins again (--resume would have gone on)")
        account = plan.account(request, journal)
        placed = SeparateOutputs(
            place,
            journal,
            inside=OutputFolder(request.output or "") if request.into_folder else None,
            in_place=request.in_place,
            keep=self._keep,
            report_size=account.sync,
            took_over=self._take_over,
        )
        stack.callback(placed.close)
        stack.enter_context(account)
        plan.clear_leftovers(request, journal, place)
        if request.resume and request.backup:
            plan.check_backups(request, (source for source in listed if placed.is_finished(source) is None))
        reader = Reader(
            request.limits,
            format=request.reading.format,
            encoding=request.reading.encoding,
            begin_at=placed.begins_at,
            records_of=self._formats.blocks,
            digests=True,
        )
        unit, refused = None, ""
        for unit, done in self._done(stack, reader.tasks(self._unfinished(listed, placed))):
            if unit.source.path == refused:
                continue
            refused = ""
            try:
                account.add(unit, done)
                placed.add(unit, done)
            except PlaceError as error:
                if not (request.in_place or request.into_folder):
                    raise
                refused = unit.source.path
                account.drop(unit.source)
                placed.drop()
                self._refuse(unit.source, error)
        self._say_unkept(placed)
        if self._stop.signal:
            if unit is not None:
                placed.checkpoint(unit)
            return
        account.commit()
        journal.done()

    def _refuse(self, source: Source, error: PlaceError) -> None:
        """Report a source whose output or report cannot be written. The run continues with the other sources."""
        why = str(error).removeprefix(f"{source.shown}: ")
        say(f"error: {source.shown}: {why}")
        self.tally.fail("output")
        self.tally.documents -= 1  # the worker has counted it

    def _say_unkept(self, placed: SeparateOutputs) -> None:
        for what, (count, first) in placed.unkept.items():
            files = display_name(first) if count == 1 else f"{count:,} files, such as {display_name(first)},"
            say(f"the {what} of {files} could not be kept")

    def _say_undo(self) -> None:
        assert isinstance(self._keep, UndoLedgers)
        if self._request.verbosity >= 0 and (line := self._keep.summary()):
            say(line)

    def _listed(self, stack: ExitStack, places: Places) -> SourceList:
        """Return all sources. They are found and checked before the run writes."""
        listed = SourceList(plan.checked(self._request, self._sources(tell=True)), places)
        stack.callback(listed.close)
        self._progress.total = listed.bytes
        if not listed.count and self._request.verbosity >= 0:
            say(plan.nothing(self._request))
        return listed

    def _unfinished(self, listed: SourceList, placed: SeparateOutputs) -> Iterator[Source]:
        for source in listed:
            finished = placed.is_finished(source) if self._request.resume else None
            if finished is None:
                yield source
            else:
                self._take_over(Tally.from_dict(finished.tally))
                self._progress.passed_over(source.size)

    def _take_over(self, tally: Tally) -> None:
        self.tally.add(tally)
        self._before.add(tally)

    def _done(self, stack: ExitStack, tasks: Iterator[Task]) -> Iterator[tuple[Unit, UnitResult]]:
        """Yield every unit with its result, in order."""
        for task, dones in self._worked(stack, tasks):
            for unit, done in zip(task.units, dones, strict=True):
                self._formats.encode(unit.source, done, last=unit.last, as_is=unit.failed is not None)
                self.tally.add(done.tally)
                self._notes.add(unit, done)
                self._progress.advance(unit)
                yield unit, done
            self._progress.look(self.tally, self._before)

    def _worked(self, stack: ExitStack, tasks: Iterator[Task]) -> Iterator[tuple[Task, list[UnitResult]]]:
        few: list[Task] = []
        for task in tasks:
            few.append(task)
            if not _are_small(few, self._request.reading.fields):
                break
        else:
            worker = Worker(self._setup)
            while few:
                done = interrupted_after(_IN_PROCESS_SECONDS, partial(worker, few[0]))
                if done is None:
                    # a process that can be killed repeats the task under the limits of time and memory
                    break
                yield few.pop(0), done
            else:
                return
        stack.enter_context(self._stop)
        pool: Pool[Any, Any] = stack.enter_context(
            Pool(
                self._setup,
                jobs=self._request.jobs or cores(),
                limit=self._request.limits.seconds,
                failed=partial(failed, setup=self._setup),
                join=joined,
            )
        )
        yield from pool.map(self._stop.until(chain(few, tasks)), stopped=lambda: self._stop.signal)


def _are_small(tasks: list[Task], fields: Fields = FIELDS) -> bool:
    """Return whether tasks are short text only. Records with a member `fields.html` may hold pages."""
    units = [unit for task in tasks for unit in task.units]
    size = sum(len(unit.data) if unit.data is not None else unit.source.size for unit in units)
    return size <= _IN_PROCESS_MAX_BYTES and all(
        unit.failed is not None
        or kind_of(unit.source.format) == "document"
        or (kind_of(unit.source.format) == "records" and not may_have(unit.data or b"", fields.html))
        for unit in units
    )
