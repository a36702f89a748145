"""File names in arguments and messages."""

from __future__ import annotations

import os


def display_name(name: str) -> str:
    """Return a file name as text. Bytes that are not UTF-8 are escaped."""
    try:
        data = os.fsencode(name)
    except UnicodeEncodeError:  # a name in a ledger, where the file system's encoding is ASCII
        data = name.encode("utf-8", "surrogateescape")
    return data.decode("utf-8", "backslashreplace")


STDIN = "-"


def is_special(path: str) -> bool:
    """Return whether `path` exists and is neither a file nor a folder, such as a device or a pipe."""
    return os.path.exists(path) and not os.path.isfile(path) and not os.path.isdir(path)


def shown(name: str) -> str:
    """Return the name of a document for messages; "-" becomes "standard input"."""
    if name == STDIN or name.startswith(f"{STDIN}:"):
        return name.replace(STDIN, "standard input", 1)
    return display_name(name)
