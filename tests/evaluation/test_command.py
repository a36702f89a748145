"""What `cleaner eval` counts, on gold small enough to count by hand; and the floors of `make gate`."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from support import CARD
from support.gold import PAGE, article, write


def test_misses_and_damages_are_listed(run, tmp_path):
    wrong = article(id="wrong", remove=[[0, 25, "other"]])
    write(tmp_path / "gold.jsonl", wrong)
    out = run("eval", "gold.jsonl", "--list").out.decode().splitlines()
    assert out[-2:] == ["missed: wrong: The ferry sailed at noon.", "damaged: wrong: READ MORE: Pier to close"]
    write(tmp_path / "gold.jsonl", article())
    assert run("eval", "gold.jsonl", "--list").out.decode().splitlines()[-1] == "nothing missed, nothing damaged"


def test_the_options_of_clean_choose_the_rules(run, tmp_path):
    write(tmp_path / "gold.jsonl", article())

    def recall(*options: str) -> float:
        return json.loads(run("eval", "gold.jsonl", "--json", "-", *options).out)["articles"]["cleaner"]["all"][
            "recall"
        ]

    assert recall() == 1.0
    assert recall("--ignore", "related") == 0.0
    assert recall("--select", "share,advert") == 0.0
    (tmp_path / "own.toml").write_text(CARD.replace("listen to our podcast", "read more"), encoding="utf-8")
    assert recall("--select", "own", "--rules", "own.toml") == 1.0


def test_only_what_states_the_language_is_scored(run, tmp_path):
    write(tmp_path / "gold.jsonl", article(), article(lang="de"), article(lang=None))
    ran = run("eval", "gold.jsonl", "--language", "de", "--json", "-")
    assert list(json.loads(ran.out)["articles"]["cleaner"]["languages"]) == ["de"]
    ran = run("eval", "gold.jsonl", "--language", "fr")
    assert (ran.code, ran.out) == (2, b"")
    assert "no labelled article or page in the language 'fr'" in ran.err


def test_pages_are_scored_beside_trafilatura(run, tmp_path):
    text = "\n".join(line.split("</p>")[0] for line in PAGE.split("<p>")[1:])
    record = {
        "id": "goats",
        "url": "https://example.org/goats",
        "html": PAGE,
        "gold": text,
        "must": ["The fifth goat"],
        "must_not": ["Goats on the ferry"],
    }
    write(tmp_path / "pages.jsonl", record, record | {"id": "none", "html": "<html></html>", "must_not": []})
    ran = run("eval", "pages.jsonl", "--baseline", "trafilatura", "--list", "--json", "pages.json")
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.decode().splitlines()
    assert lines[1].split() == ["cleaner", "2", "1.000", "0.500", "0.667", "50%", "50.0%", "0.0%", "1"]
    assert lines[2].split()[0] == "trafilatura"
    assert lines[-1] == "lost: none: The fifth goat"
    figures = json.loads((tmp_path / "pages.json").read_text())["pages"]
    assert (figures["cleaner"]["f1"], figures["cleaner"]["empty"]) == (pytest.approx(2 / 3), 1)
    assert figures["trafilatura"]["must_not"] in (0.0, 1.0)


def test_what_cannot_be_read_is_named_and_the_rest_scored(run, tmp_path):
    write(tmp_path / "gold.jsonl", article(), {"id": "bare", "text": "Rain."})
    ran = run("eval", "gold.jsonl", "nowhere.jsonl")
    assert ran.code == 3
    assert ran.out.splitlines()[1].split()[:2] == [b"cleaner", b"1"]
    bare, nowhere = ran.err.splitlines()
    assert bare.startswith("cleaner: error: gold.jsonl:2: no labels")
    assert nowhere == "cleaner: error: nowhere.jsonl: No such file or directory"
    assert run("eval", "nowhere.jsonl") == (3, b"", "cleaner: error: nowhere.jsonl: No such file or directory\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["gold.jsonl", "--baseline", "c5"],
            "--baseline is one of identity, c4, refinedweb, trafilatura, not 'c5'",
        ),
        (["gold.jsonl", "--baseline", ","], "--baseline names no"),
        (["gold.jsonl", "--json", "gold.jsonl"], "--json would overwrite the input gold.jsonl"),
        (["gold.jsonl", "--json", "no/such/folder.json"], "no/such/folder.json"),
        (["gold.jsonl", "--json", ""], "--json names no file"),
        (["gold.jsonl", "--ignore", "nonsense"], "nonsense"),
        (["-", "-"], "standard input can be read only once"),
        ([], "Missing argument"),
    ],
)
def test_what_cannot_be_asked_for_is_refused(run, tmp_path, arguments, message):
    before = write(tmp_path / "gold.jsonl", article()).read_bytes()
    ran = run("eval", *arguments)
    assert (ran.code, ran.out) == (2, b"")
    assert message in ran.err
    assert (tmp_path / "gold.jsonl").read_bytes() == before


def test_gold_comes_from_standard_input_too_and_a_baseline_without_pages_is_mentioned(run):
    ran = run("eval", "-", "--baseline", "trafilatura", stdin=json.dumps(article()).encode())
    assert ran.code == 0
    assert ran.out.startswith(b"articles")
    assert "trafilatura is scored on pages only, and the input holds no page" in ran.err


def test_scoring_articles_imports_no_extractor(tmp_path):
    write(tmp_path / "gold.jsonl", article())
    script = (
        "import sys\nfrom cleaner.cli.main import main\nsys.argv = ['cleaner', 'eval', 'gold.jsonl']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "assert not {'trafilatura', 'lxml', 'ftfy', 'msgspec'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, timeout=30, check=True)
