"""Tables and archives: read as records, written back with one column changed and nothing else."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.formats.csv_rows import TooLongError, rows


def test_hostile_rows_take_linear_time():
    for data in (b'"' + b'""' * 2_000_000, b'"' + b"x\n" * 1_000_000, b"," * 2_000_000, b'"",' * 500_000):
        (row,) = list(rows(io.BytesIO(data), b",", 10_000_000))
        assert row.data == data
        if row.cells:
            row.value(0)
    with pytest.raises(TooLongError):
        list(rows(io.BytesIO(b'"' + b"x\n" * 1_000_000), b",", 1_000))


CELL = st.text(alphabet='ab,;"\n\té', max_size=8)


@settings(max_examples=400, deadline=None)
@given(
    st.lists(st.lists(CELL, min_size=2, max_size=4), max_size=6),
    st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
)
def test_rows_are_what_the_csv_module_takes_them_for(table, quoting):
    out = io.StringIO(newline="")
    csv.writer(out, quoting=quoting, lineterminator="\n").writerows(table)
    assert list(values(out.getvalue())) == table


@settings(max_examples=600, deadline=None)
@given(st.text(alphabet='ab,"\n', max_size=30))
def test_so_are_rows_that_nobody_should_write(text):
    assert [row for row in values(text) if row != [""]] == [
        row for row in csv.reader(io.StringIO(text, newline="")) if row and row != [""]
    ] or unclosed(text)


def values(text: str) -> list[list[str]]:
    found = list(rows(io.BytesIO(text.encode()), b",", 10_000))
    assert b"".join(row.data for row in found) == text.encode()
    return [[row.value(at).decode() for at in range(len(row.cells))] for row in found]


def unclosed(text: str) -> bool:
    return any(not row.closed for row in rows(io.BytesIO(text.encode()), b",", 10_000))
