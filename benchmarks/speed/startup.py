"""What one article by pipe costs, beside an interpreter that does nothing and one that imports Typer."""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Callable
from statistics import median
from typing import NamedTuple


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
    commands = {
        "python -c pass": [python, "-c", "pass"],
        "python -c 'import typer'": [python, "-c", "import typer"],
        "python -c 'import ftfy'": [python, "-c", "import ftfy"],
        "cleaner clean < article": [python, "-m", "cleaner", "clean", "--isolated"],
        "cleaner --version": [python, "-m", "cleaner", "--version"],
        "cleaner --help": [python, "-m", "cleaner", "--help"],
    }
    spent: dict[str, list[float]] = {label: [] for label in commands}
    for number in range(-1, rounds):
        tell(f"start-up: round {number + 1} of {rounds}")
        for label, command in commands.items():
            before = _children()
            subprocess.run(command, input=article.encode(), capture_output=True, check=True)
            if number >= 0:  # the first round warms the disk's cache
                spent[label].append((_children() - before) * 1000)
    return [Start(label, tuple(times)) for label, times in spent.items()]


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
