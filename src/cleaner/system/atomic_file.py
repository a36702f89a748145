"""Files that appear complete or not at all: written under a temporary name, synced, then renamed.

The temporary file is in the folder of the target, because a rename is atomic only within one file system.
"""

from __future__ import annotations

import io
import os
from contextlib import suppress
from typing import Any

from cleaner.system.errors import OutputError, StreamError, open_error, write_error
from cleaner.system.paths import display_name
from cleaner.system.signals import signals_held

PART = ".cleaner-"


def sidecar_path(path: str, kind: str) -> str:
    """Return a path beside `path` with the suffix `kind` that the next run computes again.

    The name holds a digest of the file name, because the longest file names leave no room for a suffix.
    """
    from hashlib import sha256

    folder, name = os.path.split(path)
    return os.path.join(folder, f"{PART}{sha256(os.fsencode(name)).hexdigest()[:16]}.{kind}")


def mode_of(path: str) -> int:
    """Return the permission bits of the file at `path`, or those of a new file."""
    try:
        return os.stat(path).st_mode & 0o777
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


class Raw(io.RawIOBase):
    """An unbuffered file on a descriptor. Each write is one call of os.write, which tests can make fail."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._descriptor

    def write(self, data: Any) -> int:
        return os.write(self._descriptor, data)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        return os.lseek(self._descriptor, offset, whence)

    def close(self) -> None:
        if not self.closed:
            super().close()
            os.close(self._descriptor)


def open_locked(path: str, *, lock: bool = True) -> int:
    """Open or create the file at `path` and return its descriptor.

    Raises BlockingIOError if another run has locked it, OSError if it cannot be opened.
    """
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    while True:
        descriptor = os.open(path, flags, 0o666)
        try:
            if not lock:
                return descriptor
            _lock(descriptor)
            # The run that held the lock may have renamed or removed the file.
            if os.path.samestat(os.fstat(descriptor), os.stat(path)):
                return descriptor
        except FileNotFoundError:
            pass
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)


def _lock(descriptor: int) -> None:
    try:
        import fcntl
    except ImportError:
        return  # Windows has no flock; two runs on one output are not detected there
    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


class PartialFile:
    """A temporary file that `commit` renames to `path`. A resumed run finds it again by its name.

    With `lock`, only one run can write the file; without it, the caller holds a lock. `resume_at` keeps that many
    bytes of an earlier run. `folders` creates the folders of the path.
    """

    def __init__(self, path: str, *, resume_at: int | None = None, folders: bool = True, lock: bool = True) -> None:
        """Raises OutputError or WriteError if the file cannot be opened."""
        self.path = path
        self.part = sidecar_path(path, "part")
        try:
            if folders:
                os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
            with signals_held():
                descriptor = open_locked(self.part, lock=lock)
                self._file = io.BufferedWriter(Raw(descriptor), 1 << 16)
                _unclosed.add(self)
        except BlockingIOError:
            raise OutputError(f"{display_name(path)}: another run is writing it") from None
        except OSError as error:
            raise open_error(path, error) from None
        try:
            if os.fstat(descriptor).st_size < (resume_at or 0):
                raise OutputError(f"{self.part}: shorter than when the run was stopped; run again without --resume")
            os.ftruncate(descriptor, resume_at or 0)
            self._file.seek(resume_at or 0)
            with suppress(OSError):
                os.chmod(self.part, mode_of(path))
        except OSError as error:
            self.close(keep=resume_at is not None)
            raise error if isinstance(error, StreamError) else open_error(path, error) from None

    def write(self, data: bytes) -> None:
        """Append `data`. Raises WriteError."""
        try:
            self._file.write(data)
        except OSError as error:
            raise write_error(self.path, error) from None

    def empty(self) -> None:
        """Remove the content. Raises WriteError."""
        try:
            self._file.seek(0)
            os.ftruncate(self._file.fileno(), 0)
        except OSError as error:
            raise write_error(self.path, error) from None

    def sync(self) -> int:
        """Flush to disk and return the size in bytes. Raises WriteError."""
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
            return self._file.tell()
        except OSError as error:
            raise write_error(self.path, error) from None

    def commit(self, *, synced: bool = False) -> None:
        """Rename the file to `path`, after `sync` unless it is `synced`. Raises WriteError."""
        if not synced:
            self.sync()
        try:
            if os.name == "nt":
                self._file.close()
            # Renamed before close: close releases the lock, and another run may truncate the file.
            os.replace(self.part, self.path)
            _unclosed.discard(self)
            self._file.close()
        except OSError as error:
            raise write_error(self.path, error) from None

    def close(self, *, keep: bool) -> None:
        """Close without a rename. Remove the file, or `keep` it for a run that resumes."""
        with suppress(OSError):
            if keep:
                self._file.flush()
            else:
                os.unlink(self.part)
        _unclosed.discard(self)
        with suppress(OSError):
            self._file.close()


_unclosed: set[PartialFile] = set()


def close_all() -> None:
    """Remove the temporary files that are open: a signal can arrive before their owner knows of them."""
    for part in tuple(_unclosed):
        part.close(keep=False)


def remove_stale(folder: str, *, keep: str = "") -> None:
    """Remove the temporary files of ended runs in `folder` and below, except `keep`."""
    for root, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(root, name)
            if name.startswith(PART) and name.endswith(".part") and path != keep:
                with suppress(OSError):
                    os.unlink(path)
