"""Tables and archives: read as records, written back with one column changed and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

import cleaner
from cleaner.formats.options import FIELDS, Fields, ReadOptions, WriteOptions
from cleaner.formats.registry import format_of
from cleaner.intake.limits import Limits
from cleaner.runner import record_formats as formats
from cleaner.runner.inputs.task_reader import Reader
from cleaner.runner.workers.describe import OutputOptions
from cleaner.runner.workers.task import Source
from cleaner.runner.workers.worker import Worker, WorkerConfig
from support.containers import Came

_LIMITS = Limits()


@pytest.fixture
def clean(tmp_path: Path, worker: cleaner.Cleaner):
    """Take a file the whole way through, in this process."""

    def _clean(
        data: bytes,
        name: str,
        *,
        fields: Fields = FIELDS,
        limits: Limits = _LIMITS,
        encoding: str | None = None,
        **writing: object,
    ) -> Came:
        path = tmp_path / name
        path.write_bytes(data)
        reading, written = ReadOptions(encoding=encoding, fields=fields), WriteOptions(**writing)
        door = formats.TableCodecs(reading, written, limits, keep=written.to is None)
        do = Worker(WorkerConfig(worker, reading, written, OutputOptions(".jsonl"), limits))
        format, compression = format_of(name)
        dones, out = [], b""
        source = Source(str(path), name, format, compression, len(data))
        tasks = list(Reader(limits, records_of=door.blocks).tasks([source]))  # all read before any is done
        for task in tasks:
            for unit, done in zip(task.units, do(task), strict=True):
                door.encode(unit.source, done, last=unit.last, as_is=unit.failed is not None)
                out += b"".join(done.outputs)
                dones.append(done)
        assert [unit.last for task in tasks for unit in task.units].count(True) == 1
        return Came(out, dones)

    return _clean
