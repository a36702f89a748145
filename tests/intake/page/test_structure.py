"""The structure of lines is that of their elements; where the text differs, phrases keep to what is sure."""

from __future__ import annotations

import pytest

from cleaner.core.structure import CODE, INLINE_CODE, LINK, STRONG, Mark
from cleaner.intake.page import dom
from cleaner.intake.page.fill import with_evidence
from cleaner.intake.page.structure import structure_of
from support.pages import page


def blocks(html: str, lines: list[str], url: str | None = "https://example.org/a/"):
    parsed = dom.read_page(html, pieces=True)
    assert parsed is not None
    text = with_evidence(lines, parsed.segments)
    return structure_of(text, parsed.tree, url)[: len(lines)]


def marks(html: str, line: str, url: str | None = "https://example.org/a/") -> tuple[Mark, ...]:
    (block,) = blocks(f"<body>{html}</body>", [line], url)
    return block.marks


def test_a_line_without_blocks_has_no_structure():
    assert blocks(page("<p>one</p>"), ["something else"]) == (None,)


def test_a_phrase_has_its_place_in_the_line():
    assert marks("<p>the <b>red</b> boat</p>", "the red boat") == (Mark(4, 7, STRONG),)


def test_a_phrase_of_a_line_that_differs_has_a_place_if_it_occurs_once():
    html = (
        "<p>the <b>red</b> boat, built of larch<sup>1</sup>, is <code>red-7</code> of the harbour of the north</p>"
    )
    line = "the red boat, built of larch, is red-7 of the harbour of the north"
    assert marks(html, line) == (Mark(33, 38, INLINE_CODE),)


@pytest.mark.parametrize(
    ("address", "url", "target"),
    [
        ("/x", "https://example.org/a/", "https://example.org/x"),
        ("x", "https://example.org/a/", "https://example.org/a/x"),
        ("//e.org/x", "https://example.org/a/", "https://e.org/x"),
        ("/x", None, "/x"),
        ("mailto:a@example.org", None, "mailto:a@example.org"),
        (" https://e.org/x ", None, "https://e.org/x"),
    ],
)
def test_addresses_are_absolute_if_that_of_the_page_is_known(address, url, target):
    assert marks(f"<p>the <a href='{address}'>boat</a></p>", "the boat", url) == (Mark(4, 8, LINK, target),)


@pytest.mark.parametrize("address", ["#top", "javascript:go()", "data:text/plain,x", "", "http://[x"])
def test_a_link_that_leads_nowhere_is_its_words(address):
    assert marks(f"<p>the <a href='{address}'>boat</a></p>", "the boat") == ()


def test_the_base_of_a_page_counts():
    html = "<head><base href='/b/'></head><body><p>the <a href='x'>boat</a></p></body>"
    assert blocks(html, ["the boat"])[0].marks == (Mark(4, 8, LINK, "https://example.org/b/x"),)


def test_a_line_of_code_that_looks_like_an_item_is_code():
    found = blocks("<body><pre>- a: 1\n\n  - b | c</pre></body>", ["- a: 1", "  - b | c"])
    assert [block.kind for block in found] == [CODE, CODE]
    assert [block.raw for block in found] == ["- a: 1", "\n  - b | c"]
