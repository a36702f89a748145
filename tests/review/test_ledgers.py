"""What counts as a ledger: entries, records that carry removals, tables of them, one by one or as a folder."""

from __future__ import annotations

import json

import pytest

from cleaner.engines.rows import RecordCleaner
from cleaner.review.ledgers import entries, entries_in
from support.containers import FOUND

TEXTS = [FOUND, "CafÃ© life\n\nAdvertisement\n\nIt goes on.", "Nothing to see.", 7]


@pytest.fixture
def records(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    lines = [
        json.dumps({"id": n, "text": text, "url": "https://example.org/1", "lang": "en"})
        for n, text in enumerate(TEXTS)
    ]
    (tmp_path / "in.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return [json.loads(line) for line in lines]


def counts(run, *paths):
    found = json.loads(run("stats", *paths, "--json").out)
    return {name: value for name, value in found.items() if name not in ("largest", "failures")}


def test_what_clean_wrote_with_removals_counts_like_its_ledger(run, records):
    assert run("clean", "in.jsonl", "-o", "out.jsonl", "--with-removals", "--report", "ledger.jsonl").code == 3
    assert counts(run, "out.jsonl") == counts(run, "ledger.jsonl")
    assert counts(run, "out.jsonl")["repairs"] == {"repair/mojibake": 1}


@pytest.mark.parametrize("whole", [True, False], ids=["their texts", "clean texts only"])
def test_tables_of_shards_count_like_the_ledger_of_the_whole(run, records, tmp_path, whole):
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    from cleaner.arrow import clean_batch

    table = clean_batch(pa.Table.from_pylist(records[:3]))
    table = table if whole else table.drop_columns(["text"])
    (tmp_path / "out").mkdir()
    pq.write_table(table.slice(0, 1), tmp_path / "out" / "0.parquet")
    pq.write_table(table.slice(1), tmp_path / "out" / "1.parquet")
    (tmp_path / "out" / "_SUCCESS").touch()
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(one) + "\n" for one in records[:3]), encoding="utf-8")
    assert run("clean", "in.jsonl", "-o", "c.jsonl", "--report", "ledger.jsonl").code == 0
    assert counts(run, "out") == counts(run, "ledger.jsonl")
    assert run("report", "out", "-o", "page.html").code == 0


def test_one_ledger_of_many_has_their_entries(run, records, tmp_path):
    run("clean", "in.jsonl", "-o", "out.jsonl", "--report", "ledger.jsonl")
    (tmp_path / "shard.jsonl").write_text(
        "".join(json.dumps(RecordCleaner()(one)) + "\n" for one in records), encoding="utf-8"
    )
    assert run("report", "ledger.jsonl", "shard.jsonl", "-o", "all.jsonl").code == 0
    assert list(entries(["all.jsonl"])) == [*entries(["ledger.jsonl"]), *entries(["shard.jsonl"])]
    one, all_ = counts(run, "shard.jsonl"), counts(run, "all.jsonl")
    assert all_["removed"] == 2 * one["removed"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"text": "Rain fell."}\n', "neither a ledger nor records with removals"),
        ('{"text": "x", "removals": []}\n7\n', "line 2 is not an object"),
        ('{"text": "x", "removals": []}\n{"a"\n', "line 2 is not JSON"),
        (
            '{"text": "x", "removals": [{"start": 9, "end": 10, "text": "y"}]}\n',
            "record 1: its removals do not belong to its text",
        ),
        ("PAR1 cut off", "not a Parquet file that can be read"),
    ],
)
def test_what_is_no_ledger_is_named_with_its_place(run, write, content, said):
    write("bad.jsonl", content)
    for command in ("stats", "report"):
        done = run(command, "bad.jsonl")
        assert (done.code, said in done.err) == (3, True), done.err


def test_a_record_that_was_written_unchanged_counts_as_failed(write, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    write("out.jsonl", json.dumps(RecordCleaner()({"text": FOUND})) + '\n{"text": 7}\n')
    good, bad = entries_in("out.jsonl")
    assert good["removals"]
    assert bad["failure"] == "the record has no removals, as if it was written unchanged"
