"""Tables and archives: read as records, written back with one column changed and nothing else."""

from __future__ import annotations

import base64
import datetime
import decimal
import gzip
import io
import json
import os
from importlib.util import find_spec

import pytest

from cleaner.formats.options import ReadOptions, WriteOptions
from cleaner.formats.parquet_process import open_parquet
from cleaner.intake.limits import Limits
from cleaner.system.errors import StreamError
from support.containers import FOUND, PAGE

_LIMITS = Limits()


needs_pyarrow = pytest.mark.skipif(find_spec("pyarrow") is None, reason="pyarrow is not installed")


CLEAN = "Rain fell on the pier all day.\n\nIt stopped at noon."


@pytest.fixture
def here(monkeypatch):
    """Parquet files are read in this process, which sees what a test changes."""
    from cleaner.formats.parquet import Parquet

    monkeypatch.setattr("cleaner.formats.parquet_process.open_parquet", Parquet)


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
def test_of_a_parquet_file_only_the_texts_change(clean, kind, options, request):
    import pyarrow.parquet as pq

    if options:  # one file of each kind is read in a process of its own, as every file of a user is
        request.getfixturevalue("here")
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

    texts = [FOUND, "plain words", None, "CafÃ© life", "x"]
    came = clean(parquet(table_of(texts), compression="zstd"), "a.parquet", with_removals=True)
    file = pq.ParquetFile(io.BytesIO(came.data))
    table = file.read()
    removals = table["removals"].to_pylist()
    assert removals[0][0]["rule"] == "related/read-more-line"
    assert removals[1:3] == [[], None]
    assert table["repairs"].to_pylist()[:4] == [
        [],
        [],
        None,
        [{"line": 1, "before": "CafÃ© life", "after": "Café life", "rule": "repair/mojibake"}],
    ]
    group = file.metadata.row_group(0)
    assert {group.column(at).compression for at in range(group.num_columns)} == {"ZSTD"}


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
def test_a_large_row_group_is_cut_and_put_together_again(clean, here, monkeypatch):
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
def test_a_value_repeated_without_end_does_not_fill_the_memory(clean, here, monkeypatch):
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
        assert (
            done.stderr.decode()
            .strip()
            .endswith("parquet files need pyarrow: pip install 'article-cleaner[parquet]'")
        )
        assert done.stderr.count(b"\n") == 1
    assert not (tmp_path / "b.parquet").exists()


@needs_pyarrow
def test_a_file_that_aborts_its_reader_costs_only_itself(run, tmp_path, monkeypatch):
    import pyarrow as pa

    good = parquet(pa.table({"text": [FOUND]}))
    # an index beyond its dictionary
    coded = pa.DictionaryArray.from_arrays(pa.array([0, 1] * 40, pa.int32()), pa.array([FOUND, "Rain."]))
    (tmp_path / "in").mkdir()
    whole = parquet(pa.table({"text": coded}), compression="none")
    for at in range(4, len(whole) - 8, 37):
        data = bytearray(whole)
        data[at] ^= 0xFF
        (tmp_path / "in" / f"m{at:04}.parquet").write_bytes(data)
    (tmp_path / "in" / "a.parquet").write_bytes(good)
    (tmp_path / "in" / "z.parquet").write_bytes(good)
    ran = run("clean", "in", "-o", "out/", "--limit-seconds", "30")
    assert ran.code == 3
    assert "Traceback" not in ran.err
    assert "m0" in ran.err
    for name in ("a", "z"):
        assert (tmp_path / "out" / f"{name}.parquet").exists()


class _Gone:
    """Stands for a library that takes the process with it."""

    def __reduce__(self):
        return os._exit, (9,)


@needs_pyarrow
def test_a_process_that_dies_is_said_in_a_sentence(tmp_path):
    import pyarrow as pa

    path = tmp_path / "a.parquet"
    path.write_bytes(parquet(pa.table({"text": [FOUND]})))
    with open(path, "rb") as file:
        table = open_parquet(file, ReadOptions(), WriteOptions(), _LIMITS, keep=True)
        list(table.blocks())
        with pytest.raises(StreamError, match="crashed the Parquet library"):
            table.add(_Gone())
        with pytest.raises(StreamError, match="crashed the Parquet library"):
            table.end()


@needs_pyarrow
def test_clean_texts_that_a_dictionary_cannot_hold_cost_only_their_file(run, tmp_path):
    import pyarrow as pa

    # no text is there twice, and as many as the index can count
    texts = pa.array([f"{FOUND} {number}" for number in range(120)] + ["x"] * 10)
    coded = texts.dictionary_encode()
    small = pa.DictionaryArray.from_arrays(coded.indices.cast(pa.int8()), coded.dictionary)
    pages = pa.array([None] * 120 + [PAGE.replace("<p>", f"<p>{n} ") for n in range(10)])
    table = pa.table({"text": pa.concat_arrays([small.slice(0, 120), pa.nulls(10, small.type)]), "html": pages})
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "m.parquet").write_bytes(parquet(table))
    (tmp_path / "in" / "z.parquet").write_bytes(parquet(pa.table({"text": [FOUND]})))
    ran = run("clean", "in", "-o", "out/")
    assert ran.code == 3
    assert [
        line for line in ran.err.splitlines() if "m.parquet: cannot be written: the clean texts are more" in line
    ]
    assert [path.name for path in (tmp_path / "out").glob("*.parquet")] == ["z.parquet"]
