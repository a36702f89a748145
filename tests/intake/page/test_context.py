"""Context gives the furniture, the list and the named box around a block."""

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
        ("quote-newsletter", "newsletter-box"),
        ("footer", "footer"),
        ("post_footer", "footer"),
        ("saboxplugin-wrap", "author-box"),
        ("sabox", "author-box"),
        ("saboxes", ""),
        ("yarpp yarpp-related", "related-box"),
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


def test_only_the_first_thousand_characters_give_a_hint():
    assert hints.hint_of(None, "x" * 992 + " footer") == "footer"
    assert hints.hint_of(None, "x" * 993 + " footer") == ""


def place_of(html: str, *, marked: str = "b") -> hints.Place:
    """The place of the first <b>."""
    tree = walk.read_page(f"<html><body>{html}</body></html>").tree
    return hints.Places().of(next(tree.iter(marked)))


@pytest.mark.parametrize(
    ("html", "furniture"),
    [
        pytest.param("<div><b>x</b></div>", None, id="none"),
        pytest.param("<nav><p><b>x</b></p></nav>", "nav", id="around a paragraph"),
        pytest.param("<footer><p></p><nav><b>x</b></nav></footer>", "footer", id="the outermost of two"),
        pytest.param("<nav></nav><b>x</b>", None, id="beside it"),
    ],
)
def test_a_place_holds_the_outermost_furniture(html, furniture):
    found = place_of(html).furniture
    assert (found is not None and found.tag) == (furniture or False)


@pytest.mark.parametrize(
    ("html", "hint", "boxed"),
    [
        ("<div class='newsletter'><p><b>x</b></p></div>", "newsletter-box", 1),
        ("<div id='newsletter'><p><b>x</b></p></div>", "newsletter-box", 1),
        ("<div class='newsletter'><p class='copyright'><b>x</b></p></div>", "copyright-box", 2),
        ("<div class='news'><p><b>x</b></p></div>", "", 0),
        ("<div><span class='newsletter'><b>x</b></span></div>", "", 0),
    ],
    ids=["class", "id", "the innermost decides", "no word of its own", "only a block is a box"],
)
def test_a_place_holds_the_innermost_hint_and_its_number(html, hint, boxed):
    place = place_of(html)
    assert (place.hint, place.box) == (hint, boxed)


@pytest.mark.parametrize(
    ("html", "listed"),
    [
        ("<ul><li><b>x</b></li></ul>", 1),
        ("<ol><li><b>x</b></li></ol>", 1),
        ("<ul><li>y<ol><li><b>x</b></li></ol></li></ul>", 2),
        ("<dl><dd><b>x</b></dd></dl>", 0),
        ("<ul><li>y</li></ul><p><b>x</b></p>", 0),
    ],
)
def test_a_place_holds_the_number_of_the_innermost_list(html, listed):
    assert place_of(html).listed == listed


def test_two_boxes_with_one_hint_have_different_numbers():
    html = "<div class='bio'><b>x</b></div><div class='bio'><i>y</i></div><div><u>z</u></div>"
    tree = walk.read_page(f"<html><body>{html}</body></html>").tree
    places = hints.Places()
    boxes = [places.of(next(tree.iter(tag))) for tag in ("b", "i", "u", "b")]
    assert [(place.hint, place.box) for place in boxes] == [
        ("author-box", 1),
        ("author-box", 2),
        ("", 0),
        ("author-box", 1),
    ]
