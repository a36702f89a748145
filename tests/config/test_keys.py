"""The configuration file: found, read, checked, overruled; sites with settings of their own; what is made from its keys."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib

import jsonschema

import cleaner
from cleaner.config.keys import KEYS, LIMIT
from cleaner.config.resolve import ResolvedConfig
from cleaner.intake.limits import Limits
from cleaner.runner.configured import build_cleaner, build_request
from cleaner.runner.request import CleanRequest
from support import ROOT

SCHEMA = json.loads((ROOT / "src" / "cleaner" / "config" / "cleaner.schema.json").read_text(encoding="utf-8"))


def test_the_defaults_of_the_keys_are_those_of_the_library():
    resolved = ResolvedConfig(None, {})
    assert build_cleaner(resolved).digest == cleaner.Cleaner().digest
    assert resolved.limits() == Limits()
    assert {name.removeprefix(LIMIT).replace("-", "_") for name in KEYS if name.startswith(LIMIT)} == set(
        Limits._fields
    )
    assert build_request(resolved, ["a.txt"])._replace(rules=(), configuration=()) == CleanRequest(["a.txt"])


def test_the_help_of_a_key_is_one_line_without_a_period():
    for key in KEYS.values():
        assert key.help[0].isupper(), key.name
        assert not key.help.endswith("."), key.name
        assert "\n" not in key.help, key.name
        assert key.description.startswith(f"{key.help}."), key.name
        assert key.description.endswith("."), key.name


def test_the_man_page_and_the_schema_are_up_to_date():
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "derived.py", "--check"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    shared = project["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"]
    assert shared == {"man/cleaner.1": "share/man/man1/cleaner.1"}
