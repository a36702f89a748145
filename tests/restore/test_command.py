"""What was cleaned comes back: files and folders, packed and plain, by a ledger of their own or of the whole run."""

from __future__ import annotations

import bz2
import gzip
import lzma

import pytest

from support.bulk import DIRTY, make_records, ran, tree


def test_a_single_packed_file_comes_back_plain_or_packed_as_the_output_is_called(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    rows = make_records(tmp_path / "rows", 3).read_bytes()
    for name, content in (("a.txt", DIRTY.encode()), ("a.jsonl", rows)):
        (tmp_path / f"{name}.gz").write_bytes(gzip.compress(content))
        assert ran("clean", f"{name}.gz", "-o", f"clean.{name}.gz", "--report", "r.jsonl").returncode == 0
        (tmp_path / "r.xz").write_bytes(lzma.compress((tmp_path / "r.jsonl").read_bytes()))
        assert ran("restore", f"clean.{name}.gz", "r.xz").stdout == content
        packed = (tmp_path / f"clean.{name}.gz").read_bytes()
        assert ran("restore", "-", "r.jsonl", input=packed).stdout == content
        for output, unpack in (("b.gz", gzip.decompress), ("b.bz2", bz2.decompress), ("b", bytes)):
            assert ran("restore", f"clean.{name}.gz", "r.jsonl", "-o", output).returncode == 0
            assert unpack((tmp_path / output).read_bytes()) == content
        (tmp_path / "cut.gz").write_bytes(packed[:-9])
        done = ran("restore", "cut.gz", "r.jsonl", "-o", "nothing")
        assert (done.returncode, done.stderr.count(b"\n")) == (3, 1)
        assert b"cut.gz" in done.stderr
        assert b"damaged or cut off" in done.stderr
        assert not (tmp_path / "nothing").exists()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["out", "reports"], "out is a folder; name the one to restore it into with -o"),
        (["out", "reports", "-o", "out/"], "is the folder that is read"),
        (["out", "reports", "-o", "./reports"], "is the folder that is read"),
        (["out", "reports", "-o", "a.txt"], "is not a folder; a folder is restored into a folder"),
        (["out", "in", "-o", "back"], "in holds no ledger"),
        (["out/a.txt", "reports"], "reports is a folder: name the ledger of out/a.txt in it"),
        (["out"], "name the ledger that clean wrote with --report"),
        (["out", "reports", "--report", "reports"], "name it once"),
        (["out", "-", "-o", "back"], "read twice, but standard input only once"),
        (["-", "-"], "standard input can be read only once"),
        (["out", "reports", "-o", "a.txt/back"], "a.txt"),
    ],
)
def test_what_cannot_be_asked_of_restore_is_refused_in_one_line(tmp_path, monkeypatch, arguments, says):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    for path in ("in/a.txt", "a.txt"):
        (tmp_path / path).write_text(DIRTY)
    ran("clean", "in", "-o", "out", "--report", "reports/")
    before = tree(tmp_path)
    done = ran("restore", *arguments)
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (2, b"", 1)
    assert says in done.stderr.decode()
    assert tree(tmp_path) == before


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize(
    "ledger", [b"", b"{}", b"not JSON", b"[]", b'{"failure": "x"}\n{"failure": "y"}', b'{"program": "cleaner"}']
)
def test_a_ledger_that_does_not_fit_is_one_line_and_nothing_is_written(run_process, tmp_path, ledger, unbuffered):
    (tmp_path / "clean.txt").write_bytes(b"Rain fell on another harbour.\n")
    (tmp_path / "ledger.json").write_bytes(ledger)
    ran = run_process("restore", "clean.txt", "ledger.json", PYTHONUNBUFFERED=unbuffered)
    assert (ran.code, ran.out) == (3, b"")
    assert ran.err.startswith("cleaner: error: clean.txt and ledger.json: ")
    assert ran.err.count("\n") == 1


def test_an_edited_clean_file_is_one_line_on_an_unbuffered_standard_output(run_process, tmp_path):
    (tmp_path / "a.txt").write_bytes(b"Rain fell.\n\nAdvertisement\n\nIt stopped.\n")
    run_process("clean", "a.txt", "-o", "clean.txt", "--report", "ledger.json")
    (tmp_path / "clean.txt").write_bytes(b"Snow fell.\n")
    ran = run_process("restore", "clean.txt", "ledger.json", PYTHONUNBUFFERED="1")
    assert (ran.code, ran.out) == (3, b"")
    assert ran.err.count("\n") == 1
