"""The pool hands tasks to workers in order, and one that crashes or hangs costs only the document it was at.

Threads stand for the worker processes here; tests of whole runs start real ones.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain
from multiprocessing import connection
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest

from cleaner.system import pool as module
from cleaner.system.pool import Pool, PoolError

CRASH = "crash: the process that cleaned it died"
SLOW = "limit: it took longer than 0.05 seconds (--limit-seconds)"


class Words(NamedTuple):
    """A task: words to be done in one go, each of them a document."""

    words: tuple[str, ...]

    def parts(self) -> list[Words]:
        return [Words((word,)) for word in self.words]


class Crew:
    """What the workers have been through: the words they got, and how many of them began."""

    def __init__(self) -> None:
        self.got: list[str] = []
        self.started = self.at_once = self.most_at_once = 0
        self.crashes: dict[str, int] = {}
        self.dead_on_arrival = 0
        self.refused = 0
        self.dies_idle = False
        self.answers: threading.Event | None = None  # set once `answers_at` have been started
        self.answers_at = 0
        self.room = 999  # for so many at once
        self.gate = threading.Event()
        self.busy = 0
        self.both_busy = threading.Barrier(2)

    def do(self, task: Words) -> list[str]:
        for word in task.words:
            self.got.append(word)
            if self.crashes.get(word, 0) > 0:
                self.crashes[word] -= 1
                raise RuntimeError(word)
            if word == "hangs":
                self.gate.wait(5)
            if word == "meets":
                self.both_busy.wait(5)
        return [word.upper() for word in task.words]

    # the context of multiprocessing
    def Pipe(self) -> tuple[Any, Any]:  # noqa: N802 its name
        return multiprocessing.Pipe()

    def Process(self, *, target: object, args: tuple[Any, int], daemon: bool) -> Crew._Thread:  # noqa: N802 its name
        assert (target, args[1], daemon) == (module._serve, os.getpid(), True)
        if self.refused or self.at_once >= self.room:
            self.refused = max(0, self.refused - 1)
            raise OSError("no memory")
        return self._Thread(self, args[0])

    class _Thread:
        def __init__(self, crew: Crew, pipe: Any) -> None:
            self.crew, self.theirs = crew, pipe

        def start(self) -> None:
            self.crew.started += 1
            self.crew.at_once += 1
            self.crew.most_at_once = max(self.crew.at_once, self.crew.most_at_once)
            if self.crew.answers is not None and self.crew.started >= self.crew.answers_at:
                self.crew.answers.set()
            pipe = connection.Connection(os.dup(self.theirs.fileno()))
            threading.Thread(target=self._serve, args=(pipe,), daemon=True).start()

        def _serve(self, pipe: Any) -> None:
            # a worker that dies tells nobody why
            with pipe, suppress(Exception):
                if self.crew.answers is not None:
                    self.crew.answers.wait(5)
                if self.crew.dead_on_arrival:
                    self.crew.dead_on_arrival -= 1
                    return
                pipe.send(None)
                work = pipe.recv()()
                pipe.send(None)
                if self.crew.dies_idle:
                    self.crew.dies_idle = False
                    return
                while True:
                    pipe.send(work(pipe.recv()))

        def kill(self) -> None:
            self.crew.at_once -= 1

        def join(self) -> None:
            pass


CREWS: list[Crew] = []


def make() -> Any:
    return CREWS[-1].do


@pytest.fixture
def crew(monkeypatch: pytest.MonkeyPatch) -> Iterator[Crew]:
    made = Crew()
    wait = connection.wait
    monkeypatch.setattr(f"{__name__}.CREWS", [made])
    monkeypatch.setattr(multiprocessing, "get_context", lambda kind: made if kind == "spawn" else None)
    monkeypatch.setattr(connection, "wait", lambda pipes, seconds: wait(pipes, min(seconds, 0.01)))
    monkeypatch.setattr(time, "sleep", lambda _: None)
    yield made
    made.gate.set()


def pool(jobs: int = 2, limit: float = 5) -> Pool[Words, list[str]]:
    return Pool(
        make,
        jobs=jobs,
        limit=limit,
        failed=lambda task, why: [f"{task.words[0]}: {why}"],
        join=lambda task, parts: [word for part in parts for word in part],
    )


def mapped(tasks: list[tuple[str, ...]], **options: Any) -> list[list[str]]:
    stopped = options.pop("stopped", lambda: False)
    with pool(**options) as workers:
        done = list(workers.map([Words(words) for words in tasks], stopped=stopped))
        assert [task.words for task, _ in done] == tasks[: len(done)]
        for worker in workers._workers:
            assert worker.job is None
    return [outcome for _, outcome in done]


@pytest.mark.parametrize("jobs", [1, 2, 5])
@pytest.mark.parametrize("count", [0, 1, 2, 20])
def test_outcomes_come_in_the_order_of_the_tasks(crew, jobs, count):
    tasks = [(f"goat{number}", f"seal{number}") for number in range(count)]
    assert mapped(tasks, jobs=jobs) == [[word.upper() for word in task] for task in tasks]
    assert sorted(crew.got) == sorted(word for task in tasks for word in task)
    assert crew.most_at_once <= min(jobs, count)


def test_as_many_workers_start_as_there_are_jobs(crew):
    # the two tasks wait for each other: one worker alone would never come to the second
    assert mapped([("meets",), ("meets",)], jobs=2) == [["MEETS"], ["MEETS"]]
    assert crew.started == 2


def test_one_task_starts_one_worker(crew):
    assert mapped([("rain",)], jobs=4) == [["RAIN"]]
    assert crew.started == 1


def test_few_tasks_are_held_at_a_time(crew):
    taken = 0

    def tasks() -> Iterator[Words]:
        nonlocal taken
        for number in range(50):
            taken += 1
            yield Words((f"goat{number}",))

    with pool(jobs=2) as workers:
        outcomes = workers.map(tasks())
        next(outcomes)
        assert taken <= 2 * module._AHEAD
        assert len(list(outcomes)) == 49
    with pool(jobs=1) as workers:
        taken = 0
        outcomes = workers.map(chain([Words(("hangs",))], tasks()))
        threading.Timer(0.1, crew.gate.set).start()
        next(outcomes)
        # the first and two that wait behind it
        assert taken == module._AHEAD - 1


def test_a_worker_that_crashes_once_costs_nothing(crew):
    crew.crashes = {"rain": 1}
    assert mapped([("rain",), ("wind",)], jobs=1) == [["RAIN"], ["WIND"]]
    assert crew.got.count("rain") == 2


def test_a_document_that_crashes_its_worker_twice_fails(crew):
    crew.crashes = {"rain": 9}
    assert mapped([("rain",), ("wind",)], jobs=1) == [[f"rain: {CRASH}"], ["WIND"]]
    assert crew.got.count("rain") == 2


def test_a_task_that_crashes_is_taken_apart_and_only_its_document_fails(crew):
    crew.crashes = {"wind": 9}
    assert mapped([("rain", "wind", "fog"), ("sun",)], jobs=1) == [["RAIN", f"wind: {CRASH}", "FOG"], ["SUN"]]
    # the parts run in their order, before what waits
    assert crew.got == ["rain", "wind", "rain", "wind", "wind", "fog", "sun"]


def test_a_document_that_takes_too_long_fails_alone(crew):
    assert mapped([("rain", "hangs"), ("sun",)], jobs=1, limit=0.05) == [["RAIN", f"hangs: {SLOW}"], ["SUN"]]
    # what hangs is not tried again
    assert crew.got.count("hangs") == 2


def test_a_worker_that_dies_idle_costs_its_task_nothing(crew):
    crew.dies_idle = True
    assert mapped([("rain",), ("wind",)], jobs=1) == [["RAIN"], ["WIND"]]


@pytest.mark.parametrize("how", ["dead_on_arrival", "refused"])
def test_workers_that_cannot_be_started_are_tried_a_few_times(crew, how):
    setattr(crew, how, module._DEATHS - 1)
    assert mapped([("rain",)], jobs=1) == [["RAIN"]]
    setattr(crew, how, module._DEATHS)
    with pytest.raises(PoolError, match="worker processes cannot be started"):
        mapped([("rain",)], jobs=1)


def test_a_worker_that_was_ready_once_gives_the_others_new_tries(crew):
    crew.crashes = {f"rain{number}": 9 for number in range(2 * module._DEATHS)}
    assert len(mapped([(word,) for word in crew.crashes], jobs=1)) == 2 * module._DEATHS


@pytest.mark.parametrize("jobs", [1, 2, 6, 8, 12, 16, 32, 64])
def test_as_many_workers_may_start_at_once_as_there_are_jobs(crew, jobs):
    # no worker answers before all have been started
    crew.answers = threading.Event()
    tasks = [(f"goat{number}",) for number in range(3 * jobs)]
    crew.answers_at = jobs
    assert mapped(tasks, jobs=jobs) == [[word.upper()] for (word,) in tasks]
    assert crew.started == jobs


@pytest.mark.parametrize("room", [1, 3])
def test_where_there_is_room_for_a_few_workers_they_do_all(crew, room):
    crew.room = room
    tasks = [(f"goat{number}",) for number in range(40)]
    assert mapped(tasks, jobs=8) == [[word.upper()] for (word,) in tasks]
    assert crew.most_at_once == room


def test_a_worker_that_never_begins_is_given_up(crew, monkeypatch):
    monkeypatch.setattr(module, "_START_SECONDS", 0.05)
    crew.answers, crew.answers_at = threading.Event(), 99
    with pytest.raises(PoolError, match="worker processes cannot be started"):
        mapped([("rain",)], jobs=2)
    assert crew.at_once == 0
    crew.answers.set()


@pytest.mark.parametrize(
    ("first", "crashes", "until", "outcome"),
    [
        (("hangs",), {}, ["hangs"], ["HANGS"]),
        # taken apart, its second part is at work
        (("rain", "hangs"), {"rain": 1}, ["rain", "rain", "hangs"], ["RAIN", "HANGS"]),
    ],
)
def test_a_run_that_is_stopped_finishes_only_what_workers_are_at(crew, first, crashes, until, outcome):
    crew.crashes = dict(crashes)

    def stopped() -> bool:
        if crew.got == until:
            crew.gate.set()
        return crew.gate.is_set()

    tasks = [Words(first), Words(("sun",)), Words(("fog",))]
    with pool(jobs=1) as workers:
        assert [found for _, found in workers.map(tasks, stopped=stopped)] == [outcome]
    assert crew.got == until


def test_a_run_that_is_stopped_gives_up_a_task_that_was_taken_apart_and_waits(crew):
    crew.crashes = {"rain": 1}

    def stopped() -> bool:
        if crew.got == ["rain", "rain", "hangs"]:
            crew.gate.set()
        return crew.gate.is_set()

    with pool(jobs=1) as workers:
        assert list(workers.map([Words(("rain", "hangs", "fog"))], stopped=stopped)) == []
    assert "fog" not in crew.got


def test_a_document_may_take_just_as_long_as_the_limit(crew, monkeypatch):
    monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=lambda: 3.0))
    threading.Timer(0.05, crew.gate.set).start()
    assert mapped([("hangs",)], jobs=1, limit=0) == [["HANGS"]]


def test_a_run_that_is_stopped_before_its_first_task_does_nothing(crew):
    assert mapped([("rain",)], stopped=lambda: True) == []
    assert crew.started == 0


def test_leaving_the_pool_ends_its_workers(crew):
    with pool(jobs=2) as workers:
        list(workers.map([Words(("rain",)), Words(("wind",))]))
    assert (workers._workers, crew.at_once) == ([], 0)


class Left(BaseException):
    """Stands for os._exit."""


def leave(code: int) -> None:
    raise Left(code)


@pytest.fixture
def in_worker(monkeypatch):
    """This process as a worker that can be left."""
    calls: list[object] = []
    monkeypatch.setattr(os, "_exit", leave)
    monkeypatch.setattr(signal, "signal", lambda number, action: calls.append((number, action)))
    monkeypatch.setattr(ctypes, "CDLL", lambda _: type("", (), {"prctl": lambda _, *given: calls.append(given)})())
    monkeypatch.setattr(time, "sleep", calls.append)
    return calls


def test_a_worker_asks_how_does_its_tasks_and_leaves_when_the_pipe_ends(in_worker, monkeypatch):
    monkeypatch.setattr(module, "_die_with", lambda parent: in_worker.append(("parent", parent)))
    monkeypatch.setattr(module, "limit_memory", lambda _: in_worker.append("memory"))
    ours, theirs = multiprocessing.Pipe()
    with ours, theirs:
        ours.send(type)  # makes what makes no fuss: type() of nothing is refused
        with pytest.raises(Left):
            module._serve(theirs, 7)
        assert ours.recv() is None
    # the parent decides when to stop
    ignored = [(number, signal.SIG_IGN) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)]
    assert in_worker == [*ignored, ("parent", 7), "memory"]


def test_signals_that_a_system_lacks_are_left_alone(in_worker, monkeypatch):
    monkeypatch.delattr(signal, "SIGHUP")
    ours, theirs = multiprocessing.Pipe()
    monkeypatch.setattr(module, "_die_with", lambda _: None)
    monkeypatch.setattr(module, "limit_memory", lambda _: None)
    ours.close()
    with theirs, pytest.raises(Left):
        module._serve(theirs, 7)
    assert [number for number, _ in in_worker] == [signal.SIGINT, signal.SIGTERM]


def test_a_worker_dies_with_its_parent(in_worker, monkeypatch):
    monkeypatch.setattr(sys, "platform", "linux")
    module._die_with(os.getppid())
    assert in_worker == [(1, signal.SIGKILL)]
    # the parent was gone before
    with pytest.raises(Left):
        module._die_with(os.getppid() + 1)


def test_elsewhere_a_worker_watches_its_parent(in_worker, monkeypatch):
    class Now:
        def __init__(self, target: Any, daemon: bool) -> None:
            assert daemon
            self.start = target

    parents = iter([5, 5, 1])
    monkeypatch.setattr(os, "getppid", lambda: next(parents))
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(threading, "Thread", Now)
    with pytest.raises(Left):
        module._die_with(5)
    assert in_worker == [1, 1]
