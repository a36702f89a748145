"""Runs the stages over one document, in one pass, and checks the laws on what comes out."""

from __future__ import annotations

from cleaner.core.document import Document
from cleaner.core.draft import Draft
from cleaner.core.result import Result
from cleaner.matching.matcher import Matcher
from cleaner.pipeline.order import STAGES

BUDGET = 0.6


def run_pipeline(document: Document, rules: Matcher, budget: float = BUDGET) -> Result:
    """Everything that goes from `document`. Raises InvariantError rather than return a result that breaks one.

    A document that would lose more than `budget`, a share of its characters, is hardly an article: it loses
    what is certain only, and the result says so. What counts is what the rules would take of the text
    without its certain boilerplate, so that cleaning the result again decides the same.
    """
    result = _pass(document, rules)
    if _share(result) > budget:
        certain = _pass(document, rules.certain)
        # what is left has other lines than those the evidence speaks of
        share = _share(_pass(document._replace(text=certain.text, evidence=()), rules))
        if share > budget:
            result = Result(document, certain.removals, withheld=share)
    result.check()
    return result


def _pass(document: Document, rules: Matcher) -> Result:
    draft = Draft(document)
    scan = rules.scan(document)
    for stage in STAGES:
        if draft.removals or (not stage.after and (not stage.shapes or not scan.shapes.isdisjoint(stage.shapes))):
            draft = draft.without(stage.propose(draft, scan), stage.name)
    return Result(document, draft.removals)


def _share(result: Result) -> float:
    """How much of a document's characters goes."""
    gone = sum(end - start for (start, end), *_ in result.removals)
    return gone / len(result.document.text) if gone else 0.0
