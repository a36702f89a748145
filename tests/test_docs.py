"""README, CONTRIBUTING and docs/ tell the truth: commands run, snippets run, links resolve, names are complete.

How the pages mark what runs stands in CONTRIBUTING.md under "Change the documentation".
"""

from __future__ import annotations

import ast
import gzip
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import NamedTuple

import pytest

from cleaner.config.keys import KEYS, LIMIT
from cleaner.core.errors import ConfigurationError
from cleaner.formats.registry import format_of
from cleaner.matching.card import CONFIDENCES, INPUTS, PLACES, REACHES, SHAPES, STATUSES, Card, read_cards
from cleaner.matching.catalog import PRESETS
from cleaner.scorer.load import load as load_model
from cleaner.system.compression import SUFFIXES
from support import ROOT
from support.processes import run_here

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
WRITTEN_FOR_USERS = [path for path in PAGES if path.name != "CONTRIBUTING.md"]
SOURCE = ROOT / "src" / "cleaner"
_BLOCK = re.compile(
    r"(?:<!-- (?P<mark>not run|file):(?P<value>.*?)-->\n)?^(?P<indent> *)```(?P<info>.*)\n(?P<body>(?:.*\n)*?)(?P=indent)```$",
    re.MULTILINE,
)


class Block(NamedTuple):
    """A fenced block of a page. Its marker says why it does not run, or which sample file it is."""

    language: str
    body: str
    line: int
    why_not_run: str | None
    file: str | None


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def page(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(path: Path) -> list[Block]:
    text = path.read_text(encoding="utf-8")
    return [
        Block(
            match["info"],
            re.sub(f"^{match['indent']}", "", match["body"], flags=re.MULTILINE),
            text.count("\n", 0, match.start()) + 1,
            match["value"].strip() if match["mark"] == "not run" else None,
            match["value"].strip() if match["mark"] == "file" else None,
        )
        for match in _BLOCK.finditer(text)
    ]


def blocks_in(language: str) -> list[pytest.param]:
    return [
        pytest.param(block, id=f"{name_of(path)}:{block.line}")
        for path in PAGES
        for block in blocks(path)
        if block.language == language and block.why_not_run is None
    ]


PARAGRAPHS = [f"Boat {n} left the north pier on Monday, said the harbour office of Sand Island." for n in range(9)]
PAGE = (
    "<html><head><title>Nine boats leave Sand Island</title></head><body><article><h1>Nine boats leave Sand Island</h1>"
    + "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    + "<p>Advertisement</p></article></body></html>"
)
TEXT = (
    "Nine boats leave Sand Island\n\n" + "\n\n".join([*PARAGRAPHS, "READ MORE: Who paid for the new pier?"]) + "\n"
)
GOLD = {"text": TEXT, "lang": "en", "remove": [[TEXT.index("READ"), len(TEXT) - 1, "related"]], "optional": []}
GOLD_PAGE = {"html": PAGE, "gold": "\n".join(PARAGRAPHS), "must": [PARAGRAPHS[0]], "must_not": ["Advertisement"]}


@pytest.fixture
def samples(sample_files, tmp_path, monkeypatch):
    """A copy of the sample files, as the current folder."""
    shutil.copytree(sample_files, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    # what a page shows does not depend on the number of workers, and each takes its time to start
    monkeypatch.setattr("cleaner.runner.run.cores", lambda: 1)


@pytest.fixture(scope="module")
def sample_files(tmp_path_factory):
    """The folder of sample files that the commands of the pages use."""
    import pyarrow
    import pyarrow.parquet

    made, before = tmp_path_factory.mktemp("samples"), Path.cwd()
    os.chdir(made)
    for path in PAGES:
        for block in blocks(path):
            if block.file:
                Path(block.file).parent.mkdir(parents=True, exist_ok=True)
                Path(block.file).write_text(block.body, encoding="utf-8")
    Path("page.html").write_text(PAGE, encoding="utf-8")
    for folder, suffix, content in (("articles", "txt", TEXT), ("pages", "html", PAGE)):
        (Path(folder) / "drafts").mkdir(parents=True)
        for name in ("one", "two", "drafts/three"):
            (Path(folder) / f"{name}.{suffix}").write_text(content, encoding="utf-8")
    rows = [{"headline": "Nine boats leave Sand Island", "body": TEXT}] * 2
    write_lines("articles.jsonl", [{"id": 1, "text": TEXT}, {"id": 2, "html": PAGE}])
    write_lines("records.jsonl", rows)
    write_lines("gold.jsonl", [GOLD])
    Path("pages.jsonl.gz").write_bytes(gzip.compress(json.dumps(GOLD_PAGE).encode()))
    Path("articles.csv").write_text(f'headline,body\nNine boats,"{TEXT}"\n', encoding="utf-8")
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), "articles.parquet")
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE.encode()
    head = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/1\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
    head += f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    Path("crawl.warc.gz").write_bytes(gzip.compress(head.encode() + http + b"\r\n\r\n"))
    run("cleaner clean articles.jsonl --ignore all --isolated -o crawl.jsonl.zst")
    card = next(
        block.body for block in blocks(ROOT / "docs" / "reference" / "rules.md") if block.language == "toml"
    )
    Path("mine.toml").write_text(card, encoding="utf-8")
    os.chdir(before)
    return made


def write_lines(name: str, records: list[dict[str, object]]) -> None:
    Path(name).write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")


def run(command: str) -> str:
    """Run a command line as a reader would; what it writes to standard output."""
    arguments, output = plain_call(command)
    if arguments:
        ran = run_here(*arguments, cwd=Path.cwd())
        assert ran.code == 0, f"$ {command}\n{ran.out.decode()}{ran.err}"
        if output is None:
            return ran.out.decode()
        Path(output).write_bytes(ran.out)
        return ""
    path = os.pathsep.join([os.path.dirname(sys.executable), os.environ["PATH"]])
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        capture_output=True,
        encoding="utf-8",
        env=os.environ | {"PATH": path},
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, f"$ {command}\n{done.stdout}{done.stderr}"
    return done.stdout


def plain_call(command: str) -> tuple[list[str], str | None]:
    """The arguments and the output file of a line that only calls `cleaner`; no arguments where a shell has work to do.

    Such a line needs no process.
    """
    lexer = shlex.shlex(command, posix=True, punctuation_chars="|&;<>()$`\\\n")
    lexer.whitespace_split = True
    words = list(lexer)
    output = None
    if words[-2:-1] == [">"]:
        *words, _, output = words
    plain = words[0] == "cleaner" and not any(set(word) <= set(lexer.punctuation_chars) for word in words)
    return (words[1:], output) if plain else ([], None)


@pytest.mark.parametrize(
    ("command", "arguments", "output"),
    [
        ("cleaner clean a.txt --include '*.x y'   # the text", ["clean", "a.txt", "--include", "*.x y"], None),
        ("cleaner clean a.txt > b.txt", ["clean", "a.txt"], "b.txt"),
        ("cleaner clean a.txt>'b c.txt'", ["clean", "a.txt"], "b c.txt"),
        ("cleaner clean a.txt > b.txt || true", [], None),
        ("cleaner clean > b.txt < a.txt", [], None),
        ("cleaner clean < a.txt > b.txt", [], None),
        ("cleaner clean a.txt >> b.txt", [], None),
        ("cat a.txt | cleaner clean > b.txt", [], None),
        ("cat a.txt | cleaner clean", [], None),
        ("cleaner clean $HOME", [], None),
        ("cleaner clean a.txt > $HOME", [], None),
        ("cleaner clean a.txt && cmp a.txt b.txt", [], None),
        ("make demo", [], None),
    ],
)
def test_a_line_that_only_calls_the_command_runs_without_a_shell(command, arguments, output):
    assert plain_call(command) == (arguments, output)


def with_commands() -> list[Path]:
    return [path for path in PAGES if any(b.language == "console" and b.why_not_run is None for b in blocks(path))]


@pytest.mark.parametrize("path", with_commands(), ids=name_of)
def test_commands_run_and_print_what_the_page_shows(path, samples):
    commands = 0
    for block in blocks(path):
        if block.language != "console" or block.why_not_run is not None:
            continue
        pieces = re.split(r"^\$ ", block.body, flags=re.MULTILINE)
        assert pieces[0] == "", f"line {block.line}: a console block begins with a command"
        for piece in pieces[1:]:
            command, _, expected = piece.partition("\n")
            printed = run(command)
            commands += 1
            if expected:
                assert printed == expected, f"line {block.line}: {command}"
    assert commands


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_every_block_has_a_language_and_one_that_does_not_run_a_reason(path):
    text = path.read_text(encoding="utf-8")
    assert len(re.findall(r"^ *```", text, re.MULTILINE)) == 2 * len(blocks(path))
    for block in blocks(path):
        assert block.language in ("console", "python", "toml", "text"), block
        assert block.why_not_run != "", block
    assert len(re.findall("^<!-- not run", text, re.MULTILINE)) == sum(
        block.why_not_run is not None for block in blocks(path)
    )


def snippets() -> list[Path]:
    return [path for path in PAGES if any(block.language == "python" for block in blocks(path))]


@pytest.mark.parametrize("path", snippets(), ids=name_of)
def test_python_snippets_run_and_give_the_value_in_the_comment(path):
    source = "".join(
        block.body for block in blocks(path) if block.language == "python" and block.why_not_run is None
    )
    lines, names, values = source.splitlines(), {}, 0
    for node in ast.parse(source).body:
        code = ast.get_source_segment(source, node)
        comment = lines[node.end_lineno - 1].rpartition("  # ")[2]
        if isinstance(node, ast.Expr) and comment != lines[node.end_lineno - 1]:
            assert eval(code, names) == ast.literal_eval(comment), code
            values += 1
        else:
            exec(code, names)
    assert values


@pytest.mark.parametrize("block", blocks_in("toml"))
def test_toml_blocks_are_cards_languages_or_configurations(block, tmp_path):
    from cleaner.config.file import load
    from cleaner.matching.language import Language

    if "[[rule]]" in block.body:
        (card,) = read_cards(block.body, "own", "page")
        assert len(card.removes) >= 2
        assert len(card.keeps) >= 2
    elif "[words]" in block.body:
        language = Language("de", block.body, "de.toml")
        assert language.name == "German"
        assert language.examples
    else:
        (tmp_path / "cleaner.toml").write_text(block.body, encoding="utf-8")
        assert set(load(str(tmp_path / "cleaner.toml")).sites) == {"example.org"}


def test_a_wrong_configuration_block_would_be_noticed(tmp_path):
    from cleaner.config.file import load

    (tmp_path / "cleaner.toml").write_text('ignored = ["subscribe"]\n', encoding="utf-8")
    with pytest.raises(ConfigurationError, match="ignored"):
        load(str(tmp_path / "cleaner.toml"))


def anchors(path: Path) -> set[str]:
    """The fragments that GitHub gives to the headings of a page."""
    text = re.sub(r"^```.*?^```", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", [*PAGES, ROOT / "CHANGELOG.md"], ids=name_of)
def test_links_inside_the_project_resolve(path):
    for target in re.findall(r"\]\(([^)\s]+)\)", path.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, fragment = target.partition("#")
        found = (path.parent / file).resolve() if file else path
        assert found.exists(), target
        if fragment:
            assert fragment in anchors(found), target


def test_every_page_is_in_the_navigation_of_the_site_and_the_readme_leads_to_each_part():
    listed = re.findall(r"^ +- [^:]+: (\S+/\S+\.md)$", page("mkdocs.yml"), re.MULTILINE)
    assert sorted(listed) == [path.relative_to(ROOT / "docs").as_posix() for path in PAGES[2:]]
    parts = {path.parent.name for path in PAGES[2:]}
    assert [part for part in parts if f"(docs/{part}/" not in page("README.md")] == []


@pytest.mark.parametrize("path", [*PAGES, ROOT / "CHANGELOG.md"], ids=name_of)
def test_modules_that_a_page_names_exist(path):
    """`stages/lines.py` is a path below src/cleaner, or in the project; names with <placeholders> are none."""
    for named in re.findall(r"`((?:[\w-]+/)+[\w-]+\.(?:py|toml|md))`", path.read_text(encoding="utf-8")):
        placeholder = named in ("tests/a/test_b.py", "src/cleaner/a/b.py")
        assert placeholder or (SOURCE / named).exists() or (ROOT / named).exists(), named


def test_every_command_and_option_is_in_the_reference():
    from typer.main import get_command

    from cleaner.cli.app import build_app

    cli = page("docs/reference/cli.md")
    for name, command in get_command(build_app()).commands.items():
        section = cli.partition(f"## cleaner {name}\n")[2].partition("\n## ")[0]
        assert section, name
        options = [
            flag for one in command.params for flag in (*one.opts, *one.secondary_opts) if flag.startswith("-")
        ]
        missing = [flag for flag in options if flag != "--help" and not re.search(rf"[` ]{flag}[,` ]", section)]
        assert missing == [], name


@pytest.mark.parametrize("code", ["0", "1", "2", "3", "4", "130", "141", "143"])
def test_every_exit_code_is_in_the_reference(code):
    assert re.search(
        rf"^\|[ \d,]*\b{code}\b[ \d,]*\|", page("docs/reference/cli.md").partition("## Exit codes")[2], re.MULTILINE
    )


def test_every_configuration_key_is_in_the_reference():
    rows = re.findall(r"^\| `([^`]+)` \|", page("docs/reference/configuration.md"), re.MULTILINE)
    assert rows == list(KEYS)
    assert any(key.startswith(LIMIT) for key in rows)


def test_the_table_of_formats_names_every_format_with_its_suffixes():
    formats = page("docs/reference/formats.md")
    rows = re.findall(r"^\| `(\w+)` \| (`.*?`) \|", formats, re.MULTILINE)
    assert {"auto", *(name for name, _ in rows)} == set(KEYS["from"].schema["enum"])
    for name, suffixes in rows:
        assert {format_of(f"article{suffix}")[0] for suffix in re.findall(r"`(\.\w+)`", suffixes)} == {name}
    assert [suffix for suffix in SUFFIXES if f"`{suffix}`" not in formats] == []


def test_every_key_and_value_of_a_card_is_in_the_reference():
    rules = page("docs/reference/rules.md")
    named = {*Card._fields, *SHAPES, *PLACES, *REACHES, *PRESETS} - {"family"}
    named |= {f'"{value}"' for value in (*STATUSES, *CONFIDENCES, *INPUTS)}
    assert {name for name in named if f"`{name}`" not in rules and f"= {name}`" not in rules} == set()


def test_every_member_of_a_ledger_entry_is_in_the_reference():
    schema = json.loads((SOURCE / "report" / "ledger.schema.json").read_text(encoding="utf-8"))
    members = {
        name for kind in ("account", "failure", "repair", "removal") for name in schema["$defs"][kind]["properties"]
    }
    members -= {"text"}  # of a removal
    assert {name for name in members if f"`{name}`" not in page("docs/reference/ledger.md")} <= {"source"}


def test_every_exception_of_the_library_is_in_the_reference():
    import cleaner

    errors = {name for name in cleaner.__all__ if name.endswith("Error")}
    assert {name for name in errors if f"`{name}`" not in page("docs/reference/python.md")} == set()


def test_every_guarantee_has_tests():
    """Each row of the table in docs/explanation/architecture.md names tests that exist."""
    table = page("docs/explanation/architecture.md").partition("## Guarantees\n")[2]
    rows = dict(re.findall(r"^\| ([A-Z`].*?) \| (`.*?) \|$", table, re.MULTILINE))
    assert len(rows) == 5
    known = names_of_tests()
    for guarantee, tests in rows.items():
        named = re.findall(r"`(\w+)`", tests)
        assert named, guarantee
        assert set(named) <= known, guarantee


def test_the_accuracy_in_the_readme_is_what_training_the_shipped_model_measured():
    measured = load_model().header["cross_validated"]["standard"]
    figures = page("README.md").partition("## Figures\n")[2]
    assert f"precision of removals | {measured['precision']:.3f} |" in figures
    assert f"recall of boilerplate | {measured['recall']:.3f} |" in figures
    assert f"article text lost | {measured['lost_share']:.2%}".replace("%", " %") in figures


def test_the_figures_of_the_readme_are_those_of_the_pages_that_it_names():
    figures = page("README.md").partition("## Figures\n")[2].partition("\n## ")[0]
    accuracy, speed = page("docs/explanation/evaluation.md"), page("docs/explanation/performance.md")
    rows = re.findall(r"^\| (Text|HTML|Speed)\b.*? \| (.*?) \| (.*?) \|$", figures, re.MULTILINE)
    assert len(rows) == 7
    for kind, own, peers in rows:
        for figure in re.findall(r"\d+(?:\.\d+)?", own + peers.replace("C4", "")):
            known = re.findall(r"\d+\.\d+|\d+", speed if kind == "Speed" else accuracy)
            places = len(figure.partition(".")[2])
            assert figure in {f"{float(one):.{places}f}" for one in known}, (kind, figure)


def names_of_tests() -> set[str]:
    """The names of all tests."""
    files = [path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py")]
    return {name for file in files for name in re.findall(r"^def (test_\w+)\(", file, re.MULTILINE)}


def test_every_fault_has_a_test_that_exists():
    rows = re.findall(r"^\| (\d+) \| .* \| (.*) \|$", page("docs/explanation/faults.md"), re.MULTILINE)
    assert len(rows) > 30
    known = names_of_tests()
    for number, cell in rows:
        for named, more in re.findall(r"`(test_\w+)(…?)`", cell):
            found = [name for name in known if name.startswith(named) if more or name == named]
            assert found, (number, named)


def test_the_readme_is_short():
    assert len(page("README.md").splitlines()) <= 90


def test_nothing_tells_anyone_to_install_the_other_cleaner():
    """`cleaner` on the package index is another project; ours is article-cleaner."""
    wrong = re.compile(r"pip\w* install\b[^\n`]*[ '\"](?<!article-)cleaner\b(?!/)|(?<![\w-])cleaner\[")
    assert wrong.search("pip install 'cleaner[parquet]'")
    assert wrong.search("pip install cleaner")
    assert not wrong.search("pip install 'article-cleaner[parquet]'")
    files = [ROOT / "pyproject.toml", ROOT / "Makefile", ROOT / "CHANGELOG.md", *PAGES, *(ROOT / "man").iterdir()]
    for folder in ("src", "benchmarks", "tools"):
        files += [path for path in (ROOT / folder).rglob("*") if path.suffix in (".py", ".toml", ".json")]
    assert [name_of(path) for path in files if wrong.search(path.read_text(encoding="utf-8"))] == []
    project = tomllib.loads(page("pyproject.toml"))["project"]
    assert project["name"] == "article-cleaner"
    assert set(project["scripts"]) == {"cleaner"}
