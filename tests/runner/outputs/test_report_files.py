"""A report appears whole: one file for all documents, or a folder with a file for each input."""

from __future__ import annotations

import pytest

from cleaner.runner.outputs.report_files import FolderReport, JsonlReport, NoReport, SingleReport
from cleaner.runner.workers.task import Source
from support.bulk import leftovers
from support.units import PIER, result, unit

FERRY, GOAT, SEAL = (("ferry.txt", b"{1}"), ("goat.txt", b"{2}\n"), ("seal.txt", b"{3}"))
ROWS = Source("/in/rows.jsonl", "sub/rows.jsonl", "jsonl")


@pytest.mark.parametrize(
    ("name", "entries", "written"),
    [
        ("r.json", [], b"[]\n"),
        ("r.json", [FERRY], b"{1}"),
        ("r.json", [FERRY, GOAT], b"[\n{1},\n{2}\n]\n"),
        ("r.json", [FERRY, GOAT, SEAL], b"[\n{1},\n{2}\n,\n{3}]\n"),
        ("r.jsonl", [], b""),
        ("r.jsonl", [GOAT], b"{2}\n"),
        ("r.jsonl", [GOAT, GOAT], b"{2}\n{2}\n"),
        ("r.diff", [], b""),
        ("r.diff", [GOAT, GOAT, GOAT], b"{2}\n{2}\n{2}\n"),
        ("r.txt", [], b""),
        ("r.txt", [FERRY], b"{1}"),
        ("r.txt", [FERRY, GOAT], b"==> ferry.txt <==\n{1}\n\n==> goat.txt <==\n{2}\n"),
        (
            "r.txt",
            [GOAT, FERRY, SEAL],
            b"==> goat.txt <==\n{2}\n\n==> ferry.txt <==\n{1}\n\n==> seal.txt <==\n{3}\n",
        ),
    ],
)
def test_a_single_report_closes_its_form(tmp_path, name, entries, written):
    with SingleReport(str(tmp_path / name)) as report:
        for entry in entries:
            report.add(unit(), result(entries=(entry,)))
        assert report.sync() == 0
        assert not (tmp_path / name).exists()
        report.commit()
    assert (tmp_path / name).read_bytes() == written


def test_a_single_report_of_a_run_that_broke_off_does_not_appear(tmp_path):
    with SingleReport(str(tmp_path / "r.json")) as report:
        report.add(unit(), result(entries=(FERRY,)))
    assert list(tmp_path.iterdir()) == []


def test_no_report_writes_nothing():
    with NoReport() as report:
        report.add(unit(), result(entries=(FERRY,)))
        report.commit()
        assert report.sync() == 0


def test_the_report_of_a_stream_appears_whole(tmp_path):
    with JsonlReport(str(tmp_path / "r.jsonl"), None) as report:
        report.add(unit(ROWS, b"{}\n", records=True, until=3), result(entries=(GOAT, GOAT)))
        # the second unit does not begin the report again
        report.add(unit(ROWS, b"{}\n", records=True, until=3), result(entries=(GOAT,)))
        report.commit()
    assert (tmp_path / "r.jsonl").read_bytes() == b"{2}\n" * 3
    assert leftovers(tmp_path) == []


def test_the_report_of_a_stream_goes_on_where_it_was_safe(tmp_path):
    path = str(tmp_path / "r.jsonl")
    with JsonlReport(path, None) as report:
        report.add(unit(ROWS, b"{}\n", records=True, until=3), result(entries=(GOAT,)))
        size = report.sync()
        assert size == 4
        report.add(unit(ROWS, b"{}\n", records=True, until=6), result(entries=(FERRY,)))
    assert len(leftovers(tmp_path)) == 1
    with JsonlReport(path, size) as report:
        report.add(unit(ROWS, b"{}\n", records=True, until=6), result(entries=(FERRY,)))
        report.commit()
    assert (tmp_path / "r.jsonl").read_bytes() == b"{2}\n{1}"


def test_the_report_of_a_stream_that_begins_again_begins_again_too(tmp_path):
    path = str(tmp_path / "r.jsonl")
    with JsonlReport(path, None) as report:
        report.add(unit(ROWS, b"{}\n", records=True, until=3), result(entries=(GOAT,)))
        size = report.sync()
    with JsonlReport(path, size) as report:
        report.add(unit(ROWS, b"{}\n", records=True, until=3), result(entries=(FERRY,)))
        report.commit()
    assert (tmp_path / "r.jsonl").read_bytes() == b"{1}"


def test_the_report_of_a_stream_that_was_never_safe_is_removed(tmp_path):
    with JsonlReport(str(tmp_path / "r.jsonl"), None) as report:
        report.add(unit(ROWS, b"{}\n", records=True, until=3), result(entries=(GOAT,)))
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_reports_has_a_file_for_each_input(tmp_path):
    with FolderReport(str(tmp_path)) as report:
        assert report.sync() == 0
        report.add(unit(PIER), result(entries=(GOAT,)))
        assert (tmp_path / "pier.txt.jsonl").read_bytes() == b"{2}\n"
        report.add(unit(ROWS, b"{}\n", records=True, last=False), result(entries=(GOAT,)))
        assert not (tmp_path / "sub" / "rows.jsonl.jsonl").exists()
        report.add(unit(ROWS, b"{}\n", records=True, until=6), result(entries=(FERRY,)))
        assert (tmp_path / "sub" / "rows.jsonl.jsonl").read_bytes() == b"{2}\n{1}"
        report.commit()
    assert leftovers(tmp_path) == []


@pytest.mark.parametrize(("until", "written"), [(6, b"{2}\n{1}"), (3, b"{1}")])
def test_a_report_in_a_folder_goes_on_with_its_stream_or_begins_again(tmp_path, until, written):
    with FolderReport(str(tmp_path)) as report:
        report.add(unit(ROWS, b"{}\n", records=True, until=3, last=False), result(entries=(GOAT,)))
        size = report.sync()
    assert size == 4
    assert len(leftovers(tmp_path)) == 1
    with FolderReport(str(tmp_path), resume_at=size) as report:
        report.add(unit(ROWS, b"{}\n", records=True, until=until), result(entries=(FERRY,)))
    assert (tmp_path / "sub" / "rows.jsonl.jsonl").read_bytes() == written


def test_an_unfinished_report_in_a_folder_is_removed_unless_it_is_safe(tmp_path):
    with FolderReport(str(tmp_path)) as report:
        report.add(unit(PIER, last=False), result(entries=(GOAT,)))
        report.sync()
        report.add(unit(PIER), result())
        report.add(unit(ROWS, b"{}\n", records=True, last=False), result(entries=(GOAT,)))
    assert leftovers(tmp_path) == []
    assert not (tmp_path / "sub" / "rows.jsonl.jsonl").exists()
