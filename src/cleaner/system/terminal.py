"""What a person sees: messages on standard error, colour where it is wanted, nothing raw from an article."""

from __future__ import annotations

import os
import re
import sys
from contextlib import suppress
from typing import IO, Any

from cleaner.core.regex import lazy_compile

_RED, _GREEN, _CYAN, _BOLD, _OFF = "\x1b[31m", "\x1b[32m", "\x1b[36m", "\x1b[1m", "\x1b[0m"
# C0 and C1 controls, and the bidirectional controls that can make a terminal show something else
_UNSAFE = lazy_compile("\r(?!\n)|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def safe(text: str) -> str:
    """The text with control characters made visible.

    >>> safe("a\\x1b[2Jb")
    'a\\\\x1b[2Jb'
    """
    return _UNSAFE.sub(lambda match: match[0].encode("unicode_escape").decode(), text)


def is_terminal(stream: IO[Any] | None) -> bool:
    """Whether a person watches the stream."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:
        return False


def wants_colour(stream: IO[Any] | None) -> bool:
    """Colour on a terminal; NO_COLOR and FORCE_COLOR decide otherwise."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or is_terminal(stream)


_shown = ""


def say(message: str) -> None:
    """One line on standard error."""
    if sys.stderr is None:
        return
    standing = _shown
    show_line("")
    with suppress(OSError):  # whoever read it has left; the run goes on
        print(f"cleaner: {' '.join(safe(message).splitlines())}", file=sys.stderr)
    show_line(standing)


def show_line(line: str) -> None:
    """A line on the terminal that the next one is written over."""
    global _shown  # noqa: PLW0603 there is one terminal
    if sys.stderr is None or not (line or _shown):
        return
    line = safe(line)[: _columns() - 1] if line else ""
    with suppress(OSError):
        print(f"\r{line:{len(_shown)}}\r{line}", end="", file=sys.stderr, flush=True)
    _shown = line


def _columns() -> int:
    try:
        return os.get_terminal_size(2).columns or 80
    except OSError:
        return 80


def colour_diff(diff: str) -> str:
    """A unified diff with removed lines red and what is left green, safe to show."""
    return "".join(_colour_line(line) for line in diff.splitlines(keepends=True))


def _colour_line(line: str) -> str:
    body = line.rstrip("\r\n")
    shade = {"-": _RED, "+": _GREEN, "@": _CYAN}.get(body[:1], "")
    if body.startswith(("--- ", "+++ ")):
        shade = _BOLD
    return (f"{shade}{safe(body)}{_OFF}" if shade else safe(body)) + line[len(body) :]


def colour_marks(marked: str) -> str:
    """A marked text with what goes in red."""
    return re.sub(r"\[-.*?-\]", lambda match: f"{_RED}{match[0]}{_OFF}", safe(marked), flags=re.DOTALL)


def bold(text: str) -> str:
    """The text in bold."""
    return f"{_BOLD}{text}{_OFF}"
