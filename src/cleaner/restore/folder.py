"""Restores a folder: each file that can be restored, and a message for each other file."""

from __future__ import annotations

import filecmp
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from typing import Any

from cleaner.core.errors import ConfigurationError
from cleaner.formats.registry import format_of, kind_of
from cleaner.restore.document import RestoreError, entries_of, is_page, restored
from cleaner.restore.pairing import CleanFiles, Pair, open_regular, pairs_of_file, pairs_of_folder
from cleaner.restore.undo import UndoLedger, is_undo_entry
from cleaner.runner.outputs.paths import compression_for
from cleaner.system.atomic_file import OutputFolder, PartialFile
from cleaner.system.compression import compress_stream, decompressed, open_decompressed
from cleaner.system.errors import OutputError, PlaceError, WriteError
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
        self._inside = OutputFolder(output)
        above = os.path.abspath(output)
        while not os.path.lexists(above):
            above = os.path.dirname(above)
        if not os.path.isdir(above):
            raise OutputError(f"{display_name(output)}: {display_name(above)} is not a folder")
        self._field = field
        self._files = CleanFiles(folder, [ledger, output])
        self._named: set[str] = set()
        self._restored = self._failed = self._pages = self._refused_pages = 0

    def run(self) -> int:
        """Restore the folder and return the exit code. Raises OutputError or WriteError if writing fails."""
        pairs = pairs_of_folder if os.path.isdir(self._ledger) else pairs_of_file
        if pairs is pairs_of_file and self._is_undo():
            self._undo()
            return self._end()
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
        return self._end()

    def _end(self) -> int:
        if self._pages or self._refused_pages:
            refused = f", and not that of {self._refused_pages:,}" if self._refused_pages else ""
            say(f"pages are not stored; restored the extracted text of {self._pages:,}{refused}")
        if self._failed or is_terminal(sys.stderr):
            say(f"{self._restored:,} files restored, {self._failed:,} not")
        return FAILED if self._failed else DONE

    def _is_undo(self) -> bool:
        try:
            with open_decompressed(self._ledger) as ledger:
                return any(is_undo_entry(entry) for entry in islice(entries_of(ledger), 1))
        except (RestoreError, OSError):
            return False

    def _undo(self) -> None:
        """Write the originals of a folder that was cleaned in place, and what no run has changed."""
        try:
            ledger = UndoLedger(self._ledger)
        except (RestoreError, OSError) as error:
            self._fail(self._ledger, error)
            return
        missing = dict(ledger.sources)
        try:
            for place in self._files.unnamed(set(), ledger.sources):
                known = place in ledger.sources
                missing.pop(place, None)
                path = os.path.join(self._folder, place)
                pieces = ledger.original(path, source=place) if known else None
                self._attempt(path, lambda: self._copy(place, pieces))  # noqa: B023 called at once
            for other in self._files.undo_ledgers:
                name = display_name(os.path.join(self._folder, other))
                say(f"{name} is another undo ledger; the files that only it names are copied as they are")
            for place in missing:
                self._fail(os.path.join(self._folder, place), RestoreError("the file is gone"))
        finally:
            ledger.close()

    def _copy(self, place: str, pieces: Iterable[bytes] | None) -> None:
        with open_regular(os.path.join(self._folder, place), self._folder) as content:
            self._write(place, iter(lambda: content.read(1 << 20), b"") if pieces is None else pieces)

    def _restore_pair(self, pair: Pair) -> None:
        name = pair.source if pair.place is None else os.path.join(self._folder, pair.place)
        if pair.place is not None:
            self._named.add(pair.place)
        self._attempt(name, lambda: self._restore(pair))

    def _attempt(self, name: str, restore: Callable[[], None]) -> None:
        try:
            restore()
        except PlaceError as error:
            self._fail(name, error)
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
        pages = 0

        def counted() -> Iterator[dict[str, Any]]:
            nonlocal pages
            for entry in chain([first] if first else [], pair.entries):
                pages += is_page(entry)
                yield entry

        path = os.path.join(self._folder, pair.place)
        with open_regular(path, self._folder) as raw, decompressed(raw, as_is=as_is) as content:
            if first is None and content.read(1):
                raise RestoreError("no ledger entry for this file")
            pieces = restored(content, counted(), self._field)
            try:
                self._write(pair.place, compress_stream(pieces, compression_for(pair.place)))
            except (RestoreError, OSError):
                self._refused_pages += pages
                raise
            self._pages += pages

    def _write(self, place: str, pieces: Iterable[bytes]) -> None:
        _write(os.path.join(self._output, place), pieces, self._inside)

    def _fail(self, name: str, why: object) -> None:
        self._failed += 1
        text = getattr(why, "strerror", None) or why
        say(f"error: {display_name(name)}: {str(text).removeprefix(f'{display_name(name)}: ')}")


def _write(path: str, pieces: Iterable[bytes], inside: OutputFolder) -> None:
    """Write a complete file. Raises RestoreError if a file with other content exists at `path`.

    Raises PlaceError if a link leads the path out of the folder.
    """
    if os.path.isdir(path):
        raise RestoreError(f"{display_name(path)} exists with other content and is not overwritten")
    part = PartialFile(path, inside=inside)
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
