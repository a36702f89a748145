"""Pages: furniture goes by what its elements say, the article stays, and the origin says how it was won."""

from __future__ import annotations

import pytest

import cleaner
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
