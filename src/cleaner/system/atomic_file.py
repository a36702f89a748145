"""Files that appear whole under their names, or not at all: written beside their place, synced, renamed."""

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
    """A name of ours beside a file: short whatever the file is called, and the same in the next run."""

    from hashlib import sha256

    folder, name = os.path.split(path)
    return os.path.join(folder, f"{PART}{sha256(os.fsencode(name)).hexdigest()[:16]}.{kind}")


def mode_of(path: str) -> int:
    """The permissions of the file that is replaced, or those a new file would get."""
    try:
        return os.stat(path).st_mode & 0o777
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


class Raw(io.RawIOBase):
    """A file by its descriptor; every write is one call of os.write."""

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
    """A descriptor of the file at `path`, made if there is none. Raises BlockingIOError if another run holds it."""
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    while True:
        descriptor = os.open(path, flags, 0o666)
        try:
            if not lock:
                return descriptor
            _lock(descriptor)
            # whoever held it may have renamed or removed it in the meantime
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
        return  # where there is no flock, two runs are the user's to keep apart
    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


class PartialFile:
    """A file in the making, beside its place, under a name that the next run finds again.

    Of two runs that make the same file the second is open_error, unless `lock` says that it was before.
    """

    def __init__(self, path: str, *, resume_at: int | None = None, folders: bool = True, lock: bool = True) -> None:
        """Raises OutputError or WriteError if it cannot be written there."""
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
        """Write more of it. Raises WriteError."""
        try:
            self._file.write(data)
        except OSError as error:
            raise write_error(self.path, error) from None

    def empty(self) -> None:
        """Forget what was written. Raises WriteError."""
        try:
            self._file.seek(0)
            os.ftruncate(self._file.fileno(), 0)
        except OSError as error:
            raise write_error(self.path, error) from None

    def sync(self) -> int:
        """Make what is written outlast a power cut; its size in bytes. Raises WriteError."""
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
            return self._file.tell()
        except OSError as error:
            raise write_error(self.path, error) from None

    def commit(self, *, synced: bool = False) -> None:
        """Let it appear under its name, whole. Raises WriteError."""
        if not synced:
            self.sync()
        try:
            if os.name == "nt":
                self._file.close()
            # renamed while it is ours: once it is closed another run may begin to write it
            os.replace(self.part, self.path)
            _unclosed.discard(self)
            self._file.close()
        except OSError as error:
            raise write_error(self.path, error) from None

    def close(self, *, keep: bool) -> None:
        """Leave it; `keep` for a run that may be resumed."""
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
    """Remove the parts that nobody has closed: a signal came before anyone could know of them."""
    for part in tuple(_unclosed):
        part.close(keep=False)


def remove_stale(folder: str, *, keep: str = "") -> None:
    """Remove the files in the making that a run which is no more has left in a folder and below, but for one."""
    for root, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(root, name)
            if name.startswith(PART) and name.endswith(".part") and path != keep:
                with suppress(OSError):
                    os.unlink(path)
