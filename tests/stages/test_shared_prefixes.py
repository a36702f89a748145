"""What each stage decides, in tables: what stays first, then what goes."""

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
    ],
)
def test_a_first_look_by_letters_tells_the_lines_that_a_piece_of_another_may_say(line, paragraph, again):
    for lines in ([line, paragraph], [paragraph, line]):
        assert dict(zip(lines, echoed(lines), strict=True))[line] is again


def test_a_first_look_says_yes_of_copies_too_many_to_compare_and_of_none_where_there_are_no_lines():
    assert echoed(["We will go home today."] * 40) == [True] * 40
    assert echoed([]) == []
