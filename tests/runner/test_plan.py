"""Where outputs, report and journal of a run lie, and what may not lie there."""

from __future__ import annotations

import gzip
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from cleaner.core.errors import ConfigurationError
from cleaner.formats.options import ReadOptions, WriteOptions
from cleaner.formats.registry import format_of
from cleaner.intake.limits import Limits
from cleaner.runner import plan
from cleaner.runner.inputs.discover import Selection
from cleaner.runner.outputs.journal import Checkpoint
from cleaner.runner.outputs.report_files import FolderReport, JsonlReport, NoReport, SingleReport
from cleaner.runner.request import CleanRequest
from cleaner.runner.workers.describe import OutputOptions
from cleaner.runner.workers.task import Source
from cleaner.runner.workers.worker import WorkerConfig
from cleaner.system.atomic_file import sidecar_path
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


ROWS, CSV, PARQUET = "rows.jsonl", "rows.csv", "rows.parquet"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The current folder, and a folder in it to be read."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    return tmp_path


def request(*inputs: str, to: str | None = None, **fields: object) -> CleanRequest:
    return CleanRequest(inputs or ["in"], writing=WriteOptions(to), **fields)  # type: ignore[arg-type]


def sources(*names: str, format: str | None = None) -> Iterator[Source]:
    for name in names:
        known, compression = format_of(name)
        yield Source(name, name, format or known, compression, 0)


def refusal(made: CleanRequest, *names: str, check=plan.check_joined, **options: str) -> str:
    """Why sources cannot be written so, "" if they can."""
    try:
        found = check(made, sources(*names, **options))
        if check is plan.checked:
            assert [source.name for source in found] == list(names)
    except ConfigurationError as error:
        return str(error)
    return ""


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"output": "out/x.txt"}, "{here}/out/x.txt"),
        ({"output": "out/"}, "out/sub/a.txt"),
        ({"output": "out/", "to": "jsonl"}, "out/sub/a.jsonl"),
        ({"in_place": True}, "{here}/in/real.html"),
        ({}, "{here}"),
    ],
)
def test_every_source_has_a_place(folder, fields, place):
    (folder / "in" / "real.html").touch()
    (folder / "in" / "link.html").symlink_to("real.html")
    found = plan.place(request("in/link.html", **fields))(Source("in/link.html", "sub/a.html"))
    assert found == place.format(here=folder)


@pytest.mark.parametrize(
    ("fields", "names", "says"),
    [
        ({}, [CSV], ""),
        ({}, ["a.txt", ROWS], ""),
        ({"to": "jsonl"}, [CSV, "b.csv"], ""),
        ({"check": True}, [CSV, "b.csv"], ""),
        ({}, [CSV, "a.txt"], "several tables do not make one; use -o FOLDER, or --to jsonl or text"),
        ({}, ["a.txt", CSV], "several tables do not make one"),
        ({"output": "x.csv"}, [CSV], ""),
        (
            {"output": "x.tsv"},
            [CSV],
            "rows.csv is csv, and -o x.tsv would be tsv; a table is written as what it is",
        ),
        ({"output": "x.txt"}, [CSV], "rows.csv is csv, and -o x.txt would be text"),
        ({"output": "x.csv"}, ["a.txt"], "a.txt is text, and -o x.csv would be csv"),
        ({"output": "x.csv", "to": "jsonl"}, [CSV], ""),
        ({"output": "x.csv", "to": "jsonl"}, ["a.txt"], "a.txt is text, and -o x.csv would be csv"),
        ({"output": "x.jsonl", "to": "jsonl"}, [CSV], ""),
        ({"output": "x.dat"}, [CSV], ""),
        ({"output": "x.jsonl"}, ["a.txt"], ""),
        ({"output": "out.csv/"}, ["a.txt"], ""),
    ],
)
def test_a_table_is_written_as_what_it_is(folder, fields, names, says):
    assert refusal(request("a.txt", **fields), *names)[: len(says) or 99] == says


@pytest.mark.parametrize(
    ("name", "fields", "terminal", "refused"),
    [
        (PARQUET, {}, True, True),
        (PARQUET, {}, False, False),
        (PARQUET, {"output": "x.parquet"}, True, False),
        (PARQUET, {"to": "jsonl"}, True, False),
        (CSV, {}, True, False),
    ],
)
def test_a_table_of_bytes_is_nothing_for_a_terminal(folder, monkeypatch, name, fields, terminal, refused):
    monkeypatch.setattr(plan, "is_terminal", lambda stream: terminal and stream is sys.stdout)
    says = "a Parquet file is nothing for a terminal; use -o FILE, or --to jsonl" if refused else ""
    assert refusal(request("a.txt", **fields), name) == says


def test_a_format_that_needs_a_package_names_it(folder, monkeypatch):
    monkeypatch.setattr(plan, "missing_extra", lambda name: "needs more" if name == "parquet" else None)
    assert refusal(request(), PARQUET) == "rows.parquet: needs more"
    assert refusal(request(), CSV) == ""


PAGES = "are pages or web archives, such as {}; the text that is extracted from a page is not written over it"


@pytest.mark.parametrize(
    ("names", "counts", "first", "left_out"),
    [
        (["a.txt", ROWS, CSV], None, "", ""),
        (["a.html"], "1 of 1", "a.html", "*.html"),
        (["a.txt", "b.warc.GZ", "c.html"], "2 of 3", "b.warc.GZ", "*.html *.warc.GZ"),
    ],
)
def test_in_place_no_page_is_written_over(folder, names, counts, first, left_out):
    says = refusal(request(in_place=True), *names, check=plan.checked)
    if counts is None:
        assert says == ""
    else:
        excludes = " ".join(f"--exclude '{glob}'" for glob in left_out.split())
        end = f". Use -o FOLDER, or leave them out: {excludes}"
        assert says == f"--in-place: {counts} inputs {PAGES.format(first)}{end}"
    # elsewhere pages are welcome
    assert refusal(request(output="out/"), *names, check=plan.checked) == ""


@pytest.mark.parametrize(
    ("content", "size", "is_page"),
    [
        (b"<html>", 6, True),
        (gzip.compress(b"<html>", mtime=0), 30, True),
        (b"Rain.", 5, False),
        (b"<html>", -1, False),
    ],
)
def test_in_place_a_file_whose_name_does_not_tell_is_looked_into(folder, content, size, is_page):
    (folder / "page").write_bytes(content)
    given = [Source("page", "page", "auto", "", size), Source("page", "page", "text", "", size)]
    try:
        assert list(plan.checked(request(in_place=True), iter(given))) == given
    except ConfigurationError as error:
        says = str(error)
        assert is_page
        assert says.startswith(f"--in-place: 1 of 2 inputs {PAGES.format('page')}")
        # a name without a suffix cannot be left out by it
        assert says.endswith("Use -o FOLDER")
    else:
        assert not is_page


def test_in_place_a_file_that_cannot_be_opened_is_left_to_its_reader(folder):
    assert refusal(request(in_place=True), "gone", check=plan.checked) == ""


@pytest.mark.parametrize(
    ("fields", "refused"),
    [
        ({"backup": ".old"}, True),
        ({"backup": ".new"}, False),
        ({"backup": ".old", "resume": True}, False),
        ({}, False),
    ],
)
def test_a_backup_that_is_there_already_is_not_written_over(folder, fields, refused):
    (folder / "a.txt.old").symlink_to("nowhere")
    says = "--backup: a.txt.old is there already; use another suffix, or move it away" if refused else ""
    assert refusal(request(in_place=True, **fields), "a.txt", check=plan.checked) == says


@pytest.mark.parametrize(
    ("include", "exclude", "end"),
    [
        ((), (), "; --include 'GLOB' takes files by other names than .txt, .html and so on"),
        (("*.x",), (), ": none has a name for --include '*.x'"),
        ((), ("a", "b"), ": none has a name for --exclude 'a' --exclude 'b'"),
        (("*.x",), ("a",), ": none has a name for --include '*.x' --exclude 'a'"),
    ],
)
def test_that_there_is_nothing_to_clean_is_said_with_the_globs(include, exclude, end):
    assert plan.nothing(request(selection=Selection(include, exclude))) == f"there is no file to clean{end}"


def setup(worker, **telling: object) -> WorkerConfig:
    return WorkerConfig(worker, ReadOptions(), WriteOptions(), OutputOptions(**telling), Limits())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("inputs", "fields", "path", "of", "keep"),
    [
        (["in"], {"output": "out"}, "out/.cleaner/journal", "out", True),
        (["in"], {"in_place": True}, "in/.cleaner-in-place.journal", "in", False),
        (["a.txt"], {"in_place": True}, sidecar_path("a.txt", "journal"), "a.txt", False),
        ([], {"in_place": True, "listed": ["a.txt"]}, sidecar_path("a.txt", "journal"), "a.txt", False),
        (["a.jsonl"], {"output": "x.jsonl"}, "{here}/" + sidecar_path("x.jsonl", "journal"), "x.jsonl", False),
    ],
)
def test_the_journal_lies_with_the_output(folder, worker, inputs, fields, path, of, keep):
    made = plan.journal(CleanRequest(inputs, **fields), setup(worker))
    assert (made.path, made._of, made._keep, made._resume) == (path.format(here=folder), of, keep, False)
    assert plan.journal(CleanRequest(inputs, resume=True, **fields), setup(worker))._resume


def test_settings_are_the_same_where_the_same_is_written(folder, worker):
    def digest(**options: object) -> str:
        in_place = bool(options.pop("in_place", False))
        return plan.journal(
            request(in_place=in_place, output="" if in_place else "x"), setup(worker, **options)
        )._settings

    assert digest() == digest(verbosity=1)
    assert len({digest(), digest(report=".json"), digest(diff=True), digest(in_place=True)}) == 4


class Left(NamedTuple):
    """The journal of a run that was stopped, or came to its end."""

    was_left: bool
    point: Checkpoint | None = None


POINT = Checkpoint("in/rows.jsonl", "rows.jsonl", 6, "digest", 4, 3, {}, report=8)


@pytest.mark.parametrize(
    ("inputs", "fields", "left", "kept"),
    [
        (["in"], {"output": "out/"}, Left(False), {"out", "in", "in/point", "reports", "reports/point"}),
        (["in"], {"output": "out/"}, Left(True), {"in", "in/point", "reports", "reports/point"}),
        (["in"], {"output": "out/", "report": "reports/"}, Left(True), {"in", "in/point"}),
        (["in"], {"output": "out/", "report": "reports/"}, Left(True, POINT), {"in", "in/point", "reports/point"}),
        (["in"], {"in_place": True}, Left(True, POINT), {"out", "in/point", "reports", "reports/point"}),
        ([], {"in_place": True, "listed": ["in"]}, Left(True), {"out", "reports", "reports/point"}),
        (["a"], {"output": "x.jsonl"}, Left(True), {"out", "in", "in/point", "reports", "reports/point"}),
        (["a"], {"output": "x.jsonl", "report": "r.jsonl"}, Left(True), {"out", "in", "in/point", "reports", "reports/point"}),
    ],
)  # fmt: skip
def test_what_a_killed_run_has_left_is_cleared_away(folder, monkeypatch, inputs, fields, left, kept):
    parts = {
        "out": "out/.cleaner-1.part",
        "in": "in/.cleaner-1.part",
        "in/point": sidecar_path(os.path.realpath("in/rows.jsonl"), "part"),
        "reports": "reports/.cleaner-1.part",
        "reports/point": sidecar_path("reports/rows.jsonl.jsonl", "part"),
    }
    inside = os.path.relpath(parts["in/point"])
    for path in parts.values():
        Path(path).parent.mkdir(exist_ok=True)
        Path(path).touch()
    made = CleanRequest(inputs, **fields)
    place = (lambda source: source.path) if fields.get("in_place") else plan.place(made)
    parts["in/point"] = inside
    plan.clear_leftovers(made, left, place)  # type: ignore[arg-type]
    assert {name for name, path in parts.items() if os.path.exists(path)} == kept


def test_the_part_of_a_point_is_kept(folder):
    made = request(output="out/")
    part = Path(sidecar_path(plan.place(made)(Source(POINT.name, POINT.source)), "part"))
    part.parent.mkdir()
    part.touch()
    plan.clear_leftovers(made, Left(True, POINT), plan.place(made))  # type: ignore[arg-type]
    assert part.exists()
    plan.clear_leftovers(made, Left(True), plan.place(made))  # type: ignore[arg-type]
    assert not part.exists()


@pytest.mark.parametrize(
    ("report", "kind"),
    [(None, None), ("r.JSON", ".json"), ("r.diff", ".diff"), ("reports/", ".jsonl"), ("new", ".jsonl")],
)
def test_the_kind_of_a_report_is_told_by_its_name(folder, report, kind):
    assert plan.report_kind(request(report=report)) == kind


@pytest.mark.parametrize(
    ("fields", "journal", "kind"),
    [
        ({}, Left(True, POINT), NoReport),
        ({"report": "r.jsonl"}, None, SingleReport),
        ({"report": "r.json", "output": "x.jsonl"}, Left(True, POINT), SingleReport),
        ({"report": "r.jsonl", "output": "x.jsonl"}, Left(True, POINT), JsonlReport),
        ({"report": "r.jsonl", "output": "out/"}, Left(True, POINT), SingleReport),
        ({"report": "r.jsonl", "in_place": True}, Left(True), SingleReport),
        ({"report": "reports/"}, Left(True, POINT), FolderReport),
        ({"report": "reports/"}, None, FolderReport),
    ],
)
def test_a_report_goes_where_its_name_says(folder, fields, journal, kind):
    if kind is JsonlReport:
        Path(sidecar_path("r.jsonl", "part")).write_bytes(b"eight by")
    made = plan.account(request("rows.jsonl", **fields), journal)
    with made:
        assert type(made) is kind
        if kind is FolderReport:
            assert made._resume_at == (journal and journal.point.report)
        if kind is JsonlReport:
            assert made._part.sync() == 8


def test_a_report_without_a_point_begins_at_its_beginning(folder):
    Path(sidecar_path("r.jsonl", "part")).write_bytes(b"eight by")
    with plan.account(request(ROWS, report="r.jsonl", output="x.jsonl"), Left(True)) as made:
        assert made.sync() == 0
