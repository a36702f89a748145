"""Output for a terminal: messages on standard error, colour, and article text without control characters."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable
from contextlib import suppress
from typing import IO, Any

from cleaner.core.regex import lazy_compile

_RED, _GREEN, _CYAN, _BOLD, _DIM, _OFF = "\x1b[31m", "\x1b[32m", "\x1b[36m", "\x1b[1m", "\x1b[2m", "\x1b[0m"
_STYLES = {"cut": _RED, "added": _GREEN, "rule": _CYAN, "name": _BOLD, "dim": _DIM}
_FINDING = lazy_compile(r'(.*?:\d+:\d+) (\S+/\S+) (".*?") (because .*)')
# C0 and C1 controls, and bidirectional controls, which can make a terminal show different text.
_UNSAFE = lazy_compile("\r(?!\n)|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def safe(text: str) -> str:
    """Return the text with control characters escaped.

    >>> safe("a\\x1b[2Jb")
    'a\\\\x1b[2Jb'
    """
    return _UNSAFE.sub(lambda match: match[0].encode("unicode_escape").decode(), text)


def safe_json(text: str) -> str:
    """Return JSON with control characters in its strings escaped as JSON does, for a terminal or a program.

    >>> safe_json('"a\x9b2J"')
    '"a\\\\u009b2J"'
    """
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def is_terminal(stream: IO[Any] | None) -> bool:
    """Return whether the stream is a terminal."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:
        return False


def wants_colour(stream: IO[Any] | None) -> bool:
    """Return whether to use colour: on a terminal, unless NO_COLOR or FORCE_COLOR is set."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or is_terminal(stream)


def read_key(stream: IO[str] | None) -> str:
    """Return the next key of a terminal, or the first character of the next line of another input; "" at its end.

    Raises KeyboardInterrupt for Control-C.
    """
    if stream is None:
        return ""
    if is_terminal(stream):
        with suppress(ImportError):
            return _key_of_terminal(stream)
    while line := stream.readline():
        if line.strip():
            return line.strip()[0]
    return ""


def _key_of_terminal(stream: IO[str]) -> str:
    """Return one key without waiting for Enter. Raises ImportError where terminals have no such mode."""
    import termios
    import tty

    descriptor = stream.fileno()
    before = termios.tcgetattr(descriptor)
    try:
        tty.setcbreak(descriptor, termios.TCSADRAIN)  # what was typed ahead counts
        key = os.read(descriptor, 1).decode("ascii", "replace")
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)
    # Control-D, which a terminal gives as U+0000 if it was typed ahead
    return "" if key in ("\x04", "\x00") else key


_shown = ""


def say(message: str) -> None:
    """Print one line on standard error, and keep the line of `show_line` below it."""
    if sys.stderr is None:
        return
    line = _shown
    show_line("")
    with suppress(OSError):  # the reader may have exited; the run continues
        print(f"cleaner: {' '.join(safe(message).splitlines())}", file=sys.stderr)
    show_line(line)


def show_line(line: str) -> None:
    """Show a line on standard error that the next one overwrites; "" removes it."""
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
    """Return a unified diff with removed lines in red and added lines in green, control characters escaped."""
    return "".join(_colour_line(line) for line in re.findall(r"[^\n]*\n|[^\n]+", diff))


def _colour_line(line: str) -> str:
    body = line.removesuffix("\n").removesuffix("\r")
    if not line.endswith("\n"):
        body = line
    colour = {"-": _RED, "+": _GREEN, "@": _CYAN, "#": _DIM}.get(body[:1], "")
    if body.startswith(("--- ", "+++ ")):
        colour = _BOLD
    return (f"{colour}{safe(body)}{_OFF}" if colour else safe(body)) + line[len(body) :]


def colour_findings(findings: str) -> str:
    """Return findings with place, rule and text in colour, control characters escaped."""
    return "".join(map(_colour_finding, findings.splitlines(keepends=True)))


def _colour_finding(line: str) -> str:
    body = safe(line.rstrip("\n"))
    parts = _FINDING.fullmatch(body)
    if not parts:
        return body + "\n"
    styled = zip(("name", "rule", "cut", ""), parts.groups(), strict=True)
    return " ".join(paint([piece]) for piece in styled) + "\n"


def paint(pieces: Iterable[tuple[str, str]], *, colour: bool = True) -> str:
    """Return pieces of text, each with the name of its style, with colours or plain; controls are escaped.

    Styles are cut, added, rule, name and dim; "" is plain text.
    """
    shown = []
    for style, text in pieces:
        on = _STYLES.get(style, "") if colour else ""
        shown.append(f"{on}{safe(text)}{_OFF}" if on else safe(text))
    return "".join(shown)


def columns_of(stream: IO[Any] | None, most: int = 120) -> int:
    """Return the columns of the terminal behind a stream, 80 if unknown and at most `most`; 0 for no terminal."""
    if not is_terminal(stream):
        return 0
    from shutil import get_terminal_size

    return min(get_terminal_size().columns or 80, most)


def colour_marks(marked: str) -> str:
    """Return a marked text with its marks in red, control characters escaped."""
    return re.sub(r"\[-.*?-\]", lambda match: f"{_RED}{match[0]}{_OFF}", safe(marked), flags=re.DOTALL)


def bold(text: str) -> str:
    """Return the text in bold."""
    return f"{_BOLD}{text}{_OFF}"
