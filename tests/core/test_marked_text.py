"""Documents, drafts, results: the laws on which everything stands."""

from __future__ import annotations

from hypothesis import given

from cleaner.core.document import Document
from cleaner.core.draft import Draft
from cleaner.core.folding import fold
from cleaner.core.marked_text import parse, render, visible
from cleaner.core.result import Removal
from support.spans import texts_and_spans


@given(texts_and_spans())
def test_the_marked_notation_round_trips(case):
    text, spans = case
    if "[-" in text or "-]" in text:
        return
    removals = Draft(Document(text)).without((Removal(span, "a/b", "") for span in spans), "t").removals
    if any("\n" in fold(text)[r.span.start : r.span.end] for r in removals):
        return
    marked = render(Document(text), [removal.span for removal in removals])
    again, parsed = parse(marked)
    assert again == text
    assert visible(again, parsed) == visible(text, [removal.span for removal in removals])
