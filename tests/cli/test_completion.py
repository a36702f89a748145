"""The configuration file: found, read, checked, overruled; sites with settings of their own; what is made from its keys."""

from __future__ import annotations

import pytest

# The shell
BASH = {"_CLEANER_COMPLETE": "complete_bash"}


def offered(run, line: str) -> list[str]:
    words = line.split(" ")
    ran = run(COMP_WORDS=line, COMP_CWORD=str(len(words) - 1), **BASH)
    assert ran.code == 0
    return ran.out.decode().split()


def test_the_shell_is_offered_commands_options_rules_and_values(run):
    assert offered(run, "cleaner ex") == ["explain"]
    assert "--with-removals" in offered(run, "cleaner clean --with")
    assert "related/read-more-line" in offered(run, "cleaner explain related/read-m")
    assert "related" in offered(run, "cleaner clean --ignore rel")
    assert "share,related/read-more-line" in offered(run, "cleaner eval --select share,related/read-more-l")
    assert offered(run, "cleaner clean --preset c") == ["careful"]
    assert offered(run, "cleaner clean --headline ") == ["keep", "drop"]
    assert offered(run, "cleaner clean art") == []  # the shell's own: files


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_can_be_shown_and_installed(run, tmp_path, shell):
    home = tmp_path / "home"
    home.mkdir()
    # the shell is the one that is named, not the one that happens to run the tests
    named = {"HOME": str(home), "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    shown = run("--show-completion", shell, **named)
    assert shown.code == 0
    assert b"_CLEANER_COMPLETE" in shown.out
    installed = run("--install-completion", shell, **named)
    assert installed.code == 0, installed.err
    written = [path.read_text() for path in home.rglob("*") if path.is_file()]
    assert any("_CLEANER_COMPLETE" in text for text in written)
