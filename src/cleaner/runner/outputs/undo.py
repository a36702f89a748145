"""Keeps what restores inputs that were cleaned in place: undo ledgers and copies of originals."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import NamedTuple

from cleaner.core.errors import ConfigurationError
from cleaner.report.undo import UNDO_NAME, UNDO_SUFFIX, Edit, edits, undo_entry, undone
from cleaner.runner.workers.task import Source
from cleaner.system.atomic_file import PartialFile, Raw, open_locked
from cleaner.system.errors import PlaceError, WriteError, open_error, write_error
from cleaner.system.paths import display_name
from cleaner.system.streams import file_digest

_MAX_BYTES = 32 << 20  # larger files are not compared in memory; their originals are kept as files
_ALWAYS_BYTES = 1 << 20  # the ledger holds edits up to this size; larger edits must be at most half of the original
_HEAD = b'{"schema_version": 1, "program": "cleaner", '  # the beginning of each line
_NAME_BYTES = 255  # the longest file name on common file systems


class Change(NamedTuple):
    """A replacement: the source, its path, the new file, and the digests of both."""

    source: Source
    path: str
    part: str
    before: str
    after: str


Keep = Callable[[Change], None]


def keep_nothing(_: Change) -> None:
    """Keep nothing, for --no-undo."""


class Backups:
    """Keeps the original of each file beside it under a suffix, for --backup."""

    def __init__(self, suffix: str) -> None:
        self._suffix = suffix

    def __call__(self, change: Change) -> None:
        """Keep the original. Raises PlaceError if another file has the name of the backup, or WriteError."""
        keep_file(change.path, change.path + self._suffix, change.before)


class UndoLedgers:
    """Keeps an undo ledger beside each file, or in the named folder. This is the default.

    `used` are the ledgers that this run has written to, each with the first file that it restores.
    """

    def __init__(self, folders: Sequence[str]) -> None:
        self._folders = [folder.rstrip(os.sep) or os.sep for folder in folders]
        self.used: dict[str, str] = {}

    def place(self, source: Source) -> tuple[str, str]:
        """Return the path of the ledger of a source, and the path of the source relative to the ledger's folder."""
        for folder in self._folders:
            if source.path.startswith(os.path.join(folder, "")):
                return os.path.join(folder, UNDO_NAME), os.path.relpath(source.path, folder)
        folder, name = os.path.split(os.path.realpath(source.path))
        ledger = name + UNDO_SUFFIX
        if len(os.fsencode(ledger)) > _NAME_BYTES:
            ledger = UNDO_NAME
        # messages name the folder as the user does
        shown = os.path.dirname(source.path) if not os.path.islink(source.path) else folder
        return os.path.join(shown, ledger), name

    def check(self, source: Source) -> None:
        """Raise ConfigurationError if the path of the ledger holds another file."""
        ledger, _ = self.place(source)
        try:
            with open(ledger, "rb") as file:
                start = file.readline(1 << 12)
        except FileNotFoundError:
            return
        except OSError as error:
            raise ConfigurationError(
                f"{display_name(ledger)}: {error.strerror}; the undo ledger goes there. Use --backup SUFFIX, or "
                "--no-undo to give the originals up"
            ) from None
        torn = not start.endswith(b"\n") and (_HEAD.startswith(start) or start.startswith(_HEAD))
        if not torn and not (start.startswith(_HEAD) and b'"undo": {' in start):
            raise ConfigurationError(
                f"{display_name(ledger)} is there and is no undo ledger of cleaner; move it, or use --backup SUFFIX"
            )

    def __call__(self, change: Change) -> None:
        """Record how to restore the original. Raises PlaceError or WriteError; the caller then replaces nothing."""
        ledger, name = self.place(change.source)
        changes = _changes(change)
        kept = ""
        if changes is None:
            kept = _kept_name(change.path, change.before)
            keep_file(change.path, os.path.join(os.path.dirname(change.path), kept), change.before)
        _append(ledger, undo_entry(name, change.before, change.after, changes or [], kept))
        self.used.setdefault(ledger, change.source.path)

    def summary(self) -> str:
        """Return a line that says how to restore the originals; "" if nothing was replaced."""
        if not self.used:
            return ""
        from shlex import join

        ledger, path = next(iter(self.used.items()))
        folder = os.path.dirname(ledger) or os.curdir
        file = os.path.basename(ledger) != UNDO_NAME or folder not in self._folders
        arguments = [path, ledger, "-o", path] if file else [folder, ledger, "-o", "FOLDER"]
        more = f" and {len(self.used) - 1:,} more ledgers" if len(self.used) > 1 else ""
        return (
            f"the originals are kept in {display_name(ledger)}{more}; to get them back: "
            f"{display_name(join(['cleaner', 'restore', *arguments]))}"
        )


def changed_error(path: str) -> PlaceError:
    """Return the error for a file that has changed since it was read."""
    return PlaceError(f"{display_name(path)}: changed while it was cleaned; left as it is now")


def _changes(change: Change) -> list[Edit] | None:
    """Return verified edits that restore the original; None if they are too long or the file is too large."""
    from hashlib import sha256

    if max(os.path.getsize(change.path), os.path.getsize(change.part)) > _MAX_BYTES:
        return None
    with open(change.path, "rb") as old, open(change.part, "rb") as new:
        before, after = old.read(), new.read()
    if sha256(before).hexdigest() != change.before:
        raise changed_error(change.path)
    found = edits(before, after)
    size = sum(len(edit.original) for edit in found)
    short = size <= max(_ALWAYS_BYTES, len(before) // 2)
    return found if short and undone(after, found) == before else None


def _kept_name(path: str, digest: str) -> str:
    """Return the name of a kept original. Its digest distinguishes it from the originals of other runs."""
    tail = f".{digest[:12]}.orig"
    name = os.fsencode(os.path.basename(path))[: _NAME_BYTES - len(tail)]
    return os.fsdecode(name) + tail


def _append(ledger: str, line: bytes) -> None:
    """Append a line and sync it to disk. A truncated last line is dropped: its file was not replaced."""
    try:
        descriptor = _locked(ledger)
        with io.BufferedWriter(Raw(descriptor)) as file:
            size = os.fstat(descriptor).st_size
            end = _end_of_lines(ledger, size)
            if end < size and _is_whole(ledger, end):
                file.seek(size)
                file.write(b"\n")
            else:
                os.ftruncate(descriptor, end)
                file.seek(end)
            file.write(line)
            file.flush()
            os.fsync(descriptor)
    except OSError as error:
        raise open_error(ledger, error) from None


def _locked(ledger: str) -> int:
    """Open and lock the ledger. Waits up to 30 seconds for another run. Raises PlaceError after that."""
    import time

    for _ in range(600):
        try:
            return open_locked(ledger)
        except BlockingIOError:
            time.sleep(0.05)
    raise PlaceError(f"{display_name(ledger)}: another run keeps it locked")


def _end_of_lines(ledger: str, size: int) -> int:
    with open(ledger, "rb") as file:
        at = size
        while at:
            start = max(at - (1 << 16), 0)
            file.seek(start)
            found = file.read(at - start).rfind(b"\n")
            if found >= 0:
                return start + found + 1
            at = start
    return 0


def _is_whole(ledger: str, at: int) -> bool:
    """Return whether the last line lacks only its line break, as after an edit by hand."""
    import json

    with open(ledger, "rb") as file:
        file.seek(at)
        try:
            return isinstance(json.loads(file.read()), dict)
        except ValueError:
            return False


def keep_file(path: str, to: str, digest: str) -> None:
    """Keep the file at `path` under the path `to` too. An existing file must have the same content.

    Raises PlaceError if its content differs or if the name cannot be used, and WriteError if a write fails.
    """
    try:
        if os.lstat(path).st_nlink > 1:
            # a write through another hard link would change the original too
            _copy(path, to)
        else:
            os.link(path, to)
    except FileExistsError:
        pass
    except OSError:
        _copy(path, to)
    try:
        if os.path.islink(to) or file_digest(to) != digest:
            raise PlaceError(
                f"{display_name(to)} exists with other content; {display_name(path)} is left as it was"
            )
    except OSError as error:
        raise error if isinstance(error, PlaceError) else open_error(to, error) from None


def _copy(path: str, to: str) -> None:
    # for file systems without hard links
    import shutil

    if os.path.lexists(to):
        return
    copy = PartialFile(to)
    try:
        with open(path, "rb") as file:
            while data := file.read(1 << 20):
                copy.write(data)
        copy.commit()
    except OSError as error:
        copy.close(keep=False)
        raise error if isinstance(error, WriteError) else write_error(to, error) from None
    with suppress(OSError):
        shutil.copystat(path, to)
