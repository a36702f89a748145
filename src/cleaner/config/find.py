"""Where the configuration file is found, and what is in it before anyone asks what it means."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import Any

from cleaner.core.errors import ConfigurationError

NAME = "cleaner.toml"
PROJECT = "pyproject.toml"
_LARGEST = 1_000_000  # bytes: room for ten thousand sites


def find(folder: str | None = None) -> str | None:
    """The configuration file for work in that folder (the current one): the nearest upwards, and it alone.

    In each folder that is cleaner.toml, or else a pyproject.toml with a [tool.cleaner] table.
    """
    try:
        folder = os.getcwd() if folder is None else os.path.abspath(folder)
    except FileNotFoundError:  # the folder has been removed
        return None
    while True:
        for name in (NAME, PROJECT):
            path = os.path.join(folder, name)
            if os.path.isfile(path) and (name == NAME or _speaks_of_us(path)):
                return path
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above


def read(path: str, name: str) -> str:
    """The text of a file that is called `name` in messages. Raises ConfigurationError."""
    try:
        with open(path, "rb") as file:
            return _text(name, file.read(_LARGEST + 1))
    except OSError as error:
        raise ConfigurationError(f"{name}: cannot be read: {error.strerror or error}") from None


def _speaks_of_us(path: str) -> bool:
    # most belong to other programs: neither their faults nor the time to parse them are ours
    try:
        with open(path, "rb") as file:
            data = file.read(_LARGEST + 1)
    except OSError:
        return False
    return b"cleaner" in data and own_table(parsed(path, _text(path, data))) is not None


def _text(name: str, data: bytes) -> str:
    if len(data) > _LARGEST:
        raise ConfigurationError(f"{name}: more than {_LARGEST:,} bytes; a configuration file is not that long")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ConfigurationError(f"{name}:{line}: not UTF-8; save the file as UTF-8") from None


def parsed(name: str, text: str) -> dict[str, Any]:
    """What a TOML text says. Raises ConfigurationError with the line."""
    import tomllib

    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        why = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        at = re.search(r"at line (\d+)", why)
        line = int(at[1]) if at else text.rstrip().count("\n") + 1
        why = why.partition(" (at ")[0]
        raise ConfigurationError(f"{name}:{line}: not valid TOML: {why[:1].lower()}{why[1:]}") from None


def own_table(data: Mapping[str, Any]) -> Any:
    """What [tool.cleaner] says, or None."""
    tool = data.get("tool")
    return tool.get("cleaner") if isinstance(tool, dict) else None
