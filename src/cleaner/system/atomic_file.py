"""Files that appear complete or not at all: written under a temporary name, synced, then renamed.

The temporary file is in the folder of the target, because a rename is atomic only within one file system.
"""

from __future__ import annotations

import io
import os
import stat
from contextlib import suppress
from typing import Any

from cleaner.system.errors import OutputError, PlaceError, StreamError, WriteError, open_error, write_error
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


STATE_FOLDER = ".cleaner"  # the folder of our own in an output folder


def mode_of(path: str) -> int:
    """Return the permission bits of the file at `path`; those of a new file where there is none, or a link."""
    with suppress(OSError):
        status = os.lstat(path)
        if stat.S_ISREG(status.st_mode):
            return status.st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


class OutputFolder:
    """A folder that a run writes into. Nothing is written outside, whatever links lead out of it meanwhile."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._real = os.path.realpath(path)

    def check(self, path: str) -> None:
        """Check the folder of `path` as it is now.

        Raises PlaceError if a link leads it out of this folder, WriteError if this folder was replaced.
        """
        if os.path.realpath(self.path) != self._real:
            raise WriteError(f"{display_name(self.path)}: another folder, or a link, took its place during the run")
        folder = os.path.realpath(os.path.dirname(path))
        if folder != self._real and not folder.startswith(os.path.join(self._real, "")):
            raise PlaceError(
                f"{display_name(path)}: a link leads out of {display_name(self.path)}, and is not followed"
            )


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


def open_locked(path: str) -> int:
    """Open or create the file at `path` and return its descriptor.

    Raises BlockingIOError if another run has locked it, OSError if it cannot be opened.
    """
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    while True:
        descriptor = os.open(path, flags, 0o666)
        try:
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

    Only one run at a time can write it. `resume_at` keeps that many bytes of an earlier run. `folders` creates the
    folders of the path; `inside` is the folder that no link may lead out of. A file that is replaced passes on its
    permissions, its owner and its extended attributes; after `commit`, `unkept` names those that the system
    refused.
    """

    def __init__(
        self,
        path: str,
        *,
        resume_at: int | None = None,
        folders: bool = True,
        inside: OutputFolder | None = None,
    ) -> None:
        """Raises OutputError or WriteError if the file cannot be opened."""
        self.path = path
        self.part = sidecar_path(path, "part")
        self.unkept: tuple[str, ...] = ()
        self._inside = inside
        try:
            if inside is not None:
                inside.check(path)
            if folders:
                os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
            _check_name(path)
            with signals_held():
                descriptor = open_locked(self.part)
                self._file = io.BufferedWriter(Raw(descriptor), 1 << 16)
                _unclosed.add(self)
        except BlockingIOError:
            raise PlaceError(f"{display_name(path)}: another run is writing it") from None
        except OSError as error:
            raise error if isinstance(error, StreamError) else open_error(path, error) from None
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
        """Rename the file to `path`, after `sync` unless it is `synced`. Raises WriteError or PlaceError."""
        if not synced:
            self.sync()
        if self._inside is not None:
            self._inside.check(self.path)
        try:
            self.unkept = _pass_on(self.path, self._file.fileno(), self.part)
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
    """Remove the temporary files of ended runs in `folder` and below, except `keep`.

    Files that a live run has locked stay, and so does what lies in the output folder of another run.
    """
    for root, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not _has_journal(os.path.join(root, name))]
        for name in names:
            path = os.path.join(root, name)
            if name.startswith(PART) and name.endswith(".part") and path != keep:
                _remove_unlocked(path)


def _has_journal(folder: str) -> bool:
    inside = (os.path.join(STATE_FOLDER, "journal"), f"{PART}in-place.journal")
    return any(os.path.lexists(os.path.join(folder, name)) for name in inside)


def _remove_unlocked(path: str) -> None:
    with suppress(OSError):
        descriptor = os.open(path, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        try:
            _lock(descriptor)
            os.unlink(path)
        finally:
            os.close(descriptor)


def _check_name(path: str) -> None:
    """Raise the OSError that a rename to `path` would meet, before anything is written."""
    import errno

    with suppress(FileNotFoundError):
        if stat.S_ISDIR(os.lstat(path).st_mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))


def _pass_on(path: str, descriptor: int, part: str) -> tuple[str, ...]:
    """Give the new file the owner, extended attributes and mode of the file at `path`; name what it cannot have.

    Without the old group, the group's permissions would be those of other people, so they go.
    """
    unkept = []
    try:
        old, new = os.lstat(path), os.fstat(descriptor)
    except OSError:
        return ()
    if not stat.S_ISREG(old.st_mode):
        return ()
    mode = old.st_mode & 0o777
    if hasattr(os, "fchown") and (old.st_uid, old.st_gid) != (new.st_uid, new.st_gid):
        try:
            os.fchown(descriptor, old.st_uid, old.st_gid)
        except OSError:
            unkept.append("owner")
            try:
                os.fchown(descriptor, -1, old.st_gid)
            except OSError:
                mode &= ~0o070
    if not _copy_attributes(path, descriptor):
        unkept.append("extended attributes")
    with suppress(OSError):
        os.chmod(part, mode)
    return tuple(unkept)


def _copy_attributes(path: str, descriptor: int) -> bool:
    """Copy extended attributes; return whether all arrived. Those that the kernel sets by itself do not count."""
    if not hasattr(os, "listxattr"):
        return True
    kept = True
    try:
        names = os.listxattr(path, follow_symlinks=False)
    except OSError:
        return True
    for name in names:
        try:
            os.setxattr(descriptor, name, os.getxattr(path, name, follow_symlinks=False))
        except OSError:
            kept = kept and not name.startswith(("user.", "system."))
    return kept
