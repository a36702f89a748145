"""Reads the entries of ledgers: files, folders of reports, outputs of engines with removals, standard input."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from cleaner.core.errors import ConfigurationError
from cleaner.core.regex import lazy_compile
from cleaner.formats.blocks import UnfitError
from cleaner.formats.options import Fields, ReadOptions, WriteOptions
from cleaner.formats.registry import FORMATS, Format, missing_extra, sniff
from cleaner.intake.limits import Limits
from cleaner.report.records import CLEAN_TEXT, carries_removals, entry_of
from cleaner.report.undo import is_undo_name
from cleaner.restore.document import RestoreError, entries_of
from cleaner.restore.undo import is_undo_entry
from cleaner.system.compression import SUFFIXES, open_decompressed
from cleaner.system.errors import StreamError
from cleaner.system.paths import STDIN, display_name
from cleaner.system.streams import lines, rejoined

_LEDGERS = (".jsonl", ".json", ".parquet")
_SNIFF = 1 << 12
_FIELDS = Fields()
_NO_LEDGER = "neither a ledger nor records with removals; clean writes them with --report or --with-removals"
_VERSION = lazy_compile(rb'\s*\{\s*"schema_version"')
_STATISTICS = "run.json"


class LedgerError(StreamError):
    """A ledger cannot be read. The message names it."""


def entries(paths: Iterable[str], field: str = _FIELDS.text) -> Iterator[dict[str, Any]]:
    """Yield the entries of ledgers in order. A folder stands for all ledgers below it, by name.

    `field` is the text field of records with removals. Raises LedgerError for a file that is no ledger,
    StreamError, or ConfigurationError for an empty folder.
    """
    for path in paths:
        files = ledger_files(path)
        if not files:
            raise ConfigurationError(f"{display_name(path)}: the folder holds no ledger; clean --report writes one")
        for file in files:
            try:
                yield from entries_in(file, field)
            except RestoreError as error:
                raise LedgerError(f"{display_name(file)}: {error}") from None
            except StreamError:
                raise
            except OSError as error:
                raise LedgerError(f"{display_name(file)}: {error}") from None


def entries_in(path: str, field: str = _FIELDS.text) -> Iterator[dict[str, Any]]:
    """Yield the entries of one ledger: one that cleaner wrote, or records or a table with removals.

    Raises RestoreError for what is none of them, StreamError or OSError if it cannot be read.
    """
    with open_decompressed(path) as stream:
        head = stream.read(_SNIFF)
        format = FORMATS[sniff(head)]
        content = rejoined(head, stream)
        if format.kind == "table":
            yield from _entries_of_records(_rows(format, content, field), path, field)
        elif format.kind == "records" and not _is_ledger(head):
            yield from _entries_of_records(_records(content), path, field)
        else:
            for entry in entries_of(content):
                if is_undo_entry(entry):
                    raise RestoreError("an undo ledger, which does not tell what was removed; name a report")
                yield entry


def _entries_of_records(records: Iterator[dict[str, Any]], path: str, field: str) -> Iterator[dict[str, Any]]:
    has_removals = False
    for number, record in enumerate(records, 1):
        has_removals = has_removals or carries_removals(record)
        if not has_removals:
            raise RestoreError(_NO_LEDGER)
        try:
            yield entry_of(record, f"{path}:{number}", field)
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
            yield record


def _rows(format: Format, content: BinaryIO, field: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of a table that can be read in pieces, each in its turn. Raises RestoreError, StreamError."""
    if missing := missing_extra(format.name):
        raise RestoreError(missing)
    # either column makes it a table that can be read
    reading = ReadOptions(fields=_FIELDS._replace(text=CLEAN_TEXT, html=field))
    writing = WriteOptions(to="jsonl")
    try:
        table = format.load_reader()(content, reading, writing, Limits(), keep=False)
        for block in table.blocks():
            yield from map(json.loads, block.lines.splitlines())
    except UnfitError as error:
        raise RestoreError(error.failed.why) from None


def _is_ledger(head: bytes) -> bool:
    """Return whether the first line may be an entry, or what `entries_of` explains."""
    return _VERSION.match(head) is not None


def ledger_files(path: str) -> list[str]:
    """Return the ledgers that a path stands for: itself, or the reports below a folder."""
    if path == STDIN or not os.path.isdir(path):
        return [path]
    return sorted(
        os.path.join(folder, name) for folder, _, names in os.walk(path) for name in names if _is_ledger_name(name)
    )


def _is_ledger_name(name: str) -> bool:
    stem, suffix = os.path.splitext(name)
    if suffix.lower() in SUFFIXES:
        suffix = os.path.splitext(stem)[1]
    return suffix.lower() in _LEDGERS and name != _STATISTICS and not is_undo_name(name)
