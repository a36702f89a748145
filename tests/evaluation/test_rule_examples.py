"""Every rule's own examples, and what is refused in a card."""

from __future__ import annotations

import pytest

from cleaner.evaluation.rule_examples import check_cards, check_language, from_blocks
from cleaner.matching.card import read_cards
from cleaner.matching.catalog import builtin
from support import CARD


@pytest.mark.parametrize("card", builtin().cards, ids=lambda card: card.id)
def test_every_example_of_every_card_goes_or_stays_as_marked_alone_and_beside_all_rules(card):
    assert [problem.message for problem in check_cards(builtin(), [card])] == []


@pytest.mark.parametrize("language", builtin().languages, ids=lambda language: language.code)
def test_every_language_has_examples_that_go_and_stay_as_marked(language):
    assert sum("[-" in example for example in language.examples) >= 2
    assert sum("[-" not in example for example in language.examples) >= 2
    assert check_language(builtin(), language) == []


def test_a_card_whose_example_is_wrong_is_reported():
    cards = read_cards(
        CARD.replace('"Listen to the sea."', '"Listen to our podcast, she said."'), "own", "own.toml"
    )
    problems = check_cards(builtin().with_cards(cards), cards)
    assert [problem.rule for problem in problems] == ["own/podcast-line"]
    assert "[-Listen to our podcast, she said.-]" in problems[0].message


def test_a_card_with_too_few_examples_is_reported():
    cards = read_cards(CARD.replace('  "Listen to the sea.",\n', ""), "own", "own.toml")
    assert "too few examples of text to keep: 1;" in check_cards(builtin().with_cards(cards), cards)[0].message


def test_each_block_of_html_is_a_line_with_its_evidence():
    document = from_blocks("<p>One <b>and</b> two</p><ul><li>three</li></ul>", title="Numbers")
    assert document.text == "One and two\nthree"
    assert [line.tag for line in document.evidence] == ["p", "li"]
    assert (document.title, document.origin.format) == ("Numbers", "html")
