"""Arrow in, Arrow out: rows one to one and in order, whatever the type of the column."""

from __future__ import annotations

import pickle

import pytest

import cleaner
from cleaner.core.errors import ConfigurationError
from cleaner.intake.limits import Limits
from support.containers import FOUND, PAGE

pa = pytest.importorskip("pyarrow")
arrow = pytest.importorskip("cleaner.arrow")

CLEAN = "Rain fell on the pier all day.\n\nIt stopped at noon."
KINDS = [pa.string(), pa.large_string(), pa.string_view(), pa.dictionary(pa.int32(), pa.string()), pa.dictionary(pa.int8(), pa.large_string())]  # fmt: skip


@pytest.fixture(scope="module")
def worker():
    return arrow.BatchCleaner()


def texts_of(kind: object, values: list[str | None]) -> object:
    texts = pa.array(values, pa.string())
    return texts.dictionary_encode().cast(kind) if pa.types.is_dictionary(kind) else texts.cast(kind)


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_every_type_of_text_is_cleaned_in_order(worker, kind):
    values = [FOUND, None, "", "plain words", FOUND]
    batch = pa.RecordBatch.from_arrays([pa.array(range(5)), texts_of(kind, values)], ["id", "text"])
    came = worker(batch)
    assert isinstance(came, pa.RecordBatch)
    assert came.schema == worker.schema(batch.schema)
    assert came.column("text").equals(batch.column("text"))
    assert came.column("clean_text").to_pylist() == [CLEAN, None, "", "plain words", CLEAN]
    assert [len(one or ()) for one in came.column("removals").to_pylist()] == [3, 0, 0, 0, 3]
    assert came.column("removals").null_count == 1
    assert [error and error.partition(":")[0] for error in came.column("error").to_pylist()] == [None, "empty", "empty", None, None]  # fmt: skip


def test_what_is_added_is_what_the_library_gives(worker):
    text = "CafÃ© life\n\n" + FOUND
    (row,) = worker(pa.table({"text": [text]})).to_pylist()
    told = cleaner.clean(text).to_dict()
    assert (row["clean_text"], row["removals"], row["repairs"]) == (told["text"], told["removals"], told["repairs"])


def test_a_table_keeps_its_chunks_its_metadata_and_its_rows(worker):
    table = pa.table({"text": pa.chunked_array([[FOUND], [], [None, "x"]])}).replace_schema_metadata(
        {"who": "harbour"}
    )
    came = worker(table)
    assert came.drop_columns(arrow.OUTPUT_SCHEMA.names).equals(table, check_metadata=True)
    assert came["clean_text"].to_pylist() == [CLEAN, None, "x"]


@pytest.mark.parametrize("rows", [0, 1, 255, 256, 257, 600])
def test_rows_come_one_to_one_at_any_size(worker, rows):
    values = [f"Boat {n} left.\n\nAdvertisement\n\nIt came back." for n in range(rows)]
    came = worker(pa.table({"text": pa.array(values, pa.string())}))
    assert came["clean_text"].to_pylist() == [f"Boat {n} left.\n\nIt came back." for n in range(rows)]
    assert came.schema.names == ["text", *arrow.OUTPUT_SCHEMA.names]


def test_a_slice_is_cleaned_and_not_what_it_was_cut_from(worker):
    batch = pa.RecordBatch.from_arrays([pa.array(["a", FOUND, "c", FOUND])], ["text"]).slice(1, 2)
    assert worker(batch).column("clean_text").to_pylist() == [CLEAN, "c"]


def broken_text() -> object:
    """A column in which the second text is a lone surrogate as some writers encode it, and the third no UTF-8."""
    values = [FOUND.encode(), b"Rain \xed\xa0\xbd fell on the harbour.", b"\xff\xfe\xfd" * 9, FOUND.encode()]
    raw = pa.array(values, pa.binary())
    return pa.Array.from_buffers(pa.string(), len(values), raw.buffers())


def test_one_bad_row_never_fails_a_batch(worker):
    came = worker(pa.RecordBatch.from_arrays([broken_text()], ["text"]))
    errors = came.column("error").to_pylist()
    assert [error and error.partition(":")[0] for error in errors] == [None, "encoding", "encoding", None]
    assert came.column("clean_text").to_pylist() == [CLEAN, "Rain \ufffd fell on the harbour.", None, CLEAN]
    came.column("clean_text").validate(full=True)


def test_a_page_is_read_where_there_is_no_text(worker):
    came = worker(pa.table({"text": [None, "Rain."], "html": [PAGE, PAGE]}))
    assert "the market closed" in came["clean_text"][0].as_py()
    assert came["clean_text"][1].as_py() == "Rain."
    assert arrow.clean_batch(pa.table({"page": [PAGE]}), html="page")["error"].to_pylist() == [None]


def test_title_address_and_language_count():
    worker = arrow.BatchCleaner(cleaner.Cleaner(headline="drop", sites={"example.org": {"ignore": ["related"]}}), title="head")  # fmt: skip
    table = pa.table({"text": [FOUND, "Rain\n\nIt fell all day on the pier of the town."], "head": [None, "Rain"], "url": ["https://example.org/1", None], "lang": [1, 2]})  # fmt: skip
    assert worker(table)["clean_text"].to_pylist() == [FOUND, "It fell all day on the pier of the town."]


@pytest.mark.parametrize(
    ("columns", "options", "said"),
    [
        ({"body": ["x"]}, {}, "neither 'text' nor 'html', but 'body'"),
        ({"text": [1]}, {}, "the column 'text' holds int64, not text"),
        ({"text": ["x"]}, {"title": "head"}, "no column 'head', but 'text'"),
        ({"text": ["x"], "error": ["theirs"]}, {}, "a column 'error' already"),
    ],
)
def test_a_batch_that_cannot_be_meant_is_refused_with_what_to_do(columns, options, said):
    with pytest.raises(ConfigurationError, match=said):
        arrow.clean_batch(pa.table(columns), **options)


def test_what_is_no_batch_is_refused(worker):
    with pytest.raises(TypeError, match="a RecordBatch or a Table of pyarrow, not dict"):
        worker({"text": ["x"]})


def test_a_prefix_sets_added_columns_apart():
    table = pa.table({"text": [FOUND], "error": ["theirs"]})
    came = arrow.clean_batch(table, prefix="cleaner_")
    assert came.column_names[2:] == [f"cleaner_{name}" for name in arrow.OUTPUT_SCHEMA.names]


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_an_array_becomes_an_array_of_structs(kind):
    came = arrow.clean_array(texts_of(kind, [FOUND, None]))
    assert isinstance(came, pa.StructArray)
    assert came.field("clean_text").to_pylist() == [CLEAN, None]
    assert [field.name for field in came.type] == arrow.OUTPUT_SCHEMA.names


def test_what_is_known_of_an_array_of_articles_counts():
    sites = cleaner.Cleaner(sites={"example.org": {"ignore": ["related"]}})
    texts, urls = [FOUND, FOUND], ["https://example.org/1", None]
    for known in (urls, pa.array(urls)):
        came = arrow.clean_array(pa.array(texts), sites, url=known)
        assert came.field("clean_text").to_pylist() == [FOUND, CLEAN]


def test_chunks_of_an_array_stay_chunks():
    came = arrow.clean_array(pa.chunked_array([["x"], [FOUND, None]]))
    assert [len(chunk) for chunk in came.chunks] == [1, 2]


def test_python_values_of_any_kind_are_an_array():
    came = arrow.clean_array([FOUND, None, float("nan"), 7, "Rain \ud83d fell."])
    assert [error and error.partition(":")[0] for error in came.field("error").to_pylist()] == [None, "empty", "empty", "input", "encoding"]  # fmt: skip
    assert len(arrow.clean_array([])) == 0
    with pytest.raises(ConfigurationError, match="the column 'text' holds int64, not text"):
        arrow.clean_array(pa.array([1]))


def test_texts_of_more_than_2_gib_in_one_batch_have_a_type_that_holds_them():
    """Arrow's string type ends at 2 GiB a column; a batch of large strings, or of a dictionary, goes beyond."""
    kinds = {field.name: field.type for field in arrow.OUTPUT_SCHEMA}
    assert kinds["clean_text"] == pa.large_string()
    assert {field.type for field in kinds["removals"].value_type if field.name in ("because", "text", "rule")} == {pa.large_string()}  # fmt: skip


def test_a_row_over_the_limit_says_so_and_the_others_are_cleaned():
    came = arrow.clean_batch(pa.table({"text": ["x" * 99, FOUND]}), limits=Limits(text_bytes=98))
    assert came["error"][0].as_py().startswith("limit: 99 bytes")
    assert came["clean_text"].to_pylist() == [None, CLEAN]


def test_it_can_be_pickled_and_cleans_the_same(worker):
    again = pickle.loads(pickle.dumps(worker))
    table = pa.table({"text": [FOUND]})
    assert again(table).equals(worker(table))
    assert again.digest == worker.digest


def test_sparks_declaration_names_the_columns_of_the_schema():
    assert arrow.SPARK_SCHEMA == (
        "clean_text string, "
        "removals array<struct<start:bigint,end:bigint,line:bigint,rule:string,stage:string,because:string,text:string>>, "
        "repairs array<struct<line:bigint,before:string,after:string,rule:string>>, "
        "withheld double, excess double, error string"
    )


def test_without_pyarrow_the_extra_is_named(monkeypatch):
    import importlib
    import sys

    monkeypatch.delitem(sys.modules, "cleaner.arrow")
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(ImportError, match=r"pip install 'article-cleaner\[arrow\]'"):
        importlib.import_module("cleaner.arrow")
