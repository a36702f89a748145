"""Runs the stages over documents, in one pass, and checks the invariants of the results."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from cleaner.core.document import Document
from cleaner.core.draft import Draft
from cleaner.core.result import Result
from cleaner.matching.matcher import Matcher, Scan
from cleaner.pipeline.order import STAGES, Stage

BUDGET = 0.6
_TOGETHER = 32  # documents that a stage runs over in a row: what it remembers of their lines still serves the next
_ARTICLE = 500  # characters; a shorter text that is mostly boilerplate was hardly an article before


def run_pipeline(document: Document, rules: Matcher, budget: float = BUDGET) -> Result:
    """Run all stages on one document; see `run_batch`."""
    return run_batch([document], rules, budget)[0]


def run_batch(documents: Sequence[Document], rules: Matcher, budget: float = BUDGET) -> list[Result]:
    """Run all stages on `documents`, stage by stage, and return the result of each, in order.

    A document's removals do not depend on the others: a batch is only faster, because what a stage needs stays in
    the processor's cache. Raises InvariantError for an inconsistent result.

    `budget` is a share of the document's characters, from 0 to 1. If the rules would remove more, the text is
    hardly an article: only rules with confidence "certain" run, and `Result.withheld` is set. The share is measured
    on the text without its certain boilerplate, so that a second run on the result decides the same. Certain
    boilerplate goes even so, but not without a word: `Result.excess` is set if more than the budget has gone from a
    text that is long enough for an article.
    """
    results = []
    for draft in _after(STAGES, documents, rules):
        result = Result(draft.document, draft.removals)
        if _removed_share(result) > budget:
            result = _within_budget(result, rules, budget)
        if result.removals:
            result = result._replace(removals=tuple(removal.of(result.document) for removal in result.removals))
        result.check()
        results.append(result)
    return results


def _within_budget(result: Result, rules: Matcher, budget: float) -> Result:
    """Return the result of a document from which the rules would remove more than the budget."""
    document, share = result.document, _removed_share(result)
    certain = _run_stages(document, rules.certain)
    if certain.removals or document.evidence:
        # The evidence has one entry per line of the document, not of this shorter text.
        share = _removed_share(_run_stages(document._replace(text=certain.text, evidence=()), rules))
    if share > budget:
        result = Result(document, certain.removals, withheld=share)
    removed = _removed_share(result)
    if removed > budget and len(document.text) >= _ARTICLE:
        result = Result(document, result.removals, withheld=result.withheld, excess=removed)
    return result


def draft_before(stage: str, document: Document, rules: Matcher, *, last: bool = False) -> Draft:
    """Return the draft that the first stage called `stage` gets, or with `last` the last one."""
    names = [one.name for one in STAGES]
    at = len(names) - 1 - names[::-1].index(stage) if last else names.index(stage)
    return _after(STAGES[:at], [document], rules)[0]


def draft_after(document: Document, rules: Matcher) -> Draft:
    """Return the draft that all stages leave, whatever the budget."""
    return _after(STAGES, [document], rules)[0]


def _run_stages(document: Document, rules: Matcher) -> Result:
    return Result(document, _after(STAGES, [document], rules)[0].removals)


def _after(stages: Sequence[Stage], documents: Sequence[Document], rules: Matcher) -> list[Draft]:
    """Return the draft of each document that `stages` leave."""
    scans = rules.scan_all(documents)
    drafts: list[Draft] = []
    for first in range(0, len(documents), _TOGETHER):
        part = slice(first, first + _TOGETHER)
        drafts += _staged(stages, documents[part], scans[part])
    return drafts


def _staged(stages: Sequence[Stage], documents: Sequence[Document], scans: Sequence[Scan]) -> list[Draft]:
    drafts = [Draft(document) for document in documents]
    took: list[set[str]] = [set() for _ in documents]
    for stage in stages:
        for at, scan in enumerate(scans):
            draft = drafts[at]
            if _is_due(stage, draft, scan, took[at]):
                drafts[at] = draft.without(stage.propose(draft, scan), stage.name)
                if drafts[at] is not draft:
                    took[at].add(stage.name)
    return drafts


def _is_due(stage: Stage, draft: Draft, scan: Scan, took: Collection[str]) -> bool:
    """Return whether a stage has to look at a draft. `took` names the stages that have removed something."""
    if stage.behind and stage.behind not in took:
        return False
    return bool(draft.removals) or not (stage.after or (stage.shapes and scan.shapes.isdisjoint(stage.shapes)))


def _removed_share(result: Result) -> float:
    """Return the share of the document's characters that the result removes, from 0 to 1."""
    removed = sum(removal.span.end - removal.span.start for removal in result.removals)
    return removed / len(result.document.text) if removed else 0.0
