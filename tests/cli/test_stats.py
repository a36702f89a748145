"""`cleaner stats`: the counts of ledgers, the same as those of the run that wrote them."""

from __future__ import annotations

import gzip
import json

import pytest

from cleaner.cli.stats_view import bar, tables
from cleaner.report.ledger import dumps, failure
from cleaner.report.statistics import BLANK_LINE, GroupCount, RuleCount, Statistics

STORY = "The walls of the old harbour held through the night, the harbour master said on Monday morning."
TEXTS = [
    f"{STORY}\n\nAdvertisement\n\nShare this story on Facebook\n\n{STORY[::-1]}\n",
    f"{STORY}\n\nREAD MORE: Snow fell on the hills\n",
    f"{STORY} Tom &amp; Jerry met.\n",
]
SAME = ("rules", "families", "blanks", "repairs", "failures", "largest")


@pytest.fixture
def records(tmp_path):
    lines = [
        json.dumps({"text": text, "url": f"https://www.example.org/{n}", "lang": "en"})
        for n, text in enumerate(TEXTS)
    ]
    (tmp_path / "in.jsonl").write_text("\n".join([*lines, "", "{}"]) + "\n")
    return tmp_path


@pytest.mark.parametrize("report", ["ledger.jsonl", "ledger.json", "ledgers/"])
def test_the_counts_of_a_ledger_are_those_of_the_run_that_wrote_it(run, records, report):
    done = run("clean", "in.jsonl", "-o", "out.jsonl", "--report", report, "--stats", "run.json")
    assert done.code == 3
    counted = run("stats", report, "--json")
    assert (counted.code, counted.err) == (0, "")
    ran, found = json.loads((records / "run.json").read_bytes()), json.loads(counted.out)
    assert {name: ran[name] for name in SAME} == {name: found[name] for name in SAME}
    assert {name: ran["counts"][name] for name in ("changed", "repaired", "characters", "removed")} == {
        name: found[name] for name in ("changed", "repaired", "characters", "removed")
    }
    assert (found["documents"], ran["counts"]["failed"]) == (3, 1)
    assert found["sites"]["example.org"]["documents"] == found["languages"]["en"]["documents"] == 3
    assert found["rules"]["advert/advert-label"]["characters"] == len("Advertisement")
    assert found["repairs"] == {"repair/entity": 1}


def test_several_ledgers_add_up_and_packed_ones_are_read(run, records):
    run("clean", "in.jsonl", "-o", "out.jsonl", "--report", "ledger.jsonl")
    (records / "more.jsonl.gz").write_bytes(gzip.compress((records / "ledger.jsonl").read_bytes()))
    one = json.loads(run("stats", "ledger.jsonl", "--json").out)
    both = json.loads(run("stats", "ledger.jsonl", "more.jsonl.gz", "--json").out)
    assert both["documents"] == 2 * one["documents"]
    assert both["removed"] == 2 * one["removed"]
    assert json.loads(run("stats", "-", "--json", stdin=(records / "ledger.jsonl").read_bytes()).out) == one


def test_tables_rank_by_characters_and_say_what_is_counted_apart(run, records):
    run("clean", "in.jsonl", "-o", "out.jsonl", "--report", "ledger.jsonl")
    lines = run("stats", "ledger.jsonl").out.decode().splitlines()
    assert lines[:2] == ["ledgers         1", "documents       3, 3 changed (100.0%)"]
    by_rule = lines[lines.index(next(line for line in lines if line.startswith("By rule"))) :][:4]
    assert [line.split()[0] for line in by_rule] == [
        "By",
        "related/read-more-line",
        "share/share-row",
        "advert/advert-label",
    ]
    assert by_rule[1].endswith("██████████")
    assert any(line.startswith("blank lines ") for line in lines)
    assert any(line.startswith("repaired lines  1 in 1 document: repair/entity 1") for line in lines)
    assert any(line.startswith("failed          1 document: input 1") for line in lines)
    assert not any("layout" in line for line in lines)
    assert all(len(line) <= 80 for line in lines)


def test_rows_beyond_the_top_are_added_up():
    counts = Statistics()
    counts.rules = {f"share/{n}": RuleCount(1, 1, n) for n in range(1, 6)}
    counts.sites = {f"{n}.example": GroupCount(1, 1, 10, n) for n in range(1, 6)}
    counts.removed = 15
    rows = tables(counts, 1, top=2).splitlines()
    assert [row.split()[0] for row in rows if row.startswith("share/")] == ["share/5", "share/4"]
    assert ["(3", "others)", "6", "40.0%", "3"] in [row.split() for row in rows]
    assert ["(3", "others)", "6", "20.0%", "3", "3"] in [row.split() for row in rows]
    assert sum(row.startswith("share/") for row in tables(counts, 1, top=0).splitlines()) == 5


@pytest.mark.parametrize(
    ("value", "most", "shown"), [(4, 4, "██"), (3, 4, "█▌"), (1, 1000, "▏"), (0, 4, ""), (0, 0, "")]
)
def test_a_bar_is_as_long_as_its_value(value, most, shown):
    assert bar(value, most, 2) == shown


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"Rain fell.\n", "not a ledger: line 1 is not JSON"),
        (dumps(failure("a", "why")) + b'{"a": 1}\n', "not a ledger; cleaner writes one with --report FILE.json"),
        (b'{"schema_version": 1}\n', "entry 1: not a ledger entry: KeyError: 'source'"),
    ],
)
def test_what_is_no_ledger_is_named_and_the_others_are_counted(run, tmp_path, content, said):
    (tmp_path / "bad.jsonl").write_bytes(content)
    (tmp_path / "good.jsonl").write_bytes(
        dumps(failure("a.txt", "why", kind="limit")) + dumps(failure("a", BLANK_LINE))
    )
    done = run("stats", "bad.jsonl", "good.jsonl", "--json")
    assert (done.code, done.err) == (3, f"cleaner: error: bad.jsonl: {said}\n")
    assert json.loads(done.out)["failures"]["limit"] == 1


def test_nothing_is_printed_if_nothing_could_be_read(run, tmp_path):
    assert run("stats", "gone.jsonl").out == b""
    assert run("stats", "gone.jsonl").err == "cleaner: error: gone.jsonl: No such file or directory\n"
    (tmp_path / "empty").mkdir()
    done = run("stats", "empty")
    assert (done.code, done.out) == (2, b"")
    assert "empty: the folder holds no ledger" in done.err


def test_an_undo_ledger_is_refused(run, tmp_path):
    (tmp_path / "a.txt").write_text(TEXTS[0])
    run("clean", "a.txt", "--in-place")
    done = run("stats", "a.txt.cleaner.jsonl")
    assert (done.code, done.out) == (3, b"")
    assert "an undo ledger, which does not tell what was removed" in done.err


def test_a_name_in_a_ledger_sends_nothing_to_a_terminal():
    counts = Statistics()
    counts.rules = {"share/\x1b[2J": RuleCount(1, 1, 5)}
    assert "\x1b" not in tables(counts, 1)
