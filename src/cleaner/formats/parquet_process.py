"""Reads and writes each Parquet file in its own process, because damaged files abort the library.

The processes are forks of one that has imported the library, so a file costs milliseconds.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, BinaryIO

from cleaner.formats.blocks import Block, TableCodec, UnfitError
from cleaner.formats.options import ReadOptions, WriteOptions
from cleaner.intake.limits import Limits
from cleaner.system.errors import StreamError
from cleaner.system.memory import limit_memory

_MEMORY = 4_000_000_000  # bytes of address space: a row group, its output and the library
_START_SECONDS = 120.0
_WRITE_FACTOR = 10  # factor for time limits: the library reads batches, but writes a whole row group
_CRASH = "reading it crashed the Parquet library, so it is damaged"
_READER = "cleaner.formats.parquet"


def open_parquet(
    stream: BinaryIO, reading: ReadOptions, writing: WriteOptions, limits: Limits, *, keep: bool
) -> TableCodec:
    """Open a Parquet file in a process. Raises UnfitError, or StreamError if the process dies."""
    from cleaner.formats.parquet import Parquet, seekable

    if sys.platform == "win32":
        return Parquet(stream, reading, writing, limits, keep=keep)
    return _RemoteParquet(seekable(stream), reading, writing, limits, keep=keep)


class _RemoteParquet:
    """Reads and writes a Parquet file in another process. `blocks` runs ahead of `add`."""

    def __init__(
        self, file: BinaryIO, reading: ReadOptions, writing: WriteOptions, limits: Limits, *, keep: bool
    ) -> None:
        import multiprocessing

        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([_READER])
        self._file = file
        self._seconds = limits.seconds
        self._keep = keep
        self._why = _CRASH
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(
            target=_serve, args=(theirs, _Shared(file), reading, writing, limits, keep), daemon=True
        )
        try:
            try:
                self._process.start()
            finally:
                theirs.close()
            self._answer(_START_SECONDS)
            self.names: list[str] = self._answer(self._seconds)
        except (OSError, EOFError) as error:
            self._close()
            if isinstance(error, StreamError):
                raise
            raise StreamError(f"no process can be started to read it: {error}") from None

    def blocks(self) -> Iterator[Block]:
        """Yield all rows in at least one block. Raises UnfitError, or StreamError if the file is damaged."""
        while (block := self._ask("next", None, self._seconds)) is not None:
            yield block
        if not self._keep:
            self._close()

    def add(self, lines: bytes) -> bytes:
        """Return the next bytes of the file. `lines` are the next cleaned records."""
        data: bytes = self._ask("add", lines, _WRITE_FACTOR * self._seconds)
        return data

    def end(self) -> bytes:
        """Return the bytes that end the file."""
        data: bytes = self._ask("end", None, _WRITE_FACTOR * self._seconds)
        self._close()
        return data

    def _ask(self, what: str, value: bytes | None, seconds: float) -> Any:
        try:
            self._pipe.send((what, value))
        except OSError:
            self._close()
            raise StreamError(self._why) from None
        return self._answer(seconds)

    def _answer(self, seconds: float) -> Any:
        try:
            if not self._pipe.poll(seconds):
                self._why = f"limit: it took longer than {seconds:g} seconds (--limit-seconds)"
                raise EOFError
            kind, value = self._pipe.recv()
        except (OSError, EOFError):
            self._close()
            raise StreamError(self._why) from None
        if kind == "done":
            return value
        self._close()
        if kind == "unfit":
            self._file.seek(0)
            raise UnfitError(value.why, self._file, kind=value.kind)
        self._why = value
        raise StreamError(value)

    def _close(self) -> None:
        self._pipe.close()
        with suppress(AttributeError, ValueError, OSError):  # the process never started
            self._process.kill()
            self._process.join()

    def __del__(self) -> None:
        with suppress(Exception):
            self._close()


class _Shared:
    """An open file that the new process inherits."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def __reduce__(self) -> tuple[Any, ...]:
        from multiprocessing import reduction

        return _opened, (reduction.DupFd(self._file.fileno()),)


def _opened(shared: Any) -> BinaryIO:
    file: BinaryIO = os.fdopen(shared.detach(), "rb")
    file.seek(0)
    return file


def _serve(
    pipe: Any, file: BinaryIO, reading: ReadOptions, writing: WriteOptions, limits: Limits, keep: bool
) -> None:
    """Run the process. It answers ("done", value), ("unfit", Failure) or ("failed", sentence)."""
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, signal.SIG_IGN)  # the parent process handles signals
    # the library prints to standard error when it aborts
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    limit_memory(_MEMORY)
    try:
        from cleaner.formats.parquet import Parquet

        pipe.send(("done", None))
        table = Parquet(file, reading, writing, limits, keep=keep)
        pipe.send(("done", table.names))
        blocks = table.blocks()
        while True:
            what, value = pipe.recv()
            if what == "next":
                pipe.send(("done", next(blocks, None)))
            else:
                pipe.send(("done", table.add(value) if what == "add" else table.end()))
    except UnfitError as error:
        pipe.send(("unfit", error.failed))
    except MemoryError:
        pipe.send(("failed", "limit: reading it needs more memory than a process may take"))
    except StreamError as error:
        pipe.send(("failed", str(error)))
    except (EOFError, BrokenPipeError):
        pass  # the parent has exited
    except Exception as error:
        text = " ".join(str(error).split())[:200]
        pipe.send(("failed", f"it is damaged: {type(error).__name__}: {text}"))
    os._exit(0)
