"""Documents, drafts, results: the laws on which everything stands."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cleaner.core.document import Document

texts = st.text(st.one_of(st.sampled_from("ab \t\n\r\u2028\u00a0’“[-]é中"), st.characters()), max_size=60)


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
