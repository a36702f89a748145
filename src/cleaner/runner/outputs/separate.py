"""Each source to a file of its own, whole or absent, noted in the journal so that a run can be resumed."""

from __future__ import annotations

import os
from collections.abc import Callable

from cleaner.runner.inputs.task_reader import ResumePoint
from cleaner.runner.outputs.journal import Checkpoint, Finished, Journal
from cleaner.runner.outputs.paths import compression_for
from cleaner.runner.tally import Tally
from cleaner.runner.workers.outcome import UnitResult
from cleaner.runner.workers.task import Source, Unit
from cleaner.system.atomic_file import PartialFile, sidecar_path
from cleaner.system.compression import compress
from cleaner.system.errors import WriteError, write_error


class SeparateOutputs:
    """A file for every source. With `backup`, what stood in its place keeps that suffix.

    `took_over` is told what an earlier run has done of a source that is gone on with; `lock` says that single files
    are to be locked, as the journal does not speak for all of them.
    """

    def __init__(
        self,
        place: Callable[[Source], str],
        journal: Journal,
        *,
        backup: str = "",
        report_size: Callable[[], int] = lambda: 0,
        took_over: Callable[[Tally], None] = lambda _: None,
        lock: bool = False,
    ) -> None:
        import hashlib

        self._place = place
        self._journal = journal
        self._backup = backup
        self._report_size = report_size
        self._took_over = took_over
        self._lock = lock
        self._part: PartialFile | None = None
        self._tally = Tally()
        self._digest = hashlib.sha256()
        self._empty = True
        self._safe = False

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
            self._write(source, output)
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

        point, path = self._journal.point, self._place(unit.source)
        self._tally, self._digest, self._empty, self._safe = Tally(), hashlib.sha256(), True, False
        if point is None or not unit.begins_at:
            return PartialFile(path, lock=self._lock)
        self._safe = True
        self._tally, self._empty = Tally.from_dict(point.tally), not point.output
        self._took_over(self._tally)
        part = PartialFile(path, resume_at=point.output, lock=self._lock)
        with open(part.part, "rb") as file:
            while data := file.read(1 << 20):
                self._digest.update(data)
        return part

    def _write(self, source: Source, data: bytes) -> None:
        if data:
            self._put(compress(data, compression_for(self._place(source))))

    def _put(self, data: bytes) -> None:
        assert self._part is not None
        self._part.write(data)
        self._digest.update(data)
        self._empty = False

    def _finish(self, source: Source, digest: str) -> None:
        part, path = self._part, self._place(source)
        assert part is not None
        if self._empty:
            # a compressed file of nothing is not an empty file
            self._put(compress(b"", compression_for(path)))
        part.sync()
        finished = Finished(digest, self._digest.hexdigest(), self._tally.as_dict(), self._report_size())
        in_place = _is_same(path, source.path)
        # in place, a crash between the two would leave a clean file that looks like one still to be cleaned
        self._journal.finish(source.path, finished, sync=in_place)
        if in_place and finished.output == digest:
            part.close(keep=False)
        else:
            if self._backup and in_place:
                _back_up(path, path + self._backup)
            part.commit(synced=True)
        self._part = None

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


def _is_same(one: str, other: str) -> bool:
    try:
        return os.path.samefile(one, other)
    except OSError:
        return False


def _back_up(path: str, to: str) -> None:
    """Keep what is written over; a backup that is there already is the older one, and stays."""
    try:
        os.link(path, to)
    except FileExistsError:
        pass
    except OSError:
        _copy(path, to)


def _copy(path: str, to: str) -> None:
    # a file system without links
    import shutil

    if os.path.lexists(to):
        return
    copy = PartialFile(to, lock=False)
    try:
        with open(path, "rb") as file:
            while data := file.read(1 << 20):
                copy.write(data)
        copy.commit()
    except OSError as error:
        copy.close(keep=False)
        raise error if isinstance(error, WriteError) else write_error(to, error) from None
    shutil.copystat(path, to)
