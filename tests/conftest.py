"""What the tests share."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import hypothesis
import pytest

import cleaner
from cleaner.core.marked_text import visible
from cleaner.evaluation.gold import read_marked

ROOT = Path(__file__).parents[1]
FIXTURES = ROOT / "fixtures"
SEEDS = ROOT / "seeds"
CARD = """
[[rule]]
name = "podcast-line"
shape = "line"
pattern = 'listen to our podcast\\W.*'
why = "It sends the reader to a podcast."
since = "0.1.0"
examples = [
  "[-Listen to our podcast: the week in the harbour-]",
  "[-Listen to our podcast, The Pier-]",
  "They listened to our podcast all night.",
  "Listen to the sea.",
]
"""


class Fixture(NamedTuple):
    """A marked article: its title where the front matter states one, its text, and what must go."""

    title: str | None
    text: str
    marked: tuple[int, ...]


def read_fixture(path: Path) -> Fixture:
    stated, text, spans = read_marked(path.read_text(encoding="utf-8"))
    return Fixture(stated.get("title"), text, visible(text, spans))


class Ran(NamedTuple):
    """A finished command."""

    code: int
    out: bytes
    err: str


@pytest.fixture(scope="session")
def worker() -> cleaner.Cleaner:
    return cleaner.Cleaner()


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., Ran]:
    """Run `cleaner` as a process of its own, in an empty folder."""

    def _run(*arguments: str | bytes | Path, stdin: bytes = b"", **environment: str) -> Ran:
        import os

        done = subprocess.run(
            [sys.executable, "-m", "cleaner", *arguments],
            input=stdin,
            capture_output=True,
            cwd=tmp_path,
            env={**os.environ, **environment},
            timeout=60,
            check=False,
        )
        return Ran(done.returncode, done.stdout, done.stderr.decode("utf-8", "replace"))

    return _run


# how long one example takes says something of the machine, not of the promise
hypothesis.settings.register_profile("steady", deadline=None)
hypothesis.settings.load_profile("steady")
