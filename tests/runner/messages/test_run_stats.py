"""Many documents: which are read, where they go, and that the way there makes no difference."""

from __future__ import annotations

import json

import pytest

import cleaner
from cleaner.runner.messages.run_stats import write_statistics
from cleaner.runner.request import CleanRequest
from cleaner.system.atomic_file import OutputFolder
from support.bulk import CLEAN, DIRTY, make_folder, ran
from support.units import tally_of


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
    size = len("Advertisement")
    count = {"removals": 6, "documents": 6, "characters": 6 * size, "largest": size / len(DIRTY)}
    assert stats["rules"] == {"advert/advert-label": count}
    assert stats["families"] == {"advert": count}
    assert stats["blanks"]["characters"] == counts["removed"] - 6 * size
    assert stats["largest"]["share"] == 1 - len(CLEAN) / len(DIRTY)
    assert (stats["exit_code"], stats["complete"]) == (3, True)
    assert stats["config_digest"] == cleaner.Cleaner().digest
    assert b"7 documents, 6 changed" in done.stderr
    assert b"1 failed (binary 1)" in done.stderr
    # a pipe hears nothing but faults, and how many there are
    assert ran("clean", folder, "-o", tmp_path / "out").stderr.count(b"\n") == 2
    (folder / "bad.txt").unlink()
    assert ran("clean", folder, "-o", tmp_path / "out").stderr == b""


def written(tmp_path, worker, code=0, **fields: object) -> dict[str, dict]:
    request = CleanRequest([str(tmp_path / "in.txt")], **fields)  # type: ignore[arg-type]
    folder = OutputFolder(request.report or "") if request.report_into_folder else None
    write_statistics(request, worker, tally_of(documents=3, rules={"a/b": 2}), 1.23456, code, folder=folder)
    return {path.name: json.loads(path.read_bytes()) for path in sorted(tmp_path.rglob("*.json"))}


def test_statistics_go_where_they_were_asked_for(tmp_path, worker):
    reports = tmp_path / "reports"
    assert written(tmp_path, worker) == {}
    assert written(tmp_path, worker, report=f"{reports}/") == {}  # the folder was never made
    reports.mkdir()
    assert written(tmp_path, worker, report=str(tmp_path / "r.json")) == {}
    assert written(tmp_path, worker, report=str(reports)).keys() == {"run.json"}
    both = written(tmp_path, worker, report=str(reports), stats=str(tmp_path / "stats.json"))
    assert both["run.json"]["counts"] == both["stats.json"]["counts"]
    (reports / "run.json").unlink()
    assert written(tmp_path, worker, stats=str(tmp_path / "stats.json")).keys() == {"stats.json"}


@pytest.mark.parametrize(("code", "complete"), [(0, True), (3, True), (127, True), (128, False), (None, False)])
def test_a_run_that_was_stopped_or_broke_off_is_not_complete(tmp_path, worker, code, complete):
    stats = written(tmp_path, worker, code, stats=str(tmp_path / "s.json"))["s.json"]
    assert (stats["exit_code"], stats["complete"]) == (code, complete)
    assert (stats["seconds"], stats["rules"]["a/b"]["characters"], stats["counts"]["documents"]) == (1.235, 2, 3)
