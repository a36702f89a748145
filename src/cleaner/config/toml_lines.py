"""On which line of a TOML file a key stands: tomllib, which reads the file, does not say."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

from cleaner.core.regex import lazy_compile

Path = tuple[str, ...]
_DEEPEST = 6
_PIECE = lazy_compile(
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
    """The line of each table and key, by its path from the top, in text that tomllib has read.

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
            _note(value, table, line, found)
    return found


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Each header, pair or comment, with the number of the line on which it begins."""
    start, depth, line, first = 0, 0, 1, 1
    for match in _PIECE.finditer(text):
        piece = match[0]
        line += piece.count("\n")
        if piece in ("[", "{"):
            depth += 1
        elif piece in ("]", "}"):
            depth -= 1
        elif piece == "\n" and depth == 0:
            yield first, text[start : match.end()]
            start, first = match.end(), line
    yield first, text[start:]


def _header(value: Any) -> Path:
    path: Path = ()
    while isinstance(value, dict) and value:
        ((key, value),) = value.items()
        path += (key,)
    return path


def _note(value: dict[str, Any], table: Path, line: int, found: dict[Path, int]) -> None:
    for key, inner in value.items():
        path = (*table, key)
        found.setdefault(path, line)
        if isinstance(inner, dict) and len(path) < _DEEPEST:
            _note(inner, path, line, found)
