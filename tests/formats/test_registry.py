"""Formats told apart, files whole or absent."""

from __future__ import annotations

import pytest

from cleaner.formats.registry import format_of, sniff


@pytest.mark.parametrize(
    ("head", "format"),
    [
        (b"Rain fell.", "text"),
        (b"", "text"),
        (b"<!DOCTYPE html><html>", "html"),
        (b"\xef\xbb\xbf\n <HTML lang=en>", "html"),
        (b'<?xml version="1.0"?>\n<html xmlns="">', "html"),
        ("<html>".encode("utf-16"), "html"),
        (b"<p>a stray tag</p> in text", "text"),
        (b'{"text": "Rain."}\n{"text": "Sun."}', "jsonl"),
        (b'{"html": "<p>x</p>"}', "jsonl"),
        (b'{"title": "no article"}', "jsonl"),
        (b'[{"text": "Rain."}]', "json"),
        (b'{\n  "text": "Rain."\n}', "json"),
        (b"{not json", "text"),
        (b"[1] A footnote", "text"),
        (b"[sic]", "text"),
        (b"{{template}} Rain", "text"),
        (b'{"text": "' + b"x" * 70_000, "jsonl"),
    ],
)
def test_the_format_is_told_by_content(head, format):
    assert sniff(head) == format


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.html", ("html", "")),
        ("A.HTM", ("html", "")),
        ("a.jsonl", ("jsonl", "")),
        ("a.ndjson.zst", ("jsonl", "zst")),
        ("a.txt.GZ", ("text", "gz")),
        ("a.tar.gz", ("auto", "gz")),
        ("a", ("auto", "")),
    ],
)
def test_a_suffix_tells_the_format_and_the_packing(name, kind):
    assert format_of(name) == kind
