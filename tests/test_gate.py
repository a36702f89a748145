"""What `cleaner eval` counts, on gold small enough to count by hand; and the floors of `make gate`."""

from __future__ import annotations

import pytest

from cleaner.evaluation.page_scores import PageScore
from cleaner.evaluation.scoring import Score
from gate import main
from support import ROOT
from support.gold import article, write


# --- the floors ------------------------------------------------------------------------------------------
@pytest.fixture
def gate(tmp_path, capsys):
    """Run the gate on the labels in `tmp_path` and one fixture; its exit code, and the lines that it prints."""
    (tmp_path / "fixtures" / "advert").mkdir(parents=True)
    (tmp_path / "fixtures" / "advert" / "rain.txt").write_text("Rain fell.\n\n[-Advertisement-]\n\nIt stopped.\n")

    def _gate(floors: str, jobs: int = 1) -> tuple[int, list[str]]:
        (tmp_path / "floors.toml").write_text(floors, encoding="utf-8")
        places = ["--floors", tmp_path / "floors.toml", "--fixtures", tmp_path / "fixtures"]
        code = main([str(argument) for argument in (tmp_path, *places, "--jobs", jobs)])
        printed = capsys.readouterr()
        assert printed.err == ""
        return code, printed.out.splitlines()

    return _gate


def test_the_gate_says_which_floor_is_missed_and_what_was_not_measured(gate, tmp_path):
    write(
        tmp_path / "articles.jsonl",
        *(article(id=n, lang="de", remove=[]) for n in range(5)),
        *(article(id=n) for n in range(20)),
    )
    code, lines = gate(
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


def test_the_gate_passes_where_every_floor_holds_and_fails_on_gold_it_cannot_read(gate, tmp_path):
    floors = "[fixtures.at_least]\nright = 1.0\n[articles.at_least]\nprecision = 0.99\n"
    write(tmp_path / "articles.jsonl", article())
    assert gate(floors)[0] == 0
    (tmp_path / "articles.jsonl").write_text('{"text": "Rain."}\n')
    code, lines = gate(floors)
    assert code == 1
    assert "no labels" in lines[-2]
    assert lines[-1] == "gate: articles: precision is not measured, must be at least 0.99"


def test_the_gate_prints_the_same_for_any_number_of_processes(gate, tmp_path):
    floors = "[fixtures.at_least]\nright = 1.0\n[articles.at_least]\nprecision = 0.99\nrecall = 1.1\n"
    write(tmp_path / "articles.jsonl", article(), article(id=2, lang="de", remove=[]))
    code, lines = gate(floors)
    assert (code, len(lines)) == (1, 5)
    assert gate(floors, jobs=2) == (code, lines)


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
