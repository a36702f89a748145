"""The stages: what relates lines. Each looks at a draft and proposes removals; none changes anything.

The order, and why it is this one:
- inline residue first, so that a line is judged by what it says without it;
- boxes inside a sentence with it, for the same reason;
- the comments whole, before single lines take the buttons that show what they are;
- forms before single lines: a form is known by the lines that stand together in it;
- single lines next: they need no other removal;
- tails where the whole line stays, and single lines anew: what is left may be one of them;
- what a page's elements give away, which is as sure as the wording of a line;
- columns of buttons and the upper edge, so that the headline is found under them;
- repeats before blocks and the lower edge, which ask what stands at the end: it may be a second copy;
- blocks, and then the lower edge, for it may begin above a closing block;
- teasers in capitals between them: known links above say that the site shouts;
- headlines without a heading behind both: what stands last is known only now;
- links said again when the blocks have shown which lines are links;
- pull quotes when furniture no longer stands beside them;
- the edges anew, because what stood at them may be gone only now;
- repeats anew, because what stood between two copies may be gone only now;
- blanks last: only then is it known which blank lines a cut has left behind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from cleaner.core.draft import Draft
from cleaner.core.result import Removal
from cleaner.matching.matcher import Scan
from cleaner.stages import (
    blank_lines,
    caps_teasers,
    comments,
    edges,
    html_elements,
    lines,
    link_blocks,
    name_boxes,
    pull_quotes,
    repeated_links,
    repeats,
    signup_forms,
    stray_headlines,
)


class Stage(NamedTuple):
    """What is done to an article in one go.

    While nothing has gone yet, it is left out where no rule of its `shapes` may match (none: it asks for
    more than rules), or where it comes `after` the cuts of others.
    """

    name: str
    propose: Callable[[Draft, Scan], Iterable[Removal]]
    shapes: tuple[str, ...] = ()
    after: bool = False


_LINES = ("line", "lead-in")

STAGES: tuple[Stage, ...] = (
    Stage("residue", lines.propose_inline, ("inline", "head")),
    Stage("boxes", name_boxes.propose),
    Stage("comments", comments.propose, ("opener",)),
    Stage("forms", signup_forms.propose, ("part",)),
    Stage("lines", lines.propose, _LINES),
    Stage("tails", lines.propose_tails, ("tail",)),
    Stage("lines", lines.propose_anew, after=True),
    Stage("elements", html_elements.propose),
    Stage("edges", edges.propose_columns, _LINES),
    Stage("edges", edges.propose_above),
    Stage("repeats", repeats.propose),
    Stage("blocks", link_blocks.propose, ("opener",)),
    Stage("capitals", caps_teasers.propose),
    Stage("edges", edges.propose_below),
    Stage("strays", stray_headlines.propose),
    Stage("links", repeated_links.propose, after=True),
    Stage("quotes", pull_quotes.propose),
    Stage("edges", edges.propose_anew, after=True),
    Stage("repeats", repeats.propose_anew, after=True),
    Stage("blanks", blank_lines.propose, after=True),
)
