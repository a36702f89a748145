"""What `cleaner eval` counts, on gold small enough to count by hand; and the floors of `make gate`."""

from __future__ import annotations

import pytest

from cleaner.evaluation.page_scores import PageScore, shingles
from support.gold import page


def test_pages_are_scored_by_runs_of_four_words():
    score = PageScore()
    score.add(page("one two three four five"), "one two three four five six")  # 2 of 3 runs, 2 of 2
    score.add(page("one two three four five six"), "One, two – three four five; six?")  # 2 of 3 runs, 2 of 3
    score.add(page("one two three four"), "one\ntwo  three four!")  # the same words
    assert score.precisions == pytest.approx([2 / 3, 2 / 3, 1])
    assert score.recalls == pytest.approx([1, 2 / 3, 1])
    assert score.precision == pytest.approx(7 / 9)
    assert score.recall == pytest.approx(8 / 9)
    assert score.f1 == pytest.approx(2 * (7 / 9) * (8 / 9) / (7 / 9 + 8 / 9))
    assert (score.pages, score.exact, score.empty) == (3, 1, 0)


def test_a_run_said_twice_counts_twice_and_few_words_are_one_run():
    assert shingles("a b a b a b a b")[("a", "b", "a", "b")] == 3
    assert shingles("two words") == {("two", "words"): 1}
    assert shingles(" – ") == {}


def test_a_page_without_text_has_no_precision_and_no_recall():
    score = PageScore()
    score.add(page("one two three four", must=["two"]), "")
    figures = score.figures()
    assert (figures["empty"], figures["precision"], figures["recall"], figures["f1"]) == (1, None, 0.0, None)
    assert (figures["exact"], figures["must"], figures["must_not"]) == (0.0, 0.0, None)
