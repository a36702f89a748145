"""A label between lines that go goes too, below the article and above a known title."""

from __future__ import annotations

import pytest

import cleaner
from cleaner.evaluation.rule_examples import from_blocks
from support.marks import mark

LABELS = cleaner.Cleaner(select=["page/stray-label", "share/share-line"], budget=1)
MET = "The harbour council met on Monday. Everybody came."
TWO = "[-Share on Facebook-]\n[-Share on Twitter-]"
ONE = "[-Share on Facebook-]"


@pytest.mark.parametrize(
    "marked",
    [
        pytest.param(f"{MET}\n\n{TWO}\n[-Harbour-]\n{ONE}", id="one label"),
        pytest.param(f"{MET}\n\n{TWO}\n[-Harbour-]\n[-Pier-]\n{ONE}", id="two labels"),
        pytest.param(f"{MET}\n\n{TWO}\nHarbour\nPier\nQuay\n{ONE}", id="three labels"),
        pytest.param(f"{MET}\n\n{ONE}\nHarbour\n{ONE}", id="two lines that go"),
        pytest.param(f"{MET}\n\n{TWO}\nHarbour", id="nothing below"),
        pytest.param(f"{MET}\n\n{TWO}\nHarbour 9\n{ONE}", id="a quantity"),
        pytest.param(f"{MET}\n\n{TWO}\nIt rained.\n{ONE}", id="a sentence"),
        pytest.param(f"{MET}\n\n{TWO}\nHarbour\n{ONE}\n\n{MET}", id="between two paragraphs"),
        pytest.param(f"{TWO}\n[-Harbour-]\n{ONE}\nFares rise\n\n{MET}", id="above the title"),
        pytest.param(f"{TWO}\nHarbour\n{ONE}\n\n{MET}", id="above an article without its title"),
        pytest.param(f"{MET}\n\n{TWO}\nFares rise\n{ONE}", id="the title"),
        pytest.param(
            f"{MET}\n\n{TWO}\n[-Quay-]\n{TWO}\n[-Pier-]\n{TWO}\n[-Ship-]\n{TWO}\n[-Tug-]\n{TWO}",
            id="four labels apart",
        ),
        pytest.param(
            f"{MET}\n\n{TWO}\nQuay\n{TWO}\nPier\n{TWO}\nShip\n{TWO}\nTug\n{TWO}\nSea\n{TWO}", id="five apart"
        ),
    ],
)
def test_labels_between_gone_lines_go(marked):
    assert mark(LABELS, marked, title="Fares rise") == marked


HEADED = f"<h2>Who met</h2><p>{MET}</p>"
PROSE = "<p>The harbour council voted on Monday evening to raise the price of a crossing by a tenth, and nobody spoke.</p>"


@pytest.mark.parametrize(
    ("html", "goes"),
    [
        pytest.param(f"{PROSE}<p>Table of contents</p>{PROSE}", True, id="above a paragraph"),
        pytest.param(f"{PROSE}<h3>In this guide</h3>{HEADED}", True, id="above a heading"),
        pytest.param(
            f"{PROSE}<p>Table of contents</p><ul><li>Who met</li></ul>{HEADED}", False, id="above its list"
        ),
        pytest.param(
            f"{PROSE}<p>Table of contents</p><ul><li>Who met</li></ul><p>{MET}</p>",
            True,
            id="above a heading in a list",
        ),
        pytest.param(
            f"{PROSE}<p>Table of contents</p><ul><li>Who met</li><li>Who left</li></ul><p>{MET}</p>",
            False,
            id="above a list of two",
        ),
        pytest.param(f"{PROSE}<p>In this article of the law</p>{PROSE}", False, id="with other words"),
        pytest.param(f"{PROSE}<p>On this page</p>", False, id="below the article"),
    ],
)
def test_the_label_of_contents_goes_where_its_list_is_not(html, goes):
    only = cleaner.Cleaner(select=["element/contents-label"], budget=1)
    removed = only.run(from_blocks(html)).removals
    assert [removal.rule for removal in removed if removal.rule != "layout/blanks"] == [
        "element/contents-label"
    ] * goes
