"""One line as Markdown: whatever its words and marks are, a reader sees the words, and the marks where they can be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.core.markdown_phrases import escape_heading, phrases
from cleaner.core.structure import EMPHASIS, INLINE_CODE, LINK, STRIKE, STRONG, Mark
from support.markdown import html_of, text_of

KINDS = (STRONG, EMPHASIS, STRIKE, INLINE_CODE, LINK)
LETTERS = st.sampled_from([*"ab1 .,!?()[]{}*_`~<>&#|\\\"'-+=:/“”字é", "&amp;", "](", "1. ", "- ", "---", "<b>"])
TEXTS = st.lists(LETTERS, min_size=1, max_size=16).map("".join)


@st.composite
def marked_lines(draw):
    text = draw(TEXTS)
    places = st.integers(0, len(text))
    marks = st.builds(
        Mark, places, places, st.sampled_from(KINDS), st.sampled_from(["/x", "/a b(c)", "http://e.org/*_"])
    )
    return text, draw(st.lists(marks, max_size=4))


def seen(text: str) -> str:
    return " ".join(text.split())


@given(marked_lines())
def test_a_reader_sees_the_words_and_nothing_else(line):
    text, marks = line
    assert seen(text_of(phrases(text, marks))) == seen(text)


@given(marked_lines())
def test_so_it_is_in_a_heading(line):
    text, marks = line
    written = f"## {escape_heading(phrases(text, marks, opens=False))}"
    assert seen(text_of(written)) == seen(text)
    assert html_of(written).startswith("<h2>")


@given(marked_lines())
def test_so_it_is_in_a_cell(line):
    text, marks = line
    written = f"| {phrases(text, marks, row=True)} | b |\n| --- | --- |\n"
    assert seen(text_of(written)) == seen(f"{text} b")
    assert html_of(written).startswith("<table>")


@pytest.mark.parametrize(
    ("text", "marks", "written"),
    [
        ("a red boat", [Mark(2, 5, STRONG)], "a **red** boat"),
        ("a red boat", [Mark(1, 6, STRONG)], "a **red** boat"),
        ("a red boat", [Mark(2, 5, STRONG), Mark(2, 5, EMPHASIS)], "a ***red*** boat"),
        ("a red boat", [Mark(2, 3, STRONG), Mark(3, 5, STRONG)], "a **red** boat"),
        ("a red boat", [Mark(2, 10, LINK, "/x"), Mark(2, 5, EMPHASIS)], "a [*red* boat](/x)"),
        ("a red boat", [Mark(2, 10, LINK, "/x"), Mark(2, 10, STRONG)], "a [**red boat**](/x)"),
        ("a x|y `t` b", [Mark(2, 9, INLINE_CODE)], "a `` x|y `t` `` b"),
        ("see it!now", [Mark(7, 10, LINK, "/x")], "see it\\![now](/x)"),
        ("old", [Mark(0, 3, STRIKE)], "~~old~~"),
        ("see (a)", [Mark(4, 7, LINK, "/a (b)")], "see [(a)](/a%20%28b%29)"),
    ],
)
def test_marks_are_written(text, marks, written):
    assert phrases(text, marks) == written


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("“red”boats", [Mark(0, 5, STRONG)]),  # a closing mark between a quotation mark and a letter is none
        ("a   b", [Mark(1, 4, EMPHASIS)]),
        ("abc", [Mark(2, 2, STRONG)]),
    ],
)
def test_marks_that_would_not_be_read_are_left_out(text, marks):
    assert phrases(text, marks) == text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("1. one", "1\\. one"),
        ("1831 was long ago", "1831 was long ago"),
        ("# one", "\\# one"),
        ("#1 of the boats", "#1 of the boats"),
        ("- one", "\\- one"),
        ("-one", "-one"),
        ("> one", "\\> one"),
        ("---", "\\---"),
        ("snake_case", "snake_case"),
        ("_one_", "\\_one\\_"),
        ("2 * 3", "2 \\* 3"),
        ("a < b and <b>", "a < b and \\<b>"),
        ("AT&T and &amp;", "AT&T and \\&amp;"),
        ("see [1] and [a](b)", "see \\[1\\] and \\[a\\](b)"),
        ("see [1]", "see [1]"),
    ],
)
def test_only_what_would_mean_something_is_escaped(text, written):
    assert phrases(text) == written
