"""What `cleaner eval` counts, on gold small enough to count by hand; and the floors of `make gate`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from cleaner.evaluation.page_scores import PageScore
from cleaner.evaluation.scoring import Score
from support import ROOT
from support.gold import article, write


# --- the floors ------------------------------------------------------------------------------------------
def gate(folder: Path, floors: str) -> tuple[int, list[str]]:
    (folder / "floors.toml").write_text(floors, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, ROOT / "benchmarks" / "gate.py", folder, "--floors", folder / "floors.toml"],
        capture_output=True,
        timeout=60,
        check=False,
        text=True,
    )
    assert done.stderr == ""
    return done.returncode, done.stdout.splitlines()


def test_the_gate_says_which_floor_is_missed_and_what_was_not_measured(tmp_path):
    write(
        tmp_path / "articles.jsonl",
        *(article(id=n, lang="de", remove=[]) for n in range(5)),
        *(article(id=n) for n in range(20)),
    )
    code, lines = gate(
        tmp_path,
        """
        [fixtures.at_least]
        right = 1.0
        [articles.at_least]
        precision = 0.8
        recall = 0.5
        right = 0.81
        [articles.at_most]
        damaged_share = 0.01
        [articles.rules]
        firings = 5
        precision = 0.9
        [articles.languages]
        keep = 15
        """,
    )
    assert code == 1
    assert lines[0].startswith("gate: fixtures: ")
    assert lines[0].endswith("above every floor")
    assert lines[1].endswith("4 floors missed")
    assert lines[2] == f"gate: pages: NOT MEASURED, {tmp_path / 'pages.jsonl.gz'} does not exist"
    assert lines[3:] == [
        "gate: articles: right is 0.8000, must be at least 0.81",
        "gate: articles: damaged_share is 0.0909, must be at most 0.01",
        "gate: articles: related/read-more-line is right in 20 of 25, must be in 90%",
        "gate: articles: precision in de is 0.0000, must be at least 0.8",
    ]


def test_the_gate_passes_where_every_floor_holds_and_fails_on_gold_it_cannot_read(tmp_path):
    floors = "[fixtures.at_least]\nright = 1.0\n[articles.at_least]\nprecision = 0.99\n"
    write(tmp_path / "articles.jsonl", article())
    assert gate(tmp_path, floors)[0] == 0
    (tmp_path / "articles.jsonl").write_text('{"text": "Rain."}\n')
    code, lines = gate(tmp_path, floors)
    assert code == 1
    assert "no labels" in lines[-2]
    assert lines[-1] == "gate: articles: precision is not measured, must be at least 0.99"


def test_the_floors_in_the_repository_name_figures_that_exist():
    import tomllib

    floors = tomllib.loads((ROOT / "gate.toml").read_text(encoding="utf-8"))
    figures = {
        "fixtures": Score().figures(),
        "articles": Score().figures(),
        "pages": PageScore().figures(),
        "model": Score().figures(),
    }
    assert floors.keys() == figures.keys()
    for name, floor in floors.items():
        assert {*floor["at_least"], *floor.get("at_most", {})} <= figures[name].keys()
