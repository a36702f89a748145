"""File names as arguments and messages have them."""

from __future__ import annotations

import os


def display_name(name: str) -> str:
    """A file name as text: bytes of it that are no UTF-8 are escaped."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


STDIN = "-"


def is_special(path: str) -> bool:
    """Whether there is something at `path` that is neither a file nor a folder: a device, a pipe."""
    return os.path.exists(path) and not os.path.isfile(path) and not os.path.isdir(path)


def shown(name: str) -> str:
    """A document's name as messages call it."""
    if name == STDIN or name.startswith(f"{STDIN}:"):
        return name.replace(STDIN, "standard input", 1)
    return display_name(name)
