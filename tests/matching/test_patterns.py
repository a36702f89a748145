"""What a card may write, and what RE2 then runs."""

from __future__ import annotations

import pytest

from cleaner.core.folding import fold
from cleaner.matching.patterns import PatternError, compile_pattern, expand, phrase
from cleaner.matching.shapes import validate
from support.cards import card


def test_a_pattern_that_matches_an_empty_line_is_refused():
    with pytest.raises(PatternError, match="matches an empty line"):
        validate(card("a*"), {})


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"\w+", "śledź"),
        (r"\w+", "新聞"),
        (r"\d+", "٣٤"),
        (r"a\sb", "a b"),
        (r"[\w]+", "ÉTÉ"),
        (r"\S+", "é"),
        (r"[^:]+", "é"),
    ],
)
def test_classes_are_unicode(pattern, text):
    assert compile_pattern(expand(pattern, {})).fullmatch(text)


def test_no_pattern_runs_over_a_line_break():
    assert not compile_pattern(expand("a[^x]b", {})).search("a\nb")


def test_phrases_are_literal_but_for_white_space_and_quotes():
    regex = compile_pattern(phrase("Don’t miss (this)"))
    assert regex.fullmatch("don't  miss (THIS)")
    assert not regex.fullmatch("don't miss this")


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("اقرأ أيضا", "إقرأ أيضًا"),
        ("یہ بھی پڑھیں", "يه بهي پڑهيں"),
        ("इसे भी पढ़ें", "इसे भी पढें"),
        ("आगे पढ़ें", "आगे प\u095dें"),
        ("আরও পড়ুন", "আরও প\u09dcুন"),
        ("en çok okunanlar", "EN ÇOK OKUNANLAR"),
        ("ilgili haber", "İLGİLİ HABER"),
    ],
)
def test_a_phrase_is_known_in_each_of_its_spellings(words, text):
    assert compile_pattern(phrase(words)).fullmatch(fold(text))
