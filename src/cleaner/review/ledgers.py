"""Reads the entries of ledgers: files, folders of reports or of an engine's output, standard input."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from cleaner.core.errors import ConfigurationError
from cleaner.report.undo import is_undo_name
from cleaner.restore.document import RestoreError
from cleaner.restore.undo import is_undo_entry
from cleaner.review.ledger_files import read_entries
from cleaner.system.compression import SUFFIXES, open_decompressed
from cleaner.system.errors import StreamError
from cleaner.system.paths import STDIN, display_name

_LEDGERS = (".jsonl", ".json", ".parquet")
_FIELD = "text"
_STATISTICS = "run.json"


T = TypeVar("T")
Entry = dict[str, Any]


class LedgerError(StreamError):
    """A ledger cannot be read. The message names it."""


def _itself(entry: Entry) -> Any:
    return entry


def entries(paths: Iterable[str], take: Callable[[Entry], T] = _itself, field: str = _FIELD) -> Iterator[T]:
    """Yield what `take` makes of each entry of ledgers, in order. Raises the errors of the functions below."""
    for file in ledger_files(paths):
        yield from entries_in(file, take, field)


def entries_in(file: str, take: Callable[[Entry], T] = _itself, field: str = _FIELD) -> Iterator[T]:
    """Yield what `take` makes of each entry of a ledger, one entry at a time.

    Records and tables that carry their removals are ledgers, too; `field` is the text field of records. Raises
    LedgerError for a file that cannot be read or is no ledger, and for a ValueError of `take`; it names the file,
    and the entry. An undo ledger is none.
    """
    name = display_name(file)
    try:
        with open_decompressed(file) as ledger:
            for number, entry in enumerate(read_entries(ledger, file, field), 1):
                if is_undo_entry(entry):
                    raise LedgerError(f"{name}: an undo ledger, which does not tell what was removed")
                try:
                    taken = take(entry)
                except ValueError as error:
                    raise LedgerError(f"{name}: entry {number:,}: {error}") from None
                yield taken
    except StreamError:
        raise
    except (RestoreError, OSError) as error:
        raise LedgerError(f"{name}: {getattr(error, 'strerror', None) or error}") from None


def ledger_files(paths: Iterable[str]) -> Iterator[str]:
    """Yield the ledgers that paths stand for: each path itself, and for a folder the reports below it, by name.

    Raises ConfigurationError for a folder without ledgers, and for a second standard input.
    """
    read_input = False
    for path in paths:
        if path == STDIN and read_input:
            raise ConfigurationError("standard input can be read only once; name - once")
        read_input |= path == STDIN
        if path == STDIN or not os.path.isdir(path):
            yield path
            continue
        found = sorted(
            os.path.join(folder, name) for folder, _, names in os.walk(path) for name in names if _is_ledger(name)
        )
        if not found:
            raise ConfigurationError(
                f"{display_name(path)}: the folder holds no ledger; cleaner clean --report writes them"
            )
        yield from found


def _is_ledger(name: str) -> bool:
    stem, suffix = os.path.splitext(name)
    if suffix.lower() in SUFFIXES:
        suffix = os.path.splitext(stem)[1]
    return suffix.lower() in _LEDGERS and name != _STATISTICS and not is_undo_name(name)
