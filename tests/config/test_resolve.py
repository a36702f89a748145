"""The configuration file: found, read, checked, overruled; sites with settings of their own; what is made from its keys."""

from __future__ import annotations

import json

import pytest

from support import CARD

DIRTY = "Rain fell.\n\nREAD MORE: Snow fell\n\nAdvertisement\n\nIt stopped.\n"


NO_ADVERT = "Rain fell.\n\nREAD MORE: Snow fell\n\nIt stopped.\n"


CLEAN = "Rain fell.\n\nIt stopped.\n"


def test_the_command_line_goes_before_the_file_and_the_file_before_the_default(run, write):
    write("cleaner.toml", 'ignore = ["related"]\nwith-removals = true\nfrom = "text"\n')
    write("a.txt", DIRTY)
    record = json.dumps({"text": DIRTY}).encode()
    assert run("clean", "a.txt").out.decode() == NO_ADVERT  # the path without options
    assert run("clean", "a.txt", "-q").out.decode() == NO_ADVERT
    assert run("clean", "a.txt", "--isolated").out.decode() == CLEAN
    assert run("clean", "a.txt", "--ignore", "advert").out.decode() == DIRTY.replace("READ MORE: Snow fell\n\n", "")
    assert "removals" in json.loads(run("clean", "--from", "jsonl", stdin=record).out)
    bare = run("clean", "--from", "jsonl", "--no-with-removals", stdin=record)
    assert "removals" not in json.loads(bare.out)
    write("other.toml", "ignore = ['advert']")
    assert b"READ MORE" not in run("clean", "a.txt", "--config", "other.toml").out
    for refused in (("--config", "other.toml", "--isolated"), ("--config", "none.toml"), ("--config", "")):
        ran = run("clean", "a.txt", *refused)
        assert (ran.code, ran.out, ran.err.count("\n")) == (2, b"", 1)


def test_the_other_commands_that_use_rules_read_it_too(run, write):
    write("mine.toml", CARD)
    write("cleaner.toml", 'rules = ["mine.toml"]\nignore = ["related"]\n')
    assert b"mine/podcast-line" in run("rules").out
    assert b"mine/podcast-line" in run("explain", "podcast-line").out
    assert run("explain", "podcast-line", "--isolated").code == 2
    write("gold.txt", "Rain fell.\n\n[-READ MORE: Snow fell-]\n\nIt stopped.\n")
    for options, found in (((), 0), (("--isolated",), 1)):
        figures = json.loads(run("eval", "gold.txt", "--json", "-", *options).out)
        assert figures["articles"]["cleaner"]["all"]["found"] == found


@pytest.mark.parametrize("arguments", [("clean",), ("clean", "-q"), ("config",), ("eval", "x"), ("rules",)])
def test_every_command_that_reads_it_stops_with_2(run, write, arguments):
    write("cleaner.toml", "\nbuget = 1\n")
    ran = run(*arguments, stdin=b"Rain fell.")
    assert (ran.code, ran.out) == (2, b"")
    assert ran.err == 'cleaner: error: cleaner.toml:2: unknown key "buget"; did you mean budget?\n'


def test_a_rule_that_nobody_has_is_found_in_the_file_with_its_line(run, write):
    write("cleaner.toml", 'select = ["related"]\n\n[sites."a.example"]\nignore = ["shaer"]\n')
    ran = run("clean", stdin=b"Rain fell.")
    assert ran.code == 2
    assert ran.err.startswith(
        "cleaner: error: cleaner.toml:4: no rule or family is called 'shaer'; did you mean share"
    )
    assert run("clean", "--ignore", "related", stdin=b"Rain fell.").code == 0
    assert "cleaner.toml" not in run("clean", "--select", "advretising", stdin=b"").err


def test_an_option_that_a_file_set_is_told_where_it_does_not_fit(run, write):
    write("cleaner.toml", '\nto = "jsonl"\nencoding = "utf-16"\n')
    write("a.txt", DIRTY)
    ran = run("clean", "a.txt", "--diff")
    assert ran.code == 2
    assert "--to comes from cleaner.toml:2" in ran.err
    assert run("clean", "--from", "jsonl", stdin=b'{"text":"Rain fell."}').code == 0
    assert run("clean", "--from", "jsonl", "--encoding", "latin1", stdin=b'{"text":"Caf\xe9."}').out == (
        '{"text":"Café."}'.encode()
    )
    assert b"seconds = 3" in run("config", "--limit-seconds", "3").out
