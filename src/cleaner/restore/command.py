"""`cleaner restore`: a clean file and its ledger become the input again, or a folder of them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any

from cleaner.core.errors import ConfigurationError
from cleaner.formats.registry import format_of, kind_of
from cleaner.restore.document import RestoreError, entries_of, is_page, restored
from cleaner.restore.folder import DONE, FAILED, FolderRestore
from cleaner.runner.outputs.paths import compression_for
from cleaner.system.compression import compress_stream, open_decompressed
from cleaner.system.errors import OutputError, StreamError, WriteError
from cleaner.system.paths import STDIN, display_name
from cleaner.system.streams import Output, StandardOutput, WholeFile
from cleaner.system.terminal import say


def run(clean_path: str, ledger_path: str, output: str | None, field: str = "text") -> int:
    """Restore; the exit code. Of a single file nothing is written unless all of it could be restored."""
    if clean_path != STDIN and os.path.isdir(clean_path):
        return FolderRestore(clean_path, ledger_path, output, field).run()
    if clean_path == ledger_path == STDIN:
        raise ConfigurationError("standard input can be read only once; name the file or its ledger")
    if ledger_path != STDIN and os.path.isdir(ledger_path):
        raise ConfigurationError(
            f"{display_name(ledger_path)} is a folder: name the ledger of {_shown(clean_path)} in it, "
            "or a folder of clean files"
        )
    if kind_of(format_of(clean_path)[0]) == "table":
        raise ConfigurationError(
            "nothing is put back into a table; its report says what went, and --to jsonl writes records that "
            "can be restored"
        )
    try:
        _restore(clean_path, ledger_path, output, field)
    except (OutputError, WriteError):
        raise
    except StreamError as error:
        say(f"error: {error}")
        return FAILED
    except (RestoreError, OSError) as error:
        say(f"error: {_shown(clean_path)} and {display_name(ledger_path)}: {error}")
        return FAILED
    return DONE


def _restore(clean_path: str, ledger_path: str, output: str | None, field: str) -> None:
    pages = 0

    def watched(entries: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        nonlocal pages
        for entry in entries:
            pages += is_page(entry)
            yield entry

    with open_decompressed(ledger_path) as ledger:
        entries = entries_of(ledger)
        begun = list(islice(entries, 1))
        # what failed as a whole is as it was, whatever it holds
        as_is = (
            any("failure" in entry for entry in begun) and clean_path != STDIN and not compression_for(clean_path)
        )
        with open_decompressed(clean_path, as_is=as_is) as content:
            pieces = restored(content, watched(chain(begun, entries)), field)
            if output:
                _write(WholeFile(output), compress_stream(pieces, compression_for(output)))
            else:
                _write(StandardOutput(), [b"".join(pieces)])
    if pages:
        which = f"what is restored of {pages:,} is the text that was extracted"
        say(f"{_shown(clean_path)}: pages are not kept; {which}")


def _write(out: Output, pieces: Iterable[bytes]) -> None:
    with out:
        for piece in pieces:
            out.write(piece)
        out.commit()


def _shown(path: str) -> str:
    return "standard input" if path == STDIN else display_name(path)
