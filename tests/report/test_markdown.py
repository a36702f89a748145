"""The summary for a pull request: short, and no article text is markup in it."""

from __future__ import annotations

from cleaner.report.markdown import markdown
from support.reports import HARBOUR, HOSTILE, HOSTILE_TITLE, PLAIN, collection_of, entry_of


def test_it_names_counts_rules_and_the_documents_to_look_at_first():
    text = markdown(collection_of([entry_of(HARBOUR, "harbour.txt"), entry_of(PLAIN, "plain.txt")]), "Two")
    assert text.startswith("# Two\n\n**2** documents, **1** changed, **0** failed; ")
    assert "| `related/read-more-line` | 74 | 1 | 2 |" in text
    assert "harbour.txt" in text
    assert "plain.txt" not in text


def test_it_fits_into_a_comment_however_large_the_ledger():
    text = markdown(
        collection_of([entry_of(HARBOUR.replace("pier", f"pier {n}" * 30), f"{n}.txt") for n in range(60)]), "Many"
    )
    assert len(text) < 60_000
    assert "45 more." in text


def test_article_text_is_no_markup():
    text = markdown(collection_of([entry_of(HOSTILE, "x|`<b>`.txt")]), HOSTILE_TITLE)
    assert "<script" not in text.replace("\\<script", "")
    assert "<b " not in text.replace("\\<b ", "")
    assert "\u202e" not in text
    tables = [line for line in text.splitlines() if line.startswith("|")]
    assert all(line.endswith(" |") for line in tables)


def test_a_comparison_is_in_the_first_lines():
    old = entry_of(HARBOUR, settings={"select": ["share"]})[0]
    text = markdown(collection_of([entry_of(HARBOUR)], against=[old]), "Compared")
    assert "**1** documents differ: **87** characters go that stayed, **0** stay that went." in text
