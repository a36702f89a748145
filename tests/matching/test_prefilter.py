"""Patterns taken apart: what is left of them to look at announces whatever the whole pattern matches."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.matching.catalog import builtin
from cleaner.matching.patterns import compile_pattern
from cleaner.matching.prefilter import Alternative, Prefixes, alternatives, cores, relaxed
from cleaner.matching.shapes import expanded

PATTERNS = (
    "read +more|see +also|ads?",
    "(?:please )?(?:sign up|subscribe)(?: (?:now|today))? to .*",
    "(?:.*our|the|a) (?:harbour|weekly) letter.*|<[^>]*>",
    "[0-9,]+ (?:shares|likes|(?-i:Tweets))(?: [-|] [0-9]+ comments?)*",
    "(?:get|want) .+ (?:news|mail)|x|(?:|more )boats from the (?:old|new) town",
    "(?:home|news|the boats)(?: *[|] *(?:home|news|the boats))+ *more",
    "(?:x|share this|.*mail)(?: [0-9]+)? today",
    "share(?: on (?:a very long list of words|another long list of words))*|e-mail",
)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_whatever_a_pattern_matches_begins_in_one_of_its_ways_or_holds_a_core_or_matches_the_rest(pattern):
    told = alternatives(pattern)
    over = [source for one in told if one.ways for source in one.ways.complete.values()]
    begin = [source for one in told if one.ways for source in one.ways.truncated]
    others = [one.core or f"^(?:{one.source})$" for one in told if not one.ways]
    looks = [f"^(?:{source})$" for source in over] + [f"^(?:{source})" for source in begin] + others
    look, floating = re.compile("|".join(looks)), re.compile("|".join(cores(pattern)))

    @given(st.from_regex(pattern, fullmatch=True, alphabet=st.characters(codec="utf-8", exclude_characters="\n")))
    def check(text: str) -> None:
        assert look.search(text), text
        assert floating.search(text), text

    check()


def test_prose_is_left_after_a_few_characters():
    (one,) = alternatives("subscribe to the harbour post and never miss a boat again.*")
    assert one.ways is not None
    assert one.ways.complete == {}
    assert one.ways.truncated == ["subscr"]


def test_a_group_with_a_name_is_taken_apart_without_giving_two_the_same_name():
    told = alternatives("(?P<fi>.*harbour|.*boats|see (?P<zi>us|them)) today")
    assert len(told) == 3
    compile_pattern("|".join(one.source for one in told))


def begins(complete: dict[int, str] | None = None, *truncated: str) -> Prefixes:
    return Prefixes(complete or {}, list(truncated))


NARROW_30, NARROW_31 = f"[{'0123456789' * 2}01234567]", f"[{'0123456789' * 2}012345678]"


@pytest.mark.parametrize(
    ("pattern", "ways"),
    [
        pytest.param("ad.*", begins({4: "ad.*"}), id="two letters"),
        pytest.param("a.*", None, id="one letter"),
        pytest.param("a+.*", None, id="one letter, repeated"),
        pytest.param("a?bc.*", begins({4: "a?bc.*"}), id="two letters behind one that may be left out"),
        pytest.param("a?b.*", None, id="one letter behind it"),
        pytest.param("[0-9]+.*", begins({5: "[0-9]+.*"}), id="a number"),
        pytest.param("[a-z]+.*", None, id="any letters"),
        pytest.param("—.*", begins({5: "—.*"}), id="a dash"),
        pytest.param("港.*", begins({5: "港.*"}), id="a letter that says as much as two"),
        pytest.param("é.*", None, id="a letter that does not"),
        pytest.param("abcdef", begins({0: "abcdef"}), id="six characters"),
        pytest.param("abcdefg", begins({}, "abcdef"), id="seven characters"),
        pytest.param("abcdef[0-9]", begins({0: "abcdef[0-9]"}), id="six characters and one class"),
        pytest.param("abc.*", begins({3: "abc.*"}), id="three characters before a wildcard"),
        pytest.param("abcd.*", begins({}, "abcd"), id="four characters before a wildcard"),
        pytest.param(f"ab{NARROW_30}", begins({3: f"ab{NARROW_30}"}), id="a class of thirty characters"),
        pytest.param(f"ab{NARROW_31}", begins({}, "ab"), id="one of thirty-one"),
        pytest.param(f"{NARROW_31}ab", begins({3: f"{NARROW_31}ab"}), id="with which it begins"),
        pytest.param("(?-i:Ta|Tweets.*) x", begins({2: "(?-i:Ta) x"}, "(?-i:Tweets)"), id="flags of a group"),
        pytest.param("(?:our|the) letter", begins({}, "(?:our|the) le"), id="two words"),
        pytest.param("(?:a|bc)de.*", begins({3: "ade.*"}, "bcde"), id="a letter or two before more"),
        pytest.param("go (?:us|harbour .*)", begins({1: "go us"}, "go har"), id="two ways to go on"),
        pytest.param("(?:.ab|cd)x", begins({3: "(?:.ab|cd)x"}), id="any character before a word"),
        pytest.param("(?:boats )+now", begins({}, "boats "), id="a group that comes again"),
    ],
)
def test_a_prefix_ends_at_the_characters_that_identify_a_pattern(pattern, ways):
    told = alternatives(pattern)
    assert [one.source for one in told] == [pattern]
    assert [one.ways for one in told] == [ways]


@pytest.mark.parametrize(
    ("pattern", "core"),
    [
        pytest.param(".*abc.*", "abc", id="three letters"),
        pytest.param(".*ab.*", "", id="two letters"),
        pytest.param(".*ab.*abcd.*abc.*", "abcd", id="the longest"),
        pytest.param(".*abc[a-z]def.*", "abc[a-z]def", id="around one character"),
        pytest.param(".*abc[a-z]*defg.*", "defg", id="not around many"),
        pytest.param(".*abc[a-z]?def.*", "abc[a-z]?def", id="around one that may be left out"),
        pytest.param(".*a[0-9]+bc.*", "a[0-9]+bc", id="around a number"),
        pytest.param(".*ab+c.*", "ab+c", id="around one letter repeated"),
        pytest.param(".*@.*", "@", id="a rare sign"),
        pytest.param(".*%a.*", "%a", id="an unusual sign and a letter"),
        pytest.param(".*%.*", "", id="an unusual sign alone"),
        pytest.param(".*—ab.*", "", id="a dash says nothing"),
        pytest.param(".*๑๒๓.*", "", id="nor do digits"),
        pytest.param(".*港a.*", "港a", id="a letter that says as much as two"),
        pytest.param(".*港+a.*", "港+a", id="repeated"),
        pytest.param(r".*\x{6e2f}a.*", r"\x{6e2f}a", id="as a number"),
        pytest.param(".*éa.*", "", id="one that does not"),
        pytest.param(".*é+a.*", "", id="repeated as little"),
        pytest.param(".*(?:our|the) letter.*", "(?:our|the) letter", id="a group"),
        pytest.param(".*(?:our.*|the) boats", " boats", id="behind a group with a wildcard"),
        pytest.param(".*(?:ours.*|boats) at", "(?:ours|boats)", id="in each of its alternatives"),
        pytest.param(".*(?:a.*|boats) at", "", id="but for one"),
    ],
)
def test_a_pattern_without_a_prefix_has_its_best_literal_as_core(pattern, core):
    assert alternatives(pattern) == [Alternative(pattern, None, core)]
    assert cores(pattern) == [core or pattern]


@pytest.mark.parametrize(
    ("pattern", "told"),
    [
        pytest.param("ab|", [Alternative("ab", begins({4: "ab"})), Alternative("", None)], id="nothing"),
        pytest.param(
            "(?:a|bc).*",
            [Alternative("(?:bc).*", begins({4: "bc.*"})), Alternative("(?:a).*", None)],
            id="too short",
        ),
        pytest.param(
            "(?:.*our|the) letter",
            [
                Alternative("(?:the) letter", begins({}, "the le")),
                Alternative("(?:.*our) letter", None, "(?:our)"),
            ],
            id="with a core",
        ),
        pytest.param(
            "(?:.*us|the) letter",
            [Alternative("(?:the) letter", begins({}, "the le")), Alternative("(?:.*us) letter", None, " letter")],
            id="with a core behind it",
        ),
        pytest.param(
            "(abc.*|de) fg",
            [Alternative("(?:abc.*|de) fg", begins({0: "abc.* fg", 1: "de fg"}))],
            id="a group that captures, with a wildcard",
        ),
        pytest.param("(ab|cd)", [Alternative("(?:ab|cd)", begins({4: "(?:ab|cd)"}))], id="a group that captures"),
        pytest.param(
            "(?P<fi>ab|.*cd) ef",
            [Alternative("(?:ab) ef", begins({1: "ab ef"})), Alternative("(?:.*cd) ef", None)],
            id="a group with a name",
        ),
        pytest.param("(?i)ab|cd", [Alternative("(?i)ab|cd", None)], id="flags that reach on"),
        pytest.param(
            "the .*subscribers only",
            [Alternative("the .*subscribers only", None, "subscribers only")],
            id="a short word in front of a long core",
        ),
        pytest.param(
            "the .*members",
            [Alternative("the .*members", begins({}, "the "))],
            id="a short word in front of a short core",
        ),
        pytest.param(
            "these .*subscribers only",
            [Alternative("these .*subscribers only", begins({}, "these "))],
            id="a longer word in front of a long core",
        ),
    ],
)
def test_alternatives_with_and_without_a_prefix_are_separated(pattern, told):
    found = alternatives(pattern)
    assert [(one.source, one.ways, one.core) for one in found] == [(one.source, one.ways, one.core) for one in told]


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        pytest.param("a.{0,80}b", "a.*b", id="a limit"),
        pytest.param("a.{1,6}?b", "a.*b", id="the least limit that counts, not greedy"),
        pytest.param("a.{0,5}b", "a.{0,5}b", id="fewer times"),
        pytest.param("a{80}b{9,}", "a{80}b{9,}", id="a number, and no limit"),
        pytest.param("(?:a|[b{1,9}]){2,40}", "(?:a|[b{1,9}])*", id="a group, and braces in a class"),
        pytest.param(r"\{1,9\}x{1,9}", r"\{1,9\}x*", id="escaped braces"),
        pytest.param(r"[^.]{1,60}\x{2014}", r"[^.]*\x{2014}", id="a class that excludes, a code"),
        pytest.param(r"[\pL_]{1,4} [^\pL] \PL \p{Greek}+", r".{1,4} [^\pL] \PL .+", id="letters of all scripts"),
        pytest.param(r"(?i)a.{0,80}", r"(?i)a.{0,80}", id="flags that reach on"),
        pytest.param("(?P<cut>a.{0,80})|b", "(?P<cut>a.*)|b", id="a group with a name, a bar"),
    ],
)
def test_a_relaxed_pattern_has_no_high_limits_and_no_letters_of_all_scripts(pattern, found):
    assert relaxed(pattern) == found
    compile_pattern(found)


@pytest.mark.parametrize(
    "pattern", [*PATTERNS, "to see .{0,9} click[^.]{2,30}(?:!| now){1,8}", "a{0,7}(?:b{1,6}c){0,3}"]
)
def test_whatever_a_pattern_matches_its_relaxed_pattern_matches(pattern):
    looser = re.compile(relaxed(pattern))

    @given(st.from_regex(pattern, fullmatch=True, alphabet=st.characters(codec="utf-8", exclude_characters="\n")))
    def check(text: str) -> None:
        assert looser.fullmatch(text), text

    check()


def test_the_relaxed_pattern_of_a_card_matches_whatever_its_own_pattern_matches():
    catalog = builtin()
    examples = [line for card in catalog.cards for example in card.examples for line in example.split("\n")]
    examples += [line for one in catalog.languages for example in one.examples for line in example.split("\n")]
    lines = sorted({re.sub(r"\[-|-\]", "", line).strip() for line in examples})
    for card in catalog.cards:
        if card.shape == "code":
            continue
        pattern = expanded(card, catalog.words("de")).body
        looser = relaxed(pattern)
        own = [line for line in lines if looser != pattern and compile_pattern(f"^(?:{pattern})$").search(line)]
        assert all(compile_pattern(f"^(?:{looser})$").search(line) for line in own), card.id
