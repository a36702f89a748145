"""The metadata of a page: headline, URL and language."""

from __future__ import annotations

import pytest

import cleaner
from cleaner.intake.page import dom
from cleaner.intake.page.metadata import PageMetadata, read_metadata
from support.pages import BODY, TITLE, lines, page, paragraphs, rules_of


# the title
@pytest.mark.parametrize(
    ("title", "head", "h1"),
    [
        (f"{TITLE} | Harbour Post", "", TITLE),
        (f"Harbour Post – {TITLE}", "", TITLE),
        ("Harbour Post", f"<meta property='og:title' content='{TITLE}'>", TITLE),
        ("Crossing to cost more", "<meta property='og:site_name' content='Harbour Post'>", TITLE),
        (f"{TITLE} | Harbour Post", "", "Fares to <em>rise</em> on <b>the sound</b>"),
    ],
)
def test_the_headline_is_known_from_the_title_its_parts_the_meta_and_the_h1(worker, title, head, h1):
    html = page(f"<h1>{h1}</h1>" + paragraphs(*BODY), title=title, head=head)
    result = worker.clean_html(html)
    assert result.document.title == TITLE
    assert lines(result) == BODY
    assert set(rules_of(result).values()) == {"headline/title-line"}
    kept = cleaner.Cleaner(headline="keep").clean_html(html)
    assert [line for line in lines(kept) if line not in BODY] != []


def test_an_h1_that_names_the_site_is_not_the_headline(worker):
    head = f"<meta property='og:title' content='{TITLE}'><meta property='og:site_name' content='Harbour Post'>"
    html = page(f"<h1>Harbour Post</h1><h2>{TITLE}</h2>" + paragraphs(*BODY), title="Harbour Post", head=head)
    assert worker.clean_html(html).document.title == TITLE


def test_a_line_of_more_than_250_characters_is_no_headline(worker):
    lead = " ".join(BODY)[:300].rstrip() + "."
    html = page(paragraphs(lead, *BODY[3:]), title=lead)
    assert lead in worker.clean_html(html, title=lead).text


def test_a_line_far_down_that_says_the_title_stays(worker):
    result = worker.clean_html(page(paragraphs(*BODY[:4], "Sound advice", BODY[4]), title="Sound advice"))
    assert "Sound advice" in lines(result)


def stated(head: str, body: str = "", *, html: str = "<html>") -> PageMetadata:
    page = dom.read_page(f"{html}<head>{head}</head><body>{body}<p>Rain fell.</p></body></html>")
    return read_metadata(page.tree, page.segments)


SITE = '<meta property="og:site_name" content="Harbour Post">'


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        pytest.param("<title>Fares rise</title>", "", "Fares rise", id="the title"),
        pytest.param(
            "<title>Fares rise</title><title>Seal steals hat</title>", "", "Fares rise", id="the first of two"
        ),
        pytest.param(
            "<title></title><title>Fares rise</title>", "", "Fares rise", id="the first that says something"
        ),
        pytest.param("<title>Fares rise | Post</title>", "", "Fares rise", id="its longest part"),
        pytest.param(f"<title>Pier | Harbour Post</title>{SITE}", "", "Pier", id="but for the site's name"),
        pytest.param(f"<title>Pier | HARBOUR POST</title>{SITE}", "", "Pier", id="in capitals"),
        pytest.param("<meta name='title' content='Fares rise'>", "", "Fares rise", id="a meta by its name"),
        pytest.param("<meta property='og:title' content='Fares rise'>", "", "Fares rise", id="by its property"),
        pytest.param(
            "<meta name='twitter:title' content='Boats'><meta property='og:title' content='Fares rise'>",
            "",
            "Fares rise",
            id="the best known first",
        ),
        pytest.param(
            "<meta name='title' content='Fares rise'><meta name='title' content='Boats'>",
            "",
            "Fares rise",
            id="once",
        ),
        pytest.param("<meta charset='utf-8'><meta name='title'><link href='x'>", "", None, id="nothing"),
        pytest.param("<meta name='description' content='Boats'>", "", None, id="a description"),
        pytest.param("", "<h1>Fares rise</h1>", "Fares rise", id="a lone h1"),
        pytest.param("", "<h1>Fares<br>rise</h1>", "Fares rise", id="an h1 on two lines"),
        pytest.param("", "<h1>Boats</h1><h1>Fares rise</h1>", None, id="two, and no head to choose"),
        pytest.param("", "<h2>Fares rise</h2>", None, id="an h2"),
        pytest.param(
            "<title>Dearer boats</title>", "<h1>Fares rise</h1>", "Fares rise", id="a lone h1 of other words"
        ),
        pytest.param(
            "<title>Dearer boats</title>",
            "<h1>Fares rise</h1><h1>Winds</h1>",
            "Dearer boats",
            id="two of other words",
        ),
        pytest.param(
            "<title>Fares | Post of the Harbour</title>", "<h1>Fares</h1><h1>Winds</h1>", "Fares", id="a part of it"
        ),
        pytest.param(
            "<title>Fares rise, says council | Post</title>",
            "<h1>Fares rise</h1><h1>Winds</h1>",
            "Fares rise",
            id="the beginning of a part",
        ),
        pytest.param(
            "<title>Fares rise | Post</title>",
            "<h1>Today: Fares rise</h1><h1>Winds</h1>",
            "Today: Fares rise",
            id="more than a part",
        ),
        pytest.param(
            f"<title>Harbour Post</title>{SITE}", "<h1>Harbour Post</h1>", "Harbour Post", id="the site alone"
        ),
        pytest.param(
            f"<title>Harbour Post</title><meta name='title' content='Fares rise'>{SITE}",
            "<h1>Harbour Post</h1>",
            "Fares rise",
            id="an h1 that names the site",
        ),
        pytest.param(f"<title>{'x' * 250}</title>", "", "x" * 250, id="250 characters"),
        pytest.param(f"<title>{'x' * 251}</title>", "", None, id="251 characters"),
    ],
)
def test_the_head_and_the_h1_give_the_headline(head, body, title):
    assert stated(head, body).title == title


def test_titles_holds_each_wording_of_the_headline_once():
    known = stated("<title>Fares rise, says council | Post</title>", "<h1>Fares rise</h1>")
    assert known.titles == ("Fares rise", "Fares rise, says council", "Fares rise, says council | Post")


@pytest.mark.parametrize(
    ("head", "url"),
    [
        ("<link rel='canonical' href='https://post.example/a'>", "https://post.example/a"),
        ("<link rel='CANONICAL' href='http://post.example/a'>", "http://post.example/a"),
        (
            "<link rel='canonical' href='https://post.example/a'><link rel='canonical' href='https://post.example/b'>",
            "https://post.example/a",
        ),
        ("<link rel='stylesheet' href='https://post.example/a'>", None),
        ("<link href='https://post.example/a'>", None),
        ("<meta property='og:url' content='https://post.example/a'>", "https://post.example/a"),
        (
            "<meta property='og:url' content='https://post.example/b'><link rel='canonical' href='https://post.example/a'>",
            "https://post.example/a",
        ),
        ("<link rel='canonical' href='/a'>", None),
        ("", None),
    ],
)
def test_the_canonical_link_gives_the_url(head, url):
    assert stated(head).url == url


@pytest.mark.parametrize(
    ("html", "language"),
    [
        ("<html lang='en-GB'>", "en"),
        ("<html lang='FIL'>", "fil"),
        ("<html lang='english'>", None),
        ("<html>", None),
    ],
)
def test_the_root_element_gives_the_language(html, language):
    assert stated("", html=html).language == language
