"""Flattening keeps the text of pages that nest too deeply for the parser."""

from __future__ import annotations

import pytest

from cleaner.intake import documents as intake
from cleaner.intake.page import dom as walk
from cleaner.intake.page.flatten import drop_end_tags, flatten, shorten_tags
from support.pages import BODY, page, paragraphs


# guards
@pytest.mark.parametrize("depth", [200, 300, 5000, 50_000])
def test_text_in_deep_nests_is_kept_and_the_origin_says_how(depth):
    html = page("<div>" * depth + paragraphs(*BODY) + "</div>" * depth)
    document = intake.from_html(html)
    assert [line for line in document.text.split("\n") if line] == BODY
    assert "nested" in document.origin.because


@pytest.mark.parametrize("opened", ["<span>", "<ul><li>", "<table><tr><td>", "<blockquote>"])
def test_nests_of_every_kind_keep_their_text(opened):
    closed = "".join(f"</{tag}>" for tag in reversed(opened.strip("<>").split("><")))
    html = page(paragraphs(*BODY[:2]) + opened * 400 + paragraphs(*BODY[2:]) + closed * 400)
    text = intake.from_html(html).text
    assert all(line in text for line in BODY)


def test_flattening_leaves_scripts_and_comments_alone_and_words_apart():
    deep = "<div>" * 300
    html = flatten(f"<script>'{deep}'</script><!-- {deep} -->{deep}one</div><div>two<b>three</b>")
    assert html.startswith(f"<script>'{deep}'</script><!-- {deep} -->")
    assert [segment.text for segment in walk.read_page(html).segments] == ["one", "twothree"]


@pytest.mark.parametrize("before", [0, 1, 49_999, 50_001, 99_999, 130_000])
def test_a_monstrous_tag_is_shortened_wherever_it_stands(before):
    start, attributes = "<p>" + "x" * before, "".join(f" {'y' * 20}='{n:06}'" for n in range(3400))
    assert shorten_tags(f"{start}<b{attributes}>pier") == f"{start}<b>pier"
    tag = f"<b {'z' * 99_900}>"
    assert shorten_tags(f"{start}{tag}pier") == f"{start}{tag}pier"


DEEP = "<div>" * 150


@pytest.mark.parametrize(
    ("html", "flat"),
    [
        pytest.param(DEEP + "x", DEEP + "x", id="as deep as may be"),
        pytest.param(DEEP + "<div>x", DEEP + "<p>x", id="one level more"),
        pytest.param(DEEP + "<div><div>x", DEEP + "<p>x", id="two levels more"),
        pytest.param(DEEP + "a<b>c</b>d", DEEP + "acd", id="an inline element joins"),
        pytest.param(
            DEEP + "<div>a</div>b" + "</div>" * 150 + "<div>c</div>",
            DEEP + "<p>a<p>b" + "</div>" * 150 + "<div>c</div>",
            id="what was opened is closed",
        ),
        pytest.param(
            DEEP + "<div>a<div>b</div>c</div>d", DEEP + "<p>a<p>b<p>c<p>d", id="each one that goes, and its end"
        ),
        pytest.param("<br>" * 200 + DEEP + "x", "<br>" * 200 + DEEP + "x", id="what is empty brings no level"),
        pytest.param("<!-- x -->" * 200 + DEEP + "x", "<!-- x -->" * 200 + DEEP + "x", id="nor does a comment"),
        pytest.param("<b>x</b>" * 200 + DEEP + "x", "<b>x</b>" * 200 + DEEP + "x", id="nor what is closed again"),
        pytest.param("<DIV>" * 151 + "x", "<DIV>" * 150 + "<p>x", id="capitals"),
        pytest.param("<table>" * 39 + "x", "<table>" * 38 + "<p>x", id="a table brings four levels"),
        pytest.param("</div>" * 9 + DEEP + "x", "</div>" * 9 + DEEP + "x", id="what was never opened"),
    ],
)
def test_flatten_drops_tags_deeper_than_150_levels_and_keeps_their_text(html, flat):
    assert flatten(html) == flat


@pytest.mark.parametrize(
    ("html", "whole"),
    [
        pytest.param("<p>a</p></body></html><p>b</p></body></html>", "<p>a</p><p>b</p>", id="elements behind it"),
        pytest.param("<p>a</p></BODY></HTML >\n and words", "<p>a</p>\n and words", id="capitals, and words only"),
        pytest.param("<p>a</p></body></html>\n", "<p>a</p></body></html>\n", id="nothing behind it"),
        pytest.param("<p>a</p></body><p>b</p>", "<p>a</p></body><p>b</p>", id="without the outer end tag"),
        pytest.param("<p>a</p></htmlx><p>b", "<p>a</p></htmlx><p>b", id="another element"),
    ],
)
def test_the_end_of_a_page_is_where_it_ends(html, whole):
    assert drop_end_tags(html) == whole
