"""Tables and archives: read as records, written back with one column changed and nothing else."""

from __future__ import annotations

import bz2
import errno
import gzip
import json
import lzma
import os
import shutil

import pytest

from cleaner.restore import command as restore_command
from cleaner.runner import run as running
from cleaner.runner.inputs import task_reader
from cleaner.system.atomic_file import Raw
from cleaner.system.errors import WriteError
from support.bulk import CLEAN, DIRTY, leftovers, make_folder, make_records, ran, tree
from support.containers import CSV


def test_restore_says_what_it_cannot_do_with_a_table(run, tmp_path):
    (tmp_path / "a.csv").write_bytes(CSV)
    assert run("clean", "a.csv", "-o", "b.csv", "--report", "r.jsonl").code == 0
    done = run("restore", "b.csv", "r.jsonl")
    assert done.code == 2
    assert "--to jsonl writes records that can be restored" in done.err


PAGE = (
    "<html><head><title>The pier</title></head><body><article>"
    + "".join(f"<p>The harbour master counted {n} boats at the pier that morning, he said.</p>" for n in range(9))
    + "<p>Advertisement</p></article></body></html>"
)


REPORTS = ["reports/", "all.jsonl", "all.json"]
ROWS = 28


@pytest.fixture
def world(tmp_path, monkeypatch):
    """A folder of all that can be restored; the current folder is the one above it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(task_reader, "_LINES", ROWS * 5 // 7)  # the records are two tasks
    folder = make_folder(tmp_path / "in", 5)
    (folder / "latin.txt").write_bytes(f"Caf\xe9. {DIRTY}".encode("latin-1"))
    (folder / "marked.txt").write_bytes(b"\xef\xbb\xbf" + DIRTY.replace("\n", "\r\n").encode())
    (folder / "wide.text").write_bytes(DIRTY.encode("utf-16"))
    (folder / "mojibake.md").write_text("It isnâ€™t the cafÃ© on the pier. " * 9 + DIRTY)
    (folder / "empty.txt").write_bytes(b"")
    (folder / "odd.txt").write_bytes(b"\x89PNG\0\xff" * 9)
    (folder / "record.txt").write_text('{"text": "This is no record, but a text."}\n')
    make_records(folder / "rows.jsonl", ROWS)
    (folder / "sub" / "bad.ndjson").write_text('{bad\n\n{"text": "Rain.\\n\\nAdvertisement"}\n')
    (folder / "none.jsonl").write_bytes(b"")
    return folder


@pytest.mark.parametrize("report", REPORTS)
def test_a_folder_comes_back_byte_for_byte(world, tmp_path, monkeypatch, report):
    monkeypatch.setattr(running, "_IN_PROCESS_MAX_BYTES", -1)  # as much text does, it goes through worker processes
    assert ran("clean", "in", "-o", "out/", "--report", report).returncode == 3
    done = ran("restore", "out/", report, "-o", "back/")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert tree(tmp_path / "back") == tree(world)
    assert tree(tmp_path / "out") != tree(world)
    assert leftovers(tmp_path) == []


@pytest.mark.parametrize("report", REPORTS)
def test_packed_files_and_ledgers_are_read_and_written_as_their_names_say(world, tmp_path, report):
    compressions = {".gz": gzip, ".bz2": bz2, ".xz": lzma}
    contents = {name: (world / name).read_bytes() for name in ("rows.jsonl", "latin.txt", "none.jsonl", "odd.txt")}
    for suffix, compression in compressions.items():
        for name, content in contents.items():
            (world / f"{name}{suffix}").write_bytes(compression.compress(content))
    assert ran("clean", "in", "-o", "out/", "--report", report).returncode == 3
    if not report.endswith("/"):
        (tmp_path / f"{report}.gz").write_bytes(gzip.compress((tmp_path / report).read_bytes()))
        report += ".gz"
    done = ran("restore", "out/", "--report", report, "-o", "back/")
    assert (done.returncode, done.stderr) == (0, b"")
    for suffix, compression in compressions.items():
        for name, content in contents.items():
            assert compression.decompress((tmp_path / "back" / f"{name}{suffix}").read_bytes()) == content


@pytest.mark.parametrize("report", REPORTS)
def test_each_file_that_cannot_be_restored_has_its_line_and_the_others_are_restored(world, tmp_path, report):
    (world / "cut.txt.gz").write_bytes(gzip.compress(DIRTY.encode())[:-9])
    (world / "table.csv").write_text("text\nRain fell.\n")
    ran("clean", "in", "-o", "out/", "--report", report)
    (tmp_path / "out" / "latin.txt").write_text("something else")
    rows = (tmp_path / "out" / "rows.jsonl").read_bytes().splitlines(keepends=True)
    (tmp_path / "out" / "rows.jsonl").write_bytes(b"".join(rows[:-1]))
    (tmp_path / "out" / "late.txt").write_text(CLEAN)
    (tmp_path / "out" / "sub" / "0001.txt").unlink()
    done = ran("restore", "out", report, "-o", "back")
    assert done.returncode == 3
    said = done.stderr.decode().splitlines()
    sources = "" if report.endswith("/") else "in/"
    for begins, says in (
        (f"{sources}cut.txt.gz: out holds no output for it", "damaged or cut off"),
        (f"{sources}sub/0001.txt: out holds no output for it", ""),
        ("out/latin.txt: this is not the clean text", "its digest differs"),
        (f"out/rows.jsonl: {ROWS - 1} records, but {ROWS} ledger entries", ""),
        ("out/table.csv: a table cannot be restored", "--to jsonl"),
        ("out/late.txt: no ledger entry for this file", ""),
    ):
        assert len([line for line in said if line.startswith(f"cleaner: error: {begins}") and says in line]) == 1
    assert len([line for line in said if "error" in line]) == 6
    back, wanted = tree(tmp_path / "back"), tree(world)
    assert back.items() <= wanted.items()
    assert wanted.keys() - back.keys() == {
        "cut.txt.gz",
        "table.csv",
        "sub/0001.txt",
        "latin.txt",
        "rows.jsonl",
    }
    assert said[-1] == f"cleaner: {len(back)} files restored, 6 not"
    assert leftovers(tmp_path) == []


def test_a_ledger_that_is_damaged_is_named_and_the_others_restore(world, tmp_path):
    ran("clean", "in", "-o", "out/", "--report", "reports/")
    (tmp_path / "reports" / "latin.txt.jsonl").write_text("{")
    entry = json.loads((tmp_path / "reports" / "marked.txt.jsonl").read_text())
    (tmp_path / "reports" / "marked.txt.jsonl").write_text(json.dumps(entry | {"removals": [{}]}))
    done = ran("restore", "out", "reports", "-o", "back")
    assert done.returncode == 3
    assert b"out/latin.txt: not a ledger: line 1 is not JSON" in done.stderr
    assert b"out/marked.txt: the ledger is damaged" in done.stderr
    assert tree(world).keys() - tree(tmp_path / "back").keys() == {"latin.txt", "marked.txt"}
    # of a whole run's, nothing is believed that comes before the damage
    ran("clean", "in", "-o", "out2/", "--report", "all.jsonl")
    (tmp_path / "all.jsonl").write_bytes((tmp_path / "all.jsonl").read_bytes()[:-9])
    done = ran("restore", "out2", "all.jsonl", "-o", "back2")
    assert (done.returncode, (tmp_path / "back2").exists()) == (3, False)
    assert b"all.jsonl: not a ledger: line " in done.stderr


def test_what_is_there_is_never_written_over_and_the_same_command_finishes_what_was_stopped(world, tmp_path):
    ran("clean", "in", "-o", "out/", "--report", "reports/")
    (tmp_path / "back").mkdir()
    (tmp_path / "back" / "latin.txt").write_text("mine")
    (tmp_path / "back" / "marked.txt").write_bytes((world / "marked.txt").read_bytes())
    done = ran("restore", "out", "reports", "-o", "back")
    assert done.returncode == 3
    assert b"error: out/latin.txt: back/latin.txt exists with other content and is not overwritten" in done.stderr
    assert (tmp_path / "back" / "latin.txt").read_text() == "mine"
    (tmp_path / "back" / "latin.txt").unlink()
    assert ran("restore", "out", "reports", "-o", "back").returncode == 0
    assert tree(tmp_path / "back") == tree(world)


def test_of_pages_the_extracted_text_comes_back_and_it_is_said(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    make_folder(tmp_path / "in", 2)
    for name in ("a.html", "b.htm"):
        (tmp_path / "in" / name).write_text(PAGE)
    ran("clean", "in", "-o", "out", "--report", "r/")
    done = ran("restore", "out", "r", "-o", "back")
    assert done.returncode == 0
    assert done.stderr == b"cleaner: pages are not stored; restored the extracted text of 2\n"
    text = (tmp_path / "back" / "a.txt").read_text()
    assert "Advertisement" in text
    assert "<p>" not in text
    assert ran("restore", "out/a.txt", "r/a.html.jsonl").stdout.decode() == text


def test_the_summary_counts_pages_that_are_refused_apart(tmp_path, monkeypatch):
    """A page that was written as Markdown does not lead back to its text; the text beside it does."""
    monkeypatch.chdir(tmp_path)
    make_folder(tmp_path / "in", 1)
    for name in ("a.html", "b.html"):
        (tmp_path / "in" / name).write_text(PAGE)
    assert ran("clean", "in", "-o", "clean/", "--report", "reports/", "--to", "markdown").returncode == 0
    done = ran("restore", "clean", "reports", "-o", "back/")
    assert done.returncode == 3
    said = done.stderr.decode().splitlines()
    assert ["written as Markdown" in line for line in said] == [True, True, False, False]
    assert said[2:] == [
        "cleaner: pages are not stored; restored the extracted text of 0, and not that of 2",
        "cleaner: 1 files restored, 2 not",
    ]


def test_records_made_of_files_come_back_as_records_with_the_text_as_it_was(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    make_folder(tmp_path / "in", 3)
    make_records(tmp_path / "in" / "rows.jsonl", 3)
    for report in ("r/", "r.jsonl"):
        ran("clean", "in", "-o", "out", "--to", "jsonl", "--report", report)
        assert ran("restore", "out", report, "-o", f"back{report[:1]}{len(report)}").returncode == 0
        back = tmp_path / f"back{report[:1]}{len(report)}"
        assert (back / "rows.jsonl").read_bytes() == (tmp_path / "in" / "rows.jsonl").read_bytes()
        record = json.loads((back / "sub" / "0001.jsonl").read_text())
        assert record["text"] == (tmp_path / "in" / "sub" / "0001.txt").read_text()


def test_a_folder_that_was_cleaned_in_place_comes_back(world, tmp_path):
    before = tree(world)
    ran("clean", "in", "--in-place", "--report", "reports/")
    assert tree(world) != before
    assert ran("restore", "in", "reports", "-o", "back").returncode == 0
    assert tree(tmp_path / "back") == before


def test_where_the_disk_is_full_what_is_restored_is_whole_and_the_same_command_finishes(
    world, tmp_path, monkeypatch
):
    ran("clean", "in", "-o", "out/", "--report", "all.jsonl")
    wanted, write = tree(world), Raw.write
    written = []
    monkeypatch.setattr(Raw, "write", lambda self, data: (written.append(data), write(self, data))[1])
    restore_command.run("out", "all.jsonl", "whole")
    assert len(written) >= sum(path.is_file() and path.stat().st_size > 0 for path in world.rglob("*"))
    for last in range(len(written)):
        shutil.rmtree("back", ignore_errors=True)
        left = iter(range(last))

        def full(self, data, left=left):
            if next(left, None) is None:
                raise OSError(errno.ENOSPC, "No space left on device")
            return write(self, data)

        monkeypatch.setattr(Raw, "write", full)
        with pytest.raises(WriteError, match="back/.*No space left"):
            restore_command.run("out", "all.jsonl", "back")
        assert tree(tmp_path / "back").items() <= wanted.items()
        assert leftovers(tmp_path) == []
    assert tree(tmp_path / "back") != wanted
    monkeypatch.undo()
    os.chdir(tmp_path)
    assert ran("restore", tmp_path / "out", tmp_path / "all.jsonl", "-o", tmp_path / "back").returncode == 0
    assert tree(tmp_path / "back") == wanted
