"""The configuration file: found, read, checked, overruled; sites with settings of their own; what is made from its keys."""

from __future__ import annotations

import os
import subprocess
import sys

from cleaner.config.file import load
from cleaner.config.find import find
from support import CARD

DIRTY = "Rain fell.\n\nREAD MORE: Snow fell\n\nAdvertisement\n\nIt stopped.\n"


def test_the_nearest_file_upwards_counts_and_it_alone(write, tmp_path):
    (tmp_path / "a" / "b").mkdir(parents=True)
    found = lambda: os.path.relpath(find(str(tmp_path / "a" / "b")) or "none", tmp_path)  # noqa: E731
    outer = write("pyproject.toml", '[tool.cleaner]\nignore = ["related"]\n')
    assert found() == "pyproject.toml"
    assert load(str(outer)).settings["ignore"].value == ["related"]
    write("cleaner.toml", "budget = 0.5\n")
    assert found() == "cleaner.toml"
    write("a/pyproject.toml", '[project]\nname = "cleaner-of-nothing"\n')
    write("a/b/pyproject.toml", "[project]\nthis is another program's fault\n")
    (tmp_path / "a" / "b" / "cleaner.toml").mkdir()
    assert found() == "cleaner.toml"
    write("a/pyproject.toml", "[tool]\ncleaner.budget = 0.7\n")
    assert found() == "a/pyproject.toml"
    assert set(load(str(tmp_path / "a" / "pyproject.toml")).settings) == {"budget"}


def test_a_folder_that_is_gone_has_no_configuration(tmp_path, monkeypatch):
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert find() is None


def test_a_folder_with_any_name_may_hold_it(tmp_path):
    folder = os.fsencode(tmp_path) + b"/\xff\n"
    os.mkdir(folder)
    for name, content in ((b"cleaner.toml", 'rules = ["mine.toml"]'), (b"mine.toml", CARD), (b"a.txt", DIRTY)):
        with open(folder + b"/" + name, "w", encoding="utf-8") as file:
            file.write(content)
    for arguments, code in (
        (["config"], 0),
        (["config", "--json"], 0),
        (["clean", "a.txt"], 0),
        (["clean", "-o", "mine.toml", "a.txt"], 2),
    ):
        command = [sys.executable, "-m", "cleaner", *arguments]
        done = subprocess.run(
            command, cwd=folder, capture_output=True, env={**os.environ, "LANG": "C"}, check=False
        )
        assert done.returncode == code
        assert b"Traceback" not in done.stderr
