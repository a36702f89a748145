"""Writes a file for each source, completely or not at all. The journal records it, so that a run can resume."""

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
from cleaner.system.streams import file_digest


class SeparateOutputs:
    """Writes a file for every source, in the folder `inside` or over the source itself.

    With `in_place`, `keep` is called before each replacement, and a source that changes during the run is not
    replaced. `took_over` is called with the counts of an earlier run for a source that this run continues. `unkept`
    counts the attributes that replaced files could not pass on, each with the first path.
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
        """Return the point at which a resumed run continues in a source; its beginning if the output is missing."""
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
        """Return the journal entry of a source whose input is unchanged and whose output exists, or None."""
        finished = self._journal.finished(source.path)
        if finished is None:
            return None
        try:
            now = file_digest(source.path)
            if finished.output != file_digest(self._place(source)):
                return None
        except OSError:
            return None
        # with --in-place, the input is its own output
        return finished if now in (finished.input, finished.output) else None

    def add(self, unit: Unit, done: UnitResult) -> None:
        """Write the result of the next unit of a source. The file appears with the last unit. Raises WriteError.

        A source that becomes unreadable produces no file.
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
        """Sync the output, and record in the journal that everything up to this unit is on disk."""
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
        # resolved once: a link that changes during the run must not lead to another file
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
            # an empty file is not a valid compressed file
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
        """Replace the source with the part. Raises PlaceError if the source has changed since it was read."""
        path = part.path
        before = _state(path)
        if before is None or file_digest(path) != finished.input:
            raise changed_error(path)
        # recorded first: after a crash between the two, a resumed run would clean the clean file again
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
        """Discard the unfinished output of a source that cannot be written."""
        self._safe = False
        self.close()

    def close(self) -> None:
        """Close the unfinished part. It is kept if a run can resume it, else removed."""
        if self._part is not None:
            self._part.close(keep=self._safe)
            self._part = None


def _state(path: str) -> tuple[int, int, int, int] | None:
    """Return values that change if a file is written or replaced; None if the path is not a regular file."""
    try:
        status = os.lstat(path)
    except OSError:
        return None
    if not stat.S_ISREG(status.st_mode):
        return None
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns
