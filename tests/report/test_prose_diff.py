"""The diff for people: cuts marked inside their line, long lines folded, what stays shortened."""

from __future__ import annotations

import pytest

import cleaner
from cleaner.core.document import Document, Repair, Span
from cleaner.core.result import Removal, Result
from cleaner.report.prose_diff import prose_diff, width
from support import FIXTURES, read_fixture

LONG = " ".join(f"word{number}" for number in range(40))


def shown(result: Result, columns: int = 80) -> list[str]:
    return ["".join(text for _, text in row) for row in prose_diff(result, "a.txt", columns)]


def cut(text: str, *words: str) -> Result:
    spans = sorted(Span(text.index(word), text.index(word) + len(word)) for word in words)
    return Result(Document(text), tuple(Removal(span, "share/bar", "its words") for span in spans))


def test_what_goes_is_marked_in_its_line_and_the_rule_stands_below():
    assert shown(cut("Rain fell. Share\n\nIt stopped.\n", "Share")) == [
        "a.txt: 1 removal; 5 of 30 characters (17%)",
        "1  Rain fell. [-Share-]",
        "   └─ share/bar: its words",
        "3  It stopped.",
    ]


def test_nothing_is_shown_of_an_article_that_does_not_change():
    assert shown(Result(Document("Rain fell."))) == []


def test_a_long_paragraph_shows_what_stands_around_the_cut():
    rows = shown(cut(f"{LONG} Share {LONG}", "Share"))
    assert rows[1].startswith("1  … word3")
    assert "".join(row.strip() + " " for row in rows[1:-1]).count("[-Share-] word0 word1") == 1
    assert len(rows) <= 5


def test_what_stays_is_one_row_each_and_many_lines_are_counted():
    text = "\n".join([LONG, "Share", *["Rain fell."] * 5, LONG])
    rows = shown(cut(text, "Share"))
    assert rows[1].startswith("1  word0")
    assert rows[1].endswith(" …")
    assert rows[4:6] == ["3  Rain fell.", "⋮  4 lines that stay"]
    assert rows[6].startswith("8  word0")
    assert len(rows) == 7


@pytest.mark.parametrize("columns", [40, 60, 80, 120])
@pytest.mark.parametrize(
    "text", [f"{LONG} Share {LONG}", "Share" + "x" * 500, "Share" + "雨が降った。" * 60, f"Share{LONG} {'y' * 300}"]
)
def test_no_row_is_wider_than_the_terminal(text, columns):
    for word in ("Share", text):
        rows = shown(cut(f"{text}\n\n{LONG}", word), columns)
        assert max(map(width, rows[1:])) <= columns
        assert rows[0].startswith("a.txt: ")


def test_a_terminal_narrower_than_a_diff_can_be_is_taken_as_one_of_40_columns():
    assert shown(cut(f"{LONG} Share", "Share"), 10) == shown(cut(f"{LONG} Share", "Share"), 40)


def test_a_repair_shows_what_goes_and_what_comes():
    repair = Repair(1, "Tom &lt; Jerry", "Tom < Jerry", "repair/entity")
    rows = shown(Result(Document("Tom < Jerry\n", repairs=(repair,))))
    assert rows == [
        "a.txt: 1 repaired line; 0 of 12 characters",
        "1  Tom [-&lt;-]{+<+} Jerry",
        "   └─ repair/entity",
    ]


def test_the_middle_of_a_very_long_cut_is_left_out():
    rows = shown(cut(f"Rain. {LONG * 5}", LONG * 5))
    assert len("".join(rows)) < 800
    assert " … " in "".join(rows)


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*/*.txt"))[::9], ids=lambda path: path.stem)
def test_every_removal_of_an_article_is_shown_with_its_rule(worker, path):
    fixture = read_fixture(path)
    result: cleaner.Result = worker.clean(fixture.text, title=fixture.title)
    rows = list(prose_diff(result, "a.txt", 100))
    named = {text for row in rows for style, text in row if style == "rule"}
    rules = {removal.rule for removal in result.removals} - {"layout/blanks"}
    assert named == rules | {repair.rule for repair in result.document.repairs}
    assert all(width("".join(text for _, text in row)) <= 100 for row in rows[1:])
