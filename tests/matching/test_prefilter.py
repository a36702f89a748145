"""Patterns taken apart: what is left of them to look at announces whatever the whole pattern matches."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.matching.patterns import compile_pattern
from cleaner.matching.prefilter import alternatives, cores

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
