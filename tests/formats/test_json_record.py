"""JSON Lines: one field changes, every other byte stays."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.formats.json_record import Record, RecordError

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


@given(
    st.dictionaries(st.text(max_size=6), values, max_size=5),
    st.text(max_size=20),
    st.sampled_from([(",", ":"), (", ", ": "), (" ,  ", " :\t")]),
    st.booleans(),
)
def test_changing_one_member_changes_nothing_else(fields, text, separators, ascii):
    try:
        line = json.dumps(fields | {"text": "old"}, separators=separators, ensure_ascii=ascii).encode()
        text.encode()
    except UnicodeEncodeError:
        return
    try:
        record = Record(line)
    except RecordError:
        assert b"\\ud" in line.lower()  # a lone surrogate is no text
        return
    changed = json.loads(record.changed({"text": text, "new": 1}))
    assert changed == fields | {"text": text, "new": 1}
    assert json.loads(record.changed({}, frozenset({"text"}))) == {k: v for k, v in fields.items() if k != "text"}


def test_a_record_that_nests_too_deeply_says_so():
    with pytest.raises(RecordError, match="not valid JSON: its values nest too deeply"):
        Record(b'{"text": "Rain.", "deep": ' + b"[" * 200_000 + b"]" * 200_000 + b"}")
