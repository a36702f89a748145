"""Fail if a measured figure misses its limit in gate.toml: python benchmarks/gate.py [FOLDER OF GOLD]

The fixtures are always measured, articles.jsonl and pages.jsonl.gz of the folder if they exist. The figures of the
line model are those that its training measured on sites it had not seen, and stored with it.
"""

from __future__ import annotations

import argparse
import os
import sys
import tomllib
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from cleaner import Cleaner
from cleaner.evaluation.gold import read_gold
from cleaner.evaluation.measure import ALL, OURS, Evaluation, measure
from cleaner.evaluation.scoring import Score
from cleaner.scorer.load import load

ROOT = Path(__file__).parents[1]
FIXTURES = ROOT / "fixtures"
KNOWN_FAILURES = "known-failures"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="?", type=Path, default=ROOT.parent / "shared" / "gold")
    parser.add_argument("--floors", type=Path, default=ROOT / "gate.toml", help="the limits (default: gate.toml)")
    parser.add_argument(
        "--fixtures", type=Path, default=FIXTURES, help="the folder of fixtures (default: fixtures/)"
    )
    parser.add_argument(
        "-j", "--jobs", type=int, default=os.cpu_count() or 1, help="processes (default: one per core)"
    )
    options = parser.parse_args(arguments)
    floors = tomllib.loads(options.floors.read_text(encoding="utf-8"))
    sets = {
        "fixtures": [str(path) for path in sorted(options.fixtures.glob("*")) if path.name != KNOWN_FAILURES],
        "articles": [str(options.gold / "articles.jsonl")],
        "pages": [str(options.gold / "pages.jsonl.gz")],
    }
    there = {name: paths for name, paths in sets.items() if name == "fixtures" or Path(paths[0]).exists()}
    evaluations = _measured(there, options.jobs)
    missed = []
    for name, paths in sets.items():
        if name not in there:
            print(f"gate: {name}: NOT MEASURED, {paths[0]} does not exist")
            continue
        measured = evaluations[name]
        found = list(_misses(measured, floors[name]))
        missed += [f"gate: {name}: {line}" for line in found]
        print(
            f"gate: {name}: {_summary(measured)}: {f'{len(found)} floors missed' if found else 'above every floor'}"
        )
    if "model" in floors:
        at_least = floors["model"]["at_least"]
        figures = load().header["cross_validated"]["standard"]
        found = [
            f"gate: line model: {name} is {_formatted(figures[name])}, must be at least {floor}"
            for name, floor in at_least.items()
            if figures[name] is None or figures[name] < floor
        ]
        missed += found
        shown = ", ".join(f"{name} {_formatted(figures[name])}" for name in at_least)
        verdict = f"{len(found)} floors missed" if found else "above every floor"
        print(f"gate: line model, sites not seen: {shown}: {verdict}")
    print("\n".join(missed), end="\n" if missed else "")
    return 1 if missed else 0


def _measured(sets: dict[str, list[str]], jobs: int) -> dict[str, Evaluation]:
    """Return the scores of each set of labels. With two or more jobs each set has a process of its own."""
    if min(jobs, len(sets)) < 2:
        return {name: _measure(paths) for name, paths in sets.items()}
    with ProcessPoolExecutor(min(jobs, len(sets)), get_context("spawn")) as pool:
        # the last set, the pages, takes longest and starts first
        tasks = {name: pool.submit(_measure, sets[name]) for name in reversed(sets)}
        return {name: tasks[name].result() for name in sets}


def _measure(paths: list[str]) -> Evaluation:
    return measure(read_gold(paths), Cleaner(repair=False), Cleaner())


def _summary(measured: Evaluation) -> str:
    figures = _overall(measured)
    names = ("articles", "pages", "precision", "recall", "f05", "f1", "right", "exact")
    return ", ".join(f"{name} {figures[name]:.4g}" for name in names if figures.get(name) is not None)


def _overall(measured: Evaluation) -> dict[str, float | None]:
    if measured.pages:
        return measured.pages[OURS].figures()
    return measured.articles.get(OURS, {}).get(ALL, Score()).figures()


def _misses(measured: Evaluation, floors: dict[str, Any]) -> Iterator[str]:
    """Yield a line for each missed limit. A figure without data is a miss."""
    for fault in measured.faults:
        yield f"{fault.name}: {fault.why}"
    figures = _overall(measured)
    for name, floor in floors.get("at_least", {}).items():
        value = figures.get(name)
        if value is None or value < floor:
            yield f"{name} is {_formatted(value)}, must be at least {floor}"
    for name, ceiling in floors.get("at_most", {}).items():
        value = figures.get(name)
        if value is None or value > ceiling:
            yield f"{name} is {_formatted(value)}, must be at most {ceiling}"
    yield from _weak_rules(measured, floors.get("rules"))
    yield from _weak_languages(measured, floors)


def _weak_rules(measured: Evaluation, floor: dict[str, float] | None) -> Iterator[str]:
    if floor is None:
        return
    for rule, firings in sorted(measured.rules.items()):
        precision = firings.precision
        if firings.counted >= floor["firings"] and precision is not None and precision < floor["precision"]:
            yield f"{rule} is right in {firings.right} of {firings.counted}, must be in {floor['precision']:.0%}"


def _weak_languages(measured: Evaluation, floors: dict[str, Any]) -> Iterator[str]:
    if "languages" not in floors:
        return
    floor = floors["at_least"]["precision"]
    for language, score in sorted(measured.articles.get(OURS, {}).items()):
        # Precision is None if no text was removed.
        if language == ALL or score.keep < floors["languages"]["keep"] or score.precision is None:
            continue
        if score.precision < floor:
            yield f"precision in {language} is {score.precision:.4f}, must be at least {floor}"


def _formatted(value: float | None) -> str:
    return "not measured" if value is None else f"{value:.4f}"


if __name__ == "__main__":
    sys.exit(main())
