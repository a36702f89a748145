"""Every rule's own examples, and what is refused in a card."""

from __future__ import annotations

import pytest

from cleaner.matching.card import CardError, read_cards
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
    ],
)
def test_a_wrong_card_file_is_refused_with_its_name_and_what_is_wrong(old, new, says):
    with pytest.raises(CardError, match="^own.toml: ") as refused:
        read_cards(CARD.replace(old, new), "own", "own.toml")
    assert says in str(refused.value)
