"""Reads labelled articles, labelled pages and marked texts. The format is detected from the content."""

from __future__ import annotations

import gzip
import json
import os
import re
import zlib
from collections.abc import Callable, Iterator
from math import isnan
from typing import Any, NamedTuple

from cleaner.core import marked_text
from cleaner.core.document import Span
from cleaner.evaluation.scoring import Label
from cleaner.formats.registry import FORMATS, sniff
from cleaner.system.errors import StreamError
from cleaner.system.paths import STDIN, shown
from cleaner.system.streams import open_input

# Other files in a folder, such as a README, are skipped.
_SUFFIXES = (".txt", ".jsonl", ".ndjson", ".gz")
_FRONT_MATTER = re.compile(r"---\r?\n((?:(?:title|url|lang): [^\r\n]*\r?\n)+)---\r?\n")
_MARKED = "marked"


class LabelledArticle(NamedTuple):
    """A text with labels: the spans to remove, and optional spans, which may be removed or kept.

    extractor: the program that made the text from a page, if the record names one.
    """

    name: str
    language: str | None
    title: str | None
    url: str | None
    text: str
    remove: tuple[Label, ...]
    optional: tuple[Span, ...]
    extractor: str | None = None


class LabelledPage(NamedTuple):
    """A page, its article as selected by a person, and strings that the article must and must not contain."""

    name: str
    language: str | None
    url: str | None
    html: str
    gold: str
    must: tuple[str, ...]
    must_not: tuple[str, ...]


class RejectedRecord(NamedTuple):
    """A file or record that could not be scored, and the reason."""

    name: str
    why: str


class _GoldError(ValueError):
    """A fault of a record. The message says how to correct it."""


def read_gold(names: list[str]) -> Iterator[LabelledArticle | LabelledPage | RejectedRecord]:
    """Yield the labelled records of files and folders in order, and a RejectedRecord for an unreadable one."""
    for name in names:
        files = gold_files(name)
        if not files:
            yield RejectedRecord(name, f"the folder holds no {', '.join(_SUFFIXES[:-1])} or {_SUFFIXES[-1]} file")
        for file in files:
            yield from _read_file(file)


def gold_files(name: str) -> list[str]:
    """Return the files that `read_gold` reads for a name: those below a folder, sorted, or the file itself."""
    if not os.path.isdir(name):
        return [name]
    return sorted(
        os.path.join(folder, file)
        for folder, _, file_names in os.walk(name)
        for file in file_names
        if file.endswith(_SUFFIXES)
    )


def _read_file(path: str) -> Iterator[LabelledArticle | LabelledPage | RejectedRecord]:
    name = shown(path)
    try:
        data = _read(path)
    except StreamError as error:
        yield RejectedRecord(name, str(error).removeprefix(f"{path}: "))
        return
    except (OSError, EOFError, zlib.error) as error:
        yield RejectedRecord(name, f"cannot be read: {error}")
        return
    format = FORMATS[sniff(data[:4096])]
    if format.refusal:
        yield RejectedRecord(name, format.refusal)
    elif format.kind == "document":
        yield _read_one(_marked, name, data)
    elif format.kind == "records":
        for number, line in enumerate(data.split(b"\n"), 1):
            if line.strip():
                yield _read_one(_record, f"{name}:{number}", line)
    else:
        yield RejectedRecord(name, "a page without labels: put it into a record with html and gold")


def _read(path: str) -> bytes:
    stream = open_input(path)
    try:
        data = stream.read()
    finally:
        if path != STDIN:
            stream.close()
    return gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data


def _read_one(
    read: Callable[[str, bytes], LabelledArticle | LabelledPage], name: str, data: bytes
) -> LabelledArticle | LabelledPage | RejectedRecord:
    try:
        return read(name, data)
    except UnicodeDecodeError as error:
        return RejectedRecord(name, f"not UTF-8 at byte {error.start}")
    except _GoldError as error:
        return RejectedRecord(name, str(error))
    except (ValueError, RecursionError) as error:
        return RejectedRecord(name, f"not valid JSON: {error}")


def read_marked(source: str) -> tuple[dict[str, str], str, tuple[Span, ...]]:
    """Parse a marked text: return its front matter (title, url, lang), its text, and the spans to remove.

    >>> read_marked("---\\ntitle: Rain\\n---\\nRain fell. [-Share-]")
    ({'title': 'Rain'}, 'Rain fell. Share', (Span(start=11, end=16),))
    """
    front = _FRONT_MATTER.match(source)
    front_matter = dict(line.split(": ", 1) for line in front[1].splitlines()) if front else {}
    text, spans = marked_text.parse(source[front.end() :] if front else source)
    return front_matter, text, spans


def _marked(name: str, data: bytes) -> LabelledArticle:
    front_matter, text, spans = read_marked(data.decode("utf-8-sig"))
    labels = tuple(Label(*span, _MARKED) for span in spans)
    return LabelledArticle(
        name, front_matter.get("lang"), front_matter.get("title"), front_matter.get("url"), text, labels, ()
    )


def _record(location: str, line: bytes) -> LabelledArticle | LabelledPage:
    record = json.loads(line.decode("utf-8-sig"))
    if not isinstance(record, dict):
        raise _GoldError("not a JSON object")
    id = record.get("id")
    name = location if id is None else str(id)
    language = _string(record, "lang")
    url = _string(record, "url")
    if "html" in record and "gold" in record:
        must, must_not = _strings(record, "must"), _strings(record, "must_not")
        return LabelledPage(name, language, url, _text(record, "html"), _text(record, "gold"), must, must_not)
    if "text" in record and "remove" in record:
        text = _text(record, "text")
        remove = tuple(Label(a, b, kind) for a, b, kind in _ranges(record, "remove", text))
        optional = tuple(Span(a, b) for a, b, _ in _ranges(record, "optional", text))
        title, extractor = _string(record, "title"), _string(record, "extractor")
        return LabelledArticle(name, language, title, url, text, remove, optional, extractor)
    raise _GoldError("no labels: a labelled article has text and remove, a labelled page html and gold")


def _text(record: dict[str, Any], key: str) -> str:
    value = record[key]
    if not isinstance(value, str):
        raise _GoldError(f"{key!r} is not a string")
    return value


def _string(record: dict[str, Any], key: str) -> str | None:
    value = record.get(key)
    # pandas writes NaN for what it does not have
    return None if value is None or (isinstance(value, float) and isnan(value)) else _text(record, key)


def _strings(record: dict[str, Any], key: str) -> tuple[str, ...]:
    values = record.get(key) or []
    if not isinstance(values, list) or not all(isinstance(value, str) and value.strip() for value in values):
        raise _GoldError(f"{key!r} is not a list of non-empty strings")
    return tuple(values)


def _ranges(record: dict[str, Any], key: str, text: str) -> Iterator[tuple[int, int, str]]:
    values = record.get(key) or []
    if not isinstance(values, list):
        raise _GoldError(f"{key!r} is not a list of [start, end]")
    for value in values:
        start, end, kind = [*value, "", "", ""][:3] if isinstance(value, list) else ("", "", "")
        if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(text)):
            raise _GoldError(
                f"{key}: {json.dumps(value)} is not a range [start, end] of the text's {len(text)} characters"
            )
        yield start, end, kind if isinstance(kind, str) and kind else "unnamed"
