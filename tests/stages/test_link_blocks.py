"""What each stage decides, in tables: what stays first, then what goes."""

from __future__ import annotations

import pytest

PROSE = "The council voted on Monday evening to raise the price of a crossing by a tenth, to everybody's surprise."


MORE = "Nobody who had come to the meeting by boat could say on Tuesday how he would come to the next one."


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        pytest.param(
            f"{PROSE}\n\nREAD MORE:\nPier to be rebuilt in spring\n\n{MORE}",
            f"{PROSE}\n\n{MORE}",
            id="a box that stands apart",
        ),
        pytest.param(
            f"{PROSE}\n\nREAD MORE:\n\nPier to be rebuilt by the county in the spring\n\n{MORE}",
            f"{PROSE}\n\n{MORE}",
            id="one long headline behind a blank line",
        ),
        pytest.param(
            f"{PROSE}\n\nREAD MORE:\n\nThe next crossing\n\n{MORE}",
            f"{PROSE}\n\nThe next crossing\n\n{MORE}",
            id="a short sub-heading stays",
        ),
        pytest.param(
            f"{PROSE}\n\nMore from Harbour Post\nPier to be rebuilt by the county\nSeal steals hat",
            f"{PROSE}\n",
            id="to the end",
        ),
        pytest.param(
            f"{PROSE}\n\nMore on Brandt\nBorn in Osterlund\nMayor since 2013\nPlays the tuba",
            f"{PROSE}\n\nMore on Brandt\nBorn in Osterlund\nMayor since 2013\nPlays the tuba",
            id="a name's own list has no plain headline",
        ),
        pytest.param(
            f"{PROSE}\n\nRelated stories\n\nPier to be rebuilt\n\nSeal steals hat\n",
            f"{PROSE}\n",
            id="to the end, spaced",
        ),
        pytest.param(
            f"{PROSE}\n\nMost shared\nPier to be rebuilt\nSeal steals hat\n{MORE}\n",
            f"{PROSE}\n\nSeal steals hat\n{MORE}\n",
            id="before prose a short last line may be a sub-heading",
        ),
    ],
)
def test_a_heading_takes_the_headlines_under_it_and_stops_at_prose(worker, text, clean):
    assert worker.clean(text).text == clean


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        pytest.param(
            f"{PROSE}\n\nMost shared\nPier to be rebuilt\nIt was never finished.\n4 May 2021\nSeal steals hat\nHe wore it well.\n3 May 2021",
            f"{PROSE}\n",
            id="teasers with dates",
        ),
        pytest.param(
            f"{PROSE}\n\nRelated links\nhttps://quay.example\nBy Ada Lew\n{MORE} No.",
            f"{PROSE}\n\nBy Ada Lew\n{MORE} No.",
            id="an address",
        ),
        pytest.param(
            f"{PROSE}\n\nRead more:\nFerries fail inspection\nWho pays? Nobody, says the board\nThe long way from the chapel to the second pier\n{MORE} No.",
            f"{PROSE}\n\n{MORE} No.",
            id="a headline of two sentences in a list",
        ),
        pytest.param(
            f"Fares to rise in spring\n\nRelated stories\nPier to be rebuilt\nSeal steals the mayor's hat\n{PROSE}\n",
            f"Fares to rise in spring\n\n{PROSE}\n",
            id="in front of the article a short one goes too",
        ),
        pytest.param(
            f"By Ada Lew\nRelated stories\nPier to be rebuilt\nSeal steals the mayor's hat\n{PROSE}\n",
            f"By Ada Lew\nSeal steals the mayor's hat\n{PROSE}\n",
            id="but not where it may be the headline",
        ),
    ],
)
def test_a_list_under_a_heading_may_hold_more_than_headlines(worker, text, clean):
    assert worker.clean(text).text == clean
