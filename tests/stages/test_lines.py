"""Single lines: a card's words decide, and the article's own title stays."""

from __future__ import annotations

import pytest

import cleaner
from support.marks import mark

ADVERTS = cleaner.Cleaner(select=["advert", "related/read-more-tail"], budget=1)

PROSE = "The council voted on Monday evening to raise the price of a crossing by a tenth, to everybody's surprise."


MORE = "Nobody who had come to the meeting by boat could say on Tuesday how he would come to the next one."


def test_the_title_stays_behind_a_label_and_another_headline_does_not(worker):
    text = f"VIDEO: Seal steals hat on pier\n\n{PROSE}\n\nVIDEO: Seal steals another hat\n\n{MORE}"
    assert worker.clean(text, title="Seal steals hat on pier").text == text.replace(
        "VIDEO: Seal steals another hat\n\n", ""
    )


@pytest.mark.parametrize(
    ("marked", "title"),
    [
        pytest.param("[-CLOSE-] The pier fell on Monday again.", None, id="six words"),
        pytest.param("CLOSE The pier fell on Monday.", None, id="five words"),
        pytest.param(
            "CLOSE The pier fell on Monday again.", "CLOSE The pier fell on Monday again.", id="the title"
        ),
        pytest.param(
            "[-CLOSE-] The pier fell on Monday again.", "The pier fell on Monday again.", id="another title"
        ),
    ],
)
def test_a_label_goes_in_front_of_a_sentence_of_six_words(marked, title):
    assert mark(ADVERTS, marked, title=title) == marked


@pytest.mark.parametrize(
    "line",
    ["[-Advertisement.-] [-READ MORE: Mill burns-]", "It fell. [-READ MORE: Mill burns-]"],
    ids=["a label", "a sentence"],
)
def test_what_a_tail_leaves_is_judged_anew(line):
    marked = f"{PROSE}\n{line}"
    assert mark(ADVERTS, marked) == marked
