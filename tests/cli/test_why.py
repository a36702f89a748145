"""`cleaner why` as a program runs it."""

from __future__ import annotations

import gzip
import json

import pytest

TEXT = (
    "Rain fell on the pier, and nobody went out to sea on Monday.\n\nAdvertisement\n\nThe harbour stayed closed.\n"
)


@pytest.fixture
def texts(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b:3").write_text(TEXT)
    (tmp_path / "in.jsonl.gz").write_bytes(gzip.compress(f"{json.dumps({'text': TEXT})}\n\n".encode() * 2))
    (tmp_path / "a.csv").write_text(f'body,id\n"{TEXT}",7\n')
    return tmp_path


def test_a_removed_line_names_rule_stage_reason_and_the_option_that_keeps_it(run, texts):
    done = run("why", "a.txt:3")
    assert (done.code, done.err) == (0, "")
    assert done.out.decode().startswith(
        "a.txt:3  Advertisement\n\n  advert/advert-label took it in the stage 'lines':"
    )
    assert "    --ignore advert/advert-label" in done.out.decode()
    # as --check prints it
    assert run("why", "a.txt:3:1").out == done.out


def test_a_line_that_stays_says_what_stopped_the_rules(run, texts):
    said = run("why", "a.txt:3", "--ignore", "advert").out.decode()
    assert "  It stays.\n" in said
    assert "advert/advert-label\n      --ignore names it\n" in said
    assert "without --ignore advert" in said


@pytest.mark.parametrize("arguments", [["-:3"], ["-:3:1"], ["-:3", "--preset", "careful"], ["--", "-:3"]])
def test_a_line_of_standard_input_is_no_option(run, texts, arguments):
    done = run("why", *arguments, stdin=TEXT.encode())
    assert (done.code, done.err) == (0, "")
    assert done.out.decode().startswith("standard input:3  Advertisement\n")


def test_a_file_alone_lists_its_lines_with_their_rules(run, texts):
    rows = run("why", "a.txt").out.decode().splitlines()
    assert [row.split()[:2] for row in rows[:3]] == [["1", "Rain"], ["3", "advert/advert-label"], ["5", "The"]]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["in.jsonl.gz:3:3"], "in.jsonl.gz:3:3  Advertisement"),
        (["in.jsonl.gz:1:3:1"], "in.jsonl.gz:1:3  Advertisement"),
        (["a.csv:1:3", "--text-field", "body"], "a.csv:1:3  Advertisement"),
        (["b:3"], "1"),
        (["b:3:3"], "b:3:3  Advertisement"),
    ],
)
def test_records_and_names_with_colons_are_found(run, texts, arguments, said):
    done = run("why", *arguments)
    assert done.code == 0, done.err
    assert done.out.decode().split("\n", 1)[0].strip().startswith(said)


def test_standard_input_is_read(run, texts):
    assert b"advert/advert-label" in run("why", "-", stdin=TEXT.encode()).out


@pytest.mark.parametrize(
    ("target", "code", "said"),
    [
        ("a.txt:99", 2, "a.txt has no line 99; its last one is 5"),
        ("in.jsonl.gz:9", 2, "in.jsonl.gz has no record 9"),
        ("in.jsonl.gz", 2, "in.jsonl.gz holds records; name one, as in in.jsonl.gz:1, and a line: in.jsonl.gz:1:3"),
        ("in.jsonl.gz:2", 3, "in.jsonl.gz: a blank line, which is no record"),
        ("gone.txt:3", 3, "gone.txt: No such file or directory"),
        (".", 2, ". is a folder; name one of its files"),
    ],
)
def test_what_cannot_be_answered_is_said_in_a_line(run, texts, target, code, said):
    done = run("why", target)
    assert (done.code, done.out, done.err) == (code, b"", f"cleaner: error: {said}\n")
