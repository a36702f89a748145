"""The command as a program runs it: output, exit codes, messages."""

from __future__ import annotations

import json
import unicodedata

import pytest

from cleaner.matching.catalog import builtin
from support import CARD

PATTERNS = ("pattern", "given", "unless")
DIRTY = b"Rain fell.\n\nAdvertisement\n\nIt stopped.\n"


def test_own_rules_are_tested_and_used(run, tmp_path):
    (tmp_path / "mine.toml").write_text(CARD)
    ran = run("test-rules", "mine.toml")
    assert (ran.code, ran.out.decode().splitlines()[-1]) == (0, "1 passed, 0 failed")
    assert run(
        "clean",
        "--rules",
        "mine.toml",
        stdin=b"Rain fell on the harbour until noon.\n\nListen to our podcast: it\n",
    ).out == (b"Rain fell on the harbour until noon.\n")
    assert b"podcast" in run("explain", "podcast-line", "--rules", "mine.toml").out
    (tmp_path / "bad.toml").write_text(CARD.replace('"Listen to the sea."', '"Listen to our podcast, she said."'))
    ran = run("test-rules", "bad.toml")
    assert ran.code == 1
    assert "failed  bad/podcast-line" in ran.out.decode()


def test_a_bad_pattern_is_refused_with_its_rule(run, tmp_path):
    (tmp_path / "mine.toml").write_text(CARD.replace("listen to our podcast", "(?<!x)listen"))
    ran = run("clean", "--rules", "mine.toml", stdin=DIRTY)
    assert ran.code == 2
    assert "rule mine/podcast-line: RE2 refuses it" in ran.err
    for key in ("unless", "given"):
        (tmp_path / "mine.toml").write_text(CARD.replace("why =", f"{key} = '(unclosed'\nwhy ="))
        for command in (["clean", "--rules"], ["test-rules"]):
            ran = run(*command, "mine.toml", stdin=DIRTY)
            assert (ran.code, "rule mine/podcast-line: RE2 refuses it: missing )" in ran.err) == (2, True)


def test_every_rule_is_listed_for_people_and_as_json(run):
    rows = json.loads(run("rules", "--json").out)
    assert {"name", "why", "since", "status"} <= set(rows[0])
    listed = run("rules").out.decode()
    assert all(row["name"] in listed and row["why"] in listed for row in rows)


@pytest.mark.parametrize(
    ("words", "has", "lacks"),
    [
        (["share"], "share/share-row", "advert/advert-label"),
        (["NEWSLETTER"], "subscribe/newsletter-prompt", "share/share-row"),
        (["edges", "label"], "page/edge-label", "share/share-row"),
        (["related", "tail"], "related/read-more-tail", "related/read-more-line"),
    ],
)
def test_a_filter_lists_the_rules_that_have_all_its_words(run, words, has, lacks):
    listed = run("rules", *words).out.decode()
    names = {row["name"] for row in json.loads(run("rules", *words, "--json").out)}
    assert has in names
    assert lacks not in names
    assert names == {line.split()[0] for line in listed.splitlines()}
    for card in builtin().cards:
        if card.id in names:
            facts = f"{card.id} {card.why} {card.shape} {card.status} {card.confidence} {card.where}".casefold()
            assert all(word.casefold() in facts for word in words)


def test_a_filter_that_finds_nothing_says_so(run):
    ran = run("rules", "nowhere", "share")
    assert (ran.code, ran.out) == (2, b"")
    assert ran.err == "cleaner: error: no rule has 'nowhere' and 'share'; 'cleaner rules' lists them all\n"


def test_a_rule_is_explained_with_its_examples_and_with_colour_where_it_is_wanted(run):
    plain = run("explain", "related/read-more-line").out.decode()
    assert "[-READ MORE: Five things we learned from the budget-]" in plain
    assert "Read more slowly, she told pupils: it pays." in plain
    assert "\x1b" not in plain
    assert "\x1b[31m[-READ MORE" in run("explain", "read-more-line", FORCE_COLOR="1").out.decode()
    assert "\x1b" not in run("explain", "read-more-line", FORCE_COLOR="1", NO_COLOR="1").out.decode()


def test_every_rule_can_be_explained():
    from cleaner.cli.rules_view import card as shown
    from cleaner.matching.catalog import builtin

    for card in builtin().cards:
        assert card.why in shown(card, colour=False)


@pytest.mark.parametrize("width", [80, 60])
def test_a_terminal_shows_rules_wrapped_at_words(width):
    from cleaner.cli.rules_view import card as shown
    from cleaner.cli.rules_view import table
    from cleaner.matching.catalog import builtin

    lines = table(builtin(), width=width).splitlines()
    words = " ".join(" ".join(lines).split())
    assert max(map(len, lines)) <= width
    for card in builtin().cards:
        assert f"{card.id} {card.why} ({card.since}" in words
        lines = shown(card, colour=False, width=width).splitlines()
        long = [line.split() for line in lines if len(line) > width]
        assert [words for words in long if len(words) > 1 and words[0] not in PATTERNS] == []
        assert card.why in " ".join(" ".join(lines).split())


def test_a_rule_in_preview_says_so_on_a_terminal():
    from cleaner.cli.rules_view import table
    from cleaner.matching.catalog import builtin

    count = sum(card.status == "preview" for card in builtin().cards)
    assert table(builtin(), width=200).count(", preview)") == count > 0


EVIL = """
[[rule]]
name = "evil"
shape = "line"
pattern = "zzq"
why = "w \\u001b[31m\\u001b]0;pwn\\u0007 \\u009b31m \\u202e"
since = "1\\u001b[2J"
examples = ["[-zzq-]", "[-zzqx\\u001b[31m-]", "Rain\\rfell.\\u001b[2J", "Snow fell.\\u009d0;x\\u0007"]
"""


@pytest.mark.parametrize("command", ["rules", "rules --json", "explain evil", "test-rules"])
def test_control_characters_of_a_card_are_shown_and_not_sent(run, write, command):
    write("evil.toml", EVIL)
    where = ["evil.toml"] if command == "test-rules" else ["--isolated", "--rules", "evil.toml"]
    shown = run(*command.split(), *where).out.decode()
    assert "evil" in shown
    assert not [char for char in shown if unicodedata.category(char) in ("Cc", "Cf") and char != "\n"]
    if "--json" in command:
        assert json.loads(shown)[-1]["why"] == "w \x1b[31m\x1b]0;pwn\x07 \x9b31m \u202e"
