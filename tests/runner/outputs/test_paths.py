"""Many documents: which are read, where they go, and that the way there makes no difference."""

from __future__ import annotations

import pytest

from cleaner.runner.outputs.paths import compression_for, mirrored
from cleaner.runner.workers.task import Source


@pytest.mark.parametrize(
    ("name", "to", "place"),
    [
        ("a.txt", None, "out/a.txt"),
        ("b/a.html", None, "out/b/a.txt"),
        ("a.htm.gz", None, "out/a.txt.gz"),
        ("a.jsonl.zst", None, "out/a.jsonl.zst"),
        ("a.md", "jsonl", "out/a.jsonl"),
        ("a.ndjson", "jsonl", "out/a.ndjson"),
        ("a.jsonl", "text", "out/a.txt"),
        ("a.csv", None, "out/a.csv"),
        ("a.warc.gz", None, "out/a.jsonl.gz"),
        ("README", None, "out/README"),
        ("README", "jsonl", "out/README.jsonl"),
        ("README", "text", "out/README"),
        ("a.b.dat", None, "out/a.b.dat"),
        ("a.b.dat", "text", "out/a.b.dat"),
    ],
)
def test_the_name_alone_decides_where_an_output_lies(name, to, place):
    for format in ("auto", "text", "html"):
        assert mirrored(Source(name, name, format), "out", to) == place


@pytest.mark.parametrize(
    ("name", "compression"),
    [("a.txt", ""), ("a.txt.gz", "gz"), ("a.ZST", "zst"), ("gz", ""), ("a.gz/b", ""), ("", "")],
)
def test_the_last_suffix_decides_how_an_output_is_compressed(name, compression):
    assert compression_for(name) == compression
