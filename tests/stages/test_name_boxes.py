"""What each stage decides, in tables: what stays first, then what goes."""

from __future__ import annotations

import pytest

import cleaner


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        pytest.param(
            "Ada Brandt Ada Maria BrandtPier vote put off MORE (Q) said no to Tom Lew Tom LewBoats MORE.",
            "Ada Brandt (Q) said no to Tom Lew.",
            id="two boxes in one sentence",
        ),
        pytest.param("Ada Lew Jr. Ada Maria LewPier sold MORE left.", "Ada Lew Jr. left.", id="a suffix stays"),
        pytest.param(
            "Ada Lew Ada Lew Pier vote put off MORE (Q) left.", "Ada Lew (Q) left.", id="the whole name, unglued"
        ),
        pytest.param("Ada Lew Ada LewPier vote put off", "Ada Lew Ada LewPier vote put off", id="no button"),
        pytest.param(
            "Ada Lew and Peter Lew want MORE boats.", "Ada Lew and Peter Lew want MORE boats.", id="two of one name"
        ),
        pytest.param(
            f"Ada Lew Ada LewPier {'vote ' * 150}MORE left.",
            f"Ada Lew Ada LewPier {'vote ' * 150}MORE left.",
            id="a button too far away",
        ),
    ],
)
def test_a_box_behind_a_name_goes_and_the_sentence_reads_on(text, clean):
    # a sentence alone is less than its box: the budget is for articles
    assert cleaner.Cleaner(budget=1).clean(text).text == clean
