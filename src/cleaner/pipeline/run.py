"""Runs the stages over one document, in one pass, and checks the invariants of the result."""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.core.document import Document
from cleaner.core.draft import Draft
from cleaner.core.result import Result
from cleaner.matching.matcher import Matcher
from cleaner.pipeline.order import STAGES, Stage

BUDGET = 0.6
_ARTICLE = 500  # characters; a shorter text that is mostly boilerplate was hardly an article before


def run_pipeline(document: Document, rules: Matcher, budget: float = BUDGET) -> Result:
    """Run all stages on `document` and return their removals. Raises InvariantError for an inconsistent result.

    `budget` is a share of the document's characters, from 0 to 1. If the rules would remove more, the text is
    hardly an article: only rules with confidence "certain" run, and `Result.withheld` is set. The share is measured
    on the text without its certain boilerplate, so that a second run on the result decides the same. Certain
    boilerplate goes even so, but not without a word: `Result.excess` is set if more than the budget has gone from a
    text that is long enough for an article.
    """
    result = _run_stages(document, rules)
    if _removed_share(result) > budget:
        certain = _run_stages(document, rules.certain)
        share = _removed_share(result)
        if certain.removals or document.evidence:
            # The evidence has one entry per line of the document, not of this shorter text.
            share = _removed_share(_run_stages(document._replace(text=certain.text, evidence=()), rules))
        if share > budget:
            result = Result(document, certain.removals, withheld=share)
        removed = _removed_share(result)
        if removed > budget and len(document.text) >= _ARTICLE:
            result = Result(document, result.removals, withheld=result.withheld, excess=removed)
    if result.removals:
        result = result._replace(removals=tuple(removal.of(document) for removal in result.removals))
    result.check()
    return result


def draft_before(stage: str, document: Document, rules: Matcher, *, last: bool = False) -> Draft:
    """Return the draft that the first stage called `stage` gets, or with `last` the last one."""
    names = [one.name for one in STAGES]
    at = len(names) - 1 - names[::-1].index(stage) if last else names.index(stage)
    return _after(STAGES[:at], document, rules)


def draft_after(document: Document, rules: Matcher) -> Draft:
    """Return the draft that all stages leave, whatever the budget."""
    return _after(STAGES, document, rules)


def _run_stages(document: Document, rules: Matcher) -> Result:
    return Result(document, _after(STAGES, document, rules).removals)


def _after(stages: Sequence[Stage], document: Document, rules: Matcher) -> Draft:
    """Return the draft that `stages` leave."""
    draft = Draft(document)
    scan = rules.scan(document)
    took: set[str] = set()
    for stage in stages:
        if stage.behind and stage.behind not in took:
            continue
        if draft.removals or (not stage.after and (not stage.shapes or not scan.shapes.isdisjoint(stage.shapes))):
            before = draft
            draft = draft.without(stage.propose(draft, scan), stage.name)
            if draft is not before:
                took.add(stage.name)
    return draft


def _removed_share(result: Result) -> float:
    """Return the share of the document's characters that the result removes, from 0 to 1."""
    removed = sum(removal.span.end - removal.span.start for removal in result.removals)
    return removed / len(result.document.text) if removed else 0.0
