"""Bytes, text and pages become documents with an origin."""

from __future__ import annotations

import pytest

from cleaner.core.document import digest
from cleaner.intake import documents as intake

PAGE = """<!DOCTYPE html>
<html lang="en"><head><title>Fares to rise on the sound | Harbour Post</title>
<meta property="og:title" content="Fares to rise on the sound"></head>
<body><nav><a href="/">Home</a> <a href="/news">News</a></nav>
<article><h1>Fares to rise on the sound</h1>
<p>The council voted on Monday evening to raise the price of a crossing by a tenth, to everybody's surprise.</p>
<p>READ MORE: Ferry captain steps down after nine years</p>
<p>Nobody who had come to the meeting by boat could say on Tuesday how he would come to the next one.</p>
<p>"We will swim," said one of them, and a second wrote it down and had it framed for the harbour office.</p>
</article><footer>Copyright 2026 Harbour Post</footer></body></html>"""


def test_a_page_becomes_its_article_with_title_and_origin():
    document = intake.from_bytes(PAGE.encode(), format="html", source="fares.html")
    assert document.title == "Fares to rise on the sound"
    assert "The council voted" in document.text
    assert "Home" not in document.text
    origin = document.origin
    assert (origin.source, origin.format, origin.encoding) == ("fares.html", "html", "utf-8")
    assert origin.extractor.startswith("trafilatura ")
    assert origin.digest == digest(PAGE.encode())


@pytest.mark.parametrize("page", ["", "<html></html>", "<html><body><script>x()</script></body></html>"])
def test_a_page_without_an_article_is_refused(page):
    with pytest.raises(intake.ExtractionError, match="no article"):
        intake.from_html(page)


def test_the_same_page_gives_the_same_text_however_often_it_is_read():
    assert len({intake.from_html(PAGE).text for _ in range(6)}) == 1


HEAD = '<link rel="canonical" href="https://post.example/fares">'


@pytest.mark.parametrize(
    ("given", "known"),
    [
        ({}, ("Fares to rise on the sound", "https://post.example/fares", "en")),
        (
            {"title": "Dearer boats", "url": "https://sea.example/", "language": "de"},
            ("Dearer boats", "https://sea.example/", "de"),
        ),
    ],
    ids=["the page's own", "the caller's"],
)
def test_arguments_override_the_metadata_of_a_page(given, known):
    document = intake.from_html(PAGE.replace("</head>", HEAD + "</head>"), **given)
    assert (document.title, document.url, document.language) == known


def test_from_bytes_reads_the_declared_encoding_of_a_page_only():
    said = (
        "Паром не ходит с понедельника, и жители острова добираются на лодках до самого берега, где их ждут дети."
    )
    page = PAGE.replace("<head>", "<head><meta charset=windows-1251>").replace(
        "</article>", f"<p>{said}</p></article>"
    )
    document = intake.from_bytes(page.encode("cp1251"), format="html")
    assert (document.origin.encoding, document.origin.encoding_from) == ("cp1251", "declared")
    assert said in document.text
    text = intake.from_bytes(b"<meta charset=windows-1251> is what the page says.")
    assert text.origin.encoding_from == "utf-8"


def test_a_given_origin_replaces_the_default_one():
    document = intake.from_text("Rain fell.\r\n")
    assert (document.origin.content, document.origin.newline) == ("Rain fell.\r\n", "\r\n")
    given = intake.origin_of_text("elsewhere", "rain.txt")
    assert intake.from_text("Rain fell.", origin=given).origin is given
    assert intake.from_html(PAGE).origin.content == PAGE
    assert intake.from_html(PAGE, origin=given).origin.content == "elsewhere"


def test_repair_is_optional():
    assert intake.from_text("CafÃ© life").text == "Café life"
    assert intake.from_text("CafÃ© life", repair=False).text == "CafÃ© life"


def test_the_newline_style_is_told():
    styles = [intake.newline_style(text) for text in ("a", "a\nb", "a\r\nb", "a\rb", "a\r\nb\nc")]
    assert styles == [None, "\n", "\r\n", "\r", "mixed"]
