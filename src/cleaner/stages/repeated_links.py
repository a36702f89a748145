"""Repeated links: headlines that a block of links contained, elsewhere in the text.

Removes: copies of the headlines that related and promo rules have removed.
Keeps: the title, prose, headings with a mark, and short lines.
Order: after blocks, which identify the links.
"""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.core.draft import Draft
from cleaner.core.folding import key
from cleaner.core.regex import lazy_compile
from cleaner.core.result import Removal
from cleaner.matching.matcher import Scan
from cleaner.stages.line_features import is_prose, is_title, quoted, words

_RULE = "related/headline-again"
_LINK_FAMILIES = ("related/", "promo/")
_HEADING = lazy_compile(r"\s*[■◆◎【]")  # a heading of the article by its mark
_MIN_WORDS = 5  # the article itself may contain a shorter line


def propose(draft: Draft, scan: Scan) -> Iterator[Removal]:
    """Propose copies of removed links."""
    if not scan.has(_RULE) or not any(removal.rule.startswith(_LINK_FAMILIES) for removal in draft.removals):
        return
    known = set(_headlines(draft))
    for index in draft.remaining:
        text = draft.show(index)
        if draft.key(index) not in known or is_prose(text) or _HEADING.match(text):
            continue
        if not is_title(draft, index, text):
            yield from draft.cut_line(index, _RULE, f"a link to {quoted(text)} was removed elsewhere")


def _headlines(draft: Draft) -> Iterator[str]:
    """Yield the keys of the removed links, with and without their lead-ins."""
    folded = draft.document.folded
    for removal in draft.removals:
        if removal.rule.startswith(_LINK_FAMILIES):
            link = folded[removal.span.start : removal.span.end]
            for piece in (link, link.partition(":")[2]):
                if words(piece) >= _MIN_WORDS:
                    yield key(piece)
