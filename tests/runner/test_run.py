"""Tables and archives: read as records, written back with one column changed and nothing else."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import lzma
import os
import subprocess
import sys

import pytest

import cleaner
from cleaner.formats.options import WriteOptions
from cleaner.intake.limits import Limits
from cleaner.runner import run as running
from cleaner.runner.inputs import task_reader as reading
from cleaner.runner.request import CleanRequest
from cleaner.system.compression import compress
from support import SEEDS
from support.bulk import CLEAN, DIRTY, article, command, make_folder, make_records, ran, tree
from support.containers import ARCHIVE, CSV, FOUND, parsed
from support.inputs import PAGE

CLEAN_RECORD = "Rain fell on the pier all day.\n\nIt stopped at noon."


# At the command line
def test_a_folder_of_all_formats_is_mirrored(run, tmp_path):
    folder = tmp_path / "in"
    (folder / "deep").mkdir(parents=True)
    (folder / "a.csv").write_bytes(CSV)
    (folder / "deep" / "b.tsv").write_text(f'id\ttext\n1\t"{FOUND}"\n')
    (folder / "c.warc.gz").write_bytes(gzip.compress(ARCHIVE))
    (folder / "d.txt").write_text(FOUND)
    done = run("clean", "in", "-o", "out", "--report", "reports/")
    assert done.code == 0, done.err
    out = tmp_path / "out"
    names = {
        str(path.relative_to(out)) for path in out.rglob("*") if path.is_file() and ".cleaner" not in path.parts
    }
    assert names == {"a.csv", "deep/b.tsv", "c.jsonl.gz", "d.txt"}
    assert parsed((out / "a.csv").read_bytes())[1][1] == CLEAN_RECORD.replace("\n", "\r\n")
    assert (out / "deep/b.tsv").read_text() == f'id\ttext\n1\t"{CLEAN_RECORD}"\n'
    assert len(gzip.decompress((out / "c.jsonl.gz").read_bytes()).splitlines()) == 2
    again = run("clean", "in", "-o", "out", "--report", "reports/", "--to", "jsonl")
    assert again.code == 0, again.err
    assert json.loads((out / "a.jsonl").read_bytes().splitlines()[0])["text"] == CLEAN_RECORD.replace("\n", "\r\n")


def test_check_and_diff_of_a_table(run, tmp_path):
    (tmp_path / "a.csv").write_bytes(CSV)
    checked = run("clean", "a.csv", "--check")
    assert (checked.code, checked.out) == (1, b"")
    shown = run("clean", "a.csv", "--diff")
    assert shown.code == 0
    assert b"-READ MORE: Snow fell" in shown.out
    assert b"formula" not in shown.out


def test_a_csv_from_standard_input(run):
    done = run("clean", "--from", "csv", stdin=CSV)
    assert done.code == 0
    assert b"READ MORE" not in done.out
    assert done.out.startswith(b"id,text,title,formula\r\n")


def test_a_row_that_takes_too_long_comes_out_as_it_was_and_the_others_are_cleaned(run, tmp_path):
    long = FOUND + "\n\nThe ferry left the harbour at noon." * 250_000
    out = io.StringIO()
    csv.writer(out).writerows([["id", "text"], ["1", FOUND], ["2", long], ["3", FOUND]])
    (tmp_path / "a.csv").write_bytes(out.getvalue().encode())
    done = run("clean", "a.csv", "-o", "b.csv", "--limit-seconds", "0.5", "--report", "r.jsonl")
    assert done.code == 3
    assert "a.csv:2: limit" in done.err
    csv.field_size_limit(10_000_000)
    assert [row[1] for row in parsed((tmp_path / "b.csv").read_bytes())] == [
        "text",
        CLEAN_RECORD,
        long,
        CLEAN_RECORD,
    ]
    entries = [json.loads(line) for line in (tmp_path / "r.jsonl").read_bytes().splitlines()]
    assert ["failure" in entry for entry in entries] == [False, True, False]


def test_a_packed_table_that_is_cut_off_is_named_and_nothing_is_written(run, tmp_path):
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(b"id,text\n" + b"1,Rain fell.\n" * 50_000)[:-20])
    done = run("clean", "a.csv.gz", "-o", "b.csv.gz", "--quiet")
    assert done.code == 3
    assert "a.csv.gz: " in done.err
    assert "cut off" in done.err
    assert not (tmp_path / "b.csv.gz").exists()


def test_a_run_that_was_stopped_goes_on_with_the_tables_that_are_left(run, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a.csv", "b.csv"):
        (folder / name).write_bytes(CSV)
    assert run("clean", "in", "-o", "out").code == 0
    whole = (tmp_path / "out" / "b.csv").read_bytes()
    (tmp_path / "out" / "b.csv").unlink()
    before = (tmp_path / "out" / "a.csv").stat().st_mtime_ns
    assert run("clean", "in", "-o", "out", "--resume").code == 0
    assert (tmp_path / "out" / "b.csv").read_bytes() == whole
    assert (tmp_path / "out" / "a.csv").stat().st_mtime_ns == before


@pytest.fixture
def mixed(tmp_path):
    """A folder of everything that is read."""
    folder = make_folder(tmp_path / "in", 70)
    for number, seed in enumerate(sorted(SEEDS.glob("*.txt"))):
        (folder / f"seed{number}.md.gz").write_bytes(gzip.compress(seed.read_bytes()))
    (folder / "page.html").write_text(PAGE)
    (folder / "page2.xhtml.xz").write_bytes(lzma.compress(PAGE.encode()))
    make_records(folder / "records.jsonl", 700)
    (folder / "more.ndjson.bz2").write_bytes(bz2.compress((folder / "records.jsonl").read_bytes()))
    (folder / "empty.txt").write_text("")
    (folder / "empty.jsonl.zst").write_bytes(compress(b"", "zst"))
    (folder / "picture.png").write_bytes(b"\x89PNG\0")
    return folder


@pytest.mark.faults
def test_the_same_bytes_come_out_for_any_number_of_processes_and_any_locale(mixed, tmp_path):
    first = ran("clean", mixed, "-o", tmp_path / "1", "-j", "1", "--report", f"{tmp_path}/r1/")
    assert first.returncode == 0
    assert first.stderr.endswith(b" 0 failed, 1 skipped: 1 with an unknown suffix (.png 1)\n")
    for jobs, environment in (("2", {"LC_ALL": "C", "PYTHONHASHSEED": "7"}), ("4", {"LC_ALL": "C.UTF-8"})):
        done = ran(
            "clean",
            mixed,
            "-o",
            tmp_path / jobs,
            "-j",
            jobs,
            "--report",
            f"{tmp_path}/r{jobs}/",
            env={**os.environ, **environment},
        )
        assert done.returncode == 0
        assert tree(tmp_path / jobs) == tree(tmp_path / "1")
        assert tree(tmp_path / f"r{jobs}") == tree(tmp_path / "r1")


@pytest.mark.faults
def test_the_same_text_comes_out_of_file_folder_stream_record_and_packed(mixed, tmp_path, worker):
    assert ran("clean", mixed, "-o", tmp_path / "out").returncode == 0
    expected = worker.clean(article(7)).text
    assert (tmp_path / "out" / "sub" / "0007.txt").read_text() == expected
    lines = (tmp_path / "out" / "records.jsonl").read_bytes().splitlines()
    assert json.loads(lines[7])["text"] == expected
    assert bz2.decompress((tmp_path / "out" / "more.ndjson.bz2").read_bytes()).splitlines() == lines
    for number, seed in enumerate(sorted(SEEDS.glob("*.txt"))):
        text = worker.clean(seed.read_text(encoding="utf-8")).text.encode()
        assert gzip.decompress((tmp_path / "out" / f"seed{number}.md.gz").read_bytes()) == text
        if number == 0:
            assert ran("clean", input=gzip.compress(seed.read_bytes())).stdout == text
            assert ran("clean", input=compress(seed.read_bytes(), "zst")).stdout == text
    page = (tmp_path / "out" / "page.txt").read_bytes()
    assert page.startswith(b"The council")
    assert b"Advert" not in page
    assert lzma.decompress((tmp_path / "out" / "page2.txt.xz").read_bytes()) == page
    assert (tmp_path / "out" / "empty.txt").read_bytes() == b""
    assert (tmp_path / "out" / "empty.jsonl.zst").read_bytes() == compress(b"", "zst")
    assert not (tmp_path / "out" / "picture.png").exists()
    whole = ran("clean", mixed, "--to", "jsonl", "-o", tmp_path / "records").returncode
    assert whole == 0
    assert json.loads((tmp_path / "records" / "page.jsonl").read_bytes())["title"] == "Fares to rise"


def test_a_page_needs_no_second_process_to_be_the_same(tmp_path, monkeypatch):
    (tmp_path / "a.html").write_text(PAGE)
    for pool in (True, False):
        done = subprocess.run(
            command("clean", tmp_path / "a.html", pool=pool), capture_output=True, timeout=60, check=False
        )
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout.count(b"The council voted") == 9


def test_check_of_a_folder_writes_nothing_and_names_what_would_change(tmp_path):
    make_folder(tmp_path / "in", 3, text=lambda number: DIRTY if number == 1 else CLEAN)
    done = ran("clean", tmp_path / "in", "--check")
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.count(b"would clean") == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in"]


def test_what_is_past_a_limit_comes_out_unchanged_in_any_form(tmp_path, monkeypatch):
    limits = Limits(text_bytes=3000, html_bytes=3000)
    monkeypatch.setattr(reading, "_BYTES", 1000)
    text = "Rain fell on the p\u0119er, \u6e7e they said.\n" * 200
    (tmp_path / "long.txt").write_text(text)
    (tmp_path / "bytes.txt").write_bytes(b"caf\xe9 \xe2\x82" * 1000)
    long = json.dumps({"text": "x" * 5000})
    (tmp_path / "rows.jsonl").write_text(f'{{"text": "a"}}\n{long}\n{{"text": "b\\n\\nAdvertisement"}}\n{long}')
    request = CleanRequest([str(tmp_path / "rows.jsonl")], output=str(tmp_path / "out.jsonl"), limits=limits)
    assert running.run_clean(request, cleaner.Cleaner()) == 3
    assert (tmp_path / "out.jsonl").read_text() == f'{{"text": "a"}}\n{long}\n{{"text": "b\\n"}}\n{long}'
    request = CleanRequest([str(tmp_path / "long.txt")], output=str(tmp_path / "out.txt"), limits=limits)
    assert running.run_clean(request, cleaner.Cleaner()) == 3
    assert (tmp_path / "out.txt").read_text() == text
    both = CleanRequest(
        [str(tmp_path / "long.txt"), str(tmp_path / "bytes.txt")],
        output=str(tmp_path / "two.jsonl"),
        limits=limits,
        writing=WriteOptions(to="jsonl"),
    )
    assert running.run_clean(both, cleaner.Cleaner()) == 3
    one, other = (json.loads(line) for line in (tmp_path / "two.jsonl").read_text().splitlines())
    assert (one["id"], one["text"]) == (str(tmp_path / "long.txt"), text)
    assert "limit: more than 3,000 bytes" in one["error"]
    assert other["text"].encode("utf-8", "surrogateescape") == b"caf\xe9 \xe2\x82" * 1000


def test_nothing_of_the_pool_is_imported_for_one_small_text(tmp_path):
    (tmp_path / "a.txt").write_text(DIRTY)
    script = (
        "import sys\nfrom cleaner.cli.main import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print([name for name in ('multiprocessing', 'tempfile', 'lzma', 'backports') if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "clean", "a.txt"], capture_output=True, cwd=tmp_path, timeout=30, check=False
    )
    assert (done.stdout.decode(), done.stderr.decode()) == (CLEAN, "[]\n")
