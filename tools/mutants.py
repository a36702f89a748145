"""Flip conditions in the code one at a time, and list the flips that no test catches.

    python tools/mutants.py --count 60 --seed 1                   a random sample
    python tools/mutants.py --all stages/repeats.py               every condition of one module
    python tools/mutants.py --all stages/repeats.py --near-only   with the tests of its folder only

A flip turns < into <=, == into !=, `in` into `not in`, or drops one side of `and` or `or`, or a `not`. Each flip is
made in a copy of the package. The tests run on the copy: first those of the module, then those of its folder, then
all. Exits with 1 if a flip survives. A person decides whether it changes behaviour, and writes its test.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "cleaner"
FOLDERS = ("stages", "matching", "intake", "runner")
GENERATED = "_generated.py"
# Fixtures and the examples of cards test the removals of these folders.
_REMOVING = ("stages", "matching")
_REMOVAL_TESTS = ("test_fixtures.py", "evaluation/test_rule_examples.py", "pipeline")
_FLIPS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}


class Mutant(NamedTuple):
    """One flipped condition: its module and line, the old and the new condition, and the mutated source."""

    path: Path
    line: int
    before: str
    after: str
    source: str

    def __str__(self) -> str:
        return f"{self.path.relative_to(PACKAGE)}:{self.line}: {self.before}  ->  {self.after}"


def mutants_of(path: Path) -> Iterator[Mutant]:
    """Yield the flips of a module."""
    source = path.read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.expr):
            continue
        for flipped in _flipped(node):
            before = ast.get_source_segment(source, node) or ""
            after = f"({ast.unparse(flipped)})"
            start, end = (
                _offset(source, node.lineno, node.col_offset),
                _offset(source, node.end_lineno or 0, node.end_col_offset or 0),
            )
            yield Mutant(path, node.lineno, " ".join(before.split()), after, source[:start] + after + source[end:])


def _flipped(node: ast.AST) -> Iterator[ast.expr]:
    if isinstance(node, ast.Compare):
        for at, operator in enumerate(node.ops):
            operators = [*node.ops[:at], _FLIPS[type(operator)](), *node.ops[at + 1 :]]
            yield ast.Compare(node.left, operators, node.comparators)
    elif isinstance(node, ast.BoolOp):
        for at in range(len(node.values)):
            rest = node.values[:at] + node.values[at + 1 :]
            yield rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node.operand


def _offset(source: str, line: int, column: int) -> int:
    lines = source.splitlines(keepends=True)
    return sum(map(len, lines[: line - 1])) + len(lines[line - 1].encode()[:column].decode())


def caught_by(mutant: Mutant, *, near_only: bool) -> str:
    """Return the first test that fails with the flip, or "" if all pass. Tests that hang or crash catch it too."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "src", "cleaner")
        shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
        copy.joinpath(mutant.path.relative_to(PACKAGE)).write_text(mutant.source, encoding="utf-8")
        environment = {**os.environ, "PYTHONPATH": f"{copy.parent}", "PYTHONDONTWRITEBYTECODE": "1"}
        for tests in _tests_for(mutant.path, near_only=near_only):
            command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-p", "no:randomly"]
            try:
                done = subprocess.run(
                    [*command, f"--basetemp={folder}/t", *tests],
                    cwd=ROOT,
                    env=environment,
                    capture_output=True,
                    timeout=900,
                    check=False,
                )
            except subprocess.TimeoutExpired:
                return "a test that did not end"
            if done.returncode not in (0, 5):  # pytest exits with 5 if it collects no tests
                failed = re.findall(rb"^(?:FAILED|ERROR) (\S+)", done.stdout, re.MULTILINE)
                return failed[0].decode() if failed else f"exit code {done.returncode} of pytest"
    return ""


def _tests_for(path: Path, *, near_only: bool) -> Iterator[list[str]]:
    """Yield the tests of the module, those of its folder, and all."""
    inside = path.relative_to(PACKAGE)
    own = ROOT / "tests" / inside.parent / f"test_{inside.stem.lstrip('_')}.py"
    if own.exists():
        yield [str(own)]
    folder = ROOT / "tests" / inside.parts[0]
    if folder.exists():
        yield [
            str(folder),
            *(str(ROOT / "tests" / name) for name in _REMOVAL_TESTS if inside.parts[0] in _REMOVING),
        ]
    if not near_only:
        yield [str(ROOT / "tests")]


def main() -> int:
    """Draw, run and list the flips; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=60, help="flips to draw (default: 60)")
    parser.add_argument("--seed", type=int, default=1, help="seed of the sample (default: 1)")
    parser.add_argument(
        "--all", nargs="+", metavar="MODULE", help="all flips of these modules, relative to src/cleaner"
    )
    parser.add_argument("--near-only", action="store_true", help="run only the tests of the module's folder")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="flips to test in parallel")
    options = parser.parse_args()
    if options.all:
        drawn = [mutant for name in options.all for mutant in mutants_of(PACKAGE / name)]
    else:
        paths = [path for folder in FOLDERS for path in sorted((PACKAGE / folder).rglob("*.py"))]
        candidates = [mutant for path in paths if path.name != GENERATED for mutant in mutants_of(path)]
        drawn = random.Random(options.seed).sample(candidates, min(options.count, len(candidates)))
        print(f"{len(drawn)} of {len(candidates)} conditions, seed {options.seed}", flush=True)
    survivors = []
    with ThreadPoolExecutor(options.jobs) as pool:
        outcomes = pool.map(lambda mutant: caught_by(mutant, near_only=options.near_only), drawn)
        for mutant, test in zip(drawn, outcomes, strict=True):
            print(f"caught   {mutant}\n         by {test}" if test else f"SURVIVED {mutant}", flush=True)
            if not test:
                survivors.append(mutant)
    print(f"{len(drawn) - len(survivors)} of {len(drawn)} caught")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main())
