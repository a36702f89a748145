"""The step for datatrove: texts, metadata, statistics, ledgers; no document is lost, doubled or torn by a kill."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytest.importorskip("datatrove")

from datatrove.data import Document
from datatrove.pipeline.writers import JsonlWriter, ParquetWriter

import cleaner
import engines
from cleaner.engines.datatrove import CleanStep
from cleaner.engines.rows import RecordCleaner
from support import ROOT
from support.containers import FOUND, PAGE, entry

CLEAN = "Rain fell on the pier all day.\n\nIt stopped at noon."
SCRIPT = ROOT / "examples" / "datatrove_pipeline.py"
TEXTS = [FOUND, "", "CafÃ© life", "Rain \ud83d fell.", "x" * 50_000_001, FOUND]


def documents(texts=tuple(TEXTS)) -> list[Document]:
    return [Document(text=text, id=str(n), metadata={"language": "en"}) for n, text in enumerate(texts)]


def ledger_lines(folder: Path) -> list[dict]:
    return [json.loads(line) for path in sorted(folder.iterdir()) for line in gzip.open(path)]


def test_texts_are_replaced_and_the_metadata_say_what_went():
    first, *_ = CleanStep().run(documents())
    assert first.text == CLEAN
    assert first.metadata["removals"] == cleaner.clean(FOUND, language="en").to_dict()["removals"]
    assert first.metadata["repairs"] == []
    assert {"error", "withheld", "excess"}.isdisjoint(first.metadata)


def test_no_document_is_dropped_or_raises_and_its_error_says_why():
    found = list(CleanStep().run(documents()))
    assert [one.id for one in found] == ["0", "1", "2", "3", "4", "5"]
    errors = [one.metadata.get("error") for one in found]
    assert [error and error.partition(":")[0] for error in errors] == [
        None,
        "empty",
        None,
        "encoding",
        "limit",
        None,
    ]
    assert found[4].text == TEXTS[4]
    assert found[3].text == "Rain \ufffd fell."
    assert found[2].metadata["repairs"][0]["rule"] == "repair/mojibake"


def test_a_document_that_cannot_be_cleaned_can_be_written_elsewhere(tmp_path):
    step = CleanStep(exclusion_writer=JsonlWriter(str(tmp_path), compression=None))
    assert [one.id for one in step.run(documents())] == ["0", "1", "2", "3", "5"]
    (written,) = (json.loads(line) for line in open(tmp_path / "00000.jsonl", encoding="utf-8"))
    assert written["id"] == "4"
    assert written["metadata"]["error"].startswith("limit: ")


def test_the_statistics_count_documents_characters_and_rules():
    step = CleanStep()
    list(step.run(documents()))
    counts = {name: stat.total for name, stat in step.stats.stats.items()}
    assert {name: counts[name] for name in ("total", "failed", "changed", "unchanged", "error_limit")} == {
        "total": 6,
        "failed": 1,
        "changed": 3,
        "unchanged": 2,
        "error_limit": 1,
    }
    assert counts["removed_related/read-more-line"] == 2
    assert counts["repaired_repair/mojibake"] == 1
    assert counts["characters_removed"] == 2 * (len(FOUND) - len(CLEAN))


def test_a_page_is_extracted_first():
    (found,) = CleanStep(pages=True).run(
        [Document(text=PAGE, id="1", metadata={"url": "https://post.example/rain"})]
    )
    assert "the market closed" in found.text
    assert "READ MORE" not in found.text
    assert "<p>" not in found.text
    assert found.metadata["title"] == "Rain on the pier"


@pytest.mark.parametrize("kind", ["ledger", "JsonlWriter", "ParquetWriter"])
def test_each_shards_account_counts_as_one_ledger(run, tmp_path, kind):
    """The counts are those of the ledger that the command writes."""
    import pyarrow as pa

    from cleaner.arrow import OUTPUT_SCHEMA

    texts = [FOUND, "CafÃ© life", "Nothing to see.", FOUND]
    shards = [documents(texts[:2]), documents(texts[2:])]
    out = tmp_path / "out"
    for rank, shard in enumerate(shards):
        step = CleanStep(ledger=str(out) if kind == "ledger" else None)
        writer = {
            "JsonlWriter": lambda: JsonlWriter(str(out)),
            "ParquetWriter": lambda: ParquetWriter(
                str(out),
                expand_metadata=True,
                schema=pa.schema(
                    [
                        ("id", pa.string()),
                        ("text", pa.string()),
                        ("language", pa.string()),
                        *list(OUTPUT_SCHEMA)[1:],
                    ]
                ),
            ),
            "ledger": lambda: lambda data, rank, world_size: list(data),
        }[kind]()
        list(writer(step.run(shard, rank), rank, 2) or ())
    lines = [json.dumps({"id": str(n % 2), "text": text, "lang": "en"}) for n, text in enumerate(texts)]
    (tmp_path / "in.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert run("clean", "in.jsonl", "-o", "c.jsonl", "--report", "ledger.jsonl").code == 0
    expected, found = (json.loads(run("stats", name, "--json").out) for name in ("ledger.jsonl", "out"))
    for counts in (expected, found):
        del counts["largest"]["name"]
    assert found == expected
    assert run("report", "out", "-o", "page.html").code == 0
    assert run("report", "out", "-o", "merged.jsonl.gz").code == 0
    again = json.loads(run("stats", "merged.jsonl.gz", "--json").out)
    del again["largest"]["name"]
    assert again == expected


def write_shards(folder: Path, shards: int, documents: int) -> dict[str, str]:
    """Write shards of articles, and return the expected account of each."""
    clean, expected = RecordCleaner(language="language"), {}
    folder.mkdir()
    for shard in range(shards):
        with open(folder / f"{shard:03}.jsonl", "w", encoding="utf-8") as out:
            for n in range(documents):
                text = f"Boat {shard}-{n} left the pier on Monday.\n\n{FOUND}"
                record = {"id": f"{shard}-{n}", "text": text}
                out.write(json.dumps(record) + "\n")
                expected[record["id"]] = engines.account(clean(record))
    return expected


def pipeline(tmp_path: Path, source: Path, *more: str) -> list[str]:
    return [
        sys.executable, str(SCRIPT), str(source), str(tmp_path / "out"), "--logs", str(tmp_path / "logs"), *more
    ]  # fmt: skip


def descendants(pid: int) -> list[int]:
    from speed.watching import family

    return family(pid)[1:]


def test_the_example_reads_web_archives(tmp_path):
    (tmp_path / "in").mkdir()
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    # datatrove's reader asks for a date
    known = {"WARC_Record_ID": "<urn:uuid:1>", "WARC_Target_URI": "https://post.example/rain"}
    known |= {"WARC_Date": "2026-01-01T00:00:00Z", "WARC_Identified_Payload_Type": "text/html"}
    pages = [PAGE, "<html><body></body></html>"]
    archive = b"".join(entry("response", http + page.encode(), **known) for page in pages)
    (tmp_path / "in" / "crawl.warc.gz").write_bytes(gzip.compress(archive))
    try:
        import magic  # noqa: F401
    except ImportError:
        pytest.skip("libmagic, which datatrove's reader of web archives needs, is not installed")
    subprocess.run(
        pipeline(tmp_path, tmp_path / "in", "--format", "warc"), check=True, timeout=600, capture_output=True
    )
    (found,) = engines.records(tmp_path / "out" / "articles")
    assert "the market closed" in found["text"]
    assert "READ MORE" not in found["text"]
    (failed,) = engines.records(tmp_path / "out" / "failed")
    assert failed["metadata"]["error"].startswith("input: ")


def test_a_killed_run_that_is_started_again_loses_doubles_and_tears_nothing(tmp_path):
    expected = write_shards(tmp_path / "in", shards=12, documents=60)
    command = pipeline(tmp_path, tmp_path / "in", "--tasks", "12", "--workers", "2")
    completed, kills = tmp_path / "logs" / "completions", 0
    for _ in range(3):
        before = len(list(completed.glob("*"))) if completed.exists() else 0
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 300
        while process.poll() is None and time.monotonic() < deadline:
            if completed.exists() and len(list(completed.glob("*"))) > before + kills:
                break
            time.sleep(0.02)
        orphans = descendants(process.pid)
        alive = process.poll() is None
        for pid in (process.pid, *orphans):  # workers outlive the run that started them
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        process.wait()
        kills += alive
    assert kills
    subprocess.run(command, check=True, timeout=600, capture_output=True)
    found = [(one["id"], engines.account(one)) for one in engines.records(tmp_path / "out" / "articles")]
    assert len(found) == len(expected)
    assert dict(found) == expected


def test_a_pipeline_with_the_step_can_be_sent_to_other_executors():
    import dill

    step = dill.loads(dill.dumps(CleanStep(cleaner.Cleaner(ignore=["related"]))))
    assert next(step.run(documents([FOUND]))).text == FOUND
