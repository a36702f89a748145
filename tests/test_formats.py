"""Tables and archives: read as records, written back with one column changed and nothing else."""

from __future__ import annotations

import base64
import csv
import datetime
import decimal
import gzip
import io
import json
import zlib
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cleaner
from cleaner.formats.block_builder import distinct
from cleaner.formats.csv_rows import TooLongError, rows
from cleaner.formats.options import FIELDS, Fields, ReadOptions, WriteOptions
from cleaner.formats.registry import format_of
from cleaner.intake.limits import Limits
from cleaner.matching.language import normalise
from cleaner.runner import record_formats as formats
from cleaner.runner.inputs.task_reader import Reader
from cleaner.runner.workers.describe import OutputOptions
from cleaner.runner.workers.task import Source
from cleaner.runner.workers.worker import Worker, WorkerConfig

_LIMITS = Limits()
needs_pyarrow = pytest.mark.skipif(find_spec("pyarrow") is None, reason="pyarrow is not installed")

FOUND = "Rain fell on the pier all day.\n\nREAD MORE: Snow fell on the harbour\n\nIt stopped at noon."
CLEAN = "Rain fell on the pier all day.\n\nIt stopped at noon."
PAGE = """<html lang="en"><head><title>Rain on the pier | Harbour Post</title></head><body><article>
<h1>Rain on the pier</h1>
<p>Rain fell on the pier all day, and the ferries stayed in the harbour until the wind had gone down.</p>
<p>The captain said that nobody had seen so much of it since the council built the breakwater.</p>
<p>READ MORE: Snow fell on the harbour</p>
<p>It stopped at noon, when the market closed and the last of the boats came home.</p>
</article></body></html>"""


class Came:
    """What came of a file: its bytes, and what was said about it."""

    def __init__(self, data: bytes, dones: list) -> None:
        self.data = data
        self.notes = [f"error: {note.name}: {note.text}" for done in dones for note in done.notes]
        self.entries = [json.loads(entry) for done in dones for _, entry in done.entries]
        self.failed = sum(done.tally.failed for done in dones)
        self.documents = sum(done.tally.documents for done in dones)
        self.changed = sum(done.tally.changed for done in dones)
        self.skipped = sum(done.tally.skipped for done in dones)
        self.lost = any(done.lost for done in dones)


@pytest.fixture
def clean(tmp_path: Path, worker: cleaner.Cleaner):
    """Take a file the whole way through, in this process."""

    def _clean(
        data: bytes,
        name: str,
        *,
        fields: Fields = FIELDS,
        limits: Limits = _LIMITS,
        encoding: str | None = None,
        **writing: object,
    ) -> Came:
        path = tmp_path / name
        path.write_bytes(data)
        reading, written = ReadOptions(encoding=encoding, fields=fields), WriteOptions(**writing)
        door = formats.TableCodecs(reading, written, limits, keep=written.to is None)
        do = Worker(WorkerConfig(worker, reading, written, OutputOptions(".jsonl"), limits))
        format, compression = format_of(name)
        dones, out = [], b""
        source = Source(str(path), name, format, compression, len(data))
        tasks = list(Reader(limits, records_of=door.blocks).tasks([source]))  # all read before any is done
        for task in tasks:
            for unit, done in zip(task.units, do(task), strict=True):
                door.encode(unit.source, done, last=unit.last, as_is=unit.failed is not None)
                out += b"".join(done.outputs)
                dones.append(done)
        assert [unit.last for task in tasks for unit in task.units].count(True) == 1
        return Came(out, dones)

    return _clean


def parsed(data: bytes, **options: object) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), **options))


# Names of fields


def test_fields_may_have_other_names(run, tmp_path):
    (tmp_path / "a.jsonl").write_text(
        json.dumps({"key": 7, "body": FOUND, "head": "Weather"})
        + "\n"
        + json.dumps({"raw": PAGE, "body": None})
        + "\n"
    )
    done = run(
        "clean", "a.jsonl", "--field", "body", "--html-field", "raw", "--title-field", "head", "--id-field", "key",
"--report", "r.jsonl",
    )  # fmt: skip
    assert done.code == 0, done.err
    one, two = map(json.loads, done.out.splitlines())
    assert one == {"key": 7, "body": CLEAN, "head": "Weather"}
    assert "READ MORE" not in two["body"]
    assert "the market closed" in two["body"]
    assert two["head"]
    assert "raw" not in two
    ledgers = [json.loads(line) for line in (tmp_path / "r.jsonl").read_text().splitlines()]
    assert ledgers[0]["id"] == 7
    (tmp_path / "clean.jsonl").write_bytes(done.out.splitlines(keepends=True)[0] * 2)
    (tmp_path / "one.jsonl").write_text((json.dumps(ledgers[0]) + "\n") * 2)
    back = run("restore", "clean.jsonl", "one.jsonl", "--text-field", "body")
    assert [json.loads(line)["body"] for line in back.out.splitlines()] == [FOUND, FOUND], back.err
    assert "--text-field" in run("restore", "clean.jsonl", "one.jsonl").err


def test_a_record_without_the_field_comes_out_as_it_was_and_says_what_it_has(run):
    line = b'{"id": 1, "content": "Rain."}\n'
    done = run("clean", "--text-field", "body", stdin=line)
    assert (done.code, done.out) == (3, line)
    assert "neither 'body' nor 'html': it has 'id', 'content'" in done.err


def test_a_text_file_becomes_a_record_with_these_names(run):
    done = run("clean", "--to", "jsonl", "--field", "body", stdin=FOUND.encode())
    assert json.loads(done.out) == {"body": CLEAN}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--field", ""], "a field must have a name"),
        (["--field", "html"], "each field needs a name of its own"),
    ],
)
def test_names_that_cannot_be_used_are_refused(run, options, message):
    done = run("clean", "-", *options, stdin=b"Rain.")
    assert done.code == 2
    assert message in done.err


# CSV

CSV = (
    "id,text,title,formula\r\n"
    f'1,"{FOUND.replace(chr(10), chr(13) + chr(10))}",Weather,=1+1\r\n'
    '"2",plain words of the captain,"x, y",-3\r\n'
    "3,,,@x\r\n"
    "\r\n"
    '4,"He said ""noon"" and left.","","+1"'
).encode()


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


def test_columns_of_one_name_become_keys_of_their_own():
    assert distinct(["a", "a_2", "a", "a"]) == ["a", "a_2", "a_3", "a_4"]


def test_a_long_table_is_cut_and_put_together_again(clean):
    row = f'"x, ""y""",{"The ferry left the harbour at noon. " * 20}\n'.encode()
    data = b"n,text\n" + row * 4_000
    came = clean(data, "a.csv")
    assert came.data == data
    assert came.documents == 4_000


# Parquet


def table_of(text: object = None, kind: object = None):
    import pyarrow as pa

    rows = 5
    texts = pa.array(text or [FOUND, "plain words", None, FOUND, "x"], pa.string())
    if kind is not None and pa.types.is_dictionary(kind):
        coded = texts.dictionary_encode()
        texts = pa.DictionaryArray.from_arrays(coded.indices.cast(kind.index_type), coded.dictionary)
    elif kind is not None:
        texts = pa.nulls(rows) if pa.types.is_null(kind) else texts.cast(kind)
    return pa.table(
        {
            "id": pa.array(range(rows), pa.int64()),
            "small": pa.array(range(rows), pa.uint32()),
            "text": texts,
            "nanoseconds": pa.array([1, 2, None, 4, 5], pa.timestamp("ns")),
            "zoned": pa.array([1, 2, None, 4, 5], pa.timestamp("us", tz="Europe/Warsaw")),
            "day": pa.array([datetime.date(2020, 1, 1)] * rows),
            "time": pa.array([datetime.time(1, 2, 3)] * rows),
            "duration": pa.array([1] * rows, pa.duration("ns")),
            "decimal": pa.array([decimal.Decimal("1.10")] * rows),
            "bytes": pa.array([b"\xff", b"a", None, b"", b"x"]),
            "list": pa.array([[1, 2], None, [], [3], [4]]),
            "struct": pa.array([{"a": 1, "b": "x"}] * rows),
            "map": pa.array([[("k", 1)]] * rows, pa.map_(pa.string(), pa.int32())),
            "float": pa.array([1.5, 2.5, float("inf"), None, 0.1]),
            "half": pa.array([1] * rows, pa.float16()),
            "bool": pa.array([True, False, None, True, False]),
            "coded": pa.array(["a", "b", "a", None, "b"]).dictionary_encode(),
            "large": pa.array(["q"] * rows, pa.large_string()),
            "nothing": pa.nulls(rows),
        }
    ).replace_schema_metadata({"who": "harbour"})


def parquet(table: object, **options: object) -> bytes:
    import pyarrow.parquet as pq

    out = io.BytesIO()
    pq.write_table(table, out, **options)
    return out.getvalue()


def kinds() -> list[object]:
    if find_spec("pyarrow") is None:
        return []
    import pyarrow as pa

    text = pa.string()
    return [text, pa.large_string(), pa.string_view(), pa.dictionary(pa.int32(), text), pa.dictionary(pa.int8(), text), pa.null()]  # fmt: skip


def options_of(file: object) -> list[object]:
    metadata = file.metadata
    groups = [metadata.row_group(at) for at in range(metadata.num_row_groups)]
    return [metadata.format_version, sorted(metadata.metadata or {})] + [
        (
            group.num_rows,
            group.sorting_columns,
            [
                (one.path_in_schema, one.compression, one.physical_type, one.has_dictionary_page, one.is_stats_set, one.has_column_index)
                for one in map(group.column, range(group.num_columns))
            ],
        )
        for group in groups
    ]  # fmt: skip


@needs_pyarrow
@pytest.mark.parametrize("kind", kinds(), ids=str)
@pytest.mark.parametrize(
    "options",
    [
        {},
        {"compression": "zstd", "row_group_size": 2},
        {"version": "1.0", "coerce_timestamps": "us", "allow_truncated_timestamps": True, "use_dictionary": False, "compression": "none"},
        {"store_schema": False, "use_deprecated_int96_timestamps": True, "compression": {"text": "gzip", "id": "brotli"}, "write_statistics": ["id"], "write_page_index": True},
        {"use_compliant_nested_type": False, "store_schema": False, "row_group_size": 3},
    ],
    ids=["default", "groups", "old", "mixed", "lists"],
)  # fmt: skip
def test_of_a_parquet_file_only_the_texts_change(clean, kind, options):
    import pyarrow.parquet as pq

    table = table_of(kind=kind)
    if options.get("version") == "1.0":
        table = table.drop_columns(["half"])
    came = clean(data := parquet(table, **options), "a.parquet")
    assert came.failed == 0, came.notes
    before, after = pq.ParquetFile(io.BytesIO(data)), pq.ParquetFile(io.BytesIO(came.data))
    assert after.schema_arrow.equals(before.schema_arrow, check_metadata=True)
    assert after.schema.equals(before.schema)
    assert options_of(after) == options_of(before)
    old, new = before.read(), after.read()
    assert new.drop_columns(["text"]).equals(old.drop_columns(["text"]))
    assert new["text"].to_pylist() == [CLEAN if text == FOUND else text for text in old["text"].to_pylist()]
    assert len(came.entries) == 5


@needs_pyarrow
def test_a_sorted_file_stays_sorted_by_what_did_not_change(clean):
    import pyarrow.parquet as pq

    order = [pq.SortingColumn(0), pq.SortingColumn(2)]
    came = clean(parquet(table_of(), sorting_columns=order), "a.parquet")
    assert pq.ParquetFile(io.BytesIO(came.data)).metadata.row_group(0).sorting_columns == (pq.SortingColumn(0),)


@needs_pyarrow
def test_a_parquet_file_as_records(clean):
    lines = clean(parquet(table_of()), "a.parquet", to="jsonl").data.splitlines()
    assert len(lines) == 5
    assert json.loads(lines[0]) == {
        "id": 0,
        "small": 0,
        "text": CLEAN,
        "nanoseconds": "1970-01-01 00:00:00.000000001",
        "zoned": "1970-01-01 01:00:00.000001+0100",
        "day": "2020-01-01",
        "time": "01:02:03.000000",
        "duration": 1,
        "decimal": "1.10",
        "bytes": base64.b64encode(b"\xff").decode(),
        "list": [1, 2],
        "struct": {"a": 1, "b": "x"},
        "map": [["k", 1]],
        "float": 1.5,
        "half": 1.0,
        "bool": True,
        "coded": "a",
        "large": "q",
        "nothing": None,
    }
    assert json.loads(lines[2])["text"] is None
    assert json.loads(lines[2])["float"] is None


@needs_pyarrow
def test_pages_in_a_parquet_file(clean):
    import pyarrow as pa
    import pyarrow.parquet as pq

    for more in ({}, {"text": pa.nulls(2)}, {"text": pa.array(["Rain.", None])}):
        came = clean(parquet(pa.table({"html": [PAGE, PAGE], **more})), "a.parquet")
        table = pq.read_table(io.BytesIO(came.data))
        assert table.column_names == ["html", "text"]
        assert table["html"].to_pylist() == [PAGE, PAGE]
        assert "the market closed" in table["text"][1].as_py()
        assert "READ MORE" not in table["text"][1].as_py()
        assert (table["text"][0].as_py() == "Rain.") is (len(more) == 1 and more["text"][0].is_valid)


@needs_pyarrow
def test_removals_can_have_a_column_of_a_parquet_file(clean):
    import pyarrow.parquet as pq

    came = clean(parquet(table_of()), "a.parquet", with_removals=True)
    removals = pq.read_table(io.BytesIO(came.data))["removals"].to_pylist()
    assert json.loads(removals[0])[0]["rule"] == "related/read-more-line"
    assert removals[1:3] == ["[]", None]


@needs_pyarrow
def test_a_text_that_is_no_utf_8_stays_and_is_named(clean):
    import pyarrow as pa
    import pyarrow.parquet as pq

    broken = pa.array([b"caf\xe9", FOUND.encode()]).view(pa.string())
    came = clean(parquet(pa.table({"text": broken}), store_schema=False), "a.parquet")
    texts = pq.read_table(io.BytesIO(came.data))["text"].cast(pa.binary()).to_pylist()
    assert texts == [b"caf\xe9", CLEAN.encode()]
    assert "not UTF-8 at byte 3" in came.notes[0]


@needs_pyarrow
@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: parquet(table_of())[:-100], "not a Parquet file that can be read"),
        (lambda: b"", "not a Parquet file that can be read"),
        (lambda: parquet(table_of().rename_columns([f"x{name}" for name in table_of().column_names])), "neither 'text' nor 'html': it has 'xid'"),
        (lambda: parquet(table_of().set_column(2, "text", [[1, 2, 3, 4, 5]])), "'text' holds int64, not text"),
    ],
    ids=["cut", "empty", "other", "numbers"],
)  # fmt: skip
def test_a_parquet_file_without_a_text_comes_out_as_it_was(clean, make, message):
    came = clean(data := make() or b"PAR1", "a.parquet")
    assert came.data == data
    assert message in came.notes[0]
    came = clean(data, "a.parquet", to="jsonl")
    assert (came.data, came.lost) == (b"", True)


@needs_pyarrow
def test_a_parquet_file_that_is_damaged_inside_is_named_and_nothing_is_written(run, tmp_path):
    data = bytearray(parquet(table_of(), row_group_size=1))
    data[200:400] = b"\xff" * 200
    (tmp_path / "a.parquet").write_bytes(data)
    done = run("clean", "a.parquet", "-o", "b.parquet")
    assert done.code == 3
    assert "row group 1 is damaged" in done.err
    assert sorted(path.name for path in tmp_path.iterdir() if not path.name.startswith(".")) == ["a.parquet"]


@needs_pyarrow
def test_a_parquet_file_may_be_empty(clean):
    import pyarrow as pa
    import pyarrow.parquet as pq

    out = io.BytesIO()
    pq.ParquetWriter(out, table_of().schema).close()
    for data in (parquet(table_of().slice(0, 0)), out.getvalue()):
        came = clean(data, "a.parquet")
        assert pq.read_table(pa.BufferReader(came.data)).equals(table_of().slice(0, 0))


@needs_pyarrow
def test_a_large_row_group_is_cut_and_put_together_again(clean, monkeypatch):
    import pyarrow as pa
    import pyarrow.parquet as pq

    texts = [f"The ferry left the harbour at {hour}. " * 20 for hour in range(6_000)]
    data = parquet(pa.table({"text": texts}), row_group_size=5_000)
    came = clean(data, "a.parquet")
    file = pq.ParquetFile(io.BytesIO(came.data))
    assert [file.metadata.row_group(at).num_rows for at in range(2)] == [5_000, 1_000]
    assert file.read().equals(pq.read_table(io.BytesIO(data)))
    monkeypatch.setattr("cleaner.formats.parquet._GROUP", 100_000)
    came = clean(data, "a.parquet")
    assert came.data == data
    assert "limit: a row group" in came.notes[0]


@needs_pyarrow
def test_a_value_repeated_without_end_does_not_fill_the_memory(clean, monkeypatch):
    import pyarrow as pa

    bomb = parquet(pa.table({"text": pa.array(["x" * 100_000]).take(pa.array([0] * 3_000))}))
    assert len(bomb) < 50_000
    monkeypatch.setattr("cleaner.formats.parquet._GROUP", 50_000_000)
    came = clean(bomb, "a.parquet")
    assert came.lost
    assert "limit: row group 1 takes more than" in came.notes[-1]


@needs_pyarrow
def test_a_packed_parquet_file_and_one_from_standard_input(run, tmp_path):
    import pyarrow.parquet as pq

    data = parquet(table_of())
    (tmp_path / "a.parquet.gz").write_bytes(gzip.compress(data))
    done = run("clean", "a.parquet.gz", "-o", "b.parquet.gz")
    assert done.code == 0, done.err
    packed = gzip.decompress((tmp_path / "b.parquet.gz").read_bytes())
    done = run("clean", stdin=data)
    assert done.code == 0, done.err
    assert done.out == packed
    assert pq.read_table(io.BytesIO(packed))["text"][0].as_py() == CLEAN


def test_a_missing_extra_is_one_line(run, tmp_path):
    (tmp_path / "a.parquet").write_bytes(b"PAR1")
    # a package that cannot be found
    hide = "import sys; sys.modules['pyarrow'] = None; sys.argv[0] = 'cleaner'; from cleaner.cli.main import main; main()"
    import os
    import subprocess
    import sys

    for arguments, code in ((["a.parquet", "-o", "b.parquet"], 2), (["-"], 3)):
        done = subprocess.run(
            [sys.executable, "-c", hide, "clean", *arguments],
            input=b"PAR1",
            capture_output=True,
            cwd=tmp_path,
            env=os.environ,
            check=False,
        )
        assert done.returncode == code, done.stderr
        assert done.stderr.decode().strip().endswith("parquet files need pyarrow: pip install 'cleaner[parquet]'")
        assert done.stderr.count(b"\n") == 1
    assert not (tmp_path / "b.parquet").exists()


# WARC


def entry(kind: str, body: bytes, version: str = "WARC/1.1", **headers: str) -> bytes:
    lines = [
        version,
        f"WARC-Type: {kind}",
        *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items()),
    ]
    return "\r\n".join([*lines, f"Content-Length: {len(body)}", "", ""]).encode() + body + b"\r\n\r\n"


def response(body: bytes, kind: str = "text/html; charset=utf-8", status: int = 200, **headers: str) -> bytes:
    more = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    head = f"HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\n{more}\r\n"
    return entry(
        "response", head.encode() + body, WARC_Record_ID="<urn:uuid:1>", WARC_Target_URI="https://post.example/rain"
    )


def chunked(body: bytes, size: int = 100) -> bytes:
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x;x=y\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def deflated(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


ARCHIVE = (
    entry("warcinfo", b"software: x\r\n")
    + entry("request", b"GET / HTTP/1.1\r\n\r\n", WARC_Target_URI="https://post.example/rain")
    + response(PAGE.encode())
    + response(b"\x89PNG", "image/png")
    + response(b"<html><p>Gone</p></html>", status=404)
    + entry("revisit", b"", WARC_Target_URI="https://post.example/rain")
    + entry(
        "conversion",
        FOUND.encode(),
        WARC_Record_ID="<urn:uuid:2>",
        WARC_Target_URI="https://post.example/snow",
        WARC_Identified_Content_Language="eng,deu",
        Content_Type="text/plain",
    )
)


def test_an_archive_becomes_records(clean):
    came = clean(ARCHIVE, "a.warc")
    page, text = map(json.loads, came.data.splitlines())
    assert page["id"] == "urn:uuid:1"
    assert page["url"] == "https://post.example/rain"
    assert page["lang"] == "en"
    assert "the market closed" in page["text"]
    assert "READ MORE" not in page["text"]
    assert "html" not in page
    assert text == {"id": "urn:uuid:2", "url": "https://post.example/snow", "lang": "eng", "text": CLEAN}
    assert (came.documents, came.skipped, came.failed) == (2, 5, 0)
    assert [entry["id"] for entry in came.entries] == ["urn:uuid:1", "urn:uuid:2"]
    assert normalise("eng") == "en"


def test_an_archive_packed_record_by_record(clean):
    packed = b"".join(gzip.compress(b"WARC/1.1\r\n" + part) for part in ARCHIVE.split(b"WARC/1.1\r\n")[1:])
    assert clean(packed, "a.warc.gz").data == clean(ARCHIVE, "a.warc").data


@pytest.mark.parametrize(
    ("body", "kind", "headers"),
    [
        (PAGE.encode(), "text/html", {}),
        (PAGE.replace("ferries", "f\u00e9rries").encode("cp1252"), "text/html", {}),
        (PAGE.replace("ferries", "паромы").encode("koi8-r"), 'text/html; charset="KOI8-R"', {}),
        (PAGE.replace("ferries", "паромы").encode("utf-16"), "text/html; charset=utf-8", {}),
        (PAGE.replace("ferries", "паромы").encode(), "text/html; charset=iso-8859-1", {}),
        (PAGE.encode(), "application/xhtml+xml; charset=nonsense", {}),
        (chunked(PAGE.encode()), "text/html", {"Transfer_Encoding": "chunked"}),
        (PAGE.encode(), "text/html", {"Transfer_Encoding": "chunked", "Content_Encoding": "gzip"}),
        (gzip.compress(PAGE.encode()), "text/html", {"Content_Encoding": "gzip"}),
        (chunked(gzip.compress(PAGE.encode())), "text/html", {"Content_Encoding": "gzip", "Transfer_Encoding": "chunked"}),
        (zlib.compress(PAGE.encode()), "text/html", {"Content_Encoding": "deflate"}),
        (deflated(PAGE.encode()), "text/html", {"Content_Encoding": "deflate"}),
    ],
)  # fmt: skip
def test_a_page_is_read_as_a_browser_would(clean, body, kind, headers):
    came = clean(response(body, kind, **headers), "a.warc")
    record = json.loads(came.data)
    assert "the market closed" in record["text"], came.notes
    if b"charset" in kind.encode() and "nonsense" not in kind:
        assert "паромы" in record["text"]
    if body.startswith(b"<html") and b"\xe9" in body:
        assert "férries" in record["text"]


def test_what_follows_damage_is_one_record_that_says_so(clean):
    for cut in (5, 30, 60, 200):
        came = clean(ARCHIVE[:-cut], "a.warc")
        lines = [json.loads(line) for line in came.data.splitlines()]
        assert lines[0]["id"] == "urn:uuid:1"
        assert "damaged or cut off behind record 6" in lines[1]["error"]
        assert came.failed == 1
    came = clean(gzip.compress(ARCHIVE * 100, 0)[:-300], "a.warc.gz")
    assert "damaged or cut off" in json.loads(came.data.splitlines()[-1])["error"]
    came = clean(ARCHIVE.replace(b"WARC/1.1\r\nWARC-Type: revisit", b"GARBAGE"), "a.warc")
    assert "not b'GARBAGE" in json.loads(came.data.splitlines()[-1])["error"]


@pytest.mark.parametrize("data", [b"hello\n" * 100, b"WARC/1.0\r\nContent-Length: x\r\n\r\n"])
def test_what_is_no_archive_is_named(clean, data):
    came = clean(data, "a.warc")
    assert (came.data, came.lost) == (b"", True)
    assert "not a WARC archive" in came.notes[0]


def test_pages_that_cannot_be_read_are_records_that_say_why(clean):
    bomb = gzip.compress(b"<p>x</p>" * 1_000_000)
    data = (
        response(b"\x1b" * 10 + PAGE.encode(), Content_Encoding="br")
        + response(bomb, Content_Encoding="gzip")
        + response(b"x" * 5_000_000)
        + response(gzip.compress(PAGE.encode())[:100], Content_Encoding="gzip")
        + entry("conversion", b"\0\x01\0\0\xff" * 10)
    )
    came = clean(data, "a.warc", limits=Limits(text_bytes=4_000_000, html_bytes=4_000_000))
    reasons = [json.loads(line)["error"] for line in came.data.splitlines()]
    for reason, words in zip(
        reasons, ["Brotli", "when unpacked", "of one record", "damaged", "binary"], strict=True
    ):
        assert words in reason
    assert came.failed == 5


@pytest.mark.skipif(find_spec("fastwarc") is None, reason="fastwarc is not installed")
def test_another_reader_finds_the_same_records(clean):
    from fastwarc.warc import ArchiveIterator

    from cleaner.formats.warc import _entries

    found = [(one.record_id, one.reader.read()) for one in ArchiveIterator(io.BytesIO(ARCHIVE), parse_http=False)]
    ours = [(one.headers.get("warc-record-id"), one.body) for one in _entries(io.BytesIO(ARCHIVE), 1 << 20)]
    assert len(found) == len(ours) == 7
    for (theirs, body), (mine, read) in zip(found, ours, strict=True):
        assert theirs == mine
        assert read in (body, None)


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
    assert parsed((out / "a.csv").read_bytes())[1][1] == CLEAN.replace("\n", "\r\n")
    assert (out / "deep/b.tsv").read_text() == f'id\ttext\n1\t"{CLEAN}"\n'
    assert len(gzip.decompress((out / "c.jsonl.gz").read_bytes()).splitlines()) == 2
    again = run("clean", "in", "-o", "out", "--report", "reports/", "--to", "jsonl")
    assert again.code == 0, again.err
    assert json.loads((out / "a.jsonl").read_bytes().splitlines()[0])["text"] == CLEAN.replace("\n", "\r\n")


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


def test_restore_says_what_it_cannot_do_with_a_table(run, tmp_path):
    (tmp_path / "a.csv").write_bytes(CSV)
    assert run("clean", "a.csv", "-o", "b.csv", "--report", "r.jsonl").code == 0
    done = run("restore", "b.csv", "r.jsonl")
    assert done.code == 2
    assert "--to jsonl writes records that can be restored" in done.err


def test_a_row_that_takes_too_long_comes_out_as_it_was_and_the_others_are_cleaned(run, tmp_path):
    long = FOUND + "\n\nThe ferry left the harbour at noon." * 250_000
    out = io.StringIO()
    csv.writer(out).writerows([["id", "text"], ["1", FOUND], ["2", long], ["3", FOUND]])
    (tmp_path / "a.csv").write_bytes(out.getvalue().encode())
    done = run("clean", "a.csv", "-o", "b.csv", "--limit-seconds", "0.5", "--report", "r.jsonl")
    assert done.code == 3
    assert "a.csv:2: limit" in done.err
    csv.field_size_limit(10_000_000)
    assert [row[1] for row in parsed((tmp_path / "b.csv").read_bytes())] == ["text", CLEAN, long, CLEAN]
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
