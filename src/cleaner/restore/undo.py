"""Gets the originals of files back that were cleaned in place, with the undo ledger that the run kept."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from cleaner.core.document import digest
from cleaner.report.undo import edits_of, undone
from cleaner.restore.document import DAMAGE_ERRORS, RestoreError, parse_entry
from cleaner.system.paths import STDIN, display_name
from cleaner.system.streams import file_digest, lines, open_input

_PIECE_BYTES = 1 << 20


def is_undo_entry(entry: dict[str, Any]) -> bool:
    """Return whether an entry of a ledger is one of an undo ledger."""
    return isinstance(entry.get("undo"), dict)


class UndoLedger:
    """The entries of an undo ledger by their sources. They stay on disk.

    `sources` are paths, seen from the folder of the ledger.
    """

    def __init__(self, path: str) -> None:
        """Raises RestoreError for a line that cleaner did not write, or StreamError. Close it after use."""
        self._folder = os.path.dirname(path)
        self._file: BinaryIO = open_input(path)
        self.sources: dict[str, list[int]] = {}
        at = 0
        for number, line in enumerate(lines(self._file), 1):
            if not line.strip():
                at += len(line)
                continue
            try:
                undo = parse_entry(line, f"line {number} is not JSON")["undo"]
                self.sources.setdefault(os.fspath(undo["source"]), []).append(at)
            except RestoreError:
                if line.endswith(b"\n"):
                    raise
                # a run was killed here, before it replaced anything
            except DAMAGE_ERRORS:
                raise RestoreError(f"line {number} is no entry of an undo ledger") from None
            at += len(line)

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def original(self, path: str, *, source: str | None = None) -> Iterator[bytes]:
        """Yield the original of the file at `path` in pieces, or of standard input.

        Every run that the ledger knows of is undone, the last one first. `source` is the file's name in the ledger;
        without it, the file is found by its place, else by its name, else by its digest. Raises RestoreError if the
        file is not as a run left it.
        """
        data = open_input(path).read() if path == STDIN else None
        state = digest(data) if data is not None else f"sha256:{file_digest(path)}"
        named = [source] if source is not None else self._candidates(path)
        found = {}
        for name in named:
            chain = self._chain(name, state)
            if chain is not None:
                found[chain[-1]["input_digest"] if chain else state] = (name, chain)
        if not found:
            raise RestoreError("this is not the file that cleaner wrote (its digest differs)")
        if len(found) > 1:
            names = ", ".join(display_name(name) for name, _ in found.values())
            raise RestoreError(f"the ledger has several originals for it, of {names}; restore it at its place")
        ((name, chain),) = found.values()
        yield from self._undone(path, data, name, chain)

    def _candidates(self, path: str) -> list[str]:
        if path != STDIN:
            real, base = os.path.realpath(path), os.path.basename(path)
            tests: list[Callable[[str], bool]] = [
                lambda name: os.path.realpath(os.path.join(self._folder, name)) == real,
                lambda name: os.path.basename(name) == base,
            ]
            for test in tests:
                if found := [name for name in self.sources if test(name)]:
                    return found
        return list(self.sources)

    def _chain(self, source: str, state: str) -> list[dict[str, Any]] | None:
        """The entries that lead from a state of the file to its original, last run first; None if none fits."""
        entries = [self._entry(at) for at in self.sources.get(source, [])]
        if not any(state in (entry["input_digest"], entry["output_digest"]) for entry in entries):
            return None
        chain = []
        for entry in reversed(entries):
            if entry["output_digest"] == state:
                chain.append(entry)
                state = entry["input_digest"]
        return chain

    def _entry(self, at: int) -> dict[str, Any]:
        self._file.seek(at)
        undo = parse_entry(self._file.readline(), "it has changed")["undo"]
        if not all(isinstance(undo.get(name), str) for name in ("source", "input_digest", "output_digest")):
            raise RestoreError("the undo ledger is damaged; restore needs it as cleaner wrote it")
        return dict(undo)

    def _undone(self, path: str, data: bytes | None, source: str, chain: list[dict[str, Any]]) -> Iterator[bytes]:
        kept = [index for index, entry in enumerate(chain) if "kept" in entry]
        if kept:
            # what came after it need not be undone
            path, data = self._kept(path, source, chain[kept[-1]]), None
            chain = chain[kept[-1] + 1 :]
        if not chain:
            yield from [data] if data is not None else _pieces(path)
            return
        if data is None:
            data = b"".join(_pieces(path))
        for entry in chain:
            try:
                data = undone(data, edits_of(entry))
            except DAMAGE_ERRORS:
                raise RestoreError("the undo ledger is damaged; restore needs it as cleaner wrote it") from None
            if digest(data) != entry["input_digest"]:
                raise RestoreError("the undo ledger does not add up to the original (its digest differs)")
        yield data

    def _kept(self, path: str, source: str, entry: dict[str, Any]) -> str:
        """The path of an original that was kept whole, checked."""
        name = entry["kept"]
        if not isinstance(name, str) or os.path.basename(name) != name or name in ("", os.curdir, os.pardir):
            raise RestoreError("the undo ledger is damaged; restore needs it as cleaner wrote it")
        folders = [os.path.dirname(path)] if path != STDIN else []
        for folder in (*folders, os.path.dirname(os.path.join(self._folder, source))):
            kept = os.path.join(folder, name)
            try:
                if stat.S_ISREG(os.lstat(kept).st_mode) and f"sha256:{file_digest(kept)}" == entry["input_digest"]:
                    return kept
            except OSError:
                continue
        raise RestoreError(f"{display_name(name)}, which holds the original, is not beside it or was changed")


def _pieces(path: str) -> Iterator[bytes]:
    with open(path, "rb") as file:
        while data := file.read(_PIECE_BYTES):
            yield data
