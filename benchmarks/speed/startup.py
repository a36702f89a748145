"""What one article by pipe costs, beside an interpreter that does nothing and one that imports Typer."""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from statistics import median
from typing import NamedTuple

_COMMAND = "from cleaner.entry import main; main()"
_IMPORT = re.compile(r"import time: +(\d+) \|.*\| *(\S+)")


class Start(NamedTuple):
    """A command and its CPU milliseconds, one for each round."""

    label: str
    milliseconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """The median."""
        return median(self.milliseconds)


def measure(article: str, *, rounds: int, tell: Callable[[str], None]) -> list[Start]:
    """Each command in turn, `rounds` times."""
    python = sys.executable
    cleaner = [python, "-c", _COMMAND]
    commands = {
        "python -c pass": [python, "-c", "pass"],
        "python -c 'import typer'": [python, "-c", "import typer"],
        "python -c 'import ftfy'": [python, "-c", "import ftfy"],
        "cleaner clean < article": [*cleaner, "clean"],
        "cleaner --version": [*cleaner, "--version"],
        "cleaner --help": [*cleaner, "--help"],
    }
    spent: dict[str, list[float]] = {label: [] for label in commands}
    for number in range(-1, rounds):
        tell(f"start-up: round {number + 1} of {rounds}")
        for label, command in commands.items():
            before = _children()
            _run(command, article)
            if number >= 0:  # the first round warms the disk's cache, and writes bytecode
                spent[label].append((_children() - before) * 1000)
    return [Start(label, tuple(times)) for label, times in spent.items()]


def imports(article: str, *, rounds: int) -> list[tuple[str, float]]:
    """The modules that cleaning one article imports, and their milliseconds, the longest first: the best of rounds.

    Timing every import makes them all slower: what counts is how they compare.
    """
    best: dict[str, float] = {}
    for _ in range(rounds):
        command = [sys.executable, "-X", "importtime", "-c", _COMMAND, "clean"]
        for micros, name in _IMPORT.findall(_run(command, article)):
            best[name] = min(best.get(name, 1e9), int(micros) / 1000)
    return sorted(best.items(), key=lambda item: -item[1])


def _run(command: list[str], article: str) -> str:
    """Run a command where no configuration is found, and with bytecode cached; what it says on standard error."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            command, input=article.encode(), capture_output=True, check=True, cwd=folder, env=environment
        )
    return done.stderr.decode()


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
