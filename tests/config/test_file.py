"""The configuration file: found, read, checked, overruled; sites with settings of their own; what is made from its keys."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import tomllib

import jsonschema
import pytest

from cleaner.config.file import load
from cleaner.core.errors import ConfigurationError
from support import CARD, ROOT

PROSE = "The ferry left the pier at dawn and came back in the evening.\n\nThe council met twice and went home."


SCHEMA = json.loads((ROOT / "src" / "cleaner" / "config" / "cleaner.schema.json").read_text(encoding="utf-8"))


FAULTS = [
    ("\nselct = []", 2, 'unknown key "selct"; did you mean select?'),
    ("keep_html = true", 1, 'unknown key "keep_html"; did you mean keep-html?'),
    ("[tool.cleaner]\nbudget = 1", 1, 'unknown key "tool"; the keys here are preset'),
    ('output = "x"', 1, 'unknown key "output"'),
    ('# one\nselect = "related"', 2, 'select is a list: write ["related"]'),
    ("ignore = [\n  1,\n]", 1, "ignore is a list of strings, none empty, not [1]"),
    ('ignore = [""]', 1, "ignore is a list of strings, none empty"),
    (
        'preset = "carefull"',
        1,
        'preset is one of careful, standard, thorough, not "carefull"; did you mean careful?',
    ),
    ("preset = []", 1, "preset is one of"),
    ('budget = "0.5"', 1, 'budget is a number from 0 to 1, not "0.5"'),
    ("budget = true", 1, "budget is a number from 0 to 1, not true"),
    ("budget = nan", 1, "budget is a number from 0 to 1, not nan"),
    ("jobs = 0", 1, "jobs is a whole number from 1 up, not 0"),
    ("jobs = 2.0", 1, "jobs is a whole number from 1 up, not 2.0"),
    ("keep-html = 1", 1, "keep-html is true or false, not 1"),
    ('language = "english!"', 1, "language is a code such as en or pt-BR"),
    ('encoding = "utf-99"', 1, "encoding names no encoding: 'utf-99'"),
    ("encoding = 8", 1, "encoding is a string, not 8"),
    ("limits = 3", 1, "limits is a table, not 3"),
    ("[limits]\n\nsecond = 3", 3, 'unknown key "second"; did you mean seconds?'),
    ("limits.seconds = 0", 1, "limits.seconds is a number above 0, not 0"),
    ("limits.seconds = inf", 1, "limits.seconds is a number above 0, not inf"),
    ("[sites]\nx = 1", 2, "sites.x is a table, not 1"),
    ('[sites."a.example"]\n[sites."https://b.example/"]', 2, "did you mean b.example?"),
    ('[sites."a.example"]\n[sites."A.Example"]', 2, "the site a.example has two sections"),
    ("[sites.harbour.example]\nignore = []", 1, 'quote the host: [sites."harbour.example"]'),
    ('[sites."a.example"]\nselect = []\njobs = 2', 3, 'unknown key "jobs"; the keys here are preset, select'),
    ('[sites."a.example"]\n\nheadline = "dorp"', 3, "did you mean drop?"),
    ("budget = ", 1, "not valid TOML: invalid value"),
    ("budget = 1\nbudget = 1", 2, "not valid TOML: cannot overwrite a value"),
    ('\nx = """\n\n', 2, "not valid TOML: unterminated string"),
    ("x = " + "[" * 20_000, 1, "not valid TOML: nested too deeply"),
    (b"# \xff", 1, "not UTF-8"),
]


@pytest.mark.parametrize(("content", "line", "message"), FAULTS, ids=[fault[2] for fault in FAULTS])
def test_a_fault_is_one_line_with_the_file_and_the_line(write, content, line, message):
    path = write("cleaner.toml", content)
    with pytest.raises(ConfigurationError) as caught:
        load(str(path), "cleaner.toml")
    said = str(caught.value)
    assert said.startswith(f"cleaner.toml:{line}: ")
    assert message in said
    assert "\n" not in said


@pytest.mark.parametrize(
    "content", [fault[0] for fault in FAULTS if "TOML" not in fault[2] and "UTF" not in fault[2]]
)
def test_what_the_code_refuses_the_schema_refuses(content):
    # hosts, codecs, what is not finite, 2.0 for 2: JSON Schema has no word for them
    unsaid = ("b.example", "A.Example", "utf-99", "nan", "2.0")
    data = tomllib.loads(content)
    valid = jsonschema.Draft202012Validator(SCHEMA).is_valid(data)
    assert valid == any(word in content for word in unsaid)


def test_what_is_no_configuration_file_is_refused(write, tmp_path):
    big = write("cleaner.toml", b"# padding\n" * 1_000_000)
    began = time.perf_counter()
    with pytest.raises(ConfigurationError, match=r"cleaner.toml: more than 1,000,000 bytes"):
        load(str(big))
    assert time.perf_counter() - began < 1
    with pytest.raises(ConfigurationError, match="is a directory|Is a directory"):
        load(str(tmp_path))
    with pytest.raises(ConfigurationError, match=r"has no \[tool.cleaner\] table"):
        load(str(write("pyproject.toml", "[tool.ruff]\n")))
    with pytest.raises(ConfigurationError, match=r"pyproject.toml:2: tool.cleaner.limits is a table"):
        load(str(write("pyproject.toml", "[tool.cleaner]\nlimits = 1\n")))


def test_paths_are_seen_from_the_file(run, write, tmp_path):
    write("rules/mine.toml", CARD)
    write("cleaner.toml", 'rules = ["rules/mine.toml"]')
    write("a/b/x.txt", PROSE + "\n\nListen to our podcast: the harbour\n")
    ran = subprocess.run(
        [sys.executable, "-m", "cleaner", "clean", "x.txt"],
        cwd=tmp_path / "a" / "b",
        capture_output=True,
        check=True,
    )
    assert ran.stdout.decode().strip() == PROSE


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("preset = " + "[" * 250 + "]" * 250, "preset is one of"),
        ("budget = 0x" + "f" * 5_000, "budget is a number from 0 to 1, not a number this long"),
        ("budget = " + "9" * 5_000, "not valid TOML"),
        ("jobs = 0x" + "f" * 5_000, "jobs is a whole number up to 1,000"),
        ("limits.seconds = 0x" + "f" * 5_000, "limits.seconds is a number up to 1,000,000,000"),
        ("limits.text-bytes = 9223372036854775808", "limits.text-bytes is a whole number up to 2,147,483,647"),
        ('rules = ["\\u0000"]', "rules is a list of file names, which hold no NUL"),
        ("preset" + ".a" * 300_000 + " = 1", "a key of more than 64 parts"),
        ("[" + "a." * 300_000 + "b]", "a key of more than 64 parts"),
        ("x = {" + "a ." * 300_000 + "b = 1}", "a key of more than 64 parts"),
    ],
)
def test_a_value_that_nests_or_is_long_is_refused_in_one_line(write, content, message):
    path = write("cleaner.toml", content)
    began = time.process_time()
    with pytest.raises(ConfigurationError) as caught:
        load(str(path), "cleaner.toml")
    assert time.process_time() - began < 3
    assert str(caught.value).startswith("cleaner.toml:1: ")
    assert message in str(caught.value)
    assert len(str(caught.value)) < 200


def test_a_string_of_many_dots_is_no_key(write):
    path = write("cleaner.toml", f"exclude = [\"{'a.' * 100}txt\", '{'.' * 100}']")
    assert load(str(path)).settings["exclude"].value == ["a." * 100 + "txt", "." * 100]
