"""Runs the stages over one document, in one pass, and checks the laws on what comes out."""

from __future__ import annotations

from cleaner.draft import Draft
from cleaner.model import Document, Result
from cleaner.shapes import Rules
from cleaner.stages import STAGES

BUDGET = 0.6


def run(document: Document, rules: Rules, budget: float = BUDGET) -> Result:
    """Everything that goes from `document`. Raises LawError rather than return a result that breaks one.

    A document that would lose more than `budget`, a share of its characters (white space aside), is hardly
    an article: it loses what is certain only, and the result says so. What certain rules take does not
    count, on either side, so that cleaning the result again decides the same.
    """
    result = _pass(document, rules)
    size = _weight(document.text)
    gone = _taken(result)
    if gone > budget * size:
        certain = _pass(document, rules.certain)
        surely = _taken(certain)
        if gone - surely > budget * (size - surely):
            result = Result(document, certain.removals, withheld=(gone - surely) / (size - surely))
    result.check()
    return result


def _pass(document: Document, rules: Rules) -> Result:
    draft = Draft(document)
    scan = rules.scan(document)
    for name, propose in STAGES:
        draft = draft.without(propose(draft, scan), name)
    return Result(document, draft.removals)


def _taken(result: Result) -> int:
    text = result.document.text
    return sum(_weight(text[start:end]) for (start, end), *_ in result.removals)


def _weight(text: str) -> int:
    return len("".join(text.split()))
