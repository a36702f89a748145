"""What several tests share: folders, fixtures with marks, and pieces of articles."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from cleaner.core.marked_text import visible
from cleaner.evaluation.gold import read_marked

ROOT = Path(__file__).parents[2]
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
