"""The configuration file: found, read, checked, overruled; sites with settings of their own; what is made from its keys."""

from __future__ import annotations

import json
import os
import tomllib

import jsonschema
import pytest

import cleaner
from cleaner.config.file import load
from cleaner.config.keys import KEYS
from cleaner.config.resolve import ResolvedConfig
from cleaner.intake.limits import Limits
from cleaner.runner.configured import build_cleaner
from support import CARD, ROOT

SCHEMA = json.loads((ROOT / "src" / "cleaner" / "config" / "cleaner.schema.json").read_text(encoding="utf-8"))


def test_config_shows_every_key_with_its_source(run, write):
    write("mine.toml", CARD)
    text = 'budget = 0.5\nrules = ["mine.toml"]\n[limits]\nseconds = 3\n[sites."a.example"]\n\nheadline = "drop"\n'
    write("cleaner.toml", text)
    shown = json.loads(run("config", "--json", "--select", "related,share", "--no-keep-html").out)
    settings = shown["settings"]
    assert list(settings) == list(KEYS)
    assert os.path.basename(shown["file"]) == "cleaner.toml"
    assert settings["budget"] == {"value": 0.5, "source": "cleaner.toml:1"}
    assert settings["select"] == {"value": ["related", "share"], "source": "command line"}
    assert settings["keep-html"] == {"value": False, "source": "command line"}
    assert settings["limits.seconds"] == {"value": 3, "source": "cleaner.toml:4"}
    assert settings["limits.tags"] == {"value": Limits().tags, "source": "default"}
    assert shown["sites"] == {"a.example": {"headline": {"value": "drop", "source": "cleaner.toml:7"}}}
    assert json.loads(run("config", "--json", "--headline", "keep").out)["sites"] == {"a.example": {}}
    assert json.loads(run("config", "--json", "--isolated").out)["file"] is None
    assert run("config", "--selct", "x").code == 2


def test_what_config_prints_is_a_configuration_that_says_the_same(run, write, tmp_path):
    content = 'ignore = ["related"]\nlimits.seconds = 0.5\n[sites."bücher.example"]\nbudget = 0.25\n'
    path = write("cleaner.toml", content)
    again = write("again.toml", run("config").out)
    jsonschema.validate(tomllib.loads(again.read_text(encoding="utf-8")), SCHEMA)
    one, other = ResolvedConfig(load(str(path)), {}), ResolvedConfig(load(str(again)), {})
    assert {name: one[name] for name in KEYS} == {name: other[name] for name in KEYS}
    assert build_cleaner(one).digest == build_cleaner(other).digest != cleaner.Cleaner().digest


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["bogus", "words"], "config takes options only, not 'bogus'"),
        (["https://harbour.example/1"], "--url https://harbour.example/1"),
        (["--preset", "careful", "in/"], "not 'in/'"),
        (["--url", "no address"], "--url is an address such as"),
        (["--url", ""], "--url is an address such as"),
    ],
)
def test_config_refuses_words_that_mean_nothing_to_it(run, arguments, says):
    ran = run("config", *arguments)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, b"", 1)
    assert says in ran.err
