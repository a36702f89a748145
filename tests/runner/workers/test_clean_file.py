"""One file of text or HTML becomes clean text, or a record."""

from __future__ import annotations

import json

import pytest

from cleaner.core.result import Failure
from cleaner.formats.options import Fields, ReadOptions, WriteOptions
from cleaner.runner.workers.clean_file import clean_file, unchanged
from support.bulk import CLEAN, DIRTY
from support.inputs import PAGE

TEXT, RECORDS = WriteOptions(), WriteOptions(to="jsonl")


def cleaned(worker, data: bytes, *, name: str = "in/pier.txt", format: str = "text", writing=TEXT, **reading):
    return clean_file(name, data, format, worker, ReadOptions(**reading), writing)


@pytest.mark.parametrize("writing", [TEXT, WriteOptions(to="text")])
def test_text_comes_out_as_clean_text(worker, writing):
    outcome = cleaned(worker, DIRTY.encode(), writing=writing)
    assert (outcome.name, outcome.output.decode(), outcome.failure) == ("in/pier.txt", CLEAN, None)
    assert outcome.result.document.origin.source == "in/pier.txt"


def test_standard_input_has_no_source(worker):
    assert cleaned(worker, DIRTY.encode(), name="-").result.document.origin.source is None


def test_a_page_comes_out_as_a_record_with_its_title(worker):
    outcome = cleaned(worker, PAGE.encode(), format="html", writing=RECORDS, fields=Fields(title="head"))
    record = json.loads(outcome.output)
    assert (record["id"], record["head"]) == ("in/pier.txt", "Fares to rise")


def test_the_options_of_reading_count(worker):
    data = "Ölfässer am Kai.\n".encode("cp1252")
    outcome = cleaned(worker, data, encoding="cp1252", language="de")
    assert outcome.output.decode() == "Ölfässer am Kai.\n"
    assert outcome.result.document.language == "de"


@pytest.mark.parametrize("writing", [TEXT, RECORDS])
def test_what_cannot_be_cleaned_comes_out_as_it_was_with_the_reason(worker, writing):
    outcome = cleaned(worker, b"\x89PNG\0\xff", writing=writing)
    assert (outcome.kind, outcome.result) == ("binary", None)
    assert "looks like binary data" in outcome.failure
    if writing is TEXT:
        assert outcome.output == b"\x89PNG\0\xff"
    else:
        assert json.loads(outcome.output) == {"id": "in/pier.txt", "error": outcome.failure}


@pytest.mark.parametrize(("format", "field"), [("text", "words"), ("html", "page")])
def test_an_unchanged_file_is_its_bytes_or_a_record_of_them(format, field):
    failed = Failure("limit", "limit: too long")
    outcome = unchanged("in/pier.txt", b"Rain.", format, failed, TEXT)
    assert (outcome.output, outcome.failure, outcome.kind) == (b"Rain.", failed.why, "limit")
    outcome = unchanged("-", b"Rain.", format, failed, RECORDS, Fields(text="words", html="page"))
    assert json.loads(outcome.output) == {field: "Rain.", "error": failed.why}


MARKDOWN = WriteOptions(to="markdown")
LINKED = PAGE.replace("<p>", "<p>The <a href='/pier'>pier</a> is <b>old</b>. ", 1)


def test_a_page_comes_out_as_markdown_with_the_removals_of_its_text(worker):
    outcome = cleaned(worker, LINKED.encode(), format="html", writing=MARKDOWN, url="https://example.org/a/")
    text = cleaned(worker, LINKED.encode(), format="html", url="https://example.org/a/")
    assert "The [pier](https://example.org/pier) is **old**." in outcome.output.decode()
    assert outcome.output.endswith(b"\n")
    assert outcome.result.removals == text.result.removals


def test_a_text_comes_out_as_it_is_because_it_may_be_markdown(worker):
    data = b"# The *pier*\n\nAdvertisement\n\nIt is old."
    assert cleaned(worker, data, writing=MARKDOWN).output == b"# The *pier*\n\nIt is old."


def test_the_record_of_a_page_has_what_it_states_if_asked(worker):
    page = LINKED.replace("<head>", "<head><meta name='author' content='Ada Lind'>", 1)
    assert "Ada Lind" in page
    record = json.loads(
        cleaned(worker, page.encode(), format="html", writing=WriteOptions("jsonl", metadata=True)).output
    )
    assert record["page_metadata"]["author"] == "Ada Lind"
    assert "page_metadata" not in json.loads(cleaned(worker, page.encode(), format="html", writing=RECORDS).output)
