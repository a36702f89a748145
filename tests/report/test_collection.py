"""What a report counts, which documents it puts first, and what it leaves out past its size."""

from __future__ import annotations

import pytest

from cleaner.report.collection import MAX_ROWS, Collection
from cleaner.report.statistics import Statistics
from support.reports import HARBOUR, HEBREW, MILL, PLAIN, collection_of, entry_of

TEXTS = {"harbour": HARBOUR, "hebrew": HEBREW, "mill": MILL, "plain": PLAIN}


def entries():
    return [entry_of(text, f"{name}.txt") for name, text in TEXTS.items()]


def fake(number: int, removed: int, *, rule: str = "share/share-line", **members: object) -> dict:
    """An entry of 1,000 characters whose first `removed` go."""
    removals = [{"start": 0, "end": removed, "line": 1, "rule": rule, "stage": "lines", "because": "it is", "text": "x" * removed}] if removed else []  # fmt: skip
    return {
        "origin": {"source": f"{number}.txt", "encoding": "utf-8", "format": "text"},
        "language": "en",
        "characters": 1000,
        "input_digest": f"sha256:{number:064x}",
        "output_digest": f"sha256:{number:064x}",
        "repairs": [],
        "removals": removals,
        "withheld": None,
        "excess": None,
    } | members


def collected(*found: dict, **limits: object) -> Collection:
    return collection_of(((entry, None) for entry in found), **limits)


def test_its_counts_are_those_of_the_statistics():
    statistics = Statistics()
    for entry, _ in entries():
        statistics.add_entry(entry)
    assert collection_of(entries()).statistics.as_dict() == statistics.as_dict()


def test_a_larger_share_lost_comes_first():
    rows = collected(fake(1, 100), fake(2, 300), fake(3, 0)).rows()
    assert [row.name for row in rows] == ["2.txt", "1.txt", "3.txt"]


def test_of_two_equal_shares_the_less_sure_one_comes_first():
    sure, unsure = "share/share-row", "own/rule"
    assert [row.name for row in collected(fake(1, 200, rule=sure), fake(2, 200, rule=unsure)).rows()] == [
        "2.txt",
        "1.txt",
    ]


def test_a_document_that_the_budget_flagged_comes_first_even_if_it_lost_nothing():
    rows = collected(fake(1, 900), fake(2, 0, withheld=0.7), fake(3, 0, excess=0.9)).rows()
    assert [row.name for row in rows] == ["2.txt", "3.txt", "1.txt"]


def test_the_line_models_own_probability_is_its_confidence():
    entry = fake(1, 10, rule="learned/share")
    entry["removals"][0]["because"] = "the line model is 63 % sure; “share”"
    assert collected(entry).rows()[0].lowest == 0.63


def test_rows_are_limited_to_those_in_need_and_counts_are_not():
    found = collected(*(fake(n, n % 500) for n in range(MAX_ROWS + 20)))
    rows = found.rows()
    assert len(rows) == MAX_ROWS
    assert found.statistics.documents == MAX_ROWS + 20
    assert min(row.removed for row in rows) >= 0
    assert sum(row.removed == 0 for row in rows) == 21 - 20


def test_past_its_size_every_rule_keeps_an_example():
    rules = [f"own/rule-{n}" for n in range(5)]
    found = collected(*(fake(n, 400 - n, rule=rules[min(n // 50, 4)]) for n in range(300)), size=30_000)
    shown = found.examples()
    assert {rule for example in shown for rule in example.row.rules} == set(rules)
    assert sum(example.size for example in shown) <= 30_000
    assert len(shown) < 300


def test_what_is_shown_depends_on_the_entries_alone():
    found = [fake(n, 400 - n) for n in range(100)]
    one, other = (collected(*found, size=20_000).examples() for _ in range(2))
    assert [example.row for example in one] == [example.row for example in other]


def test_a_failure_counts_and_a_blank_line_of_records_does_not():
    found = collected(
        {"source": "a.bin", "failure": "it is no text", "kind": "binary"},
        {"source": None, "failure": "blank line"},
    )
    assert found.failures == [("a.bin", "it is no text")]
    assert (found.statistics.failed, found.documents) == (1, 0)


@pytest.mark.parametrize("entry", [{}, {"undo": {}}, {"removals": 3}, fake(1, 1) | {"removals": [{}]}])
def test_what_is_no_entry_is_refused(entry):
    with pytest.raises(ValueError, match="not a ledger entry"):
        collected(entry)
