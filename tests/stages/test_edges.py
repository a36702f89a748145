"""What each stage decides, in tables: what stays first, then what goes."""

from __future__ import annotations

PROSE = "The council voted on Monday evening to raise the price of a crossing by a tenth, to everybody's surprise."


MORE = "Nobody who had come to the meeting by boat could say on Tuesday how he would come to the next one."


def test_buttons_go_where_three_stand_under_each_other(worker):
    assert worker.clean(f"{PROSE}\n\nTwitter\nDigg\nEmail\n{MORE} No.\n").text == f"{PROSE}\n\n{MORE} No.\n"
    for stays in ("Twitter\nDigg", "Twitter\nTwitter\nTwitter"):
        text = f"{PROSE}\n\n{stays}\n{PROSE} No.\n{MORE} No.\n"
        assert worker.clean(text).text == text


def test_furniture_at_the_edges_goes_and_the_same_word_inside_stays(worker):
    text = f"Fares to rise\nShare\nTweet\n{PROSE}\n\nFacebook\n\n{MORE}\n\nEmail\nPrint\n"
    assert worker.clean(text).text == f"Fares to rise\n{PROSE}\n\nFacebook\n\n{MORE}\n"
