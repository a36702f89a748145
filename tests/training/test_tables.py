"""The tables of `cleaner train --cross-validate` and of the model card."""

from __future__ import annotations

from types import SimpleNamespace

from cleaner.evaluation.scoring import Score
from cleaner.scorer.forms import SCRIPT_NAMES
from cleaner.scorer.model import LEVELS
from cleaner.training import tables
from cleaner.training.train import SETTINGS


class Trained:
    """The figures of a training, made up."""

    def __init__(self, **scores: Score) -> None:
        named = {name.replace("_", " ", 1): score for name, score in scores.items()}
        self.scores = dict.fromkeys(SETTINGS, named)


def test_languages_with_fewer_than_ten_articles_share_a_row_in_which_their_lines_are_summed():
    made = Trained(
        language_en=Score(articles=10, remove=8, found=4, damaged=0),
        language_de=Score(articles=9, remove=6, found=2, damaged=1),
        language_fi=Score(articles=3, remove=4, found=3, damaged=0),
        set_few=Score(articles=1, remove=1),
    )
    table = tables.by_group(made, "language")
    assert table.rows == [
        ("en", "10", "8", *["1.000 0.500"] * 3),
        ("2 others", "12", "10", *["0.833 0.500"] * 3),
    ]
    assert tables.by_group(made, "set").rows == [("few", "1", "1", *["- 0.000"] * 3)]


def test_kinds_that_go_by_two_names_are_one_row():
    made = Trained(all=Score(kinds={"nav": [2, 1], "navigation": [3, 3], "rune": [9, 0]}))
    assert tables.by_kind(made).rows == [
        ("rune", "9", *["0.000"] * 3),
        ("navigation", "5", *["0.800"] * 3),
    ]


def test_a_long_name_is_cut_so_that_the_table_fits():
    made = Trained(**{"set_" + "s" * 40: Score(articles=12_345, remove=123_456, found=123_456)})
    (row,) = tables.by_group(made, "set").rows
    assert row[0] == "s" * 23 + "…"
    assert len(tables.aligned(*tables.by_group(made, "set")).splitlines()[1]) <= 80


def test_thresholds_are_probabilities_for_scripts_with_labels_and_off_without_one():
    left = {name: 5 if name in ("latin", "greek") else 0 for name in SCRIPT_NAMES}
    header = {"thresholds": {level: {"latin": 0, "greek": None} for level in LEVELS}}
    made = Trained()
    made.trial, made.model = SimpleNamespace(left=left), SimpleNamespace(header=header)
    assert tables.thresholds(made).rows == [("latin", "5", "50 %", "50 %"), ("greek", "5", "off", "off")]
