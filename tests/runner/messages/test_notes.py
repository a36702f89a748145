"""What a run says on standard error: how it ended, what failed alike, what was hardly meant."""

from __future__ import annotations

import pytest

from cleaner.runner.messages import notes as module
from cleaner.runner.messages.notes import Notes
from cleaner.runner.workers.outcome import Note
from cleaner.runner.workers.task import Source
from support.messages import run_said
from support.units import result, unit

BODY = '{"body": "Rain fell.\\n\\nAdvertisement", "link": "https://example.org/1"}\n'


def test_failures_that_are_alike_are_one_line_for_each_file(tmp_path):
    (tmp_path / "a.jsonl").write_text(BODY * 1200)
    (tmp_path / "b.jsonl").write_text(BODY + "{bad\n" + BODY + '["array"]\n{worse and worse\n')
    missing = "the record has neither 'text' nor 'html'"
    lines = run_said("clean", "a.jsonl", "b.jsonl", "-o", "c.jsonl", cwd=tmp_path)
    assert [line.replace(": it has 'body', 'link' (--text-field, --html-field)", "") for line in lines[:4]] == [
        f"error: a.jsonl:1: {missing}",
        f"error: a.jsonl: {missing}, in 1,199 more records: 2, 3, 4, 5, 6, …",
        f"error: b.jsonl:1: {missing}",
        "error: b.jsonl:2: not valid JSON: object keys must be strings (byte 1)",
    ]
    assert lines[4] == "error: b.jsonl:4: not a JSON object"
    assert [line[:22] for line in lines[5:7]] == ["error: b.jsonl:3: the ", "error: b.jsonl:5: not "]
    assert lines[7] == "1,205 documents, 0 changed, 0 characters (0%) removed, 1,205 failed (input 1,205)"
    assert len(lines) == 8


ROWS = Source("rows.jsonl", "rows.jsonl", "jsonl")


@pytest.fixture
def said(monkeypatch):
    lines: list[str] = []
    monkeypatch.setattr(module, "say", lines.append)
    return lines


def failures(*whys: str, first: int = 1) -> tuple[Note, ...]:
    return tuple(Note(why, f"rows.jsonl:{at}", failed=True) for at, why in enumerate(whys, first))


def test_notes_of_files_are_said_as_they_come(said):
    notes = Notes()
    notes.add(
        unit(),
        result(
            notes=(
                Note("pier.txt: nothing removed"),
                *[Note("no article", name, failed=True) for name in ("pier.txt", "goat.txt", "seal.txt")],
            )
        ),
    )
    notes.add(unit(), result(notes=(Note("no article", "-", failed=True),)))
    assert said == [
        "pier.txt: nothing removed",
        "error: pier.txt: no article",
        "error: goat.txt: no article",
        "error: seal.txt: no article",
        "error: standard input: no article",
    ]


def test_what_is_no_failure_of_a_record_is_said_at_once(said):
    Notes().add(unit(ROWS, b"", records=True, last=False), result(notes=(Note("would clean it"),) * 2))
    assert said == ["would clean it"] * 2


def test_failures_of_records_that_are_alike_are_counted_until_the_file_ends(said):
    notes = Notes()
    more = ("limit: 8 bytes", "limit: 1,900 bytes", "no article: none", "limit: 7 bytes")
    notes.add(unit(ROWS, b"", records=True, last=False), result(notes=failures(*more)))
    assert said == ["error: rows.jsonl:1: limit: 8 bytes", "error: rows.jsonl:3: no article: none"]
    notes.add(unit(ROWS, b"", records=True), result(notes=failures("no article: some", first=5)))
    # one more of a kind is named as it is
    assert said[2:] == [
        "error: rows.jsonl: limit, in 2 more records: 2, 4",
        "error: rows.jsonl:5: no article: some",
    ]
    notes.end()
    assert len(said) == 4


def test_a_file_that_is_lost_ends(said):
    notes = Notes()
    notes.add(unit(ROWS, b"", records=True, last=False), result(notes=failures("a", "a", "a")))
    notes.add(unit(ROWS, b"", records=True, last=False), result(lost=True))
    assert said[1:] == ["error: rows.jsonl: a, in 2 more records: 2, 3"]


@pytest.mark.parametrize(("more", "places"), [(5, "2, 3, 4, 5, 6"), (6, "2, 3, 4, 5, 6, …")])
def test_five_records_are_named_of_each_kind(said, more, places):
    notes = Notes()
    notes.add(unit(ROWS, b"", records=True), result(notes=failures(*["a"] * (more + 1))))
    assert said[1:] == [f"error: rows.jsonl: a, in {more} more records: {places}"]


def test_so_many_kinds_of_failure_are_told_apart_and_the_rest_counted_as_one(said, monkeypatch):
    monkeypatch.setattr(module, "_KINDS", 2)
    Notes().add(unit(ROWS, b"", records=True), result(notes=failures("a", "b", "c", "d", "a", "c")))
    assert said == [
        "error: rows.jsonl:1: a",
        "error: rows.jsonl:2: b",
        "error: rows.jsonl:5: a",
        "error: rows.jsonl: other failures, in 3 more records: 3, 4, 6",
    ]
