"""The stages: what relates lines. Each looks at a draft and proposes removals; none changes anything.

The order, and why it is this one:
- inline residue first, so that a line is judged by what it says without it;
- boxes inside a sentence with it, for the same reason;
- the comments whole, before single lines take the buttons that show what they are;
- forms before single lines: a form is known by the lines that stand together in it;
- single lines next: they need no other removal;
- tails where the whole line stays, and single lines anew: what is left may be one of them;
- columns of buttons and the upper edge, so that the headline is found under them;
- repeats before blocks and the lower edge, which ask what stands at the end: it may be a second copy;
- blocks, and then the lower edge, for it may begin above a closing block;
- teasers in capitals between them: known links above say that the site shouts;
- headlines without a heading behind both: what stands last is known only now;
- pull quotes when furniture no longer stands beside them;
- repeats anew, because what stood between two copies may be gone only now;
- blanks last: only then is it known which blank lines a cut has left behind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from cleaner.draft import Draft
from cleaner.model import Removal
from cleaner.shapes import Scan
from cleaner.stages import (
    blanks,
    blocks,
    boxes,
    capitals,
    comments,
    edges,
    forms,
    lines,
    quotes,
    repeats,
    residue,
    strays,
)

Stage = Callable[[Draft, Scan], Iterator[Removal]]

STAGES: tuple[tuple[str, Stage], ...] = (
    ("residue", residue.propose),
    ("boxes", boxes.propose),
    ("comments", comments.propose),
    ("forms", forms.propose),
    ("lines", lines.propose),
    ("tails", lines.propose_tails),
    ("lines", lines.propose_anew),
    ("edges", edges.propose_columns),
    ("edges", edges.propose_above),
    ("repeats", repeats.propose),
    ("blocks", blocks.propose),
    ("capitals", capitals.propose),
    ("edges", edges.propose_below),
    ("strays", strays.propose),
    ("quotes", quotes.propose),
    ("repeats", repeats.propose_anew),
    ("blanks", blanks.propose),
)
