"""The answer for a line: what took it or kept it, and options that do what they say."""

from __future__ import annotations

import tomllib

import pytest

import cleaner
from cleaner.core.document import Document
from cleaner.evaluation.rule_examples import check_cards
from cleaner.explanation.why import Answer, answers, answers_for
from cleaner.intake.documents import from_html, from_text
from cleaner.matching.card import read_cards
from cleaner.matching.catalog import builtin

STORY = "The walls of the old harbour held through the night, the harbour master said on Monday morning."
MORE = "Nobody was hurt, and the ferry sails again at noon, although the captain would not say how many sail."
TEXT = f"""Harbour walls hold through the storm

{STORY}

Share

{MORE}

READ MORE: Snow fell on the hills
Tom &amp; Jerry met at the pier, and waited for the last boat of the day.&#10;Advertisement
"""
MESS = f"{STORY}\n\nShare\nTweet\nPin it\n"


def asked(text: str, line: int, **settings: object) -> Answer:
    (found,) = answers_for(cleaner.Cleaner(**settings), from_text(text), line)  # type: ignore[arg-type]
    return found


def gone(text: str, line: int, **settings: object) -> bool:
    worker = cleaner.Cleaner(**settings)  # type: ignore[arg-type]
    return any(one.line == line and one.removals for one in answers(worker, from_text(text)))


def options(found: Answer) -> list[str]:
    return [change.options for change in found.changes]


def test_a_removed_line_names_its_rule_and_the_options_that_keep_it():
    found = asked(TEXT, 9)
    assert [removal.rule for removal in found.removals] == ["related/read-more-line"]
    ignored = options(found)[0].removeprefix("--ignore ").split(",")
    assert gone(TEXT, 9)
    assert not gone(TEXT, 9, ignore=ignored)


def test_rules_that_would_take_the_line_instead_are_ignored_as_well():
    text = f"{STORY}\n\n{MORE}\n\nAdvertisement\n\n{STORY}"
    card = cleaner.Card("mine", "ad", "line", "Mine.", "1", ("[-a-]",), pattern="advertisement")
    found = asked(text, 5, rules=[card])
    assert set(options(found)[0].removeprefix("--ignore ").split(",")) >= {"advert/advert-label", "mine/ad"}


def test_of_many_rules_the_family_is_ignored():
    found = asked(f"{STORY}\n\nShare this story on Facebook\n\n{MORE}", 3)
    assert "share" in options(found)[0].removeprefix("--ignore ").split(",")
    assert "share/" not in options(found)[0].replace("learned/share", "")


def test_the_preset_that_keeps_a_line_is_named_only_if_it_does():
    assert "--preset careful" in options(asked(MESS, 3))
    assert gone(TEXT, 9, preset="careful") == ("--preset careful" not in options(asked(TEXT, 9)))


def test_a_line_that_stays_names_the_rules_that_match_it_and_their_conditions():
    found = asked(TEXT, 5)
    assert not found.removals
    stopped = {near.rule: near.stopped for near in found.near}
    assert "line 3 above it is a sentence, and line 10 below it is a sentence" in stopped["share/share-button"]
    assert "columns of at least three lines" in stopped["share/share-column"]
    assert all(near.runs for near in found.near)


HEAD = "Harbour walls hold through the storm"
LONG = f"{STORY} The mayor came at noon, looked at each of them, and went home without a word."
QUESTION = "Will the old pier ever open again?"
CAPTION = "The ferry comes back to the old pier of the island"
LINKS = "Related stories\nA new pier for the old harbour of the town"


@pytest.mark.parametrize(
    ("line", "near", "stopped", "text", "taken"),
    [
        (
            5,
            "headline/title-twice",
            "it says line 1, the headline, again, but stands below the first paragraph",
            f"{HEAD}\n\n{STORY}\n\n{HEAD}\n\n{MORE}\n",
            f"{HEAD}\n\nBy Ada Lind\n\n{HEAD}\n\n{MORE}\n",
        ),
        (
            5,
            "headline/title-twice",
            "it is a question, and the article may ask it again",
            f"{QUESTION}\n\nBy Ada Lind\n\n{QUESTION}\n\n{MORE}\n",
            f"{QUESTION[:-1]}\n\nBy Ada Lind\n\n{QUESTION[:-1]}\n\n{MORE}\n",
        ),
        (
            5,
            "headline/title-twice",
            "has 4 words; below 5 only a copy directly below the headline goes",
            f"Harbour walls hold again\n\nBy Ada\n\nHarbour walls hold again\n\n{MORE}\n",
            f"Harbour walls hold again today\n\nBy Ada\n\nHarbour walls hold again today\n\n{MORE}\n",
        ),
        (
            3,
            "headline/title-twice",
            "more than 40 characters beside it",
            f"{HEAD}\n\n{HEAD} | The Gazette of the Outer Islands and the Coast\n\n{STORY}\n",
            f"{HEAD}\n\n{HEAD} | The Gazette of the Islands\n\n{STORY}\n",
        ),
        (
            7,
            "headline/paragraph-twice",
            "it says the same as line 3, 11: from 3 copies on it is a refrain or a form",
            f"{HEAD}\n\n{LONG}\n\n{MORE}\n\n{LONG}\n\n{MORE} {MORE}\n\n{LONG}\n",
            f"{HEAD}\n\n{LONG}\n\n{MORE}\n\n{LONG}\n\n{MORE} {MORE}\n",
        ),
        (
            7,
            "headline/caption-again",
            "it has 18 characters; below 45 it may be a recurring sub-heading",
            f"{STORY}\n\nThe harbour master\n\n{MORE}\n\nThe harbour master\n\n{MORE} {STORY}\n",
            f"{STORY}\n\n{CAPTION}\n\n{MORE}\n\n{CAPTION}\n\n{MORE} {STORY}\n",
        ),
        (
            6,
            "related/related-heading",
            "has fewer than 6 words: it may be the next sub-heading",
            f"{STORY}\n\n{MORE}\n{LINKS}\nThe island wakes up\n{STORY} {MORE}\n{MORE}\n",
            f"{STORY}\n\n{MORE}\n{LINKS}\nBakers of the coast count their loaves\n{STORY} {MORE}\n{MORE}\n",
        ),
    ],
    ids=["refrain", "question", "short", "site", "thrice", "sub-heading", "last-of-list"],
)
def test_a_rule_in_code_names_the_condition_that_stopped_it(line, near, stopped, text, taken):
    """`taken` differs from `text` in that condition only, and there the rule takes the line."""
    found = asked(text, line, ignore=["learned"])
    assert not found.removals
    assert stopped in {one.rule: one.stopped for one in found.near}[near]
    assert near in [removal.rule for removal in asked(taken, line, ignore=["learned"]).removals]


@pytest.mark.parametrize(
    ("settings", "why", "option"),
    [
        ({"ignore": ["related"]}, "--ignore names it", "without --ignore related"),
        ({"select": ["advert"]}, "--select does not name it", "--select advert,related/read-more-line"),
        ({"select": []}, "--select does not name it", "--select related/read-more-line"),
    ],
)
def test_a_rule_that_does_not_run_is_named_with_the_option_that_makes_it_run(settings, why, option):
    found = asked(TEXT, 9, **settings)
    assert [(near.rule, near.stopped, near.runs) for near in found.near] == [("related/read-more-line", why, False)]
    assert option in options(found)


def test_a_line_with_a_few_words_too_many_names_the_rule_that_matches_the_rest():
    found = asked(f"{STORY}\n\nAdvertisement from the council\n\n{MORE}", 3)
    assert ("advert/advert-label", "its pattern matches “Advertisement”, but not with “from the council”") in [
        near[:2] for near in found.near
    ]


def test_the_model_gives_its_probability_and_what_the_line_needs():
    model = asked(TEXT, 5).model
    assert model is not None
    assert model.probability is not None
    assert model.rule == "learned/share"
    assert 0 < model.probability < model.needed < 1 or model.guard
    assert model.idle == ""
    ignored = asked(TEXT, 5, ignore=["learned"]).model
    assert ignored is not None
    assert ignored.idle == "--ignore names it"


def on_a_page(text: str, *, html: str):
    paragraphs = "".join(f"<p>{text}</p>" for text in (STORY, html, MORE))
    page = from_html(f"<html><body><article>{paragraphs}</article></body></html>")
    (found,) = answers_for(cleaner.Cleaner(), page, page.text.split("\n").index(text) + 1)
    return found


def test_a_rule_for_text_only_is_named_as_such_on_a_page():
    why = "it runs on text only, not on the text of a page"
    found = on_a_page("<br>", html="&lt;br&gt;")
    assert ("markup/html-line", why) in [near[:2] for near in found.near]


def test_the_model_says_that_a_line_stands_between_the_paragraphs_of_a_page():
    model = on_a_page("Share", html="Share").model
    assert model is not None
    assert model.idle == ""
    assert model.guard.startswith("on a page") or model.probability < model.needed


def test_what_the_budget_holds_back_is_said_and_the_budget_that_lets_it_go():
    found = asked(MESS, 3, budget=0.01)
    assert found.withheld is not None
    assert all(near.stopped == "the budget holds it back" for near in found.near)
    budget = next(option for option in options(found) if option.startswith("--budget "))
    assert gone(MESS, 3, budget=float(budget.removeprefix("--budget ")))


def test_the_rule_that_is_proposed_takes_the_line_and_passes_its_tests():
    found = asked(TEXT, 5)
    assert found.changes == ()
    assert tomllib.loads(found.card)
    (card,) = read_cards(found.card, "mine", "mine.toml")
    assert gone(TEXT, 5, rules=[card])
    assert check_cards(builtin().with_cards([card]), [card]) == []


@pytest.mark.parametrize("line", ["a (b) [c] \\d+ “d” | e?", 'Say "yes" {now} ^$*', "雨の日のお知らせ"])
def test_the_pattern_of_the_rule_that_is_proposed_is_the_line_itself(line):
    text = f"{STORY}\n\n{line}\n\n{MORE}"
    found = asked(text, 3)
    if not found.removals and found.card:
        (card,) = read_cards(found.card, "mine", "mine.toml")
        assert gone(text, 3, rules=[card])
        assert not gone(text, 1, rules=[card])


def test_lines_are_those_of_the_input_and_a_line_that_a_repair_split_has_several_answers():
    document: Document = from_text(TEXT)
    found = answers_for(cleaner.Cleaner(), document, 10)
    assert [one.text for one in found] == [
        "Tom & Jerry met at the pier, and waited for the last boat of the day.",
        "Advertisement",
    ]
    assert [bool(one.removals) for one in found] == [False, True]
    assert [one.line for one in answers(cleaner.Cleaner(), document)] == [1, 3, 5, 7, 9, 10, 10]


def test_a_blank_line_has_an_answer_and_a_line_behind_the_end_has_none():
    assert asked(TEXT, 2) == Answer(2, "", ())
    for line in (0, 99):
        with pytest.raises(IndexError):
            answers_for(cleaner.Cleaner(), from_text(TEXT), line)
