"""Records what a run has finished, so that --resume can continue it, and locks the output against other runs.

Each line is a JSON object. The first holds the settings of the run. Then comes a line for each finished source,
and for a long stream of records a line for each checkpoint, up to which output and report are synced to disk. The
last line marks the end of the run. A crash can truncate only the last line, which the reader drops.
"""

from __future__ import annotations

import contextlib
import io
import os
import time
from typing import IO, Any, NamedTuple

from cleaner.core.errors import ConfigurationError
from cleaner.system.atomic_file import Raw, open_locked
from cleaner.system.errors import OutputError, open_error, write_error
from cleaner.system.paths import display_name

_CHECKPOINT_SECONDS = 1.0  # seconds between two checkpoints of a stream


class Finished(NamedTuple):
    """A finished source: digests of its bytes and of its output, the counts, and the report's size after it."""

    input: str
    output: str
    tally: dict[str, Any]
    report: int = 0


class Checkpoint(NamedTuple):
    """The synced part of a stream of records: offsets in input and output in bytes, and the next record's number.

    `name` is the path of the source, `source` its name.
    """

    name: str
    source: str
    input: int
    digest: str
    output: int
    next: int
    tally: dict[str, Any]
    report: int = 0


class Journal:
    """The journal of one output. The context manager locks the output against other runs.

    `of` is the output. Messages name it, because users do not know the journal. `was_left` is true if the earlier
    run did not finish, `is_begun_again` if this run repeats the work of that run.
    """

    def __init__(self, path: str, settings: str, *, of: str, resume: bool, keep: bool) -> None:
        self.path = path
        self._of = of
        self.was_left = self.is_begun_again = False
        self.point: Checkpoint | None = None
        self.report = 0
        self._settings = settings
        self._resume = resume
        self._keep = keep
        self._useful = False
        self._file: IO[bytes] | None = None
        self._safe_at = time.monotonic()
        self._finished: dict[bytes, int] = {}  # offsets of lines: a million names need much memory

    def __enter__(self) -> Journal:
        """Raises OutputError if another run holds the lock, and OutputError or WriteError if a write fails."""
        try:
            os.makedirs(os.path.dirname(self.path) or ".", exist_ok=True)
            if self._keep and os.path.islink(os.path.dirname(self.path)):
                raise OutputError(f"{display_name(os.path.dirname(self.path))}: is a link; it is not followed")
            descriptor = open_locked(self.path)
        except BlockingIOError:
            raise OutputError(
                f"{display_name(self._of)}: another run is writing here; wait for it, or write elsewhere"
            ) from None
        except OSError as error:
            raise error if isinstance(error, OutputError) else open_error(self._of, error) from None
        try:
            self._begin(descriptor)
        except BaseException:
            os.close(descriptor)
            raise
        self._file = io.BufferedWriter(Raw(descriptor))
        if os.fstat(descriptor).st_size == 0:
            self._write({"settings": self._settings})
        return self

    def _begin(self, descriptor: int) -> None:
        """Read the journal of the earlier run, and keep the usable lines."""

        import json

        whole = 0
        with open(self.path, "rb") as file:
            for line in file:
                try:
                    entry = json.loads(line) if line.endswith(b"\n") else None
                except ValueError:
                    entry = None
                if entry is None:
                    break
                self.was_left = not entry.get("done", False)
                self.is_begun_again = self.was_left and not self._resume and "settings" not in entry
                if self._resume:
                    self._take(entry, whole)
                whole += len(line)
        self._useful = bool(self._finished or self.point)
        try:
            os.ftruncate(descriptor, whole if self._useful else 0)
            os.lseek(descriptor, 0, os.SEEK_END)
        except OSError as error:
            raise write_error(self._of, error) from None

    def _take(self, entry: dict[str, Any], at: int) -> None:
        if "settings" in entry:
            if entry["settings"] != self._settings:
                raise ConfigurationError(
                    "--resume: the run that was stopped had other settings, rules or another version; "
                    "use the same, or run again without --resume"
                )
        elif "point" in entry:
            self.point = Checkpoint(**entry["point"])
            self.report = self.point.report
        elif "finished" in entry:
            self._finished[_key(entry["name"])] = at
            self.point = None
            self.report = entry["finished"]["report"]

    def finished(self, name: str) -> Finished | None:
        """Return the entry of a source that the earlier run has finished, or None."""

        import json

        at = self._finished.get(_key(name))
        if at is None:
            return None
        with open(self.path, "rb") as file:
            file.seek(at)
            return Finished(**json.loads(file.readline())["finished"])

    @property
    def is_useful(self) -> bool:
        """Whether another run can resume from this journal."""
        return self._useful

    def is_time(self) -> bool:
        """Return whether a checkpoint of the stream is due."""
        return time.monotonic() - self._safe_at >= _CHECKPOINT_SECONDS

    def checkpoint(self, point: Checkpoint) -> None:
        """Record a checkpoint. The caller has synced the output and the report to disk."""
        self._write({"point": point._asdict()}, sync=True)
        self._useful = True
        self._safe_at = time.monotonic()

    def finish(self, name: str, finished: Finished, *, sync: bool = False) -> None:
        """Record a finished source. With `sync`, the entry is synced to disk."""
        self._write({"name": name, "finished": finished._asdict()}, sync=sync)
        self._useful = True

    def _write(self, entry: dict[str, Any], *, sync: bool = False) -> None:
        import json

        assert self._file is not None
        try:
            self._file.write(json.dumps(entry).encode() + b"\n")
            self._file.flush()
            if sync:
                os.fsync(self._file.fileno())
        except OSError as error:
            raise write_error(self._of, error) from None

    def done(self) -> None:
        """Record the end of the run. The journal of a single file is removed."""
        if self._keep:
            self._write({"done": True})
        else:
            self._useful = False

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            if not self._keep and not self._useful:
                with contextlib.suppress(OSError):
                    os.unlink(self.path)
            with contextlib.suppress(OSError):
                self._file.close()


def _key(name: str) -> bytes:
    from hashlib import blake2b

    return blake2b(os.fsencode(name), digest_size=16).digest()
