"""Measure how time grows with size, rules, languages, documents and workers: make growth [CORPUS=…] [ARGS=…]

Time per character or document should be constant. Time should fall with workers.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from itertools import islice
from pathlib import Path

from cleaner.core.document import Document
from speed import corpora, growing, plot, tables

_RULES = (50, 100, 200, 500, 1000, 2000)
_LANGUAGES = (1, 5, 10, 20, 50)
_PIECE = 1 << 18  # characters


def main() -> int:
    """Measure, print and write the requested files; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--corpus", type=Path, help="articles (.jsonl, .jsonl.gz: text, lang; default: the project's own)"
    )
    parser.add_argument("--megabytes", type=float, default=100.0, help="size of the largest document")
    parser.add_argument("--documents", type=int, default=1_000_000, help="largest number of documents")
    parser.add_argument("--file-megabytes", type=float, default=20.0, help="size of the file for the workers")
    parser.add_argument("--workers", default="1,2", help="numbers of workers")
    parser.add_argument("--json", type=Path, help="write every figure here")
    parser.add_argument("--plot", type=Path, help="write the plot here, as SVG")
    parser.add_argument("--page", type=Path, help="fill the table into this page")
    options = parser.parse_args()
    if options.corpus and not options.corpus.exists():
        print(f"growth: {options.corpus} does not exist", file=sys.stderr)
        return 2

    def text(size: int) -> str:
        return growing.text_of(corpora.articles(options.corpus, "english"), size)

    mixed = [
        Document(record["text"], language=record.get("lang"))
        for record in islice(corpora.articles(options.corpus), 100)
    ]
    print("document size …", file=sys.stderr)
    sizes = growing.sizes(text, [10**n for n in range(4, 9) if 10**n <= options.megabytes * 1e6])
    print("rules …", file=sys.stderr)
    rules = growing.rule_counts(Document(text(_PIECE)), _RULES)
    print("languages …", file=sys.stderr)
    english = growing.language_counts([Document(text(_PIECE))], _LANGUAGES)
    languages = growing.language_counts(mixed, _LANGUAGES)
    print("documents …", file=sys.stderr)
    documents, memory = growing.document_counts([10**n for n in range(3, 8) if 10**n <= options.documents])
    print("workers …", file=sys.stderr)
    with tempfile.TemporaryDirectory(prefix="growth-") as folder:
        corpus = corpora.make(Path(folder), ["english"], options.corpus, None, options.file_megabytes)[0]
        workers = growing.worker_counts(corpus.path, [int(jobs) for jobs in options.workers.split(",")])
    measured = {
        "Size of a document": ("characters", "nanoseconds a character", {"": sizes}),
        "Rules": ("rules", "nanoseconds a character", {"": rules}),
        "Languages": (
            "languages known",
            "nanoseconds a character",
            {"English text": english, "mixed": languages},
        ),
        "Documents": ("documents", "microseconds a document", {"": documents}),
        "Memory": ("documents", "megabytes, the largest process", {"": memory}),
        "Workers": ("workers", "seconds by the clock", {"": workers}),
    }
    if not all(value for _, value in memory):  # not on Linux
        del measured["Memory"]
    body = [
        [
            heading + (f", {label}" if label else ""),
            *_range(points),
            f"{points[-1][1] / points[0][1]:.2f}",
            y_name,
        ]
        for heading, (_, y_name, series) in measured.items()
        for label, points in series.items()
    ]
    shown = tables.table(["", "from", "to", "there", "and there", "times", "of"], body)
    print(shown)
    if options.json:
        options.json.write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")
    if options.plot:
        panels = [(heading, *about) for heading, about in measured.items()]
        options.plot.write_text(plot.lines(panels), encoding="utf-8")
    if options.page:
        tables.fill(options.page, "growth", shown)
    return 0


def _range(points: growing.Points) -> tuple[str, str, str, str]:
    (low, first), (high, last) = points[0], points[-1]
    return f"{low:,.0f}", f"{high:,.0f}", tables.number(first), tables.number(last)


if __name__ == "__main__":
    sys.exit(main())
