"""Pages: furniture goes by what its elements say, the article stays, and the origin says how it was won."""

from __future__ import annotations

import pytest

import cleaner
from cleaner.evaluation.rule_examples import from_blocks
from support.pages import BODY, TITLE, lines, page, paragraphs, rules_of


# what an element's class says
@pytest.mark.parametrize(
    ("names", "rule"),
    [
        ("comments-area", "element/comment-box"),
        ("post__cta", "element/call-to-action"),
        ("aboutAuthor", "element/author-box"),
        ("recirc-unit", "element/related-box"),
        ("affiliate-disclosure", "element/disclaimer-box"),
        ("modal-text", "element/pop-up"),
        ("newsletterBox", "element/newsletter-box"),
        ("site-header", "element/site-header"),
        ("entry-footer", "element/footer"),
        ("copyright", "element/copyright-box"),
    ],
)
def test_a_line_in_an_element_named_after_furniture_goes(worker, names, rule):
    box = f"<div class='{names}'><p>A word from the lighthouse keeper about his lamp, and what it costs to keep it lit.</p></div>"
    result = worker.clean_html(page(paragraphs(*BODY[:3]) + box + paragraphs(*BODY[3:])))
    if len(lines(result)) == 5:  # unless extraction has seen to it already
        assert lines(result) == BODY
    assert set(rules_of(result).values()) <= {rule}
    document = from_blocks(paragraphs(*BODY) + box)
    assert rules_of(worker.run(document)) == {document.text.split("\n")[-1]: rule}


def test_an_element_that_holds_a_third_of_the_text_is_the_articles_own(worker):
    document = from_blocks(f"<div class='newsletter-on'>{paragraphs(*BODY[:2])}</div>" + paragraphs(*BODY[2:]))
    assert worker.run(document).text == "\n".join(BODY)


def test_a_hint_that_condemns_a_quarter_of_the_page_is_none(worker):
    html = "".join(f"<div class='author'><p>{text}</p></div>" for text in BODY[:2]) + paragraphs(*BODY[2:])
    document = from_blocks(html)
    assert {line.hint for line in document.evidence} == {"author-box", ""}
    assert worker.run(document).text == "\n".join(BODY)


def test_the_headline_stays_where_it_was_asked_for_even_in_an_element_with_a_hint():
    document = from_blocks(f"<h1 class='modal-title'>{TITLE}</h1>" + paragraphs(*BODY), title=TITLE)
    assert cleaner.Cleaner(headline="keep").run(document).text.startswith(TITLE)


def test_a_list_of_links_goes_with_its_label_and_a_list_with_links_in_it_stays(worker):
    html = (
        paragraphs(*BODY[:3])
        + "<ul><li>On the water</li><li><a href='/1'>Seal steals hat</a></li><li><a href='/2'>Mill burns</a></li></ul>"
        + paragraphs(BODY[3])
        + "<ul><li>take a <a href='/lamp'>lamp</a> with oil for two nights</li><li>and a <a href='/r'>rope</a> of forty feet</li></ul>"
        + "<ul><li><a href='/one'>The one and only captain</a></li></ul>"
        + paragraphs(BODY[4])
    )
    result = worker.run(from_blocks(html))
    assert rules_of(result) == dict.fromkeys(("On the water", "Seal steals hat", "Mill burns"), "element/link-list")


def test_a_line_that_is_one_link_goes_only_with_another_sign(worker):
    html = (
        "<p><a href='/news'>Island news</a></p>"
        f"<h1>{TITLE}</h1>{paragraphs(*BODY[:2])}"
        "<p><a href='/old'>Old mill burns down</a></p>"
        "<p><a href='/all'>All that burned this year »</a></p>"
        "<p><a class='btn' href='/sail'>Sail with us</a></p>"
        f"<p>See the <a class='btn' href='/map'>map</a>, he said, and pointed at the wall behind the counter.</p>{paragraphs(*BODY[2:])}"
    )
    result = worker.run(from_blocks(html, title=TITLE))
    assert rules_of(result) == {
        "Island news": "element/link-line",
        TITLE: "headline/title-line",
        "All that burned this year »": "element/link-line",
        "Sail with us": "element/button",
    }


def test_a_line_said_twice_keeps_the_copy_that_is_a_heading(worker):
    twice = "What a crossing costs in winter"
    document = from_blocks(paragraphs(*BODY[:2], twice) + f"<h2>{twice}</h2>" + paragraphs(*BODY[2:]))
    assert worker.run(document).text.count(twice) == 1


def test_plain_text_has_no_evidence_and_no_rule_of_the_family_fires(worker):
    result = worker.clean("\n".join([*BODY, "All that burned this year »", "Sail with us"]))
    assert result.document.evidence == ()
    assert not [rule for rule in rules_of(result).values() if rule.startswith("element/")]
