"""Finds, reads and parses the configuration file. `config.file` checks its content."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import Any

from cleaner.core.errors import ConfigurationError
from cleaner.core.toml import loads

NAME = "cleaner.toml"
PROJECT = "pyproject.toml"
_MAX_BYTES = 1_000_000  # ten thousand sites fit


def find(folder: str | None = None) -> str | None:
    """Return the configuration file for `folder` (default: the current one), or None.

    The file is the closest one in the folder or a parent: cleaner.toml, else a pyproject.toml with a [tool.cleaner]
    table. Files are not merged.
    """
    try:
        folder = os.getcwd() if folder is None else os.path.abspath(folder)
    except FileNotFoundError:  # the current folder was removed
        return None
    while True:
        for name in (NAME, PROJECT):
            path = os.path.join(folder, name)
            if os.path.isfile(path) and (name == NAME or _has_own_table(path)):
                return path
        parent = os.path.dirname(folder)
        if parent == folder:
            return None
        folder = parent


def read(path: str, name: str) -> str:
    """Return the text of a file, which messages call `name`. Raises ConfigurationError."""
    try:
        with open(path, "rb") as file:
            return _decode(name, file.read(_MAX_BYTES + 1))
    except OSError as error:
        raise ConfigurationError(f"{name}: cannot be read: {error.strerror or error}") from None


def _has_own_table(path: str) -> bool:
    # Most pyproject.toml files hold no section for cleaner. Their faults must not stop a run.
    try:
        with open(path, "rb") as file:
            data = file.read(_MAX_BYTES + 1)
    except OSError:
        return False
    return b"cleaner" in data and own_table(parsed(path, _decode(path, data))) is not None


def _decode(name: str, data: bytes) -> str:
    if len(data) > _MAX_BYTES:
        raise ConfigurationError(f"{name}: more than {_MAX_BYTES:,} bytes; a configuration file is not that long")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ConfigurationError(f"{name}:{line}: not UTF-8; save the file as UTF-8") from None


def parsed(name: str, text: str) -> dict[str, Any]:
    """Parse a TOML text. Raises ConfigurationError with the line."""
    try:
        return loads(text)
    except ValueError as error:
        why = str(error)
        at = re.search(r"at line (\d+)", why)
        line = int(at[1]) if at else text.rstrip().count("\n") + 1
        why = why.partition(" (at ")[0]
        raise ConfigurationError(f"{name}:{line}: not valid TOML: {why[:1].lower()}{why[1:]}") from None


def own_table(data: Mapping[str, Any]) -> Any:
    """Return the value of [tool.cleaner], or None."""
    tool = data.get("tool")
    return tool.get("cleaner") if isinstance(tool, dict) else None
