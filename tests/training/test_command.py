"""`cleaner train` on labelled articles that a generator makes: the model, its figures, its card, its errors."""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import sys

import pytest

from cleaner.core.errors import ConfigurationError
from cleaner.evaluation.gold import read_gold
from support import ROOT
from support.gold import PAGE, article, write
from support.labelled import LEFTOVERS, SITES, gold, only_english
from support.processes import run_here

NEW = (
    "A diver measured the fog horn for the third time this year. The council praised two rowing boats before noon.\n\n"
    "The ferry captain carried the north crane while the town was still asleep. A seal painted the old pier.\n\n"
    "Tales nearby: all about the old pier\n\nGauge panel refreshes itself\n\nWin a mug from our gift shelf\n"
)
KEPT = "\n\n".join(NEW.split("\n\n")[:2])


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """A folder with gold.jsonl, my.model, card.md, and what the training printed."""
    pytest.importorskip("sklearn")
    folder = tmp_path_factory.mktemp("trained")
    write(folder / "gold.jsonl", *gold())
    with pytest.MonkeyPatch.context() as patch:
        only_english(patch.setattr)
        ran = run_here("train", "gold.jsonl", "-o", "my.model", "--card", "card.md", "--cross-validate", cwd=folder)
    assert ran.code == 0, ran.err
    return folder, ran


@pytest.fixture
def few_phrases(monkeypatch):
    """The vocabulary of one language and its examples, which are fitted in less time than all."""
    pytest.importorskip("sklearn")
    only_english(monkeypatch.setattr)


def test_no_rule_takes_what_the_model_is_to_learn(run, tmp_path):
    write(tmp_path / "gold.jsonl", *gold())
    figures = json.loads(run("eval", "gold.jsonl", "--ignore", "learned", "--json", "-").out)
    overall = figures["articles"]["cleaner"]["all"]
    assert (overall["found"], overall["damaged"]) == (0, 0)


def test_the_trained_model_takes_what_it_learned_from_a_text_of_another_site(trained, run, tmp_path):
    folder, _ = trained
    (tmp_path / "new.txt").write_text(NEW, encoding="utf-8")
    shipped = run("clean", "new.txt")
    ran = run("clean", "new.txt", "--model", folder / "my.model", "--report", "ledger.json")
    assert (ran.code, ran.out.decode().strip()) == (0, KEPT)
    assert shipped.out.decode().strip() != KEPT
    ledger = (tmp_path / "ledger.json").read_text(encoding="utf-8")
    assert re.findall(r'"rule": "(learned/\w+)"', ledger) == ["learned/related", "learned/widget", "learned/promo"]


def test_a_second_training_in_another_process_gives_the_same_bytes(trained, tmp_path):
    folder, _ = trained
    write(tmp_path / "gold.jsonl", *gold())
    code = "from support.labelled import only_english\nonly_english()\nfrom cleaner.cli.main import main\nmain()"
    ran = subprocess.run(
        [sys.executable, "-c", code, "train", "gold.jsonl", "-o", "again.model", "--card", "again.md"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": str(ROOT / "tests")},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert (tmp_path / "again.model").read_bytes() == (folder / "my.model").read_bytes()
    assert (tmp_path / "again.md").read_bytes() == (folder / "card.md").read_bytes()


def test_the_figures_fit_80_columns_and_add_up(trained):
    _, ran = trained
    lines = ran.out.decode().splitlines()
    assert [line for line in lines if len(line) > 80] == []
    rows = [re.split(r"  +", line) for line in lines]
    count, remove = str(len(gold())), str(sum(len(record["remove"]) for record in gold()))
    overall = {row[0]: row[1:] for row in rows if row[0] in ("rules alone", "standard", "thorough")}
    assert {name: row[:2] for name, row in overall.items()} == {key: [count, remove] for key in overall}
    assert [overall[name][3] for name in ("rules alone", "standard")] == ["0.000", "1.000"]
    assert [row[:4] for row in rows if row[0] in ("gold", "en")] == [
        ["gold", count, remove, "- 0.000"],
        ["en", count, remove, "- 0.000"],
    ]
    kinds = {row[0]: int(row[1]) for row in rows if row[0] in LEFTOVERS}
    assert (set(kinds), sum(kinds.values())) == (set(LEFTOVERS), int(remove))
    steps = [row for row in rows if re.fullmatch(r"0\.\d\d", row[0])]
    assert [row[0] for row in steps] == ["0.50", "0.60", "0.70", "0.80", "0.85", "0.90", "0.95", "0.98"]
    rights = [int(row[1]) for row in steps]
    assert rights == sorted(rights, reverse=True)
    assert [row[4] for row in steps] == [f"{right / int(remove):.3f}" for right in rights]


def test_the_message_counts_articles_and_sites(trained):
    _, ran = trained
    assert ran.err == (
        f"cleaner: note: trained on {len(gold())} articles of {len(SITES)} sites; precision 1.000, recall 1.000 on sites "
        "not seen\n"
    )


def test_the_card_says_what_the_model_learned_from_and_where_it_is_off(trained):
    folder, _ = trained
    card = (folder / "card.md").read_text(encoding="utf-8")
    for row in (f"| gold | {len(gold())} |", f"| by-hand | {len(gold())} |"):
        assert row in card.splitlines()
    assert "| examples | " in card
    assert "marked texts, which weigh more" in " ".join(card.split())
    assert re.search(r"the model is off at `standard`: .*cyrillic", card.replace("\n  ", " "))
    assert [line for line in card.splitlines() if len(line) > 120 and not line.startswith("|")] == []
    assert str(folder) not in card


def test_files_folders_and_packed_files_are_sets_of_their_own(run, tmp_path, monkeypatch):
    seen = {}

    def train(articles):
        seen.update((article.name, name) for name, article in articles)
        raise ConfigurationError("enough")

    from cleaner.training import command, fit

    monkeypatch.setattr(command, "train", train)
    monkeypatch.setattr(fit, "check_installed", lambda: None)
    one, two, three = gold(1)
    write(tmp_path / "one.v2.jsonl", one)
    (tmp_path / "two.jsonl.gz").write_bytes(gzip.compress(json.dumps(two).encode()))
    (tmp_path / "marked" / "deep").mkdir(parents=True)
    write(tmp_path / "marked" / "three.jsonl", three)
    for name in ("a.txt", "deep/b.txt"):
        (tmp_path / "marked" / name).write_text("Rain fell.\n\n[-Fold the sidebar-]\n", encoding="utf-8")
    ran = run("train", "one.v2.jsonl", "two.jsonl.gz", "marked", "--cross-validate")
    assert (ran.code, ran.err) == (2, "cleaner: error: enough\n")
    a, b = os.path.join("marked", "a.txt"), os.path.join("marked", "deep", "b.txt")
    assert seen == {one["id"]: "one", two["id"]: "two", three["id"]: "three", a: "marked", b: "marked"}


def test_what_cannot_be_read_is_named_and_the_rest_is_trained_on(run, tmp_path, few_phrases):
    page = {"id": "goats", "html": PAGE, "gold": "The first goat", "must": [], "must_not": []}
    write(tmp_path / "gold.jsonl", {"id": "bare", "text": "Rain."}, page, *gold())
    ran = run("train", "gold.jsonl", "nowhere.jsonl", "-o", "my.model")
    bare, nowhere, pages, summary = ran.err.splitlines()
    assert ran.code == 3
    assert bare.startswith("cleaner: error: gold.jsonl:1: no labels")
    assert nowhere == "cleaner: error: nowhere.jsonl: No such file or directory"
    assert pages == (
        "cleaner: note: 1 page skipped: no line of the labelled article found, or the page is an index"
    )
    assert summary.startswith("cleaner: note: trained on ")
    assert (tmp_path / "my.model").exists()


def test_nothing_to_read_is_no_model(run, tmp_path):
    pytest.importorskip("sklearn")
    ran = run("train", "nowhere.jsonl", "-o", "my.model")
    assert (ran.code, ran.err) == (3, "cleaner: error: nowhere.jsonl: No such file or directory\n")
    assert list(tmp_path.iterdir()) == []


ONE_SITE = [record | {"url": "https://quay.example/", "id": f"{number}"} for number, record in enumerate(gold(3))]
TOO_LITTLE = {
    "no articles": ([], "no labelled article to train on"),
    "one_site": (ONE_SITE, "the labelled articles are from 1 site; training needs 3 or more"),
    "two_sites": (gold(3)[:6], "the labelled articles are from 2 sites; training needs 3 or more"),
}


@pytest.mark.parametrize(("records", "message"), TOO_LITTLE.values(), ids=TOO_LITTLE)
def test_too_little_to_learn_from_is_said_in_one_line_and_leaves_the_old_model(
    run, tmp_path, few_phrases, records, message
):
    write(tmp_path / "gold.jsonl", *records)
    (tmp_path / "my.model").write_bytes(b"old")
    ran = run("train", "gold.jsonl", "-o", "my.model")
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert message in ran.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["gold.jsonl", "my.model"]
    assert (tmp_path / "my.model").read_bytes() == b"old"


def test_few_labels_make_a_model_that_removes_nothing_and_says_so(run, tmp_path, few_phrases):
    write(tmp_path / "gold.jsonl", *gold(1))
    ran = run("train", "gold.jsonl", "-o", "my.model")
    assert ran.code == 0
    assert ran.err.splitlines()[1:] == [
        f"cleaner: note: the labels are too few to promise anything at {level}; the model removes nothing there"
        for level in ("standard", "thorough")
    ]
    (tmp_path / "new.txt").write_text(NEW, encoding="utf-8")
    assert run("clean", "new.txt", "--model", "my.model").out.decode() == NEW


def test_a_missing_scikit_learn_is_said_in_one_line_that_says_how_to_install_it(run, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "sklearn", None)
    write(tmp_path / "gold.jsonl", *gold())
    ran = run("train", "gold.jsonl", "-o", "my.model")
    line = "cleaner: error: training needs scikit-learn: pip install 'article-cleaner[train]'\n"
    assert (ran.code, ran.err) == (2, line)
    assert not (tmp_path / "my.model").exists()


def test_the_extractor_of_a_record_is_read(tmp_path):
    found = list(read_gold([str(write(tmp_path / "gold.jsonl", article(extractor="by-hand"), article()))]))
    assert [record.extractor for record in found] == ["by-hand", None]
