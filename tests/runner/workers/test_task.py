"""Sources, units and tasks: what they are called, and how they are taken apart."""

from __future__ import annotations

import os

import pytest

from cleaner.runner.workers.task import Source, Task, Unit
from support.units import PIER

ROWS = Source("in/rows.jsonl", "rows.jsonl", "jsonl")


def test_a_source_is_shown_by_its_path():
    assert ROWS.shown == "in/rows.jsonl"
    assert Source("-", "-").shown == "standard input"
    assert Source(os.fsdecode(b"in/\xff.txt"), "").shown == "in/\\xff.txt"


def test_a_unit_of_records_has_the_number_of_its_first():
    assert Unit(ROWS, b"{}\n", records=True, first=7).name == "in/rows.jsonl:7"
    assert Unit(ROWS, b"{}\n", first=7).name == "in/rows.jsonl"


@pytest.mark.parametrize(
    ("data", "records", "until", "begins"),
    [
        (b"{}\n", True, 9, 6),
        (b"{}\n", True, 3, 0),
        (b"{}\n", True, 0, 0),
        (None, True, 9, 9),
        (b"{}\n", False, 9, 0),
    ],
)
def test_a_unit_of_records_begins_before_its_data(data, records, until, begins):
    assert Unit(ROWS, data, records=records, until=until).begins_at == begins


@pytest.mark.parametrize(
    "unit",
    [
        Unit(PIER),
        Unit(PIER, b"Rain.\nWind.\n"),
        Unit(ROWS, None, records=True),
        Unit(ROWS, b"", records=True),
    ],
)
def test_one_document_cannot_be_taken_apart(unit):
    task = Task((unit,))
    assert task.parts() == [task]


def test_a_task_of_units_is_taken_apart_into_them():
    units = (Unit(PIER), Unit(ROWS, b"{}\n{}\n", records=True))
    assert Task(units).parts() == [Task((units[0],)), Task((units[1],))]


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (b"1\n2\n3\n", [b"1\n", b"2\n", b"3\n"]),
        (b"1\n\n2", [b"1\n", b"\n", b"2"]),
        (b"1\r\n\x0b\xe2\x80\xa82", [b"1\r\n", b"\x0b\xe2\x80\xa82"]),
        (b"1", [b"1"]),
    ],
)
def test_records_are_taken_apart_line_by_line(data, lines):
    unit = Unit(ROWS, data, records=True, first=4, skipped=6)
    parts = [part.units for part in Task((unit,)).parts()]
    assert [part.data for (part,) in parts] == lines
    assert [part.first for (part,) in parts] == list(range(4, 4 + len(lines)))
    # what was passed over is counted once
    assert [part.skipped for (part,) in parts] == [6, *[0] * (len(lines) - 1)]
