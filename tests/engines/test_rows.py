"""One row for engines: it never raises, and says in `error` what there is to say."""

from __future__ import annotations

import math
import pickle

import pytest

import cleaner
from cleaner.core.errors import ConfigurationError
from cleaner.engines import rows
from cleaner.engines.rows import COLUMNS, RecordCleaner, Row, RowCleaner
from cleaner.intake.limits import Limits
from support.containers import FOUND, PAGE

CLEAN = "Rain fell on the pier all day.\n\nIt stopped at noon."


@pytest.fixture(scope="module")
def clean_row():
    return RowCleaner().clean


def test_a_row_has_what_the_library_gives(clean_row):
    result = cleaner.clean("CafÃ© life\n\n" + FOUND)
    row = clean_row("CafÃ© life\n\n" + FOUND)
    told = result.to_dict()
    assert row == Row(result.text, told["removals"], told["repairs"], None, None, None)
    assert row.repairs == [{"line": 1, "before": "CafÃ© life", "after": "Café life", "rule": "repair/mojibake"}]


def test_bytes_are_the_text_that_they_spell(clean_row):
    assert clean_row(FOUND.encode()) == clean_row(FOUND)


@pytest.mark.parametrize("missing", [None, math.nan])
def test_a_missing_text_is_an_error_of_its_row(clean_row, missing):
    assert clean_row(missing) == Row(error="empty: the text is null")


def test_an_empty_text_stays_empty_and_is_named(clean_row):
    assert clean_row("") == Row("", [], [], None, None, "empty: the text has no characters")


def test_a_page_is_read_where_there_is_no_text(clean_row):
    row = clean_row(None, PAGE)
    assert row.clean_text is not None
    assert "the market closed" in row.clean_text
    assert "READ MORE" not in row.clean_text
    assert clean_row("Rain fell.", PAGE).clean_text == "Rain fell."


@pytest.mark.parametrize(
    ("value", "error"),
    [
        (7, "input: the text is int, not a string"),
        ({"a": 1}, "input: the text is dict, not a string"),
        (b"\xff\xfe\xfd\xfc" * 9, "encoding: the text is not UTF-8 at byte 0"),
    ],
)
def test_what_is_no_text_is_an_error_of_its_row(clean_row, value, error):
    assert clean_row(value) == Row(error=error)


@pytest.mark.parametrize(
    ("value", "clean"),
    [
        ("Rain \ud83d fell.", "Rain \ufffd fell."),
        ("Rain fell on C\udce9le.", "Rain fell on C\ufffdle."),
        ("Rain fell on Cèle, Zoë".encode() + b"\xff.", "Rain fell on Cèle, Zoë\ufffd."),
    ],
    ids=["surrogate", "escaped byte", "byte"],
)
def test_what_is_no_character_is_marked_and_named(clean_row, value, clean):
    row = clean_row(value)
    assert row.error.startswith(
        "encoding: 1 place that is no character, marked with U+FFFD; the first is in line 1"
    )
    assert row.clean_text == clean


def test_the_words_around_a_surrogate_are_cleaned(clean_row):
    row = clean_row(FOUND + " \ud83d")
    assert row.clean_text == CLEAN + " \ufffd"
    assert row.removals[0]["rule"] == "related/read-more-line"


def test_a_text_over_the_limit_is_left_alone_and_the_limit_is_named():
    clean = RowCleaner(limits=Limits(text_bytes=40)).clean
    assert clean("Rain fell.").error is None
    assert clean("Rain fell. " * 9) == Row(
        error="limit: 99 bytes, and at most 40 are cleaned in one document"
    )  # fmt: skip
    assert RowCleaner(limits=Limits(tags=3)).clean(None, PAGE).error.startswith("limit: ")


def test_a_page_without_an_article_is_an_error(clean_row):
    assert clean_row(None, "<html></html>").error.startswith("input: ")


def test_an_error_of_the_program_is_an_error_of_its_row(monkeypatch):
    worker = RowCleaner()
    monkeypatch.setattr(worker.cleaner, "run", lambda document: 1 / 0)
    assert worker.clean("Rain fell.").error.startswith("internal: ZeroDivisionError")


def test_a_title_that_is_no_text_does_not_count(clean_row):
    assert clean_row(FOUND, title=7, url=math.nan, language=b"en") == clean_row(FOUND, language="en")


def test_the_address_selects_the_settings_of_its_site():
    worker = RowCleaner(cleaner.Cleaner(sites={"example.org": {"ignore": ["related"]}}))
    assert worker.clean(FOUND, url="https://example.org/1").removals == []
    assert worker.clean(FOUND, url="https://example.com/1").removals


def test_what_is_pickled_is_small_and_does_not_change_with_use():
    worker = RowCleaner(cleaner.Cleaner(ignore=["related"]))
    before = pickle.dumps(worker)
    assert worker.clean(FOUND).removals == []
    assert pickle.dumps(worker) == before
    assert len(before) < 2_000
    assert pickle.loads(before).clean(FOUND) == worker.clean(FOUND)


def test_the_state_differs_with_the_configuration():
    one, other = (pickle.dumps(RowCleaner(cleaner.Cleaner(ignore=[name]))) for name in ("related", "share"))
    assert one != other
    assert RowCleaner().digest.encode() in pickle.dumps(RowCleaner())


def test_a_worker_of_another_version_refuses_the_job(monkeypatch):
    data = pickle.dumps(RowCleaner())
    monkeypatch.setattr(rows, "__version__", "99.0")
    with pytest.raises(ConfigurationError, match=r"made with cleaner .*, and this worker has 99\.0"):
        pickle.loads(data)


def test_a_worker_with_other_rules_refuses_the_job(monkeypatch):
    data = pickle.dumps(RowCleaner())
    monkeypatch.setattr(cleaner.Cleaner, "digest", "sha256:0")
    with pytest.raises(ConfigurationError, match="rules or the line model of this worker differ"):
        pickle.loads(data)


def test_a_record_keeps_its_fields_and_gets_those_of_the_row():
    worker = RecordCleaner(text="body", prefix="cleaner_")
    record = {"id": 7, "body": FOUND, "error": "theirs"}
    found = worker(record)
    assert {name: found.pop(name) for name in record} == record
    assert set(found) == {f"cleaner_{name}" for name in COLUMNS}
    assert found["cleaner_clean_text"] == CLEAN


@pytest.mark.parametrize("record", [None, 7, "text", ["text"]])
def test_what_is_no_record_becomes_one_with_an_error(record):
    assert RecordCleaner()(record)["error"] == f"input: the record is {type(record).__name__}, not an object"
