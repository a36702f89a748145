"""The command as a program runs it: output, exit codes, messages."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize("command", [[], ["clean"], ["restore"], ["rules"], ["explain"], ["test-rules"]])
def test_help_teaches_with_examples(run, command):
    ran = run(*command, "--help", COLUMNS="200")
    assert ran.code == 0
    assert "Example" in ran.out.decode()


def test_the_version_is_told(run):
    import cleaner

    assert run("--version").out.decode() == f"cleaner {cleaner.__version__}\n"
    assert run("clean", "--version").out.decode() == f"cleaner {cleaner.__version__}\n"
