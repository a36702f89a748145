"""Errors of files and streams; each message names the file."""

from __future__ import annotations

import errno

from cleaner.system.paths import display_name

# The path is valid, but the disk or the system cannot take data now.
_DISK_ERRNOS = frozenset(
    getattr(errno, name)
    for name in ("ENOSPC", "EDQUOT", "EFBIG", "EIO", "EROFS", "ENOMEM", "EMFILE", "ENFILE")
    if hasattr(errno, name)
)


# Only this path is at fault: its name is too long, or something else is at its place.
_PLACE_ERRNOS = frozenset(
    getattr(errno, name)
    for name in ("ENAMETOOLONG", "EISDIR", "ENOTDIR", "EEXIST", "ELOOP", "EACCES", "EPERM", "EILSEQ", "EINVAL")
    if hasattr(errno, name)
)


class StreamError(OSError):
    """A file or stream cannot be read or written. The message names it."""


class WriteError(StreamError):
    """Writing failed after the output was opened, or the disk is full, broken or read-only."""


class OutputError(StreamError):
    """An output cannot be opened at its path."""


class PlaceError(OutputError):
    """One file cannot be written at its path, although others can: a run names its input and does the rest."""


def open_error(path: str, error: OSError) -> StreamError:
    """Return the error for an output that cannot be opened.

    WriteError if the disk failed, PlaceError if only this path is at fault, else OutputError.
    """
    kind: type[StreamError] = PlaceError if error.errno in _PLACE_ERRNOS else OutputError
    if error.errno in _DISK_ERRNOS:
        kind = WriteError
    return kind(f"{display_name(path)}: {error.strerror or error}")


def write_error(path: str, error: OSError) -> WriteError:
    """Return the error for a failed write."""
    return WriteError(f"{display_name(path)}: {error.strerror or error}")


class CompressionError(OSError):
    """Compressed data is damaged or cut off. `read` is what the failed read had got before the damage."""

    def __init__(self, message: str, read: bytes = b"") -> None:
        super().__init__(message)
        self.read = read


class ReaderLeftError(Exception):
    """The reader of standard output exited, as in `cleaner … | head`. Not an OSError, which Typer would catch."""
