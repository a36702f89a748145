"""Ledger, diff, marked article: views of one result, from which the input comes back."""

from __future__ import annotations

import io
import json
from importlib.resources import files

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cleaner
from cleaner.intake import from_bytes
from cleaner.report.ledger import dumps, failure, ledger
from cleaner.restore.document import RestoreError, entries_of, restore_bytes, restore_text
from support.ledgers import account

SCHEMA = json.loads(files("cleaner.report").joinpath("ledger.schema.json").read_text())


MESSY = "CafÃ© life\r\n\r\nAdvertisement\r\n\r\nTom &amp; Jerry met. READ MORE: Where they met\r\nAnd parted."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_bytes_come_back_whatever_their_encoding_and_line_breaks(worker, encoding):
    data = MESSY.replace("Ã©", "é").encode(encoding) if encoding == "cp1252" else MESSY.encode(encoding)
    result, entry = account(worker, data)
    jsonschema.validate(entry, SCHEMA)
    assert len(result.removals) >= 2
    assert restore_bytes(result.text, entry) == data


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


@pytest.mark.parametrize("text", ["a \ud800\udfff b", "\udfff\ud800", "\U000103ff", "x\ud800\udc00\ud800\udc00"])
@pytest.mark.parametrize("repair", [True, False])
def test_two_surrogates_stay_two_code_points(text, repair):
    article = f"Rain fell {text}.\n\nREAD MORE: Snow {text}\n\nThe end."
    result = cleaner.Cleaner(repair=repair).clean(article)
    entry = next(entries_of(io.BytesIO(dumps(ledger(result, rules_digest="sha256:" + "0" * 64)))))
    jsonschema.validate(entry, SCHEMA)
    assert restore_text(result.text, entry) == article


@pytest.mark.parametrize(
    ("encoding", "data"),
    [
        ("cp932", b"Rain \x87\x90.\n\nAdvertisement\n\nSnow \xed\x40 \x81\xe0."),
        ("iso2022_jp", b"Rain \x1b$@F|\x1b(J.\n\nAdvertisement\n\nSnow."),
        ("gbk", b"Rain 12 \x80.\r\n\r\nAdvertisement\r\n\r\n\xa2\xe3 Snow."),
        ("euc_kr", b"Rain \xa4\xd4\xa4\xa1\xa4\xbf\xa4\xd4.\n\nAdvertisement\n\nSnow."),
        (None, b"Rain \xe2\x80\x9cfell\xe2\x80\x9d \xf0\x9f\x98.\n\nAdvertisement\n\nSnow \xff."),
    ],
)
def test_bytes_that_the_encoding_does_not_give_back_are_kept(worker, encoding, data):
    result = worker.run(from_bytes(data, encoding=encoding))
    entry = json.loads(dumps(ledger(result, rules_digest="sha256:" + "0" * 64)))
    jsonschema.validate(entry, SCHEMA)
    assert result.removals
    assert restore_bytes(result.text, entry) == data
    for raw in ([{"line": 1}], 7, [{"line": 1, "start": 0, "end": 1, "bytes": "xy"}]):
        with pytest.raises(RestoreError):
            restore_bytes(result.text, entry | {"origin": entry["origin"] | {"raw": raw}})


@pytest.mark.parametrize("data", [b"[" * 100_000, b'{"a":' * 100_000, b'{"a": ' + b"[" * 100_000 + b"\n{}\n"])
def test_a_ledger_that_nests_deeply_is_refused(data):
    with pytest.raises(RestoreError, match="not JSON"):
        list(entries_of(io.BytesIO(data)))


def test_markdown_does_not_lead_back_and_the_text_of_the_same_entry_does():
    paragraphs = "".join(
        f"<p>Boat {n} left the <b>north</b> pier on Monday, said the office.</p>" for n in range(9)
    )
    result = cleaner.clean_html(f"<html><body><article>{paragraphs}</article></body></html>", markdown=True)
    entry = json.loads(dumps(ledger(result, rules_digest="sha256:" + "0" * 64)))
    jsonschema.validate(entry, SCHEMA)
    with pytest.raises(RestoreError, match="written as Markdown"):
        restore_text(result.markdown, entry)
    assert restore_text(result.text, entry) == result.document.text


@pytest.mark.parametrize("form", ["as written", "compact", "indented by four", "one line each"])
def test_an_array_of_entries_is_read_in_any_form(form):
    entries = [failure(f"{number}.txt", "why", kind="limit") | {"id": {"a": [number]}} for number in range(3)]
    written = b"[\n" + b",\n".join(dumps(entry, indent=2) for entry in entries) + b"]\n"
    data = {
        "as written": written,
        "compact": json.dumps(entries).encode(),
        "indented by four": json.dumps(entries, indent=4).encode(),
        "one line each": b"[\n" + b",\n".join(json.dumps(entry).encode() for entry in entries) + b"\n]\n",
    }[form]
    assert list(entries_of(io.BytesIO(data))) == entries


def test_an_array_as_cleaner_writes_it_is_read_one_entry_at_a_time():
    entry = dumps(failure("a.txt", "why"), indent=2)
    stream = io.BytesIO(b"[\n" + entry + (b",\n" + entry) * 1000 + b"]\n")
    next(entries_of(stream))
    assert stream.tell() < 3 * len(entry)


@pytest.mark.parametrize("rest", [b"", b",\n", b',\n{\n  "schema', b"]\n]\n{"])
def test_an_array_that_is_cut_short_or_goes_on_is_refused(rest):
    entry = dumps(failure("a.txt", "why"), indent=2)
    with pytest.raises(RestoreError, match=r"not JSON|cut short|not a ledger"):
        list(entries_of(io.BytesIO(b"[\n" + entry + rest)))
