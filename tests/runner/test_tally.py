"""The counts of a run add up."""

from __future__ import annotations

from cleaner.core.document import Document, Span
from cleaner.core.result import Removal, Result
from cleaner.runner.tally import Tally

TEXT = "Rain fell.\nShare\n"
RESULT = Result(Document(TEXT), (Removal(Span(11, 17), "share/share-bar", "its words"),))


def counts(tally: Tally) -> dict[str, object]:
    return {name: value for name, value in tally.as_dict().items() if value and name != "cleaned"}


def test_documents_that_were_cleaned_are_counted():
    tally = Tally()
    tally.count(Result(Document(TEXT)))
    tally.count(RESULT)
    assert counts(tally) == {"documents": 2}
    assert (tally.cleaned.documents, tally.changed, tally.characters, tally.removed) == (2, 1, 2 * len(TEXT), 6)


def test_a_failure_is_a_document_unless_it_is_lost():
    tally = Tally()
    tally.fail("limit")
    tally.fail("unreadable", lost=True)
    tally.fail("unreadable", lost=True)
    assert counts(tally) == {"documents": 1, "failed": 3, "lost": 2}
    assert tally.failures == {"unreadable": 2, "limit": 1}


def test_a_tally_comes_back_from_its_counts_and_adds_up():
    one, other = Tally(), Tally()
    one.fail("limit")
    other.fail("limit")
    other.count(RESULT)
    other.fields["url"] += 1
    assert Tally.from_dict(other.as_dict()).as_dict() == other.as_dict()
    one.add(other)
    assert (one.documents, one.failed, one.removed, one.failures["limit"], one.fields["url"]) == (3, 2, 6, 2, 1)


def test_sites_are_not_counted_in_a_run_because_its_journal_would_grow_with_them():
    tally = Tally()
    tally.count(RESULT._replace(document=Document(TEXT, url="https://example.org/1")))
    assert "sites" not in tally.as_dict()["cleaned"]
