"""Documents, drafts, results: the laws on which everything stands."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cleaner.core.document import Document, Span
from cleaner.core.draft import Draft
from cleaner.core.folding import fold
from cleaner.core.result import Removal, Result, put_back
from support.spans import texts_and_spans


@given(texts_and_spans())
def test_whatever_is_proposed_the_account_balances(case):
    text, spans = case
    document = Document(text)
    starts = list(document.lines)
    inside = [
        Span(max(span.start, line.start), min(span.end, line.stop))
        for span in spans
        for line in starts
        if max(span.start, line.start) < min(span.end, line.stop)
    ]
    draft = Draft(document).without((Removal(span, "own/one", "") for span in inside), "test")
    result = Result(document, draft.removals)
    result.check()
    gone = {i for span in spans for i in range(span.start, span.end)}
    assert result.text == "".join(char for i, char in enumerate(text) if i not in gone)
    assert put_back(result.text, [(r.span.start, text[r.span.start : r.span.end]) for r in result.removals]) == text


@given(texts_and_spans(), st.randoms())
def test_the_order_of_proposals_never_changes_what_is_left(case, random):
    text, spans = case
    document = Document(text)
    proposals = [Removal(span, "own/one", "") for span in spans if "\n" not in fold(text)[span.start : span.end]]
    straight = Draft(document).without(proposals, "test")
    random.shuffle(proposals)
    shuffled = Draft(document).without(proposals, "test")
    assert Result(document, straight.removals).text == Result(document, shuffled.removals).text


def test_where_two_rules_claim_the_same_words_the_first_has_the_credit():
    draft = Draft(Document("one two three"))
    draft = draft.without([Removal(Span(4, 7), "a/first", "")], "x").without(
        [Removal(Span(0, 13), "b/second", "")], "y"
    )
    assert [(r.span, r.rule, r.stage) for r in draft.removals] == [
        (Span(0, 4), "b/second", "y"),
        (Span(4, 7), "a/first", "x"),
        (Span(7, 13), "b/second", "y"),
    ]


def test_a_half_cut_line_shows_what_is_left_and_cuts_in_the_documents_coordinates():
    draft = Draft(Document("keep [x] this [y] too")).without([Removal(Span(5, 8), "a/b", "")], "s")
    assert draft.show(0) == "keep  this [y] too"
    assert list(draft.seams(0)) == [5]
    assert [removal.span for removal in draft.cut(0, 3, 8, "a/b", "")] == [Span(3, 5), Span(8, 11)]
    assert not draft.is_gone(0)
