"""What a card may write, and what RE2 then runs."""

from __future__ import annotations

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
        validate(card(pattern), {"known": ["read more"]})


def test_the_refusal_names_the_rule():
    with pytest.raises(PatternError, match="^rule own/one: "):
        validate(card("a("), {})


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
