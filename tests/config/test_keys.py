"""The configuration file: found, read, checked, overruled; sites with settings of their own; what is made from its keys."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib

import jsonschema

import cleaner
from cleaner.cli.app import app
from cleaner.cli.configured import build_cleaner
from cleaner.config.keys import KEYS, LIMIT
from cleaner.config.resolve import ResolvedConfig
from cleaner.intake.limits import Limits
from support import ROOT

SCHEMA = json.loads((ROOT / "src" / "cleaner" / "config" / "cleaner.schema.json").read_text(encoding="utf-8"))


def test_the_table_of_keys_agrees_with_the_command_line_and_the_library():
    from typer.main import get_command

    options = {one.name.rstrip("_").replace("_", "-"): one for one in get_command(app).commands["clean"].params}
    for name, key in KEYS.items():
        option = options.get(f"limit-{name.removeprefix(LIMIT)}")
        if name.startswith(LIMIT):
            assert name.removeprefix(LIMIT).replace("-", "_") in Limits._fields
            assert option is None or option.default == key.default
        else:
            assert (options[name].default or None) == (key.default or None), name
            assert options[name].param_type_name == "option"
    assert build_cleaner(ResolvedConfig(None, {})).digest == cleaner.Cleaner().digest
    assert ResolvedConfig(None, {}).limits() == Limits()


def test_the_man_page_and_the_schema_are_up_to_date():
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "derived.py", "--check"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    shared = project["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"]
    assert shared == {"man/cleaner.1": "share/man/man1/cleaner.1"}
