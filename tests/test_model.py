"""Documents, drafts, results: the laws on which everything stands."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.core.document import Document, Origin, Span
from cleaner.core.draft import Draft
from cleaner.core.errors import InvariantError
from cleaner.core.folding import fold
from cleaner.core.marked_text import parse, render, visible
from cleaner.core.result import Removal, Result, put_back

texts = st.text(st.one_of(st.sampled_from("ab \t\n\r\u2028\u00a0’“[-]é中"), st.characters()), max_size=60)


@st.composite
def texts_and_spans(draw):
    text = draw(texts.filter(bool))
    ends = st.integers(0, len(text))
    spans = draw(st.lists(st.tuples(ends, ends).map(sorted).filter(lambda pair: pair[0] < pair[1]), max_size=8))
    return text, [Span(*span) for span in spans]


@given(texts)
def test_folding_keeps_the_length_and_never_leaves_what_cannot_be_encoded(text):
    folded = fold(text)
    assert len(folded) == len(text)
    folded.encode()


@given(texts)
def test_lines_and_their_breaks_are_the_whole_text(text):
    document = Document(text)
    assert "".join(text[line.start : line.stop] for line in document.lines) == text
    assert all(
        text[line.end : line.stop] in ("", "\n", "\r", "\r\n", "\u2028", "\u2029", "\x85")
        for line in document.lines
    )


def test_each_kind_of_line_break_ends_a_line():
    document = Document("a\r\nb\rc\u2028d\n")
    assert [document.text[line.start : line.end] for line in document.lines] == ["a", "b", "c", "d", ""]


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


@pytest.mark.parametrize("spans", [[(0, 0)], [(0, 3), (2, 4)], [(3, 4), (0, 1)], [(2, 99)]])
def test_a_result_that_breaks_the_law_is_never_returned(spans):
    result = Result(Document("abcdef"), tuple(Removal(Span(*span), "a/b", "") for span in spans))
    with pytest.raises(InvariantError):
        result.check()


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


def test_a_document_never_changes_and_is_what_its_fields_say():
    document = Document("Rain fell.", title="Rain")
    for change in (lambda: setattr(document, "text", ""), lambda: delattr(document, "text")):
        with pytest.raises(AttributeError, match="never changes"):
            change()
    assert document == Document("Rain fell.", "Rain") != document._replace(title=None)
    assert document != "Rain fell."
    assert repr(Result(document))[:40] == "Result(document=Document(text='Rain fell"
    assert document.folded == pickle.loads(pickle.dumps(document)).folded
    assert pickle.loads(pickle.dumps(document)) == document
    origin = Origin("a.txt", content=b"Rain fell.")
    assert origin == origin._replace(content=None)
    assert "Rain" not in repr(origin)
    assert origin.as_dict()["digest"] == origin.digest
    with pytest.raises(TypeError):
        hash(origin)
