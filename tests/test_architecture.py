"""The layers stay in order: imports point down, and each dependency is imported in one place."""

from __future__ import annotations

import ast
import tomllib
from functools import cache
from pathlib import Path

import pytest

from cleaner.formats.registry import FORMATS
from cleaner.matching.catalog import builtin
from support import ROOT

SOURCE = ROOT / "src" / "cleaner"


# Folders (and the root's modules) from the bottom up: each imports from those before it only
LAYERS = [
    "version",
    "core",
    "scorer",
    "matching",
    "intake",
    "report",
    "system",
    "stages",
    "formats",
    "pipeline",
    "config",
    "api",
    "engines",
    "arrow",
    "runner",
    "evaluation",
    "training",
    "explanation",
    "restore",
    "review",
    "service",
    "cli",
    "__init__",
    "__main__",
]


ROOT_MODULES = {"__init__", "__main__", "api", "arrow", "version"}  # the public face, and nothing beside it


DATA_FOLDERS = {"rules", "languages", "vocabulary"}


# Folders on neighbouring layers that still never import each other
SIBLINGS = [
    ("intake", "report"),
    ("intake", "matching"),
    ("intake", "scorer"),
    ("stages", "formats"),
    ("restore", "evaluation"),
    ("restore", "training"),
]


# Inside runner only run.py joins inputs, workers, outputs and messages
OWNERS = {
    "typer": "cli",
    "backports": "system/compression",
    "pyarrow": ("formats", "engines"),
    "datatrove": "engines/datatrove",
    "ftfy": "intake/repair",
    "trafilatura": "intake/page",
    "lxml": "intake/page",
    "resiliparse": "intake/page",
    "charset_normalizer": "intake/decode",
    "msgspec": "formats/json_record",
    "jinja2": "report/page/render",
    "markupsafe": "report/page/render",
    "numpy": "training",
    "scipy": "training",
    "sklearn": "training",
    "starlette": "service",
    "uvicorn": "service/serve",
    "mcp": "service/mcp_server",
    "anyio": "service/mcp_server",
    "re2": ("core/engine",),
}


PURE = ("core", "scorer", "matching", "stages", "pipeline", "report")


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


READ_PACKAGE_DATA = ("matching/catalog", "scorer/load")


NAMES_REPORTS_BY_SUFFIX = "report/kinds"


def modules() -> dict[str, Path]:
    """Every module by its path below the package, without the suffix."""
    return {path.relative_to(SOURCE).with_suffix("").as_posix(): path for path in SOURCE.rglob("*.py")}


MODULES = modules()


@cache
def imports(path: Path) -> frozenset[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(found)


def own_imports(name: str) -> set[str]:
    """The package's modules that a module imports."""
    found = set()
    for imported in imports(MODULES[name]):
        if imported.startswith("cleaner."):
            path = imported.removeprefix("cleaner.").replace(".", "/")
            found |= {path, f"{path}/__init__"} & set(MODULES)
    return found - {name}


def layer_of(name: str) -> int:
    return LAYERS.index(name.split("/", maxsplit=1)[0])


def test_the_root_holds_the_public_face_and_folders_only():
    assert {path.stem for path in SOURCE.glob("*.py")} == ROOT_MODULES
    folders = {path.name for path in SOURCE.iterdir() if path.is_dir()} - {"__pycache__"}
    assert folders == set(LAYERS) - ROOT_MODULES | DATA_FOLDERS


def test_every_folder_says_in_one_paragraph_what_lives_there():
    for folder in {path.parent for path in SOURCE.rglob("*.py")} - {SOURCE}:
        said = ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8")))
        assert said, folder
        assert "\n" not in said, folder


def test_folders_import_down_only():
    upwards = {
        name: {
            other
            for other in own_imports(name)
            if name.split("/")[0] in DATA_FOLDERS or layer_of(other) > layer_of(name)
        }
        for name in MODULES
    }
    assert {name: others for name, others in upwards.items() if others} == {}


def test_no_two_modules_import_each_other_in_a_circle():
    graph = {name: own_imports(name) for name in MODULES}
    while free := {name for name, needs in graph.items() if not needs}:
        graph = {name: needs - free for name, needs in graph.items() if name not in free}
    assert graph == {}


@pytest.mark.parametrize(("one", "other"), SIBLINGS)
def test_neighbouring_folders_do_not_import_each_other(one, other):
    for name in MODULES:
        for mine, theirs in ((one, other), (other, one)):
            if name.startswith(f"{mine}/"):
                assert not {found for found in own_imports(name) if found.startswith(f"{theirs}/")}, name


def test_no_pass_imports_another_pass():
    helpers = {"stages/line_features"}
    for name in MODULES:
        if name.startswith("stages/"):
            others = {other for other in own_imports(name) if other.startswith("stages/") and "/_" not in other}
            assert others <= helpers, name


def test_only_the_run_joins_the_folders_of_the_runner():
    for name in MODULES:
        if name.startswith("runner/") and name not in ("runner/run", "runner/plan", "runner/record_formats"):
            folders = {other.split("/")[1] for other in own_imports(name) if other.count("/") == 2}
            assert not {"outputs", "messages"} <= folders - {name.split("/")[1]}, name


@pytest.mark.parametrize(("package", "owners"), OWNERS.items())
def test_each_dependency_is_imported_in_one_place_only(package, owners):
    owners = (owners,) if isinstance(owners, str) else owners
    users = {name for name in MODULES if any(i.split(".")[0] == package for i in imports(MODULES[name]))}
    assert users
    assert {name for name in users if not name.startswith(owners)} == set()


def test_what_decides_never_meets_files_clock_or_network():
    meets = {
        name: sorted(WORLD & {imported.split(".")[0] for imported in imports(path)})
        for name, path in MODULES.items()
        if name.split("/")[0] in PURE and name not in (*READ_PACKAGE_DATA, NAMES_REPORTS_BY_SUFFIX)
    }
    assert {name: found for name, found in meets.items() if found} == {}


def format_names_compared(source: str) -> set[str]:
    """The names of formats that the source compares something with, or looks something up among."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Compare):
            asked = [node.left, *node.comparators]
        elif isinstance(node, ast.Set):
            asked = node.elts
        elif isinstance(node, ast.MatchValue):
            asked = [node.value]
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in ("set", "frozenset"):
            asked = node.args
        else:
            continue
        for part in asked:
            parts = part.elts if isinstance(part, (ast.Tuple, ast.List, ast.Set)) else [part]
            found |= {one.value for one in parts if isinstance(one, ast.Constant)} & set(FORMATS)
    return found


@pytest.mark.parametrize(
    "source",
    [
        "x.format == 'warc'",
        "'html' != x",
        "x in ('text', other)",
        "x in ['jsonl']",
        "KNOWN = {'csv', 'tsv'}",
        "KNOWN = frozenset(['parquet'])",
        "match x:\n    case 'auto': pass",
    ],
)
def test_a_comparison_with_the_name_of_a_format_is_seen(source):
    assert format_names_compared(source)


@pytest.mark.parametrize("source", ["x.kind == 'page'", "Format('csv')", "{'text': 'their text'}", "x == 'texts'"])
def test_what_only_looks_like_one_is_not(source):
    assert format_names_compared(source) == set()


# Where a word is no format's name, and what it is
OTHER_WORDS = {"evaluation/gold": {"html", "text"}}  # fields of labelled records


def test_only_the_registry_tells_formats_apart_by_name():
    found = {
        name: format_names_compared(path.read_text(encoding="utf-8"))
        for name, path in MODULES.items()
        if not name.startswith("formats/")
    }
    assert {name: words for name, words in found.items() if words} == OTHER_WORDS


def test_every_dependency_says_what_it_is_for():
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)["project"]
    for requirement in [
        *project["dependencies"],
        *(one for extra in project["optional-dependencies"].values() for one in extra),
    ]:
        line = next(line for line in text.splitlines() if f'"{requirement}"' in line)
        assert len(line.split("#", 1)[1].strip()) > 10


def test_every_family_is_named_in_the_changelog():
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert {card.family for card in builtin().cards if f"`{card.family}`" not in changelog} == set()
