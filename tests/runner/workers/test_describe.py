"""Many documents: which are read, where they go, and that the way there makes no difference."""

from __future__ import annotations

import json
import os
import subprocess

import pytest

import cleaner
from cleaner.intake.limits import Limits
from cleaner.runner import run as running
from cleaner.runner.request import CleanRequest
from support.bulk import (
    CLEAN,
    DIRTY,
    command,
    make_folder,
    ran,
)
from support.messages import run_said

PICTURE = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256))


ZEROS = b"\0" * 5000


@pytest.mark.parametrize("data", [PICTURE, ZEROS, b"MZ" + ZEROS, PICTURE * 30])
def test_what_is_no_text_stays_as_it_is_in_a_folder_and_does_not_spoil_a_joined_output(tmp_path, monkeypatch, data):
    folder = make_folder(tmp_path / "in", 2, text=lambda _: DIRTY)
    (folder / "odd.txt").write_bytes(data)
    limits = Limits(text_bytes=6000, html_bytes=6000)
    into = CleanRequest([str(folder)], output=str(tmp_path / "out"), limits=limits)
    run = running.Run(into, cleaner.Cleaner())
    assert (run.run(), run.tally.failures) == (3, {"binary": 1})
    assert (tmp_path / "out" / "odd.txt").read_bytes() == data
    joined = CleanRequest([str(folder)], output=str(tmp_path / "all.txt"), limits=limits)
    monkeypatch.setattr(CleanRequest, "into_folder", False)
    run = running.Run(joined, cleaner.Cleaner())
    assert (run.run(), run.tally.documents, run.tally.failures) == (3, 3, {"binary": 1})
    assert (tmp_path / "all.txt").read_text() == CLEAN * 2


def test_what_is_no_text_is_named_with_what_to_do(tmp_path):
    (tmp_path / "odd.png").write_bytes(PICTURE)
    (tmp_path / "a.txt").write_text(DIRTY)
    done = ran("clean", "odd.png", "a.txt", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (3, CLEAN.encode())
    assert done.stderr.count(b"\n") == 2
    assert b"error: odd.png: looks like binary data" in done.stderr
    assert b"left out of this output; with -o FOLDER/ it stays as it is" in done.stderr
    # alone, it comes out of a pipe, or into a file, as it was; as a record its error is there
    done = ran("clean", "odd.png", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (3, PICTURE)
    assert b"left out" not in done.stderr
    assert ran("clean", "odd.png", "-o", "b.png", cwd=tmp_path).returncode == 3
    assert (tmp_path / "b.png").read_bytes() == PICTURE
    records = ran("clean", "odd.png", "a.txt", "--to", "jsonl", cwd=tmp_path).stdout.splitlines()
    assert ["error" in json.loads(record) for record in records] == [True, False]


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="needs a pseudo-terminal")
def test_what_is_no_text_is_not_shown_on_a_terminal(tmp_path):
    (tmp_path / "odd.png").write_bytes(PICTURE)
    ours, theirs = os.openpty()
    done = subprocess.run(
        command("clean", "odd.png"), stdin=theirs, stdout=theirs, stderr=subprocess.PIPE, cwd=tmp_path, check=False
    )
    os.write(theirs, b"nothing else")
    shown = os.read(ours, 100)
    os.close(theirs)
    os.close(ours)
    assert (done.returncode, shown) == (3, b"nothing else")
    assert b"odd.png: looks like binary data" in done.stderr


def test_how_a_text_was_decoded_is_said_in_words_where_it_is_not_plain(tmp_path):
    (tmp_path / "plain.txt").write_text("The café at the pier.")
    (tmp_path / "old.txt").write_bytes("The café at the pier.".encode("windows-1252"))
    (tmp_path / "mark.txt").write_text("The café at the pier.", encoding="utf-8-sig")
    lines = run_said("clean", "plain.txt", "old.txt", "mark.txt", "-o", "x.txt", "-v", cwd=tmp_path)
    assert lines[0] == "plain.txt: nothing removed"
    assert lines[1].startswith("old.txt (decoded as ")
    assert lines[2] == "mark.txt (decoded as utf-8, by its byte order mark): nothing removed"
    (line,) = run_said("clean", "old.txt", "-o", "x.txt", "-v", "--encoding", "cp1252", cwd=tmp_path)[:1]
    assert line.endswith(", by --encoding): nothing removed")
