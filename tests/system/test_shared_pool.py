"""A shared pool answers each task when it is done, whatever the others do."""

from __future__ import annotations

import threading

import pytest

from cleaner.system.pool import Job, PoolError
from cleaner.system.shared_pool import SharedPool


class Fake:
    """A pool that does nothing until it is told which jobs are done."""

    def __init__(self) -> None:
        self.jobs: dict[str, Job] = {}
        self.withdrawn: list[str] = []
        self.finish: list[str] = []
        self.fails = False
        self.turns = threading.Event()

    def __enter__(self):
        return self

    def __exit__(self, *raised):
        pass

    def add(self, task):
        self.jobs[task] = Job(task)
        return self.jobs[task]

    def withdraw(self, job):
        self.withdrawn.append(job.task)

    def turn(self, seconds, wakers):
        wakers[0].poll(0.01)
        for name in [name for name in self.finish if name in self.jobs]:
            self.finish.remove(name)
            self.jobs[name].outcome, self.jobs[name].done = name.upper(), True
        self.turns.set()
        if self.fails and self.jobs:
            self.fails = False
            raise PoolError("no worker")

    def outcome(self, job):
        return job.outcome


def test_a_later_task_is_answered_before_an_earlier_one():
    fake = Fake()
    with SharedPool(fake) as pool:
        first, second = pool.submit("first"), pool.submit("second")
        fake.finish.append("second")
        assert second.result(10) == "SECOND"
        assert not first.done()
        fake.finish.append("first")
        assert first.result(10) == "FIRST"


def test_a_task_that_is_taken_back_leaves_the_pool():
    fake = Fake()
    with SharedPool(fake) as pool:
        first, second = pool.submit("first"), pool.submit("second")
        assert first.cancel()
        fake.finish += ["first", "second"]
        assert second.result(10) == "SECOND"
    assert fake.withdrawn in (["first"], [])  # it may have been done already
    assert first.cancelled()


def test_tasks_fail_if_no_worker_can_start_and_later_ones_are_tried():
    fake = Fake()
    fake.fails = True
    with SharedPool(fake) as pool:
        with pytest.raises(PoolError, match="no worker"):
            pool.submit("first").result(10)
        fake.finish.append("second")
        assert pool.submit("second").result(10) == "SECOND"


def test_a_closed_pool_fails_what_is_left_and_takes_no_more():
    with SharedPool(Fake()) as pool:
        left = pool.submit("left")
        assert pool.is_open
    with pytest.raises(PoolError, match="have ended"):
        left.result(10)
    assert not pool.is_open
    with pytest.raises(PoolError, match="have ended"):
        pool.submit("late")
