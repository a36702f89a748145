"""The extractor resiliparse: lines, metadata, and the fallback where its main content fails."""

import pytest

import cleaner
from cleaner.intake.page import extract as module
from cleaner.intake.page import main_content
from cleaner.intake.page.extract import extract
from cleaner.intake.page.main_content import extract_main_content
from cleaner.intake.page.metadata import PageMetadata

BODY = [
    "The ferry left the harbour an hour late because the engine would not start in the cold of the morning.",
    "Forty people waited on the pier, most of them with bicycles, and shared the last of the warm coffee.",
    "At noon the captain gave up, and the smaller boat took everyone across in three slow and windy trips.",
]
HEAD = """
<title>A late ferry | Harbour News</title><meta property="og:title" content="A late ferry">
<meta property="og:site_name" content="Harbour News"><link rel="canonical" href="https://harbour.example/ferry">
"""


def page(body: str) -> str:
    return f'<html lang="en-GB"><head>{HEAD}</head><body>{body}</body></html>'


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def test_the_main_content_is_one_block_a_line_with_white_space_folded():
    html = page(f"<nav><a href='/'>Home</a></nav><main><h1>A late\n ferry</h1>{paragraphs(*BODY)}</main>")
    found = extract_main_content(html)
    assert found.text.split("\n") == ["A late ferry", *BODY]
    assert found.doubt is None


def test_the_metadata_is_that_of_the_other_extractors():
    html = page(f"<main><h1>A late ferry</h1>{paragraphs(*BODY)}</main>")
    ours = extract(html)
    assert extract_main_content(html).metadata == PageMetadata(ours.title, ours.titles, ours.url, ours.language)
    assert (ours.title, ours.url, ours.language) == ("A late ferry", "https://harbour.example/ferry", "en")


def test_a_page_without_metadata_has_none():
    assert extract_main_content("<p>Row on.</p>").metadata == PageMetadata(None, (), None, None)


def test_the_origin_names_resiliparse_and_its_settings():
    result = cleaner.Cleaner(extractor="resiliparse").clean_html(page(f"<main>{paragraphs(*BODY)}</main>"))
    assert result.text.split("\n") == BODY
    origin = result.document.origin
    assert origin.extractor.startswith("resiliparse ")
    assert (origin.settings["main_content"], origin.because, result.document.evidence) == (True, None, ())


def test_little_main_content_is_replaced_and_the_origin_says_why():
    # The name of the box reads like that of a side bar, so that resiliparse leaves the article out.
    html = page(f"<div class='sidebar'>{paragraphs(*BODY)}</div><main>{paragraphs('Row on.')}</main>")
    found = extract_main_content(html)
    held = sum(map(len, BODY))
    assert found.doubt == f"resiliparse found 0 characters of {held} in paragraphs"
    result = cleaner.Cleaner(extractor="resiliparse").clean_html(html)
    assert all(text in result.text for text in BODY)
    assert not result.document.origin.extractor.startswith("resiliparse")
    assert result.document.origin.because.startswith(found.doubt)


@pytest.mark.parametrize(("enough", "doubted"), [(len(BODY[0]), False), (len(BODY[0]) + 1, True)])
def test_much_main_content_is_not_compared_with_the_page(monkeypatch, enough, doubted):
    monkeypatch.setattr(main_content, "_ENOUGH", enough)
    html = page(f"<div class='sidebar'>{paragraphs(*BODY)}</div><main>{paragraphs(BODY[0])}</main>")
    assert bool(extract_main_content(html).doubt) is doubted


def test_a_page_without_text_has_no_article():
    assert extract("<html><body></body></html>", extractor="resiliparse") is None


@pytest.mark.parametrize("limit", ["_MAX_TEXT", "_MAX_ELEMENTS"])
def test_a_very_large_page_is_not_read_by_resiliparse(monkeypatch, limit):
    html = page(f"<main>{paragraphs(*BODY)}</main>")
    size = len(html) if limit == "_MAX_TEXT" else html.count("<")
    monkeypatch.setattr(module, limit, size)
    assert extract(html, extractor="resiliparse").because is None
    monkeypatch.setattr(module, limit, size - 1)
    found = extract(html, extractor="resiliparse")
    assert found.because == "the page is too large for resiliparse"
    assert found.text.split("\n") == BODY


def test_lone_surrogates_and_nul_do_no_harm():
    bad = "A bad \ud800 character and a nul \0 stand in this line of text."
    html = page(f"<main>{paragraphs(*BODY, bad)}</main>")
    assert extract(html, extractor="resiliparse").text.startswith(BODY[0])


def test_mojibake_with_line_breaks_is_repaired_without_evidence():
    text = f"{BODY[0]} caf\u00c3\u00a9"
    result = cleaner.Cleaner(extractor="resiliparse").clean_html(
        page(f"<main>{paragraphs(text, *BODY[1:])}</main>")
    )
    assert result.text.startswith(f"{BODY[0]} café")
