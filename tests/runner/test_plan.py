"""Tables and archives: read as records, written back with one column changed and nothing else."""

from __future__ import annotations

import pytest

from support.bulk import (
    CLEAN,
    DIRTY,
    make_folder,
    make_records,
    ran,
    tree,
)
from support.inputs import PAGE


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["a.csv", "b.csv"], "several tables do not make one"),
        (["a.csv", "-o", "b.parquet"], "a.csv is csv, and -o b.parquet would be parquet"),
        (["a.csv", "-o", "b.jsonl"], "--to jsonl"),
        (["a.txt", "-o", "b.csv"], "a.txt is text, and -o b.csv would be csv"),
    ],
)
def test_tables_that_cannot_be_written_so_are_refused(run, tmp_path, arguments, message):
    for name in ("a.csv", "b.csv", "a.txt"):
        (tmp_path / name).write_text("text\nRain.\n")
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    done = run("clean", *arguments)
    assert done.code == 2, done.out
    assert message in done.err
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_pages_are_not_written_over(tmp_path):
    (tmp_path / "a.html").write_text(PAGE)
    (tmp_path / "b.txt").write_text(DIRTY)
    done = ran("clean", tmp_path, "--in-place")
    assert done.returncode == 2
    assert b"--exclude '*.html'" in done.stderr
    assert (tmp_path / "b.txt").read_text() == DIRTY
    assert ran("clean", tmp_path, "--in-place", "--exclude", "*.html").returncode == 0
    assert (tmp_path / "b.txt").read_text() == CLEAN


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["in", "-o", "in"], "is the folder that is read"),
        (["in", "-o", "all.jsonl"], "would be a folder, as an input is one"),
        (["in", "--in-place", "-o", "x"], "--in-place writes over the inputs"),
        (["-", "--in-place"], "standard input has no place"),
        (["in", "-o", "out", "--backup", ".x"], "add --in-place"),
        (["in", "--in-place", "--backup", "/x"], "--backup is a suffix"),
        (["in", "--resume"], "--resume goes on with an output"),
        (
            ["in", "-o", "out", "--resume", "--report", "r.jsonl"],
            "--resume goes on with a report if it is a folder",
        ),
        (["in", "-o", "out", "--diff"], "--diff prints one diff"),
        (["-", "-o", "out/"], "standard input has no name"),
        (["in", "-j", "0"], "--jobs is a number of processes"),
        (["in", "--limit-seconds", "0"], "--limit-seconds is more than 0"),
        (["in/a.txt", "in/b.txt", "--stats", "in/b.txt"], "--stats would write over in/b.txt"),
        (["in/a.txt", "-o", "x", "--stats", "./x"], "name the same file"),
        (["in/a.txt", "in/a.txt", "-o", "out/"], "would both be written to"),
        (["-", "--files-from", "-"], "standard input can be read only once"),
        (["in", "--from", "jsonl", "--encoding", "latin1"], "JSON Lines is UTF-8"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_written(tmp_path, arguments, says):
    (tmp_path / "in").mkdir()
    for name in "ab":
        (tmp_path / "in" / f"{name}.txt").write_text(DIRTY)
    done = ran("clean", *arguments, cwd=tmp_path, input=b"")
    assert done.returncode == 2
    assert says in done.stderr.decode()
    assert done.stderr.count(b"\n") == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in"]


def test_an_empty_folder_is_told(tmp_path):
    (tmp_path / "in").mkdir()
    done = ran("clean", tmp_path / "in", "-o", tmp_path / "out")
    assert (done.returncode, done.stdout) == (0, b"")
    assert b"there is no file to clean" in done.stderr


def test_where_no_name_fits_the_globs_that_were_given_are_named_and_nothing_is_left_behind(tmp_path):
    make_folder(tmp_path / "in", 3)
    done = ran("clean", "in", "-o", "out", "--include", "*.zip", "--exclude", "sub", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, b"")
    said = b"cleaner: there is no file to clean: none has a name for --include '*.zip' --exclude 'sub'\n"
    assert done.stderr == said
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_pages_that_cannot_be_cleaned_in_place_are_counted_in_one_line_that_says_what_to_do(tmp_path):
    make_folder(tmp_path / "in", 3)
    before = tree(tmp_path / "in")
    for number in range(4):
        (tmp_path / "in" / f"{number}.html{'.gz' * (number == 3)}").write_text(PAGE)
    done = ran("clean", "in", "--in-place", cwd=tmp_path)
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)
    assert b"4 of 7 inputs are pages or web archives, such as in/0.html" in done.stderr
    assert b"Use -o FOLDER, or leave them out: --exclude '*.html' --exclude '*.html.gz'" in done.stderr
    leave_out = ["--exclude", "*.html", "--exclude", "*.html.gz"]
    assert ran("clean", "in", "--in-place", *leave_out, cwd=tmp_path).returncode == 0
    assert tree(tmp_path / "in").items() & before.items() == set()
    (tmp_path / "page").write_text(PAGE)
    done = ran("clean", "page", "--in-place", cwd=tmp_path)
    assert (done.returncode, (tmp_path / "page").read_text()) == (2, PAGE)
    assert b"1 of 1 inputs are pages" in done.stderr


@pytest.mark.parametrize("place", ["nowhere/x", "nowhere/x/", "nowhere/x.jsonl"])
def test_a_place_that_cannot_be_written_is_named_as_it_was_given(tmp_path, place):
    (tmp_path / "nowhere").write_text("a file")
    make_folder(tmp_path / "in", 3)
    source = make_records(tmp_path / "a.jsonl", 2) if place.endswith("l") else "in"
    done = ran("clean", source, "-o", place, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.decode().startswith(f"cleaner: error: {place}: ")
    assert b"journal" not in done.stderr


@pytest.mark.parametrize("folder", [False, True])
def test_a_report_of_no_known_kind_is_refused_and_not_made_a_folder(tmp_path, folder):
    source = make_folder(tmp_path / "in", 2) if folder else tmp_path / "a.txt"
    if not folder:
        source.write_text(DIRTY)
    done = ran("clean", source, "-o", tmp_path / "out", "--report", tmp_path / "r.csv")
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)
    assert b"or a folder that exists or ends in /" in done.stderr
    assert not (tmp_path / "r.csv").exists()
    if folder:
        assert ran("clean", source, "-o", tmp_path / "out", "--report", tmp_path / "reports").returncode == 0
        assert (tmp_path / "reports" / "0000.txt.jsonl").exists()
