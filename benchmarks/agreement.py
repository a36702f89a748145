"""Compare the counts of a corpus wherever they are shown: the ledger, `--stats`, `cleaner stats` and the page.

    python benchmarks/agreement.py articles.jsonl.gz

Cleans the corpus, and exits with 1 if any count differs.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

RULE_COUNTS = ("removals", "documents", "characters")
TOTALS = ("documents", "changed", "repaired", "withheld", "excess", "characters", "removed")


def main() -> int:
    """Print the differences and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus")
    corpus = parser.parse_args().corpus
    with tempfile.TemporaryDirectory() as folder:
        ledger, statistics = f"{folder}/ledger.jsonl", f"{folder}/run.json"
        _cleaner("clean", corpus, "-o", f"{folder}/clean/", "--report", ledger, "--stats", statistics, "-q")
        _cleaner("report", ledger, "-o", f"{folder}/page.html")
        printed = _cleaner("stats", ledger, "--json")
        page = data_of(Path(f"{folder}/page.html").read_text(encoding="utf-8"))
        run = json.loads(Path(statistics).read_text(encoding="utf-8"))
        lines = Path(ledger).read_bytes().split(b"\n")
    counted = {
        "ledger": of_ledger([json.loads(line) for line in lines if line]),
        "--stats": of_run(run),
        "stats": of_statistics(json.loads(printed)),
        "page": of_page(page),
    }
    first = counted["ledger"]
    for name, counts in counted.items():
        for key in sorted({*first, *counts}):
            if first.get(key) != counts.get(key):
                print(f"{name}: {key} is {counts.get(key)}, and {first.get(key)} in the ledger")
    agree = all(counts == first for counts in counted.values())
    print(f"{first['documents']:,} documents, {len(first):,} counts in {len(counted)} places: ", end="")
    print("all agree" if agree else "they differ")
    return 0 if agree else 1


def of_ledger(entries: list[dict[str, Any]]) -> dict[str, int]:
    """Return the counts of ledger entries, added up in the plainest way."""
    documents = [entry for entry in entries if "failure" not in entry]
    counts = {
        "documents": len(documents),
        "changed": sum(bool(entry["removals"] or entry["repairs"]) for entry in documents),
        "repaired": sum(bool(entry["repairs"]) for entry in documents),
        "withheld": sum(entry["withheld"] is not None for entry in documents),
        "excess": sum(entry["excess"] is not None for entry in documents),
        "characters": sum(entry["characters"] for entry in documents),
        "removed": sum(one["end"] - one["start"] for entry in documents for one in entry["removals"]),
    }
    for entry in documents:
        for rule in {one["rule"] for one in entry["removals"]}:
            if not rule.startswith("layout/"):
                _add(counts, f"{rule} documents", 1)
        for one in entry["removals"]:
            if not one["rule"].startswith("layout/"):
                _add(counts, f"{one['rule']} removals", 1)
                _add(counts, f"{one['rule']} characters", one["end"] - one["start"])
    return counts


def of_statistics(statistics: dict[str, Any]) -> dict[str, int]:
    """Return the counts of `cleaner stats --json`."""
    return {name: statistics[name] for name in TOTALS} | _rules(statistics["rules"])


def of_run(run: dict[str, Any]) -> dict[str, int]:
    """Return the counts of `clean --stats`, whose documents include those that failed."""
    totals = run["counts"]
    cleaned = totals["documents"] - totals["failed"] + totals["lost"]
    return {name: totals[name] for name in TOTALS} | {"documents": cleaned} | _rules(run["rules"])


def of_page(data: dict[str, Any]) -> dict[str, int]:
    """Return the counts of the page."""
    rules = {row[0]: dict(zip(RULE_COUNTS, row[1:4], strict=True)) for row in data["rules"]}
    return {name: data["counts"][name] for name in TOTALS} | _rules(rules)


def data_of(page: str) -> dict[str, Any]:
    """Return what the script of a page reads."""
    start = page.index('<script type="application/json" id="data">')
    data: dict[str, Any] = json.loads(page[page.index(">", start) + 1 : page.index("</script>", start)])
    return data


def _rules(rules: dict[str, dict[str, Any]]) -> dict[str, int]:
    return {f"{rule} {name}": count[name] for rule, count in rules.items() for name in RULE_COUNTS}


def _add(counts: dict[str, int], key: str, value: int) -> None:
    counts[key] = counts.get(key, 0) + value


def _cleaner(*arguments: str) -> str:
    command = [sys.executable, "-m", "cleaner", *arguments]
    done = subprocess.run(command, stdout=subprocess.PIPE, encoding="utf-8", check=False)
    if done.returncode not in (0, 3):  # 3: an input failed, which the counts tell
        raise SystemExit(done.returncode)
    return done.stdout


if __name__ == "__main__":
    raise SystemExit(main())
