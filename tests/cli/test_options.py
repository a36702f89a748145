"""Options that are made from the keys of the configuration."""

from __future__ import annotations

import json

import pytest
from typer.main import get_command

from cleaner.cli.app import COMMANDS, build_app
from cleaner.config.keys import KEYS, LIMIT

PROGRAM = get_command(build_app())


def options(command: str) -> dict[str, object]:
    """The parameters of a command by each of their names."""
    return {name: one for one in PROGRAM.commands[command].params for name in one.opts}


@pytest.mark.parametrize("command", ["clean", "config"])
def test_every_key_has_an_option_but_the_limits_that_only_a_file_sets(command):
    found = options(command)
    without = [name for name, key in KEYS.items() if key.option not in found]
    assert without == [name for name in KEYS if name.startswith(LIMIT) and name != "limits.seconds"]
    for key in KEYS.values():
        for name in (key.option, *key.aliases) if key.metavar is not None else ():
            option = found[name]
            assert (option.help, option.metavar, option.rich_help_panel) == (key.help, key.metavar, key.group)
            assert option.default is None  # the default stands in KEYS alone


def test_the_options_of_rules_are_the_same_for_eval():
    for name, key in KEYS.items():
        assert (key.option in options("eval")) == (key.in_sites or name == "language")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_reads_a_configuration_file_or_has_no_option_for_one(command):
    expected = {"--config", "--isolated"} if command not in ("restore", "stats", "test-rules", "train") else set()
    assert {"--config", "--isolated"} & options(command).keys() == expected


@pytest.mark.parametrize(
    ("arguments", "key", "value"),
    [
        (["--select", "share,related", "--select", "advert"], "select", ["share", "related", "advert"]),
        (["--include", "a,b", "--include", "c"], "include", ["a,b", "c"]),
        (["-j", "3"], "jobs", 3),
        (["--field", "body"], "text-field", "body"),
        (["--from", "html"], "from", "html"),
        (["--limit-seconds", "0.5"], "limits.seconds", 0.5),
        (["--with-removals"], "with-removals", True),
        (["--no-with-removals"], "with-removals", False),
        (["--budget", "0"], "budget", 0.0),
        (["--encoding", ""], "encoding", ""),
    ],
)
def test_an_option_sets_its_key_and_no_other(run, arguments, key, value):
    settings = json.loads(run("config", "--json", *arguments).out)["settings"]
    assert settings[key] == {"value": value, "source": "command line"}
    assert {name for name, one in settings.items() if one["source"] != "default"} == {key}


def test_restore_reads_no_configuration_file(run, write):
    write("cleaner.toml", "this is not TOML")
    record = b'{"body": "Rain fell.\\n\\nAdvertisement"}\n'
    clean = run("clean", "--isolated", "--from", "jsonl", "--field", "body", "--report", "l.jsonl", stdin=record)
    write("clean.jsonl", clean.out)
    assert run("restore", "clean.jsonl", "l.jsonl", "--field", "body").out == record
    assert run("restore", "clean.jsonl", "l.jsonl").code == 3  # the text is in no field of the default's name


@pytest.mark.parametrize("source", ["page.html", "pages.jsonl"])
def test_extractor_chooses_what_finds_the_article_and_the_ledger_names_it(run, write, tmp_path, source):
    html = f"<html><body><main><p>{'Rain fell on the pier all day. ' * 9}</p></main></body></html>"
    write(source, html if source.endswith("html") else json.dumps({"html": html}) + "\n")
    for extractor, name in (
        ("resiliparse", "resiliparse"),
        ("trafilatura", "trafilatura"),
        ("auto", "trafilatura"),
    ):
        ran = run("clean", source, "--isolated", "--extractor", extractor, "-o", "out", "--report", "l.jsonl")
        assert ran.code == 0, ran.err
        (entry,) = map(json.loads, (tmp_path / "l.jsonl").read_text(encoding="utf-8").splitlines())
        assert entry["origin"]["extractor"].startswith(name)
        assert entry["origin"]["settings"].get("fast") is {"auto": True, "trafilatura": False}.get(extractor)
