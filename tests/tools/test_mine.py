"""The mining tool finds what a corpus repeats."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys

import pytest

from support import ROOT

STORIES = [
    ("The ferry left the pier at dawn.", "See too: Captain finds a bell", "Fog closes the strait for a third day"),
    ("The council met twice.", "See too: Harbour dredger arrives", "Lamp keepers ask for better ladders"),
    ("Gulls followed the trawlers home.", "See too: Prices of rope fall", "Old crane to become a museum of winds"),
]


EXTRA = "Two dozen oyster beds open again"


@pytest.fixture
def corpus(tmp_path):
    path = tmp_path / "corpus.jsonl.gz"
    rows = []
    for number, (prose, link, headline) in enumerate(STORIES):
        lines = [
            prose,
            prose.upper(),
            link,
            f"{number + 3} READERS nearby",
            headline,
            EXTRA,
            f"{prose} Crew told us.",
        ]
        rows.append({"lang": "en", "site": f"post-{number % 2}", "title": "", "text": "\n\n".join(lines)})
    rows.append(rows[0])
    rows += [
        {"lang": "ja", "title": "", "text": f"港の{name}は静かだ。\n関連記事→{name}"} for name in ("朝", "夜", "雨")
    ]
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    return path


def mined(*arguments):
    command = [sys.executable, str(ROOT / "tools" / "mine.py"), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True).stdout


def texts(output):
    """Of each row of the tables, its articles, its sites and its text."""
    rows = [row for row in output.splitlines() if "⟵" in row and not row.startswith("articles")]
    return {row.split("  ⟵  ")[0].split("%  ")[-1]: tuple(map(int, row.split()[:2])) for row in rows}


def test_each_kind_is_counted_by_different_articles_and_sites(corpus):
    found = {
        what: texts(mined(corpus, "--language", "en", "--what", what))
        for what in ("lines", "prefixes", "suffixes", "headings")
    }
    assert found["lines"] == {"0 readers nearby": (3, 2), EXTRA.lower(): (3, 2)}
    assert found["prefixes"] == {"see too:": (3, 2)}
    assert found["suffixes"] == {"crew told us.": (3, 2)}
    assert found["headings"] == {"0 readers nearby": (3, 2)}


def test_scripts_without_spaces_are_cut_into_characters(corpus):
    assert texts(mined(corpus, "--language", "ja", "--what", "prefixes")) == {"関連記事→": (3, 1)}
    assert texts(mined(corpus, "--language", "ja", "--what", "suffixes")) == {"は静かだ。": (3, 1)}


def test_limits_narrow_what_is_shown(corpus):
    assert texts(mined(corpus, "--site", "post-1")) == {}
    assert "== en post-0: lines (1 of 2)" in mined(corpus, "--by", "site", "--minimum", "2", "--top", "1")
    assert texts(mined(corpus, "--what", "suffixes", "--open", "1", "--language", "en")) == {}
    assert "crew told us." in texts(mined(corpus, "--what", "suffixes", "--open", "1", "--position", "1"))
    assert "see too:" not in texts(mined(corpus, "--what", "prefixes", "--position", "1"))


def test_left_mines_the_cleaned_text(corpus):
    path = corpus.with_name("adverts.jsonl")
    rows = [{"lang": "en", "text": f"{prose}\n\nAdvertisement\n\n{EXTRA}."} for prose, _, _ in STORIES]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert "advertisement" in texts(mined(path, "--what", "lines"))
    assert texts(mined(path, "--what", "lines", "--left")) == {EXTRA.lower() + ".": (3, 1)}
