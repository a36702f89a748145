"""The stages and their order. Each stage reads a draft and proposes removals.

The reasons for the order:

- Inline markup and boxes inside a sentence come first, so that later stages judge a line without them.
- Comments come before single lines, which would remove the buttons that identify a comment section.
- Forms come before single lines: several lines together identify a form.
- Single lines come next. They need no other removal.
- Tails follow. Single lines run again, because the rest of a line that lost its tail may match.
- HTML elements are as reliable as the wording of a line.
- Columns of buttons and the upper edge come before repeats, which look for the headline below them.
- Breadcrumbs and menus come before the upper edge, which would remove the labels that identify a menu.
- Repeats come before blocks and the lower edge, because the end of the text may be a second copy.
- Blocks come before the lower edge, which may start above a closing block.
- Teasers in capitals run between them: a known link in capitals above is evidence for others.
- Headlines without a heading come after both, when the last lines of the article are known.
- Repeated links need the links that blocks have removed.
- Pull quotes need the paragraphs as neighbours, with no boilerplate between.
- The line model follows all rules that find lines by themselves: their removals are evidence for it.
- Edges run again, because earlier stages may have exposed new edges.
- Repeats run again, because earlier stages may have removed the text between two copies.
- Menus run again at the new edges.
- Labels and marks without text come after all these: the removed lines around them are the evidence.
- The line model runs again, because a line that goes changes what the lines around it look like.
- What it takes there exposes edges and copies once more; they are looked for before it has the last word.
- Blank lines come last: they depend on all cuts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from cleaner.core.draft import Draft
from cleaner.core.result import Removal
from cleaner.matching.matcher import Scan
from cleaner.stages import (
    blank_lines,
    breadcrumbs,
    caps_teasers,
    comments,
    edges,
    empty_marks,
    html_elements,
    line_model,
    lines,
    link_blocks,
    menus,
    name_boxes,
    pull_quotes,
    repeated_links,
    repeats,
    signup_forms,
    stray_headlines,
    stray_labels,
)


class Stage(NamedTuple):
    """One pass over a draft. Several stages may share a name, which the ledger records.

    As long as a document has no removal, the pipeline skips a stage if no rule of its `shapes` may match, or if
    it runs only `after` removals. A stage without shapes depends on more than rules and is not skipped. A stage
    `behind` others of a name runs only if one of those has removed something.
    """

    name: str
    propose: Callable[[Draft, Scan], Iterable[Removal]]
    shapes: tuple[str, ...] = ()
    after: bool = False
    behind: str = ""


_LINES = ("line", "lead-in")
MODEL = "model"
"""The stage of the line model. Training reads drafts as it finds them."""

STAGES: tuple[Stage, ...] = (
    Stage("residue", lines.propose_inline, ("inline", "head")),
    Stage("boxes", name_boxes.propose),
    Stage("comments", comments.propose, ("opener",)),
    Stage("comments", comments.propose_dated),
    Stage("forms", signup_forms.propose, ("part",)),
    Stage("lines", lines.propose, _LINES),
    Stage("tails", lines.propose_tails, ("tail",)),
    Stage("lines", lines.propose_anew, after=True),
    Stage("elements", html_elements.propose),
    Stage("edges", edges.propose_columns, _LINES),
    Stage("breadcrumbs", breadcrumbs.propose),
    Stage("menus", menus.propose, ("line",)),
    Stage("edges", edges.propose_above),
    Stage("repeats", repeats.propose),
    Stage("blocks", link_blocks.propose, ("opener",)),
    Stage("capitals", caps_teasers.propose),
    Stage("edges", edges.propose_below),
    Stage("strays", stray_headlines.propose),
    Stage("links", repeated_links.propose, after=True),
    Stage("quotes", pull_quotes.propose),
    Stage(MODEL, line_model.propose),
    Stage("edges", edges.propose_anew, after=True),
    Stage("menus", menus.propose_anew, after=True),
    Stage("repeats", repeats.propose_anew, after=True),
    Stage("labels", stray_labels.propose, after=True),
    Stage("labels", stray_labels.propose_contents),
    Stage("marks", empty_marks.propose),
    Stage(MODEL, line_model.propose_anew, after=True),
    Stage("repeats", repeats.propose, behind=MODEL),
    Stage("quotes", pull_quotes.propose, behind=MODEL),
    Stage("edges", edges.propose_anew, behind=MODEL),
    Stage("strays", stray_headlines.propose_anew, behind=MODEL),
    Stage("repeats", repeats.propose_anew, behind=MODEL),
    Stage("marks", empty_marks.propose, behind=MODEL),
    Stage(MODEL, line_model.propose_anew, behind=MODEL),
    Stage("blanks", blank_lines.propose, after=True),
)
