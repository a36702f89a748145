"""The quotation marks that a browser shows around <q>; test_normalise.py has whole pages."""

from __future__ import annotations

import pytest
from lxml import html

from cleaner.intake.page.quotation_marks import marks_of, set_marks


@pytest.mark.parametrize(
    ("language", "marks"),
    [
        ("de", ("„“", "‚‘")),
        ("de-AT", ("„“", "‚‘")),
        ("ZH-TW", ("「」", "『』")),
        ("en", ("“”", "‘’")),
        ("", ("“”", "‘’")),
    ],
)
def test_a_language_has_its_marks_and_an_unknown_one_those_of_english(language, marks):
    assert marks_of(language) == marks


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p><q>It is late</q>, she said.</p>", "“It is late”, she said."),
        ("<p><q>She said <q>late</q> twice</q>.</p>", "“She said ‘late’ twice”."),
        ("<p><q>„It is late“</q>, she said.</p>", "„It is late“, she said."),
        ("<p><q></q>Nobody spoke.</p>", "Nobody spoke."),
    ],
)
def test_marks_are_set_once_and_inner_ones_inside(markup, text):
    paragraph = html.fromstring(markup)
    for quotation in paragraph.iter("q"):
        set_marks(quotation, marks_of("en"))
    assert paragraph.text_content() == text
