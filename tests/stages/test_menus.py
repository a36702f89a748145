"""Menus and footers go by what several of their entries say, and lists of the article stay."""

from __future__ import annotations

import pytest

import cleaner
from support.marks import mark

MENUS = cleaner.Cleaner(select=["page/menu"], budget=1)
# paragraphs of two sentences, which are prose at any length
MET = "The harbour council met on Monday. Everybody came."
RAIN = "It rained all the same. Nobody left before midnight."


@pytest.mark.parametrize(
    "marked",
    [
        pytest.param(f"[-Home-]\n[-News-]\n[-Contact us-]\n\nFares rise\n\n{MET}", id="a menu above"),
        pytest.param(f"Home\nNews\n\nFares rise\n\n{MET}", id="two entries above"),
        pytest.param(f"Home\nHome\nHome\n\nFares rise\n\n{MET}", id="one entry three times"),
        pytest.param(
            f"{MET}\n{RAIN}\n\n[-Home-]\n[-The tower-]\n[-News-]\n[-Privacy policy-]", id="an unknown entry"
        ),
        pytest.param(
            f"{MET}\n\nThe tower\n[-Home-]\n[-News-]\n[-Privacy policy-]\nThe pier", id="plain lines outside"
        ),
        pytest.param(
            f"[-Home-]\n[-Sport-]\n[-News-]\nFerry fares rise again\n[-Weather-]\n[-Contact-]\n[-Privacy policy-]\n\n{MET}",
            id="an unknown line of four words",
        ),
        pytest.param(
            f"{MET}\n\nHome\nQuay\nPier\nShip\nCrane\nTug\nBoat\nRope\nOar\nNews\nPrivacy policy",
            id="three known of eleven plain lines",
        ),
        pytest.param(
            f"{MET}\n\n[-* Home-]\n[-* Quay-]\n[-* Pier-]\n[-* Ship-]\n[-* Crane-]\n[-* News-]\n[-* Privacy policy-]",
            id="three known of seven bullets",
        ),
        pytest.param(
            f"[-* Home-]\n[-* Quay-]\n[-* News-]\n\nFares rise\n\n{MET}\n\n[-* Quay-]\n[-* Home-]\n[-* News-]",
            id="two known bullets and one that comes twice",
        ),
        pytest.param(f"{MET}\n\n* Home\n* Quay\n* Pier\n* News", id="two known bullets of four"),
        pytest.param(
            f"{MET}\n\n[-* Home-]\n[-* Quay-]\n[-* Pier-]\n[-* Ship-]\n[-* News-]", id="two known bullets of five"
        ),
        pytest.param(f"{MET}\n\nNews\nSport\nWeather\n\n{RAIN}", id="three words between two paragraphs"),
        pytest.param(
            f"{MET}\n\n[-* Home-]\n[-* News-]\n[-* Sport-]\n[-* Weather-]\n[-* Contact us-]\n[-* The tower-]\n\n{RAIN}",
            id="five known bullets between two paragraphs",
        ),
        pytest.param(
            f"{MET}\n\n* Home\n* News\n* Sport\n* Weather\n* Contact us\n* Quay\n* Pier\n* Ship\n* Tug\n* Oar\n* Rope\n\n{RAIN}",
            id="five of eleven bullets between two paragraphs",
        ),
        pytest.param(
            f"{MET}\n\nThe sections of our paper are:\n* News\n* Sport\n* Weather", id="a list with its colon"
        ),
        pytest.param(f"{MET}\n\nIt has four parts:\n* News\n* Sport\n* Weather", id="four words with a colon"),
        pytest.param(f"{MET}\n\nSections:\n[-* News-]\n[-* Sport-]\n[-* Weather-]", id="a label with a colon"),
        pytest.param(f"{MET}\n\n* 2 news\n* 3 games\n* 4 weather\n* News\n* Games\n* Weather", id="quantities"),
        pytest.param(f"{MET}\n\n* News\n* Sport\n* Weather is bad today.", id="a sentence"),
    ],
)
def test_a_menu_goes_and_a_list_stays(marked):
    assert mark(MENUS, marked, title="Fares rise") == marked


@pytest.mark.parametrize(
    ("language", "menu", "prose"),
    [
        (
            "de",
            "Startseite\nÜber uns\nDatenschutz",
            "Der Rat hat am Montag getagt, und das war gut so. Niemand ging vor Mitternacht.",
        ),
        (
            "pl",
            "Strona główna\nO nas\nPolityka prywatności",
            "Rada zebrała się w poniedziałek i nie było to łatwe. Nikt nie wyszedł.",
        ),
        ("ja", "ホーム\nお問い合わせ\n利用規約", "港の議会は月曜日に開かれた。真夜中まで誰も帰らなかった。"),
        ("he", "דף הבית\nצור קשר\nמדיניות פרטיות", "המועצה התכנסה ביום שני. איש לא הלך לפני חצות."),
    ],
)
def test_a_menu_goes_in_its_language(language, menu, prose):
    assert MENUS.clean(f"{menu}\n\n{prose}\n", title="Fares rise", language=language).text.strip() == prose


def test_the_title_in_a_menu_stays():
    text = f"Home\nNews\nWeather\nContact us\nSport\n\n{MET}\n"
    assert "Weather\n" in MENUS.clean(text, title="Weather").text


def test_the_reason_counts_the_entries():
    result = MENUS.clean(f"Home\nNews\nContact us\n\nFares rise\n\n{MET}\n", title="Fares rise")
    assert {removal.because for removal in result.removals if removal.rule == "page/menu"} == {
        "one of 3 entries of a menu, with “Home”"
    }
