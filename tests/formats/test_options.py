"""Tables and archives: read as records, written back with one column changed and nothing else."""

from __future__ import annotations

import json

import pytest

from support.containers import FOUND, PAGE

CLEAN = "Rain fell on the pier all day.\n\nIt stopped at noon."


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
