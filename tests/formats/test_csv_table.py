"""Tables and archives: read as records, written back with one column changed and nothing else."""

from __future__ import annotations

import csv
import io
import json
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.formats.csv_table import Table
from cleaner.formats.options import ReadOptions, WriteOptions
from cleaner.intake.limits import Limits
from support.containers import CSV, FOUND, PAGE, parsed

_LIMITS = Limits()


CLEAN = "Rain fell on the pier all day.\n\nIt stopped at noon."


def test_of_a_table_only_the_texts_change(clean):
    came = clean(CSV, "a.csv")
    assert came.data == CSV.replace(b"READ MORE: Snow fell on the harbour\r\n\r\n", b"")
    assert (came.failed, came.documents, came.changed) == (0, 4, 1)
    assert len(came.entries) == 5  # the blank row has its line, so that entry n is row n
    assert came.entries[0]["id"] == "1"


@pytest.mark.parametrize("name", ["a.tsv", "a.csv"])
@pytest.mark.parametrize("delimiter", ["\t", ";", "|", ","])
def test_the_delimiter_is_the_one_that_makes_the_field_a_column(clean, delimiter, name):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(
        [["a;b", "c|d", "text"], ["1;2", "3|4", FOUND], ["5,6", "x", "y"]]
    )
    came = clean(out.getvalue().encode(), name)
    assert parsed(came.data, delimiter=delimiter) == [
        ["a;b", "c|d", "text"],
        ["1;2", "3|4", CLEAN],
        ["5,6", "x", "y"],
    ]


def test_a_mark_at_the_beginning_stays(clean):
    data = b"\xef\xbb\xbf" + CSV.replace(b"id,text", b'"id","text"')
    assert clean(data, "a.csv").data.startswith(b'\xef\xbb\xbf"id","text"')


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "cp1252", "koi8-r"])
def test_another_encoding_comes_out_as_utf_8(clean, encoding):
    words = "Дождь шёл над пристанью весь день" if encoding == "koi8-r" else "Tempête près du café"
    table = f'id;text\n1;"{words}\n\nREAD MORE: Snow fell on the harbour\n\nIt stopped."\n' * 1
    data = table.encode(encoding)
    asked = None if encoding in ("utf-16", "cp1252") else encoding
    came = clean(data, "a.csv", encoding=asked)
    assert came.data.decode() == f'id;text\n1;"{words}\n\nIt stopped."\n'


def test_a_row_that_is_broken_comes_out_as_it_was_and_is_named(clean):
    lines = [
        b"id,text\n",
        b"1,Rain\n",
        b"2,too,many\n",
        b"3\n",
        b"4,caf\xe9\n",
        b"5,Sun\n",
        b'6,"never\nclosed,\n7,x\n',
    ]
    came = clean(b"".join(lines), "a.csv", encoding="utf-8")
    assert came.data == b"".join(lines)
    assert [note.split(": ", 2)[2] for note in came.notes] == [
        "3 cells, and the header has 2",
        "1 cell, and the header has 2",
        "not UTF-8 at byte 3 of a cell (--encoding)",
        "a quotation mark that is opened and never closed",
    ]
    assert [note.split("a.csv:")[1].split(":")[0] for note in came.notes] == ["2", "3", "4", "6"]
    assert [("failure" in entry) for entry in came.entries] == [False, True, True, True, False, True]


def test_a_broken_row_is_a_record_with_its_content_where_records_are_written(clean):
    came = clean(b"id,text\n1,Rain\n2,too,many\n", "a.csv", to="jsonl")
    assert [json.loads(line) for line in came.data.splitlines()] == [
        {"id": "1", "text": "Rain"},
        {"row": "2,too,many\n", "error": "3 cells, and the header has 2"},
    ]


def test_a_table_as_records_and_as_text(clean):
    data = f'id,text,id,n\n1,"{FOUND}",2,=1\n'.encode()
    assert json.loads(clean(data, "a.csv", to="jsonl").data) == {"id": "1", "text": CLEAN, "id_2": "2", "n": "=1"}
    assert clean(data, "a.csv", to="text").data.decode() == CLEAN + "\n"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"id,body\n1,Rain\n", "neither 'text' nor 'html': it has 'id', 'body'"),
        (b"\n\n", "neither 'text' nor 'html'"),
        (b"x" * 100_000, "no header row"),
        (b'"text' + b"x" * 10, "no header row"),
        (b"\0\x01\xff" * 50, "binary"),
    ],
)
def test_a_table_without_a_text_comes_out_as_it_was(clean, data, message):
    came = clean(data, "a.csv")
    assert came.data == data
    assert came.failed == 1
    assert message in came.notes[0]
    as_records = clean(data, "a.csv", to="jsonl")
    assert (as_records.data, as_records.lost) == (b"", True)
    assert message in as_records.notes[0]


@pytest.mark.parametrize("data", [b"", b"id,text\n", b"id,text", b"\xef\xbb\xbfid,text\r\n"])
def test_a_table_without_rows_stays_as_it_is(clean, data):
    came = clean(data, "a.csv")
    assert (came.data, came.failed) == (data, 0)


def test_pages_in_a_table_get_a_column_for_their_texts(clean):
    out = io.StringIO()
    csv.writer(out).writerows([["id", "html"], ["1", PAGE], ["2", "<p></p>"], ["3"]])
    came = clean(out.getvalue().encode(), "a.csv")
    header, one, two, three = parsed(came.data)
    assert header == ["id", "html", "text"]
    assert one[:2] == ["1", PAGE]
    assert "the market closed" in one[2]
    assert "READ MORE" not in one[2]
    assert two == ["2", "<p></p>", ""]
    assert three == ["3"]
    assert came.failed == 2


def test_an_empty_text_gives_way_to_the_page(clean):
    out = io.StringIO()
    csv.writer(out).writerows([["text", "html"], ["", PAGE], ["Rain.", PAGE]])
    (_, one, two) = parsed(clean(out.getvalue().encode(), "a.csv").data)
    assert "the market closed" in one[0]
    assert two == ["Rain.", PAGE]


def test_removals_can_have_a_column(clean):
    came = clean(CSV, "a.csv", with_removals=True)
    table = parsed(came.data)
    assert table[0][-1] == "removals"
    assert json.loads(table[1][-1])[0]["rule"] == "related/read-more-line"
    assert table[3] == ["3", "", "", "@x", "[]"]


def test_a_cell_that_needs_quotation_marks_gets_them(clean):
    data = b'text\nREAD MORE: Snow fell on the harbour\n"Rain; READ MORE"\n'
    (header, *texts) = parsed(clean(data, "a.csv").data)
    assert header == ["text"]
    assert texts == [[""], ["Rain; READ MORE"]]


def test_a_huge_cell_goes_through_and_one_past_the_limit_as_it_is(clean):
    limits = Limits(text_bytes=300_000)
    words = "The ferry left the harbour.\n" * 5_000
    good = f'id,text\n1,"{words}\nREAD MORE: Snow fell on the harbour\n"\n'.encode()
    came = clean(good, "a.csv", limits=limits)
    assert came.changed == 1
    assert came.data == good.replace(b"READ MORE: Snow fell on the harbour\n", b"").replace(b'\n\n"', b'\n"')
    bad = good + b'2,"' + b"x\n" * 400_000 + b'"\n3,' + FOUND.split("\n", maxsplit=1)[0].encode() + b"\n"
    came = clean(bad, "b.csv", limits=limits)
    assert came.data == parsed_back(good, clean, limits) + bad[len(good) :]
    assert came.failed == 1
    assert "limit: a row of more than 300,000 bytes" in came.notes[0]


def parsed_back(data: bytes, clean, limits: Limits) -> bytes:
    return clean(data, "c.csv", limits=limits).data


CELL = st.text(alphabet='ab,;"\n\té', max_size=8)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(CELL, st.sampled_from([FOUND, "Rain.", 'He said "noon".', ""]), CELL), max_size=5))
def test_other_cells_keep_their_values(table):
    from cleaner.formats.csv_table import Table

    out = io.StringIO(newline="")
    csv.writer(out).writerows([["a", "text", "b"], *table])
    door = Table(io.BytesIO(out.getvalue().encode()), ReadOptions(), WriteOptions(), Limits(), keep=True)
    lines = b"".join(block.lines for block in door.blocks()).replace(
        b"READ MORE: Snow fell on the harbour\\n\\n", b""
    )
    data = door.add(lines) + door.end()
    assert parsed(data) == [["a", "text", "b"], *([a, CLEAN if text == FOUND else text, b] for a, text, b in table)]


def test_a_long_table_is_cut_and_put_together_again(clean):
    row = f'"x, ""y""",{"The ferry left the harbour at noon. " * 20}\n'.encode()
    data = b"n,text\n" + row * 4_000
    came = clean(data, "a.csv")
    assert came.data == data
    assert came.documents == 4_000


def test_a_row_of_nothing_but_delimiters_takes_little_memory():
    source = b"id,text\n1,Rain fell.\n" + b"," * 3_000_000 + b'\n"",' + b'"a",' * 100_000 + b"\n2,Sun.\n"
    tracemalloc.start()
    table = Table(io.BytesIO(source), ReadOptions(), WriteOptions(), Limits(), keep=True)
    found = list(table.blocks())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 40_000_000
    why = [failed.why for block in found for _, failed in block.faults]
    assert why == ["3000001 cells, and the header has 2", "100002 cells, and the header has 2"]
    assert b"".join([*(table.add(block.lines) for block in found), table.end()]) == source
