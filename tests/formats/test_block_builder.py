"""Tables and archives: read as records, written back with one column changed and nothing else."""

from __future__ import annotations

from cleaner.formats.block_builder import distinct


def test_columns_of_one_name_become_keys_of_their_own():
    assert distinct(["a", "a_2", "a", "a"]) == ["a", "a_2", "a_3", "a_4"]
