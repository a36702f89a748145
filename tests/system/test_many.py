"""Articles in worker processes: in order, and one that crashes or hangs costs only itself."""

from __future__ import annotations

import os
import time
from itertools import islice

from cleaner.core.result import Failure
from cleaner.system import many
from cleaner.system.many import ArticleTask, in_processes


class Work:
    """Returns an article; dies at "die", and hangs at "hang"."""

    def __call__(self):
        return lambda task: [self.do(article) for article in task.articles]

    def do(self, article: object) -> object:
        if article == "die":
            os._exit(1)
        if article == "hang":
            time.sleep(60)
        return article


def test_results_come_in_the_order_of_the_articles():
    assert list(in_processes(Work(), range(100), 2, 20)) == list(range(100))
    assert list(in_processes(Work(), [], 2, 20)) == []


def test_an_article_that_kills_or_holds_its_process_is_a_failure_and_the_others_are_done():
    found = list(in_processes(Work(), ["a", "die", *"bcd", "hang", "e"], 2, 1.5))
    assert [one for one in found if isinstance(one, str)] == [*"abcde"]
    assert isinstance(found[1], Failure)
    assert (found[1].kind, found[5].kind) == ("crash", "limit")


def test_an_endless_stream_is_read_only_as_far_as_it_is_needed():
    taken = 0

    def numbers():
        nonlocal taken
        while True:
            taken += 1
            yield taken

    assert list(islice(in_processes(Work(), numbers(), 1, 20), 3)) == [1, 2, 3]
    assert taken < 200


def test_a_task_splits_into_single_articles():
    assert ArticleTask((1, 2)).parts() == [ArticleTask((1,)), ArticleTask((2,))]


def test_cores_are_those_that_this_process_may_use(monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {1, 4, 5}, raising=False)
    assert many.cores() == 3
    monkeypatch.delattr(os, "sched_getaffinity")
    for known, count in ((8, 8), (None, 1)):
        monkeypatch.setattr(os, "cpu_count", lambda known=known: known)
        assert many.cores() == count


def test_batches_grow_and_end_where_a_source_is_slow():
    assert [len(batch) for batch in many.batched(range(20), 8, 60)] == [1, 2, 4, 8, 5]

    def slow():
        for number in range(3):
            time.sleep(0.02)
            yield number

    assert list(many.batched(slow(), 8, 0.01)) == [[0], [1], [2]]
    assert list(many.batched([], 8, 60)) == []
