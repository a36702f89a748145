"""Each source to a file of its own, whole or absent, noted in the journal so that a run can be resumed."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from contextlib import suppress

from cleaner.batch import Done
from cleaner.journal import Finished, Journal, Point
from cleaner.outputs import Part
from cleaner.packing import SUFFIXES, packed
from cleaner.sources import Source
from cleaner.streams import StreamError, display_name
from cleaner.tally import Tally
from cleaner.work import Unit


class Placed:
    """A file for every source. With `backup`, what stood in its place keeps that suffix."""

    def __init__(
        self,
        place: Callable[[Source], str],
        journal: Journal,
        *,
        backup: str = "",
        digest_of: Callable[[Source], str] = lambda _: "",
        report_size: Callable[[], int] = lambda: 0,
    ) -> None:
        self._place = place
        self._journal = journal
        self._backup = backup
        self._digest_of = digest_of
        self._report_size = report_size
        self._part: Part | None = None
        self._tally = Tally()

    def begins_at(self, source: Source) -> tuple[int, int]:
        """(offset in the source's content, number of the next record) from which a resumed run goes on."""
        point = self._journal.point
        return (point.input, point.next) if point is not None and point.name == source.name else (0, 1)

    def is_finished(self, source: Source) -> Finished | None:
        """What the journal says of a source that needs no more work: same input, and its output is there."""
        finished = self._journal.finished.get(source.name)
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

    def add(self, unit: Unit, done: Done) -> None:
        """Write what came next of a source; with the last unit its file appears. Raises StreamError.

        Of a source that is lost half-way nothing appears.
        """
        source = unit.source
        if done.lost:
            self._abandon()
            return
        if self._part is None:
            self._begin(source)
        assert self._part is not None
        data = b"".join(done.outputs)
        if data:
            self._part.write(packed(data, self._packing(source)))
        self._tally.add(done.tally)
        if unit.last:
            self._finish(source, done.digest or self._digest_of(source))
        elif source.format == "jsonl" and unit.records and self._journal.is_time():
            self._journal.reach(
                Point(
                    source.name,
                    unit.until,
                    self._digest_of(source),
                    self._part.sync(),
                    unit.first + (unit.data or b"").count(b"\n"),
                    self._tally.as_dict(),
                    self._report_size(),
                )
            )

    def _begin(self, source: Source) -> None:
        point = self._journal.point
        resumed = point is not None and point.name == source.name
        self._part = Part(self._place(source), resume_at=point.output if resumed and point else None)
        self._tally = Tally.from_dict(point.tally) if resumed and point else Tally()

    def _packing(self, source: Source) -> str:
        return SUFFIXES.get(os.path.splitext(self._place(source))[1].lower(), "")

    def _finish(self, source: Source, digest: str) -> None:
        assert self._part is not None
        self._part.sync()
        path = self._place(source)
        finished = Finished(digest, digest_of(self._part.part), self._tally.as_dict(), self._report_size())
        in_place = os.path.exists(path) and os.path.exists(source.path) and os.path.samefile(path, source.path)
        # in place, a crash between the two would leave a clean file that looks like one still to be cleaned
        self._journal.finish(source.name, finished, sync=in_place)
        if self._backup:
            _back_up(path, path + self._backup)
        self._part.commit()
        self._part = None
        self._tally = Tally()

    def _abandon(self) -> None:
        if self._part is not None:
            self._part.close(keep=False)
            self._part = None

    def close(self) -> None:
        """Leave an unfinished part for a run that resumes."""
        if self._part is not None:
            self._part.close(keep=True)


def digest_of(path: str) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _back_up(path: str, to: str) -> None:
    temporary = f"{to}.cleaner-part"
    try:
        shutil.copy2(path, temporary)
        os.replace(temporary, to)
    except OSError as error:
        with suppress(OSError):
            os.unlink(temporary)
        raise StreamError(f"{display_name(to)}: {error.strerror or error}") from None
