"""Tasks through worker processes, in order; one that crashes or hangs costs only the document it was at.

A task that fails is taken apart and its parts run alone, so that in the end a single document is named.
"""

from __future__ import annotations

import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Generic, Protocol, TypeVar

Outcome = TypeVar("Outcome")
Task = TypeVar("Task", bound="Splittable")
_AHEAD = 3  # tasks a worker has waiting: enough to keep it busy, few enough to bound memory
_MEMORY = 4 << 30  # bytes of address space a worker may take; a document that needs more fails alone

_work: Callable[[Any], Any]


class Splittable(Protocol):
    """A task that can be taken apart."""

    def parts(self) -> list[Any]:
        """Smaller tasks that together do the same; one task alone cannot be taken apart."""


class Pool(Generic[Task, Outcome]):
    """Worker processes that run `make()(task)`.

    make: called once in each worker; it and its result's results are pickled. failed: what a task that
    cannot be taken apart comes to when it hung or crashed its worker; join: makes one outcome of the
    outcomes of a task's parts. limit: seconds a task may take.
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
        self._pool: Any = None

    def __enter__(self) -> Pool[Task, Outcome]:
        import multiprocessing

        from pebble import ProcessPool

        self._pool = ProcessPool(
            max_workers=self._jobs,
            initializer=_begin,
            initargs=(self._make, os.getpid()),
            context=multiprocessing.get_context("spawn"),
        )
        return self

    def __exit__(self, *raised: object) -> None:
        self._pool.stop()
        self._pool.join()

    def map(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Outcome]]:
        """Each task with its outcome, in the order of the tasks; few tasks are held at a time."""
        waiting: deque[tuple[Task, Any]] = deque()
        for task in tasks:
            waiting.append((task, self._schedule(task)))
            if len(waiting) >= self._jobs * _AHEAD:
                yield self._next(waiting)
        while waiting:
            yield self._next(waiting)

    def _schedule(self, task: Task) -> Any:
        return self._pool.schedule(_run, args=(task,), timeout=self._limit)

    def _next(self, waiting: deque[tuple[Task, Any]]) -> tuple[Task, Outcome]:
        task, future = waiting.popleft()
        return task, self._outcome(task, future)

    def _outcome(self, task: Task, future: Any) -> Outcome:
        from concurrent.futures import TimeoutError as TooLongError

        from pebble import ProcessExpired

        try:
            outcome: Outcome = future.result()
        except TooLongError:
            why = f"limit: it took longer than {self._limit:g} seconds (--limit-seconds)"
        except ProcessExpired:
            why = "crash: the process that cleaned it died"
        else:
            return outcome
        parts = task.parts()
        if len(parts) == 1:
            return self._failed(task, why)
        return self._join(task, [self._outcome(part, self._schedule(part)) for part in parts])


def _begin(make: Callable[[], Callable[[Any], Any]], parent: int) -> None:
    global _work  # noqa: PLW0603 a worker process has one job
    for name in ("SIGINT", "SIGHUP"):
        # the parent decides when to stop
        number = getattr(signal, name, None)
        if number is not None:
            signal.signal(number, signal.SIG_IGN)
    _die_with(parent)
    _limit_memory()
    _work = make()


def _run(task: Any) -> Any:
    return _work(task)


def _die_with(parent: int) -> None:
    """End this process when the parent is gone, however it went."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
        if os.getppid() != parent:
            os._exit(1)
        return
    import threading
    import time

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:
        return
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    if hard == resource.RLIM_INFINITY or hard > _MEMORY:
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, hard))
