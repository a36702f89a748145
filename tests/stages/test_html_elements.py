"""Pages: furniture goes by what its elements say, the article stays, and the origin says how it was won."""

from __future__ import annotations

import pytest

import cleaner
from cleaner.core.document import Document, Evidence
from cleaner.core.marked_text import parse, render
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


ELEMENTS = cleaner.Cleaner(select=["element"], budget=1)
NO_POP_UPS = cleaner.Cleaner(select=["element"], ignore=["element/pop-up"], budget=1)
PLAIN = Evidence("p")


def marked_lines(*lines: tuple[str, Evidence], title: str | None = None, worker: cleaner.Cleaner = ELEMENTS) -> str:
    """Lines with what their elements say, marked by the cleaner."""
    text = "\n".join(parse(line)[0] for line, _ in lines)
    result = worker.run(Document(text, title, evidence=tuple(evidence for _, evidence in lines)))
    return render(result.document, [removal.span for removal in result.removals])


def assert_marked(
    *lines: tuple[str, Evidence], title: str | None = None, worker: cleaner.Cleaner = ELEMENTS
) -> None:
    assert marked_lines(*lines, title=title, worker=worker) == "\n".join(line for line, _ in lines)


@pytest.mark.parametrize(("size", "goes"), [(40, True), (41, False)])
def test_a_box_with_a_hint_has_a_third_of_the_text_at_most(size, goes):
    # two kinds of hint, so that neither has a quarter
    one, two = "M" * 20, "N" * (size - 20)
    assert_marked(
        ("A" * (120 - size), PLAIN),
        (f"[-{one}-]" if goes else one, Evidence("p", hint="pop-up", box=1)),
        (f"[-{two}-]" if goes else two, Evidence("p", hint="footer", box=1)),
    )


@pytest.mark.parametrize(("size", "goes"), [(30, True), (31, False)])
def test_a_kind_of_hint_has_a_quarter_of_the_text_at_most(size, goes):
    one, two = "M" * 15, "N" * (size - 15)
    assert_marked(
        ("A" * (120 - size), PLAIN),
        (f"[-{one}-]" if goes else one, Evidence("p", hint="pop-up", box=1)),
        (f"[-{two}-]" if goes else two, Evidence("p", hint="pop-up", box=2)),
    )


@pytest.mark.parametrize(("title", "goes"), [("Seal steals hat", False), ("Mill burns", True), (None, True)])
def test_the_headline_stays_in_an_element_with_a_hint(title, goes):
    line = "[-Seal steals hat-]" if goes else "Seal steals hat"
    assert_marked((line, Evidence("h1", hint="pop-up", box=1)), ("A" * 120, PLAIN), title=title)


def test_a_line_with_a_hint_stays_where_its_rule_does_not_run():
    assert_marked(
        ("A" * 120, PLAIN),
        ("Seal steals hat", Evidence("p", hint="pop-up", box=1)),
        ("[-Mill burns-]", Evidence("p", hint="footer", box=2)),
        worker=NO_POP_UPS,
    )


def item(links: float, *, listed: int = 1) -> Evidence:
    return Evidence("li", links=links, listed=listed)


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([("[-Seal steals hat-]", item(1)), ("[-Mill burns-]", item(1))], id="two links"),
        pytest.param([("Seal steals hat", item(1))], id="one link"),
        pytest.param(
            [
                ("take a rope", item(0, listed=2)),
                *(("Seal steals hat", item(1, listed=0)), ("Mill burns", item(1, listed=0))),
                ("take a lamp", item(0, listed=3)),
            ],
            id="two links between two lists",
        ),
        pytest.param(
            [("Seal steals hat", item(1)), ("Mill burns", item(1, listed=2))], id="two links in two lists"
        ),
        pytest.param(
            [("[-At sea-]", item(0)), ("[-Seal steals hat-]", item(1)), ("[-Mill burns-]", item(1))],
            id="a label and two links",
        ),
        pytest.param([("At sea today", item(0)), ("Seal steals hat", item(1))], id="a label and one link"),
        pytest.param(
            [("At sea with Ada Lew", item(0.1)), ("Seal steals hat", item(1)), ("Mill burns", item(1))],
            id="a first entry with a link in it",
        ),
        pytest.param([(f"[-{'M' * 100}-]", item(0.7)), (f"[-{'N' * 100}-]", item(1))], id="85 of 100 characters"),
        pytest.param([("M" * 100, item(0.69)), ("N" * 100, item(1))], id="84.5 of 100 characters"),
    ],
)
def test_a_list_goes_of_which_nearly_everything_is_linked(lines):
    assert_marked((BODY[0], PLAIN), *lines, (BODY[1], PLAIN))


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([("[-Island news-]", Evidence("p", 1)), ("Seal steals hat", PLAIN)], id="a link above"),
        pytest.param(
            [("[-Island news-]", Evidence("div", 0.95)), ("Seal steals hat", PLAIN)], id="95 of 100 characters"
        ),
        pytest.param(
            [("Island news", Evidence("div", 0.94)), ("Seal steals hat", PLAIN)], id="94 of 100 characters"
        ),
        pytest.param([("Island news", PLAIN), ("Seal steals hat", PLAIN)], id="no link"),
        pytest.param([("Island news", Evidence("h2", 1)), ("Seal steals hat", PLAIN)], id="a heading"),
        pytest.param([("Seal steals hat", Evidence("p", 1)), ("Island news", Evidence("p", 1))], id="a link below"),
        pytest.param(
            [("Seal steals hat", Evidence("p", 1)), ("[-Island news >-]", Evidence("p", 1))], id="an arrow"
        ),
        pytest.param([("Island news", Evidence("p", 1)), ("Seal steals a hat", PLAIN)], id="no headline"),
        pytest.param(
            [*((f"[-News {n}-]", Evidence("p", 1)) for n in range(4)), ("Seal steals hat", PLAIN)],
            id="the fifth line",
        ),
        pytest.param(
            [*((f"News {n}", Evidence("p", 1)) for n in range(5)), ("Seal steals hat", PLAIN)], id="the sixth line"
        ),
    ],
)
def test_a_line_that_is_a_link_goes_above_the_headline_or_with_an_arrow(lines):
    assert_marked(*lines, (BODY[0], PLAIN), title="Seal steals hat")


@pytest.mark.parametrize(
    ("above", "rule"),
    [
        ("<p>December 15, 2025</p>", True),
        ("<p>15 Dec, 2025</p>", True),
        ("<div>Monday, 3. März 2024</div>", True),
        ("<p>15 de diciembre de 2025</p>", True),
        ("<p>Updated on 09/10/2025</p>", True),
        ("<p>2025-12-15 at 10:15</p>", True),
        ("<p>January 1, 2025 • 8 min read</p>", True),
        ("<p>Last updated on August 2, 2025 by Ola Brandt</p>", True),
        pytest.param("<p>In December 2025, on the 15th</p>", False, id="a phrase"),
        pytest.param("<p>December 15, 2025: the last boat</p>", False, id="a date and more"),
        pytest.param("<p>15 boats of 2025</p>", False, id="a number and a year"),
        pytest.param("<h2>December 15, 2025</h2>", False, id="a heading, as in a diary"),
        pytest.param("<ul><li>December 15, 2025</li><li>December 22, 2025</li></ul>", False, id="a list of dates"),
    ],
)
def test_a_date_above_the_first_paragraph_goes(worker, above, rule):
    document = from_blocks(above + paragraphs(*BODY))
    removed = worker.run(document)
    assert ("element/date-line" in rules_of(removed).values()) is rule


def test_a_date_between_paragraphs_stays(worker):
    document = from_blocks(paragraphs(*BODY[:2]) + "<p>December 15, 2025</p>" + paragraphs(*BODY[2:]))
    assert "December 15, 2025" in worker.run(document).text


def test_a_date_that_is_the_headline_stays():
    document = from_blocks("<p>December 15, 2025</p>" + paragraphs(*BODY), title="December 15, 2025")
    assert cleaner.Cleaner(headline="keep").run(document).text.startswith("December 15, 2025")


def test_a_text_without_elements_keeps_its_date(worker):
    assert worker.clean("December 15, 2025\n" + "\n".join(BODY)).text.startswith("December 15")


@pytest.mark.parametrize(
    ("above", "goes"),
    [
        ("<p>By Ola Brandt</p>", True),
        ("<p>by: Ola Brandt, Dec 17, 2025</p>", True),
        ("<p>Written by Ola van der Lew and Ines Tarn</p>", True),
        ("<div>By Ola Brandt ⋅ Editor ⋅ Updated November 18, 2025</div>", True),
        ("<p>Medically reviewed by Dr Ines Tarn</p>", True),
        ("<h6>By Ola Brandt</h6>", True),
        ("<p>By Ola Brandt — 10 min read</p>", True),
        ("<p>12 minute read</p>", True),
        pytest.param("<p>By Monday</p>", False, id="one word"),
        pytest.param("<p>By land or by sea</p>", False, id="no names"),
        pytest.param("<h2>By Ostra Sound</h2>", False, id="a heading"),
        pytest.param("<p>Read by Ola Brandt at the pier</p>", False, id="another verb"),
        pytest.param("<p>It takes 12 minutes to read the sign</p>", False, id="a time and more"),
        pytest.param("<p>The keeper read for 12 min</p>", False, id="another order"),
    ],
)
def test_a_byline_above_the_first_paragraph_goes(above, goes):
    only = cleaner.Cleaner(select=["element/byline"], budget=1)
    removed = only.run(from_blocks(above + paragraphs(*BODY)))
    assert ("element/byline" in rules_of(removed).values()) is goes


@pytest.mark.parametrize(
    ("below", "gone"),
    [
        ("<p>Posted July 10, 2004</p><p>Updated November 23, 2013</p>", 2),
        ("<p>Reviewed in 2024</p>", 1),
        ("<p>Last reviewed January 2023</p>", 1),
        ("<div>Posted by Ola at December 16, 2025 11:15 AM</div>", 1),
        ("<p>By Ola Brandt</p>", 1),
        pytest.param("<p>By Ola Brandt</p><p>Row on</p>", 0, id="not the last line"),
        pytest.param("<p>Reviewed in 2024 and found in order</p>", 0, id="a date and more"),
        pytest.param("<p>The pier in 2024</p>", 0, id="no verb"),
    ],
)
def test_a_date_or_a_byline_below_the_last_paragraph_goes(below, gone):
    only = cleaner.Cleaner(select=["element/byline", "element/date-line"], budget=1)
    rules = list(rules_of(only.run(from_blocks(paragraphs(*BODY) + below))).values())
    assert len([rule for rule in rules if rule.startswith("element/")]) == gone


def test_a_byline_that_is_the_headline_or_the_whole_text_stays():
    worker = cleaner.Cleaner(headline="keep")
    titled = from_blocks("<p>By Ostra Sound</p>" + paragraphs(*BODY), title="By Ostra Sound")
    assert worker.run(titled).text.startswith("By Ostra Sound")
    short = from_blocks("<p>By Ola Brandt</p><p>Row on</p>")
    assert "element/byline" not in rules_of(worker.run(short)).values()


@pytest.mark.parametrize("rule", ["element/byline", "element/date-line"])
def test_only_the_rules_that_run_take_bylines_and_dates(rule):
    html = f"<p>By Ola Brandt</p>{paragraphs(*BODY)}<p>December 15, 2025</p>"
    removed = cleaner.Cleaner(select=[rule], budget=1, headline="keep").run(from_blocks(html))
    assert set(rules_of(removed).values()) == {rule}
