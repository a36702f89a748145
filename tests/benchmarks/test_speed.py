"""The benchmarks measure what they say, and need no peer to be there."""

from __future__ import annotations

import itertools
import json
import random
import re
import subprocess
import sys
from xml.etree import ElementTree

import pytest

from speed import corpora, growing, measuring, obvious, plot, tables, texts
from speed.subjects import SUBJECTS
from support import ROOT

sys.path.insert(0, str(ROOT / "benchmarks"))


def test_a_corpus_is_made_of_our_own_texts_in_the_proportions_it_states():
    articles = list(itertools.islice(texts.mixed(random.Random(2)), 400))
    assert articles == list(itertools.islice(texts.mixed(random.Random(2)), 400))
    plain = sum(article["text"].isascii() for article in articles) / len(articles)
    assert 0.5 < plain < 0.72
    assert len({article["lang"] for article in articles}) > 5
    lengths = sorted(len(article["text"]) for article in articles)
    assert 3_000 < lengths[200] < 5_500


def test_its_documents_are_records_and_a_sample_is_its_first_ones(tmp_path):
    english, html = corpora.make(tmp_path, ["english", "html"], None, None, 0.3)
    assert html.is_html
    assert len(english.sizes) > 20
    lines = english.path.read_bytes().splitlines()
    assert [len(json.loads(line)["text"].encode()) for line in lines] == list(english.sizes)
    for turn, chosen in ((0, lines[:3]), (1, lines[3:6])):
        path, size = english.sample(3, turn)
        assert path.read_bytes().splitlines() == chosen
        assert size == sum(english.sizes[turn * 3 : turn * 3 + 3])


def test_text_that_was_read_wrongly_is_mojibake():
    from cleaner.intake.repair import repair

    for seed in range(4):
        wrong = texts.misread("The pier’s café — “closed”", random.Random(seed))
        assert repair(wrong)[0] != wrong


def test_the_same_rules_in_the_syntax_of_re_say_the_same():
    lines = [example for card in obvious.builtin().cards for example in card.examples]
    compared, differ, refused = obvious.agreement([re.sub(r"\[-|-\]", "", line) for line in lines[::7]])
    assert (differ, refused) == (0, ())
    assert compared > 1000


def test_fewer_and_more_rules_are_as_many_as_asked_for():
    assert [len(growing.with_rules(count).cards) for count in (50, 100, 500)] == [50, 100, 500]


def test_a_subject_is_measured_and_a_missing_one_is_said_to_be_missing(tmp_path):
    corpus = corpora.make(tmp_path, ["english"], None, None, 0.05)[0]
    chosen = [one for one in SUBJECTS if one.name in ("floor", "ftfy")]
    absent = chosen[0]._replace(name="absent", place="peers:dolma_c4")
    servers = [measuring.Server(one, tmp_path) for one in chosen]
    lost = measuring.Server(chosen[0], tmp_path)
    lost.missing, lost.subject = "not there", absent
    rows = measuring.measure(corpus, [*servers, lost], rounds=2, seconds=0.01, tell=lambda _: None)
    for server in (*servers, lost):
        server.close()
    floor, ftfy, missing = rows
    assert floor.rate > ftfy.rate > 0
    assert floor.times(ftfy) == pytest.approx(1 / ftfy.times(floor), rel=0.5)
    assert missing.missing == "not installed"
    assert "missing: not installed" in tables.of_corpus(rows)


def test_tables_fill_a_page_and_plots_are_svg(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("a\n<!-- one -->\nold\n<!-- end -->\nb\n<!-- two -->\n<!-- end -->\n")
    tables.fill(page, "one", "new")
    assert page.read_text() == "a\n<!-- one -->\nnew\n<!-- end -->\nb\n<!-- two -->\n<!-- end -->\n"
    with pytest.raises(ValueError, match="no '<!-- three -->'"):
        tables.fill(page, "three", "new")
    ElementTree.fromstring(plot.bars({"A < B": [("cleaner", 12.0), ("ftfy", 0.3)]}, "MB/s"))
    ElementTree.fromstring(plot.lines([("One", "x", "y", {"": [(1, 2.0), (10, 3.0)]})]))


def test_the_page_has_a_place_for_every_table():
    page = (ROOT / "docs" / "explanation" / "performance.md").read_text(encoding="utf-8")
    for name in ("about", "english", "mixed", "mojibake", "html", "languages", "start", "re"):
        assert f"<!-- bench {name} -->" in page
    assert "<!-- growth -->" in page


def test_repair_does_what_ftfy_does_on_some_thousand_lines():
    fuzz = [sys.executable, str(ROOT / "benchmarks" / "fuzz_repair.py"), "--lines", "4000"]
    done = subprocess.run(fuzz, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert ": 0 differ" in done.stdout
