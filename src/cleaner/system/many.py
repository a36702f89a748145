"""Cleans a stream of articles in worker processes, in order."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, NamedTuple, TypeVar

from cleaner.core.result import Failure
from cleaner.system.pool import Pool

_T = TypeVar("_T")
_BATCH = 32  # articles that a process cleans together


class ArticleTask(NamedTuple):
    """Articles that one process cleans together."""

    articles: tuple[Any, ...]

    def parts(self) -> list[ArticleTask]:
        """Return tasks of one article each."""
        return [ArticleTask((article,)) for article in self.articles]


def in_processes(
    make: Callable[[], Callable[[ArticleTask], list[Any]]],
    articles: Iterable[Any],
    jobs: int | None,
    seconds: float,
) -> Iterator[Any]:
    """Yield the result of each article, in order. A hang or a crash yields the Failure of its article.

    make: pickled, and called once in each process. jobs: the number of processes; None for that of the cores.
    seconds: for one batch of articles; a batch that takes longer is cleaned one article at a time. Raises PoolError
    if no process can be started.
    """
    coming = iter(articles)
    tasks = iter(lambda: ArticleTask(tuple(islice(coming, _BATCH))), ArticleTask(()))
    pool: Pool[ArticleTask, list[Any]] = Pool(
        make, jobs=jobs or cores(), limit=seconds, failed=_failed, join=_joined
    )
    with pool:
        for _, results in pool.map(tasks):
            yield from results


def batched(items: Iterable[_T], most: int, seconds: float) -> Iterator[list[_T]]:
    """Yield items in batches that grow from one to `most`. A batch ends when waiting for it took `seconds`."""
    coming = iter(items)
    size = 1
    while True:
        began = time.monotonic()
        batch: list[_T] = []
        for item in coming:
            batch.append(item)
            if len(batch) >= size or time.monotonic() - began > seconds:
                break
        if not batch:
            return
        yield batch
        size = min(2 * size, most)


def cores() -> int:
    """Return the number of cores that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


def _failed(task: ArticleTask, why: str) -> list[Failure]:  # noqa: ARG001
    return [Failure(why.partition(":")[0], why)]


def _joined(task: ArticleTask, parts: list[list[Any]]) -> list[Any]:  # noqa: ARG001
    return [result for part in parts for result in part]
