"""Help pages: lines of at most 80 columns, one for each option, in groups."""

from __future__ import annotations

import re
import shlex

import pytest
from typer.main import get_command

from cleaner.cli.app import COMMANDS, build_app
from cleaner.cli.help import GROUPS
from cleaner.config.keys import KEYS

PROGRAM = get_command(build_app())
PAGES = [[], *([name] for name in COMMANDS)]
NAMES = ["cleaner", *COMMANDS]
EXAMPLE = re.compile(r"^  (?:.* \| )?(cleaner .+?)(?:   *\S.*|  .*)?$", re.MULTILINE)


@pytest.fixture
def page(run):
    """The help page of a command, as a terminal of 80 columns shows it."""

    def _page(command: list[str]) -> str:
        ran = run(*command, "--help", COLUMNS="80")
        assert (ran.code, ran.err) == (0, "")
        return ran.out.decode()

    return _page


@pytest.mark.parametrize("command", PAGES, ids=NAMES)
def test_a_page_fits_80_columns_and_two_screens_of_50_lines(page, command):
    lines = page(command).splitlines()
    assert [line for line in lines if len(line) > 80] == []
    assert len(lines) <= 100


@pytest.mark.parametrize("command", PAGES, ids=NAMES)
def test_the_width_of_the_terminal_changes_nothing(run, page, command):
    assert run(*command, "-h", COLUMNS="200").out.decode() == page(command)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_has_one_line_with_its_help(page, name):
    lines = [line.split() for line in page([name]).splitlines() if line.startswith("  ")]
    for parameter in PROGRAM.commands[name].params:
        if not parameter.hidden:
            first = next((one for one in parameter.opts if one.startswith("--")), parameter.metavar)
            first = first.replace("--", "--[no-]") if parameter.secondary_opts else first
            rows = [" ".join(words) for words in lines if first in words[: 2 if words[0][-1] == "," else 1]]
            assert len(rows) == 1, parameter.name
            assert parameter.help in rows[0]


@pytest.mark.parametrize("name", ["clean", "config"])
def test_every_default_that_help_shows_is_that_of_its_key(page, name):
    shown = dict(re.findall(r"--(?:\[no-\])?([a-z-]+).*\[default: (.*)\]$", page([name]), re.MULTILINE))
    defaults = {
        key.option.removeprefix("--"): {True: "yes", False: "no"}.get(key.default, key.default)
        for key in KEYS.values()
        if key.metavar is not None and key.default not in (None, [])
    }
    assert len(defaults) == 15
    assert shown.keys() == defaults.keys()
    for option, default in defaults.items():
        assert type(default)(shown[option]) == default


def test_groups_stand_in_order_and_few_options_need_none(page):
    titles = re.findall(r"^(\S[^.\n]*):$", page(["serve"]), re.MULTILINE)
    assert titles == ["Examples", *GROUPS[1:-1], "Other options"]
    titles = re.findall(r"^(\S[^.\n]*):$", page(["clean"]), re.MULTILINE)
    assert titles == ["Examples", *(name for name in GROUPS[1:-1] if name != "Service"), "Other options"]
    assert re.findall(r"^(\S[^.\n]*):$", page(["rules"]), re.MULTILINE) == ["Examples", "Arguments", "Options"]


def test_every_group_of_an_option_is_known():
    for command in PROGRAM.commands.values():
        for parameter in command.params:
            assert parameter.rich_help_panel in (None, *GROUPS)


@pytest.mark.parametrize("command", PAGES, ids=NAMES)
def test_no_example_overwrites_inputs_without_a_backup_or_a_report(page, command):
    examples = [line for line in page(command).splitlines() if "cleaner clean" in line and "--in-place" in line]
    assert all("--backup" in line or "--report" in line for line in examples)


@pytest.mark.parametrize("command", PAGES, ids=NAMES)
def test_every_example_is_a_command_line_that_parses(page, command):
    examples = [match[1] for match in EXAMPLE.finditer(page(command))]
    assert examples
    for example in examples:
        words = shlex.split(example.partition(" > ")[0].partition(" | ")[0])[1:]
        if words[0] in COMMANDS and "--help" not in words:
            PROGRAM.commands[words[0]].make_context(words[0], words[1:])


def test_help_of_clean_names_every_format(page):
    text = " ".join(page(["clean"]).split())
    names = [name for name in KEYS["from"].schema["enum"] if name != "auto"]
    assert f"Formats: {', '.join(names)}." in text


def test_headings_are_bold_where_colour_is_wanted(page, monkeypatch):
    from cleaner.cli import help as help_page

    context = PROGRAM.commands["rules"].make_context("rules", [])
    assert "\x1b" not in page(["rules"])
    monkeypatch.setattr(help_page, "wants_colour", lambda _: True)
    assert "\x1b[1mOptions:\x1b[0m" in context.get_help()
