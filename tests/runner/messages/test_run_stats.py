"""Many documents: which are read, where they go, and that the way there makes no difference."""

from __future__ import annotations

import json

import cleaner
from support.bulk import CLEAN, DIRTY, make_folder, ran


def test_the_statistics_of_a_run_add_up(tmp_path):
    folder = make_folder(tmp_path / "in", 6, text=lambda _: DIRTY)
    (folder / "bad.txt").write_bytes(b"\x89PNG\0\xff")
    done = ran(
        "clean", folder, "-o", tmp_path / "out", "--report", f"{tmp_path}/r/", "--stats", tmp_path / "s.json", "-v"
    )
    assert done.returncode == 3
    stats = json.loads((tmp_path / "s.json").read_bytes())
    assert json.loads((tmp_path / "r" / "run.json").read_bytes())["counts"] == stats["counts"]
    counts = stats["counts"]
    assert (counts["documents"], counts["changed"], counts["failed"]) == (7, 6, 1)
    assert counts["removed"] == 6 * (len(DIRTY) - len(CLEAN))
    assert counts["input_bytes"] == 6 * len(DIRTY) + 6
    assert stats["failures"] == {"binary": 1}
    assert stats["rules"]["advert/advert-label"] == 6
    assert (stats["exit_code"], stats["complete"]) == (3, True)
    assert stats["config_digest"] == cleaner.Cleaner().digest
    assert b"7 documents, 6 changed" in done.stderr
    assert b"1 failed (binary 1)" in done.stderr
    # a pipe hears nothing but faults, and how many there are
    assert ran("clean", folder, "-o", tmp_path / "out").stderr.count(b"\n") == 2
    (folder / "bad.txt").unlink()
    assert ran("clean", folder, "-o", tmp_path / "out").stderr == b""
