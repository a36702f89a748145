"""Cleans units of work."""

from __future__ import annotations

import io

from cleaner.api import Cleaner
from cleaner.core.result import BINARY, Failure
from cleaner.formats.options import ReadOptions, WriteOptions
from cleaner.formats.registry import FORMATS, kind_of
from cleaner.intake.decode import is_binary
from cleaner.intake.limits import Limits
from cleaner.runner.workers.clean_file import clean_file, unchanged
from cleaner.runner.workers.describe import Describer, OutputOptions
from cleaner.runner.workers.outcome import Outcome, UnitResult
from cleaner.runner.workers.task import Task, Unit, _lines
from cleaner.system.compression import decompress, detect_compression

_HEAD = 1 << 16


class WorkerConfig:
    """Picklable settings of a worker. A call returns the worker."""

    def __init__(
        self, cleaner: Cleaner, reading: ReadOptions, writing: WriteOptions, telling: OutputOptions, limits: Limits
    ) -> None:
        self.cleaner = cleaner
        self.reading = reading
        self.writing = writing
        self.telling = telling
        self.limits = limits

    def __call__(self) -> Worker:
        return Worker(self)


class Worker:
    """Runs tasks. A call returns one UnitResult for each unit."""

    def __init__(self, setup: WorkerConfig) -> None:
        self._setup = setup
        self._describe = Describer(setup.cleaner, setup.telling)

    def __call__(self, task: Task) -> list[UnitResult]:
        return [self._do(unit) for unit in task.units]

    def outcome(self, unit: Unit, record: int) -> Outcome | None:
        """Return the outcome of a unit's text or page, or of record `record`; None if the record is not in it."""
        if unit.failed is not None:
            return Outcome(unit.name, b"", failure=unit.failed.why, kind=unit.failed.kind)
        if not unit.records:
            return self._do_file(unit, UnitResult())
        from cleaner.runner.workers.clean_record import clean_record

        setup, lines, at = self._setup, _lines(unit.data or b""), record - unit.first
        if not 0 <= at < len(lines):
            return None
        name = f"{unit.source.path}:{record}"
        return clean_record(name, lines[at], setup.cleaner, setup.reading, setup.writing, setup.limits)

    def _do(self, unit: Unit) -> UnitResult:
        if unit.failed is not None:
            return self._pass(unit, unit.failed)
        if unit.records:
            return self._do_records(unit)
        done = UnitResult()
        done.add(self._do_file(unit, done), self._describe)
        return done

    def _pass(self, unit: Unit, failed: Failure) -> UnitResult:
        data = unit.data or b""
        done = UnitResult()
        done.tally.input_bytes += len(data)
        if self._setup.writing.as_records and not unit.records and not unit.lost:
            from cleaner.runner.workers.clean_record import piece_of_record

            names = self._setup.reading.fields
            data = piece_of_record(unit.source.path, unit.source.format, data, failed.why, names, last=unit.last)
        if failed.why:
            outcome = Outcome(unit.name, data, failure=failed.why, lost=unit.lost, kind=failed.kind)
            done.add(outcome, self._describe)
        elif not self._describe.shows_reasons_only(failed.kind):
            done.outputs.append(data)
        return done

    def _do_records(self, unit: Unit) -> UnitResult:
        from cleaner.runner.workers.clean_record import clean_records

        setup, done = self._setup, UnitResult()
        assert unit.data is not None
        done.tally.input_bytes += len(unit.data)
        done.tally.skipped += unit.skipped
        faults = dict(unit.faults)
        lines = [(f"{unit.source.path}:{n}", line) for n, line in enumerate(_lines(unit.data), unit.first)]
        sound = [line for n, line in enumerate(lines, unit.first) if n not in faults]
        outcomes = iter(clean_records(sound, setup.cleaner, setup.reading, setup.writing, setup.limits))
        for number, (name, line) in enumerate(lines, unit.first):
            if fault := faults.get(number):
                done.add(Outcome(name, line, failure=fault.why or None, kind=fault.kind), self._describe)
                continue
            outcome = next(outcomes)
            if kind_of(unit.source.format) == "archive":
                outcome = outcome._replace(fields=None)  # the archive reader names the fields, not the user
            done.add(outcome, self._describe)
        done.outputs = [b"".join(done.outputs)]
        return done

    def _do_file(self, unit: Unit, done: UnitResult) -> Outcome:
        setup, source = self._setup, unit.source
        data, format = unit.data, source.format
        if data is None:
            try:
                raw, done.digest = _read(source.path)
            except OSError as error:
                why = error.strerror or str(error)
                return Outcome(source.path, b"", failure=why, lost=True, kind="unreadable")
            done.tally.input_bytes += len(raw)
            content = self._content(raw, format)
            if isinstance(content, Failure):
                return unchanged(source.path, raw, format, content, setup.writing, setup.reading.fields)
            data = content
        else:
            done.tally.input_bytes += len(data)
        if refusal := FORMATS[format].refusal:
            return unchanged(
                source.path, data, format, Failure("input", refusal), setup.writing, setup.reading.fields
            )
        past = setup.limits.broken_by(data, FORMATS[format].document_format)
        if past:
            return unchanged(source.path, data, format, past_limit(data, past), setup.writing, setup.reading.fields)
        return clean_file(source.path, data, format, setup.cleaner, setup.reading, setup.writing)

    def _content(self, data: bytes, format: str) -> bytes | Failure:
        """Return the content of a file, decompressed if its content is compressed, or the failure."""
        compression = detect_compression(data)
        if not compression:
            return data
        most = self._setup.limits.most(FORMATS[format].document_format)
        try:
            content = decompress(io.BytesIO(data), compression).read(most + 1)
        except OSError as error:
            return Failure("input", str(error))
        if len(content) > most:
            return Failure("limit", f"limit: it unpacks to more than {most:,} bytes")
        return content


def past_limit(data: bytes, why: str) -> Failure:
    """Return the failure of a document over a limit. Binary data are reported as binary."""
    return Failure(BINARY, "looks like binary data, not text") if is_binary(data[:_HEAD]) else Failure("limit", why)


def failed(task: Task, why: str, setup: WorkerConfig) -> list[UnitResult]:
    """Return the results of a document that crashed its worker or hung. The document is written unchanged."""
    (unit,) = task.units
    kind = why.partition(":")[0]
    data, done = unit.data, UnitResult()
    if data is None:
        try:
            data, done.digest = _read(unit.source.path)
        except OSError as error:
            data, why, kind = b"", error.strerror or str(error), "unreadable"
            done.lost = True
    done.tally.input_bytes += len(data)
    done.tally.skipped += unit.skipped
    if unit.records or done.lost:
        outcome = Outcome(unit.name, data, failure=why, kind=kind, lost=done.lost)
    else:
        why_not = Failure(kind, why)
        outcome = unchanged(unit.name, data, unit.source.format, why_not, setup.writing, setup.reading.fields)
    done.add(outcome, Describer(setup.cleaner, setup.telling))
    return [done]


def _read(path: str) -> tuple[bytes, str]:
    """Return the bytes of a file and their digest."""

    import hashlib

    with open(path, "rb") as file:
        data = file.read()
    return data, hashlib.sha256(data).hexdigest()


def joined(task: Task, parts: list[list[UnitResult]]) -> list[UnitResult]:
    """Return the outcome of a task from those of its parts: one UnitResult for each unit."""
    if len(task.units) > 1:
        return [done for part in parts for done in part]
    whole = UnitResult()
    for part in parts:
        for done in part:
            whole.join(done)
    whole.outputs = [b"".join(whole.outputs)]
    return [whole]
