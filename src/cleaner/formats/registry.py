"""The one table of file formats."""

from __future__ import annotations

import os

from cleaner.core.regex import lazy_compile
from cleaner.system.compression import SUFFIXES as _PACKED

_MAGIC = {b"PAR1": "parquet", b"WARC/1.": "warc"}
_PAGE_STARTS = (b"<!doctype html", b"<html", b"<head", b"<body")
# Nobody begins an article like this; what turns out not to be a record is reported as one that is not
_RECORD = lazy_compile(rb'\{[ \t]*"')
_JSON = lazy_compile(rb"\{\s*[\"}]|\[(?:[ \t]*\r?\n|\s*[\[{\"])")


def sniff(head: bytes) -> str:
    """The format that the first bytes of an input speak for."""
    for magic, format in _MAGIC.items():
        if head.startswith(magic):
            return format
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        start = head.decode("utf-16", "ignore").lstrip("\ufeff \t\r\n").encode("utf-8", "ignore")
    lowered = start[:1024].lower()
    if lowered.startswith(_PAGE_STARTS) or (lowered.startswith((b"<?xml", b"<!--")) and b"<html" in lowered):
        return "html"
    if _RECORD.match(start):
        return "jsonl"
    return "json" if _JSON.match(start) else "text"


FORMATS = {
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "tsv",
    ".parquet": "parquet",
    ".warc": "warc",
    ".wet": "warc",
}
RECORDS = frozenset({"jsonl", "csv", "tsv", "parquet", "warc"})


def format_of(name: str) -> tuple[str, str]:
    """(format, compression) that a file's suffixes tell: "a.jsonl.gz" is ("jsonl", "gz")."""
    stem, suffix = os.path.splitext(name.lower())
    compression = _PACKED.get(suffix, "")
    if compression:
        suffix = os.path.splitext(stem)[1]
    return FORMATS.get(suffix, "auto"), compression


TABLES = frozenset({"csv", "tsv", "parquet"})
_EXTRAS = {"parquet": "pyarrow"}


def extra_for(format: str) -> str | None:
    """What must be installed to read the format, in a sentence; None if nothing."""
    package = _EXTRAS.get(format)
    if package is None:
        return None
    from importlib.util import find_spec

    if find_spec(package):
        return None
    return f"{format} files need {package}: pip install 'cleaner[{format}]'"
