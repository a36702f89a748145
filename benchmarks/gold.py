"""Score cleaner on labelled articles: python benchmarks/gold.py [GOLD.jsonl] [--language en] [--list]

A record has id, lang, title, text, remove [[start, end, kind]], optional [[start, end]].
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import cleaner
from scoring import Score, units

DEFAULT = Path(__file__).parents[2] / "shared" / "gold" / "articles.jsonl"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="?", type=Path, default=DEFAULT)
    parser.add_argument("--language", help="only articles in this language")
    parser.add_argument("--list", action="store_true", help="list every miss and every damaged line")
    chosen = parser.parse_args()
    if not chosen.gold.exists():
        print(f"gold: {chosen.gold} is not there; name a file of labelled articles", file=sys.stderr)
        return 2
    # labels are offsets into the text as it was scraped, so nothing may be repaired before
    worker = cleaner.Cleaner(repair=False)
    scores: dict[str, Score] = defaultdict(Score)
    rules: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    with chosen.gold.open(encoding="utf-8") as file:
        for line in file:
            record = json.loads(line)
            if chosen.language and record["lang"] != chosen.language:
                continue
            text = record["text"]
            result = worker.clean(text, title=record.get("title"), language=record["lang"])
            gone = [removal.span for removal in result.removals]
            labelled = list(
                units(
                    text,
                    [(a, b) for a, b, *_ in record["remove"]],
                    [(a, b) for a, b, *_ in record["optional"]],
                )
            )
            for key in ("all", record["lang"]):
                scores[key].add(record["id"], text, labelled, gone)
            for removal in result.removals:
                inside = [
                    unit.verdict
                    for unit in labelled
                    if unit.start < removal.span.end and removal.span.start < unit.end
                ]
                rules[removal.rule][0] += "remove" in inside
                rules[removal.rule][1] += "keep" in inside
    _table(scores)
    for rule, (right, wrong) in sorted(rules.items()):
        if rule != "layout/blanks":
            print(f"{rule:32} right {right:4}  wrong {wrong:3}")
    if chosen.list:
        for title, pairs in (("missed", scores["all"].misses), ("damaged", scores["all"].damages)):
            for name, text in pairs:
                print(f"{title}: {name}: {text.strip()[:200]!r}")
    return 0


def _table(scores: dict[str, Score]) -> None:
    print("language articles remove  found precision recall  F0.5  damaged/keep   lost  right")
    for key in sorted(scores, key=lambda name: (name != "all", -scores[name].articles)):
        score = scores[key]
        print(
            f"{key:8} {score.articles:8} {score.remove:6} {score.found:6} {score.precision:9.3f}"
            f" {score.recall:6.3f} {score.f05:5.3f} {score.damaged:7}/{score.keep:<5} {score.loss:6.2%}"
            f" {score.right / max(score.articles, 1):5.0%}"
        )


if __name__ == "__main__":
    sys.exit(main())
