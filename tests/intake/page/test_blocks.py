"""What extraction would drop or join comes out; what only looks like it does not."""

from __future__ import annotations

import pytest

import cleaner
from support.constructs import between
from support.pages import BODY, page, paragraphs


def came_out(inside: str) -> list[str]:
    html = page(paragraphs(*BODY[:3]) + inside + paragraphs(*BODY[3:]))
    return between(cleaner.clean_html(html).text).split("\n")


CAPTION = "<figcaption>The seats of the boats</figcaption>"
TABLE = "<table><tr><th>Boat</th><th>Seats</th></tr><tr><td>Red</td><td>40</td></tr></table>"


@pytest.mark.parametrize(
    "held", [TABLE, "<pre>make tide\nmake noon</pre>", "<blockquote><p>We swim.</p></blockquote>"]
)
def test_the_caption_of_what_comes_out_comes_out(held):
    assert came_out(f"<figure>{held}{CAPTION}</figure>")[-1] == "The seats of the boats"


@pytest.mark.parametrize("held", ["<img src='a'>", f"<img src='a'>{TABLE}", "<iframe src='/x'></iframe>"])
def test_the_caption_of_a_picture_does_not(held):
    assert "The seats of the boats" not in came_out(f"<figure>{held}{CAPTION}</figure>")


def test_the_footer_of_a_quotation_comes_out_and_that_of_a_section_does_not():
    assert came_out("<blockquote><p>We swim.</p><footer>Ada Lind</footer></blockquote>") == ["We swim.", "Ada Lind"]
    assert came_out("<section><p>We swim.</p><footer>Ada Lind</footer></section>") == ["We swim."]


def test_a_heading_before_an_empty_link_comes_out():
    assert (
        came_out("<div><h2>Ropes</h2><a href='#ropes'><svg></svg></a></div><p>They are of hemp.</p>")[0] == "Ropes"
    )


def test_the_words_of_boxes_in_an_item_stay_apart():
    assert came_out("<ul><li><div>Red</div><div>forty</div></li><li>Blue<div>sixty</div></li></ul>") == [
        "- Red forty",
        "- Blue sixty",
    ]


def test_code_in_an_inner_item_stands_on_lines_of_its_own_and_the_order_stays():
    inside = "<ol><li>One<ul><li>Run:<pre>a\nb</pre>c</li><li>Two</li></ul></li><li>Three</li></ol>"
    assert [line.strip() for line in came_out(inside)] == ["- One", "- Run:", "a", "b", "c", "- Two", "- Three"]


def test_many_items_with_code_take_time_in_proportion():
    inside = "<ol>" + "<li>Run:<pre>a\nb</pre></li>" * 2_000 + "</ol>"
    assert came_out(inside).count("b") == 2_000


def test_a_caption_stands_before_its_table():
    assert came_out(TABLE.replace("<table>", "<table><caption>The boats</caption>"))[:2] == [
        "The boats",
        "| Boat | Seats |",
    ]
