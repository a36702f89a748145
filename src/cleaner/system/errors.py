"""Errors of files and streams; each message names the file."""

from __future__ import annotations

import errno

from cleaner.system.paths import display_name

# a place that is right, but where nothing can be written now
_FULL = frozenset(
    getattr(errno, name)
    for name in ("ENOSPC", "EDQUOT", "EFBIG", "EIO", "EROFS", "ENOMEM", "EMFILE", "ENFILE")
    if hasattr(errno, name)
)


class StreamError(OSError):
    """A file or stream that cannot be read or written; the message names it."""


class WriteError(StreamError):
    """An output that could be written at first, and then no longer; or whose disk is full, broken or read-only."""


class OutputError(StreamError):
    """An output that cannot be opened where it was asked for."""


def open_error(path: str, error: OSError) -> StreamError:
    """What to raise where an output cannot be opened: OutputError, or WriteError where the disk is at fault."""
    kind = WriteError if error.errno in _FULL else OutputError
    return kind(f"{display_name(path)}: {error.strerror or error}")


def write_error(path: str, error: OSError) -> WriteError:
    """What to raise where writing fails half-way."""
    return WriteError(f"{display_name(path)}: {error.strerror or error}")


class CompressionError(OSError):
    """A compressed file that is damaged or cut off."""


class ReaderLeftError(Exception):
    """Whoever read our standard output has stopped: `cleaner … | head`. Not an OSError, which typer would eat."""
