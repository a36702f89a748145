"""What a page states of its article is read from the tree that is parsed already, and never trusted."""

from __future__ import annotations

import json

import pytest

import cleaner
from support.pages import BODY, page, paragraphs


def stated(head: str = "", inside: str = "") -> dict[str, str]:
    return dict(cleaner.clean_html(page(inside + paragraphs(*BODY), head=head), metadata=True).metadata)


def linked_data(thing: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(thing)}</script>'


PERSONS = [{"@type": "Person", "name": "Ada Lind"}, {"name": "Lew"}]


@pytest.mark.parametrize(
    ("head", "name", "value"),
    [
        (linked_data({"@type": "NewsArticle", "author": PERSONS}), "author", "Ada Lind, Lew"),
        (
            linked_data({"@graph": [{"@type": "Person"}, {"@type": ["BlogPosting"], "author": "Lew"}]}),
            "author",
            "Lew",
        ),
        ('<meta name="author" content=" Ada  Lind ">', "author", "Ada Lind"),
        ('<meta property="article:published_time" content="2024-11-03T10:00Z">', "date", "2024-11-03T10:00Z"),
        (linked_data({"@type": "WebPage", "datePublished": "2024-11-03"}), "date", "2024-11-03"),
        ('<meta property="og:site_name" content="Harbour Post">', "site", "Harbour Post"),
        (linked_data({"@type": "Article", "publisher": {"name": "Harbour Post"}}), "site", "Harbour Post"),
        ('<link rel="canonical" href="https://example.org/1">', "url", "https://example.org/1"),
    ],
)
def test_a_page_states(head, name, value):
    assert stated(head)[name] == value


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ('<meta property="article:author" content="https://example.org/ada">', "author"),
        ('<meta name="author" content="">', "author"),
        (f'<meta name="author" content="{"x" * 301}">', "author"),
        ('<meta name="date" content="last Monday">', "date"),
        ('<script type="application/ld+json">{"@type": "Article", "author": </script>', "author"),
        (linked_data({"@type": "Article", "author": 7, "datePublished": [1]}), "date"),
        (linked_data({"@type": "Organization", "author": "Lew"}), "author"),
        ('<script type="application/ld+json">' + "[" * 100_000 + "</script>", "author"),
    ],
)
def test_what_says_nothing_is_left_out(head, name):
    assert name not in stated(head)


def test_a_link_to_the_author_and_a_time_are_the_last_resort():
    found = stated(
        inside="<a rel='author' href='/ada'>Ada Lind</a><div><time datetime='2024-11-03'>Sunday</time></div>"
    )
    assert (found["author"], found["date"]) == ("Ada Lind", "2024-11-03")


def test_it_is_read_on_demand_only_and_changes_nothing_else():
    html = page(paragraphs(*BODY), head='<meta name="author" content="Ada Lind">')
    assert cleaner.clean_html(html).metadata == {}
    assert cleaner.clean_html(html).text == cleaner.clean_html(html, metadata=True).text
