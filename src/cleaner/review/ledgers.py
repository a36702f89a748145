"""Reads the entries of ledgers: files, folders of reports, standard input."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import Any

from cleaner.core.errors import ConfigurationError
from cleaner.report.undo import is_undo_name
from cleaner.restore.document import RestoreError, entries_of
from cleaner.system.compression import SUFFIXES, open_decompressed
from cleaner.system.errors import StreamError
from cleaner.system.paths import STDIN, display_name

_LEDGERS = (".jsonl", ".json")
_STATISTICS = "run.json"


class LedgerError(StreamError):
    """A ledger cannot be read. The message names it."""


def entries(paths: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Yield the entries of ledgers in order. A folder stands for all ledgers below it, by name.

    Raises LedgerError for a file that is no ledger, StreamError, or ConfigurationError for an empty folder.
    """
    for path in paths:
        files = ledger_files(path)
        if not files:
            raise ConfigurationError(f"{display_name(path)}: the folder holds no ledger; clean --report writes one")
        for file in files:
            try:
                with open_decompressed(file) as ledger:
                    for entry in entries_of(ledger):
                        if "undo" in entry:
                            raise RestoreError(
                                "an undo ledger, which does not tell what was removed; name a report"
                            )
                        yield entry
            except RestoreError as error:
                raise LedgerError(f"{display_name(file)}: {error}") from None
            except StreamError:
                raise
            except OSError as error:
                raise LedgerError(f"{display_name(file)}: {error}") from None


def ledger_files(path: str) -> list[str]:
    """Return the ledgers that a path stands for: itself, or the reports below a folder."""
    if path == STDIN or not os.path.isdir(path):
        return [path]
    return sorted(
        os.path.join(folder, name) for folder, _, names in os.walk(path) for name in names if _is_ledger(name)
    )


def _is_ledger(name: str) -> bool:
    stem, suffix = os.path.splitext(name)
    if suffix.lower() in SUFFIXES:
        suffix = os.path.splitext(stem)[1]
    return suffix.lower() in _LEDGERS and name != _STATISTICS and not is_undo_name(name)
