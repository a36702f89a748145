"""The house stays in order: imports point down, each dependency has one door, the documents tell the truth."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest

from cleaner.catalog import builtin
from conftest import ROOT

SOURCE = ROOT / "src" / "cleaner"
# a module may import from its own floor's modules above it in this list, and from every floor before
FLOORS: list[list[str]] = [
    ["version", "values", "lazily", "finding", "folding", "model", "draft", "marks"],
    ["cards", "patterns", "literals", "language", "ready", "catalog", "shapes", "scanning"],
    [
        "stages.looks",
        "stages.echoes",
        "stages.blanks",
        "stages.blocks",
        "stages.boxes",
        "stages.capitals",
        "stages.comments",
        "stages.edges",
        "stages.elements",
        "stages.forms",
        "stages.lines",
        "stages.links",
        "stages.printings",
        "stages.quotes",
        "stages.titles",
        "stages.repeats",
        "stages.residue",
        "stages.strays",
        "stages",
        "engine",
    ],
    [
        "intake.decode",
        "intake.repair",
        "intake.hints",
        "intake.places",
        "intake.flatten",
        "intake.walk",
        "intake.mapping",
        "intake.filling",
        "intake.stated",
        "intake.extract",
        "intake",
        "report.diff",
        "report.ledger",
        "report",
    ],
    [
        "sites",
        "settings",
        "checking",
        "api",
        "stopping",
        "parts",
        "streams",
        "packing",
        "records",
        "restoring",
        "terminal",
        "limits",
    ],
    ["tally", "batch", "jsonl", "sources", "describing", "work"],
    [
        "formats.blocks",
        "formats.lines",
        "formats.rows",
        "formats.tables",
        "formats.parquet.columns",
        "formats.parquet",
        "formats.warc",
        "formats",
    ],
    [
        "reading",
        "pool",
        "outputs",
        "pairing",
        "accounts",
        "journal",
        "placing",
        "closing",
        "progress",
        "notes",
    ],
    [
        "evaluation",
        "evaluation.scoring",
        "evaluation.baselines",
        "evaluation.gold",
        "evaluation.pages",
        "evaluation.measuring",
        "evaluation.tables",
    ],
    ["toml_lines", "config_file", "keys", "configuration", "in_force"],
    [
        "clean_command",
        "restore_folder",
        "restore_command",
        "rule_commands",
        "eval_command",
        "config_command",
        "statistics",
        "layout",
        "last_lines",
        "running",
    ],
    ["completion", "cli.options", "cli.guesses", "cli.clean", "cli", "entry", "__main__", "__init__"],
]
OWNERS = {
    "typer": "cli",
    "backports": "packing",
    "pyarrow": "formats.parquet",
    "ftfy": "intake.repair",
    "trafilatura": "intake.extract",
    "lxml": "intake.walk",
    "charset_normalizer": "intake.decode",
    "msgspec": "records",
}
PURE = {name for floor in FLOORS[:3] for name in floor}
WORLD = {
    "os",
    "io",
    "time",
    "datetime",
    "random",
    "socket",
    "subprocess",
    "pathlib",
    "threading",
    "sys",
    "tempfile",
}


def modules() -> dict[str, Path]:
    found = {}
    for path in SOURCE.rglob("*.py"):
        name = ".".join(path.relative_to(SOURCE).with_suffix("").parts)
        found[name.removesuffix(".__init__") if name != "__init__" else name] = path
    return found


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def ours(path: Path) -> set[str]:
    names = {name.removeprefix("cleaner.") for name in imports(path) if name.startswith("cleaner.")}
    return {name for name in names if name in modules()}


def floor_of(name: str) -> int:
    return next(index for index, floor in enumerate(FLOORS) if name in floor)


def test_every_module_has_its_floor():
    assert set(modules()) == {name for floor in FLOORS for name in floor}


@pytest.mark.parametrize("name", sorted(modules()))
def test_imports_point_down_only(name):
    above = {other for other in ours(modules()[name]) if floor_of(other) > floor_of(name)}
    assert above == set()


def test_the_doors_in_and_out_never_import_each_other():
    for name, path in modules().items():
        if name.startswith("intake"):
            assert not any(other.startswith("report") for other in ours(path))
        if name.startswith("report"):
            assert not any(other.startswith("intake") for other in ours(path))


@pytest.mark.parametrize(("package", "owner"), OWNERS.items())
def test_each_dependency_is_imported_in_exactly_one_file_or_package(package, owner):
    users = {name for name, path in modules().items() if any(i.split(".")[0] == package for i in imports(path))}
    assert {owner if name.startswith(f"{owner}.") else name for name in users} == {owner}


def test_the_core_never_meets_the_world():
    meets = {
        name: sorted(WORLD & {imported.split(".")[0] for imported in imports(path)})
        for name, path in modules().items()
        if name in PURE and name != "catalog"  # which reads the package's own cards
    }
    assert {name: found for name, found in meets.items() if found} == {}


def test_no_module_is_over_three_hundred_lines():
    assert {name: n for name, path in modules().items() if (n := len(path.read_text().splitlines())) > 300} == {}


def test_every_dependency_says_what_it_is_for():
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)["project"]
    for requirement in [
        *project["dependencies"],
        *(one for extra in project["optional-dependencies"].values() for one in extra),
    ]:
        line = next(line for line in text.splitlines() if f'"{requirement}"' in line)
        assert len(line.split("#", 1)[1].strip()) > 10


def test_the_readme_names_every_command_option_and_exit_code():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    source = "".join(path.read_text(encoding="utf-8") for path in (SOURCE / "cli").glob("*.py"))
    source = source.replace((SOURCE / "cli" / "guesses.py").read_text(encoding="utf-8"), "")  # what there is not
    for option in set(re.findall(r'"(--[a-z-]+)"', source)) - {
        "--help",
        "--output",
        "--quiet",
        "--verbose",
        "--version",
        "--json",
    }:
        assert option in readme, option
    for command in ("clean", "restore", "rules", "explain", "test-rules", "eval", "config"):
        assert f"cleaner {command}" in readme
    for code in ("130", "141", "143"):
        assert code in readme


def test_the_python_of_the_readme_does_what_it_says():
    import cleaner

    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    block = next(
        block for block in re.findall(r"```python\n(.*?)```", readme, re.DOTALL) if "result.removals" in block
    )
    block = block.replace('cleaner.clean_html("<html>…</html>")', "None")
    names: dict[str, object] = {"cleaner": cleaner}
    for line in block.splitlines():
        code, _, comment = line.partition("  #")
        if code.startswith(("result.", "removal.")) and comment.strip().startswith(("'", "(")):
            assert eval(code, names) == ast.literal_eval(comment.strip())
        elif code.strip():
            exec(code, names)


def test_the_card_in_the_readme_and_the_one_in_contributing_are_cards():
    from cleaner.cards import read_cards

    for name in ("README.md", "CONTRIBUTING.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        blocks = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
        block = next(block for block in blocks if "[[rule]]" in block)
        assert len(read_cards(re.sub(r"^   ", "", block, flags=re.MULTILINE), "own", name)) == 1


def test_the_configuration_in_the_readme_is_one_and_every_key_is_named(tmp_path):
    from cleaner.configuration import load
    from cleaner.keys import KEYS, LIMIT

    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    block = next(block for block in re.findall(r"```toml\n(.*?)```", readme, re.DOTALL) if "[sites." in block)
    (tmp_path / "cleaner.toml").write_text(block, encoding="utf-8")
    assert set(load(str(tmp_path / "cleaner.toml")).sites) == {"example.org"}
    assert [name for name in KEYS if f"`{name.removeprefix(LIMIT)}`" not in readme] == []


def test_every_family_is_named_in_the_changelog():
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert {card.family for card in builtin().cards if f"`{card.family}`" not in changelog} == set()
