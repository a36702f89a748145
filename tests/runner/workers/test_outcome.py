"""A failure has a kind and a sentence, and what came of the parts of a unit adds up."""

from __future__ import annotations

import pytest

from cleaner.core.document import Document
from cleaner.core.result import Result
from cleaner.runner.workers.outcome import Note, Outcome, UnitResult, as_json
from support.units import result


def described(outcome: Outcome) -> tuple[list[Note], list[tuple[str, bytes]], bytes]:
    return [Note(outcome.name)], [(outcome.name, b"entry")], outcome.output


CLEAN = Result(Document("Rain fell."))


def added(**fields: object) -> UnitResult:
    done = UnitResult()
    done.add(Outcome("pier.txt", **{"output": b"x"} | fields), described)  # type: ignore[arg-type]
    return done


def test_a_document_that_was_cleaned_is_counted_and_described():
    done = added(result=CLEAN)
    assert (done.outputs, done.entries, done.notes) == ([b"x"], [("pier.txt", b"entry")], [Note("pier.txt")])
    assert (done.tally.documents, done.tally.failed, done.tally.characters, done.lost) == (1, 0, 10, False)
    assert (done.tally.records, done.tally.fields) == (0, {})


def test_a_document_that_failed_is_counted_by_its_kind():
    done = added(failure="no article", kind="input", fields=("url",))
    assert (done.tally.documents, done.tally.failures, done.lost) == (1, {"input": 1}, False)
    assert (done.tally.records, done.tally.fields) == (1, {"url": 1})
    # a failure counts, whatever else there is
    assert added(failure="", kind="input", result=CLEAN).tally.characters == 0


def test_a_blank_line_is_no_document_but_comes_out():
    done = added(fields=())
    assert (done.tally.documents, done.tally.failed, done.tally.records) == (0, 0, 1)
    assert done.outputs == [b"x"]


def test_nothing_is_no_output():
    assert added(output=b"", result=CLEAN).outputs == []


def test_a_unit_of_which_a_document_is_lost_is_lost():
    done = UnitResult()
    for lost in (False, True, False):
        done.add(Outcome("pier.txt", b"", failure="gone", lost=lost, kind="unreadable"), described)
        assert done.lost == (done.tally.lost > 0)
    assert (done.tally.documents, done.tally.lost) == (2, 1)


@pytest.mark.parametrize("lost", [(False, False), (True, False), (False, True)])
def test_what_came_of_the_parts_is_joined_in_their_order(lost):
    one = result(b"rain", entries=(("a", b"1"),), notes=(Note("one"),), lost=lost[0], documents=1)
    other = result(b"wind", entries=(("b", b"2"),), notes=(Note("two"),), lost=lost[1], digest="d", documents=2)
    one.join(other)
    assert (one.outputs, one.entries) == ([b"rain", b"wind"], [("a", b"1"), ("b", b"2")])
    assert (one.notes, one.tally.documents) == ([Note("one"), Note("two")], 3)
    assert (one.digest, one.lost) == ("d", any(lost))
    one.join(result(digest="later"))
    assert one.digest == "d"


def test_json_for_machines_is_utf_8_whatever_is_in_it():
    assert as_json({"pier": "Überfahrt \ud800"}) == '{\n  "pier": "Überfahrt ?"\n}\n'.encode()
