"""Measures the start-up time of one article by pipe, compared with `python -c pass` and with `import typer`."""

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

_COMMAND = "from cleaner.cli.main import main; main()"
_IMPORT = re.compile(r"import time: +(\d+) \|.*\| *(\S+)")


class Start(NamedTuple):
    """A command and its CPU milliseconds in each round."""

    label: str
    milliseconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """The median in milliseconds."""
        return median(self.milliseconds)


def measure(article: str, *, rounds: int, tell: Callable[[str], None]) -> list[Start]:
    """Run the commands alternately for `rounds` rounds."""
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
    milliseconds: dict[str, list[float]] = {label: [] for label in commands}
    for number in range(-1, rounds):
        tell(f"start-up: round {number + 1} of {rounds}")
        for label, command in commands.items():
            before = _children_seconds()
            _run(command, article)
            if number >= 0:  # the first round warms the disk cache and writes bytecode
                milliseconds[label].append((_children_seconds() - before) * 1000)
    return [Start(label, tuple(times)) for label, times in milliseconds.items()]


def imports(article: str, *, rounds: int) -> list[tuple[str, float]]:
    """Return the modules that cleaning one article imports and their milliseconds, slowest first, best of rounds.

    -X importtime slows each import, so only the proportions count.
    """
    best: dict[str, float] = {}
    for _ in range(rounds):
        command = [sys.executable, "-X", "importtime", "-c", _COMMAND, "clean"]
        for micros, name in _IMPORT.findall(_run(command, article)):
            best[name] = min(best.get(name, 1e9), int(micros) / 1000)
    return sorted(best.items(), key=lambda item: -item[1])


def _run(command: list[str], article: str) -> str:
    """Run a command without a configuration and with cached bytecode; return its standard error."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            command, input=article.encode(), capture_output=True, check=True, cwd=folder, env=environment
        )
    return done.stderr.decode()


def _children_seconds() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
