"""What `cleaner eval` counts, on gold small enough to count by hand; and the floors of `make gate`."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

import cleaner
from cleaner.core.document import Span
from cleaner.evaluation.baselines import LINE_RULES
from cleaner.evaluation.gold import LabelledArticle, LabelledPage, RejectedRecord, read_gold
from cleaner.evaluation.measure import ALL, OURS, measure
from cleaner.evaluation.page_scores import PageScore, shingles
from cleaner.evaluation.scoring import Firings, Label, Score, touched, units
from conftest import CARD, ROOT

FERRY = "The ferry sailed at noon.\n\nREAD MORE: Pier to close\n\nIt carried forty goats and a piano.\n"
START = FERRY.index("READ")
STOP = FERRY.index("\n\nIt")
PAGE = (
    "<html><head><title>Goats on the ferry</title></head><body><article><h1>Goats on the ferry</h1>"
    + "".join(
        f"<p>The {name} goat walked over the gangway without being asked, looked at the captain for a while and lay down.</p>"
        for name in ("first", "second", "third", "fourth", "fifth")
    )
    + "</article></body></html>"
)


def article(text: str = FERRY, **fields: object) -> dict[str, object]:
    return {
        "id": "ferry",
        "lang": "en",
        "text": text,
        "remove": [[START, STOP, "related"]],
        "optional": [],
    } | fields


def scored(text: str, remove=(), optional=(), gone=()) -> Score:
    score = Score()
    labels = [Label(a, b, "ad") for a, b in remove]
    spans = [Span(*pair) for pair in gone]
    score.add("x", text, units(text, labels, [Span(*pair) for pair in optional]), spans)
    return score


def write(path: Path, *records: object) -> Path:
    path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), encoding="utf-8")
    return path


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


# --- the line rules of others ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "line", "left"),
    [
        ("identity", "Share", "Share"),
        ("c4", "The ferry sailed at noon.", "The ferry sailed at noon."),
        ("c4", "  Did the ferry sail today?  ", "  Did the ferry sail today?  "),
        ("c4", "The ferry sailed at noon", ""),
        ("c4", "The ferry sailed at noon…", ""),
        ("c4", "The ferry sailed at noon...", ""),
        ("c4", "The ferry sailed late.", ""),
        ("c4", "“The ferry sailed at noon,” he said.”", ""),
        ("c4", '"The ferry sailed at noon"', '"The ferry sailed at noon"'),
        ("c4", "Turn on JavaScript to see the ferry.", ""),
        ("c4", "The ferry office uses cookies every day.", ""),
        ("c4", "Read our Privacy Policy before you sail.", ""),
        ("c4", "Lorem ipsum is what the sign said.", ""),
        ("c4", "if (ferry) { it sails at noon.", ""),
        ("c4", f"The ferry sailed to {'a' * 1001} at noon.", ""),
        ("c4", "The ferry[3] sailed at noon.[citation needed]", "The ferry sailed at noon."),
        ("refinedweb", "The ferry sailed at noon", "The ferry sailed at noon"),
        ("refinedweb", "FERRY SAILS AT NOON", ""),
        ("refinedweb", "FERRY sails", "FERRY sails"),
        ("refinedweb", "2031", ""),
        ("refinedweb", "3 likes", ""),
        ("refinedweb", "1.2K Followers.", ""),
        ("refinedweb", "3 goats", "3 goats"),
        ("refinedweb", "Share", ""),
        ("refinedweb", "Sign-in to follow the ferry", "to follow the ferry"),
        ("refinedweb", "We Sign-in at noon", "We Sign-in at noon"),
        ("refinedweb", "The goats have landed Read more...", "The goats have landed"),
        ("refinedweb", "You have 2 items in cart today", "You have 2 today"),
        (
            "refinedweb",
            "one two three four five six seven eight nine ten Read more...",
            "one two three four five six seven eight nine ten Read more...",
        ),
    ],
)
def test_a_line_fares_under_the_rules_of_others_as_they_published(name, line, left):
    text = f"Before it, all sailed well.\n\n{line}\nBehind it, all sailed well.\n"
    kept, at = [], 0
    for start, end in LINE_RULES[name](text):
        assert start >= at
        kept.append(text[at:start])
        at = end
    assert "".join([*kept, text[at:]]) == f"Before it, all sailed well.\n\n{left}\nBehind it, all sailed well.\n"


# --- pages -----------------------------------------------------------------------------------------------


def page(gold: str, must=(), must_not=()) -> LabelledPage:
    return LabelledPage("harbour", None, None, "", gold, tuple(must), tuple(must_not))


def test_pages_are_scored_by_runs_of_four_words():
    score = PageScore()
    score.add(page("one two three four five"), "one two three four five six")  # 2 of 3 runs, 2 of 2
    score.add(page("one two three four five six"), "One, two – three four five; six?")  # 2 of 3 runs, 2 of 3
    score.add(page("one two three four"), "one\ntwo  three four!")  # the same words
    assert score.precisions == pytest.approx([2 / 3, 2 / 3, 1])
    assert score.recalls == pytest.approx([1, 2 / 3, 1])
    assert score.precision == pytest.approx(7 / 9)
    assert score.recall == pytest.approx(8 / 9)
    assert score.f1 == pytest.approx(2 * (7 / 9) * (8 / 9) / (7 / 9 + 8 / 9))
    assert (score.pages, score.exact, score.empty) == (3, 1, 0)


def test_a_run_said_twice_counts_twice_and_few_words_are_one_run():
    assert shingles("a b a b a b a b")[("a", "b", "a", "b")] == 3
    assert shingles("two words") == {("two", "words"): 1}
    assert shingles(" – ") == {}


def test_a_page_without_text_has_no_precision_and_no_recall():
    score = PageScore()
    score.add(page("one two three four", must=["two"]), "")
    figures = score.figures()
    assert (figures["empty"], figures["precision"], figures["recall"], figures["f1"]) == (1, None, 0.0, None)
    assert (figures["exact"], figures["must"], figures["must_not"]) == (0.0, 0.0, None)


def test_must_and_must_not_are_sought_with_white_space_folded_and_case_kept():
    score = PageScore()
    score.add(
        page("-", must=["the old pier", "The old pier", "fell  down"], must_not=["Share", "share this", "rain"]),
        "the old\n\npier fell down. Share\u00a0this",
    )
    assert (score.must, score.must_found, score.must_not, score.must_not_found) == (3, 2, 3, 1)
    assert score.lost == [("harbour", "The old pier")]
    assert score.left == [("harbour", "Share")]


# --- gold ------------------------------------------------------------------------------------------------


def test_gold_is_told_by_its_content(tmp_path):
    write(tmp_path / "labels", article(title="Ferry", url="https://example.org"))
    (tmp_path / "packed").write_bytes(
        gzip.compress((json.dumps({"id": 7, "html": PAGE, "gold": "x"}) + "\n\n").encode())
    )
    (tmp_path / "marked").write_bytes(b"---\r\ntitle: Goats: a list\r\nlang: de\r\n---\r\nRain. [-Share-]\r\n")
    (tmp_path / "plain").write_bytes(b"Rain fell.\n")
    first, second, third, fourth = read_gold(
        [str(tmp_path / name) for name in ("labels", "packed", "marked", "plain")]
    )
    related = Label(START, STOP, "related")
    assert first == LabelledArticle("ferry", "en", "Ferry", "https://example.org", FERRY, (related,), ())
    assert second == LabelledPage("7", None, None, PAGE, "x", (), ())
    assert third[1:] == ("de", "Goats: a list", None, "Rain. Share\r\n", (Label(6, 11, "marked"),), ())
    assert fourth[1:] == (None, None, None, "Rain fell.\n", (), ())


def test_of_a_folder_every_gold_file_is_read_in_order_and_nothing_else(tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "1.txt").write_text("B.")
    (tmp_path / "a.txt").write_text("A.")
    (tmp_path / "README.md").write_text("No gold.")
    assert [item.text for item in read_gold([str(tmp_path)])] == ["A.", "B."]
    (tmp_path / "empty").mkdir()
    assert "holds no .txt" in next(read_gold([str(tmp_path / "empty")])).why


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b'{"text": "Rain."}', "no labels: a labelled article has text and remove"),
        (b'{"html": "<p>", "url": "x"}', "no labels"),
        (b'{"text": 5, "remove": []}', "'text' is not a string"),
        (
            b'{"text": "Rain.", "remove": [[3, 9]]}',
            "remove: [3, 9] is no range [start, end] of the text's 5 characters",
        ),
        (b'{"text": "Rain.", "remove": [[3, 3]]}', "[3, 3] is no"),
        (b'{"text": "Rain.", "remove": [[-1, 3]]}', "[-1, 3] is no"),
        (b'{"text": "Rain.", "remove": [["0", 3]]}', "is no range"),
        (b'{"text": "Rain.", "remove": [4]}', "remove: 4 is no"),
        (b'{"text": "Rain.", "remove": {"a": 1}}', "'remove' is not a list of [start, end]"),
        (b'{"text": "Rain.", "remove": [], "optional": [[0, 6]]}', "optional: [0, 6] is no"),
        (b'{"text": "Rain.", "remove": [], "lang": 5}', "'lang' is not a string"),
        (b'{"html": "", "gold": "", "must": "x"}', "'must' is not a list of strings"),
        (b'{"html": "", "gold": "", "must_not": [" "]}', "'must_not' is not a list of strings"),
        (b'{"text": "Rain."', "not valid JSON"),
        (b'{"id": ' + b"9" * 5000 + b"}", "not valid JSON"),
        (b'{"text": "\xff"}', "not UTF-8 at byte 10"),
        (b"Rain \xff", "not UTF-8 at byte 5"),
        (b"[\n{}]", "not JSON Lines"),
        (b"<html><p>Rain.", "a page without labels"),
        (b"\x1f\x8bnot gzip", "cannot be read"),
    ],
)
def test_gold_that_cannot_be_used_says_why(tmp_path, content, why):
    (tmp_path / "gold").write_bytes(content)
    (fault,) = read_gold([str(tmp_path / "gold")])
    assert isinstance(fault, RejectedRecord)
    assert why in fault.why
    assert fault.name.startswith(str(tmp_path / "gold"))


# --- measuring -------------------------------------------------------------------------------------------


def test_scores_are_kept_by_language_rules_by_name_and_families_together(tmp_path):
    gold = write(
        tmp_path / "gold.jsonl",
        article(),
        article(id="two", lang=None, remove=[], optional=[[START, STOP]]),
        article(id="three", lang="de", remove=[]),
    )
    measured = measure(
        read_gold([str(gold)]), cleaner.Cleaner(repair=False), cleaner.Cleaner(), baselines=["identity"]
    )
    ours = measured.articles[OURS]
    assert sorted(ours) == [ALL, "de", "en", "und"]
    assert (ours[ALL].articles, ours[ALL].found, ours[ALL].damaged, ours[ALL].right) == (3, 1, 1, 2)
    assert measured.articles["identity"][ALL].right == 2
    firings = measured.rules["related/read-more-line"]
    assert (firings.right, firings.wrong, firings.optional) == (1, 1, 1)
    assert measured.families["related"] == firings
    assert set(measured.rules) == {"related/read-more-line"}  # blank lines are not judged


def test_a_document_that_cannot_be_scored_is_counted_nowhere(tmp_path):
    class Broken:
        def clean(self, *_: object, **__: object) -> None:
            raise RuntimeError("boom")

    gold = write(tmp_path / "gold.jsonl", article())
    measured = measure(read_gold([str(gold)]), Broken(), Broken())
    assert measured.articles == {}
    assert [(fault.name, fault.why.split(";")[0]) for fault in measured.faults] == [("ferry", "RuntimeError: boom")]


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


def test_labels_stay_where_they_are_because_nothing_is_repaired(run, tmp_path):
    text = "CafÃ© by the pier.\n\nShare\n"
    start = text.index("Share")
    write(tmp_path / "gold.jsonl", article(text, remove=[[start, start + 5, "share"]]))
    figures = json.loads(run("eval", "gold.jsonl", "--json", "-").out)["articles"]["cleaner"]["all"]
    assert (figures["found"], figures["damaged"], figures["right"]) == (1, 0, 1.0)


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
        (["gold.jsonl", "--json", "gold.jsonl"], "--json would write over gold.jsonl"),
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
    assert "trafilatura is scored on pages, of which there are none" in ran.err


def test_scoring_articles_imports_no_extractor(tmp_path):
    write(tmp_path / "gold.jsonl", article())
    script = (
        "import sys\nfrom cleaner.cli.main import main\nsys.argv = ['cleaner', 'eval', 'gold.jsonl']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "assert not {'trafilatura', 'lxml', 'ftfy', 'msgspec'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, timeout=30, check=True)


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
    assert lines[2] == f"gate: pages: NOT MEASURED, {tmp_path / 'pages.jsonl.gz'} is not there"
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
    figures = {"fixtures": Score().figures(), "articles": Score().figures(), "pages": PageScore().figures()}
    assert floors.keys() == figures.keys()
    for name, floor in floors.items():
        assert {*floor["at_least"], *floor.get("at_most", {})} <= figures[name].keys()
