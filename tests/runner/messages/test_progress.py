"""Many documents: which are read, where they go, and that the way there makes no difference."""

from __future__ import annotations

import os
import subprocess

import pytest

from cleaner.runner.messages import progress
from cleaner.runner.messages.progress import Progress
from cleaner.runner.tally import Tally
from cleaner.runner.workers.task import Source, Unit
from support.bulk import (
    command,
    make_folder,
)


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="needs a pseudo-terminal")
def test_on_a_terminal_a_run_shows_how_far_it_is_and_what_it_came_to(tmp_path):
    make_folder(tmp_path / "in", 300)
    ours, theirs = os.openpty()
    process = subprocess.Popen(
        command("clean", "in", "-o", "out", pool=True), stdin=theirs, stdout=theirs, stderr=theirs, cwd=tmp_path
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            data = os.read(ours, 65536)
        except OSError:
            break
        if not data:
            break
        shown += data
    os.close(ours)
    assert process.wait(20) == 0
    assert b"MB/s" in shown
    assert b"300 documents, 300 changed" in shown.splitlines()[-2]
    assert b"most often: " in shown.splitlines()[-1]
    assert b"\x1b" not in shown


def _line(told: Progress, monkeypatch: pytest.MonkeyPatch) -> str:
    lines: list[str] = []
    monkeypatch.setattr(progress, "say", lines.append)
    monkeypatch.setattr(progress, "_SELDOM", -1)
    told._began -= 10
    told._terminal, told._log = False, True
    told.look(Tally.from_dict({"documents": 1, "input_bytes": 5_000_000}), Tally())
    return lines[0]


def test_time_left_is_told_by_the_bytes_of_the_files_and_not_at_all_where_they_are_unknown(tmp_path, monkeypatch):
    packed = Source("a.jsonl.gz", "a.jsonl.gz", "jsonl", "gz", 1000)
    other = packed._replace(path="b.jsonl.gz")
    for total, expected in ((3000, " 20 s left"), (0, " 0% removed")):
        told = Progress(verbosity=1, silent=True)
        told.total = total
        told.advance(Unit(packed, b"x", records=True, last=True, at=1000))
        told.advance(Unit(other, b"x", records=True, last=False, at=0))
        assert _line(told, monkeypatch).endswith(expected)
    # what an earlier run has done takes no time
    told = Progress(verbosity=1, silent=True)
    told.total = 3000
    told.passed_over(1000)
    told.advance(Unit(packed, b"x", records=True, last=False, until=900, at=500))
    told.advance(Unit(packed, b"x", records=True, last=True, until=2000, at=1000))
    assert _line(told, monkeypatch).endswith(" 20 s left")
    # a table of columns is not read from its beginning to its end
    told.advance(Unit(packed._replace(format="parquet"), b"x", records=True, last=False, at=500))
    assert "left" not in _line(told, monkeypatch)
