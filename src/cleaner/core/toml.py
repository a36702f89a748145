"""Reads TOML that others wrote, in bounded time."""

from __future__ import annotations

from typing import Any

from cleaner.core.regex import lazy_compile

_MAX_PARTS = 64  # of one key; tomllib takes time that grows with the square of their number
_PART = r"""(?:[A-Za-z0-9_-]++|"(?:[^"\\\n]|\\.)*+"?|'[^'\n]*+'?)"""
_KEY = lazy_compile(rf"{_PART}(?:[ \t]*+\.[ \t]*+{_PART})*+")
_QUOTED = lazy_compile(r""""(?:[^"\\\n]|\\.)*+"?|'[^'\n]*+'?""")


def loads(text: str) -> dict[str, Any]:
    """Return the tables of a TOML text. Raises ValueError, whose message ends in "(at line N, column M)".

    >>> loads("a.b = 1")
    {'a': {'b': 1}}
    """
    import tomllib

    for found in _KEY.finditer(text):
        if found[0].count(".") >= _MAX_PARTS and _QUOTED.sub("", found[0]).count(".") >= _MAX_PARTS:
            line = text.count("\n", 0, found.start()) + 1
            raise ValueError(f"A key of more than {_MAX_PARTS} parts (at line {line}, column 1)")
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise ValueError("Nested too deeply") from None
