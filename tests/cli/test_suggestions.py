"""What a run says on standard error: how it ended, what failed alike, what was hardly meant."""

from __future__ import annotations

import pytest

from cleaner.cli.suggestions import COMMANDS, OPTIONS
from support.bulk import DIRTY


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        *(
            (["clean", "a.txt", guess], option)
            for guess, option in {
                "--column": "--text-field", "--key": "--text-field", "--text": "--text-field",
                "--content": "--text-field", "--explain": "--diff", "--compress": "a name that ends in .gz",
                "--gzip": "a name that ends in .gz", "--output-dir": "-o FOLDER/", "--out": "-o FILE",
                "--workers": "--jobs", "--threads": "--jobs", "-p": "--jobs", "--recursive": "no option is needed",
                "-r": "no option is needed", "--dry-run": "--check", "--inplace": "--in-place", "-i": "--in-place",
                "--exclude-dir": "--exclude", "--lang": "--language",
            }.items()
        ),
        (["undo", "a.txt"], "use cleaner restore CLEAN LEDGER"),
        (["revert", "a.txt"], "use cleaner restore CLEAN LEDGER"),
        (["a.txt"], "use cleaner clean a.txt"),
        (["-"], "use cleaner clean -"),
        (["--in-place", "a.txt"], "cleaner clean --in-place"),
        (["restore", "--out", "x"], "-o FILE"),
        (["clean", "--bogus"], "No such option: --bogus"),
        (["explain", "--lang"], "No such option: --lang"),
    ],
)  # fmt: skip
def test_what_people_try_first_is_answered_with_what_they_mean(run, tmp_path, arguments, meant):
    (tmp_path / "a.txt").write_text(DIRTY)
    done = run(*arguments)
    assert (done.code, done.err.count("\n")) == (2, 1)
    assert meant in done.err


def test_no_guess_is_an_option_or_a_command_and_every_meaning_is_one():
    from typer.main import get_command

    from cleaner.cli.app import build_app

    commands = get_command(build_app()).commands  # type: ignore[attr-defined]
    known = {name for parameter in commands["clean"].params for name in parameter.opts}
    assert not known & set(OPTIONS)
    assert not set(commands) & set(COMMANDS)
    for meant in OPTIONS.values():
        words = meant.replace(",", " ").replace(":", " ").split()
        assert {word for word in words if word.startswith("-")} <= known, meant
    for meant in COMMANDS.values():
        assert meant.split()[2] in {*commands, "--help", "--version"}
