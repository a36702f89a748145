"""Many documents: which are read, where they go, and that the way there makes no difference."""

from __future__ import annotations

import gzip

from support.bulk import CLEAN, DIRTY, ran


def test_packed_output_of_joined_inputs(tmp_path):
    for name in "ab":
        (tmp_path / f"{name}.txt").write_text(DIRTY)
    assert ran("clean", tmp_path / "a.txt", tmp_path / "b.txt", "-o", tmp_path / "all.txt.gz").returncode == 0
    assert gzip.decompress((tmp_path / "all.txt.gz").read_bytes()).decode() == CLEAN * 2
    (tmp_path / "empty.txt").write_text("")
    assert ran("clean", tmp_path / "empty.txt", "-o", tmp_path / "none.gz").returncode == 0
    assert gzip.decompress((tmp_path / "none.gz").read_bytes()) == b""
