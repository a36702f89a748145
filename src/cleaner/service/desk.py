"""Takes requests to the worker processes of the command line, and brings their answers back in order."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Iterator
from concurrent.futures import Future
from typing import BinaryIO, NamedTuple

from cleaner.core.document import TEXT
from cleaner.core.result import Failure
from cleaner.formats.blocks import Block
from cleaner.runner.inputs.task_reader import Reader
from cleaner.runner.workers.outcome import UnitResult
from cleaner.runner.workers.task import Source, Task, Unit
from cleaner.service.options import Configurations, Options
from cleaner.service.work import Answer, Order, Question, Work, joined_answers, question_task
from cleaner.system.errors import StreamError
from cleaner.system.many import cores
from cleaner.system.paths import STDIN
from cleaner.system.pool import Pool
from cleaner.system.shared_pool import SharedPool

_MIN_JOBS = 2  # one document that hangs leaves a worker for the others
_AHEAD = 4  # tasks of each worker that are read before it asks for them; they bound the memory of all requests


class Piece(NamedTuple):
    """The next part of an answer.

    records: whether the input holds records. failure: why the text or page was not cleaned, or why the records end
    here. stopped: the failure is that of a limit of time, or of a worker that died.
    """

    data: bytes
    records: bool
    failure: Failure | None = None
    stopped: bool = False


class Desk:
    """The worker processes of a service. A context manager, which ends them.

    jobs: the number of processes; None for that of the cores, and at least two.
    """

    def __init__(self, configurations: Configurations, jobs: int | None = None) -> None:
        self.configurations = configurations
        self.jobs = jobs or max(_MIN_JOBS, cores())
        work = Work(configurations)
        pool: Pool[Order, Answer] = Pool(
            work, jobs=self.jobs, limit=configurations.limits.seconds, failed=work.failed, join=joined_answers
        )
        self._pool = SharedPool(pool)
        self._room = asyncio.Semaphore(self.jobs * _AHEAD)

    def __enter__(self) -> Desk:
        """Start the workers. Raises PoolError if none can start."""
        self._pool.__enter__()
        nothing = Order(Options(), Task((Unit(Source(STDIN, STDIN, TEXT), b""),)))
        try:
            for begun in [self._pool.submit(nothing) for _ in range(self.jobs)]:
                begun.result()
        except BaseException as error:
            self._pool.__exit__(type(error), error, error.__traceback__)
            raise
        return self

    def __exit__(self, *raised: object) -> None:
        self._pool.__exit__(*raised)

    @property
    def is_open(self) -> bool:
        """Whether the workers take orders."""
        return self._pool.is_open

    async def clean(
        self, stream: BinaryIO, options: Options, *, ledger: bool = False, most: int | None = None
    ) -> AsyncGenerator[Piece, None]:
        """Yield the answer to the content of `stream`, as `cleaner clean` reads it from standard input, in order.

        ledger: the entries of the ledger instead of the clean text. most: bytes that the content may unpack to.
        The stream is read as the workers take it. Raises ConfigurationError for wrong options, PoolError if no
        worker can start.
        """
        window: deque[tuple[Task, asyncio.Future[Answer]]] = deque()
        tasks = self._tasks(stream, options)
        more, size = True, 0
        try:
            while True:
                # whoever has an order with the workers waits for no room, so that the room is for all requests
                while more and not (window and (len(window) > self.jobs or self._room.locked())):
                    await self._room.acquire()
                    task = await self._read(tasks)
                    if task is None:
                        more = False
                        break
                    window.append((task, self._give(Order(options, task, ledger))))
                if not window:
                    return
                task, future = window.popleft()
                answer = await future
                for unit, result in zip(task.units, answer.results, strict=True):
                    size += len(unit.data or b"")
                    if most is not None and size > most:
                        why = f"limit: it unpacks to more than {most:,} bytes"
                        yield Piece(b"", unit.records, Failure("limit", why))
                        return
                    yield _piece(unit, result, ledger=ledger, stopped=answer.stopped)
        finally:
            for _, future in window:
                future.cancel()

    async def ask(self, data: bytes, options: Options, question: Question) -> Answer:
        """Return the answer to a question about one line. Raises as `clean`."""
        self.configurations.request(options)
        await self._room.acquire()
        return await self._give(Order(options, question_task(data), question=question))

    def _tasks(self, stream: BinaryIO, options: Options) -> Iterator[Task]:
        request = self.configurations.request(options)
        reader = Reader(
            request.limits,
            format=request.reading.format,
            encoding=request.reading.encoding,
            records_of=_no_records,
            opened=lambda _: stream,
        )
        return reader.tasks([Source(STDIN, STDIN)])

    async def _read(self, tasks: Iterator[Task]) -> Task | None:
        """Return the next task, whose place in the room is taken; without one the place is free again."""
        task = None
        try:
            task = await asyncio.to_thread(next, tasks, None)
        finally:
            if task is None:
                self._room.release()
        return task

    def _give(self, order: Order) -> asyncio.Future[Answer]:
        try:
            given: Future[Answer] = self._pool.submit(order)
        except BaseException:
            self._room.release()
            raise
        future = asyncio.wrap_future(given)
        future.add_done_callback(lambda _: self._room.release())
        return future


def _piece(unit: Unit, result: UnitResult, *, ledger: bool, stopped: bool) -> Piece:
    failure = None
    if result.tally.failed and not unit.records:
        failure = Failure(next(iter(result.tally.failures)), result.notes[0].text)
    data = b"".join(entry for _, entry in result.entries) if ledger else b"".join(result.outputs)
    return Piece(data, unit.records, failure, stopped)


def _no_records(source: Source, stream: BinaryIO) -> Iterator[Block]:  # noqa: ARG001
    raise StreamError(f"it holds {source.format}; send text, a page or JSON Lines")
