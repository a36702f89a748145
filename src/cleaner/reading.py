"""Sources cut into tasks: small files together, streams of records in blocks. The cuts depend on the input alone."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

from cleaner.batch import Failed
from cleaner.formats import Block, UnfitError
from cleaner.limits import Limits
from cleaner.packing import packing_of, unpacked
from cleaner.sources import RECORDS, Source
from cleaner.streams import STDIN, StreamError, open_input, sniff
from cleaner.work import Task, Unit

_FILES = 32  # in one task: a task should cost more than handing it over
_BYTES = 1 << 20  # of files in one task, of records in one block
_SNIFF = 1 << 16


class Reader:
    """Makes tasks of sources. `begin_at` gives the offset in a source's content at which to begin."""

    def __init__(
        self,
        limits: Limits,
        *,
        format: str = "auto",
        begin_at: Callable[[Source], tuple[int, int]] = lambda _: (0, 1),
        records_of: Callable[[Source, BinaryIO], Iterator[Block]] | None = None,
    ) -> None:
        self._limits = limits
        self._format = format
        self._begin_at = begin_at
        self._records_of = records_of
        self._digests: dict[str, Any] = {}

    def digest_of(self, source: Source) -> str:
        """The SHA-256 of what has been read of a stream of records so far."""
        digest = self._digests.get(source.name)
        return "" if digest is None else str(digest.hexdigest())

    def tasks(self, sources: Iterable[Source]) -> Iterator[Task]:
        """Tasks, and what cannot be one, in the order of the sources."""
        waiting: list[Unit] = []
        size = 0
        for source in sources:
            known = source._replace(format=source.format if self._format == "auto" else self._format)
            if (
                known.format in ("text", "html")
                and known.path != STDIN
                and known.size <= self._limits.most(known.format)
            ):
                waiting.append(Unit(known))
                size += known.size
                if len(waiting) >= _FILES or size >= _BYTES:
                    yield Task(tuple(waiting))
                    waiting, size = [], 0
                continue
            if waiting:
                yield Task(tuple(waiting))
                waiting, size = [], 0
            yield from self._opened(known)
        if waiting:
            yield Task(tuple(waiting))

    def _opened(self, source: Source) -> Iterator[Task]:
        begun = False
        try:
            with _content(source) as (packing, stream):
                source, stream = self._told(source._replace(packing=packing or source.packing), stream)
                pieces = self._records(source, stream) if source.format in RECORDS else self._whole(source, stream)
                for piece in pieces:
                    yield piece
                    begun = True
        except (OSError, ValueError) as error:
            why = f"{getattr(error, 'strerror', None) or error}".removeprefix(f"{source.path}: ")
            why = f"cannot be read{' to its end' if begun else ''}: {why}"
            yield Task((Unit(source, b"", failed=Failed("unreadable", why), lost=True),))

    def _told(self, source: Source, stream: BinaryIO) -> tuple[Source, BinaryIO]:
        """The source with its format told by its content, and the stream, unread."""
        if source.format != "auto":
            return source, stream
        peeked = io.BufferedReader(stream, _SNIFF) if not hasattr(stream, "peek") else stream  # type: ignore[type-var]
        format = sniff(peeked.peek(_SNIFF))  # type: ignore[union-attr]
        return source._replace(format=format), peeked  # type: ignore[return-value]

    def _whole(self, source: Source, stream: BinaryIO) -> Iterator[Task]:
        most = self._limits.most(source.format)
        data = stream.read(most + 1)
        if len(data) <= most:
            yield Task((Unit(source, data),))
            return
        why = f"limit: more than {most:,} bytes, and at most that many are cleaned in one document"
        yield from self._copied(source, data, stream, Failed("limit", why))

    def _copied(self, source: Source, data: bytes, stream: BinaryIO, failed: Failed) -> Iterator[Task]:
        while data:
            following = stream.read(_BYTES)
            yield Task((Unit(source, data, failed=failed, last=not following),))
            data, failed = following, failed._replace(why="")

    def _records(self, source: Source, stream: BinaryIO) -> Iterator[Task]:
        if source.format != "jsonl":
            yield from self._converted(source, stream)
            return
        offset, first = self._begin_at(source)
        digest = hashlib.sha256()
        self._digests[source.name] = digest
        self._skip(stream, offset, digest)
        yield from self._blocks(source, _line_blocks(stream, self._limits.text_bytes), offset, first)

    def _converted(self, source: Source, stream: BinaryIO) -> Iterator[Task]:
        """Records of another format than JSON Lines; what holds none comes out as it is."""
        assert self._records_of is not None
        if source.path != STDIN:
            with open(source.path, "rb") as file:
                self._digests[source.name] = hashlib.file_digest(file, "sha256")
        blocks = self._records_of(source, stream)
        first, block, rest = 1, None, None
        while True:
            try:
                following = next(blocks, None)
            except UnfitError as error:
                following, rest = None, error
            if block is not None:
                faults = tuple((first + at, why) for at, why in block.faults)
                last = following is None and rest is None
                unit = Unit(source, block.lines, True, first, last, faults=faults, skipped=block.skipped)
                yield Task((unit,))
                first += block.records
            if following is None:
                break
            block = following
        if rest is not None:
            yield from self._copied(source, rest.rest.read(_BYTES), rest.rest, rest.failed)

    def _blocks(self, source: Source, blocks: Iterator[bytes], offset: int, first: int) -> Iterator[Task]:
        digest = self._digests.get(source.name)
        block = next(blocks, b"")
        while True:
            following = next(blocks, b"")
            offset += len(block)
            if digest is not None:
                digest.update(block)
            yield Task((Unit(source, block, True, first, last=not following, until=offset),))
            if not following:
                return
            first += block.count(b"\n")
            block = following

    def _skip(self, stream: BinaryIO, offset: int, digest: Any) -> None:
        while offset:
            data = stream.read(min(offset, _BYTES))
            if not data:
                raise StreamError("it is shorter than when the run that is resumed was stopped")
            digest.update(data)
            offset -= len(data)


def _line_blocks(stream: BinaryIO, longest: int) -> Iterator[bytes]:
    """Blocks of whole lines; a line that is longer than `longest` ends a block unfinished."""
    while block := stream.read(_BYTES):
        if not block.endswith(b"\n"):
            block += stream.readline(longest)
        yield block


@contextmanager
def _content(source: Source) -> Iterator[tuple[str, BinaryIO]]:
    """How a source is compressed, by its first bytes, and a stream of its content."""
    raw = open_input(source.path)
    stream: Any = raw if hasattr(raw, "peek") else io.BufferedReader(raw, _SNIFF)  # type: ignore[type-var]
    try:
        packing = packing_of(stream.peek(8))
        yield packing, unpacked(stream, packing)
    finally:
        if source.path != STDIN:
            raw.close()
