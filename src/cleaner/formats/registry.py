"""The table of file formats, one row each. All other modules take the properties of a format from it.

A new format is a module in this folder and a row in `_ROWS`.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from cleaner.core.document import PAGE, TEXT
from cleaner.core.regex import lazy_compile
from cleaner.system.compression import SUFFIXES as _COMPRESSIONS

if TYPE_CHECKING:
    from collections.abc import Callable

Kind = Literal["unknown", "document", "page", "records", "table", "archive"]

_PAGE_STARTS = (b"<!doctype html", b"<html", b"<head", b"<body")
# no article begins like this, and a line that is no record is reported as such
_RECORD = lazy_compile(rb'\{[ \t]*"')
# an unclosed string matches to the end of its line, which keeps the time linear for text that is not JSON
_STRING = lazy_compile(rb'"([^"\\\n]*+(?:\\.[^"\\\n]*+)*+)(?:"([ \t\r]*+:)?)?')
_JSON = lazy_compile(rb"\{\s*[\"}]|\[(?:[ \t]*\r?\n|\s*[\[{\"])")


class Format(NamedTuple):
    """A file format.

    name: the name in --from and in messages.
    kind: the content of a file.
        document  one article, as text
        page      one article, as HTML
        records   JSON Lines, cleaned line by line without a reader
        table     rows; `reader` is an `OpenTable`, whose `TableCodec` converts them to records and back
        archive   articles and other entries; `reader` is a `ReadArchive`, which converts articles to records
        unknown   detected by content when the file is opened
    suffixes: in lower case; output files get the first.
    magic: possible first bytes of a file.
    looks_like: returns whether the first bytes, without byte order mark and leading blanks, are of this format.
    reader: "module:name", imported when the first file is read.
    package: the package that `reader` needs; the extra that installs it has the name of the format.
    output: the name of the default output format; "" for this one.
    is_target: whether --to accepts it.
    is_streamed: whether `reader` reads from start to end; otherwise it needs a file that can seek.
    is_binary: whether a terminal cannot show it.
    has_structure: whether it shows the structure of a page, such as its headings and links.
    refusal: why its files are never cleaned; "" if they are. --from does not accept such a format.
    """

    name: str
    kind: Kind
    suffixes: tuple[str, ...] = ()
    magic: tuple[bytes, ...] = ()
    looks_like: Callable[[bytes], bool] | None = None
    reader: str = ""
    package: str = ""
    output: str = ""
    is_target: bool = False
    is_streamed: bool = True
    is_binary: bool = False
    has_structure: bool = False
    refusal: str = ""

    @property
    def has_records(self) -> bool:
        """Whether a file holds articles as records, any number of them."""
        return self.kind in ("records", "table", "archive")

    @property
    def document_format(self) -> str:
        """The value of `Origin.format` for documents from such a file."""
        return PAGE if self.kind == "page" else TEXT

    def load_reader(self) -> Any:
        """Import and return the `OpenTable` or `ReadArchive` that `reader` names."""
        from importlib import import_module

        module, _, name = self.reader.partition(":")
        return getattr(import_module(module), name)


def _is_page(start: bytes) -> bool:
    lowered = start[:1024].lower()
    return lowered.startswith(_PAGE_STARTS) or (lowered.startswith((b"<?xml", b"<!--")) and b"<html" in lowered)


_CSV = "cleaner.formats.csv_table:Table"
# `sniff` compares the content with the rows in this order
_ROWS = (
    Format("auto", "unknown"),
    Format("text", "document", (".txt", ".text"), is_target=True),
    Format("markdown", "document", (".md",), is_target=True, has_structure=True),
    Format("html", "page", (".html", ".htm", ".xhtml"), looks_like=_is_page, output="text"),
    Format(
        "jsonl",
        "records",
        (".jsonl", ".ndjson"),
        looks_like=lambda start: _RECORD.match(start) is not None,
        is_target=True,
    ),
    Format(
        "json",
        "document",
        looks_like=lambda start: _JSON.match(start) is not None,
        refusal="JSON, but not JSON Lines: put each record on a line of its own, as jq -c does",
    ),
    Format("csv", "table", (".csv",), reader=_CSV),
    Format("tsv", "table", (".tsv",), reader=_CSV),
    Format(
        "parquet",
        "table",
        (".parquet",),
        (b"PAR1",),
        reader="cleaner.formats.parquet_process:open_parquet",
        package="pyarrow",
        is_streamed=False,
        is_binary=True,
    ),
    Format(
        "warc", "archive", (".warc", ".wet"), (b"WARC/1.",), reader="cleaner.formats.warc:blocks", output="jsonl"
    ),
)

FORMATS = {row.name: row for row in _ROWS}
AUTO = "auto"
FORMATS_BY_SUFFIX = {suffix: row for row in _ROWS for suffix in row.suffixes}
INPUT_FORMATS = tuple(row.name for row in _ROWS if not row.refusal)  # the values of --from
OUTPUT_FORMATS = tuple(row.name for row in _ROWS if row.is_target)  # the values of --to


def kind_of(name: str | None) -> Kind:
    """Return the kind of a format; "unknown" for an unknown name."""
    row = FORMATS.get(name or AUTO)
    return row.kind if row else "unknown"


def format_of(path: str) -> tuple[str, str]:
    """Return the (format, compression) that the suffixes of a path name: ("jsonl", "gz") for "a.jsonl.gz"."""
    stem, suffix = os.path.splitext(path.lower())
    compression = _COMPRESSIONS.get(suffix, "")
    if compression:
        suffix = os.path.splitext(stem)[1]
    row = FORMATS_BY_SUFFIX.get(suffix)
    return row.name if row else AUTO, compression


def sniff(head: bytes) -> str:
    """Return the format detected from the first bytes of a file. The default is text."""
    for row in _ROWS:
        if head.startswith(row.magic):
            return row.name
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        start = head.decode("utf-16", "ignore").lstrip("\ufeff \t\r\n").encode("utf-8", "ignore")
    return next((row.name for row in _ROWS if row.looks_like and row.looks_like(start)), TEXT)


def may_have(lines: bytes, key: str) -> bool:
    """Return whether a record in lines of JSON may have the member `key`, which may contain escapes.

    >>> may_have(b'{"html": "<p>"}', "html"), may_have(rb'{"\\u0068tml": "<p>"}', "html")
    (True, True)
    >>> may_have(b'{"text": "the html"}', "html")
    False
    """
    if b"\0" in lines:
        return True  # UTF-16 or UTF-32
    plain = key.encode("utf-8", "surrogatepass")
    if b"\\" not in lines and plain not in lines:
        return False
    return any(found[2] and (found[1] == plain or b"\\" in found[1]) for found in _STRING.finditer(lines))


def missing_extra(name: str) -> str | None:
    """Return a sentence that names the extra to install for the format; None if none is missing."""
    package = FORMATS[name].package
    if not package:
        return None
    from importlib.util import find_spec

    if find_spec(package):
        return None
    return f"{name} files need {package}: pip install 'article-cleaner[{name}]'"
