"""The counts of a run add up."""

from __future__ import annotations

from cleaner.core.document import Document, Span
from cleaner.core.result import Removal, Result
from cleaner.runner.tally import Tally

TEXT = "Rain fell.\nShare\n"


def removal(start: int, end: int, rule: str = "share/share-bar") -> Removal:
    return Removal(Span(start, end), rule, "its words")


def test_documents_that_were_cleaned_are_counted():
    tally = Tally()
    for _ in range(2):
        tally.count(Result(Document(TEXT)))
    tally.count(Result(Document(TEXT), (removal(11, 17),)))
    tally.count(Result(Document(TEXT), (removal(0, 2, "advert/label"), removal(11, 17)), withheld=0.7))
    tally.count(Result(Document(TEXT), (), withheld=0.9))
    counts = {name: value for name, value in tally.as_dict().items() if value}
    assert counts == {
        "documents": 5,
        "changed": 2,
        "withheld": 2,
        "characters": 5 * len(TEXT),
        "removed": 14,
        "rules": {"share/share-bar": 2, "advert/label": 1},
    }


def test_a_failure_is_a_document_unless_it_is_lost():
    tally = Tally()
    tally.fail("limit")
    tally.fail("unreadable", lost=True)
    tally.fail("unreadable", lost=True)
    counts = {name: value for name, value in tally.as_dict().items() if value}
    assert counts == {"documents": 1, "failed": 3, "lost": 2, "failures": {"unreadable": 2, "limit": 1}}


def test_a_tally_comes_back_from_its_counts_and_adds_up():
    one, other = Tally(), Tally()
    one.fail("limit")
    other.fail("limit")
    other.count(Result(Document(TEXT), (removal(11, 17),)))
    assert Tally.from_dict(other.as_dict()).as_dict() == other.as_dict()
    one.add(other)
    assert (one.documents, one.failed, one.removed, one.failures["limit"]) == (3, 2, 6, 2)
    # what is equally often comes in the order of its name
    one.rules.update({"b": 1, "a": 1, "c": 5})
    assert list(one.as_dict()["rules"]) == ["c", "a", "b", "share/share-bar"]
