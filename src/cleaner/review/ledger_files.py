"""Reads the entries of one open ledger: one that cleaner wrote, or records or a table that carry their removals."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from cleaner.core.regex import lazy_compile
from cleaner.formats.blocks import UnfitError
from cleaner.formats.options import FIELDS, ReadOptions, WriteOptions
from cleaner.formats.registry import FORMATS, Format, missing_extra, sniff
from cleaner.intake.limits import Limits
from cleaner.report.records import CLEAN_TEXT, carries_removals, entry_of
from cleaner.restore.document import RestoreError, entries_of
from cleaner.system.streams import lines, rejoined

_SNIFF = 1 << 12
_NO_LEDGER = "neither a ledger nor records with removals; clean writes them with --report or --with-removals"
_VERSION = lazy_compile(rb'\s*\{\s*"schema_version"')


def read_entries(stream: BinaryIO, name: str, field: str) -> Iterator[dict[str, Any]]:
    """Yield the entries of a ledger.

    name: the path, which names records that have no name of their own. field: the text field of records. Raises
    RestoreError for what is no ledger, StreamError for a damaged table.
    """
    head = stream.read(_SNIFF)
    format = FORMATS[sniff(head)]
    content = rejoined(head, stream)
    if format.kind == "table":
        yield from _entries_of_records(_rows(format, content, field), name, field)
    elif format.kind == "records" and not _VERSION.match(head):
        yield from _entries_of_records(_records(content), name, field)
    else:
        yield from entries_of(content)


def _entries_of_records(records: Iterator[dict[str, Any]], name: str, field: str) -> Iterator[dict[str, Any]]:
    has_removals = False
    for number, record in enumerate(records, 1):
        has_removals = has_removals or carries_removals(record)
        if not has_removals:
            raise RestoreError(_NO_LEDGER)
        try:
            yield entry_of(record, f"{name}:{number}", field)
        except ValueError as error:
            raise RestoreError(f"record {number:,}: {error}") from None


def _records(content: BinaryIO) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(lines(content), 1):
        if line.strip():
            try:
                record = json.loads(line)
            except (ValueError, RecursionError):
                raise RestoreError(f"not a ledger: line {number} is not JSON") from None
            if not isinstance(record, dict):
                raise RestoreError(f"not a ledger: line {number} is not an object")
            if "undo" in record:
                raise RestoreError("an undo ledger, which does not tell what was removed")
            yield record


def _rows(format: Format, content: BinaryIO, field: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of a table. Raises RestoreError, StreamError."""
    if missing := missing_extra(format.name):
        raise RestoreError(missing)
    # either column makes it a table that can be read
    reading = ReadOptions(fields=FIELDS._replace(text=CLEAN_TEXT, html=field))
    try:
        table = format.load_reader()(content, reading, WriteOptions(to="jsonl"), Limits(), keep=False)
        for block in table.blocks():
            yield from map(json.loads, block.lines.splitlines())
    except UnfitError as error:
        raise RestoreError(error.failed.why) from None
