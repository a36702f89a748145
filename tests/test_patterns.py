"""What a card may write, and what RE2 then runs."""

from __future__ import annotations

import time

import pytest

from cleaner.core.document import Document
from cleaner.core.folding import fold
from cleaner.matching.card import Card
from cleaner.matching.catalog import builtin
from cleaner.matching.matcher import Matcher
from cleaner.matching.patterns import PatternError, compile_pattern, expand, phrase
from cleaner.matching.shapes import Rule, expanded, validate
from cleaner.pipeline import run as engine


def card(pattern: str, shape: str = "line", **more: object) -> Card:
    return Card("own", "one", shape, "why", "0.1.0", (), pattern=pattern, **more)  # type: ignore[arg-type]


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


def test_a_pattern_that_matches_an_empty_line_is_refused():
    with pytest.raises(PatternError, match="matches an empty line"):
        validate(card("a*"), {})


def test_the_refusal_names_the_rule():
    with pytest.raises(PatternError, match="^rule own/one: "):
        validate(card("a("), {})


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


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_takes_linear_time(name):
    rules, make = Matcher(builtin().choose()), HOSTILE[name]

    def spent(size: int) -> float:
        before = time.process_time()
        engine.run_pipeline(Document(make(size)), rules)
        return time.process_time() - before

    spent(50)
    small, large = (min(spent(size) for _ in range(2)) for size in (500, 4_000))
    assert large < 8 * 3 * max(small, 0.002)
