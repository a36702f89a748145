"""The table of formats is whole; suffixes and first bytes tell the formats apart."""

from __future__ import annotations

import re
import subprocess
import sys
import time
import tomllib

import pytest

from cleaner.formats.registry import (
    AUTO,
    FORMATS,
    FORMATS_BY_SUFFIX,
    INPUT_FORMATS,
    format_of,
    kind_of,
    may_have,
    missing_extra,
    sniff,
)
from support import ROOT


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


def test_every_name_suffix_and_magic_belongs_to_one_format():
    rows = FORMATS.values()
    suffixes = [suffix for row in rows for suffix in row.suffixes]
    assert len(suffixes) == len(set(suffixes)) == len(FORMATS_BY_SUFFIX)
    assert all(re.fullmatch(r"\.[a-z0-9]+", suffix) for suffix in suffixes)
    magic = [start for row in rows for start in row.magic]
    assert not [(one, other) for one in magic for other in magic if one is not other and one.startswith(other)]


@pytest.mark.parametrize("name", FORMATS)
def test_a_row_is_whole(name):
    row = FORMATS[name]
    assert bool(row.reader) == (row.kind in ("table", "archive"))
    assert bool(row.suffixes) == (name in INPUT_FORMATS and name != AUTO)
    assert not row.output or FORMATS[row.output].is_target
    # what is written of pages and archives is no page or archive
    assert bool(row.output) == (row.kind in ("page", "archive"))
    assert all(sniff(magic + b" 1.0\n") == name for magic in row.magic)
    assert all(format_of(f"a{suffix}.gz") == (name, "gz") for suffix in row.suffixes)
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "optional-dependencies"
    ]
    assert not row.package or any(need.startswith(row.package) for need in extras[name])
    if row.reader and missing_extra(name) is None:
        assert callable(row.load_reader())


def test_a_name_that_is_no_format_is_of_no_known_kind():
    assert [kind_of(name) for name in ("nonsense", AUTO, None)] == ["unknown"] * 3
    assert kind_of("csv") == "table"


def test_the_registry_imports_no_reader():
    script = "import sys, cleaner.formats.registry; print(*(name for name in sys.modules if name in NAMES))"
    names = ("dataclasses", "inspect", "csv", "json", "msgspec", "pyarrow", "lxml")
    names = repr((*names, "cleaner.formats.csv_table", "cleaner.formats.warc", "cleaner.formats.parquet"))
    command = [
        sys.executable,
        "-S",
        "-c",
        f"import sys; sys.path[:0] = {sys.path!r}\n" + script.replace("NAMES", names),
    ]
    assert subprocess.run(command, capture_output=True, check=True).stdout.split() == []


@pytest.mark.parametrize(
    ("line", "key", "may"),
    [
        (b'{"html": "<p>"}', "html", True),
        (b'{"page" :"<p>"}', "page", True),
        (rb'{"\u0068tml": "<p>"}', "html", True),
        (rb'{"id": 1, "ht\u006dl" : "<p>"}', "html", True),
        ('{"html": 1}'.encode("utf-16"), "html", True),
        ('{"síða": "<p>"}'.encode(), "síða", True),
        (b'{"text": "the html: a page"}', "html", False),
        (rb'{"text": "say \"html\": yes"}', "html", False),
        (rb'{"text": "line\nbreak"}', "html", False),
        (b'{"page": "<p>"}', "html", False),
        (b'no "record\n{"html": 1}', "html", True),
    ],
)
def test_a_record_that_may_have_a_page_is_told_by_its_keys(line, key, may):
    assert may_have(line, key) is may


@pytest.mark.parametrize("piece", [b'"\\', b'\\"', b'"', b'"a\n', b'"" : '])
def test_keys_are_looked_for_in_linear_time(piece):
    began = time.process_time()
    may_have(piece * 200_000, "html")
    assert time.process_time() - began < 2
