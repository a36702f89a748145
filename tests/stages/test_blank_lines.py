"""Blanks: a cut leaves no gap behind, and what no cut touches stays."""

from __future__ import annotations

import pytest

import cleaner

PROSE = "The council voted on Monday evening to raise the price of a crossing by a tenth, to everybody's surprise."


MORE = "Nobody who had come to the meeting by boat could say on Tuesday how he would come to the next one."


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        pytest.param(f"{PROSE}\n\nAdvertisement\n\n{MORE}", f"{PROSE}\n\n{MORE}", id="one blank line on each side"),
        pytest.param(f"{PROSE}\n\nAdvertisement\n\n\n{MORE}", f"{PROSE}\n\n{MORE}", id="the smaller gap stays"),
        pytest.param(f"{PROSE}\nAdvertisement\n{MORE}", f"{PROSE}\n{MORE}", id="no blank lines"),
        pytest.param(f"{PROSE}\nAdvertisement\n\n{MORE}", f"{PROSE}\n\n{MORE}", id="paragraphs stay apart"),
        pytest.param(
            f"{PROSE}\nAdvertisement\nWatch the old crane fall\nAdvertisement\nWatch the old crane fall\nNobody was hurt.",
            f"{PROSE}\nNobody was hurt.",
            id="a caption said twice, adverts around it",
        ),
        pytest.param(f"{PROSE}\n\nAdvertisement", f"{PROSE}\n", id="at the end, no final line break"),
        pytest.param(f"{PROSE}\n\nAdvertisement\n\n", f"{PROSE}\n", id="at the end, with line breaks"),
        pytest.param(f"Advertisement\n\n{PROSE}\n", f"{PROSE}\n", id="at the start"),
        pytest.param(f"{PROSE}\r\n\r\nAdvertisement\r\n\r\n{MORE}\r\n", f"{PROSE}\r\n\r\n{MORE}\r\n", id="CRLF"),
        pytest.param("Advertisement", "", id="nothing else"),
        pytest.param("It fell. [embed]https://e.org/1[/embed] It rose.", "It fell. It rose.", id="inside a line"),
        pytest.param(
            "It fell. [embed]https://e.org/1[/embed]\nIt rose.", "It fell.\nIt rose.", id="at a line's end"
        ),
        pytest.param("  [pullquote]It fell.", "It fell.", id="behind the blanks at a line's start"),
        pytest.param("It [pullquote] fell [pullquote] down.", "It fell down.", id="two cuts in two gaps"),
        pytest.param("[pullquote] It fell.", "It fell.", id="at a line's start"),
        pytest.param("It[pullquote] fell.", "It fell.", id="with a blank on one side"),
        pytest.param("It [pullquote] [pullquote] fell.", "It fell.", id="two cuts in one gap"),
    ],
)
def test_a_cut_leaves_no_gap_behind(worker, text, clean):
    assert worker.clean(text).text == clean


def test_the_gap_stays_where_the_rule_does_not_run():
    text = f"{PROSE}\n\nAdvertisement\n\n\n{MORE}"
    worker = cleaner.Cleaner(ignore=["layout/blanks"])
    assert worker.clean(text).text == text.replace("Advertisement", "")
