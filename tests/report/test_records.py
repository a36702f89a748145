"""Records that carry their removals are entries of a ledger."""

from __future__ import annotations

import json

import jsonschema
import pytest

import cleaner
from cleaner.engines.rows import RecordCleaner
from cleaner.report.ledger import ledger
from cleaner.report.records import carries_removals, entry_of
from cleaner.report.statistics import BLANK_LINE
from support import ROOT
from support.containers import FOUND

SCHEMA = json.loads((ROOT / "src/cleaner/report/ledger.schema.json").read_text(encoding="utf-8"))
TEXT = "CafÃ© life\n\n" + FOUND
SAME = (
    "characters",
    "input_digest",
    "output_digest",
    "repairs",
    "removals",
    "withheld",
    "excess",
    "title",
    "url",
    "language",
)


@pytest.fixture(scope="module")
def record():
    return RecordCleaner()({"id": 7, "text": TEXT, "title": "Rain", "url": "https://example.org/1", "lang": "en"})


@pytest.fixture(scope="module")
def entry():
    result = cleaner.clean(TEXT, title="Rain", url="https://example.org/1", language="en")
    return ledger(result, rules_digest="sha256:" + "0" * 64)


def shapes(record):
    flat = {name: value for name, value in record.items() if name != "clean_text"} | {"text": record["clean_text"]}
    metadata = {name: value for name, value in flat.items() if name not in ("id", "text") and value is not None}
    added = ("clean_text", "removals", "repairs", "withheld", "excess", "error")
    return {
        "with its own text": record,
        "with the clean text in its place": flat,
        "of datatrove": {"id": "7", "text": flat["text"], "metadata": metadata},
        "with a prefix": {f"x_{name}" if name in added else name: value for name, value in record.items()},
        "of a table of texts": record | {"removals": json.dumps(record["removals"])},
    }


@pytest.mark.parametrize(
    "shape",
    [
        "with its own text",
        "with the clean text in its place",
        "of datatrove",
        "with a prefix",
        "of a table of texts",
    ],
)
def test_a_record_of_any_shape_has_the_entry_of_the_run(record, entry, shape):
    found = entry_of(shapes(record)[shape], "clean.jsonl:1")
    assert carries_removals(shapes(record)[shape])
    assert {name: found[name] for name in SAME} == {name: entry[name] for name in SAME}
    assert str(found["id"]) == "7"
    assert found["origin"]["source"] == "clean.jsonl:1"
    jsonschema.validate(found, SCHEMA)


def test_a_row_that_failed_is_a_failure_of_its_kind():
    found = entry_of(RecordCleaner()({"id": 1, "text": 7}), "a:1")
    assert (found["failure"], found["kind"]) == ("input: the text is int, not a string", "input")
    jsonschema.validate(found, SCHEMA)


def test_a_row_with_a_mark_is_no_failure():
    assert "failure" not in entry_of(RecordCleaner()({"text": "Rain \ud83d fell."}), "a:1")


def test_a_record_without_removals_was_not_cleaned_and_one_without_a_text_is_none():
    assert (
        entry_of({"text": "Rain."}, "a:1")["failure"]
        == "the record has no removals, as if it was written unchanged"
    )
    assert entry_of({"id": 1, "removals": None, "text": None}, "a:1")["failure"] == BLANK_LINE


def test_a_text_that_a_writer_left_out_is_empty():
    text = "Advertisement"
    record = RecordCleaner()({"text": text}) | {
        "clean_text": None,
        "removals": [
            {
                "start": 0,
                "end": 13,
                "line": 1,
                "rule": "advert/advert-label",
                "stage": "x",
                "because": "y",
                "text": text,
            }
        ],
    }
    assert entry_of(record, "a:1")["characters"] == 13


@pytest.mark.parametrize(
    "change",
    [
        {"clean_text": "x"},
        {"removals": [{"start": 0}]},
        {"removals": "7"},
        {"removals": [1]},
        {"clean_text": 7},
    ],
    ids=str,
)
def test_removals_that_do_not_belong_to_the_text_are_refused(record, change):
    with pytest.raises(ValueError, match=r"removals|clean text"):
        entry_of(record | change, "a:1")


@pytest.mark.parametrize(
    "record", [{}, {"text": "Rain."}, {"metadata": {"language": "en"}, "text": "x"}, {"error": None}]
)
def test_what_carries_nothing_is_told(record):
    assert not carries_removals(record)
