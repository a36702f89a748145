"""What each stage decides, in tables: what stays first, then what goes."""

from __future__ import annotations

PROSE = "The council voted on Monday evening to raise the price of a crossing by a tenth, to everybody's surprise."


MORE = "Nobody who had come to the meeting by boat could say on Tuesday how he would come to the next one."


def test_the_title_stays_behind_a_label_and_another_headline_does_not(worker):
    text = f"VIDEO: Seal steals hat on pier\n\n{PROSE}\n\nVIDEO: Seal steals another hat\n\n{MORE}"
    assert worker.clean(text, title="Seal steals hat on pier").text == text.replace(
        "VIDEO: Seal steals another hat\n\n", ""
    )
