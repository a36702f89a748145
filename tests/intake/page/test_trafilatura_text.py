"""trafilatura's first answer from its parts: the lines of its public function, in less time."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from cleaner.intake.page import dom
from cleaner.intake.page import trafilatura_text as module
from cleaner.intake.page.trafilatura_text import HOLDER, SETTINGS, find_lines, read_first_container, read_holder
from support.pages import BODY, TITLE, paragraphs

LONG = [*BODY, *(f"{line} The tide took {number} of the planks." for number, line in enumerate(BODY))]
MENU = (
    "<ul>" + "".join(f'<li><a href="/{word}">{word}</a></li>' for word in ("Harbour", "Weather", "Sport")) + "</ul>"
)

# What may stand in the box of an article, each beside the same paragraphs.
INSIDE = {
    "paragraphs": "",
    "text before the first block": "The pier was closed at noon, the office said.<br>",
    "sub-headings": "<h2>What the divers saw</h2><p>Two posts were gone, and a third leant.</p>",
    "a list": "<ul><li>Rope</li><li>Tar, two barrels</li></ul>",
    "a list with links": '<ul><li><a href="/1">Rope</a></li><li>Tar, <a href="/2">two barrels</a>, and a lamp</li></ul>',
    "a table": "<table><tr><th>Day</th><th>Boats</th></tr><tr><td>Monday</td><td>4</td></tr></table>",
    "a table of links": "<table>" + f"<tr><td>{'<a href=/x>The harbour on a Sunday</a> ' * 20}</td></tr></table>",
    "a quotation with text behind it": "<blockquote>Row on.</blockquote> He said it twice, and sat down.",
    "code": "<pre><code>row(3)\nrest(1)</code></pre>",
    "line breaks": "<div>The first boat left.<br>The second stayed.<br><br>A third sank.</div>",
    "a box of links": f"<div>{MENU}</div>",
    "a long list of links": f"<div>{'<a href=/x>All about the harbour and its boats</a> ' * 12}</div>",
    "a teaser": '<div class="teaser-box"><p>Ten piers that you should see before they fall.</p></div>',
    "a byline": '<div class="byline">By Anna Holm</div>',
    "a hidden box": '<div style="display: none"><p>Only machines read this line here.</p></div>',
    "a box that is hidden for screen readers": '<div aria-hidden="true"><p>Decoration of the page.</p></div>',
    "a box of consent": '<div class="cookie-note"><p>We keep two cookies in a jar.</p></div>',
    "an id before the class": '<div id="reply-1" class="x"><p>I was there too, and it rained.</p></div>',
    "a class before the id": '<div class="x" id="reply-1"><p>I was there too, and it rained.</p></div>',
    "an element with a role": '<div role="Navigation"><p>Skip to the weather of the week.</p></div>',
    "comments": '<div id="comments"><p>I was there too, and it rained all day.</p></div>',
    "commentary": '<div class="Commentary"><p>The harbour master adds that it will rain.</p></div>',
    "a list of comments": '<ol class="comment-list"><li>I was there too, and it rained.</li></ol>',
    "an article that follows": '<div class="infinite-scroll"><p>Another pier fell, far away from here.</p></div>',
    "a paragraph twice": f"<p>{BODY[-1]}</p><p>{BODY[-1]}</p>",
    "a heading at the end": "<h3>More</h3>",
}
BOXES = {
    "an article": "<article>{}</article>",
    "a class": '<div class="entry-content">{}</div>',
    "an id": '<div id="story-body">{}</div>',
    "an itemprop": '<section itemprop="articleBody">{}</section>',
    "a role": '<div role="article">{}</div>',
    "main": "<main>{}</main>",
    "a class that begins with main": '<div class="mainColumn">{}</div>',
    "an article behind an empty one": '<article></article><div id="content">{}</div>',
    "a card before the article": '<div class="post-body"><p>Win a boat.</p></div><article>{}</article>',
}


def tree_of(body: str):
    return dom.read_page(f"<html><body>{body}</body></html>").tree


def public_lines(tree) -> list[str]:
    found = module.load_trafilatura().bare_extraction(tree, fast=True, **SETTINGS)
    return module._lines(found.text)


def test_the_installed_version_is_one_whose_parts_are_known():
    assert module._is_known()


@pytest.mark.parametrize("inside", INSIDE.values(), ids=INSIDE)
def test_the_lines_are_those_of_the_public_function_whatever_the_box_holds(inside):
    tree = tree_of(f"<h1>{TITLE}</h1><article>{inside}{paragraphs(*LONG)}{inside}</article>")
    assert read_first_container(tree) == public_lines(tree)


@pytest.mark.parametrize("box", BOXES.values(), ids=BOXES)
def test_the_lines_are_those_of_the_public_function_whatever_box_is_named(box):
    tree = tree_of(MENU + box.format(paragraphs(*LONG)) + f"<div><p>{'Rain fell on the town. ' * 9}</p></div>")
    read = read_first_container(tree)
    assert read == public_lines(tree)
    assert set(LONG) <= set(read)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(f"<div>{paragraphs(*LONG)}</div>", id="no box is named as the article's"),
        pytest.param("<article><p>Rain fell.</p><p>It stopped.</p></article>", id="the text is short"),
        pytest.param(
            f"<article>{paragraphs(*BODY)}</article><div>{paragraphs(*LONG * 12)}</div>",
            id="the text is a small part of the page",
        ),
        pytest.param(
            f'<script type="application/ld+json">{{"@type": "DiscussionForumPosting"}}</script>'
            f"<article>{paragraphs(*LONG)}</article>",
            id="the page is a discussion",
        ),
    ],
)
def test_where_trafilatura_would_look_further_there_are_no_lines(body):
    assert read_first_container(tree_of(body)) == []


def test_the_tree_of_the_page_stays_as_it_is():
    tree = tree_of(f"<article>{''.join(INSIDE.values())}{paragraphs(*LONG)}</article>")
    from lxml.etree import tostring

    before = tostring(tree)
    assert read_first_container(tree)
    assert tostring(tree) == before


def test_another_version_is_asked_by_its_public_function_alone(monkeypatch):
    tree = tree_of(f"<article>{paragraphs(*LONG)}</article>")
    monkeypatch.setattr(module, "_is_known", lambda: False)
    tree.find(".//article").set(HOLDER, "")
    assert read_first_container(tree) == read_holder(tree) == []
    assert find_lines(tree, None, fast=True) == LONG


def test_the_box_with_the_prose_is_read_with_the_text_that_stands_in_no_paragraph():
    tree = tree_of("<div><div>" + "".join(f"<div><span>{line}</span></div>" for line in LONG) + "</div></div>")
    assert read_holder(tree) == []
    tree.find(".//div").set(HOLDER, "")
    assert [line.strip() for line in read_holder(tree)] == LONG


@pytest.mark.parametrize(
    ("given", "lines"),
    [
        (
            SimpleNamespace(text="one\r\ntwo\rthree\u2028four\u2029five\x85six"),
            ["one", "two", "three", "four", "five", "six"],
        ),
        (SimpleNamespace(text=None), []),
        (SimpleNamespace(text=" \n "), []),
        (None, []),
    ],
    ids=["line breaks of every kind", "no text", "white space", "nothing"],
)
def test_the_result_of_trafilatura_becomes_lines(monkeypatch, given, lines):
    monkeypatch.setattr(module, "load_trafilatura", lambda: SimpleNamespace(bare_extraction=lambda *_, **__: given))
    assert find_lines(None, None, fast=True) == lines
