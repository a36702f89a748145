"""The stages: what relates lines. Each looks at a draft and proposes removals; none changes anything.

The order, and why it is this one:
- inline residue first, so that a line is judged by what it says without it;
- single lines and the blocks that hang under headings next: they need no other removal;
- repeats after them, because what stood between two copies may be gone by now;
- the edges then peel inwards from whatever has become first and last;
- blanks last: only then is it known which blank lines a cut has left behind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from cleaner.draft import Draft
from cleaner.model import Removal
from cleaner.shapes import Scan
from cleaner.stages import blanks, blocks, edges, lines, repeats, residue

Stage = Callable[[Draft, Scan], Iterator[Removal]]

STAGES: tuple[tuple[str, Stage], ...] = (
    ("residue", residue.propose),
    ("lines", lines.propose),
    ("blocks", blocks.propose),
    ("repeats", repeats.propose),
    ("edges", edges.propose),
    ("blanks", blanks.propose),
)
