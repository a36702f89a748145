"""`cleaner restore`: rebuilds the input from a clean file and its ledger, or from a folder of them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any

from cleaner.core.errors import ConfigurationError
from cleaner.formats.options import FIELDS
from cleaner.formats.registry import format_of, kind_of
from cleaner.report.undo import is_undo_name
from cleaner.restore.document import RestoreError, entries_of, is_page, restored
from cleaner.restore.folder import DONE, FAILED, FolderRestore
from cleaner.restore.undo import UndoLedger, is_undo_entry
from cleaner.runner.outputs.paths import compression_for
from cleaner.system.compression import compress_stream, open_decompressed
from cleaner.system.errors import OutputError, StreamError, WriteError
from cleaner.system.paths import STDIN, display_name, shown
from cleaner.system.streams import Output, StandardOutput, WholeFile
from cleaner.system.terminal import is_terminal, safe, say


def run(clean_path: str, ledger_path: str, output: str | None, field: str = FIELDS.text) -> int:
    """Restore a file or a folder and return the exit code. A file is written only if all of it can be restored.

    Raises ConfigurationError for arguments that do not fit, OutputError and WriteError.
    """
    real = os.path.realpath(output or "")
    is_ledger = os.path.isfile(ledger_path) and real == os.path.realpath(ledger_path)
    if output and (is_ledger or is_undo_name(os.path.basename(real))):
        raise ConfigurationError(f"-o {display_name(output)} would write over a ledger; name another file")
    if clean_path != STDIN and os.path.isdir(clean_path):
        return FolderRestore(clean_path, ledger_path, output, field).run()
    if clean_path == ledger_path == STDIN:
        raise ConfigurationError("standard input can be read only once; name the file or its ledger")
    if ledger_path != STDIN and os.path.isdir(ledger_path):
        raise ConfigurationError(
            f"{display_name(ledger_path)} is a folder: name the ledger of {shown(clean_path)} in it, "
            "or a folder of clean files"
        )
    try:
        _restore(clean_path, ledger_path, output, field)
    except (OutputError, WriteError):
        raise
    except StreamError as error:
        say(f"error: {error}")
        return FAILED
    except (RestoreError, OSError) as error:
        say(f"error: {shown(clean_path)} and {display_name(ledger_path)}: {error}")
        return FAILED
    return DONE


def _restore(clean_path: str, ledger_path: str, output: str | None, field: str) -> None:
    pages = 0

    def counted(entries: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        nonlocal pages
        for entry in entries:
            pages += is_page(entry)
            yield entry

    with open_decompressed(ledger_path) as ledger:
        entries = entries_of(ledger)
        first = list(islice(entries, 1))
        if first and is_undo_entry(first[0]):
            if ledger_path == STDIN:
                raise RestoreError("an undo ledger is read more than once; name the file")
            _undo(clean_path, ledger_path, output)
            return
        if kind_of(format_of(clean_path)[0]) == "table":
            raise ConfigurationError(
                "a table cannot be restored; its report lists the removals, and --to jsonl writes records that "
                "can be restored"
            )
        # A failed input was copied unchanged, even if its content looks compressed.
        as_is = (
            any("failure" in entry for entry in first) and clean_path != STDIN and not compression_for(clean_path)
        )
        with open_decompressed(clean_path, as_is=as_is) as content:
            pieces = restored(content, counted(chain(first, entries)), field)
            if output:
                _write(WholeFile(output), compress_stream(pieces, compression_for(output)))
            else:
                # Nothing is written unless all of it can be restored.
                whole = b"".join(pieces)
                if is_terminal(sys.stdout):
                    whole = safe(whole.decode("utf-8", "backslashreplace")).encode()
                _write(StandardOutput(), [whole])
    if pages:
        say(f"{shown(clean_path)}: pages are not stored; restored the extracted text of {pages:,}")


def _undo(clean_path: str, ledger_path: str, output: str | None) -> None:
    """Write the original of a file that was cleaned in place."""
    ledger = UndoLedger(ledger_path)
    try:
        pieces = ledger.original(clean_path)
        if output:
            _write(WholeFile(output), pieces)
        else:
            whole = b"".join(pieces)
            _write(StandardOutput(), [whole])
    finally:
        ledger.close()


def _write(out: Output, pieces: Iterable[bytes]) -> None:
    with out:
        for piece in pieces:
            out.write(piece)
        out.commit()
