"""The command as a program runs it: output, exit codes, messages."""

from __future__ import annotations

import pytest
import typer

from cleaner.cli import app


def test_the_version_is_told(run):
    import cleaner

    told = f"cleaner {cleaner.__version__} (google-re2)\n"
    assert run("--version").out.decode() == told
    assert run("clean", "--version").out.decode() == told


def test_the_class_of_click_that_every_error_of_usage_has_is_found():
    from typer.main import get_command

    assert app._CLICK_ERROR.__name__ == "ClickException"
    program = get_command(app.build_app())
    for arguments in (["clen"], ["clean", "--bogus"], ["clean", "--jobs", "x"], ["explain"], ["--bogus"]):
        with pytest.raises(app._CLICK_ERROR):
            program.main(arguments, standalone_mode=False)
    assert not issubclass(typer.Exit, app._CLICK_ERROR)
    assert not issubclass(OSError, app._CLICK_ERROR)


def test_a_run_makes_only_its_own_command(run, monkeypatch):
    made = []
    monkeypatch.setattr(app, "build_app", lambda names, of=app.build_app: made.append([*names]) or of(names))
    run("rules", "--json")
    run("--version")
    run("clen")
    assert made == [["rules"], [*app.COMMANDS], [*app.COMMANDS]]
