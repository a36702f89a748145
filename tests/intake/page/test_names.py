"""A section named after its own heading is the article's, whatever words its id is made of."""

from __future__ import annotations

import pytest

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
