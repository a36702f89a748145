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
from support.units import tally_of


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
    assert b"300 documents, 300 changed" in shown.splitlines()[-3]
    assert b"most characters: " in shown.splitlines()[-2]
    assert b"largest share: " in shown.splitlines()[-1]
    assert b"\x1b" not in shown


def _line(told: Progress, monkeypatch: pytest.MonkeyPatch) -> str:
    lines: list[str] = []
    monkeypatch.setattr(progress, "say", lines.append)
    monkeypatch.setattr(progress, "_SELDOM", -1)
    told._began -= 10
    told._terminal, told._log = False, True
    told.look(tally_of(documents=1, input_bytes=5_000_000), Tally())
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


class Clock:
    """A terminal or a log, and the time."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, terminal: bool) -> None:
        self.now = 100.0
        self.lines: list[str] = []
        self.said: list[str] = []
        monkeypatch.setattr(progress.time, "monotonic", lambda: self.now)
        monkeypatch.setattr(progress, "is_terminal", lambda _: terminal)
        monkeypatch.setattr(progress, "show_line", self.lines.append)
        monkeypatch.setattr(progress, "say", self.said.append)


@pytest.mark.parametrize(
    ("terminal", "verbosity", "silent", "where"),
    [
        (True, 0, False, "line"),
        (True, 1, False, "line"),
        (True, -1, False, ""),
        (True, 0, True, ""),
        (True, 1, True, "log"),
        (False, 1, False, "log"),
        (False, 0, False, ""),
        (False, -1, False, ""),
    ],
)
def test_progress_is_a_line_on_a_terminal_and_a_message_in_a_log(monkeypatch, terminal, verbosity, silent, where):
    clock = Clock(monkeypatch, terminal=terminal)
    told = Progress(verbosity=verbosity, silent=silent)
    clock.now += 60
    told.look(Tally(), Tally())
    assert (len(clock.lines), len(clock.said)) == (where == "line", where == "log")
    told.close()
    assert clock.lines[len(clock.lines) - (where == "line") :] == [""] * (where == "line")
    assert told.seconds == 60


@pytest.mark.parametrize(("terminal", "wait"), [(True, progress._OFTEN), (False, progress._SELDOM)])
def test_a_look_is_told_once_in_a_while(monkeypatch, terminal, wait):
    clock = Clock(monkeypatch, terminal=terminal)
    clock.now = 0.0
    told, lines = Progress(verbosity=1, silent=False), clock.lines if terminal else clock.said
    for now, count in ((wait * 0.9, 0), (wait, 1), (wait * 1.9, 1), (wait * 2, 2)):
        clock.now = now
        told.look(Tally(), Tally())
        assert len(lines) == count


def looked(monkeypatch: pytest.MonkeyPatch, *units: Unit, total: int = 0, passed: int = 0, **counts: int) -> str:
    """The line of a run of ten seconds."""
    clock = Clock(monkeypatch, terminal=True)
    told = Progress(verbosity=0, silent=False)
    told.total = total
    if passed:
        told.passed_over(passed)
    for unit in units:
        told.advance(unit)
    clock.now += 10
    told.look(tally_of(**counts), tally_of(input_bytes=1_000_000))
    return clock.lines[0]


PACKED = Source("a.jsonl.gz", "a.jsonl.gz", "jsonl", "gz", 1000)
PART = Unit(PACKED, b"x", records=True, last=False, at=500)


def test_the_line_has_speed_share_and_failures(monkeypatch):
    counts = {"documents": 2000, "input_bytes": 31_000_000, "removed": 5, "characters": 100}
    assert looked(monkeypatch, **counts) == "2,000 documents, 3.0 MB/s, 5.0% removed"
    assert looked(monkeypatch, failed=1200, **counts).endswith("removed, 1,200 failed")


@pytest.mark.parametrize(
    ("units", "total", "passed", "left"),
    [
        ([], 2000, 0, ""),
        ([PART], 0, 0, ""),
        ([PART], 2000, 0, "30 s left"),
        ([PART], 2000, 100, "28 s left"),
        ([], 2000, 100, ""),
        # half a file, and all of it
        ([PART, PART._replace(last=True)], 2000, 0, "10 s left"),
        ([PART, PART._replace(last=True), PART._replace(at=0)], 2000, 0, "10 s left"),
        ([Unit(PACKED._replace(size=-1))], 2000, 0, ""),
        # a resumed file begins at 500 of its bytes, and its second unit does not begin it again
        ([PART._replace(until=900), PART._replace(until=950, at=600)], 2000, 0, "140 s left"),
        ([PART._replace(until=1), PART._replace(until=950, at=600)], 2000, 0, "23 s left"),
        ([Unit(PACKED._replace(format="parquet"), b"x", records=True, last=False, at=500)], 2000, 0, ""),
        ([Unit(PACKED._replace(format="parquet"), b"x", records=True, at=500)], 2000, 0, "10 s left"),
    ],
)
def test_the_line_has_the_time_left_where_that_can_be_told(monkeypatch, units, total, passed, left):
    line = looked(monkeypatch, *units, total=total, passed=passed)
    found = line.rpartition(", ")[2] if "left" in line else ""
    assert found.replace("2:20", "140 s") == left
