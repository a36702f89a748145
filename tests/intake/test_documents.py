"""Bytes to text and back, repair with its account, pages."""

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


def test_the_newline_style_is_told():
    styles = [intake.newline_style(text) for text in ("a", "a\nb", "a\r\nb", "a\rb", "a\r\nb\nc")]
    assert styles == [None, "\n", "\r\n", "\r", "mixed"]
