"""Cleans records of JSON Lines: `text` or `html` becomes clean `text`, and other fields stay unchanged."""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from contextlib import suppress
from typing import NamedTuple

from cleaner.api import Cleaner
from cleaner.core.document import PAGE, Document, Origin, RawBytes
from cleaner.core.result import Failure, Result
from cleaner.formats.json_record import Record, RecordError, new_record
from cleaner.formats.options import FIELDS, Fields, ReadOptions, WriteOptions
from cleaner.formats.registry import kind_of
from cleaner.intake import documents
from cleaner.intake.decode import MARKED, marked
from cleaner.intake.failures import reason
from cleaner.intake.limits import Limits
from cleaner.report.ledger import removals
from cleaner.runner.workers.outcome import Outcome
from cleaner.system.paths import STDIN, display_name

_LIMITS = Limits()
_MAX_ERROR_BYTES = 1_000_000  # of a failed record that is written again with its reason
_METADATA = "page_metadata"  # the field of what a page states about its article


def clean_record(
    name: str, line: bytes, cleaner: Cleaner, reading: ReadOptions, writing: WriteOptions, limits: Limits = _LIMITS
) -> Outcome:
    """Return the outcome of one line. A line that cannot be cleaned is written unchanged."""
    return clean_records([(name, line)], cleaner, reading, writing, limits)[0]


def clean_records(
    lines: Sequence[tuple[str, bytes]],
    cleaner: Cleaner,
    reading: ReadOptions,
    writing: WriteOptions,
    limits: Limits = _LIMITS,
) -> list[Outcome]:
    """Return the outcome of each (name, line); the records are cleaned together.

    A line that cannot be cleaned is written unchanged.
    """
    read = [_read(name, line, cleaner, reading, writing, limits) for name, line in lines]
    documents = [one.document for one in read if isinstance(one, _Read)]
    results = iter(cleaner.run_many(documents))
    return [_outcome(one, next(results), reading, writing) if isinstance(one, _Read) else one for one in read]


class _Read(NamedTuple):
    """A line that has been read: its record, the record's document, and what is known of both."""

    name: str
    line: bytes
    record: Record
    document: Document
    id: object
    found: tuple[str, ...]
    bom: bool


def _read(
    name: str, line: bytes, cleaner: Cleaner, reading: ReadOptions, writing: WriteOptions, limits: Limits
) -> _Read | Outcome:
    """Read a line. Return the outcome of one without a document."""
    body = line.rstrip(b"\r\n")
    if not body.strip():
        return Outcome(name, line)
    if len(body) > limits.text_bytes:
        why = f"limit: {len(body):,} bytes, and at most {limits.text_bytes:,} are cleaned in one record"
        return Outcome(name, line, failure=why, kind="limit")
    id: object = None
    found: tuple[str, ...] | None = None
    bom = body.startswith(codecs.BOM_UTF8)
    try:
        record = Record(body.removeprefix(codecs.BOM_UTF8))
        found = _found(record, reading.fields)
        id = record.get(reading.fields.id)
        document = _document(name, record, cleaner, reading, writing, limits)
    except Exception as error:
        return _failed(name, line, reason(error), id, found)
    return _Read(name, line, record, document, id, found, bom)


def _outcome(read: _Read, result: Result | Failure, reading: ReadOptions, writing: WriteOptions) -> Outcome:
    """Return the outcome of a record from the result of its document."""
    name, line, record, _, id, found, bom = read
    if isinstance(result, Failure):
        return _failed(name, line, result, id, found)
    try:
        if writing.as_text:
            output = (result.markdown if writing.with_structure else result.text).encode()
            if output and not output.endswith(b"\n"):
                output += b"\n"
        else:
            ending = line[len(line.rstrip(b"\r\n")) :]
            output = _written(record, result, writing, reading.fields) + ending
            result = _restorable(result, record, output, reading.fields.text, bom=bom)
    except Exception as error:
        return _failed(name, line, reason(error), id, found)
    return Outcome(name, output, result, id=id, fields=found)


def _failed(name: str, line: bytes, failed: Failure, id: object, found: tuple[str, ...] | None) -> Outcome:
    return Outcome(name, line, failure=failed.why, id=id, kind=failed.kind, fields=found)


def _found(record: Record, fields: Fields) -> tuple[str, ...]:
    """Return the watched fields that a record has. A page counts as having a title."""
    own = fields.title if record.has(fields.html) else ""
    return tuple(name for name in fields.watched if record.has(name) or name == own)


def record_of(name: str, result: Result, writing: WriteOptions, names: Fields = FIELDS) -> bytes:
    """Return the record of a text or HTML file as a line."""
    document = result.document
    fields: dict[str, object] = {} if name == STDIN else {names.id: display_name(name)}
    known = {names.title: document.title, names.url: document.url, names.language: document.language}
    fields |= {key: value for key, value in known.items() if value is not None}
    fields[names.text] = result.text
    if result.metadata:
        fields[_METADATA] = dict(result.metadata)
    if writing.with_removals:
        fields["removals"] = removals(result)
    return new_record(fields) + b"\n"


def failed_record(name: str, data: bytes, format: str, reason: str, names: Fields = FIELDS) -> bytes:
    """Return the record of a failed file: the reason, and its content if JSON can hold it."""
    fields: dict[str, object] = {} if name == STDIN else {names.id: display_name(name)}
    with suppress(UnicodeDecodeError):
        fields[_content_field(format, names)] = data.decode()
    return new_record(fields | {"error": reason}) + b"\n"


def error_record(name: str, line: bytes, why: str) -> bytes:
    """Return the record of a line that failed: its own fields, or if it is no record its number, and the reason."""
    body = line.strip(b" \t\r\n").removeprefix(codecs.BOM_UTF8)
    with suppress(RecordError, UnicodeDecodeError):
        if len(body) <= _MAX_ERROR_BYTES and body.decode():
            return Record(body).changed({"error": why}) + b"\n"
    number = name.rpartition(":")[2]
    return new_record(({"record": int(number)} if number.isdecimal() else {}) | {"error": why}) + b"\n"


def piece_of_record(name: str, format: str, data: bytes, why: str, names: Fields = FIELDS, *, last: bool) -> bytes:
    """Return a piece of the record of a file that exceeds the memory. The first piece has the reason."""
    begun = b""
    if why:
        fields: dict[str, object] = {} if name == STDIN else {names.id: display_name(name)}
        key = _content_field(format, names)
        begun = new_record(fields | {"error": why, key: ""}).removesuffix(b'"}')
    try:
        text = new_record({"": data.decode()})
    except UnicodeDecodeError:
        # lone surrogates escape bytes that are not UTF-8
        text = new_record({"": data.decode("utf-8", "surrogateescape")}, ascii=True)
    return begun + text[6:-2] + (b'"}\n' if last else b"")


def _content_field(format: str, names: Fields) -> str:
    return names.html if kind_of(format) == "page" else names.text


def _document(
    name: str, record: Record, cleaner: Cleaner, reading: ReadOptions, writing: WriteOptions, limits: Limits
) -> Document:
    fields = reading.fields
    text = record.get(fields.text)
    stated = {
        "title": record.text(fields.title),
        "url": record.text(fields.url),
        "language": record.text(fields.language) or reading.language,
        "repair": cleaner.repairs,
    }
    html = None
    if text is None:
        html = record.get(fields.html)
        if html is None and (record.has(fields.text) or record.has(fields.html)):
            text = ""  # databases write null for a missing value
    if isinstance(text, str):
        text, raw = marked(text)
        origin = documents.origin_of_text(text, name)._replace(**_marks(raw))
        return documents.from_text(text, origin=origin, **stated)  # type: ignore[arg-type]
    if isinstance(html, str):
        html, raw = marked(html)
        if why := limits.broken_by(html.encode("utf-8", "surrogatepass"), PAGE):
            raise RecordError(why)
        origin = Origin(name, content=html)._replace(**_marks(raw))
        asked = {"structure": writing.with_structure, "metadata": writing.metadata, "extractor": cleaner.extractor}
        return documents.from_html(html, origin=origin, **asked, **stated)  # type: ignore[arg-type]
    if record.has(fields.text) or record.has(fields.html):
        raise RecordError(f"{fields.text!r} (or {fields.html!r}) is not a string")
    raise RecordError(fields.missing(record.names()))


def _marks(raw: tuple[RawBytes, ...]) -> dict[str, object]:
    return {"encoding_from": f"utf-8{MARKED}", "raw": raw} if raw else {}


def _restorable(result: Result, record: Record, output: bytes, field: str, *, bom: bool) -> Result:
    """Return a result whose origin holds the bytes of the record if restoring its text would write others."""
    document = result.document
    origin = document.origin
    if bom:
        origin = origin._replace(bom=True)
    if origin.format != PAGE and record.get(field) is not None and output.rstrip(b"\r\n") != record.line:
        restored = Record(output.rstrip(b"\r\n")).changed({field: origin.content})
        if Record(restored).raw(field) != (raw := record.raw(field)):
            origin = origin._replace(written=raw.decode("utf-8", "surrogateescape"))
    return result if origin is document.origin else result._replace(document=document._replace(origin=origin))


def _written(record: Record, result: Result, writing: WriteOptions, fields: Fields) -> bytes:
    if record.get(fields.text) is None and record.get(fields.html) is None:
        return record.line
    new: dict[str, object] = {}
    if result.text != record.get(fields.text):
        new[fields.text] = result.text
    if not record.has(fields.title) and result.document.title:  # the page's own title
        new = {fields.title: result.document.title} | new
    if result.metadata:
        new[_METADATA] = dict(result.metadata)
    if writing.with_removals:
        new["removals"] = removals(result)
    # an unchanged record keeps its bytes
    dropped = frozenset() if writing.keep_html or not record.has(fields.html) else frozenset({fields.html})
    return record.changed(new, dropped) if new or dropped else record.line
