"""Runs the stages over one document, in one pass, and checks the laws on what comes out."""

from __future__ import annotations

from cleaner.draft import Draft
from cleaner.model import Document, Result
from cleaner.shapes import Rules
from cleaner.stages import STAGES


def run(document: Document, rules: Rules) -> Result:
    """Everything that goes from `document`. Raises LawError rather than return a result that breaks one."""
    draft = Draft(document)
    scan = rules.scan(document)
    for name, propose in STAGES:
        draft = draft.without(propose(draft, scan), name)
    result = Result(document, draft.removals)
    result.check()
    return result
