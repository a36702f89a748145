"""Sign-up forms: lines of a form that stand together go, and one alone or a headline stays."""

from __future__ import annotations

import pytest

import cleaner
from cleaner.matching.card import Card
from support.marks import mark

WORKER = cleaner.Cleaner(select=["subscribe/form-line"], budget=1)

# paragraphs of two sentences, which are prose at any length
MET = "The harbour council met on Monday. Everybody came."
RAIN = "It rained all the same. Nobody left before midnight."


def form(*lines: str, goes: bool = True) -> str:
    return "\n".join(["Fares rise", MET, *(f"[-{line}-]" if goes else line for line in lines), RAIN])


@pytest.mark.parametrize(
    ("marked", "title"),
    [
        pytest.param(form("Your email", "Sign up"), None, id="two parts"),
        pytest.param(form("Sign up", goes=False), None, id="one part"),
        pytest.param(form("Sign up", "Sign up", goes=False), None, id="one part twice"),
        pytest.param(form("Your email", "Sign up", "Sign up"), None, id="two parts, one of them twice"),
        pytest.param(f"{form('Sign up', goes=False)}\n{MET}\nYour email", None, id="two parts apart"),
        pytest.param(f"Fares rise\n{MET}\n[-Your email-]\n[-Sign up-]", None, id="at the end"),
        pytest.param(
            form("Your email", "Weekly", "Sign up", "First name"), None, id="three parts and a line between"
        ),
        pytest.param(
            f"Fares rise\n{MET}\n[-Your email-]\nWeekly\n[-Sign up-]\n{RAIN}",
            None,
            id="two parts and a line between",
        ),
        pytest.param(
            f"Fares rise\n{MET}\nYour email\nWeekly\nDaily\nSign up\n{RAIN}", None, id="two lines between"
        ),
        pytest.param(
            f"Fares rise\n{MET}\n[-Your email-]\n[-Sign up-]\n[-First name-]\nWeekly\n{RAIN}",
            None,
            id="a line below",
        ),
        pytest.param(
            f"Fares rise\n{MET}\nWeekly\n[-Your email-]\n[-Sign up-]\n[-First name-]\n{RAIN}",
            None,
            id="a line above",
        ),
        pytest.param(
            f"Fares rise\n{MET}\n[-Your email-]\n[-Sign up-]\n[-First name-]\nWeekly",
            None,
            id="a line below, the last",
        ),
        pytest.param(
            f"Fares rise\n{MET}\n[-Your email-]\n[-Sign up-]\n[-First name-]\n{RAIN}\nSubmit\n{MET} No.",
            None,
            id="a paragraph between",
        ),
        pytest.param(
            f"Fares rise\n{MET}\n[-Your email-]\n[-Sign up-]\n[-First name-]\nBoats for all\nSubmit\n{RAIN}",
            "Boats for all",
            id="the title between",
        ),
        pytest.param(
            form("Your email", "Sign up", "First name", "W" * 120, "Submit"), None, id="120 characters between"
        ),
        pytest.param(
            f"Fares rise\n{MET}\n[-Your email-]\n[-Sign up-]\n[-First name-]\n{'W' * 121}\nSubmit\n{RAIN}",
            None,
            id="121 characters between",
        ),
        pytest.param(
            f"Fares rise\n{MET}\nSign up here\nYour email\n{RAIN}", "Sign up here", id="the title among two parts"
        ),
        pytest.param(
            f"Fares rise\n{MET}\n[-Sign up here-]\n[-Your email-]\n{RAIN}", "Fares rise", id="another title"
        ),
        pytest.param(f"Sign up here\nYour email\n{MET}\n{RAIN}", None, id="a first line that may be the headline"),
        pytest.param(
            f"[-Sign up here-]\n[-Your email-]\n{MET}\n{RAIN}",
            "Fares rise",
            id="a first line that is not the headline",
        ),
    ],
)
def test_a_form_is_told_by_two_of_its_parts(marked, title):
    assert mark(WORKER, marked, title=title) == marked


def test_a_part_that_is_too_long_is_none():
    long = f"By signing up {'you agree to all ' * 20}"
    text = f"Fares rise\n{MET}\n{long}\nSign up\n{RAIN}"
    assert len(long) > 320
    assert mark(WORKER, text) == text


def test_a_part_that_two_cards_know_goes_by_the_first():
    own = Card("own", "sign-up", "part", "It signs up.", "0.1.0", (), pattern="sign up|zip code")
    worker = cleaner.Cleaner(select=["subscribe/form-line", "own"], rules=[own], budget=1)
    rules = {removal.rule for removal in worker.clean(f"Fares rise\n{MET}\nYour email\nSign up\n{RAIN}").removals}
    assert "subscribe/form-line" in rules
    assert "own/sign-up" not in rules
