"""Which languages an article speaks, and what their words may do there."""

from __future__ import annotations

import pytest

import cleaner
from cleaner.catalog import builtin
from cleaner.folding import fold
from cleaner.language import normalise, spoken

ENGLISH = (
    "The ferry left the harbour at noon with forty people on board, and the captain said that it was the "
    "last crossing of the year. They had waited for it since the morning."
)


def told(text: str, declared: str | None = None) -> tuple[str, ...]:
    return spoken(fold(text), declared, builtin().languages)


def test_english_prose_speaks_no_other_language():
    assert told(ENGLISH) == ()


def test_a_text_of_a_few_names_is_read_with_english_words_alone():
    assert told("Ola Brandt\nHarbour Post") == ()


def test_a_declared_language_that_no_file_describes_changes_nothing():
    assert told(ENGLISH, "tlh") == ()
    assert cleaner.clean(ENGLISH, language="tlh").text == ENGLISH


@pytest.mark.parametrize(
    ("code", "file"), [("pt-BR", "pt"), ("zh_CN", "zh"), ("nb", "no"), ("IW", "he"), (None, "")]
)
def test_a_code_is_read_as_its_file_is_named(code, file):
    assert normalise(code) == file
