"""What a card may write, and what RE2 then runs."""

from __future__ import annotations

import time

import pytest

import cleaner
from cleaner.core.document import Document
from cleaner.matching.catalog import builtin
from cleaner.matching.matcher import Matcher
from cleaner.pipeline import run as engine
from cleaner.scorer import forms, model

HOSTILE = {
    "one lead-in without end": lambda n: "read more " * n,
    "brackets and blanks": lambda n: "(" * n + " " * n + "x",
    "prompts run together": lambda n: "sign up for our newsletter " * n,
    "open templates": lambda n: "{{" * n + "<!--" * n + "[a=" * n,
    "headings of nothing": lambda n: "RELATED\n" * n,
    "headings that never close": lambda n: "More from Harbour Post:\nx.y\n" * n,
    "captions twice": lambda n: "".join(f"Watch boat number {i} leave\n" * 2 for i in range(n)),
    "one caption over and over": lambda n: "Watch the last boat leave the pier\n" * n,
    "buttons": lambda n: "Share\n" * n,
    "adverts among blanks": lambda n: "Advertisement\n\n\n" * n,
    "cuts in one line": lambda n: "a [b c=d] " * n,
    "one sentence in every paragraph": lambda n: (
        (
            "The second boat of the island has been late for nine years and more.\n"
            "The second boat of the island has been late for nine years and more. Nobody minds it less than its captain does.\n"
        )
        * n
    ),
    "an article printed over and over": lambda n: "".join(
        f"Number {i % 50} of the paragraphs in which the harbour board explains why it has nothing to explain, and why.\n"
        for i in range(n)
    ),
    "titles that go on": lambda n: "Old pier to get a roof\n" + "Old pier to get a roof - and\n" * n,
    "full stops": lambda n: (
        "The pier has stood here since the war, and it will stand here for another. " + "." * n + " Yes.\n" * 3
    ),
    "forms": lambda n: "Your email\nno\nSign up\n" * n,
    "labels in front": lambda n: "CLOSE " * n + "The pier fell on Monday, they say.",
    "blank lines": lambda n: "\n" * n,
    "names without end": lambda n: "Ada Brandt Ada Lew " * n + " " * n + " MORE x" * n,
    "a surname glued to itself": lambda n: "Brandt" * n + " MORE",
    "teasers in capitals": lambda n: (
        "FERRY CAPTAIN STEPS DOWN AFTER NINE YEARS AT THE WHEEL\n\nIt fell. Nobody came.\n" * n
    ),
    "comments over and over": lambda n: "It fell. Nobody came.\nIt fell. Nobody came.\n" + "3 Comments\n" * n,
    "comments that say nothing": lambda n: "It fell. Nobody came.\n" * 2 + "Comments\nAda 3\nTom 4\n" * n,
    "stray headlines": lambda n: "It fell. Nobody came.\nHow three sisters learned to bake in the dark\n" * n,
    "teasers to the end": lambda n: "Most read\nSeal steals hat\nHe wore it well.\n4 May 2021\n" * n,
    "headings with nothing to take": lambda n: "Most read\n" * n,
    "addresses": lambda n: "Related links\n" + "https://a.example/b\n" * n,
}


# The line model looks at a short text of captions less often than at a long one; from some 600 on it looks as often
SIZES = {"captions twice": (800, 3_200)}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_takes_linear_time(name, monkeypatch):
    # what is remembered of a line would make the second run on the shorter text the faster
    monkeypatch.setattr(model, "_MAX_REMEMBERED", -1)
    monkeypatch.setattr(forms, "_remembered_form", forms._form)
    rules, make = Matcher(builtin().choose()), HOSTILE[name]

    def spent(size: int) -> float:
        before = time.process_time()
        engine.run_pipeline(Document(make(size)), rules)
        return time.process_time() - before

    spent(50)
    short, long = SIZES.get(name, (200, 1_600))
    small = min(spent(short) for _ in range(2))
    most = long / short * 2.5 * max(small, 0.002)
    # a second try is for a machine that was busy during the first
    assert spent(long) < most or spent(long) < most


HARDLY_AN_ARTICLE = "Rain fell.\n\n[-Advertisement-]\n\nMost read\nFerry captain steps down after nine years\nTwo more ferries fail their inspection\n"


def test_a_document_that_would_lose_most_of_its_text_loses_only_what_is_certain_and_says_so():
    text = HARDLY_AN_ARTICLE.replace("[-", "").replace("-]", "")
    result = cleaner.clean(text)
    assert result.text == text.replace("\n\nAdvertisement", "")
    assert result.withheld is not None
    assert result.withheld > 0.6
    again = cleaner.clean(result.text)
    assert (again.text, again.withheld) == (result.text, result.withheld)


def test_the_budget_can_be_set_and_a_wrong_one_is_refused():
    text = HARDLY_AN_ARTICLE.replace("[-", "").replace("-]", "")
    result = cleaner.Cleaner(budget=1).clean(text)
    assert (result.text, result.withheld) == ("Rain fell.\n", None)
    with pytest.raises(cleaner.ConfigurationError, match="share from 0 to 1"):
        cleaner.Cleaner(budget=60)


def test_certain_boilerplate_over_the_budget_goes_and_the_result_says_how_much_it_was():
    form = "Sign up for our daily newsletter and get the harbour news delivered straight to your inbox every morning.\n"
    result = cleaner.clean("Rain fell on the pier all day.\n\n" + form * 8)
    assert result.text == "Rain fell on the pier all day.\n"
    assert result.withheld is None
    assert result.excess is not None
    assert result.excess > 0.9
    assert cleaner.clean("Rain fell.\n\n" + form).excess is None  # too short to have been an article
    days = "".join(f"Rain fell on day {number} of the fair. It did so all day.\n\n" for number in range(20))
    assert cleaner.clean(days + form).excess is None


def test_a_gallery_keeps_its_captions_even_if_they_are_the_whole_article():
    captions = [f"Boat {number} leaves the quay at Port Ellick, and nobody waves." for number in range(1, 13)]
    lines = [f"Photos: {caption} Hide Caption {number} of 12" for number, caption in enumerate(captions, 1)]
    assert cleaner.clean("\n".join(lines)).text.split("\n") == captions
    blob = cleaner.clean(" ".join(lines)).text
    assert all(caption in blob for caption in captions)
    assert "Hide Caption" not in blob
    assert "Photos:" not in blob


PROSE = "The council voted on Monday evening to raise the price of a crossing by a tenth, to everybody's surprise."


MORE = "Nobody who had come to the meeting by boat could say on Tuesday how he would come to the next one."


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("\n\n", id="blank lines only"),
        pytest.param(f"{PROSE}\n\n\n\n{MORE}\n", id="wide gaps"),
        pytest.param(f"  {PROSE}  \n\t{MORE}\t", id="white space at both ends"),
        pytest.param(f"{PROSE}\r\n\r\n{MORE}\r\n", id="CRLF"),
        pytest.param(f"No.\n\nNo.\n\n{PROSE}", id="dialogue that repeats"),
        pytest.param(
            f"The song of the pier\n\nCarry me over the water tonight\nCarry me over the water tonight\nCarry me home\n\n{PROSE}",
            id="a refrain",
        ),
        pytest.param(f"{PROSE}\n\nRelated matters\n\n{MORE}", id="a sub-heading that begins like a lead-in"),
        pytest.param(f"{PROSE}\n\nMore from the captain's letter:\n\n{MORE}", id="a heading that introduces prose"),
        pytest.param(f"{PROSE}\n\nFacebook\n\n{MORE}", id="a network's name as a sub-heading"),
    ],
)
def test_text_without_boilerplate_comes_through_untouched(worker, text):
    assert worker.clean(text).text == text


def test_every_removal_has_a_rule_a_stage_and_a_reason(worker):
    result = worker.clean(f"Fares to rise\n\n{PROSE}\n\nREAD MORE: Pier to be rebuilt\n\n{MORE} [pullquote]")
    names = {removal.rule for removal in result.removals}
    assert {"related/read-more-line", "markup/shortcode", "layout/blanks"} <= names
    assert all(removal.because and removal.stage for removal in result.removals)


COPY = "The old lighthouse on the island in autumn light"
CALLS = ("Share it with your friends on Facebook", "Your e-mail address *", "Recommend this article")


@pytest.mark.parametrize("call", CALLS)
def test_copies_that_only_a_line_of_the_model_keeps_apart_go_at_the_first_run(worker, call):
    prose = "The board met twice about the crane, and the keeper of the lighthouse spoke for almost an hour.\n\n"
    text = f"{prose}{prose.replace('twice', 'again')}{COPY}\n{call}\n{COPY}\n{call}\n{COPY}\n"
    once = worker.clean(text).text
    assert worker.clean(once).text == once
