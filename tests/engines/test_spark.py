"""Data frames of Spark: rows one to one, errors in their rows, and a killed task is done again as a whole."""

from __future__ import annotations

import json
import os
import sys

import pytest

pytest.importorskip("pyspark")
pytest.importorskip("pyarrow")

import pyarrow as pa
from pyspark.sql import SparkSession

import cleaner
import engines
from cleaner.core.errors import ConfigurationError
from cleaner.engines import spark as engine
from cleaner.engines.batches import SPARK_SCHEMA, BatchCleaner
from cleaner.engines.rows import COLUMNS, RecordCleaner
from support import ROOT
from support.containers import FOUND
from support.engines import KillOnce

CLEAN = "Rain fell on the pier all day.\n\nIt stopped at noon."


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    # a worker imports what the tests send it
    os.environ |= {
        "PYSPARK_PYTHON": sys.executable,
        "SPARK_LOCAL_IP": "127.0.0.1",
        "PYTHONPATH": str(ROOT / "tests"),
    }
    folder = str(tmp_path_factory.mktemp("spark"))
    made = (
        # a task may fail twice
        SparkSession.builder.master("local[2,3]")
        .config("spark.ui.enabled", "false")
        .config("spark.local.dir", folder)
        .config("spark.sql.shuffle.partitions", "2")
        .getOrCreate()
    )
    yield made
    made.stop()


def frame_of(session, texts, partitions=2):
    rows = [(n, text) for n, text in enumerate(texts)]
    return session.createDataFrame(rows, "id int, text string").repartition(partitions)


def test_rows_come_one_to_one_and_errors_stay_in_their_rows(session):
    texts = [FOUND, None, "", "CafÃ© life", "x" * 50_000_001, FOUND]
    found = {row.id: row for row in engine.clean_dataframe(frame_of(session, texts)).collect()}
    assert sorted(found) == list(range(6))
    clean = RecordCleaner()
    for n, text in enumerate(texts):
        told = {name: value for name, value in found[n].asDict(recursive=True).items() if name in COLUMNS}
        assert told == {name: value for name, value in clean({"text": text}).items() if name in COLUMNS}


def test_the_columns_are_those_that_are_declared(session):
    frame = frame_of(session, [FOUND])
    declared = [f"{name} {kind}" for name, kind in engine.clean_dataframe(frame).dtypes[2:]]
    assert ", ".join(declared) == SPARK_SCHEMA
    clean = frame.mapInArrow(engine.batches_of(BatchCleaner()), f"id int, text string, {SPARK_SCHEMA}")
    assert [row.clean_text for row in clean.collect()] == [CLEAN]


def test_options_name_columns_and_settings(session):
    frame = session.createDataFrame([(FOUND, "theirs")], "body string, error string")
    kept = engine.clean_dataframe(frame, cleaner.Cleaner(ignore=["related"]), text="body", prefix="cleaner_")
    (row,) = kept.collect()
    assert (row.cleaner_clean_text, row.error) == (FOUND, "theirs")


@pytest.mark.parametrize("columns", ["body string", "text int", "text string, error string"])
def test_a_frame_that_cannot_be_meant_is_refused_before_the_job(session, columns):
    with pytest.raises(ConfigurationError):
        engine.clean_dataframe(session.createDataFrame([], columns))


def test_a_text_that_is_no_utf_8_is_an_error_of_its_row(session):
    frame = frame_of(session, ["a"]).selectExpr("id", "cast(X'5261696EFF' as string) as text")
    (row,) = engine.clean_dataframe(frame).collect()
    assert row.error.startswith("encoding: ")


def test_a_batch_is_cut_where_sparks_strings_end(monkeypatch):
    monkeypatch.setattr(engine, "_BYTES", 100)
    batch = pa.RecordBatch.from_pydict({"text": ["x" * 60] * 5})
    parts = list(engine.batches_of(BatchCleaner())([batch]))
    assert [part.num_rows for part in parts] == [1] * 5
    assert parts[0].schema.field("clean_text").type == pa.string()


def test_a_killed_task_is_done_again_and_nothing_is_lost_doubled_or_torn(session, tmp_path):
    texts = [f"Boat {n} left.\n\n{FOUND}" for n in range(40)]
    schema = f"id int, text string, {SPARK_SCHEMA}"
    worker = KillOnce(str(tmp_path / "killed"))
    frame = frame_of(session, texts, 4).mapInArrow(engine.batches_of(worker), schema)
    frame.write.parquet(str(tmp_path / "clean"))
    assert (tmp_path / "killed").exists()
    clean = RecordCleaner()
    expected = sorted(engines.account(clean({"id": n, "text": text})) for n, text in enumerate(texts))
    assert sorted(map(engines.account, engines.records(tmp_path / "clean"))) == expected


def test_what_spark_wrote_counts_as_one_ledger(session, run, tmp_path):
    texts = [FOUND, "CafÃ© life", "Nothing to see."]
    engine.clean_dataframe(frame_of(session, texts)).write.parquet(str(tmp_path / "parquet"))
    engine.clean_dataframe(frame_of(session, texts)).write.json(str(tmp_path / "json"))
    lines = [json.dumps({"id": n, "text": text}) for n, text in enumerate(texts)]
    (tmp_path / "in.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert run("clean", "in.jsonl", "-o", "c.jsonl", "--report", "ledger.jsonl").code == 0
    expected = json.loads(run("stats", "ledger.jsonl", "--json").out)
    for name in ("parquet", "json"):
        found = json.loads(run("stats", name, "--json").out)
        assert {key: found[key] for key in found if key != "largest"} == {
            key: expected[key] for key in expected if key != "largest"
        }
