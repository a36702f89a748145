"""JSON Lines: one field changes, every other byte stays."""

from __future__ import annotations

import json

import pytest

from cleaner.formats.options import ReadOptions, WriteOptions
from cleaner.runner.workers.clean_record import clean_record

DIRTY = "Rain fell.\n\nAdvertisement\n\nIt stopped."


CLEAN = "Rain fell.\n\nIt stopped."


PAGE = (
    "<html><head><title>Fares to rise</title></head><body><article><h1>Fares to rise</h1>"
    + "".join(
        f"<p>Paragraph {n} of the report on the ferry says what everybody on the pier knew already.</p>"
        for n in range(6)
    )
    + "</article></body></html>"
)


def clean(worker, line: bytes | str | dict, **writing: object):
    if isinstance(line, dict):
        line = json.dumps(line)
    data = line.encode() if isinstance(line, str) else line
    return clean_record("a.jsonl:1", data, worker, ReadOptions(), WriteOptions(**writing))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "line",
    [
        '{"id": 1267650600228229401496703205376, "text": %s, "x": [1.0,  2, 1e400], "y": {"a" :null}}\n',
        '{"text":%s,"id":"a\\u00e9b"}\r\n',
        '  {"text": %s , "b":"\\/" }  \n',
        '{"text": %s}',
        '{"a":NaNo, "text": %s}'.replace("NaNo", "1.10"),
    ],
)
def test_every_byte_but_the_text_stays(worker, line):
    outcome = clean(worker, line % json.dumps(DIRTY))
    assert outcome.output.decode() == line % json.dumps(CLEAN)
    assert outcome.failure is None


def test_a_record_with_nothing_to_remove_comes_out_byte_for_byte(worker):
    line = b'{"text" :"Caf\\u00e9  \\/ rain." , "id":  7}\n'
    assert clean(worker, line).output == line


def test_text_keeps_its_style_of_escapes(worker):
    escaped = json.dumps({"text": "Café.\n\nAdvertisement\n\nRain."})
    plain = json.dumps({"text": "Café.\n\nAdvertisement\n\nRain."}, ensure_ascii=False)
    assert clean(worker, escaped).output == json.dumps({"text": "Café.\n\nRain."}).encode()
    assert clean(worker, plain).output == json.dumps({"text": "Café.\n\nRain."}, ensure_ascii=False).encode()


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{bad", "not valid JSON"),
        ("[1, 2]", "not a JSON object"),
        ('"text"', "not a JSON object"),
        ('{"text": null}', "is not a string"),
        ('{"text": 7}', "is not a string"),
        ('{"html": ["x"]}', "is not a string"),
        ('{"id": 1}', "neither 'text' nor 'html'"),
        ("{}", "neither 'text' nor 'html'"),
        ('{"text": "a", "text": "b"}', "twice"),
        ('{"id": 1, "text": "b", "id": 1}', "twice"),
        ('{"text": "\\ud800"}', "not valid JSON"),
        ('{"html": "<html></html>"}', "no article"),
        ("[" * 200_000, "not "),
        (b'{"text": "\xff"}', "'text' is not UTF-8"),
    ],
)
def test_a_line_that_cannot_be_cleaned_comes_out_unchanged_with_the_reason(worker, line, says):
    data = (line if isinstance(line, bytes) else line.encode()) + b"\n"
    outcome = clean(worker, data)
    assert outcome.output == data
    assert says in outcome.failure


def test_a_blank_line_stays_and_is_no_failure(worker):
    outcome = clean(worker, b"\r\n")
    assert (outcome.output, outcome.failure) == (b"\r\n", None)


def test_html_becomes_text_and_title_and_goes_unless_kept(worker):
    record = {"id": 1, "html": PAGE, "n": 2}
    out = json.loads(clean(worker, record).output)
    assert list(out) == ["id", "n", "title", "text"]
    assert out["title"] == "Fares to rise"
    assert out["text"].startswith("Paragraph 0")
    kept = json.loads(clean(worker, record, keep_html=True).output)
    assert kept["html"] == PAGE
    assert json.loads(clean(worker, {"html": PAGE, "title": "Mine"}).output)["title"] == "Mine"


def test_a_record_title_tells_the_headline(worker):
    text = "Standfirst of it\n\nFares to rise on the sound in spring\n\nRain fell.\n\nFares to rise on the sound in spring"
    titled = json.loads(clean(worker, {"title": "Fares to rise on the sound in spring", "text": text}).output)
    assert titled["text"] == "Standfirst of it\n\nFares to rise on the sound in spring\n\nRain fell.\n"


def test_removals_can_be_added_and_replace_older_ones(worker):
    out = json.loads(clean(worker, {"text": DIRTY, "removals": "old", "z": 1}, with_removals=True).output)
    assert list(out) == ["text", "removals", "z"]
    assert out["removals"][0]["rule"] == "advert/advert-label"
    assert DIRTY[out["removals"][0]["start"] : out["removals"][0]["end"]] == "Advertisement"
