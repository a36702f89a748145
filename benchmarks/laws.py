"""Check the invariants on a corpus: make laws [CORPUS=articles.jsonl.gz] [ARGS="--limit N --sample N --out FILE"]

The invariants: clean text is the document minus the spans; restore returns the input; a second cleaning changes
nothing; without rules nothing changes; no article raises an error. Exits with 1 if an article breaks an invariant.
Without a corpus, the articles are those of fixtures/ and seeds/.
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
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cleaner
from cleaner.evaluation.gold import LabelledArticle, read_gold
from cleaner.report.ledger import dumps, ledger
from cleaner.restore.document import entries_of, restore_text

ROOT = Path(__file__).parents[1]
OWN = [str(ROOT / "fixtures"), str(ROOT / "seeds")]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", nargs="?", type=Path, help="JSON Lines: text, title, lang")
    parser.add_argument("--limit", type=int, default=sys.maxsize, help="largest number of articles")
    parser.add_argument("--language", help="only articles in this language")
    parser.add_argument("--sample", type=int, default=0, help="write this many random removals to --out")
    parser.add_argument("--rule", help="sample only removals of this rule or family")
    parser.add_argument("--out", type=Path, default=Path("removals.jsonl"))
    options = parser.parse_args()
    if options.corpus and not options.corpus.exists():
        print(
            f"laws: {options.corpus} does not exist; name a .jsonl or .jsonl.gz file of articles", file=sys.stderr
        )
        return 2
    worker, without_rules = cleaner.Cleaner(), cleaner.Cleaner(select=[], repair=False)
    broken: Counter[str] = Counter()
    rules: Counter[str] = Counter()
    samples = []
    documents = changed = characters = removed = repaired = 0
    cpu_seconds = 0.0
    for record in articles(options.corpus):
        if documents >= options.limit:
            break
        if options.language and record.get("lang") != options.language:
            continue
        documents += 1
        text, title = record["text"], record.get("title")
        characters += len(text)
        try:
            before = time.process_time()
            result = worker.clean(text, title=title, language=record.get("lang"))
            cpu_seconds += time.process_time() - before
            faults = _faults(text, title, result, worker, without_rules)
        except Exception as error:  # no exception is an invariant
            faults = [f"raised {type(error).__name__}: {error}"]
        for fault in faults:
            broken[fault.split(":")[0]] += 1
            print(f"broken: {record.get('id')}: {fault}"[:300])
        if faults and faults[0].startswith("raised"):
            continue
        changed += result.changed
        repaired += bool(result.document.repairs)
        for removal in result.removals:
            rules[removal.rule] += 1
            removed += removal.span.end - removal.span.start
            selected = (
                not options.rule or removal.rule == options.rule or removal.rule.startswith(options.rule + "/")
            )
            if options.sample and selected and removal.rule != "layout/blanks":
                samples.append(_sample(record, result, removal))
    print(
        f"{documents} articles, {characters} characters, {changed} changed, {repaired} repaired, {removed} removed"
    )
    if cpu_seconds:
        print(f"{characters / cpu_seconds / 1e6:.1f} million characters a second of CPU")
    for rule, count in rules.most_common():
        print(f"{count:8} {rule}")
    if options.sample:
        random.Random(1).shuffle(samples)
        options.out.write_text(
            "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in samples[: options.sample])
        )
    print(
        "laws: "
        + (
            ", ".join(f"{invariant} {count}" for invariant, count in broken.items())
            or f"all hold for {documents} articles"
        )
    )
    return 1 if broken else 0


def articles(corpus: Path | None) -> Iterator[dict[str, Any]]:
    """Return the records of a corpus, or the project's own articles as records."""
    if corpus is None:
        for one in read_gold(OWN):
            if isinstance(one, LabelledArticle):
                name = str(Path(one.name).relative_to(ROOT))
                yield {"id": name, "lang": one.language, "title": one.title, "url": one.url, "text": one.text}
        return
    with (gzip.open if corpus.suffix == ".gz" else open)(corpus, "rt", encoding="utf-8") as file:
        for line in file:
            if line.strip():
                yield json.loads(line)


def _faults(
    text: str, title: str | None, result: cleaner.Result, worker: cleaner.Cleaner, without_rules: cleaner.Cleaner
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
        faults.append("restore does not return the input")
    again = worker.clean(result.text, title=title)
    if again.text != result.text:
        first = again.removals[0] if again.removals else again.document.repairs[0]
        faults.append(f"cleaning twice changes more: {first}")
    if without_rules.clean(text, title=title).text != text:
        faults.append("cleaning without rules changes the text")
    return faults


def _sample(record: dict[str, Any], result: cleaner.Result, removal: cleaner.Removal) -> dict[str, object]:
    text, (start, end) = result.document.text, removal.span
    return {
        "id": record.get("id"),
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
