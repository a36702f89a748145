"""What went, one finding a line, that names the place in the input."""

from __future__ import annotations

import pytest

from cleaner.core import findings as module
from cleaner.core.document import Document, Repair, Span
from cleaner.core.findings import Finding, shortened
from cleaner.core.result import Removal, Result


def removal(text: str, word: str, rule: str = "share/bar") -> Removal:
    start = text.index(word)
    return Removal(Span(start, start + len(word)), rule, "its words")


def findings(result: Result) -> list[Finding]:
    return list(module.findings(result.document, result.removals))


def finding_lines(name: str, result: Result) -> list[str]:
    return list(module.finding_lines(name, result.document, result.removals))


def test_a_finding_names_line_column_rule_text_and_reason():
    text = "Rain fell.\n\nIt stopped. Share\n"
    assert list(findings(Result(Document(text), (removal(text, "Share"),)))) == [
        Finding(3, 13, "share/bar", "Share", "its words")
    ]
    assert list(finding_lines("a b.txt", Result(Document(text), (removal(text, "Share"),)))) == [
        'a b.txt:3:13 share/bar "Share" because its words'
    ]


def test_blank_lines_of_layout_are_no_findings():
    text = "Share\n\nRain fell."
    result = Result(Document(text), (removal(text, "Share"), removal(text, "\n\n", "layout/blanks")))
    assert [found.rule for found in findings(result)] == ["share/bar"]


REPAIRS = (Repair(1, "a&#10;b", "a\nb", "repair/entity"), Repair(3, "x\x00", "x", "repair/control"))


@pytest.mark.parametrize(("word", "line"), [("a", 1), ("b", 1), ("Rain", 2), ("x", 3), ("end", 4)])
def test_lines_are_those_of_the_input_even_if_a_repair_made_two_of_one(word, line):
    text = "a\nb\nRain\nx\nend"
    result = Result(Document(text, repairs=REPAIRS), (removal(text, word),))
    assert [found.line for found in findings(result) if found.rule == "share/bar"] == [line]


def test_repairs_are_findings_in_the_order_of_the_lines():
    text = "a\nb\nRain\nx\nend"
    result = Result(Document(text, repairs=REPAIRS), (removal(text, "Rain"),))
    assert [(found.line, found.rule) for found in findings(result)] == [
        (1, "repair/entity"),
        (2, "share/bar"),
        (3, "repair/control"),
    ]


def test_a_finding_stays_on_one_line_whatever_its_text_and_name_hold():
    text = "Share\x0b\x85this \u2028 now"
    (line,) = finding_lines("a\nb.txt", Result(Document(text), (removal(text, text),)))
    assert line == 'a\\nb.txt:1:1 share/bar "Share this now" because its words'
    assert shortened("a" * 61) == "a" * 59 + "…"
    assert shortened("a" * 60) == "a" * 60
