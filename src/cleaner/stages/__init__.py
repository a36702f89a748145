"""The stages: what relates lines. Each looks at a draft and proposes removals; none changes anything.

The order, and why it is this one:
- inline residue first, so that a line is judged by what it says without it;
- forms before single lines: a form is known by the lines that stand together in it;
- single lines next: they need no other removal;
- tails where the whole line stays, and single lines anew: what is left may be one of them;
- the upper edge, so that the headline is found under a row of buttons;
- repeats before blocks and the lower edge, which ask what stands at the end: it may be a second copy;
- blocks, and then the lower edge, for it may begin above a closing block;
- pull quotes when furniture no longer stands beside them;
- repeats anew, because what stood between two copies may be gone only now;
- blanks last: only then is it known which blank lines a cut has left behind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from cleaner.draft import Draft
from cleaner.model import Removal
from cleaner.shapes import Scan
from cleaner.stages import blanks, blocks, edges, forms, lines, quotes, repeats, residue

Stage = Callable[[Draft, Scan], Iterator[Removal]]

STAGES: tuple[tuple[str, Stage], ...] = (
    ("residue", residue.propose),
    ("forms", forms.propose),
    ("lines", lines.propose),
    ("tails", lines.propose_tails),
    ("lines", lines.propose_anew),
    ("edges", edges.propose_above),
    ("repeats", repeats.propose),
    ("blocks", blocks.propose),
    ("edges", edges.propose_below),
    ("quotes", quotes.propose),
    ("repeats", repeats.propose_anew),
    ("blanks", blanks.propose),
)
