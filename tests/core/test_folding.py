"""Documents, drafts, results: the laws on which everything stands."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cleaner.core.folding import fold

texts = st.text(st.one_of(st.sampled_from("ab \t\n\r\u2028\u00a0’“[-]é中"), st.characters()), max_size=60)


@given(texts)
def test_folding_keeps_the_length_and_never_leaves_what_cannot_be_encoded(text):
    folded = fold(text)
    assert len(folded) == len(text)
    folded.encode()
