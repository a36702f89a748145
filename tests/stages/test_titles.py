"""The headline again: copies in whatever dress go, and lines that say more or less than it stay."""

from __future__ import annotations

import pytest

import cleaner
from support.marks import mark

TWICE = cleaner.Cleaner(select=["headline/title-twice", "legal/terms-link"], budget=1)
TITLE_LINE = cleaner.Cleaner(select=["headline/title-line"], headline="drop", budget=1)

# paragraphs of two sentences, which are prose at any length
MET = "The harbour council met on Monday. Everybody came."
RAIN = "It rained all the same. Nobody left before midnight."
FERRY = "Two boats lay at the pier. Neither of them sailed."
TITLE = "Fares to rise across the sound"
FIVE = "Fares to rise this summer"
FOUR = "Fares to rise soon"


@pytest.mark.parametrize(
    ("title", "marked"),
    [
        pytest.param(TITLE, f"[-{TITLE}-]\n{MET}", id="as declared"),
        pytest.param(
            f"{FOUR} | Harbour Post", f"[-{FOUR}-]\n{MET}", id="four words, and the site's name behind them"
        ),
        pytest.param("Fares to rise | Harbour Post", f"Fares to rise\n{MET}", id="three words"),
        pytest.param(f"{FOUR} and fall", f"{FOUR}\n{MET}", id="a part of the title"),
        pytest.param(
            f"{FOUR} | Harbour Post", f"Boats to sink soon\n{MET}", id="another line as long as the headline"
        ),
        pytest.param(TITLE, f"Quay\nBy Ada Lew\n[-{TITLE}-]\n{MET}", id="on the third line"),
        pytest.param(TITLE, f"Quay\nBy Ada Lew\nMonday\n{TITLE}\n{MET}", id="on the fourth line"),
    ],
)
def test_the_headline_is_found_by_the_declared_title(title, marked):
    assert mark(TITLE_LINE, marked, title=title) == marked


@pytest.mark.parametrize(
    "marked",
    [
        pytest.param(f"{TITLE}\nBy Ada Lew\n[-{TITLE}-]\n{MET}\n{RAIN}", id="on the first line"),
        pytest.param(f"Quay\n{TITLE}\nMonday\n[-{TITLE}-]\n{MET}\n{FERRY}", id="below a scrap"),
        pytest.param(f"Privacy policy\n{TITLE}\nMonday\n[-{TITLE}-]\n{MET}\n{FERRY}", id="below furniture"),
        pytest.param(f"{TITLE}\n{MET}\n{RAIN}\n{TITLE}\n{FERRY}", id="below prose it may be a refrain"),
        pytest.param(
            f"{TITLE}\n{MET}\n{RAIN}\n[-{TITLE} | Quay Post-]\n{FERRY}", id="below prose with a site's name"
        ),
        pytest.param(f"{TITLE}\nMonday\n{TITLE}\nQuay\n{TITLE}", id="without prose it may be verse"),
        pytest.param(f"{TITLE}?\nNobody.\n{TITLE}?\n{MET}", id="a question may be asked again"),
        pytest.param(f"{MET}\n{TITLE}\n{RAIN}\n{TITLE}\n{FERRY}", id="not below a sentence"),
        pytest.param(f"Quay\nPier\nPost\n{TITLE}\n{RAIN}\n{TITLE}\n{FERRY}", id="not on the fourth line"),
    ],
)
def test_without_a_title_the_first_headline_stands_in(marked):
    assert mark(TWICE, marked) == marked


@pytest.mark.parametrize(
    ("title", "marked"),
    [
        pytest.param(FIVE, f"{FIVE}\n{MET}\n[-{FIVE}-]\n{RAIN}", id="five words below a paragraph"),
        pytest.param(FOUR, f"{FOUR}\n{MET}\n{FOUR}\n{RAIN}", id="four words below a paragraph"),
        pytest.param(FOUR, f"{FOUR}\n[-{FOUR}-]\n{MET}", id="four words directly below"),
        pytest.param(
            FOUR, f"{FOUR}\n[-{FOUR}-]\n[-{FOUR}-]\n[-{FOUR}-]\n{MET}", id="four words four times in a row"
        ),
        pytest.param(FOUR, f"{FOUR}\n{MET}\n{FOUR}\n{FOUR}\n{RAIN}", id="four words twice below a paragraph"),
        pytest.param(TITLE, f"Quay\nPier\nPost\n{TITLE}\n{MET}\n{TITLE}", id="a headline that is not at the top"),
    ],
)
def test_a_second_copy_goes(title, marked):
    assert mark(TWICE, marked, title=title) == marked


def below(line: str, *, goes: bool, title: str = TITLE) -> str:
    """An article with a line below its first paragraph."""
    return f"{title}\n{MET}\n{f'[-{line}-]' if goes else line}\n{RAIN}"


SITE_30 = "The Harbour Post of Quay Sound"
SHOUT = f"{TITLE}?!"


@pytest.mark.parametrize(
    ("title", "marked"),
    [
        pytest.param(TITLE, below(f"VIDEO: {TITLE}", goes=True), id="a label"),
        pytest.param(TITLE, below(f"{TITLE}!", goes=True), id="a mark"),
        pytest.param(TITLE, below(f"{TITLE} (3:20)", goes=True), id="a playing time"),
        pytest.param(TITLE, below(f"{TITLE} | Harbour Post", goes=True), id="a site's name"),
        pytest.param(TITLE, below(f"{TITLE} in spring", goes=False), id="more words"),
        pytest.param(TITLE, below("Fares to fall across the sound | Post", goes=False), id="another word"),
        pytest.param(TITLE, below(f"{TITLE}. Nobody came.", goes=False), id="a paragraph that begins so"),
        pytest.param(TITLE, below("Fares to rise across the…", goes=True), id="five words and dots"),
        pytest.param(TITLE, below("Fares to rise across…", goes=False), id="four words and dots"),
        pytest.param(TITLE, below("Fares to rise across the", goes=False), id="five words and no dots"),
        pytest.param(TITLE, below("Fares to rise across the pier…", goes=False), id="another word and dots"),
        pytest.param(FIVE, below(f"{FIVE} | Harbour Post", goes=True, title=FIVE), id="a title of five words"),
        pytest.param(
            "Ferry-fares to rise soon",
            below("Ferry-fares to rise soon | Harbour Post", goes=False, title="Ferry-fares to rise soon"),
            id="a title of four words, one of them in two parts",
        ),
        pytest.param(TITLE, below(f"VIDEO: {TITLE} | {SITE_30}", goes=True), id="40 characters more"),
        pytest.param(TITLE, below(f"VIDEO: {TITLE} | {SITE_30}s", goes=False), id="41 characters more"),
        pytest.param(
            SHOUT,
            below(f"{TITLE} | {SITE_30} and Bay", goes=True, title=SHOUT),
            id="a site's name of 40 characters",
        ),
        pytest.param(
            SHOUT,
            below(f"{TITLE} | {SITE_30} and Bays", goes=False, title=SHOUT),
            id="a site's name of 41 characters",
        ),
        pytest.param(TITLE, f"{TITLE} | Harbour Post\n{TITLE}\n{MET}", id="a line above the headline"),
        pytest.param(TITLE, f"{TITLE}\n[-{TITLE} Listen-]\n{MET}", id="a button directly below"),
        pytest.param(TITLE, f"{TITLE}\n[-{TITLE}-]\n[-{TITLE} Listen-]\n{MET}", id="a button below a copy"),
        pytest.param(TITLE, below(f"{TITLE} Listen", goes=False), id="a button's word below a paragraph"),
        pytest.param(TITLE, f"{TITLE}\n{TITLE} again\n{MET}", id="one more word that is no button"),
        pytest.param(TITLE, f"{TITLE}\n{TITLE} Listen Now\n{MET}", id="two more words"),
        pytest.param(TITLE, f"{TITLE}\n{MET}\n{RAIN}\n{TITLE} Listen\n{FERRY}", id="a button's word far below"),
    ],
)
def test_the_headline_in_other_dress_goes_and_what_says_more_or_less_stays(title, marked):
    assert mark(TWICE, marked, title=title) == marked
