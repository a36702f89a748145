"""Links that are the article's words stay: sub-headings, sentences, items that say more than their link."""

from __future__ import annotations

import pytest

from cleaner.intake.page import dom
from cleaner.intake.page.links import content_links, without_links
from support.pages import BODY, lines, listed, page, paragraphs, rules_of

LINKED = "Nobody on the pier had ever asked the keeper about it, and so she had never thought of an answer."


@pytest.mark.parametrize("box", ["article", "div"])
@pytest.mark.parametrize(
    ("inside", "said"),
    [
        (f"<p><a href='/r'>{LINKED}</a></p>", [LINKED]),
        (f"<p><em><a href='/r'>“{LINKED}”</a></em></p>", [f"“{LINKED}”"]),
        ("<p>But <a href='/r'>nobody asked those who go by boat every day</a>.</p>", None),
        ("<p>The ships that pass are:</p>" + listed("Anna of Lund", "Berta", "Clara"), None),
        ("<p>次の船です：</p>" + listed("アンナ", "ベルタ"), None),
        (
            "<ul><li>2 cups <a href='/o'>lamp oil</a></li><li>1 <a href='/w'>wick</a></li><li>3 m of rope</li></ul>",
            ["- 2 cups lamp oil", "- 1 wick", "- 3 m of rope"],
        ),
        (
            "<ul><li>The Anna, <a href='/p'>see photo</a></li><li>The Berta, <a href='/p'>see photo</a></li></ul>",
            ["- The Anna, see photo", "- The Berta, see photo"],
        ),
        (
            "<ul><li><a href='/a'>Anna</a> (1931)</li><li><a href='/b'>Berta</a> (1940)</li></ul>",
            ["- Anna (1931)", "- Berta (1940)"],
        ),
        (f"<h2><a href='#x'>What the keeper saw</a></h2>{paragraphs(LINKED)}", None),
        (f"<h3><a href='https://x.example'>The Anna, a ship for two</a></h3>{paragraphs(LINKED)}", None),
        (
            "<div class='footnotes'><ol><li>Harbour log, 12. <a href='#r'>↩</a></li>"
            "<li>Letter to the board. <a href='#s'>↩</a></li></ol></div>",
            ["- Harbour log, 12. ↩", "- Letter to the board. ↩"],
        ),
    ],
)
def test_links_that_are_content_stay(worker, inside, said, box):
    if said is None:
        flat = inside.replace("<li>", "\n- ").replace("</h2>", "\n").replace("</h3>", "\n")
        said = [line for line in _without_tags(flat).split("\n") if line]
    html = page(paragraphs(*BODY[:3]) + inside + paragraphs(*BODY[3:]))
    if box == "div":
        html = html.replace("<article>", "<div>").replace("</article>", "</div>")
    assert lines(worker.clean_html(html)) == [*BODY[:3], *said, *BODY[3:]]


def _without_tags(html: str) -> str:
    pieces = html.split("<")
    return pieces[0] + "".join(piece.split(">", 1)[1] for piece in pieces[1:])


@pytest.mark.parametrize("label", ["Related stories:", "Read more:", "You might also like:"])
def test_a_list_behind_a_label_that_leads_on_goes_by_name(worker, label):
    inside = f"<p>{label}</p>" + listed("Old mill burns down", "Seal steals hat")
    result = worker.clean_html(page(paragraphs(*BODY[:3]) + inside + paragraphs(*BODY[3:])))
    assert rules_of(result)["- Old mill burns down"] == "element/link-list"
    assert [line for line in lines(result) if line != label] == BODY


@pytest.mark.parametrize(
    ("inside", "content"),
    [
        (f"<p><a href='/m'>{LINKED}</a></p>", True),
        ("<p><a href='/m'>Old mill by the harbour burns down in the night, owner says it was rats</a></p>", False),
        ("<p><a href='/m'>Book now.</a></p>", False),
        (f"<div><p><a href='/m'>{LINKED}</a></p></div>", False),
        (f"<h2><a href='/m'>Old mill</a></h2><p>{LINKED}</p>", True),
        ("<h2><a href='/m'>Old mill</a></h2><h2>The fares</h2>", False),
        (listed("Anna", "Berta"), False),
        ("<p>The ships are:</p>" + listed("Anna", "Berta"), True),
        ("<p>The ships are these.</p>" + listed("Anna", "Berta"), False),
        ("<ul><li>Oil for the <a href='/l'>lamp</a></li><li>Rope</li></ul>", True),
        ("<ul><li>Oil</li><li>Rope</li></ul>", False),
    ],
)
def test_a_linked_block_is_content_by_its_form_and_its_neighbours(inside, content):
    segments = dom.read_page(page(paragraphs(*BODY[:3]) + inside + paragraphs(*BODY[3:]))).segments
    assert bool(content_links(segments)) is content


def left(body: str) -> list[str]:
    """The ids of the boxes that extraction gets to read."""
    found = dom.read_page(page(paragraphs(*BODY) + body))
    before = [element.tag for element in found.tree.iter()]
    read = without_links(found, content_links(found.segments))
    assert [element.tag for element in found.tree.iter()] == before
    return [element.get("id") for element in read.iter() if element.get("id")]


LINK = "<a href='/x'>A link</a>"


@pytest.mark.parametrize(
    ("body", "ids"),
    [
        pytest.param(f"<div id='a'>{LINK * 3}</div>", ["a"], id="one line of links"),
        pytest.param(f"<div id='a'>{f'<p>{LINK}</p>' * 2}</div>", ["a"], id="two links"),
        pytest.param(f"<div id='a'>{f'<p>{LINK}</p>' * 3}</div>", [], id="three links"),
        pytest.param(f"<div id='a'>{f'<p>{LINK}</p>' * 3}<p>Row on.</p></div>", ["a"], id="words beside them"),
        pytest.param(
            f"<div id='a'><p>Row on.</p><ul id='b'>{f'<li>{LINK}</li>' * 3}</ul></div>", ["a"], id="inside"
        ),
        pytest.param("<div id='a'><div id='b'></div></div>", [], id="nothing"),
        pytest.param("<div id='a'><a href='/x'></a></div>", ["a"], id="a link without words"),
        pytest.param(
            f"<p>The ships:</p><ul id='a'>{f'<li>{LINK}</li>' * 3}</ul>", ["a"], id="links of the article"
        ),
    ],
)
def test_extraction_does_not_read_boxes_of_links_and_the_page_keeps_them(body, ids):
    assert left(body) == ids
