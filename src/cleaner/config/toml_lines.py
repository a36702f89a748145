"""Finds the line of each key of a TOML file, which tomllib does not report."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

from cleaner.core.regex import lazy_compile

Path = tuple[str, ...]
_MAX_DEPTH = 6  # keys in a path; no key of the configuration is deeper
_TOKEN = lazy_compile(
    r'"""(?:\\.|[^\\])*?"{3,5}'
    r"|'''.*?'{3,5}"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
    r"|\#[^\n]*"
    r"|[\[\]{}\n]"
    r"""|[^"'\#\[\]{}\n]+""",
    re.DOTALL,
)


def lines_of(text: str) -> dict[Path, int]:
    """Return the 1-based line of each table and key by its path. tomllib must have parsed `text`.

    >>> lines_of('a = 1\\n[b."c.d"]\\ne.f = [\\n 1]\\n')[("b", "c.d", "e")]
    3
    """
    found: dict[Path, int] = {}
    table: Path = ()
    for line, statement in _statements(text):
        value = tomllib.loads(statement)
        if statement.lstrip().startswith("["):
            table = _header(value)
            for depth in range(1, len(table) + 1):
                found.setdefault(table[:depth], line)
        else:
            _add_lines(value, table, line, found)
    return found


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Yield each header, pair or comment with the number of its first line."""
    start, depth, line, first_line = 0, 0, 1, 1
    for match in _TOKEN.finditer(text):
        token = match[0]
        line += token.count("\n")
        if token in ("[", "{"):
            depth += 1
        elif token in ("]", "}"):
            depth -= 1
        elif token == "\n" and depth == 0:
            yield first_line, text[start : match.end()]
            start, first_line = match.end(), line
    yield first_line, text[start:]


def _header(value: Any) -> Path:
    path: Path = ()
    while isinstance(value, dict) and value:
        ((key, value),) = value.items()
        path += (key,)
    return path


def _add_lines(value: dict[str, Any], table: Path, line: int, found: dict[Path, int]) -> None:
    for key, inner in value.items():
        path = (*table, key)
        found.setdefault(path, line)
        if isinstance(inner, dict) and len(path) < _MAX_DEPTH:
            _add_lines(inner, path, line, found)
