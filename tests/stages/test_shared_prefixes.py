"""A first look at all lines: which of them a piece of another may say again."""

from __future__ import annotations

import pytest

from cleaner.stages._shared_prefixes import echoed


@pytest.mark.parametrize(
    ("line", "paragraph", "again"),
    [
        (
            "We will go home today and stay there.",
            "It rained. We will go home today, and stay there for good.",
            True,
        ),
        ("We will go home today and stay there.", "It rained. We will go home tomorrow and stay there.", False),
        ("We will go home today and stay there.", "It rained, and we will go home today and stay there.", False),
        ("We will go home today and stay there.", '"We will go home today," she said, "and stay there."', True),
        ("We will go home today and stay there.", "«We will go home today», she said, «and stay there.»", True),
        ("We will go home today and stay there.", '"We will go home by boat," she said, "and stay there."', False),
        ('"We will go home today" – Ada Brandt', "It rained – we will go home today by the last boat.", True),
        ("Мы сегодня пойдём домой и останемся там.", "Rain fell on the harbour.", True),
        ("Rain", "Rain. It fell on the harbour.", False),
        ("We will go home.", "It rained. We will go home today.", True),
        ("We will go hom.", "It rained. We will go hom today.", False),
    ],
)
def test_a_first_look_by_letters_tells_the_lines_that_a_piece_of_another_may_say(line, paragraph, again):
    for lines in ([line, paragraph], [paragraph, line]):
        assert (lines.index(line) in echoed(lines, range(len(lines)))) is again


def test_a_first_look_says_yes_of_copies_too_many_to_compare_and_of_none_where_there_are_no_lines():
    assert echoed(["We will go home today."] * 40, range(40)) == list(range(40))
    assert echoed([], []) == []


@pytest.mark.parametrize(
    ("line", "again"),
    [
        pytest.param("Rain", False, id="a short line"),
        pytest.param("Дождь", True, id="a short line in other letters"),
        pytest.param("Ça will go homes", False, id="12 letters and another"),
        pytest.param("Café boats sail home tonight", False, id="many letters and another"),
    ],
)
def test_of_a_line_with_fewer_than_12_letters_only_other_letters_tell(line, again):
    others = ["It rained. We will go home today.", "We will go home today."]
    assert (echoed([line, *others], [0]) == [0]) is again


@pytest.mark.parametrize(("count", "again"), [(31, True), (30, False)])
def test_31_copies_of_a_beginning_are_too_many_to_compare(count, again):
    lines = [f"We will go home {10 + number}" for number in range(count)]
    assert echoed(lines, range(count)) == (list(range(count)) if again else [])
