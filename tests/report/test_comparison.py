"""Two ledgers over the same documents: what goes now that stayed, and the reverse."""

from __future__ import annotations

from cleaner.report.comparison import Change, Comparison
from support.reports import HARBOUR, MILL, entry_of


def cut(start: int, end: int, rule: str = "own/rule") -> dict:
    return {"start": start, "end": end, "line": 1, "rule": rule, "because": "", "text": "x" * (end - start)}


def entry(*removals: dict, name: str = "a.txt") -> dict:
    return {"origin": {"source": name}, "input_digest": "sha256:0", "removals": list(removals)}


def changes(old: dict, new: dict) -> list[tuple[int, int, bool]]:
    return [(change.start, change.end, change.goes) for change in Comparison([old]).changes(new)[0]]


def test_equal_removals_are_no_change_whatever_rule_made_them():
    assert changes(entry(cut(3, 9)), entry(cut(3, 9, "other/rule"))) == []


def test_a_removal_that_grew_goes_at_both_ends():
    assert changes(entry(cut(5, 8)), entry(cut(2, 10))) == [(2, 5, True), (8, 10, True)]


def test_a_removal_that_shrank_stays_at_both_ends():
    assert changes(entry(cut(2, 10)), entry(cut(5, 8))) == [(2, 5, False), (8, 10, False)]


def test_one_removal_in_place_of_several_goes_between_them():
    assert changes(entry(cut(0, 2), cut(4, 6)), entry(cut(1, 8))) == [(0, 1, False), (2, 4, True), (6, 8, True)]


def test_blank_lines_and_white_space_are_no_difference():
    old = entry(cut(3, 9))
    new = entry(cut(3, 9), cut(9, 11, "layout/blanks"), cut(20, 22) | {"text": " \n"})
    assert changes(old, new) == []


def test_real_articles_are_counted_by_rule():
    comparison = Comparison(
        [entry_of(text, name, settings={"select": ["share"]})[0] for name, text in (("a", HARBOUR), ("b", MILL))]
    )
    found, back = comparison.changes(entry_of(HARBOUR, "a", settings={"select": ["related"]})[0])
    assert [change.rule for change in found] == [
        "related/read-more-line",
        "related/read-more-line",
        "share/share-line",
    ]
    assert comparison.goes == {"related/read-more-line": 74}
    assert comparison.stays == {"share/share-line": len("Share this article")}
    assert list(back.values()) == ["Share this article"]
    assert (comparison.documents, comparison.unmatched, comparison.missing) == (1, 0, 1)


def test_a_document_with_another_text_is_another_document():
    comparison = Comparison([entry_of(HARBOUR, "a")[0]])
    assert comparison.changes(entry_of(HARBOUR + "More.\n", "a")[0]) == ([], {})
    assert (comparison.unmatched, comparison.missing) == (1, 1)


def test_changes_come_in_the_order_of_the_text():
    found, _ = Comparison([entry(cut(8, 9), cut(0, 2))]).changes(entry(cut(4, 6)))
    assert all(isinstance(change, Change) for change in found)
    assert found == sorted(found)
