"""Pages: furniture goes by what its elements say, the article stays, and the origin says how it was won."""

from __future__ import annotations

import re

import pytest

from cleaner.intake.page import context as hints
from cleaner.intake.page import dom as walk
from support.pages import BODY, page, paragraphs


@pytest.mark.parametrize(
    ("names", "hint"),
    [
        ("commentary", ""),
        ("has_comments", "comment-box"),
        ("inlineNewsletter wide", "newsletter-box"),
        ("blockquote-footer", ""),
        ("cta", "call-to-action"),
        ("octant", ""),
        ("authority", ""),
        ("Site-Header", "site-header"),
        ("x" * 5000 + " footer", ""),
        ("", ""),
    ],
)
def test_a_hint_is_a_word_of_its_own_in_the_name(names, hint):
    assert hints.hint_of(names, None) == hint
    assert hints.hint_of(None, names) == hint


def test_every_hinting_word_is_found_by_the_quick_test_before_it():
    for kind, words in hints.WORDS.items():
        for word in words.split():
            name = re.sub(r"\(\?:([^|)]*)[^)]*\)", r"\1", word).replace("?", "")
            assert hints.hint_of(f"wide {name}-1", None) == kind


def test_a_wrapper_that_holds_the_whole_page_is_no_furniture():
    html = page(f"<form>{paragraphs(*BODY)}</form>")
    assert not any(segment.furniture for segment in walk.read_page(html).segments if segment.tag == "p")
