"""Ledger, diff, marked article: views of one result, from which the input comes back."""

from __future__ import annotations

import io
import json
import subprocess
from importlib.resources import files

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cleaner
from cleaner.intake import documents as intake
from cleaner.report.kinds import diff_text, marked_text, report_kind
from cleaner.report.ledger import dumps, failure, ledger
from cleaner.restore.document import RestoreError, entries_of, restore_bytes, restore_text
from conftest import FIXTURES, read_fixture

SCHEMA = json.loads(files("cleaner.report").joinpath("ledger.schema.json").read_text())
ARTICLES = sorted(FIXTURES.glob("*/*.txt"))
MESSY = "CafÃ© life\r\n\r\nAdvertisement\r\n\r\nTom &amp; Jerry met. READ MORE: Where they met\r\nAnd parted."


def account(worker, data: bytes) -> tuple[cleaner.Result, dict]:
    result = worker.run(intake.from_bytes(data, source="a.txt"))
    return result, json.loads(dumps(ledger(result, rules_digest=worker.rules_digest("text"))))


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_ledger_of_every_fixture_is_valid_and_gives_the_input_back(worker, path):
    data = read_fixture(path).text.encode()
    result, entry = account(worker, data)
    jsonschema.validate(entry, SCHEMA)
    assert restore_bytes(result.text, entry) == data


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_bytes_come_back_whatever_their_encoding_and_line_breaks(worker, encoding):
    data = MESSY.replace("Ã©", "é").encode(encoding) if encoding == "cp1252" else MESSY.encode(encoding)
    result, entry = account(worker, data)
    jsonschema.validate(entry, SCHEMA)
    assert len(result.removals) >= 2
    assert restore_bytes(result.text, entry) == data


def test_the_ledger_says_what_went_where_by_which_rule_and_why(worker):
    result, entry = account(worker, MESSY.encode())
    assert [repair["line"] for repair in entry["repairs"]] == [1, 5]
    advert = entry["removals"][0]
    assert (advert["rule"], advert["line"], advert["text"]) == ("advert/advert-label", 3, "Advertisement")
    assert advert["stage"] == "lines"
    assert advert["because"]
    assert result.document.text[advert["start"] : advert["end"]] == "Advertisement"
    assert entry["origin"]["newline"] == "\r\n"
    assert entry["program_version"] == cleaner.__version__


def test_a_failed_input_has_a_valid_entry_too():
    jsonschema.validate(failure("a.txt", "not text"), SCHEMA)


def test_the_schema_refuses_what_is_no_ledger(worker):
    _, entry = account(worker, b"Rain.")
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(entry | {"removals": [{"start": 0}]}, SCHEMA)


def test_another_text_or_a_changed_ledger_is_refused(worker):
    result, entry = account(worker, MESSY.encode())
    with pytest.raises(RestoreError, match="not the clean text"):
        restore_text(result.text + "!", entry)
    with pytest.raises(RestoreError, match="the ledger is damaged"):
        restore_text(result.text, {key: value for key, value in entry.items() if key != "removals"})
    for key, value in (
        ("origin", 5),
        ("origin", {}),
        ("removals", [{}]),
        ("repairs", [{"line": 999, "before": "", "after": ""}]),
    ):
        with pytest.raises(RestoreError, match="the ledger is damaged"):
            restore_bytes(result.text, entry | {key: value})
    for key, value in (("encoding", 5), ("encoding", "klingon"), ("digest", 7), ("bom", None)):
        damaged = entry | {"origin": entry["origin"] | {key: value}}
        if key == "bom":
            del damaged["origin"]["bom"]
        with pytest.raises(RestoreError):
            restore_bytes(result.text, damaged)
    entry["removals"][0]["text"] = "advertisement"
    with pytest.raises(RestoreError, match="do not add up"):
        restore_text(result.text, entry)


@pytest.mark.parametrize("data", [b"{}", b"nonsense", b'{"schema_version": 99}', b"\xff\xfe", b'"x"'])
def test_what_is_no_ledger_is_refused_with_a_reason(data):
    with pytest.raises(RestoreError):
        list(entries_of(io.BytesIO(data)))


@given(st.text(st.sampled_from("Advertisement\n READ MORE: [pullquote]Ã©&amp;\r\u2028“”中. "), max_size=120))
@settings(max_examples=300)
def test_any_text_can_be_restored(text):
    result = cleaner.clean(text)
    entry = next(entries_of(io.BytesIO(dumps(ledger(result, rules_digest="sha256:" + "0" * 64)))))
    assert restore_text(result.text, entry) == text


def patched(tmp_path, before: bytes, diff: str) -> bytes:
    file = tmp_path / "article.txt"
    file.write_bytes(before)
    done = subprocess.run(
        ["git", "apply", "-p0", "--whitespace=nowarn", "-"],
        input=diff.encode(),
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return file.read_bytes()


@pytest.mark.parametrize("path", ARTICLES[::3], ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_diff_applied_to_the_input_gives_the_clean_text(worker, tmp_path, path):
    fixture = read_fixture(path)
    result = worker.clean(fixture.text, title=fixture.title)
    diff = diff_text("article.txt", result)
    if not result.changed:
        assert diff == ""
    else:
        assert patched(tmp_path, fixture.text.encode(), diff) == result.text.encode()


@pytest.mark.parametrize(
    "text", [MESSY, MESSY + "\r\n", "a&#10;b\n\nAdvertisement\n\nc", "x\n" * 20 + "Advertisement"]
)
def test_the_diff_shows_repairs_and_missing_final_line_breaks(worker, tmp_path, text):
    result = worker.clean(text)
    diff = diff_text("article.txt", result)
    assert patched(tmp_path, text.encode(), diff) == result.text.encode()


def test_the_marked_report_is_the_notation_of_the_fixtures(worker):
    for path in ARTICLES:
        fixture = read_fixture(path)
        result = worker.clean(fixture.text, title=fixture.title)
        assert marked_text(result).replace("[-", "").replace("-]", "") == fixture.text
    assert marked_text(worker.clean("Rain.\n\nAdvertisement\n\nSun.")) == "Rain.\n\n[-Advertisement-]\n\nSun."


def test_a_report_of_no_known_kind_is_refused():
    with pytest.raises(cleaner.ConfigurationError, match="a report's suffix tells its kind"):
        report_kind("report.pdf")
