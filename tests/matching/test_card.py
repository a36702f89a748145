"""Reading cards, and the errors of invalid ones."""

from __future__ import annotations

import pytest

from cleaner.matching.card import SHAPES, CardError, read_cards
from support import CARD


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('shape = "line"', 'shape = "blob"', "shape = 'blob'; it is one of line, lead-in"),
        ('since = "0.1.0"', 'since = "0.1.0"\ncolour = "red"', "unknown key 'colour'"),
        ('why = "It sends the reader to a podcast."', "", "'why' is missing"),
        ('name = "podcast-line"', 'name = "Podcast 1"', "lower-case words"),
        ("pattern = 'listen to our podcast\\W.*'", "", "'pattern' is missing"),
        ('shape = "line"', 'shape = "code"', "a code rule has no pattern"),
        ("[[rule]]", "[[rules]]", "unknown key 'rules'"),
        ('name = "podcast-line"', "name = ", "not valid TOML"),
        ('name = "podcast-line"', "name = 3", "rule 1: 'name' should be a string"),
        ('name = "podcast-line"', "", "rule 1: 'name' is missing"),
        ('why = "It sends', 'why = 3 #"It sends', "rule 1 (podcast-line): 'why' should be a string"),
        ("[[rule]]", "family = 3\n[[rule]]", "family should be a string"),
        ("[[rule]]", "family = 'Own rules'\n[[rule]]", "family 'Own rules' should be lower-case words"),
        ("examples = [", "examples = 3\nother = [", "unknown key 'other'"),
        ('"Listen to the sea."', "7", "'examples' should be a list of strings"),
        ('"Listen to the sea."', '"[-Listen to the sea."', "a mark in its examples is not closed"),
        ('shape = "line"', 'shape = "line"\nstatus = "new"', "status = 'new'; it is one of stable, preview"),
        ('shape = "line"', 'shape = "line"\nconfidence = "sure"', "confidence = 'sure'; it is one of likely"),
        ('shape = "line"', 'shape = "line"\nwhere = "here"', "where = 'here'; it is one of anywhere"),
        ('shape = "line"', 'shape = "line"\nreach = "far"', "reach = 'far'; it is one of list"),
        ('shape = "line"', 'shape = "line"\ninput = "pdf"', "input = 'pdf'; it is one of any, text"),
        ('shape = "line"', 'shape = "line"\nlongest = "80"', "'longest' is a number of characters"),
        ('shape = "line"', 'shape = "line"\nalone = 1', "'alone' is true or false"),
        ('shape = "line"', 'shape = "line"\ngiven = []', "'given' should be a string, or a list of strings"),
        (
            'shape = "line"',
            'shape = "line"\nunless = ["a", 1]',
            "'unless' should be a string, or a list of strings",
        ),
        ('shape = "line"', 'shape = "line"\nunless = 1', "'unless' should be a string, or a list of strings"),
    ],
)
def test_a_wrong_card_file_is_refused_with_its_name_and_what_is_wrong(old, new, says):
    with pytest.raises(CardError, match="^own.toml: ") as refused:
        read_cards(CARD.replace(old, new), "own", "own.toml")
    assert says in str(refused.value)


@pytest.mark.parametrize("source", ["rule = []", "rule = 3", "rule = ['read more']", "", "family = 'own'"])
def test_a_file_without_rules_is_refused(source):
    with pytest.raises(CardError, match=r"^own.toml: no \[\[rule\]\] table found"):
        read_cards(source, "own", "own.toml")


def test_examples_must_be_a_list():
    source = CARD.partition("examples")[0] + 'examples = "[-Listen to our podcast: x-]"'
    with pytest.raises(CardError, match="'examples' should be a list of strings"):
        read_cards(source, "own", "own.toml")


def test_the_names_in_a_file_must_differ():
    with pytest.raises(CardError, match="own.toml: two rules are called 'podcast-line'"):
        read_cards(CARD + CARD, "own", "own.toml")
    both = read_cards(CARD + CARD.replace("podcast-line", "podcast"), "own", "own.toml")
    assert [card.id for card in both] == ["own/podcast-line", "own/podcast"]


def test_a_card_holds_the_values_of_its_table():
    more = 'shape = "line"\nlongest = 80\nalone = false\nwhere = "end"\ngiven = ["boat", "pier"]\nunless = "seal"'
    (card,) = read_cards("family = 'sea'\n" + CARD.replace('shape = "line"', more), "own", "own.toml")
    assert (card.id, card.longest, card.alone, card.where) == ("sea/podcast-line", 80, False, "end")
    assert (card.given, card.unless) == ("(?:boat)|(?:pier)", "seal")
    assert card.removes == card.examples[:2]
    assert card.keeps == ("They listened to our podcast all night.", "Listen to the sea.")


def test_a_code_rule_has_no_pattern():
    source = CARD.replace('shape = "line"', 'shape = "code"')
    source = "\n".join(line for line in source.split("\n") if not line.startswith("pattern"))
    (card,) = read_cards(source, "own", "own.toml")
    assert (card.shape, card.pattern) == ("code", "")


def test_a_first_card_names_all_missing_keys_and_the_shapes_at_once():
    with pytest.raises(CardError) as refused:
        read_cards('[[rule]]\nname = "tide-line"', "own", "own.toml")
    assert str(refused.value) == (
        "own.toml: rule 1 (tide-line): 'shape', 'pattern', 'why', 'since' and 'examples' are missing; shape is one of "
        + ", ".join(SHAPES)
    )


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("longest = " + "9" * 5_000, "not valid TOML"),
        ("longest = 0x" + "f" * 5_000, "'longest' is a number of characters from 0 to 1,000,000"),
        ("longest = -1", "'longest' is a number of characters from 0 to 1,000,000"),
        ("longest = " + "[" * 5_000, "not valid TOML: Nested too deeply"),
        ("longest" + ".a" * 100_000 + " = 1", "A key of more than 64 parts"),
        ("alone = 0x" + "f" * 5_000, "'alone' is true or false"),
        ("where = 0x" + "f" * 5_000, "'where' should be a string"),
    ],
)
def test_a_card_with_a_value_that_is_long_or_nests_is_refused(line, message):
    source = (
        f'[[rule]]\nname = "a"\nshape = "line"\nwhy = "w"\nsince = "1"\nexamples = ["x"]\npattern = "y"\n{line}'
    )
    with pytest.raises(CardError) as caught:
        read_cards(source, "own", "own.toml")
    assert message in str(caught.value)
    assert len(str(caught.value)) < 300
    assert str(caught.value).startswith("own.toml: ")
