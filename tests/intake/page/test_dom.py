"""Pages: furniture goes by what its elements say, the article stays, and the origin says how it was won."""

from __future__ import annotations

import json
import time

import pytest

from cleaner.intake import documents as intake
from cleaner.intake.page import dom as walk
from support.pages import BODY, page, paragraphs


def test_one_tag_with_ten_thousands_of_attributes_costs_no_time():
    html = page(f"<div {' '.join(f'a{n}=1' for n in range(40_000))}>{paragraphs(*BODY)}</div>")
    before = time.process_time()
    assert BODY[4] in intake.from_html(html).text
    assert time.process_time() - before < 5


def test_scripts_and_styles_are_spared_extraction_and_the_text_behind_them_stays():
    tree = walk.read_page(
        "<html><head><meta name='a'><link href='b'><title>Pier</title></head><body><p>One<script>two()</script> three"
        "<style>p{}</style> four</p><script type='application/ld+json'>{}</script><link href='c'></body></html>"
    ).tree
    walk.lighten(tree)
    assert [element.tag for element in tree.iter()] == ["html", "head", "title", "body", "p", "script", "link"]
    assert "".join(tree.itertext()) == "PierOne three four{}"


def test_an_article_that_only_a_script_holds_is_found():
    data = json.dumps({"@type": "NewsArticle", "articleBody": " ".join(BODY)})
    html = f"<html><head><script type='application/ld+json'>{data}</script></head><body><div></div></body></html>"
    assert intake.from_html(html).text.startswith(BODY[0])


@pytest.mark.parametrize("character", ["\0", "\x0b", "\ud800", "\ufffe"])
def test_a_character_that_no_tree_can_hold_costs_no_text(character):
    text = intake.from_html(page(paragraphs(*BODY[:2], "A" + character + "fterwards it rained. " * 8))).text
    assert "Afterwards it rained." in text
    assert BODY[1] in text
