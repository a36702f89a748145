"""Link boxes behind a name: they go with their button, and every other name said twice stays."""

from __future__ import annotations

import pytest

import cleaner
from support.marks import mark

ONLY = cleaner.Cleaner(select=["related/name-box"], budget=1)


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


@pytest.mark.parametrize(
    "marked",
    [
        pytest.param("Ada Lew [-Ada LewPier sold MORE-] left.", id="a box"),
        pytest.param("Ada Lew [-Ada Lew3 piers sold MORE-] left.", id="a number behind the name"),
        pytest.param("Ada Lew Ada Lewpier sold MORE left.", id="a small letter behind the name"),
        pytest.param("ada lew ada lewPier sold MORE left.", id="a name in small letters"),
        pytest.param("Said lew Ada Maria lewPier sold MORE left.", id="a last name in small letters"),
        pytest.param("Ada E Ada EPier sold MORE left.", id="a name of one letter"),
        pytest.param("Ada Le [-Ada LePier sold MORE-] left.", id="a name of two letters"),
        pytest.param("Ada Lew LewPier sold MORE left.", id="the last name alone again"),
        pytest.param("Ada Lew [-Ada A B C D LewPier sold MORE-] left.", id="five names in between"),
        pytest.param("Ada Lew Ada A B C D E LewPier sold MORE left.", id="six names in between"),
        pytest.param("Ada Lew [-Ada van der LewPier sold MORE-] left.", id="particles in between"),
        pytest.param("Ada Lew Ada and her LewPier sold MORE left.", id="other small words in between"),
        pytest.param('Ada Lew [-Ada "(Addie)" . LewPier sold MORE-] left.', id="a nickname in marks in between"),
        pytest.param("Ada Lew Jr. [-Ada LewPier sold MORE-] left.", id="a suffix"),
        pytest.param("Ada Lew Ada Tom Pier sold MORE left.", id="another name"),
        pytest.param(
            "Ada Lew [-Ada Maria Lew Pier sold MORE-] left.", id="the whole name again, a capital behind it"
        ),
        pytest.param(
            "Ada Lew [-Ada Maria Lew 3 piers sold MORE-] left.", id="the whole name again, a number behind it"
        ),
        pytest.param(
            "Ada Lew Ada Maria Lew pier sold MORE left.", id="the whole name again, a small letter behind it"
        ),
        pytest.param("Ada Lew Tom Maria Lew Pier sold MORE left.", id="another first name"),
        pytest.param("Lew Ada Maria Lew Pier sold MORE left.", id="the last name in front"),
        pytest.param("Ada Lew Ada Maria Lew MORE left.", id="nothing behind the name"),
        pytest.param(
            "Ada Lew Ada Maria Lew Pier Tom Box [-Tom BoxBoat sold MORE-] left.",
            id="a glued box behind a spaced one",
        ),
        pytest.param("Ada Lew Ada LewPier sold MOREOVER left.", id="a longer word"),
        pytest.param("Ada Lew [-Ada LewPier sold MORE-]", id="a button at the end"),
        pytest.param("She left. MORE Ada Lew Ada LewPier sold.", id="a button in front"),
    ],
)
def test_a_box_is_told_by_the_name_that_it_says_again(marked):
    assert mark(ONLY, marked) == marked


@pytest.mark.parametrize(("size", "goes"), [(700, True), (701, False)])
def test_a_box_has_700_characters_at_most(size, goes):
    box = f"{'Ada LewPier sold'.ljust(size - 6, 'd')} MORE"  # and the blank in front of it
    box = f"[-{box}-]" if goes else box
    for marked in (
        f"MORE came than Ada Lew {box} left.",
        f"Tom Box [-Tom BoxBoat sold MORE-] and Ada Lew {box} left.",
    ):
        assert mark(ONLY, marked) == marked


@pytest.mark.parametrize("select", ["related/name-box", "related/read-more-line"])
def test_a_box_goes_only_where_the_rule_runs(select):
    worker = cleaner.Cleaner(select=[select], budget=1)
    text = "Boats.\nAda Lew Ada LewPier sold MORE left."
    assert (worker.clean(text).text != text) is (select == "related/name-box")
