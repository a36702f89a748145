"""Runs the tasks of many callers in one pool. No task waits for the outcome of another."""

from __future__ import annotations

import multiprocessing
import threading
from concurrent.futures import Future
from contextlib import suppress
from typing import Generic, TypeVar

from cleaner.system.pool import Job, Outcome, Pool, PoolError, Splittable

Task = TypeVar("Task", bound=Splittable)
_IDLE_SECONDS = 1.0  # between two looks at the limits of time


class SharedPool(Generic[Task, Outcome]):
    """A thread that runs a pool for the tasks of any threads.

    The same thread starts and ends the workers: on Linux a worker ends with the thread that started it.
    """

    def __init__(self, pool: Pool[Task, Outcome]) -> None:
        self._pool = pool
        self._given: list[tuple[Task, Future[Outcome]]] = []
        self._lock = threading.Lock()
        self._closed = False
        self._woken, self._waker = multiprocessing.Pipe(duplex=False)
        self._thread = threading.Thread(target=self._run, name="cleaner-pool", daemon=True)

    def __enter__(self) -> SharedPool[Task, Outcome]:
        self._thread.start()
        return self

    def __exit__(self, *raised: object) -> None:
        """End the workers. Tasks without an outcome fail with PoolError."""
        with self._lock:
            self._closed = True
            self._wake()
        self._thread.join()
        self._woken.close()
        self._waker.close()

    @property
    def is_open(self) -> bool:
        """Whether tasks are accepted."""
        return not self._closed

    def submit(self, task: Task) -> Future[Outcome]:
        """Return the outcome of a task, to come. Cancelling it takes the task back, unless it has begun.

        Raises PoolError once the pool is closed.
        """
        future: Future[Outcome] = Future()
        with self._lock:
            if self._closed:
                raise PoolError("the worker processes have ended")
            self._given.append((task, future))
            if len(self._given) == 1:
                self._wake()
        return future

    def _wake(self) -> None:
        with suppress(OSError):
            self._waker.send_bytes(b"\0")

    def _taken(self) -> list[tuple[Task, Future[Outcome]]]:
        with self._lock:
            while self._woken.poll():
                self._woken.recv_bytes()
            given, self._given = self._given, []
        return given

    def _run(self) -> None:
        jobs: dict[Job, Future[Outcome]] = {}
        try:
            with self._pool as pool:
                while not self._closed:
                    jobs |= {pool.add(task): future for task, future in self._taken()}
                    for job in [job for job, future in jobs.items() if future.cancelled()]:
                        pool.withdraw(job)
                        del jobs[job]
                    try:
                        pool.turn(_IDLE_SECONDS, [self._woken])
                    except PoolError as error:
                        for job, future in jobs.items():
                            pool.withdraw(job)
                            _fail(future, error)
                        jobs.clear()
                    for job in [job for job in jobs if job.is_done()]:
                        _answer(jobs.pop(job), pool.outcome(job))
        finally:
            with self._lock:
                self._closed = True
                left = [*jobs.values(), *(future for _, future in self._given)]
            for future in left:
                _fail(future, PoolError("the worker processes have ended"))


def _answer(future: Future[Outcome], outcome: Outcome) -> None:
    if future.set_running_or_notify_cancel():
        future.set_result(outcome)


def _fail(future: Future[Outcome], error: Exception) -> None:
    if future.set_running_or_notify_cancel():
        future.set_exception(error)
