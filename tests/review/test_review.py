"""`cleaner review`: decisions become labelled articles, by keys, by rule, and over several runs."""

from __future__ import annotations

import json

import pytest

from cleaner.evaluation.gold import read_gold
from support.reports import HARBOUR, MILL, PLAIN

ARGUMENTS = ("review", "ledger.jsonl", "--texts", "clean")


@pytest.fixture
def corpus(write, run):
    for name, text in (("harbour", HARBOUR), ("mill", MILL), ("plain", PLAIN)):
        write(f"in/{name}.txt", text)
    assert run("clean", "in", "-o", "clean/", "--report", "ledger.jsonl").code == 0


def labels(path) -> dict[str, dict]:
    return {record["id"]: record for record in map(json.loads, path.read_text(encoding="utf-8").splitlines())}


def removed(article: dict) -> list[str]:
    return [article["text"][start:end] for start, end, _ in article["remove"]]


def test_decisions_by_keys_are_labels_that_eval_reads(corpus, run, tmp_path):
    done = run(*ARGUMENTS, "-o", "labelled.jsonl", "--only", "advert", stdin=b"a\nr\nq\n")
    assert (done.code, "2 decisions; 2 labelled articles" in done.err) == (0, True)
    found = labels(tmp_path / "labelled.jsonl")
    assert found["in/harbour.txt"]["text"] == HARBOUR
    assert removed(found["in/harbour.txt"]) == ["Advertisement"]
    assert removed(found["in/mill.txt"]) == []
    assert found["in/mill.txt"]["optional"] == []
    assert len(found["in/harbour.txt"]["optional"]) == 3
    assert len(list(read_gold([str(tmp_path / "labelled.jsonl")]))) == 2
    assert run("eval", "labelled.jsonl").code == 0


def test_a_script_decides_by_rule_and_asks_nothing(corpus, run, tmp_path):
    assert run(*ARGUMENTS, "-o", "labelled.jsonl", "--accept", "all", "--reject", "related").code == 0
    found = labels(tmp_path / "labelled.jsonl")
    assert removed(found["in/harbour.txt"]) == ["Advertisement", "Share this article"]
    assert all(not article["optional"] for article in found.values())
    assert "in/plain.txt" not in found


def test_a_list_has_one_removal_a_line(corpus, run):
    done = run(*ARGUMENTS, "--list")
    rows = [line.split("\t") for line in done.out.decode().splitlines()]
    assert [
        "in/harbour.txt:15",
        "related/read-more-line",
        "0.99",
        "open",
        "READ MORE: Who paid for the new pier?",
    ] in [[*row[:2], "0.99", *row[3:]] for row in rows]
    assert len(rows) == 5


def test_a_later_review_goes_on_where_the_first_stopped(corpus, run, tmp_path):
    run(*ARGUMENTS, "-o", "labelled.jsonl", "--only", "advert", stdin=b"a\n")
    done = run(*ARGUMENTS, "-o", "labelled.jsonl", "--only", "advert", stdin=b"r\n")
    assert done.out.decode().count("of 2: ") == 1
    found = labels(tmp_path / "labelled.jsonl")
    assert [removed(found[name]) for name in ("in/harbour.txt", "in/mill.txt")] == [["Advertisement"], []]


def test_lines_that_a_person_marked_as_missed_stay_through_a_later_review(corpus, run, tmp_path):
    run(*ARGUMENTS, "-o", "labelled.jsonl", "--accept", "advert")
    path = tmp_path / "labelled.jsonl"
    found = labels(path)
    start = HARBOUR.index("The Harbour Gazette")
    found["in/harbour.txt"]["remove"].append([start, start + 20, "missed"])
    path.write_text("".join(json.dumps(article) + "\n" for article in found.values()), encoding="utf-8")
    run(*ARGUMENTS, "-o", "labelled.jsonl", "--reject", "share")
    assert [start, start + 20, "missed"] in labels(path)["in/harbour.txt"]["remove"]
    assert removed(labels(path)["in/harbour.txt"]) == ["The Harbour Gazette ", "Advertisement"]


def test_documents_without_a_text_are_counted_and_left_out(corpus, run, tmp_path):
    (tmp_path / "clean" / "mill.txt").unlink()
    done = run(*ARGUMENTS, "-o", "labelled.jsonl", "--accept", "all")
    assert "the texts of 1 of 3 documents are not below --texts" in done.err
    assert list(labels(tmp_path / "labelled.jsonl")) == ["in/harbour.txt"]


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("review", "ledger.jsonl", "-o", "x.jsonl"), 2, "name the clean files of its run with --texts"),
        (ARGUMENTS, 2, "with -o, or use --list"),
        ((*ARGUMENTS, "--list", "--accept", "all"), 2, "--list decides nothing"),
        (("review", "-", "--texts", "clean", "-o", "x.jsonl"), 2, "keys come from standard input"),
        ((*ARGUMENTS, "-o", "ledger.jsonl"), 2, "-o would overwrite"),
        ((*ARGUMENTS, "-o", "in/mill.txt", "--accept", "all"), 2, "is no labelled article"),
        (("review", "nowhere.jsonl", "--texts", "clean", "--list"), 3, "nowhere.jsonl"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(corpus, run, tmp_path, arguments, code, message):
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    done = run(*arguments)
    assert (done.code, done.out) == (code, b"")
    assert message in done.err
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
