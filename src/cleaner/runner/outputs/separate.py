"""Each source to a file of its own, whole or absent, noted in the journal so that a run can be resumed."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable

from cleaner.runner.inputs.task_reader import ResumePoint
from cleaner.runner.outputs.journal import Checkpoint, Finished, Journal
from cleaner.runner.outputs.paths import compression_for
from cleaner.runner.outputs.undo import Change, Keep, changed_error, keep_nothing
from cleaner.runner.tally import Tally
from cleaner.runner.workers.outcome import UnitResult
from cleaner.runner.workers.task import Source, Unit
from cleaner.system.atomic_file import OutputFolder, PartialFile, sidecar_path
from cleaner.system.compression import compress


class SeparateOutputs:
    """A file for every source, in its folder `inside`, or in the source's own place.

    With `in_place`, `keep` is told of each change before it happens, and a source that was edited meanwhile stays
    as it is. `took_over` is told what an earlier run has done of a source that is gone on with. `unkept` counts
    what replaced files could not pass on, with the first of them.
    """

    def __init__(
        self,
        place: Callable[[Source], str],
        journal: Journal,
        *,
        inside: OutputFolder | None = None,
        in_place: bool = False,
        keep: Keep = keep_nothing,
        report_size: Callable[[], int] = lambda: 0,
        took_over: Callable[[Tally], None] = lambda _: None,
    ) -> None:
        import hashlib

        self._place = place
        self._journal = journal
        self._inside = inside
        self._in_place = in_place
        self._keep = keep
        self._report_size = report_size
        self._took_over = took_over
        self._part: PartialFile | None = None
        self._path = ""
        self._tally = Tally()
        self._digest = hashlib.sha256()
        self._empty = True
        self._safe = False
        self.unkept: dict[str, tuple[int, str]] = {}

    def begins_at(self, source: Source) -> ResumePoint:
        """Where in a source a resumed run goes on, if it is still the same."""
        point = self._journal.point
        if point is None or point.name != source.path:
            return ResumePoint()
        try:
            if os.path.getsize(sidecar_path(self._place(source), "part")) < point.output:
                return ResumePoint()
        except OSError:
            return ResumePoint()
        return ResumePoint(point.input, point.digest, point.next)

    def is_finished(self, source: Source) -> Finished | None:
        """What the journal says of a source that needs no more work: same input, and its output is there."""
        finished = self._journal.finished(source.path)
        if finished is None:
            return None
        try:
            now = digest_of(source.path)
            if finished.output != digest_of(self._place(source)):
                return None
        except OSError:
            return None
        # cleaned in place, the input is its own output
        return finished if now in (finished.input, finished.output) else None

    def add(self, unit: Unit, done: UnitResult) -> None:
        """Write what came next of a source; with the last unit its file appears. Raises WriteError.

        Of a source that is lost half-way nothing appears.
        """
        source = unit.source
        if done.lost:
            self._safe = False
            self.close()
            return
        if self._part is None:
            self._part = self._begin(unit)
        for output in done.outputs:
            self._write(output)
        self._tally.add(done.tally)
        if unit.last:
            self._finish(source, done.digest or unit.digest)
        elif unit.records and self._journal.is_time():
            self.checkpoint(unit)

    def checkpoint(self, unit: Unit) -> None:
        """Note in the journal that everything up to here is safe."""
        if self._part is None or not unit.digest:
            return
        point = Checkpoint(
            unit.source.path,
            unit.source.name,
            unit.until,
            unit.digest,
            self._part.sync(),
            unit.first + (unit.data or b"").count(b"\n"),
            self._tally.as_dict(),
            self._report_size(),
        )
        self._journal.checkpoint(point)
        self._safe = True

    def _begin(self, unit: Unit) -> PartialFile:
        import hashlib

        point = self._journal.point
        # a link that is swapped meanwhile must not lead to another file
        self._path = path = self._place(unit.source)
        self._tally, self._digest, self._empty, self._safe = Tally(), hashlib.sha256(), True, False
        if point is None or not unit.begins_at:
            return PartialFile(path, inside=self._inside)
        self._safe = True
        self._tally, self._empty = Tally.from_dict(point.tally), not point.output
        self._took_over(self._tally)
        part = PartialFile(path, resume_at=point.output, inside=self._inside)
        with open(part.part, "rb") as file:
            while data := file.read(1 << 20):
                self._digest.update(data)
        return part

    def _write(self, data: bytes) -> None:
        if data:
            self._put(compress(data, compression_for(self._path)))

    def _put(self, data: bytes) -> None:
        assert self._part is not None
        self._part.write(data)
        self._digest.update(data)
        self._empty = False

    def _finish(self, source: Source, digest: str) -> None:
        part, path = self._part, self._path
        assert part is not None
        if self._empty:
            # a compressed file of nothing is not an empty file
            self._put(compress(b"", compression_for(path)))
        part.sync()
        finished = Finished(digest, self._digest.hexdigest(), self._tally.as_dict(), self._report_size())
        if self._in_place:
            self._replace(source, part, finished)
        else:
            self._journal.finish(source.path, finished)
            part.commit(synced=True)
        self._part = None

    def _replace(self, source: Source, part: PartialFile, finished: Finished) -> None:
        """Put the part in the place of its source. Raises PlaceError if the source is not what it was when read."""
        path = part.path
        before = _state(path)
        if before is None or digest_of(path) != finished.input:
            raise changed_error(path)
        # a crash between the two would leave a clean file that looks like one still to be cleaned
        self._journal.finish(source.path, finished, sync=True)
        if finished.output == finished.input:
            part.close(keep=False)
            return
        self._keep(Change(source, path, part.part, finished.input, finished.output))
        if _state(path) != before:
            raise changed_error(path)
        part.commit(synced=True)
        for what in part.unkept:
            count, first = self.unkept.get(what, (0, path))
            self.unkept[what] = count + 1, first

    def drop(self) -> None:
        """Forget a source whose output cannot be written."""
        self._safe = False
        self.close()

    def close(self) -> None:
        """Leave an unfinished part, if a run can go on with it."""
        if self._part is not None:
            self._part.close(keep=self._safe)
            self._part = None


def digest_of(path: str) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""

    import hashlib

    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _state(path: str) -> tuple[int, int, int, int] | None:
    """What changes when somebody writes to a file or puts another in its place; None for what is no file."""
    try:
        status = os.lstat(path)
    except OSError:
        return None
    if not stat.S_ISREG(status.st_mode):
        return None
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns
