"""Writes what is made from the code: the man page, from the help, the JSON Schema of the configuration, and
the cards and English patterns as Python, so that nobody's start has to read them from TOML.

python tools/derived.py            # writes the files
python tools/derived.py --check    # exit code 1 if one is out of date
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path
from typing import Any

from typer.main import get_command

from cleaner.cli.app import app
from cleaner.config.keys import KEYS, LIMIT, Key, as_toml
from cleaner.matching.catalog import checksum, parsed, source_files
from cleaner.matching.shapes import expanded
from cleaner.version import __version__

ROOT = Path(__file__).parents[1]
FILES = ("man/cleaner.1", "src/cleaner/config/cleaner.schema.json", "src/cleaner/matching/_generated.py")


def schema() -> str:
    """The JSON Schema of a configuration file."""
    general = [key for key in KEYS.values() if not key.name.startswith(LIMIT)]
    limits = [key for key in KEYS.values() if key.name.startswith(LIMIT)]
    site = _table("What articles from that host, and from hosts below it, have of their own.")
    site["properties"] = {
        key.name: {"description": f"{key.help} {_beside(key)}", **key.schema} for key in general if key.in_sites
    }
    whole = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:cleaner:configuration",
        "title": "cleaner.toml, or [tool.cleaner] in pyproject.toml",
        **_table("How `cleaner` cleans: what the command line does not say."),
    }
    whole["properties"] = {key.name: _property(key) for key in general} | {
        "limits": _table("Past a limit a document comes out unchanged and is reported.")
        | {"properties": {key.name.removeprefix(LIMIT): _property(key) for key in limits}},
        "sites": {
            "type": "object",
            "description": 'Settings by host name, such as [sites."example.org"].',
            "additionalProperties": site,
        },
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _table(description: str) -> dict[str, Any]:
    return {"type": "object", "description": description, "additionalProperties": False}


def _beside(key: Key) -> str:
    """How a site's own value stands to the general one."""
    if key.adds_up:
        return "Added to the general ones."
    stays = "; what is ignored in general stays so" if key.name == "select" else ""
    return f"In the place of the general one{stays}."


def _property(key: Key) -> dict[str, Any]:
    default = {} if key.default is None else {"default": key.default}
    return {"description": key.help, **key.schema, **default}


def manual() -> str:
    """The man page."""
    command: Any = get_command(app)
    about, _, examples = command.help.partition("Examples:")
    brief = about.partition(":")[0]
    lines = [
        r".\" Made by tools/derived.py from the help; edit src/cleaner/cli",
        f'.TH CLEANER 1 "" "cleaner {__version__}" "User Commands"',
        ".SH NAME",
        rf"cleaner \- {_roff(brief[0].lower() + brief[1:])}",
        ".SH SYNOPSIS",
        r".B cleaner",
        r"\fICOMMAND\fR [\fIOPTION\fR]... [\fIARGUMENT\fR]...",
        ".SH DESCRIPTION",
        *_text(about),
        ".SH EXAMPLES",
        *_text("\n".join(f"    {line.strip()}" for line in examples.splitlines() if line.strip())),
        ".SH COMMANDS",
    ]
    for name, one in command.commands.items():
        lines += _command(name, one)
    lines += [".SH CONFIGURATION", *_text(CONFIGURATION)]
    for key in KEYS.values():
        values = " | ".join(key.schema.get("enum", [])) or key.schema["type"]
        default = "" if key.default is None else f" Default: {as_toml(key.default)}."
        lines += [".TP", rf"\fB{_roff(key.name)}\fR ({_roff(values)})", _line(key.help + default)]
    return "\n".join(lines) + "\n"


def ready() -> str:
    """The module of cards and patterns."""
    files = source_files()
    catalog = parsed(files)
    words = catalog.words()
    lines = [
        '"""The cards, the heads of the languages and the English patterns, as made by tools/derived.py.',
        "",
        "Used only while CHECKSUM is that of the files in rules/ and languages/. After a change: make derived.",
        '"""',
        "",
        "from typing import Any",
        "",
        f"CHECKSUM = {checksum(files)}",
        "CARDS: tuple[tuple[Any, ...], ...] = (",
        *(f"    {tuple(card)!r}," for card in catalog.cards),
        ")",
        "EXPANDED = {",
        *(f"    {card.id!r}: {tuple(expanded(card, words))!r}," for card in catalog.cards if card.shape != "code"),
        "}",
        "HEADS = {",
        *(f"    {language.code!r}: {dict(language.head)!r}," for language in catalog.languages),
        "}",
    ]
    return "\n".join(lines) + "\n"


CONFIGURATION = """cleaner reads the nearest cleaner.toml upwards from the current folder, or the [tool.cleaner]
table of a pyproject.toml there, and it alone. The command line goes before it. A section [sites."example.org"]
holds what articles from that host, and from hosts below it, have of their own: its ignore and rules are added to
the general ones, every other key takes the place of the general one, and what is ignored in general stays so
whatever a site selects.
"""


def _command(name: str, command: Any) -> list[str]:
    arguments = " ".join(one.metavar for one in command.params if one.param_type_name == "argument")
    lines = [f".SS cleaner {_roff(f'{name} [OPTION]... {arguments}'.strip())}", *_text(command.help or "")]
    for parameter in command.params:
        if parameter.param_type_name == "argument":
            declared = parameter.metavar
        else:
            value = "" if parameter.is_flag or parameter.count else f" {parameter.metavar}"
            declared = ", ".join((*parameter.opts, *parameter.secondary_opts)) + value
        lines += [".TP", rf"\fB{_roff(declared)}\fR", _line(parameter.help)]
    return lines


def _text(text: str) -> list[str]:
    """Paragraphs, and indented lines as they stand."""
    lines: list[str] = []
    for block in re.split(r"\n\s*\n", text.strip("\n")):
        rows = block.split("\n")
        if all(row.startswith("    ") for row in rows):
            lines += [".PP", ".RS 4", ".nf", *(_line(row) for row in rows), ".fi", ".RE"]
        else:
            lines += [".PP", *(_line(row) for row in rows)]
    return lines


def _line(text: str) -> str:
    text = _roff(text.strip())
    return rf"\&{text}" if text.startswith((".", "'")) else text


def _roff(text: str) -> str:
    return text.replace("\\", r"\e").replace("-", r"\-")


def main() -> int:
    """Write or check; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing")
    check = parser.parse_args().check
    stale = []
    for name, text in zip(FILES, (manual(), schema(), ready()), strict=True):
        path = ROOT / name
        if check and (not path.exists() or path.read_text(encoding="utf-8") != text):
            stale.append(name)
        elif not check:
            path.write_text(text, encoding="utf-8")
    if stale:
        print(f"out of date: {', '.join(stale)}; run python tools/derived.py", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
