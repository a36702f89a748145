"""All documents go into one output, one behind the other."""

from __future__ import annotations

import gzip
import io
import sys

import pytest

from cleaner.runner.outputs import joined
from cleaner.runner.outputs.joined import JoinedOutput
from support.bulk import CLEAN, DIRTY, ran
from support.units import result, unit


def test_packed_output_of_joined_inputs(tmp_path):
    for name in "ab":
        (tmp_path / f"{name}.txt").write_text(DIRTY)
    assert ran("clean", tmp_path / "a.txt", tmp_path / "b.txt", "-o", tmp_path / "all.txt.gz").returncode == 0
    assert gzip.decompress((tmp_path / "all.txt.gz").read_bytes()).decode() == CLEAN * 2
    (tmp_path / "empty.txt").write_text("")
    assert ran("clean", tmp_path / "empty.txt", "-o", tmp_path / "none.gz").returncode == 0
    assert gzip.decompress((tmp_path / "none.gz").read_bytes()) == b""


def written(path, *units, **options: bool) -> None:
    with JoinedOutput(path and str(path), **options) as output:
        for last, outputs in units:
            output.add(unit(last=last), result(*outputs))
        output.commit()


@pytest.mark.parametrize(
    ("units", "together"),
    [
        ([(True, [b"rain\n"]), (True, [b"wind\n"])], b"rain\nwind\n"),
        ([(True, [b"rain"]), (True, [b"wind"])], b"rain\nwind"),
        # pieces of one document stay together
        ([(False, [b"rain"]), (True, [b"fell"]), (True, [b"wind"])], b"rainfell\nwind"),
        # what has no output neither ends a line nor begins one
        ([(True, [b"rain"]), (True, [b""]), (True, []), (True, [b"wind"])], b"rain\nwind"),
        ([(True, [b"rain\n"]), (True, [b""]), (True, [b"wind"])], b"rain\nwind"),
        ([], b""),
    ],
)
def test_no_document_begins_on_the_open_line_of_the_one_before(tmp_path, units, together):
    written(tmp_path / "all.txt", *units)
    assert (tmp_path / "all.txt").read_bytes() == together


def test_an_output_that_is_not_complete_does_not_appear(tmp_path):
    with JoinedOutput(str(tmp_path / "all.txt"), diff=False) as output:
        output.add(unit(), result(b"rain\n"))
    assert list(tmp_path.iterdir()) == []


def test_so_many_bytes_are_compressed_as_one(tmp_path, monkeypatch):
    monkeypatch.setattr(joined, "_TOGETHER", 8)
    written(
        tmp_path / "all.gz", *[(True, [piece]) for piece in (b"rain\n", b"12\n", b"wind\n", b"1234\n", b"sun\n")]
    )
    members = [b"rain\n12\n", b"wind\n1234\n", b"sun\n"]
    assert (tmp_path / "all.gz").read_bytes() == b"".join(gzip.compress(each, 6, mtime=0) for each in members)


class Stream(io.TextIOWrapper):
    """Standard output, watched by a person or not."""

    def __init__(self, *, terminal: bool) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8")
        self._is_terminal = terminal

    def isatty(self) -> bool:
        return self._is_terminal


ESCAPE = b"-\x1b[2Jrain\n"
HARMLESS = b"-\\x1b[2Jrain\n"
RED = b"\x1b[31m-\\x1b[2Jrain\x1b[0m\n"


@pytest.mark.parametrize(
    ("terminal", "diff", "forced", "shown"),
    [
        (False, False, False, ESCAPE),
        (True, False, False, HARMLESS),
        (False, True, False, ESCAPE),
        (True, True, False, ESCAPE),  # a worker has painted it
        (False, True, True, RED),
        (False, False, True, ESCAPE),
    ],
)
def test_a_terminal_shows_no_text_raw_and_a_diff_is_coloured_once(monkeypatch, terminal, diff, forced, shown):
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("FORCE_COLOR", "1" if forced else "")
    monkeypatch.setattr(sys, "stdout", Stream(terminal=terminal))
    written(None, (True, [ESCAPE]), diff=diff)
    assert sys.stdout.buffer.getvalue() == shown


@pytest.mark.parametrize("diff", [False, True])
def test_a_file_gets_the_bytes_themselves_whoever_watches(tmp_path, monkeypatch, diff):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setattr(sys, "stdout", Stream(terminal=True))
    written(tmp_path / "all.txt", (True, [ESCAPE]), diff=diff)
    assert (tmp_path / "all.txt").read_bytes() == ESCAPE


FINDING = b'a.txt:3:1 share/bar "\x1b[2J" because it is "so"\n'
HARMLESS_FINDING = b'a.txt:3:1 share/bar "\\x1b[2J" because it is "so"\n'
PAINTED = b'\x1b[1ma.txt:3:1\x1b[0m \x1b[36mshare/bar\x1b[0m \x1b[31m"\\x1b[2J"\x1b[0m because it is "so"\n'


@pytest.mark.parametrize(
    ("terminal", "plain", "shown"), [(True, "", PAINTED), (True, "1", HARMLESS_FINDING), (False, "", FINDING)]
)
def test_findings_have_colour_on_a_terminal_only(monkeypatch, terminal, plain, shown):
    monkeypatch.setenv("NO_COLOR", plain)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    monkeypatch.setattr(sys, "stdout", Stream(terminal=terminal))
    written(None, (True, [FINDING]), check=True)
    assert sys.stdout.buffer.getvalue() == shown
