"""Compare what two versions of the program remove: make same [CORPUS=articles.jsonl.gz] [ARGS="-o before.jsonl"]

Writes one line for each article, with the digests of its ledgers: clean text, removals, reasons, repairs, with and
without what is known of the article. `--against` compares them with the lines of another run, lists the articles
that differ, and exits with 1 if there are any. A change that only makes the program faster leaves none.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

if "--python-engine" in sys.argv:
    sys.modules["re2"] = None  # type: ignore[assignment]  # as if it were not installed

import cleaner
from cleaner.core.result import Result
from cleaner.intake import documents
from cleaner.report.ledger import dumps, ledger
from laws import articles

_SHOWN = 10  # articles that differ
_FEWEST = 20  # articles of each language in a sample, at least


def main() -> int:
    """Write or compare the digests; return the exit code."""
    options = _arguments()
    records = _sampled(list(_records(options.corpus)), options.sample)
    worker = cleaner.Cleaner(preset=options.preset, ignore=options.ignore)
    before = _read(options.against) if options.against else {}
    differ: list[str] = []
    out = open(options.out, "w", encoding="utf-8") if options.out else None
    cpu = time.process_time()
    for first in range(0, len(records), options.batch):
        batch = records[first : first + options.batch]
        for record, *found in zip(batch, _digests(worker, batch, known=True), _digests(worker, batch, known=False)):
            line = {"id": str(record["id"]), "known": found[0], "alone": found[1]}
            if out:
                out.write(json.dumps(line) + "\n")
            if before and before.get(line["id"]) != line:
                differ.append(line["id"])
    if out:
        out.close()
    print(
        f"{len(records):,} articles in batches of {options.batch}, {time.process_time() - cpu:.0f} s of CPU", end=""
    )
    if not before:
        print()
        return 0
    print(f"; {len(differ):,} differ" + "".join(f"\n  {id}" for id in differ[:_SHOWN]))
    return 1 if differ else 0


def _digests(worker: cleaner.Cleaner, records: Sequence[dict[str, Any]], *, known: bool) -> list[str]:
    """Return the digest of the ledger of each record, cleaned together."""
    made = [
        documents.from_text(
            record["text"],
            title=record.get("title") if known else None,
            url=record.get("url") if known else None,
            language=record.get("lang") if known else None,
        )
        for record in records
    ]
    if len(made) == 1:
        return [_digest(worker.run(made[0]))]
    from cleaner.pipeline.run import run_batch  # an older version, which has none, writes with --batch 1

    # not Cleaner.run_many, which would clean a batch that fails one article at a time
    return [_digest(result) for result in run_batch(made, worker.matcher("text"))]


def _digest(result: Result) -> str:
    entry = dumps(ledger(result, rules_digest="")) + result.text.encode("utf-8", "surrogatepass")
    return hashlib.sha256(entry).hexdigest()[:24]


def _records(corpus: Path | None) -> Iterator[dict[str, Any]]:
    for number, record in enumerate(articles(corpus)):
        yield {"id": number} | record


def _sampled(records: list[dict[str, Any]], count: int) -> list[dict[str, Any]]:
    """Return about `count` records, spread over all languages and the whole file; all for 0."""
    if not count:
        return records
    languages = Counter(record.get("lang") for record in records)
    steps = {
        language: max(1, size // max(_FEWEST, size * count // len(records))) for language, size in languages.items()
    }
    seen: Counter[Any] = Counter()
    chosen = []
    for record in records:
        language = record.get("lang")
        if seen[language] % steps[language] == 0:
            chosen.append(record)
        seen[language] += 1
    return chosen


def _read(path: Path) -> dict[str, dict[str, str]]:
    with open(path, encoding="utf-8") as file:
        return {line["id"]: line for line in map(json.loads, file)}


def _arguments() -> Any:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "corpus", nargs="?", type=Path, help="articles: .jsonl or .jsonl.gz with text, id, title, url"
    )
    parser.add_argument("-o", "--out", type=Path, help="write the digests here")
    parser.add_argument("--against", type=Path, help="compare with the digests of another run")
    parser.add_argument("--batch", type=int, default=1, help="articles that are cleaned together")
    parser.add_argument("--sample", type=int, default=0, help="about so many articles, of all languages")
    parser.add_argument("--python-engine", action="store_true", help="run without google-re2")
    parser.add_argument("--preset", default="standard", choices=("careful", "standard", "thorough"))
    parser.add_argument("--ignore", action="append", default=[], help="rules or families that do not run")
    options = parser.parse_args()
    if missing := [path for path in (options.corpus, options.against) if path and not path.exists()]:
        parser.error(f"{missing[0]} does not exist")
    return options


if __name__ == "__main__":
    sys.exit(main())
