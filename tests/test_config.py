"""The configuration file: found, read, checked, overruled; sites with settings of their own; what is made from its keys."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
import time
import tomllib

import jsonschema
import pytest

import cleaner
from cleaner.cli.app import app
from cleaner.cli.configured import build_cleaner
from cleaner.config.file import load
from cleaner.config.find import find
from cleaner.config.keys import KEYS, LIMIT
from cleaner.config.resolve import ResolvedConfig, resolve
from cleaner.config.sites import host_of, section_of
from cleaner.config.toml_lines import lines_of
from cleaner.core.errors import ConfigurationError
from cleaner.intake.limits import Limits
from conftest import CARD, ROOT

DIRTY = "Rain fell.\n\nREAD MORE: Snow fell\n\nAdvertisement\n\nIt stopped.\n"
NO_ADVERT = "Rain fell.\n\nREAD MORE: Snow fell\n\nIt stopped.\n"
CLEAN = "Rain fell.\n\nIt stopped.\n"
PROSE = "The ferry left the pier at dawn and came back in the evening.\n\nThe council met twice and went home."
SCHEMA = json.loads((ROOT / "src" / "cleaner" / "config" / "cleaner.schema.json").read_text(encoding="utf-8"))


@pytest.fixture
def write(tmp_path):
    def _write(name: str, content: str | bytes):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return _write


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


def test_the_command_line_goes_before_the_file_and_the_file_before_the_default(run, write):
    write("cleaner.toml", 'ignore = ["related"]\nwith-removals = true\nfrom = "text"\n')
    write("a.txt", DIRTY)
    record = json.dumps({"text": DIRTY}).encode()
    assert run("clean", "a.txt").out.decode() == NO_ADVERT  # the path without options
    assert run("clean", "a.txt", "-q").out.decode() == NO_ADVERT
    assert run("clean", "a.txt", "--isolated").out.decode() == CLEAN
    assert run("clean", "a.txt", "--ignore", "advert").out.decode() == DIRTY.replace("READ MORE: Snow fell\n\n", "")
    assert "removals" in json.loads(run("clean", "--from", "jsonl", stdin=record).out)
    bare = run("clean", "--from", "jsonl", "--no-with-removals", stdin=record)
    assert "removals" not in json.loads(bare.out)
    write("other.toml", "ignore = ['advert']")
    assert b"READ MORE" not in run("clean", "a.txt", "--config", "other.toml").out
    for refused in (("--config", "other.toml", "--isolated"), ("--config", "none.toml"), ("--config", "")):
        ran = run("clean", "a.txt", *refused)
        assert (ran.code, ran.out, ran.err.count("\n")) == (2, b"", 1)


def test_the_other_commands_that_use_rules_read_it_too(run, write):
    write("mine.toml", CARD)
    write("cleaner.toml", 'rules = ["mine.toml"]\nignore = ["related"]\n')
    assert b"mine/podcast-line" in run("rules").out
    assert b"mine/podcast-line" in run("explain", "podcast-line").out
    assert run("explain", "podcast-line", "--isolated").code == 2
    write("gold.txt", "Rain fell.\n\n[-READ MORE: Snow fell-]\n\nIt stopped.\n")
    for options, found in (((), 0), (("--isolated",), 1)):
        figures = json.loads(run("eval", "gold.txt", "--json", "-", *options).out)
        assert figures["articles"]["cleaner"]["all"]["found"] == found


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
    ("[sites.harbour.example]\nignore = []", 1, 'a host stands in quotes: [sites."harbour.example"]'),
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
    unsaid = ("b.example", "A.Example", "utf-99", "inf", "nan", "2.0")
    data = tomllib.loads(content)
    valid = jsonschema.Draft202012Validator(SCHEMA).is_valid(data)
    assert valid == any(word in content for word in unsaid)


@pytest.mark.parametrize("arguments", [("clean",), ("clean", "-q"), ("config",), ("eval", "x"), ("rules",)])
def test_every_command_that_reads_it_stops_with_2(run, write, arguments):
    write("cleaner.toml", "\nbuget = 1\n")
    ran = run(*arguments, stdin=b"Rain fell.")
    assert (ran.code, ran.out) == (2, b"")
    assert ran.err == 'cleaner: error: cleaner.toml:2: unknown key "buget"; did you mean budget?\n'


def test_a_rule_that_nobody_has_is_found_in_the_file_with_its_line(run, write):
    write("cleaner.toml", 'select = ["related"]\n\n[sites."a.example"]\nignore = ["shaer"]\n')
    ran = run("clean", stdin=b"Rain fell.")
    assert ran.code == 2
    assert ran.err.startswith(
        "cleaner: error: cleaner.toml:4: no rule or family is called 'shaer'; did you mean share"
    )
    assert run("clean", "--ignore", "related", stdin=b"Rain fell.").code == 0
    assert "cleaner.toml" not in run("clean", "--select", "advretising", stdin=b"").err


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


def test_limits_globs_and_sites_reach_the_workers(run, write, tmp_path):
    write(
        "cleaner.toml",
        'exclude = ["drafts"]\nlimits.text-bytes = 1000\n[sites."harbour.example"]\nignore = ["related"]\n',
    )
    for name, text in (("a", DIRTY), ("long", DIRTY + "Rain. " * 200), ("drafts/b", DIRTY)):
        write(f"in/{name}.txt", text)
    urls = [f"https://{name}.example/{number}" for number in range(300) for name in ("harbour", "pier")]
    write("in/c.jsonl", "".join(json.dumps({"url": url, "text": DIRTY}) + "\n" for url in urls))
    outputs = []
    for jobs in ("1", "2"):
        ran = run("clean", "in", "-o", f"out{jobs}/", "-j", jobs)
        assert ran.code == 3
        assert "limit: " in ran.err
        found = sorted(path for path in (tmp_path / f"out{jobs}").rglob("*.*") if path.is_file())
        outputs.append({path.name: path.read_bytes() for path in found if ".cleaner" not in path.parts})
    assert outputs[0] == outputs[1]
    assert set(outputs[0]) == {"a.txt", "long.txt", "c.jsonl"}
    assert outputs[0]["long.txt"] == (DIRTY + "Rain. " * 200).encode()
    texts = [json.loads(line)["text"] for line in outputs[0]["c.jsonl"].splitlines()]
    assert texts == [NO_ADVERT, CLEAN] * 300


def test_an_option_that_a_file_set_is_told_where_it_does_not_fit(run, write):
    write("cleaner.toml", '\nto = "jsonl"\nencoding = "utf-16"\n')
    write("a.txt", DIRTY)
    ran = run("clean", "a.txt", "--diff")
    assert ran.code == 2
    assert "--to comes from cleaner.toml:2" in ran.err
    assert run("clean", "--from", "jsonl", stdin=b'{"text":"Rain fell."}').code == 0
    assert run("clean", "--from", "jsonl", "--encoding", "utf-8", stdin=b"").code == 2
    assert b"seconds = 3" in run("config", "--limit-seconds", "3").out


def test_neither_the_file_nor_its_cards_are_written_over(run, write):
    write("mine.toml", CARD)
    write("a.txt", DIRTY)
    content = 'rules = ["mine.toml"]\n[sites."a.example"]\nrules = ["mine2.toml"]\n'
    path = write("cleaner.toml", content)
    write("mine2.toml", CARD)
    for name in ("cleaner.toml", "mine.toml", "mine2.toml"):
        assert "would write over" in run("clean", "a.txt", "-o", name).err
        assert "would write over" in run("clean", "a.txt", "--report", f"./{name}").err
    assert path.read_text() == content


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


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a = 1\r\n\r\nb = 2\r\n", {("a",): 1, ("b",): 3}),
        ("# [x]\n[a]\nb = '''\n[c]\nd = 1\n'''\ne = 2", {("a",): 2, ("a", "b"): 3, ("a", "e"): 7}),
        ('a = """x\\"""" # "\nb = [\n "]", # [\n]\nc = 1', {("a",): 1, ("b",): 2, ("c",): 5}),
        (
            """a = '''it''''' # '\nb = ""\nc = {d.e = 1}""",
            {("a",): 1, ("b",): 2, ("c",): 3, ("c", "d"): 3, ("c", "d", "e"): 3},
        ),
        ("[[a]]\nb = 1\n[[a]]\nb = 2", {("a",): 1, ("a", "b"): 2}),
        (
            "[ a . \"b]\" ] # c\n 'd' . e=1",
            {("a",): 1, ("a", "b]"): 1, ("a", "b]", "d"): 2, ("a", "b]", "d", "e"): 2},
        ),
    ],
)
def test_every_key_is_found_on_its_line(text, lines):
    assert lines_of(text) == lines


# Sites

PAGE = f"<html><head><link rel='canonical' href='https://www.harbour.example/1'></head><body><article>{'<p>The ferry left the pier at dawn and came back late in the evening with the mail.</p>' * 1}<p>READ MORE: Snow fell</p><p>The council met twice in the old hall and went home without a vote on it.</p></article></body></html>"


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.Harbour.Example:8080/a?b#c", "www.harbour.example"),
        ("//harbour.example", "harbour.example"),
        ("harbour.example./story", "harbour.example"),
        ("https://user:word@harbour.example/", "harbour.example"),
        ("https://bücher.example/", "xn--bcher-kva.example"),
        ("https://[::1", ""),
        ("https://" + "a." * 100_000 + "example/", ""),
        ("a story", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_the_host_of_an_address(url, host):
    assert host_of(url) == host


def test_the_nearest_domain_has_the_say():
    sections = {"example", "harbour.example"}
    assert section_of("http://a.b.harbour.example/", sections) == "harbour.example"
    assert section_of("http://notharbour.example/", sections) == "example"
    assert section_of("http://harbour.example.org/", sections) is None


def test_a_site_is_cleaned_with_its_own_settings_and_the_others_as_ever():
    worker = cleaner.Cleaner(sites={"harbour.example": {"ignore": ["related"]}, "pier.example": {"select": []}})
    assert worker.clean(DIRTY).text == CLEAN
    assert worker.clean(DIRTY, url="https://other.example/1").text == CLEAN
    assert worker.clean(DIRTY, url="https://www.harbour.example/1").text == NO_ADVERT
    assert worker.clean(DIRTY, url="http://pier.example").text == DIRTY
    assert pickle.loads(pickle.dumps(worker)).clean(DIRTY, url="http://pier.example").text == DIRTY
    assert worker.clean_html(PAGE).removals == ()  # the page itself says where it stands
    assert cleaner.clean_html(PAGE).removals != ()


def test_a_site_adds_to_cards_and_what_is_ignored_and_replaces_everything_else(write):
    general, own = write("general.toml", CARD), write("own.toml", CARD.replace("podcast", "newscast"))
    worker = cleaner.Cleaner(
        rules=[str(general)],
        ignore=["related"],
        headline="drop",
        sites={"harbour.example": {"rules": [str(own)], "ignore": ["advert"], "headline": "keep"}},
    )
    stays = "READ MORE: Snow fell\n\nRain fell on the harbour."
    text = (
        f"The pier\n\n{PROSE}\n\nListen to our podcast: A\n\nListen to our newscast: B\n\nAdvertisement\n\n{stays}"
    )
    plain = worker.clean(text, title="The pier").text
    assert plain == f"{PROSE}\n\nListen to our newscast: B\n\n{stays}"
    site = worker.clean(text, title="The pier", url="harbour.example/1").text
    assert site == f"The pier\n\n{PROSE}\n\nAdvertisement\n\n{stays}"


def test_whatever_a_site_selects_what_is_ignored_in_general_stays_so():
    sites = {"harbour.example": {"select": ["related", "advert"]}, "pier.example": {"select": ["advert"]}}
    worker = cleaner.Cleaner(select=["share"], ignore=["related"], sites=sites)
    assert worker.clean(DIRTY).text == DIRTY
    assert worker.clean(DIRTY, url="harbour.example/1").text == NO_ADVERT
    assert worker.clean(DIRTY, url="pier.example/1").text == NO_ADVERT


def test_config_shows_what_is_in_force_for_one_site_and_from_where(run, write):
    write(
        "cleaner.toml",
        'ignore = ["share"]\nbudget = 0.5\n[sites."harbour.example"]\nignore = ["related", "share"]\nbudget = 0.25\n',
    )
    shown = json.loads(run("config", "--url", "https://www.harbour.example/1", "--json", "--headline", "drop").out)
    assert shown["site"] == "harbour.example"
    assert list(shown["settings"]) == list(KEYS)
    assert shown["settings"]["ignore"] == {
        "value": ["share", "related"],
        "source": "cleaner.toml:1 and cleaner.toml:4",
    }
    assert shown["settings"]["budget"] == {"value": 0.25, "source": "cleaner.toml:5"}
    assert shown["settings"]["headline"] == {"value": "drop", "source": "command line"}
    assert shown["settings"]["select"]["source"] == "default"
    other = json.loads(run("config", "--url", "pier.example", "--json").out)
    assert (other["site"], other["settings"]["ignore"]["value"]) == (None, ["share"])
    # what the command line says goes before a site, too
    given = json.loads(run("config", "--url", "harbour.example", "--json", "--ignore", "advert").out)
    assert given["settings"]["ignore"] == {"value": ["advert"], "source": "command line"}
    text = run("config", "--url", "harbour.example").out.decode()
    assert '[sites."harbour.example"] and the general ones' in text
    assert tomllib.loads(text)["ignore"] == ["share", "related"]


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


def test_a_site_that_cannot_be_used_is_refused_when_the_cleaner_is_made():
    for sites, message in (
        ({"harbour.example": {"ignore": ["relatd"]}}, "did you mean related"),
        ({"harbour.example": {"preset": "bold"}}, "preset is one of"),
        ({"harbour.example": {"headline": "x"}}, "headline is keep or drop"),
        ({"harbour.example": {"repair": False}}, "a site may set select, ignore"),
        ({"harbour.example/news": {}}, "did you mean harbour.example"),
        ({"a.example": {}, "A.example": {}}, "two sections"),
    ):
        with pytest.raises(ConfigurationError, match=message):
            cleaner.Cleaner(sites=sites)
    with pytest.raises(TypeError):
        cleaner.Cleaner(sites={"harbour.example": {"select": "related"}})


def test_the_digest_tells_sites_apart():
    make = lambda **settings: cleaner.Cleaner(sites={"a.example": settings}).digest  # noqa: E731
    digests = {cleaner.Cleaner().digest, make(), make(ignore=["share"]), make(budget=0.5), make(headline="drop")}
    assert len(digests) == 5
    both = {"a.example": {}, "b.example": {"budget": 0.5}}
    turned = dict(reversed(both.items()))
    assert cleaner.Cleaner(sites=both).digest == cleaner.Cleaner(sites=turned).digest
    assert cleaner.Cleaner(sites={}).digest == cleaner.Cleaner().digest


def test_sites_that_ask_for_the_same_share_a_cleaner_and_none_is_made_too_early():
    hosts = [f"site{number}.example" for number in range(2_000)]
    began = time.perf_counter()
    worker = cleaner.Cleaner(sites={host: {"ignore": ["share"]} for host in hosts})
    assert time.perf_counter() - began < 5
    assert worker.for_url(hosts[0]) is worker.for_url(hosts[1]) is not worker
    assert worker.for_url("other.example") is worker


def test_the_command_line_goes_before_a_site_too(run, write):
    write("cleaner.toml", '[sites."harbour.example"]\nignore = ["related"]\n')
    record = json.dumps({"url": "https://www.harbour.example/1", "text": DIRTY}).encode()
    text = lambda *arguments: json.loads(run("clean", *arguments, stdin=record).out)["text"]  # noqa: E731
    assert text() == NO_ADVERT
    assert text("--preset", "careful", "--ignore", "advert") == text(
        "--isolated", "--preset", "careful", "--ignore", "advert"
    )
    assert text("--isolated") == CLEAN


def test_the_ledger_of_a_site_has_the_digest_of_the_rules_that_ran(run, write):
    write("cleaner.toml", '[sites."harbour.example"]\nignore = ["related"]\n')
    write(
        "a.jsonl",
        "".join(json.dumps({"url": url, "text": DIRTY}) + "\n" for url in ("harbour.example", "x.example")),
    )
    run("clean", "a.jsonl", "-o", "b.jsonl", "--report", "c.jsonl")
    ledgers = [json.loads(line) for line in (write("x", "").parent / "c.jsonl").read_text().splitlines()]
    assert [ledger["rules_digest"] for ledger in ledgers] == [
        cleaner.Cleaner(ignore=["related"]).rules_digest("text"),
        cleaner.Cleaner().rules_digest("text"),
    ]


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


def test_without_a_file_the_plain_path_imports_nothing_for_it(write, tmp_path):
    write("a.txt", DIRTY)
    code = (
        "import sys; sys.argv = ['cleaner', 'clean', 'a.txt']\n"
        "from cleaner.cli.main import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print([name for name in ('cleaner.config.keys', 'cleaner.config.resolve', 'typer', 'difflib') if name in sys.modules], file=sys.stderr)"
    )

    def imported():
        command = [sys.executable, "-c", code]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stderr

    assert imported() == "[]\n"
    write("cleaner.toml", "budget = 0.6")
    assert imported() == "['cleaner.config.keys', 'cleaner.config.resolve']\n"


def test_a_run_in_a_folder_without_a_file_has_the_defaults(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert resolve({}).file is None
    assert resolve({}).sites == {}
