"""Documents, drafts, results: the laws on which everything stands."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cleaner.core.folding import fold, key, last_of_key

texts = st.text(st.one_of(st.sampled_from("ab \t\n\r\u2028\u00a0’“[-]é中"), st.characters()), max_size=60)


@given(texts)
def test_folding_keeps_the_length_and_never_leaves_what_cannot_be_encoded(text):
    folded = fold(text)
    assert len(folded) == len(text)
    folded.encode()


@given(texts)
def test_the_last_letter_of_a_key_is_known_without_the_key(text):
    for line in fold(text).split("\n"):
        assert last_of_key(line) == key(line)[-1:]
