"""Documents, drafts, results: the laws on which everything stands."""

from __future__ import annotations

import json
import pickle

import pytest

from cleaner.core.document import Document, Repair, Span
from cleaner.core.errors import InvariantError
from cleaner.core.result import Removal, Result


@pytest.mark.parametrize("spans", [[(0, 0)], [(0, 3), (2, 4)], [(3, 4), (0, 1)], [(2, 99)]])
def test_a_result_that_breaks_the_law_is_never_returned(spans):
    result = Result(Document("abcdef"), tuple(Removal(Span(*span), "a/b", "") for span in spans))
    with pytest.raises(InvariantError):
        result.check()


def test_a_removal_made_by_hand_has_no_text_and_equals_one_that_has():
    document = Document("Rain. Share")
    removal = Removal(Span(6, 11), "share/bar", "so", "lines")
    with pytest.raises(AttributeError, match="only a removal of a result"):
        _ = removal.text
    found = removal.of(document)
    assert (found.text, found, hash(found)) == ("Share", removal, hash(removal))
    assert removal == (Span(6, 11), "share/bar", "so", "lines")


def test_a_result_as_a_dictionary_is_json_and_names_lines_and_texts():
    document = Document("Rain.\n\nShare\n", title="T", repairs=(Repair(1, "R", "Rain.", "repair/entity"),))
    result = Result(document, (Removal(Span(7, 12), "share/bar", "so", "lines"),), withheld=0.7)
    told = result.to_dict()
    assert json.loads(json.dumps(told)) == told
    assert told["text"] == result.text == str(result)
    assert told["removals"] == [
        {
            "start": 7,
            "end": 12,
            "line": 3,
            "rule": "share/bar",
            "stage": "lines",
            "because": "so",
            "text": "Share",
        }
    ]
    assert told["repairs"] == [{"line": 1, "before": "R", "after": "Rain.", "rule": "repair/entity"}]
    assert (told["title"], told["url"], told["changed"], told["withheld"]) == ("T", None, True, 0.7)


def test_a_result_shows_its_diff_and_its_marked_text():
    result = Result(Document("Rain.\nShare\n"), (Removal(Span(6, 12), "share/bar", "so"),))
    assert result.marked() == "Rain.\n[-Share-]\n"
    assert result.diff("a.txt").splitlines()[0] == '# a.txt:2:1 share/bar "Share" because so'
    assert Result(Document("Rain.\n")).diff() == ""


def test_what_is_cached_is_not_pickled():
    result = Result(Document("Rain fell. " * 1000))
    plain = len(pickle.dumps(result))
    assert result.document.line_keys
    assert result.document.starts
    assert len(pickle.dumps(result)) == plain
