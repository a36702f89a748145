"""What `cleaner eval` counts, on gold small enough to count by hand; and the floors of `make gate`."""

from __future__ import annotations

import json

import pytest

from cleaner.core.document import Span
from cleaner.evaluation.page_scores import PageScore
from cleaner.evaluation.scoring import Firings, Label, Score, touched, units
from support.gold import article, page, write


def scored(text: str, remove=(), optional=(), gone=()) -> Score:
    score = Score()
    labels = [Label(a, b, "ad") for a, b in remove]
    spans = [Span(*pair) for pair in gone]
    score.add("x", text, units(text, labels, [Span(*pair) for pair in optional]), spans)
    return score


# --- units and what is counted ---------------------------------------------------------------------------
def test_units_are_the_lines_split_where_a_label_begins_or_ends():
    text = "Rain fell. Share\n\nA goat.\nBy Ada\n"
    found = units(text, [Label(11, 16, "share")], [Span(26, 32)])
    assert [(text[unit.start : unit.end].strip(), unit.verdict, unit.kind) for unit in found] == [
        ("Rain fell.", "keep", ""),
        ("Share", "remove", "share"),
        ("A goat.", "keep", ""),
        ("By Ada", "optional", ""),
    ]


def test_a_label_over_several_lines_makes_a_unit_of_each():
    assert [unit.verdict for unit in units("One\n\nTwo\nThree\n", [Label(0, 8, "ad")], [])] == [
        "remove",
        "remove",
        "keep",
    ]


def test_where_labels_overlap_remove_wins():
    found = units("One two", [Label(0, 3, "ad")], [Span(0, 7)])
    assert [(unit.start, unit.verdict) for unit in found] == [(0, "remove"), (3, "optional")]


def test_a_line_of_white_space_and_zero_width_characters_is_no_unit():
    assert units(" \t\n\u200b\u00ad\ufeff\n\u00a0\n", [Label(0, 3, "ad")], []) == []


@pytest.mark.parametrize(("lost", "damaged"), [(0, 0), (10, 0), (11, 1), (100, 1)])
def test_a_line_is_damaged_when_more_than_a_tenth_of_it_is_gone(lost, damaged):
    score = scored("k" * 100, gone=[(0, lost)])
    assert (score.keep, score.damaged, score.lost_characters, score.right) == (1, damaged, lost, 1 - damaged)


@pytest.mark.parametrize(("gone", "found"), [(0, 0), (79, 0), (80, 1), (100, 1)])
def test_a_line_is_found_when_eight_tenths_of_it_are_gone(gone, found):
    score = scored("r" * 100, remove=[(0, 100)], gone=[(0, gone)])
    assert (score.remove, score.found, score.right, len(score.misses)) == (1, found, found, 1 - found)


def test_white_space_and_zero_width_characters_do_not_count():
    # ten letters, of which one goes with all the rest
    text = "abcdefghi" + " \u200b\u00ad" * 30 + "j"
    assert scored(text, gone=[(9, len(text))]).damaged == 0
    assert scored(text, remove=[(0, len(text))], gone=[(9, len(text))]).found == 0
    assert scored(text, remove=[(0, len(text))], gone=[(0, 8)]).found == 1


def test_optional_units_are_never_counted():
    for gone in ([], [(0, 6)]):
        score = scored("By Ada\n", optional=[(0, 6)], gone=gone)
        assert (score.remove, score.keep, score.keep_characters, score.lost_characters) == (0, 0, 0, 0)
        assert (score.right, score.articles) == (1, 1)


def test_the_figures_of_two_articles_by_hand():
    score = Score()
    for keep, remove, gone in ((2, 4, [(20, 50)]), (1, 1, [(0, 10)])):
        # lines of nine letters: first what stays, then what should go
        text = "abcdefghi\n" * (keep + remove)
        labelled = units(text, [Label(10 * keep, len(text), "ad")], [])
        score.add("x", text, labelled, [Span(*pair) for pair in gone])
    figures = score.figures()
    assert (figures["articles"], figures["remove"], figures["found"]) == (2, 5, 3)
    assert (figures["keep"], figures["damaged"]) == (3, 1)
    assert figures["precision"] == 3 / 4
    assert figures["recall"] == 3 / 5
    assert figures["macro_recall"] == pytest.approx((3 / 4 + 0) / 2)
    assert figures["f05"] == pytest.approx(1.25 * 0.75 * 0.6 / (0.25 * 0.75 + 0.6))
    assert figures["right"] == 0
    assert figures["damaged_share"] == pytest.approx(1 / 3)
    assert figures["lost_share"] == pytest.approx(9 / 27)
    assert score.kinds["ad"] == [5, 3]


def test_what_nothing_was_measured_for_has_no_figure():
    untouched = scored("Rain fell.").figures()
    assert (untouched["precision"], untouched["recall"], untouched["macro_recall"], untouched["f05"]) == (None,) * 4
    idle = scored("Share", remove=[(0, 5)]).figures()
    assert (idle["precision"], idle["recall"], idle["f05"]) == (None, 0.0, 0.0)


def test_a_firing_is_right_in_boilerplate_wrong_where_it_touches_what_stays_and_else_not_counted():
    text = "Keep this.\nShare\nBy Ada\n\n"
    labelled = units(text, [Label(11, 16, "share")], [Span(17, 23)])
    assert touched(text, labelled, Span(11, 17)) == "remove"
    assert touched(text, labelled, Span(10, 23)) == "remove"  # the line break before it is nobody's
    assert touched(text, labelled, Span(9, 16)) == "keep"
    assert touched(text, labelled, Span(17, 23)) == "optional"
    assert touched(text, labelled, Span(23, 25)) is None
    firings = Firings()
    for verdict in ("remove", "remove", "remove", "keep", "optional"):
        firings.add(verdict)
    assert (firings.counted, firings.precision) == (4, 0.75)


def test_must_and_must_not_are_sought_with_white_space_folded_and_case_kept():
    score = PageScore()
    score.add(
        page("-", must=["the old pier", "The old pier", "fell  down"], must_not=["Share", "share this", "rain"]),
        "the old\n\npier fell down. Share\u00a0this",
    )
    assert (score.must, score.must_found, score.must_not, score.must_not_found) == (3, 2, 3, 1)
    assert score.lost == [("harbour", "The old pier")]
    assert score.left == [("harbour", "Share")]


# --- the command -----------------------------------------------------------------------------------------
def test_labelled_articles_are_scored_in_a_table_and_in_json(run, tmp_path):
    write(tmp_path / "gold.jsonl", article(), article(id="two", lang="de"))
    ran = run("eval", "gold.jsonl", "--baseline", "identity,c4", "--baseline", "refinedweb", "--json", "all.json")
    assert (ran.code, ran.err) == (0, "")
    table = ran.out.decode().splitlines()
    assert table[0].split() == [
        "articles",
        "n",
        "remove",
        "precision",
        "recall",
        "macro",
        "F0.5",
        "right",
        "damaged",
        "lost",
    ]
    assert table[1].split() == ["cleaner", "2", "2", "1.000", "1.000", "1.000", "1.000", "100%", "0/4", "0.00%"]
    assert table[2].split()[:4] == ["identity", "2", "2", "-"]
    assert [line.split()[0] for line in table[3:9] if line] == ["c4", "refinedweb", "language", "de", "en"]
    assert max(map(len, table)) <= 80
    figures = json.loads((tmp_path / "all.json").read_text())
    assert figures["articles"]["cleaner"]["all"]["precision"] == 1.0
    assert figures["articles"]["c4"]["languages"]["de"]["recall"] == 1.0
    assert figures["articles"]["cleaner"]["kinds"]["related"] == {"remove": 2, "found": 2, "recall": 1.0}
    assert figures["rules"]["related/read-more-line"]["right"] == 2
    assert figures["families"]["related"]["precision"] == 1.0
    assert figures["failed"] == []
    printed = run("eval", "gold.jsonl", "--json", "-")
    assert json.loads(printed.out)["articles"]["cleaner"] == figures["articles"]["cleaner"]


def test_labels_stay_where_they_are_because_nothing_is_repaired(run, tmp_path):
    text = "CafÃ© by the pier.\n\nShare\n"
    start = text.index("Share")
    write(tmp_path / "gold.jsonl", article(text, remove=[[start, start + 5, "share"]]))
    figures = json.loads(run("eval", "gold.jsonl", "--json", "-").out)["articles"]["cleaner"]["all"]
    assert (figures["found"], figures["damaged"], figures["right"]) == (1, 0, 1.0)
