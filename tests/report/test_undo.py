"""Edits bring every file back, and are short where most of it stayed."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.report.undo import Edit, edits, edits_of, is_undo_name, undo_entry, undone

LINES = st.sampled_from(
    [b"a\n", b"b\n", b"\n", b"\r\n", "é\n".encode(), b"\xe9\n", b"\x00", b"ab", b"\xff\xfe", b"z"]
)
CONTENT = st.lists(LINES, max_size=12).map(b"".join)


@given(CONTENT, CONTENT)
def test_edits_of_any_two_files_bring_the_first_back(before, after):
    found = edits(before, after)
    assert undone(after, found) == before
    assert edits_of(json.loads(undo_entry("a", "0", "1", found))["undo"]) == found
    assert (found == []) == (before == after)


@pytest.mark.parametrize(("before", "after", "expected"), [
    (b"a\nADVERT\nb\n", b"a\nb\n", [(2, 2, b"ADVERT\n")]),
    (b"ADVERT\na\n", b"a\n", [(0, 0, b"ADVERT\n")]),
    (b"a\nADVERT\n", b"a\n", [(2, 2, b"ADVERT\n")]),
    (b"say more here\n", b"say here\n", [(4, 4, b"more ")]),
    (b"x&amp;y\nz\n", b"x&y\nz\n", [(2, 2, b"amp;")]),
    ("caf\u00e9\n".encode(), "caf\u00e8\n".encode(), [(3, 5, "\u00e9".encode())]),
    (b"a\nX\nb\nY\nc\n", b"a\nb\nc\n", [(2, 2, b"X\n"), (4, 4, b"Y\n")]),
    (b"gone\n", b"", [(0, 0, b"gone\n")]),
])  # fmt: skip
def test_edits_hold_what_went_and_little_more(before, after, expected):
    assert edits(before, after) == [Edit(*edit) for edit in expected]


def test_what_went_is_readable_in_the_ledger_where_it_is_text():
    entry = json.loads(undo_entry("in/a.txt", "12", "34", [Edit(3, 3, b"Advertisement\n"), Edit(4, 5, b"\xff")]))
    assert entry["undo"] == {
        "source": "in/a.txt",
        "input_digest": "sha256:12",
        "output_digest": "sha256:34",
        "edits": [{"start": 3, "end": 3, "text": "Advertisement\n"}, {"start": 4, "end": 5, "base64": "/w=="}],
    }
    kept = json.loads(undo_entry("\udcff.txt", "12", "34", [], "x.orig"))["undo"]
    assert (kept["source"], kept["kept"], "edits" in kept) == ("\udcff.txt", "x.orig", False)


@pytest.mark.parametrize("found", [[(2, 1, b"")], [(0, 9, b"")], [(-1, 0, b"")], [(2, 3, b""), (1, 3, b"")]])
def test_edits_that_do_not_fit_are_refused(found):
    with pytest.raises(ValueError, match="do not fit"):
        undone(b"rain", [Edit(*edit) for edit in found])


@pytest.mark.parametrize("line", [b"the same line\n", b"\n", b"no line at all "])
def test_edits_take_linear_time(line):
    def seconds(count: int) -> float:
        before = line * count
        began = time.process_time()
        edits(before, before[: -len(line) * (count // 10)] + b"other")
        return time.process_time() - began

    seconds(1000)
    assert seconds(160_000) < 40 * (seconds(20_000) + 0.005)


@pytest.mark.parametrize(("name", "expected"), [
    ("cleaner-undo.jsonl", True), ("a.txt.cleaner.jsonl", True),
    ("undo.jsonl", False), ("cleaner.jsonl", False), ("my-cleaner-undo.jsonl", False), ("a.cleaner.json", False),
])  # fmt: skip
def test_undo_ledgers_are_known_by_their_names(name, expected):
    assert is_undo_name(name) == expected
