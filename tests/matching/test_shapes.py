"""What a card may write, and what RE2 then runs."""

from __future__ import annotations

import math
import time

import pytest

from cleaner.core.folding import fold
from cleaner.matching.patterns import PatternError, compile_pattern, phrase
from cleaner.matching.shapes import Rule, expanded, validate
from support.cards import card


def cut(pattern: str, text: str, shape: str = "line", **more: object) -> list[str]:
    asked = card(pattern, shape, **more)
    rule = Rule(asked, expanded(asked, {}))
    if not compile_pattern(rule.filter).search(text):
        return []
    return [text[start:end] for start, end in rule.find(text)]


@pytest.mark.parametrize(
    "pattern",
    [
        r"\bword",
        r"a\Bb",
        "^word",
        "word$",
        r"\Aword",
        r"a\nb",
        "(?<=a)b",
        "(a)\\1",
        "a(",
        "{nobody}",
        "[a\\S]",
        "\\",
    ],
)
def test_a_pattern_that_could_not_do_what_it_says_is_refused(pattern):
    with pytest.raises(PatternError):
        validate([card(pattern)], {"known": ["read more"]})


def test_the_refusal_names_the_rule():
    with pytest.raises(PatternError, match="^rule own/one: "):
        validate([card("a(")], {})


def test_a_line_card_takes_the_whole_line_with_its_ornaments_or_nothing():
    assert cut("read more", "» Read more »") == ["» Read more »"]
    assert cut("read more", "Read more of it") == []
    assert cut("read .*", "read " + "x" * 300) == []
    assert cut("read .*", "read " + "x" * 300, longest=400) != []


def test_a_lead_in_needs_its_colon_and_leaves_a_sentence_alone():
    assert cut("read more", "Read more: The pier", "lead-in") == ["Read more: The pier"]
    assert cut("read more", "Read more | the pier", "lead-in") == ["Read more | the pier"]
    assert cut("read more", "Read more:", "lead-in") == ["Read more:"]
    assert cut("read more", "Read more:", "lead-in", alone=False) == []
    assert cut("read more", "Read more: novels, plays, anything.", "lead-in") == []
    assert cut("read more", "He read more: plays", "lead-in") == []


@pytest.mark.parametrize(
    ("words", "sentence", "headline"),
    [
        ("اقرأ أيضا", "وكان البحر هادئا تلك الليلة.", "هل يعود سوق السمك؟"),
        ("یہ بھی پڑھیں", "کپتان نے خط میں یہی لکھا تھا۔", "کپتان نے خط لکھ دیا"),
        ("और पढ़ें", "समुद्र किसी की प्रतीक्षा नहीं करता।", "समुद्र किसका इंतजार करता है?"),
        ("Կարդացեք նաև", "ծովը ոչ ոքի չի սպասում։", "Ծովը ոչ ոքի չի սպասում"),
    ],
)
def test_a_lead_in_leaves_a_sentence_alone_in_other_scripts(words, sentence, headline):
    assert cut(phrase(words), fold(f"{words}: {headline}"), "lead-in")
    assert not cut(phrase(words), fold(f"{words}: {sentence}"), "lead-in")


def test_a_tail_goes_from_behind_a_sentence_to_the_end():
    assert cut("READ MORE", "It fell. READ MORE: The pier", "tail") == ["READ MORE: The pier"]
    assert cut("READ MORE", "It fell, READ MORE: The pier", "tail") == []


def test_a_head_goes_and_the_sentence_behind_it_stays():
    assert cut("close", "CLOSE The pier fell.", "head") == ["CLOSE "]
    assert cut("close", '* CLOSE | "The pier fell."', "head") == ["* CLOSE | "]
    assert cut("close", "CLOSE the pier, they said.", "head") == []
    assert cut("close", "CLOSE The pier", "head") == []


def test_an_inline_card_takes_each_match_and_nothing_else():
    assert cut(r"\[x\]", "a [x] b [x]", "inline") == ["[x]", "[x]"]


def test_unless_saves_a_line():
    assert cut("read .*", "read on, he said.", unless="said") == []


@pytest.mark.parametrize(
    ("shape", "longest", "max_length"),
    [("line", 80, 80), ("opener", 80, 80), ("part", 80, 80), ("lead-in", 80, 180), ("tail", 80, math.inf)],
)
def test_max_length_depends_on_the_shape(shape, longest, max_length):
    asked = card("read more", shape, longest=longest)
    assert Rule(asked, expanded(asked, {})).max_length == max_length


@pytest.mark.parametrize(
    ("shape", "text", "cuts"),
    [
        pytest.param("line", "read " + "x" * 15, ["read " + "x" * 15], id="a line as long as it may be"),
        pytest.param("line", "read " + "x" * 16, [], id="a line one longer"),
        pytest.param("opener", "read on", ["read on"], id="an opener"),
        pytest.param("part", "read on", ["read on"], id="a part"),
        pytest.param("tail", "It fell. read " + "x" * 15, ["read " + "x" * 15], id="a tail as long"),
        pytest.param("tail", "It fell. read " + "x" * 16, [], id="a tail one longer"),
    ],
)
def test_text_longer_than_the_card_permits_stays(shape, text, cuts):
    assert cut("read .*", text, shape, longest=20) == cuts


@pytest.mark.parametrize(
    ("rest", "goes"),
    [
        pytest.param("x" * 20, True, id="as long as it may be"),
        pytest.param("x" * 21, False, id="one longer"),
        pytest.param("the pier", True, id="small letters, no full stop"),
        pytest.param("the pier.", False, id="a sentence that goes on"),
        pytest.param("the pier?", False, id="a question that goes on"),
        pytest.param("The pier fell.", True, id="a headline with a full stop"),
        pytest.param("船は出ない。", False, id="a sentence without capitals"),
        pytest.param("船は出ない", True, id="a headline without capitals"),
        pytest.param("", True, id="nothing"),
    ],
)
def test_a_lead_in_goes_with_a_headline_and_stays_with_a_sentence(rest, goes):
    assert cut("read more", f"Read more: {rest}", "lead-in", longest=20) == ([f"Read more: {rest}"] if goes else [])


@pytest.mark.parametrize(
    ("more", "goes"),
    [
        ({}, True),
        ({"unless": "said"}, True),
        ({"unless": "boat"}, False),
        ({"given": "boat"}, True),
        ({"given": "seal"}, False),
        ({"given": "boat", "unless": "said"}, True),
        ({"given": "seal", "unless": "said"}, False),
        ({"given": "boat", "unless": "boat"}, False),
        ({"given": "boat$", "unless": "^boat"}, True),
    ],
)
def test_given_and_unless_restrict_a_rule(more, goes):
    assert cut("read .*", "read of a boat", **more) == (["read of a boat"] if goes else [])


def test_an_inline_card_ignores_empty_matches():
    assert cut("x*", "axxb", "inline") == ["xx"]


def test_inline_and_tail_patterns_match_anywhere_in_a_line():
    for shape, anywhere in (("line", False), ("inline", True), ("tail", True)):
        asked = card("boat", shape)
        assert Rule(asked, expanded(asked, {})).may_match("It fell. boat") is anywhere
        assert Rule(asked, expanded(asked, {})).may_match(b"It fell. boat") is anywhere


def test_expanded_splits_a_pattern_into_beginnings_cores_and_rest():
    found = expanded(card("read more .*|ad|.*harbour.*|[^,]*(?:,[^,]*)+"), {})
    assert (found.cores, found.rest) == ("harbour", "[^,]*(?:,[^,]*)+")
    beginning = compile_pattern(found.beginning)
    assert [bool(beginning.search(text)) for text in ("* ad *", "ads", "read m", "* read mo", "* *", "pier")] == [
        True,
        False,
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(("pattern", "told"), [("ad", "* ad"), ("read more .*", "* read mo")])
def test_a_beginning_does_not_match_ornaments_or_other_words(pattern, told):
    beginning = compile_pattern(expanded(card(pattern), {}).beginning)
    assert beginning.search(told)
    assert not beginning.search("* *")
    assert not beginning.search("pier")


def test_inline_patterns_have_only_cores():
    found = expanded(card("read more|.{3}", "inline"), {})
    assert (found.beginning, found.rest, found.cores) == ("", "", "read more|.{3}")


def test_validate_skips_code_rules_and_checks_given_and_unless():
    validate([card("", "code")], {})
    validate([card("read more", given="^a$", unless="b")], {})
    with pytest.raises(PatternError, match="^rule own/one: "):
        validate([card("read more", given="(?<=a)")], {})


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("[" + "".join(map(chr, range(0x3400, 0x9FFF, 2))) + "]{500}", "pattern too large"),
        (r"\pL{1000}", "pattern too large"),
        ("(?:(?:rain){30}){1000}", "repetition|too large"),
        ("(" * 1_000 + "a" + ")" * 1_000, "groups nest more than 100 deep"),
        ("[" * 100_000, "RE2 refuses it"),
    ],
)
def test_a_pattern_that_becomes_large_is_refused_soon(pattern, message):
    began = time.process_time()
    with pytest.raises(PatternError, match=message):
        validate([card(pattern)], {})
    assert time.process_time() - began < 3


def test_many_patterns_together_are_refused_where_one_is_not():
    large = card("(?:rain|snow|fog){900}x")
    validate([large] * 10, {})
    with pytest.raises(PatternError, match="the patterns up to it take more than"):
        validate([large] * 1_000, {})


def test_a_long_list_of_words_is_allowed():
    validate([card("|".join(f"harbour {number}" for number in range(5_000)))], {})
