"""What a card may write, and what RE2 then runs."""

from __future__ import annotations

import pytest

from cleaner.core.folding import fold
from cleaner.matching.patterns import PatternError, compile_pattern, compile_test, expand, phrase, placeholders
from cleaner.matching.shapes import validate
from support.cards import card


def test_a_pattern_that_matches_an_empty_line_is_refused():
    with pytest.raises(PatternError, match="matches an empty line"):
        validate([card("a*")], {})


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


@pytest.mark.parametrize(
    ("pattern", "expanded"),
    [
        ("{lead} on", "(?:read +more|see +also) on"),
        ("{none}x", r"[^\x00-\x{10FFFF}]x"),
        ("a{2} {lead}", "a{2} (?:read +more|see +also)"),
        ("[{lead}]", "[{lead}]"),
        (r"\{lead\}", r"\{lead\}"),
        (r"\p{Lu}{lead}", r"\p{Lu}(?:read +more|see +also)"),
        (r"\x{2014}\pN", r"\x{2014}\pN"),
        ("[^]x]{lead}", r"[^\]x](?:read +more|see +also)"),
        ("[]x]", r"[\]x]"),
        ("[$^]", "[$^]"),
        (r"[\w\s]\s", r"[\pL\pM\pN_ ] "),
        (r"\W", r"[^\pL\pM\pN_]"),
        (r"\.\[\d", r"\.\[\p{Nd}"),
    ],
)
def test_expand_rewrites_a_pattern_for_re2(pattern, expanded):
    assert expand(pattern, {"lead": ["read more", "see also"], "none": []}) == expanded


def test_expand_permits_anchors_on_request():
    assert expand("^a.*b$", {}, anchors=True) == "^a.*b$"
    assert expand(r"\^a\$", {}) == r"\^a\$"


@pytest.mark.parametrize(
    ("pattern", "says"),
    [
        ("^a", "'^' is not needed"),
        ("a$", "'$' is not needed"),
        (r"[a\S]", r"\S inside a class"),
        (r"a\b", r"\b knows ASCII only"),
        (r"a\B", r"\B knows ASCII only"),
        (r"\Aa", r"\A: a card matches inside one line"),
        (r"a\n", r"\n: a card matches inside one line"),
        ("a\\", "a lone backslash at the end"),
        ("{boats}", "{boats}: no language has words of that name"),
    ],
)
def test_expand_refuses_a_pattern_with_the_reason(pattern, says):
    with pytest.raises(PatternError) as refused:
        expand(pattern, {"lead": ["read more"]})
    assert says in str(refused.value)


def test_the_error_gives_the_reason_of_re2():
    with pytest.raises(PatternError, match=r"^RE2 refuses it: .* \(RE2 has no look-around"):
        compile_pattern("(?<=a)b")
    with pytest.raises(PatternError, match=r"^RE2 refuses it: missing \)$"):
        compile_pattern("a(")


def test_placeholders_finds_the_names_of_word_lists():
    assert placeholders("{lead} {2} {more-words} {Lead}") == {"lead", "more-words"}


@pytest.mark.parametrize(
    ("text", "anywhere", "first"), [("a boat", True, False), ("boat", True, True), ("a", False, False)]
)
def test_compile_test_searches_anywhere_or_at_the_start(text, anywhere, first):
    assert compile_test("boat")(text) is anywhere
    assert compile_test("boat", anchored=True)(text.encode()) is first
