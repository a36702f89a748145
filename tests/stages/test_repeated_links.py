"""Links said again: a line that another link's removal has told goes, the article's own lines stay."""

from __future__ import annotations

import pytest

import cleaner
from support.marks import mark

WORKER = cleaner.Cleaner(
    select=["related/headline-again", "related/read-more-line", "related/related-heading", "subscribe/form-line"],
    budget=1,
)
OTHER = cleaner.Cleaner(select=["related/read-more-line"], budget=1)

# paragraphs of two sentences, which are prose at any length
MET = "The harbour council met on Monday. Everybody came."
RAIN = "It rained all the same. Nobody left before midnight."
MILL = "Mill burns to the ground"
LINK = f"[-READ MORE: {MILL}-]"


@pytest.mark.parametrize(
    ("marked", "title"),
    [
        pytest.param(f"Fares\n{MET}\n{LINK}\n{RAIN}\n[-{MILL}-]", None, id="five words"),
        pytest.param(
            f"Fares\n{MET}\n[-READ MORE: Mill burns to ground-]\n{RAIN}\nMill burns to ground",
            None,
            id="four words",
        ),
        pytest.param(f"Fares\n{MET}\n{LINK}\n{RAIN}\nMill burns to the floor", None, id="another headline"),
        pytest.param(
            f"Fares\n[-Related stories-]\n[-{MILL}-]\n[-Painter finds gold under his kitchen floor-]\n{MET}\n{RAIN}\n[-{MILL}-]",
            None,
            id="a link under a heading",
        ),
        pytest.param(f"Fares\n{MET}\n{RAIN}\n{MILL}", None, id="no link"),
        pytest.param(
            f"Fares\n{MET}\n[-Sign up here-]\n[-Join our list for all our news-]\n{RAIN}\n{MILL}", None, id="a form"
        ),
        pytest.param(f"Fares\n{MET}\n{LINK}\n{RAIN}\n■ {MILL}", None, id="a heading of the article's own mark"),
        pytest.param(f"Fares\n{MET}\n[-You might also like: {MILL}-]\n{RAIN}\n{MILL}", MILL, id="the title"),
        pytest.param(f"{MILL}\n{MET}\n{LINK}\n{RAIN}", None, id="a first line that may be the headline"),
        pytest.param(f"[-{MILL}-]\n{MET}\n{LINK}\n{RAIN}", "Fares", id="a first line that is not the headline"),
        pytest.param(
            f"Fares\n{MET}\n[-READ MORE: It fell. Nobody came again-]\n{RAIN}\nIt fell. Nobody came again.",
            None,
            id="a paragraph",
        ),
    ],
)
def test_a_line_goes_that_a_link_has_said(marked, title):
    assert mark(WORKER, marked, title=title) == marked


def test_a_line_stays_where_the_rule_does_not_run():
    text = f"Fares\n{MET}\n{LINK}\n{RAIN}\n{MILL}"
    assert mark(OTHER, text) == text
