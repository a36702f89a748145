"""Headlines that are known for links: one copy stood under a heading of links, another stands elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.core.draft import Draft
from cleaner.core.folding import key
from cleaner.core.regex import lazy_compile
from cleaner.core.result import Removal
from cleaner.matching.matcher import Scan
from cleaner.stages.line_features import is_own_title, is_presumed_title, is_prose, quoted, words

_RULE = "related/headline-again"
_FAMILIES = ("related/", "promo/")
_HEADING = lazy_compile(r"\s*[■◆◎【]")  # the article's own, by its mark
_WORDS = 5  # a shorter line may well be said by the article, too


def propose(draft: Draft, scan: Scan) -> Iterator[Removal]:
    """Propose lines that say what a link said that is gone already."""
    if not scan.has(_RULE) or not any(removal.rule.startswith(_FAMILIES) for removal in draft.removals):
        return
    known = set(_headlines(draft))
    for index in draft.remaining:
        shown = draft.show(index)
        if draft.key(index) not in known or is_prose(shown) or _HEADING.match(shown):
            continue
        if not (is_own_title(draft, shown) or is_presumed_title(draft, index)):
            yield from draft.cut_line(index, _RULE, f"a link to {quoted(shown)} was removed elsewhere")


def _headlines(draft: Draft) -> Iterator[str]:
    """What the links that are gone said, with and without the lead-in in front."""
    text = draft.document.folded
    for (start, end), rule, *_ in draft.removals:
        if rule.startswith(_FAMILIES):
            said = text[start:end]
            for piece in (said, said.partition(":")[2]):
                if words(piece) >= _WORDS:
                    yield key(piece)
