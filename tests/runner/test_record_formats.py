"""Tables and archives become records, and tables become tables again."""

from __future__ import annotations

import io
import json

import pytest

from cleaner.formats.blocks import Block, UnfitError
from cleaner.formats.options import Fields, ReadOptions, WriteOptions
from cleaner.intake.limits import Limits
from cleaner.runner import record_formats
from cleaner.runner.record_formats import TableCodecs
from cleaner.runner.workers.outcome import UnitResult
from cleaner.runner.workers.task import Source
from cleaner.system.errors import StreamError
from support.containers import ARCHIVE, CSV
from support.units import result

TABLE = Source("a.csv", "a.csv", "csv")
FIELDS = Fields(title="formula", id="id")


def codecs(*, keep: bool = True, fields: Fields = FIELDS, to: str | None = None) -> TableCodecs:
    return TableCodecs(ReadOptions(fields=fields), WriteOptions(to), Limits(), keep=keep)


def blocks(made: TableCodecs, data: bytes, source: Source = TABLE) -> list[Block]:
    return list(made.blocks(source, io.BytesIO(data)))


def encoded(made: TableCodecs, done: UnitResult, *, last: bool = True, as_is: bool = False) -> bytes:
    made.encode(TABLE, done, last=last, as_is=as_is)
    return b"".join(done.outputs)


def test_a_table_becomes_records_and_a_table_again():
    made = codecs()
    (block,) = blocks(made, CSV)
    assert encoded(made, result(block.lines)) == CSV
    # it is done, and has no codec any more
    assert encoded(made, result(b"rain")) == b"rain"


def test_a_table_is_encoded_piece_by_piece():
    made = codecs()
    (block,) = blocks(made, CSV)
    lines = block.lines.splitlines(keepends=True)
    begun = encoded(made, result(b"".join(lines[:2])), last=False)
    assert begun + encoded(made, result(b"".join(lines[2:]))) == CSV


def test_bytes_of_the_source_come_out_as_they_are():
    made = codecs()
    blocks(made, CSV)
    assert encoded(made, result(b"torn,row"), last=False, as_is=True) == b"torn,row"
    assert encoded(made, result(b"\nrain"), as_is=True).startswith(b"\nrain")


def test_a_table_that_is_lost_is_forgotten():
    made = codecs()
    (block,) = blocks(made, CSV)
    encoded(made, result(lost=True), last=False)
    assert encoded(made, result(block.lines), last=False) == block.lines


def test_records_of_a_table_go_out_as_records_where_they_are_asked_for():
    made = codecs(keep=False, to="jsonl")
    (block,) = blocks(made, CSV)
    assert encoded(made, result(block.lines)) == block.lines
    assert [json.loads(line)["id"] for line in block.lines.splitlines() if line.strip()] == ["1", "2", "3", "4"]


@pytest.mark.parametrize(("last", "found"), [(True, {"formula": 1}), (False, {})])
def test_the_columns_of_a_table_are_fields_that_were_found(last, found):
    made = codecs()
    blocks(made, CSV)
    done = result()
    encoded(made, done, last=last)
    assert done.tally.fields == found


@pytest.mark.parametrize("keep", [True, False])
def test_a_file_that_is_no_table_comes_out_only_where_a_table_is_written(keep):
    with pytest.raises(UnfitError if keep else StreamError, match="neither"):
        blocks(codecs(keep=keep), b"rain,wind\n1,2\n")


def test_an_archive_becomes_records(worker):
    made = codecs(keep=False)
    found = blocks(made, ARCHIVE, Source("a.warc", "a.warc", "warc"))
    assert sum(block.records for block in found) == 2


def test_a_format_that_needs_a_package_names_it(monkeypatch):
    monkeypatch.setattr(record_formats, "missing_extra", lambda name: f"{name} needs more")
    with pytest.raises(StreamError, match="csv needs more"):
        blocks(codecs(), CSV)


@pytest.mark.parametrize(
    ("compression", "is_file", "read_from"), [("", True, "file"), ("gz", True, "stream"), ("", False, "stream")]
)
def test_a_table_that_is_read_from_its_end_gets_the_file_itself(tmp_path, compression, is_file, read_from):
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    buffers = {}
    for name in ("file", "stream"):
        buffers[name] = io.BytesIO()
        parquet.write_table(pyarrow.table({"id": [name], "text": ["Rain."]}), buffers[name])
    path = tmp_path / "a.parquet"
    if is_file:
        path.write_bytes(buffers["file"].getvalue())
    source = Source(str(path), "a.parquet", "parquet", compression)
    (block,) = blocks(codecs(keep=False), buffers["stream"].getvalue(), source)
    assert json.loads(block.lines)["id"] == read_from


def test_a_table_that_is_read_in_order_is_read_from_the_stream(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"id,text\n7,Wind.\n")
    (block,) = blocks(codecs(keep=False), b"id,text\n1,Rain.\n", Source(str(tmp_path / "a.csv"), "a.csv", "csv"))
    assert json.loads(block.lines)["text"] == "Rain."
