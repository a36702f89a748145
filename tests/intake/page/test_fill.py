"""Fill puts back the blocks of an article that extraction dropped, and no others."""

from __future__ import annotations

import pytest

from cleaner.core.document import Evidence
from cleaner.intake.page import dom as walk
from cleaner.intake.page.fill import Text, every_block, find_prose, largest_group, own_text, with_evidence
from support.pages import BODY, page, paragraphs, rules_of


# what extraction drops
def test_repeated_paragraphs_that_extraction_drops_are_put_back(worker):
    refrain = worker.clean_html(page(paragraphs(*[BODY[0]] * 10)))
    assert refrain.document.origin.filled == 9
    assert refrain.text.count(BODY[0]) == 10
    short = worker.clean_html(page(paragraphs(*["Row on, row on."] * 10)))
    assert short.text.count("Row on, row on.") == 10


def test_a_second_copy_goes_by_name_and_not_in_silence(worker):
    result = worker.clean_html(page(paragraphs(*BODY[:2], BODY[0], *BODY[2:])))
    assert result.document.text.count(BODY[0]) == 2
    assert rules_of(result) == {BODY[0]: "headline/paragraph-twice"}


def test_what_is_filled_stands_where_the_page_has_it():
    lines = [*BODY[:2], *BODY[3:]]
    segments = walk.read_page(page("<h2>The vote</h2>" + paragraphs(*BODY))).segments
    text = with_evidence(lines, segments)
    assert text.lines == BODY
    assert (text.filled, text.evidence[2].tag) == (1, "p")


@pytest.mark.parametrize(
    ("inside", "back"),
    [
        ("<h3>What the captain heard</h3>", ["What the captain heard"]),
        ("<div><ul><li>a lamp and a rope</li></ul></div>", ["- a lamp and a rope"]),
        ("<h3><a href='/x'>Another story altogether</a></h3>", []),
        ("<aside><h3>On the pier</h3></aside>", []),
        ("<div><p>A text in a box of its own, which shares no parent with the article.</p></div>", []),
    ],
)
def test_only_what_belongs_to_the_paragraphs_is_filled(inside, back):
    html = page(paragraphs(*BODY[:2]) + inside + paragraphs(*BODY[2:]))
    text = with_evidence(BODY, walk.read_page(html).segments)
    assert text.lines == [*BODY[:2], *back, *BODY[2:]]
    assert text.filled == len(back)


def test_mojibake_is_repaired_though_extraction_strips_half_of_it(worker):
    said = "The keeper’s lamp is the captain’s star, they say here, and nobody on the island has ever doubted it."
    html = page(paragraphs(*BODY[:2], said.encode().decode("latin-1"), *BODY[2:]))
    document = worker.clean_html(html).document
    assert said in document.text
    assert [repair.after for repair in document.repairs] == [said]


def segments(html: str) -> list[walk.Segment]:
    return walk.read_page(f"<html><body>{html}</body></html>").segments


def filled(html: str, lines: list[str]) -> Text:
    return with_evidence(lines, segments(html))


LONG = "A list of everything that the two boats of the company carried across the sound in the year of the great flood."


@pytest.mark.parametrize(
    ("between", "back"),
    [
        pytest.param("<p>Nobody swam.</p>", ["Nobody swam."], id="a short paragraph"),
        pytest.param("<h6>On the pier</h6>", [], id="a heading of the lowest kind"),
        pytest.param("<h1>On the pier</h1>", [], id="a heading of the highest"),
        pytest.param("<h5>On the pier</h5>", ["On the pier"], id="a sub-heading"),
        pytest.param("<h3>On the p<a href='/x'>ier</a></h3>", [], id="more than three tenths of it linked"),
        pytest.param("<h3>On the pi<a href='/x'>ers</a></h3>", ["On the piers"], id="three tenths of it linked"),
        pytest.param("<nav><ul><li>tides and winds</li></ul></nav>", [], id="an item of the navigation"),
        pytest.param(
            "<div><div><ul><li>tides</li></ul></div></div>", ["- tides"], id="an item four levels below the parent"
        ),
        pytest.param(
            "<div><div><div><ul><li>tides</li></ul></div></div></div>", [], id="an item five levels below"
        ),
        pytest.param("<table><tr><td>tides</td></tr></table>", [], id="a cell of a table"),
        pytest.param("</article><li>tides</li><article>", [], id="an item near the root"),
        pytest.param("</article><h3>On the pier</h3><article>", [], id="a heading with another parent"),
    ],
)
def test_a_dropped_block_returns_if_it_shares_the_parent_of_the_paragraphs(between, back):
    html = f"<article>{paragraphs(*BODY[:2])}{between}{paragraphs(*BODY[2:])}</article>"
    text = filled(html, BODY)
    assert text.lines == [*BODY[:2], *back, *BODY[2:]]
    assert text.filled == len(back)


@pytest.mark.parametrize(
    ("behind", "back"),
    [
        pytest.param(f"<p>{LONG}</p>", [LONG], id="a paragraph"),
        pytest.param("<p>Write to the harbour office.</p>", [], id="a short paragraph"),
        pytest.param(f"<p>{BODY[1]}</p>", [BODY[1]], id="a paragraph once more"),
        pytest.param("<p>Row on.</p>", ["Row on."], id="a short line once more"),
        pytest.param("<h3>Row on.</h3>", [], id="a short line once more as a heading"),
        pytest.param(f"<p class='copyright'>{LONG}</p>", [], id="a paragraph that a class names"),
        pytest.param(f"<h3>{LONG}</h3>", [], id="a long heading"),
        pytest.param(f"<ul><li>{LONG}</li></ul>", [f"- {LONG}"], id="a long item"),
        pytest.param(f"<p><a href='/x'>{LONG}</a></p>", [], id="a long link"),
    ],
)
def test_only_prose_or_a_repeated_line_returns_after_the_last_line(behind, back):
    lines = ["Row on.", *BODY]
    assert filled(f"<article>{paragraphs(*lines)}{behind}</article>", lines).lines == [*lines, *back]


def test_each_dropped_block_returns_at_its_own_position():
    html = f"<p>{BODY[0]}</p><h3>One</h3><p>{BODY[1]}</p><h3>Two</h3><h4>Three</h4><p>{BODY[2]}</p><p>{LONG}</p>"
    assert filled(html, BODY[:3]).lines == [BODY[0], "One", BODY[1], "Two", "Three", BODY[2], LONG]


def test_long_paragraphs_decide_which_parents_count():
    box = "<div><p>{}</p><p>Nobody swam.</p></div>"
    html = f"{paragraphs(*BODY[:2])}{box.format('Row on.')}{paragraphs(*BODY[2:])}"
    lines = [*BODY[:2], "Row on.", *BODY[2:]]
    assert filled(html, lines).lines == lines
    html = f"{paragraphs(*BODY[:2])}{box.format(LONG)}{paragraphs(*BODY[2:])}"
    assert filled(html, [*BODY[:2], LONG, *BODY[2:]]).lines == [*BODY[:2], LONG, "Nobody swam.", *BODY[2:]]


def test_short_paragraphs_decide_if_none_is_long():
    html = "<ul><li>a</li></ul><p>Row on.</p><p>Nobody swam.</p><p>It rained.</p>"
    assert filled(html, ["Row on.", "It rained."]).lines == ["Row on.", "Nobody swam.", "It rained."]
    html = "<div><h2>Row on.</h2><h3>Nobody swam.</h3><h2>It rained.</h2></div>"
    assert filled(html, ["Row on.", "It rained."]).lines == ["Row on.", "It rained."]


def test_a_block_does_not_return_if_an_unmatched_line_holds_its_beginning():
    html = paragraphs(BODY[0], LONG, BODY[1])
    mixed = f"By the way: {LONG[:60]} and so on"
    assert filled(html, [BODY[0], mixed, BODY[1]]).lines == [BODY[0], mixed, BODY[1]]
    assert filled(html, [BODY[0], "By the way", BODY[1]]).lines == [BODY[0], "By the way", LONG, BODY[1]]


@pytest.mark.parametrize(("size", "filled_in"), [(100_000, 1), (100_001, 0)])
def test_no_block_returns_if_too_much_text_is_unmatched(size, filled_in):
    assert filled(paragraphs(*BODY[:3]), ["x" * size, BODY[0], BODY[2]]).filled == filled_in


def test_unmatched_lines_have_empty_evidence():
    text = filled(paragraphs(*BODY), ["Something else", "altogether"])
    assert text == Text(["Something else", "altogether"], [Evidence(), Evidence()], 0, [(), ()])


MOJIBAKE = "The keeperâ\x80\x99s lamp"


@pytest.mark.parametrize(
    ("html", "lines", "result"),
    [
        pytest.param(f"<p>{MOJIBAKE}</p>", ["The keeperâs lamp"], [MOJIBAKE], id="what extraction strips"),
        pytest.param("<ul><li>a lamp</li></ul>", ["- a lamp"], ["- a lamp"], id="a mark that extraction adds"),
        pytest.param(
            f"<p>Row on.</p><pre>It rained. {MOJIBAKE}</pre>",
            ["Row on.", "It rained.", "The keeperâs lamp"],
            ["Row on.", "It rained.", "The keeperâs lamp"],
            id="pieces of a block",
        ),
    ],
)
def test_a_line_keeps_the_controls_that_extraction_strips(html, lines, result):
    assert filled(html, lines).lines == result


@pytest.mark.parametrize(
    ("html", "line", "evidence"),
    [
        pytest.param("<ul><li>Pier</li><li>Tide</li></ul>", "PierTide", Evidence("li", 0.0, "", 0, 1), id="a list"),
        pytest.param("<ul><li>Pier</li></ul><ul><li>Tide</li></ul>", "PierTide", Evidence("li"), id="two lists"),
        pytest.param("<h3>Pier</h3><p>Tide</p>", "PierTide", Evidence(), id="two kinds of block"),
        pytest.param(
            "<div class='bio'><p>Pier</p><p>Tide</p></div>",
            "PierTide",
            Evidence("p", 0.0, "author-box", 1),
            id="a box",
        ),
        pytest.param(
            "<div class='bio'><p>Pier</p></div><div class='bio'><p>Tide</p></div>",
            "PierTide",
            Evidence("p"),
            id="two boxes",
        ),
        pytest.param(
            "<p><a href='/x'>Pier</a></p><p>Ti<a href='/x'>de</a></p>", "PierTide", Evidence("p", 0.5), id="links"
        ),
        pytest.param(
            "<ul class='bio'><li><a href='/x'>Pier</a></li></ul>", "Pier", Evidence("li", 1.0, "author-box", 1, 2)
        ),
    ],
)
def test_evidence_holds_what_the_blocks_of_a_line_share(html, line, evidence):
    assert filled(html, [line]).evidence == [evidence]


EIGHTY = "x" * 80


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        pytest.param(f"<p>a</p><p>{EIGHTY}</p><p>b</p><p>{EIGHTY}</p><p>c</p>", [EIGHTY, "b", EIGHTY]),
        pytest.param(f"<p>{EIGHTY[1:]}</p>", [], id="79 characters are no paragraph"),
        pytest.param(
            f"<p>a</p><h1>Fares</h1><p>b</p><p>{EIGHTY}</p>", ["Fares", "b", EIGHTY], id="from the headline"
        ),
        pytest.param(f"<h2>Fares</h2><p>{EIGHTY}</p>", [EIGHTY], id="a sub-heading does not begin it"),
        pytest.param(f"<p>{EIGHTY}</p><h1>Fares</h1>", [EIGHTY], id="a headline behind it"),
        pytest.param(f"<p>{EIGHTY}</p><ul><li>b</li></ul><p>{EIGHTY}</p>", [EIGHTY, "- b", EIGHTY], id="an item"),
        pytest.param(
            f"<p>{EIGHTY}</p><nav>b</nav><p>{EIGHTY}</p><footer>{EIGHTY}</footer>",
            [EIGHTY, EIGHTY],
            id="furniture goes",
        ),
        pytest.param(f"<p><a href='/x'>{EIGHTY}</a></p>", [], id="a link is no paragraph"),
        pytest.param(
            f"<p>{'x' * 70}<a href='/x'>{'y' * 30}</a></p>", ["x" * 70 + "y" * 30], id="three tenths linked"
        ),
        pytest.param(f"<p>{'x' * 69}<a href='/x'>{'y' * 31}</a></p>", [], id="more than three tenths"),
    ],
)
def test_own_text_runs_from_the_first_paragraph_to_the_last(html, lines):
    assert own_text(segments(html)).lines == lines


def test_own_text_of_a_whole_page_drops_links_and_furniture():
    html = "<p>Row on.</p><p>1234567<a href='/x'>890</a></p><p>123456<a href='/x'>7890</a></p><nav>b</nav>"
    assert own_text(segments(html)).lines == []
    assert own_text(segments(html), whole=True).lines == ["Row on.", "1234567890"]


@pytest.mark.parametrize(
    ("html", "size"),
    [
        pytest.param(f"<p>{EIGHTY}</p>", 80, id="a paragraph"),
        pytest.param(f"<p>{EIGHTY[1:]}</p>", 0, id="a character less"),
        pytest.param(
            f"<div><p>{EIGHTY}</p><p>{EIGHTY}</p></div><div><p>{EIGHTY}</p></div>", 160, id="two of a parent"
        ),
        pytest.param(f"<div><p>{EIGHTY}</p></div><div><p>{EIGHTY}</p></div>", 80, id="two parents"),
        pytest.param(
            f"<div>{EIGHTY}<br>{EIGHTY}</div><div>{EIGHTY}</div>", 160, id="text in an element of its own"
        ),
        pytest.param(f"<ul><li>{EIGHTY}</li></ul>", 0, id="an item"),
        pytest.param(f"<p>Row on.</p><p>{EIGHTY}</p>", 80, id="a short one beside it"),
        pytest.param(f"<p>{EIGHTY}</p><p><a href='/x'>{EIGHTY}</a></p>", 80, id="a link beside it"),
        pytest.param(f"<div class='newsletter'><p>{EIGHTY}</p></div>", 0, id="in a named box"),
        pytest.param(f"<footer><p>{EIGHTY}</p></footer><ul><li>{EIGHTY * 3}</li></ul>", 0, id="in the footer"),
    ],
)
def test_largest_group_sums_the_paragraphs_of_one_parent(html, size):
    assert largest_group(segments(html)) == size


def test_largest_group_is_zero_if_it_cannot_exceed_the_bound():
    html = f"<p>{EIGHTY}</p><p>Row on.</p>"
    assert largest_group(segments(html), 79) == 80
    assert largest_group(segments(html), 80) == 0


def test_every_block_adds_no_list_marks():
    text = every_block(segments("<ul><li>a lamp</li></ul><nav>b</nav>"))
    assert (text.lines, [one.tag for one in text.evidence]) == (["a lamp", "b"], ["li", "nav"])


LEAD = (
    "<p>The fares rise in May, and the winter boats are gone from the table that hangs at the pier of the town.</p>"
)


@pytest.mark.parametrize(
    ("body", "holder"),
    [
        pytest.param(f"<div id=a>{paragraphs(*BODY)}</div><div><p>Row on.</p></div>", "a", id="one box"),
        pytest.param(
            f"<div id=all><div id=a>{paragraphs(*BODY[:3])}</div><div id=b>{paragraphs(*BODY[3:])}</div></div>",
            "all",
            id="prose in two boxes",
        ),
        pytest.param(f"<div id=a>{paragraphs(*BODY * 2)}</div><div>{LEAD}</div>", "a", id="a tenth outside"),
        pytest.param(
            f"<div id=all><h1>Fares</h1><div>{LEAD}</div><div id=a>{paragraphs(*BODY * 2)}</div></div>",
            "all",
            id="its first paragraph stands apart behind the h1",
        ),
        pytest.param(
            f"<h1>Fares</h1><div>{LEAD}</div><div id=a>{paragraphs(*BODY * 2)}</div>",
            "a",
            id="only the whole page holds both",
        ),
        pytest.param(
            f"<div id=a>{paragraphs(*BODY[:3])}</div><div class=newsletter>{paragraphs(*BODY[3:])}</div>",
            "a",
            id="a box of a newsletter does not count",
        ),
        pytest.param(
            f"<div><p>Row on.</p></div><div class=footer id=a>{paragraphs(*BODY)}</div>",
            "a",
            id="a box that holds all of it counts whatever its name",
        ),
    ],
)
def test_the_holder_of_the_prose_is_the_smallest_element_with_most_of_it(body, holder):
    page = walk.read_page(f"<html><body>{body}</body></html>")
    assert find_prose(page.segments).holder.get("id") == holder


def test_a_page_without_prose_has_no_holder():
    assert find_prose(walk.read_page("<html><body><div><p>Row on.</p></div></body></html>").segments).holder is None
