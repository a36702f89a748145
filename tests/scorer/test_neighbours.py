"""The second look: a line among the scores of its neighbours."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.scorer.neighbours import SCALE, SLOTS, Neighbours, level, percent

SCORES = st.one_of(st.none(), st.integers(-40 * SCALE, 40 * SCALE))


@pytest.mark.parametrize(
    ("logit", "sure"),
    [
        (0, 50),
        (1, 73),
        (-1, 27),
        (2.2, 90),
        (-2.2, 10),
        (3, 95),
        (-3, 5),
        (20, 100),
        (-20, 0),
        (5.2, 99),
        (-5.2, 1),
    ],
)
def test_a_score_is_a_probability_in_percent(logit, sure):
    assert percent(int(logit * SCALE)) == sure


@pytest.mark.parametrize(
    ("logit", "twentieths"), [(0, 10), (0.2, 11), (-0.2, 9), (1, 15), (-1, 5), (4, 20), (-4, 0)]
)
def test_a_level_is_a_probability_in_twentieths(logit, twentieths):
    assert level(int(logit * SCALE)) == twentieths


@given(st.integers(-10 * SCALE, 10 * SCALE), st.integers(0, SCALE))
def test_a_higher_score_is_as_probable_or_more(score, more):
    assert 0 <= percent(score) <= percent(score + more) <= 100
    assert 0 <= level(score) <= level(score + more) <= 20


@given(st.lists(SCORES, min_size=1, max_size=8), st.data())
def test_any_scores_have_facts(scores, data):
    gone = data.draw(st.lists(st.integers(0, 9), min_size=len(scores) + 1, max_size=len(scores) + 1))
    near = Neighbours(scores, [None if score is None else score // 2 for score in scores], gone)
    found = [near.facts(at) for at, score in enumerate(scores) if score is not None]
    assert len({len(slots) for slots in found}) <= 1
    for slots in found:
        assert all(type(slot) is int and 0 <= slot < SLOTS for slot in slots)
        assert len(set(slots)) == len(slots)


def test_each_kind_of_fact_has_slots_of_its_own():
    steps = [step * SCALE // 2 for step in range(-12, 13)]
    rows = []
    for turn in range(len(steps)):
        scores = steps[turn:] + steps[:turn]
        near = Neighbours(scores, scores[::-1], [turn % 3] * (len(scores) + 1))
        rows += [near.facts(at) for at in range(len(scores))]
    ranges = sorted((min(column), max(column)) for column in zip(*rows, strict=True))
    assert all(one[1] < other[0] for one, other in zip(ranges, ranges[1:], strict=False))
    assert all(low < high for low, high in ranges)


def looked(scores, gone=None, words=None, at=1):
    return Neighbours(scores, words or [0] * len(scores), gone or [0] * (len(scores) + 1)).facts(at)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(looked([0, 2 * SCALE, 0]), id="its own score"),
        pytest.param(looked([SCALE, 0, 0]), id="the line above"),
        pytest.param(looked([0, 0, SCALE]), id="the line below"),
        pytest.param(looked([None, 0, 0]), id="a paragraph above"),
        pytest.param(looked([0, 0, None]), id="a paragraph below"),
        pytest.param(looked([0, 0, 0], gone=[0, 1, 0, 0]), id="a line gone above"),
        pytest.param(looked([0, 0, 0], gone=[0, 0, 1, 0]), id="a line gone below"),
        pytest.param(looked([0, 0, 0], gone=[1, 0, 0, 0]), id="a line gone at the top"),
        pytest.param(looked([0, 0, 0], words=[0, SCALE, 0]), id="its words"),
        pytest.param(looked([0, 0, 0], words=[5 * SCALE, 0, 5 * SCALE]), id="the words around"),
        pytest.param(looked([0, 0]), id="nothing below"),
        pytest.param(looked([0, 0], at=0), id="nothing above"),
    ],
)
def test_the_facts_of_a_line_tell(other):
    assert looked([0, 0, 0]) != other


def test_at_most_three_lines_count_for_one_gap():
    three, four, two = (looked([0, 0, 0], gone=[0, gone, 0, 0]) for gone in (3, 4, 2))
    assert three == four
    assert three != two


def test_a_gone_line_is_worth_more_than_the_surest_score():
    assert looked([40 * SCALE, 0, 0]) != looked([0, 0], gone=[1, 0, 0], at=0)


def test_a_line_alone_has_facts():
    near = Neighbours([0], [0], [0, 0])
    assert near.facts(0) == Neighbours([0], [0], [0, 0]).facts(0)
    assert near.facts(0) != Neighbours([0], [0], [1, 0]).facts(0)
