"""What brings inputs back that were cleaned in place: undo ledgers, and originals that are kept."""

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

_MAX_BYTES = 32 << 20  # larger files are not compared in memory; their originals are kept
_ALWAYS_BYTES = 1 << 20  # as much original text stands in the ledger at any rate
_HEAD = b'{"schema_version": 1, "program": "cleaner", '  # each line begins so
_NAME_BYTES = 255  # the longest file name on common file systems


class Change(NamedTuple):
    """A file that is about to be replaced: its place, the file that will take it, and the digests of both."""

    source: Source
    path: str
    part: str
    before: str
    after: str


Keep = Callable[[Change], None]


def keep_nothing(_: Change) -> None:
    """For --no-undo: the original is given up."""


class Backups:
    """--backup: the original of each file stays beside it, under a suffix."""

    def __init__(self, suffix: str) -> None:
        self._suffix = suffix

    def __call__(self, change: Change) -> None:
        """Keep the original. Raises PlaceError if another file has the name of the backup, or WriteError."""
        keep_file(change.path, change.path + self._suffix, change.before)


class UndoLedgers:
    """By default: a ledger of what was replaced beside each file, or in the folder that was named.

    `used` are the ledgers that this run has written to, each with the first file that it brings back.
    """

    def __init__(self, folders: Sequence[str]) -> None:
        self._folders = [folder.rstrip(os.sep) or os.sep for folder in folders]
        self.used: dict[str, str] = {}

    def place(self, source: Source) -> tuple[str, str]:
        """The ledger of a source, and the source seen from the folder of the ledger."""
        for folder in self._folders:
            if source.path.startswith(os.path.join(folder, "")):
                return os.path.join(folder, UNDO_NAME), os.path.relpath(source.path, folder)
        folder, name = os.path.split(os.path.realpath(source.path))
        ledger = name + UNDO_SUFFIX
        if len(os.fsencode(ledger)) > _NAME_BYTES:
            ledger = UNDO_NAME
        # beside the file, but as the user names the folder
        shown = os.path.dirname(source.path) if not os.path.islink(source.path) else folder
        return os.path.join(shown, ledger), name

    def check(self, source: Source) -> None:
        """Raise ConfigurationError if the place of a ledger is taken by something else."""
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
        """Note how the original comes back. Raises PlaceError or WriteError; then nothing may be replaced."""
        ledger, name = self.place(change.source)
        changes = _changes(change)
        kept = ""
        if changes is None:
            kept = _kept_name(change.path, change.before)
            keep_file(change.path, os.path.join(os.path.dirname(change.path), kept), change.before)
        _append(ledger, undo_entry(name, change.before, change.after, changes or [], kept))
        self.used.setdefault(ledger, change.source.path)

    def summary(self) -> str:
        """Where the originals are, and how they come back, in a line; "" if nothing was replaced."""
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
    """The error for a file that somebody else has changed since it was read."""
    return PlaceError(f"{display_name(path)}: changed while it was cleaned; left as it is now")


def _changes(change: Change) -> list[Edit] | None:
    """The edits that bring the original back, proved; None where they would not be shorter than the original."""
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
    """The name of an original that is kept: its digest tells it from those of other runs."""
    tail = f".{digest[:12]}.orig"
    name = os.fsencode(os.path.basename(path))[: _NAME_BYTES - len(tail)]
    return os.fsdecode(name) + tail


def _append(ledger: str, line: bytes) -> None:
    """Write a line, safely on disk. A line that a crash has cut off is dropped: nothing was replaced for it."""
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
    """The ledger, locked: another run that cleans files of this folder waits its turn."""
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
    """Whether the last line lost its line break only, as in an editor."""
    import json

    with open(ledger, "rb") as file:
        file.seek(at)
        try:
            return isinstance(json.loads(file.read()), dict)
        except ValueError:
            return False


def keep_file(path: str, to: str, digest: str) -> None:
    """Keep the file at `path` as `to` too; a file that is there already must have the same content.

    Raises PlaceError if it has not, or the name cannot be used, and WriteError.
    """
    try:
        if os.lstat(path).st_nlink > 1:
            # under its other names somebody may write to it
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
    # a file system without links
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
