"""Runs tasks in worker processes, in order. A crash or a hang costs only the document that caused it.

Every worker has its own pipe and one task at a time, so the death of a process affects only its own task. A failed
task is split and its parts run alone, so the failure names a single document.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from types import ModuleType
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from cleaner.core.errors import InputError
from cleaner.system.memory import limit_memory
from cleaner.system.signals import signals_held

Outcome = TypeVar("Outcome")
Task = TypeVar("Task", bound="Splittable")
_AHEAD = 3  # waiting tasks of each worker: enough to keep it busy, few enough to bound memory
_MEMORY = 2_000_000_000  # bytes of address space of a worker; a document that needs more fails alone
_DEATHS = 5  # consecutive workers that may die before they receive a task
_START_SECONDS = 120.0  # time for a worker to start, on a machine where many start at once


class PoolError(InputError):
    """Worker processes cannot be started here."""


class Splittable(Protocol):
    """A task that can be split."""

    def parts(self) -> list[Any]:
        """Return smaller tasks that together equal this one. A single part means that it cannot be split."""


class _Unreadable(NamedTuple):
    """What a worker sends instead of an outcome if it cannot read its task."""

    why: str


class Job:
    """A task that waits, runs in a worker, or is split into jobs of its own."""

    def __init__(self, task: Any) -> None:
        self.task = task
        self.outcome: Any = None
        self.parts: list[Job] = []
        self.done = False
        self.crashed = self.withdrawn = False

    def is_done(self) -> bool:
        return self.done or (bool(self.parts) and all(part.is_done() for part in self.parts))

    def is_among(self, jobs: Sequence[Job | None]) -> bool:
        return self in jobs or any(part.is_among(jobs) for part in self.parts)


class _Worker:
    """A worker process, its pipe and its current job."""

    def __init__(self, context: Any) -> None:
        self.pipe, theirs = context.Pipe()
        # the arguments must fit into the buffer of a pipe, because the process may never read it
        self.process = context.Process(target=_serve, args=(theirs, os.getpid()), daemon=True)
        self.greeted = self.ready = False
        self.job: Job | None = None
        self.since = time.monotonic()
        try:
            # a signal must not interrupt the start of a process
            with signals_held(), _main_hidden():
                self.process.start()
        finally:
            theirs.close()

    def give(self, job: Job, pickled: memoryview) -> None:
        self.pipe.send_bytes(pickled)
        self.job, self.since = job, time.monotonic()

    def end(self) -> None:
        self.pipe.close()
        self.process.kill()
        self.process.join()


class Pool(Generic[Task, Outcome]):
    """Worker processes that run `make()(task)`: `map` in the order of the tasks, `add` and `turn` as each is done.

    make: called once in each worker. `make`, tasks and outcomes are pickled. failed: returns the outcome of a task
    that hung, crashed its worker or could not be pickled, and cannot be split. join: returns the outcome of a task
    from those of its parts. limit: seconds for each task.
    """

    def __init__(
        self,
        make: Callable[[], Callable[[Task], Outcome]],
        *,
        jobs: int,
        limit: float,
        failed: Callable[[Task, str], Outcome],
        join: Callable[[Task, list[Outcome]], Outcome],
    ) -> None:
        self._make = make
        self._jobs = jobs
        self._limit = limit
        self._failed = failed
        self._join = join
        self._workers: list[_Worker] = []
        self._queue: deque[Job] = deque()
        self._deaths = 0

    def __enter__(self) -> Pool[Task, Outcome]:
        import multiprocessing

        self._context = multiprocessing.get_context("spawn")
        return self

    def __exit__(self, *raised: object) -> None:
        for worker in self._workers:
            worker.end()
        self._workers = []

    def map(
        self, tasks: Iterable[Task], *, stopped: Callable[[], object] = lambda: False
    ) -> Iterator[tuple[Task, Outcome]]:
        """Yield each task with its outcome, in the order of the tasks. Memory holds few tasks at a time.

        Once `stopped` returns true, only the running tasks are finished. Raises PoolError if no worker can start.
        """
        coming = iter(tasks)
        window: deque[Job] = deque()
        more = True
        while more or window:
            while window and window[0].is_done():
                job = window.popleft()
                yield job.task, self.outcome(job)
            if stopped():
                more = False
                self._queue.clear()
                if not window or not window[0].is_among([worker.job for worker in self._workers]):
                    return
            if more and len(window) < self._jobs * _AHEAD:
                task = next(coming, None)
                if task is None:
                    more = False
                else:
                    window.append(self.add(task))
                    self.turn(0)
            elif window:
                self.turn(1)

    def add(self, task: Task) -> Job:
        """Queue a task. `turn` works on it."""
        job = Job(task)
        self._queue.append(job)
        return job

    def withdraw(self, job: Job) -> None:
        """Take what has not begun of a job out of the queue. If it fails in a worker, its parts are not tried."""
        job.withdrawn = True
        self._queue = deque(waiting for waiting in self._queue if not job.is_among([waiting]))

    def turn(self, seconds: float, wakers: Sequence[Any] = ()) -> None:
        """Hand out waiting jobs, and listen to the workers for at most `seconds`, or until a waker can be read.

        wakers: connections of multiprocessing. Raises PoolError if no worker can start.
        """
        self._hand_out()
        self._listen(seconds, wakers)

    def _hand_out(self) -> None:
        """Give waiting jobs to idle workers. Start a worker if none is idle and the limit allows it."""
        for worker in [worker for worker in self._workers if worker.ready and worker.job is None]:
            if not self._queue:
                return
            job = self._queue.popleft()
            try:
                pickled = _pickled(job.task)
            except Exception as error:  # pickling runs code of the object's class, which may raise anything
                self._fail(job, _unsendable(error))
                continue
            try:
                worker.give(job, pickled)
            except OSError:
                # the worker died before it had the job, so the job is not at fault
                self._queue.appendleft(job)
                self._drop(worker)
        starting = sum(not worker.ready for worker in self._workers)
        while len(self._queue) > starting and len(self._workers) < self._jobs:
            self._start()
            starting += 1

    def _start(self) -> None:
        try:
            self._workers.append(_Worker(self._context))
        except (OSError, EOFError):
            time.sleep(0.1)
            self._count_death()

    def _count_death(self) -> None:
        """Count a worker that died before it received a task. Raises PoolError if many die and none is left."""
        self._deaths += 1
        if self._deaths < _DEATHS:
            return
        if not self._workers:
            raise PoolError("worker processes cannot be started, or die at once; is there memory enough?")
        # memory allows these workers, but no more
        self._jobs, self._deaths = len(self._workers), 0

    def _listen(self, seconds: float, wakers: Sequence[Any]) -> None:
        """Receive messages from workers for at most `seconds`. Kill workers whose task exceeds the limit."""
        from multiprocessing.connection import wait

        pipes = {worker.pipe: worker for worker in self._workers}
        for pipe in wait([*pipes, *wakers], seconds) if pipes or wakers else ():
            if pipe in pipes:
                self._hear(pipes[pipe])
        now = time.monotonic()
        for worker in list(self._workers):
            job = worker.job
            if not worker.ready and now - worker.since > _START_SECONDS:
                self._drop(worker)
                self._count_death()
            elif job is not None and now - worker.since > self._limit:
                self._drop(worker)
                self._fail(job, f"limit: it took longer than {self._limit:g} seconds (--limit-seconds)")

    def _hear(self, worker: _Worker) -> None:
        job = worker.job
        try:
            heard = worker.pipe.recv()
            if not worker.greeted:
                worker.pipe.send(self._make)
                worker.greeted = True
                return
        except (OSError, EOFError):
            self._drop(worker)
            if job is not None:
                self._crash(job)
            elif not worker.ready:
                self._count_death()
            return
        if job is None:
            worker.ready, self._deaths = True, 0
            return
        worker.job = None
        if isinstance(heard, _Unreadable):
            self._fail(job, heard.why)
        else:
            job.outcome, job.done = heard, True

    def _drop(self, worker: _Worker) -> None:
        self._workers.remove(worker)
        worker.end()

    def _crash(self, job: Job) -> None:
        if len(job.task.parts()) > 1 or job.crashed:
            self._fail(job, "crash: the process that cleaned it died")
            return
        # one crash may have another cause, such as another process that needed the memory
        job.crashed = True
        self._queue.appendleft(job)

    def _fail(self, job: Job, why: str) -> None:
        parts = job.task.parts()
        if job.withdrawn:
            return
        if len(parts) == 1:
            job.outcome, job.done = self._failed(job.task, why), True
            return
        job.parts = [Job(part) for part in parts]
        self._queue.extendleft(reversed(job.parts))

    def outcome(self, job: Job) -> Outcome:
        """Return the outcome of a job that is done."""
        if job.parts:
            outcome: Outcome = self._join(job.task, [self.outcome(part) for part in job.parts])
            return outcome
        done: Outcome = job.outcome
        return done


@contextmanager
def _main_hidden() -> Iterator[None]:
    """Hide the main module, which a new process would import: a script without a guard would run again in it."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _pickled(task: object) -> memoryview:
    from multiprocessing.reduction import ForkingPickler

    return ForkingPickler.dumps(task)


def _unsendable(error: Exception) -> str:
    return f"input: it cannot be sent to another process: {error or type(error).__name__}"


def _serve(pipe: Any, parent: int) -> None:
    """Run a worker process: receive the function, then run tasks until the pipe ends."""
    import pickle

    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        # the parent process handles signals
        number = getattr(signal, name, None)
        if number is not None:
            signal.signal(number, signal.SIG_IGN)
    _die_with(parent)
    limit_memory(_MEMORY)
    try:
        pipe.send(None)
        work = pipe.recv()()
        pipe.send(None)
        while True:
            pickled = pipe.recv_bytes()
            try:
                task = pickle.loads(pickled)
            except Exception as error:  # such as a class that only the script of the other process has
                pipe.send(_Unreadable(_unsendable(error)))
            else:
                pipe.send(work(task))
    except BaseException:
        # the parent detects the end of the pipe and reports it, so a traceback is not needed
        os._exit(1)


def _die_with(parent: int) -> None:
    """End this process when the parent ends, even if the parent is killed."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
        if os.getppid() != parent:
            os._exit(1)
        return
    import threading

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
