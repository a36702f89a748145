"""Documents, drafts, results: the laws on which everything stands."""

from __future__ import annotations

from hypothesis import strategies as st

from cleaner.core.document import Span

texts = st.text(st.one_of(st.sampled_from("ab \t\n\r\u2028\u00a0’“[-]é中"), st.characters()), max_size=60)


@st.composite
def texts_and_spans(draw):
    text = draw(texts.filter(bool))
    ends = st.integers(0, len(text))
    spans = draw(st.lists(st.tuples(ends, ends).map(sorted).filter(lambda pair: pair[0] < pair[1]), max_size=8))
    return text, [Span(*span) for span in spans]
