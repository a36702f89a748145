"""The work that a request gives to a worker process: units to clean, or a question about one line."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from cleaner.core.errors import ConfigurationError
from cleaner.core.result import Failure
from cleaner.explanation.command import UnreadableError, WhyRequest, line_of, rows_of
from cleaner.runner.workers.describe import OutputOptions
from cleaner.runner.workers.outcome import UnitResult
from cleaner.runner.workers.task import Source, Task, Unit
from cleaner.runner.workers.worker import Worker, WorkerConfig, failed, joined
from cleaner.service.options import Configurations, Options
from cleaner.system.paths import STDIN

QUESTION = "question"  # the kind of a failure whose question is wrong, such as a line that does not exist
_KEPT = 8  # configurations that a worker keeps compiled; each takes a few MB, and 0.1 s to compile again


class Question(NamedTuple):
    """A question of `cleaner why`: the numbers behind FILE."""

    numbers: tuple[int, ...] = ()


class Order(NamedTuple):
    """What one worker does at a time. `ledger` asks for the entries of a ledger instead of the clean text."""

    options: Options
    task: Task
    ledger: bool = False
    question: Question | None = None

    def parts(self) -> list[Order]:
        """Return orders of one document each."""
        return [self._replace(task=part) for part in self.task.parts()]


class Answer(NamedTuple):
    """What a worker did. `stopped`: it took too much time or memory, or crashed its worker.

    results: one for each unit. told: the answer to a question; for a wrong one the failure.
    """

    results: list[UnitResult]
    told: bytes | Failure = b""
    stopped: bool = False


class Work:
    """Picklable settings of the workers. A call returns the function that a worker runs."""

    def __init__(self, configurations: Configurations) -> None:
        self._configurations = configurations

    def __call__(self) -> Callable[[Order], Answer]:
        config = lru_cache(maxsize=_KEPT)(self._config)
        worker = lru_cache(maxsize=_KEPT)(lambda options, ledger: Worker(config(options, ledger)))

        def do(order: Order) -> Answer:
            if order.question is not None:
                return _told(order, config(order.options, False))
            return Answer(worker(order.options, order.ledger)(order.task))

        return do

    def _config(self, options: Options, ledger: bool) -> WorkerConfig:
        request = self._configurations.request(options)
        telling = OutputOptions(".jsonl" if ledger else None, verbosity=-1, error_records=True)
        cleaner = self._configurations.cleaner(options)
        return WorkerConfig(cleaner, request.reading, request.writing, telling, request.limits)

    def failed(self, order: Order, why: str) -> Answer:
        """Return the answer to an order that took too long, or that crashed its worker."""
        if order.question is not None:
            return Answer([], Failure(why.partition(":")[0], why), stopped=True)
        return Answer(failed(order.task, why, self._config(order.options, order.ledger)), stopped=True)


def joined_answers(order: Order, parts: list[Answer]) -> Answer:
    """Return the answer to an order from those to its parts."""
    results = joined(order.task, [part.results for part in parts])
    return Answer(results, stopped=any(part.stopped for part in parts))


def _told(order: Order, setup: WorkerConfig) -> Answer:
    assert order.question is not None
    (unit,) = order.task.units
    request = WhyRequest(STDIN, order.question.numbers, setup.reading, setup.limits)
    try:
        rows = rows_of(request, setup.cleaner, opened=lambda _: io.BytesIO(unit.data or b""))
        return Answer([], b"".join(line_of(row) for row in rows))
    except UnreadableError as error:
        return Answer([], Failure(error.kind, str(error)))
    except ConfigurationError as error:
        return Answer([], Failure(QUESTION, str(error)))


def question_task(data: bytes) -> Task:
    """Return the task of a question about this content."""
    return Task((Unit(Source(STDIN, STDIN), data),))
