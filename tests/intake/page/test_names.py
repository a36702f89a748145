"""A section named after its own heading is the article's, whatever words its id is made of."""

from __future__ import annotations

import pytest

from cleaner.intake.page.dom import read_page
from cleaner.intake.page.fill import find_prose
from cleaner.intake.page.names import forget_layout
from support.pages import BODY, lines, page, paragraphs

SAID = [
    "Nobody on the pier had ever asked the keeper about it, and so she had never thought of an answer.",
    "The council had not thought of one either, and for a while it was so quiet that the clock was heard.",
]
HEADINGS = """
Related work|Share your screen|Newsletter growth|Comments in Python|Tags and attributes|Hidden Markov models
Author notes on the text|Footer and header design|Social security|Navigation at sea|Menu of the week|Popular music
Banner making|Button making for beginners|Modal logic|Subscribe patterns in software|Copyright law|Related rates
About the author of the Edda|Meta analysis|Widget toolkits|Slide rules|Embed a map|Options trading|Hide and seek
Consent in medicine|Premium bonds|Disclosure of interests|Sign up for jury duty|Masthead design|Response times
Call to action in rhetoric|Bio of the keeper|Sidebar of history|Cookie recipes|Tag questions|Print media
Newsletter|Tags|Comments|Share|Footer|Cookies|Menu|Authors
""".strip().replace("\n", "|").split("|")  # fmt: skip


AROUND = {
    "section": "<section id='{slug}'><h2>{heading}</h2>{said}</section>",
    "sphinx": "<section id='{slug}-1'><h2>{heading}<a class='headerlink' href='#{slug}'>¶</a></h2>{said}</section>",
    "div": "<div class='section' id='user-content-{slug}'><div><h3>{heading}</h3></div>{said}</div>",
    "class": "<div class='{slug}'><h2>{heading}</h2>{said}</div>",
    "heading": "<h2 id='{slug}'>{heading}</h2>{said}",
    "span": "<h2><span class='headline' id='{snake}'>{heading}</span></h2>{said}",
}


@pytest.mark.parametrize("heading", HEADINGS)
def test_a_section_named_after_its_heading_stays(worker, heading):
    names = {"slug": "-".join(heading.lower().split()), "snake": heading.replace(" ", "_")}
    for name, around in AROUND.items():
        section = around.format(**names, heading=heading, said=paragraphs(*SAID))
        result = worker.clean_html(page(paragraphs(*BODY[:3]) + section + paragraphs(*BODY[3:])))
        assert lines(result) == [*BODY[:3], heading, *SAID, *BODY[3:]], name


@pytest.mark.parametrize(
    "box",
    [
        "<div id='newsletter'><h3>Fares by post</h3><p>Our letter of fares comes on Fridays at noon.</p></div>",
        "<div class='related-posts'><h3>Old mill burns down</h3><p>The mill is gone.</p></div>",
        "<section id='newsletter'><h3>Newsletter</h3><form><input></form><p>It comes on Fridays at noon.</p></section>",
        "<section id='related-posts'><h3>Related posts</h3><p><a href='/m'>The old mill on the hill burnt down "
        "in the night, and nobody knows why it did.</a></p></section>",
    ],
)
def test_a_box_that_is_named_otherwise_or_holds_no_prose_goes(worker, box):
    result = worker.clean_html(page(paragraphs(*BODY[:3]) + box + paragraphs(*BODY[3:])))
    assert lines(result) == BODY


def test_a_name_of_layout_takes_no_prose(worker):
    box = f"<div class='w-embed'>{paragraphs(*SAID)}</div>"
    result = worker.clean_html(page(paragraphs(*BODY[:3]) + box + paragraphs(*BODY[3:])))
    assert lines(result) == [*BODY[:3], *SAID, *BODY[3:]]


def _parts(html: str):
    found = read_page(f"<html><body><div>{html}</div></body></html>", prune=True)
    return found.tree, find_prose(found.segments).layout


BUILT = "".join(f"<div class='builder-widget widget-text'>{paragraphs(text)}</div>" for text in BODY)


def test_a_word_of_layout_on_the_boxes_of_the_article_says_nothing_of_the_others():
    tree, words = _parts(f"{BUILT}<div class='builder-widget widget-heading'><h2>The captain</h2></div>")
    assert words == {"widget"}
    forget_layout(tree, words)
    assert {element.get("class") for element in tree.iter("div")} == {None, ""}


def test_a_box_that_is_boilerplate_by_another_word_keeps_its_names():
    tree, words = _parts(f"{BUILT}<div class='widget newsletter-widget' id='related-widget'><p>Join us</p></div>")
    forget_layout(tree, words)
    box = tree.xpath("//div[@id]")[0]
    assert (box.get("class"), box.get("id")) == ("newsletter-widget", "related-widget")


@pytest.mark.parametrize(
    ("html", "words"),
    [
        pytest.param(f"<div class='bard'>{paragraphs(*BODY)}</div>", {"bar"}, id="at the beginning of a name"),
        pytest.param(f"<div class='tool-bar'>{paragraphs(*BODY)}</div>", set(), id="not inside a name"),
        pytest.param(f"<div class='newsletter-widget'>{paragraphs(*BODY)}</div>", set(), id="boilerplate by name"),
        pytest.param(f"{paragraphs(*BODY * 3)}<div class='widget'>{paragraphs(BODY[0])}</div>", set(), id="little"),
        pytest.param(paragraphs(*BODY), set(), id="no names"),
        pytest.param("<div class='widget'><p>Row on.</p></div>", set(), id="no prose"),
        pytest.param(
            f"{paragraphs(*BODY * 2)}<div class='slide'><div class='slide'>{paragraphs(BODY[0])}</div></div>",
            set(),
            id="counted once",
        ),
    ],
)
def test_words_of_layout_hold_a_tenth_of_the_prose(html, words):
    assert _parts(html)[1] == words


def test_the_text_of_a_page_builder_is_extracted_with_its_headings_and_without_its_boxes(worker):
    boxes = "<div class='widget newsletter-widget'><p>Our letter comes on Fridays</p></div>"
    html = page(f"{BUILT}<div class='builder-widget widget-heading'><h2>The captain</h2></div>{BUILT[:300]}{boxes}")
    text = worker.clean_html(html).text
    assert all(paragraph in text for paragraph in BODY)
    assert "Fridays" not in text
