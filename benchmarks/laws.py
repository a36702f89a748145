"""Check the laws on every article of a corpus: python benchmarks/laws.py [CORPUS.jsonl.gz] [--sample N --out FILE]

Clean text is the document minus the spans; restore gives the input back; cleaning twice changes nothing
more; with all rules off nothing changes; nothing raises. Exits with 1 if a law is broken anywhere.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import random
import sys
import time
from collections import Counter
from pathlib import Path

import cleaner
from cleaner.report.ledger import dumps, ledger
from cleaner.restore.document import entries_of, restore_text

DEFAULT = Path(__file__).parents[2] / "shared" / "corpus" / "articles.jsonl.gz"


def main() -> int:  # noqa: PLR0915 a report, line by line
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", nargs="?", type=Path, default=DEFAULT)
    parser.add_argument("--limit", type=int, default=sys.maxsize, help="only so many articles")
    parser.add_argument("--language", help="only articles in this language")
    parser.add_argument("--sample", type=int, default=0, help="write so many removals, drawn at random, to --out")
    parser.add_argument("--rule", help="draw only removals of this rule or family")
    parser.add_argument("--out", type=Path, default=Path("removals.jsonl"))
    chosen = parser.parse_args()
    if not chosen.corpus.exists():
        print(
            f"laws: {chosen.corpus} is not there; name a file of articles (.jsonl or .jsonl.gz)",
            file=sys.stderr,
        )
        return 2
    worker, off = cleaner.Cleaner(), cleaner.Cleaner(select=[], repair=False)
    broken: Counter[str] = Counter()
    rules: Counter[str] = Counter()
    seen = []
    documents = changed = characters = removed = repaired = 0
    spent = 0.0
    opener = gzip.open if chosen.corpus.suffix == ".gz" else open
    with opener(chosen.corpus, "rt", encoding="utf-8") as file:
        for line in file:
            record = json.loads(line)
            if documents >= chosen.limit:
                break
            if chosen.language and record.get("lang") != chosen.language:
                continue
            documents += 1
            text, title = record["text"], record.get("title")
            characters += len(text)
            try:
                before = time.process_time()
                result = worker.clean(text, title=title, language=record.get("lang"))
                spent += time.process_time() - before
                faults = _faults(text, title, result, worker, off)
            except Exception as error:  # the law is that nothing raises
                faults = [f"raised {type(error).__name__}: {error}"]
            for fault in faults:
                broken[fault.split(":")[0]] += 1
                print(f"broken: {record['id']}: {fault}"[:300])
            if faults and faults[0].startswith("raised"):
                continue
            changed += result.changed
            repaired += bool(result.document.repairs)
            for removal in result.removals:
                rules[removal.rule] += 1
                removed += removal.span.end - removal.span.start
                wanted = (
                    not chosen.rule or removal.rule == chosen.rule or removal.rule.startswith(chosen.rule + "/")
                )
                if chosen.sample and wanted and removal.rule != "layout/blanks":
                    seen.append(_shown(record, result, removal))
    print(
        f"{documents} articles, {characters} characters, {changed} changed, {repaired} repaired, {removed} removed"
    )
    print(f"{characters / spent / 1e6:.1f} million characters a second of CPU")
    for rule, count in rules.most_common():
        print(f"{count:8} {rule}")
    if chosen.sample:
        random.Random(1).shuffle(seen)
        chosen.out.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in seen[: chosen.sample]))
    print("laws: " + (", ".join(f"{law} {count}" for law, count in broken.items()) or f"hold for all {documents}"))
    return 1 if broken else 0


def _faults(
    text: str, title: str | None, result: cleaner.Result, worker: cleaner.Cleaner, off: cleaner.Cleaner
) -> list[str]:
    faults = []
    source = result.document.text
    pieces, at = [], 0
    for removal in result.removals:
        pieces.append(source[at : removal.span.start])
        at = removal.span.end
    if "".join([*pieces, source[at:]]) != result.text:
        faults.append("clean text is not the document minus the spans")
    entry = next(entries_of(io.BytesIO(dumps(ledger(result, rules_digest=worker.rules_digest("text"))))))
    if restore_text(result.text, entry) != text:
        faults.append("restore does not give the input back")
    again = worker.clean(result.text, title=title)
    if again.text != result.text:
        first = again.removals[0] if again.removals else again.document.repairs[0]
        faults.append(f"cleaning twice changes more: {first}")
    if off.clean(text, title=title).text != text:
        faults.append("all rules off changes something")
    return faults


def _shown(record: dict[str, str], result: cleaner.Result, removal: cleaner.Removal) -> dict[str, object]:
    text, (start, end) = result.document.text, removal.span
    return {
        "id": record["id"],
        "lang": record.get("lang"),
        "title": record.get("title"),
        "rule": removal.rule,
        "because": removal.because,
        "before": text[max(0, start - 200) : start],
        "removed": text[start:end],
        "after": text[end : end + 200],
    }


if __name__ == "__main__":
    sys.exit(main())
