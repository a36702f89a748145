"""Restores a folder: each file that can be restored, and a message for each other file."""

from __future__ import annotations

import filecmp
import os
import sys
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from cleaner.core.errors import ConfigurationError
from cleaner.formats.registry import format_of, kind_of
from cleaner.restore.document import RestoreError, is_page, restored
from cleaner.restore.pairing import CleanFiles, Pair, pairs_of_file, pairs_of_folder
from cleaner.runner.outputs.paths import compression_for
from cleaner.system.atomic_file import PartialFile
from cleaner.system.compression import compress_stream, open_decompressed
from cleaner.system.errors import OutputError, WriteError
from cleaner.system.paths import STDIN, display_name
from cleaner.system.terminal import is_terminal, say

DONE, FAILED = 0, 3


class FolderRestore:
    """Restores a folder of clean files into another folder, from a folder of ledgers or from one ledger."""

    def __init__(self, folder: str, ledger: str, output: str | None, field: str) -> None:
        """Raises ConfigurationError for arguments that do not fit."""
        if not output:
            raise ConfigurationError(f"{display_name(folder)} is a folder; name the one to restore it into with -o")
        if os.path.lexists(output) and not os.path.isdir(output):
            raise ConfigurationError(
                f"-o {display_name(output)} is not a folder; a folder is restored into a folder"
            )
        if ledger == STDIN:
            raise ConfigurationError(
                "the ledger of a folder is read twice, but standard input only once; name a file"
            )
        for path in (folder, ledger):
            if os.path.realpath(path) == os.path.realpath(output):
                raise ConfigurationError(f"-o {display_name(output)} is the folder that is read; name another")
        self._folder = folder
        self._ledger = ledger
        self._output = output
        self._field = field
        self._files = CleanFiles(folder, [ledger, output])
        self._named: set[str] = set()
        self._restored = self._failed = self._pages = 0

    def run(self) -> int:
        """Restore the folder and return the exit code. Raises OutputError or WriteError if writing fails."""
        pairs = pairs_of_folder if os.path.isdir(self._ledger) else pairs_of_file
        try:
            for pair in pairs(self._files, self._ledger):
                self._restore_pair(pair)
        except (RestoreError, OSError) as error:
            if isinstance(error, (OutputError, WriteError)):
                raise
            self._fail(self._ledger, error)
        else:
            if not (self._restored or self._failed) and os.path.isdir(self._ledger):
                raise ConfigurationError(
                    f"{display_name(self._ledger)} holds no ledger; cleaner clean writes them with --report FOLDER/"
                )
            for place in self._files.unnamed(self._named):
                # An empty file of records has no ledger entry.
                self._restore_pair(Pair(place, place, iter(())))
        if self._pages:
            say(f"pages are not stored; restored the extracted text of {self._pages:,}")
        if self._failed or is_terminal(sys.stderr):
            say(f"{self._restored:,} files restored, {self._failed:,} not")
        return FAILED if self._failed else DONE

    def _restore_pair(self, pair: Pair) -> None:
        name = pair.source if pair.place is None else os.path.join(self._folder, pair.place)
        if pair.place is not None:
            self._named.add(pair.place)
        try:
            self._restore(pair)
        except (OutputError, WriteError):
            raise
        except (RestoreError, OSError) as error:
            self._fail(name, error)
        else:
            self._restored += 1

    def _restore(self, pair: Pair) -> None:
        first = next(pair.entries, None)
        if pair.place is None:
            why = first["failure"] if first and "failure" in first else ""
            cause = f"; it could not be cleaned: {why}" if why else ""
            raise RestoreError(f"{display_name(self._folder)} holds no output for it{cause}")
        if kind_of(format_of(pair.place)[0]) == "table":
            raise RestoreError("a table cannot be restored; --to jsonl writes records that can be restored")
        # A failed input was copied unchanged, even if its content looks compressed.
        as_is = bool(first and "failure" in first) and not compression_for(pair.place)
        entries = self._counted(chain([first] if first else [], pair.entries))
        with open_decompressed(os.path.join(self._folder, pair.place), as_is=as_is) as content:
            if first is None and content.read(1):
                raise RestoreError("no ledger entry for this file")
            pieces = restored(content, entries, self._field)
            _write(os.path.join(self._output, pair.place), compress_stream(pieces, compression_for(pair.place)))

    def _counted(self, entries: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        for entry in entries:
            self._pages += is_page(entry)
            yield entry

    def _fail(self, name: str, why: object) -> None:
        self._failed += 1
        text = getattr(why, "strerror", None) or why
        say(f"error: {display_name(name)}: {str(text).removeprefix(f'{display_name(name)}: ')}")


def _write(path: str, pieces: Iterable[bytes]) -> None:
    """Write a complete file. Raises RestoreError if a file with other content exists at `path`."""
    part = PartialFile(path)
    committed = False
    try:
        for piece in pieces:
            part.write(piece)
        part.sync()
        if not os.path.lexists(path):
            part.commit(synced=True)
            committed = True
        elif not (os.path.isfile(path) and filecmp.cmp(part.part, path, shallow=False)):
            raise RestoreError(f"{display_name(path)} exists with other content and is not overwritten")
    finally:
        if not committed:
            part.close(keep=False)
