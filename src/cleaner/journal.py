"""What a run has finished, so that the same command can go on after a crash, and so that two runs never mix.

One JSON object a line: the run's settings first, then every finished source, and for a long stream of
records the last point up to which output and report are safely on disk. A line cut off by a crash is
the last one, and is forgotten.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from hashlib import sha256
from typing import IO, Any, NamedTuple

from cleaner.model import ConfigurationError
from cleaner.streams import OutputError, StreamError, display_name

FOLDER = ".cleaner"
_EVERY = 1.0  # seconds between two safe points of a stream


class Finished(NamedTuple):
    """A source that is done: digests of its bytes and of its output, the counts, the report's size behind it."""

    input: str
    output: str
    tally: dict[str, Any]
    report: int = 0


class Point(NamedTuple):
    """Up to where a stream of records is safe: offsets in input and output, the next record's number."""

    name: str
    input: int
    digest: str
    output: int
    next: int
    tally: dict[str, Any]
    report: int = 0


class Journal:
    """The journal of one output. Entering it locks the output against other runs."""

    def __init__(self, path: str, settings: str, *, resume: bool, keep: bool) -> None:
        self.path = path
        self._settings = settings
        self._resume = resume
        self._keep = keep
        self._file: IO[bytes] | None = None
        self._safe_at = time.monotonic()
        self.finished: dict[str, Finished] = {}
        self.point: Point | None = None

    def __enter__(self) -> Journal:
        """Raises OutputError if another run is at work, or it cannot be written."""
        shown = display_name(self.path)
        try:
            os.makedirs(os.path.dirname(self.path) or ".", exist_ok=True)
            self._file = open(self.path, "a+b")
            _lock(self._file)
        except BlockingIOError:
            raise OutputError(f"{shown}: another run is writing here; wait for it, or write elsewhere") from None
        except OSError as error:
            raise OutputError(f"{shown}: {error.strerror or error}") from None
        if self._resume:
            self._read(self._file)
        if not (self.finished or self.point):
            self._file.truncate(0)
            self._write({"settings": self._settings})
        return self

    def _read(self, file: IO[bytes]) -> None:
        file.seek(0)
        whole = 0
        for number, line in enumerate(file.readlines()):
            try:
                entry = json.loads(line) if line.endswith(b"\n") else None
            except ValueError:
                entry = None
            if entry is None:
                break
            if number == 0:
                if entry.get("settings") != self._settings:
                    raise ConfigurationError(
                        "--resume: the run that was stopped had other settings, rules or another version; "
                        "use the same, or run again without --resume"
                    )
            elif "point" in entry:
                self.point = Point(**entry["point"])
            else:
                self.finished[entry["name"]] = Finished(**entry["finished"])
                self.point = None
            whole += len(line)
        file.truncate(whole)
        file.seek(0, os.SEEK_END)

    def is_time(self) -> bool:
        """Whether a stream should make a safe point."""
        return time.monotonic() - self._safe_at >= _EVERY

    def reach(self, point: Point) -> None:
        """Note a safe point; what it speaks of must be on disk."""
        self._write({"point": point._asdict()}, sync=True)
        self._safe_at = time.monotonic()

    def finish(self, name: str, finished: Finished, *, sync: bool = False) -> None:
        """Note that a source is done."""
        self._write({"name": name, "finished": finished._asdict()}, sync=sync)

    def _write(self, entry: dict[str, Any], *, sync: bool = False) -> None:
        assert self._file is not None
        try:
            self._file.write(json.dumps(entry).encode() + b"\n")
            self._file.flush()
            if sync:
                os.fsync(self._file.fileno())
        except OSError as error:
            raise StreamError(f"{display_name(self.path)}: {error.strerror or error}") from None

    def done(self) -> None:
        """The run is complete; the journal of a single file has served."""
        if not self._keep:
            with contextlib.suppress(OSError):
                os.unlink(self.path)

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()


def _lock(file: IO[bytes]) -> None:
    try:
        import fcntl
    except ImportError:
        return  # where there is no flock, two runs are the user's to keep apart
    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def beside(path: str) -> str:
    """The journal of a single output file."""
    folder, name = os.path.split(path)
    return os.path.join(folder, f".cleaner-{sha256(os.fsencode(name)).hexdigest()[:16]}.journal")
