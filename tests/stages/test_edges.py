"""Furniture that is only furniture in its place: it goes there, and the same line elsewhere stays."""

from __future__ import annotations

import pytest

import cleaner
from support.marks import mark

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


BUTTONS = cleaner.Cleaner(select=["share/share-column"], budget=1)
EDGES = cleaner.Cleaner(select=["share/share-button", "promo/promo-or-heading", "page/comments"], budget=1)
COUNTERS = cleaner.Cleaner(select=["share/lone-counter"], budget=1)
BOTH = cleaner.Cleaner(select=["share/lone-counter", "page/page-numbers"], budget=1)

# paragraphs of two sentences, which are prose at any length
MET = "The harbour council met on Monday. Everybody came."
RAIN = "It rained all the same. Nobody left before midnight."
COLON_30 = "What the sailors of Quay use:"
COLON_31 = "What the sailors of Quay used:"


@pytest.mark.parametrize(
    "marked",
    [
        pytest.param(
            f"Fares rise\n{MET}\n{RAIN}\n[-Twitter-]\n[-Digg-]\n[-Email-]\n{RAIN} No.", id="three buttons"
        ),
        pytest.param(f"{MET}\nTwitter\nDigg\n{RAIN}", id="two buttons"),
        pytest.param(f"{MET}\nTwitter\nTwitter\nTwitter\n{RAIN}", id="one button three times"),
        pytest.param(f"{MET}\n[-Twitter-]\n[-Twitter-]\n[-Digg-]\n{RAIN}", id="two buttons, one of them twice"),
        pytest.param(f"{MET}\nShip\nShore\nSea\n{RAIN}", id="three words that are no buttons"),
        pytest.param(f"{MET}\nPass it on:\n[-Twitter-]\n[-Digg-]\n[-Email-]\n{RAIN}", id="a label above"),
        pytest.param(
            f"{MET}\n{COLON_30.rjust(30, 'S')}\n[-Twitter-]\n[-Digg-]\n[-Email-]\n{RAIN}",
            id="a label of 30 characters",
        ),
        pytest.param(
            f"{MET}\n{COLON_31.rjust(31, 'S')}\nTwitter\nDigg\nEmail\n{RAIN}",
            id="a line of 31 that introduces a list",
        ),
        pytest.param(
            f"{MET}\n{COLON_31[:-1]} daily\n[-Twitter-]\n[-Digg-]\n[-Email-]\n{RAIN}",
            id="a longer line without a colon",
        ),
        pytest.param(
            f"{MET}\n{COLON_31}s:\nTwitter\nDigg\nEmail\n{RAIN}\n[-Twitter-]\n[-Digg-]\n[-Email-]\n{MET} No.",
            id="a list and a column",
        ),
    ],
)
def test_different_buttons_go_where_three_stand_under_each_other(marked):
    assert mark(BUTTONS, marked) == marked


OPEN_60 = "The council of the harbour raises all fares across the sound"


@pytest.mark.parametrize(
    ("marked", "title"),
    [
        pytest.param(f"Fares rise\n[-Share-]\n{MET}\nShare\n{RAIN}\n[-Share-]", None, id="both edges"),
        pytest.param(f"1\n2\n3\n4\n5\n[-Share-]\n{MET}\n{RAIN}", "Fares", id="below five other lines"),
        pytest.param(f"1\n2\n3\n4\n5\n6\nShare\n{MET}\n{RAIN}", "Fares", id="below six other lines"),
        pytest.param(f"1\n2\n3\n4\n5\nMost read\n[-Share-]\n{MET}\n{RAIN}", "Fares", id="below a heading of links"),
        pytest.param(f"1\n2\n3\n4\n5\n2 Comments\nShare\n{MET}\n{RAIN}", "Fares", id="below a heading of comments"),
        pytest.param(f"{MET}\n{RAIN}\n[-Share-]\n1\n2", None, id="above two other lines"),
        pytest.param(f"{MET}\n{RAIN}\nShare\n1\n2\n3", None, id="above three other lines"),
        pytest.param(f"{MET}\nShare\n{RAIN}", None, id="between paragraphs"),
        pytest.param(f"Rain\n{OPEN_60}\n[-Share-]\n{MET}\n{RAIN}", None, id="below a long headline"),
        pytest.param(f"Rain\n{OPEN_60[:-1]}.\nShare\n{MET}\n{RAIN}", None, id="below a sentence of 60 columns"),
        pytest.param(f"Rain\n{OPEN_60[:-2]}.\n[-Share-]\n{MET}\n{RAIN}", None, id="below a sentence of 59 columns"),
        pytest.param("Rain\nIt fell. We swam.\nShare\nPier\nQuay\nPost", None, id="below a short paragraph"),
        pytest.param(f"Share this\n{MET}\n{RAIN}", None, id="a first line that may be the headline"),
        pytest.param(f"[-Share this-]\n{MET}\n{RAIN}", "Fares", id="a first line that is not the headline"),
        pytest.param(f"By Ada\nShare this\n{MET}\n{RAIN}", "Share this", id="the title"),
        pytest.param(f"By Ada\n[-Share this-]\n{MET}\n{RAIN}", "Share that", id="another title"),
    ],
)
def test_a_button_goes_at_an_edge_of_the_article(marked, title):
    assert mark(EDGES, marked, title=title) == marked


@pytest.mark.parametrize(
    "marked",
    [
        pytest.param(f"Fares rise\n[-12-]\n{MET}\n{RAIN}\n[-7-]", id="both edges"),
        pytest.param(f"[-12-]\nFares rise\n{MET}\n{RAIN}", id="above the headline"),
        pytest.param(f"Fares rise\n[-12-]\n[-7-]\n{MET}\n{RAIN}\n[-7-]", id="three numbers"),
        pytest.param(f"Fares rise\n12\n7\n{MET}\n{RAIN}\n7\n1", id="four numbers, a table's"),
        pytest.param(f"Fares rise\n[-12{' ' * 26}34-]\n{MET}\n{RAIN}", id="30 characters"),
        pytest.param(f"Fares rise\n12{' ' * 27}34\n{MET}\n{RAIN}", id="31 characters"),
        pytest.param(f"Fares rise\nPayload in kg\n[-12-]\n{MET}\n{RAIN}", id="below a label at the top"),
        pytest.param(f"{MET}\n{RAIN}\nPayload in kg\n12", id="below a label at the end"),
        pytest.param(f"{MET}\n{RAIN}\nNobody came.\n[-12-]", id="below a sentence at the end"),
        pytest.param(f"{MET}\n{RAIN}\n[-7-]\n[-12-]\n[-3-]", id="three numbers at the end"),
        pytest.param(f"{MET}\n12\n{RAIN}", id="between paragraphs"),
    ],
)
def test_a_lone_counter_goes_at_an_edge_of_the_article(marked):
    assert mark(COUNTERS, marked) == marked


def test_a_number_that_a_card_knows_goes_by_that_card():
    removals = BOTH.clean(f"{MET}\n{RAIN}\n1 2").removals
    assert [removal.rule for removal in removals if removal.rule != "layout/blanks"] == ["page/page-numbers"]


def test_numbers_stay_where_the_rule_does_not_run():
    text = f"Fares rise\n12\n[-Share-]\n{MET}\n{RAIN}\n7"
    assert mark(EDGES, text) == text


def test_what_only_another_removal_brings_to_an_edge_goes_as_well():
    marked = f"{MET}\n{RAIN}\n[-Share-]\n1\n2\n[-Most read-]\n[-Old mill burns to the ground in the night-]"
    assert mark(EDGES, marked) == marked


TAGS = cleaner.Cleaner(select=["page/tags-label", "related/related-heading"], budget=1)


@pytest.mark.parametrize(
    "marked",
    [
        pytest.param(
            f"{MET}\n{RAIN}\n\n[-Tags-]\n[-* boats-]\n[-* the pier-]\n\nThe harbour paper",
            id="two bullets below a label",
        ),
        pytest.param(f"{MET}\n{RAIN}\n\n[-Tags-]\n* boats\n\nThe harbour paper", id="one bullet"),
        pytest.param(f"{MET}\n{RAIN}\n\nTags\nboats\nthe pier\n\nThe harbour paper", id="no bullets"),
        pytest.param(f"{MET}\n\nTags\n* boats\n* the pier\n\n{RAIN}", id="above the last paragraph"),
        pytest.param(f"{MET}\n{RAIN}\n\n[-Tags-]\n* 9 boats lie there\n* the pier\n", id="a long bullet first"),
    ],
)
def test_tags_behind_bullets_go_with_their_label(marked):
    assert mark(TAGS, marked) == marked
