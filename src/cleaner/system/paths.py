"""File names in arguments and messages."""

from __future__ import annotations

import os
import re

_DESCRIPTOR = r"/dev/fd/(\d+)|/proc/(?:self|thread-self|{own})(?:/task/\d+)?/fd/(\d+)"
_LINKS = 40  # as many as Linux follows


def display_name(name: str) -> str:
    """Return a file name as text. Bytes that are not UTF-8 are escaped."""
    try:
        data = os.fsencode(name)
    except UnicodeEncodeError:  # a name in a ledger, where the file system's encoding is ASCII
        data = name.encode("utf-8", "surrogateescape")
    return data.decode("utf-8", "backslashreplace")


STDIN = "-"


def is_special(path: str) -> bool:
    """Return whether `path` is written directly: a device, a pipe, or an open descriptor such as /dev/stdout."""
    if descriptor_of(path) is not None:
        return True
    return os.path.exists(path) and not os.path.isfile(path) and not os.path.isdir(path)


def descriptor_of(path: str) -> int | None:
    """Return the number of this process's open descriptor that `path` names, such as 1 for /dev/stdout, or None.

    The path of a descriptor looks like a link to the file behind it, but a shell that opened the file with >> wants
    what is written at its end.
    """
    for _ in range(_LINKS):
        folder, name = os.path.split(os.path.abspath(path))
        path = os.path.join(os.path.realpath(folder), name)
        match = re.fullmatch(_DESCRIPTOR.format(own=os.getpid()), path)
        if match:
            return int(match[1] or match[2])
        try:
            path = os.path.join(os.path.dirname(path), os.readlink(path))
        except OSError:
            return None
    return None


def shown(name: str) -> str:
    """Return the name of a document for messages; "-" becomes "standard input"."""
    if name == STDIN or name.startswith(f"{STDIN}:"):
        return name.replace(STDIN, "standard input", 1)
    return display_name(name)
