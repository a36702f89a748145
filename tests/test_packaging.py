"""What others install from: the hooks of pre-commit, the action, the image."""

from __future__ import annotations

import re

import pytest

from support import ROOT

DIRTY = "Rain fell on the pier.\n\nREAD MORE: Snow fell\n\nIt stopped at noon.\n"
HOOKS = re.findall(r"^  entry: cleaner (.+)$", (ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"), re.MULTILINE)


def test_there_is_a_hook_that_checks_and_one_that_cleans():
    assert HOOKS == ["clean --check", "clean --in-place"]


@pytest.mark.parametrize(("hook", "code"), [("clean --check", 1), ("clean --in-place", 0)])
def test_a_hook_takes_files_behind_its_entry(hook, code, run, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(DIRTY, encoding="utf-8")
    assert run(*hook.split(), "a.txt").code == code
    assert ("READ MORE" in path.read_text(encoding="utf-8")) is (code == 1)
    assert run(*hook.split(), "a.txt").code == code


def test_the_action_runs_a_command_that_exists(run):
    action = (ROOT / "action.yml").read_text(encoding="utf-8")
    commands = re.findall(r"^ +cleaner (\w+ --\w+)", action, re.MULTILINE)
    assert commands == ["clean --check"]
    # nothing that a workflow passes is pasted into the script
    script = action[action.index("run: |") :]
    assert "${{" not in script
