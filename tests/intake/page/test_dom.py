"""The walk over a page gives the text of each block, its links and its furniture."""

from __future__ import annotations

import json
import time

import pytest

from cleaner.intake import documents as intake
from cleaner.intake.page import dom as walk
from support.pages import BODY, page, paragraphs


def test_one_tag_with_ten_thousands_of_attributes_costs_no_time():
    html = page(f"<div {' '.join(f'a{n}=1' for n in range(40_000))}>{paragraphs(*BODY)}</div>")
    before = time.process_time()
    assert BODY[4] in intake.from_html(html).text
    assert time.process_time() - before < 5


def test_scripts_and_styles_are_spared_extraction_and_the_text_behind_them_stays():
    tree = walk.read_page(
        "<html><head><meta name='a'><link href='b'><title>Pier</title></head><body><p>One<script>two()</script> three"
        "<style>p{}</style> four</p><script type='application/ld+json'>{}</script><link href='c'></body></html>"
    ).tree
    walk.drop_metadata(tree)
    assert [element.tag for element in tree.iter()] == ["html", "head", "title", "body", "p", "script", "link"]
    assert "".join(tree.itertext()) == "PierOne three four{}"


def test_an_article_that_only_a_script_holds_is_found():
    data = json.dumps({"@type": "NewsArticle", "articleBody": " ".join(BODY)})
    html = f"<html><head><script type='application/ld+json'>{data}</script></head><body><div></div></body></html>"
    assert intake.from_html(html).text.startswith(BODY[0])


@pytest.mark.parametrize("character", ["\0", "\x0b", "\ud800", "\ufffe"])
def test_a_character_that_no_tree_can_hold_costs_no_text(character):
    text = intake.from_html(page(paragraphs(*BODY[:2], "A" + character + "fterwards it rained. " * 8))).text
    assert "Afterwards it rained." in text
    assert BODY[1] in text


def segments(html: str) -> list[walk.Segment]:
    return walk.read_page(f"<html><body>{html}</body></html>").segments


@pytest.mark.parametrize(
    ("html", "texts"),
    [
        pytest.param("<p><b>One</b> <b>two</b></p>", ["One two"], id="a blank between two elements"),
        pytest.param("<p>One</p> <p> two </p>", ["One", "two"], id="two blocks"),
        pytest.param("<div>One<p>two</p>three</div>", ["One", "two", "three"], id="a block inside another"),
        pytest.param("One<br>two", ["One", "two"], id="a line break"),
        pytest.param("<p>One<span>two</span></p>", ["Onetwo"], id="no blank between"),
        pytest.param("<p>One <noscript>two</noscript> three</p>", ["One three"], id="what is not shown"),
        pytest.param("<h2>Fares <a href='#fares'>#</a></h2>", ["Fares"], id="a link to the heading itself"),
        pytest.param("<h2><a href='#fares'>¶</a> Fares</h2>", ["Fares"], id="and in front of it"),
        pytest.param("<p>See <b>§</b> 4 of the act</p>", ["See § 4 of the act"], id="the same sign in no link"),
        pytest.param("<p>See <a href='/4'>§ 4</a></p>", ["See § 4"], id="a link that says more"),
        pytest.param("<p>\u200b</p><p>x</p>", ["x"], id="nothing that shows"),
    ],
)
def test_a_segment_holds_the_text_up_to_the_next_block(html, texts):
    assert [segment.text for segment in segments(html)] == texts


def test_text_after_an_inner_block_belongs_to_the_outer_one():
    assert [segment.tag for segment in segments("<div>One<p>two</p>three<br>four</div>five")] == [
        "div",
        "p",
        "div",
        "div",
        "body",
    ]


def test_a_segment_drops_leading_white_space():
    assert [segment.raw_text for segment in segments("<div>\n  <p>\n<b>One</b> two</p>\n</div>")] == ["One two"]


@pytest.mark.parametrize(
    ("html", "share"),
    [
        ("<p>pier</p>", 0.0),
        ("<p>pi<a href='/x'>er</a></p>", 0.5),
        ("<p><a href='/x'>pier</a></p>", 1.0),
        ("<p><a href='/x'>pi <i>er</i></a></p>", 1.0),
        ("<p><a href='/x'>pi</a>er</p>", 0.5),
    ],
)
def test_links_is_the_linked_share_of_a_segment(html, share):
    (segment,) = segments(html)
    assert (segment.links, segment.links) == (share, share)


@pytest.mark.parametrize(
    ("html", "hint"),
    [
        pytest.param("<p><a class='btn' href='/x'>Take a boat to the pier</a></p>", "button", id="wholly a button"),
        pytest.param("<p><a href='/x'>Take a boat to the pier</a></p>", "", id="wholly a link"),
        pytest.param(
            "<p><a class='btn' href='/x'>0123456789012345678</a>.</p>", "button", id="19 of 20 characters"
        ),
        pytest.param("<p><a class='btn' href='/x'>012345678901234567</a>..</p>", "", id="18 of 20 characters"),
        pytest.param(
            "<div class='newsletter'><a class='btn' href='/x'>Join</a></div>", "newsletter-box", id="in a named box"
        ),
        pytest.param("<p class='btn'>Join</p>", "button", id="a block of that name"),
    ],
)
def test_a_segment_that_is_one_button_has_the_hint_button(html, hint):
    (segment,) = segments(html)
    assert (segment.place.hint, bool(segment.place.box)) == (hint, bool(hint))
    assert segment.place is segment.place


@pytest.mark.parametrize(
    ("html", "furniture"),
    [
        pytest.param("<aside>01234567</aside><p>0123456789012345</p>", [True, False], id="a third of the page"),
        pytest.param("<aside>012345678</aside><p>0123456789012345</p>", [False, False], id="more than a third"),
        pytest.param(
            "<form><p>0123456789</p><nav>01</nav></form>",
            [False, False],
            id="the outermost decides for what it holds",
        ),
        pytest.param(
            "<p>0123456789</p><form><nav>01</nav>01</form>", [False, True, True], id="a form with navigation"
        ),
        pytest.param(
            "<nav>012345</nav><p>0123456789</p><nav>012345</nav>", [True, False, True], id="each counts for itself"
        ),
    ],
)
def test_furniture_that_holds_more_than_a_third_of_the_page_is_a_wrapper(html, furniture):
    assert [segment.furniture for segment in segments(html)] == furniture


@pytest.mark.parametrize(("depth", "flattened"), [(159, False), (160, True)])
def test_a_page_that_nests_too_deeply_is_flattened(depth, flattened):
    # html and body are two levels, the paragraph is the last
    found = walk.read_page("<html><body>" + "<div>" * (depth - 3) + "<p>pier</p></body></html>")
    assert found.flattened is flattened
    assert [segment.text for segment in found.segments] == ["pier"]


def test_the_element_count_leaves_out_what_a_skipped_element_holds():
    assert walk.read_page("<html><body><p>a<b>c</b></p><svg><g></g></svg></body></html>").elements == 5


def test_an_empty_page_gives_none():
    assert walk.read_page("") is None


@pytest.mark.parametrize(
    ("text", "key"),
    [("a boat", "aboat"), ("a\u00a0boat\n", "aboat"), ("a\u200bb", "ab"), ("a \u00adb\tc", "abc"), (" ", "")],
)
def test_a_key_holds_only_visible_characters(text, key):
    assert walk.key_of(text) == key


NOTE = "<p>The lamp was lit at nine.</p>"


@pytest.mark.parametrize("tag", ["nav", "footer", "aside", "form", "dialog", "menu", "fieldset"])
@pytest.mark.parametrize(
    ("inside", "attributes", "stays"),
    [
        pytest.param(NOTE, "", False, id="little text"),
        pytest.param(f"<h1>The lamp</h1>{NOTE}", "", True, id="the headline"),
        pytest.param(paragraphs(*BODY), "", True, id="much of the page"),
        pytest.param(NOTE, "class='footnote'", None, id="a note"),
    ],
)
def test_boilerplate_elements_are_left_out_unless_they_hold_the_article(tag, inside, attributes, stays):
    html = page(f"{paragraphs(*BODY)}<{tag} {attributes}>{inside}</{tag}>")
    texts = [segment.text for segment in walk.read_page(html, prune=True).segments]
    home, tides, *whole, imprint = (segment.text for segment in walk.read_page(html).segments)
    assert (home, tides, imprint) == ("Home", "Tides", "Harbour Post, Pier 4")
    kept = tag == "aside" if stays is None else stays
    assert texts == (whole if kept else BODY)
    assert len(whole) > len(BODY)


def test_elements_without_text_of_an_article_go_and_the_text_behind_them_stays():
    html = page(
        "<p>One<svg><text>x</text></svg> two<select><option>y</option></select> three<img src='i'> four</p>"
    )
    found = walk.read_page(html, prune=True)
    assert [segment.text for segment in found.segments] == ["One two three four"]
    assert found.tree.find(".//img") is not None  # it tells what the caption beside it belongs to
    assert not any(element.tag in ("svg", "select") for element in found.tree.iter())


def test_what_stands_behind_the_end_tag_of_a_page_is_read():
    html = f"<html><body><header><p>Harbour Post</p></header></body></html><div>{paragraphs(*BODY)}</div></body></html>"
    text = intake.from_html(html).text
    assert all(paragraph in text for paragraph in BODY)


@pytest.mark.parametrize(
    ("inside", "tag"),
    [
        pytest.param(paragraphs(*BODY), "div", id="the article"),
        pytest.param("<h1>Harbour Post</h1><a href='/'>Home</a>", "nav", id="the name of the site"),
        pytest.param("<a href='/'>Home</a>", None, id="links"),
    ],
)
def test_navigation_that_was_never_closed_around_the_article_is_none(inside, tag):
    html = f"<html><body><nav id='top'>{inside}</nav><div>{paragraphs(*BODY[:2])}</div></body></html>"
    found = walk.read_page(html, prune=True).tree.find(".//*[@id='top']")
    assert (None if found is None else found.tag) == tag


def test_an_article_in_navigation_is_extracted():
    html = f"<html><body><nav class='navigation'><a href='/'>Home</a><div>{paragraphs(*BODY)}</div></nav></body></html>"
    assert all(paragraph in intake.from_html(html).text for paragraph in BODY)
