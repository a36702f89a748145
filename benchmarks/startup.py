"""Measure the start-up time for one article: python benchmarks/startup.py [ARTICLE.txt] [--rounds N] [--imports N]

Prints the CPU time of `cleaner clean < ARTICLE` as a multiple of `python -c 'import typer'`, and the slowest
imports. The commands alternate; figures are medians.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from speed import startup

DEFAULT = Path(__file__).parents[1] / "seeds" / "storm-ostra-floods.txt"


def main() -> int:
    """Measure and print; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("article", nargs="?", type=Path, default=DEFAULT)
    parser.add_argument("--rounds", type=int, default=11)
    parser.add_argument("--imports", type=int, default=20, help="number of imports to show")
    options = parser.parse_args()
    article = options.article.read_text(encoding="utf-8")
    starts = startup.measure(article, rounds=options.rounds, tell=lambda line: print(line, file=sys.stderr))
    typer = next(start for start in starts if "typer" in start.label)
    for start in starts:
        print(f"{start.median:6.0f} ms  {start.median / typer.median:5.2f}  {start.label}")
    took = startup.imports(article, rounds=5)
    print(f"\n{sum(took for _, took in took):6.1f} ms  {len(took)} imports, each timed")
    for name, milliseconds in took[: options.imports]:
        print(f"{milliseconds:6.1f} ms  {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
