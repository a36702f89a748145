"""Splits sources into tasks: small files together, streams of records in blocks.

The split depends on the inputs alone, so the output does not depend on the number of processes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, NamedTuple

from cleaner.core.result import Failure
from cleaner.formats.blocks import Block, UnfitError
from cleaner.formats.registry import AUTO, FORMATS, kind_of, sniff
from cleaner.intake.limits import Limits
from cleaner.runner.workers.task import Source, Task, Unit
from cleaner.runner.workers.worker import past_limit
from cleaner.system.compression import decompress, detect_compression
from cleaner.system.errors import CompressionError
from cleaner.system.paths import STDIN
from cleaner.system.streams import file_digest, open_input, rejoined

_FILES = 32  # in one task: cleaning a task must cost more than sending it to a process
_LINES = 500
_BYTES = 1 << 20  # of files in one task, or of records in one block
_SNIFF = 1 << 16


class ResumePoint(NamedTuple):
    """The start in a stream of records: an offset in its content, the digest up to it, the next record's number."""

    offset: int = 0
    digest: str = ""
    next: int = 1


class Reader:
    """Splits sources into tasks.

    format: of all sources; AUTO keeps the format of each source. encoding: of JSON Lines; None detects it.
    begin_at: the start in a stream of records, used only if the content before it is unchanged. records_of: returns
    the blocks of JSON lines for a source of another record format and its decompressed content. digests: whether
    to compute the digests of sources that no worker reads. opened: returns the content of a source as a stream;
    None opens the file. One of standard input stays open.
    """

    def __init__(
        self,
        limits: Limits,
        *,
        format: str = AUTO,
        encoding: str | None = None,
        begin_at: Callable[[Source], ResumePoint] = lambda _: ResumePoint(),
        records_of: Callable[[Source, BinaryIO], Iterator[Block]] | None = None,
        digests: bool = False,
        opened: Callable[[Source], BinaryIO] | None = None,
    ) -> None:
        self._limits = limits
        self._format = format
        self._encoding = encoding
        self._begin_at = begin_at
        self._records_of = records_of
        self._digests = digests
        self._opened = opened or _open

    def tasks(self, sources: Iterable[Source]) -> Iterator[Task]:
        """Yield tasks in the order of the sources."""
        waiting: list[Unit] = []
        size = 0
        for unit in self._units(sources):
            more = _weight(unit)
            alone = unit.records or unit.failed is not None
            if waiting and (alone or len(waiting) >= _FILES or size + more > _BYTES):
                yield Task(tuple(waiting))
                waiting, size = [], 0
            if alone:
                yield Task((unit,))
            else:
                waiting.append(unit)
                size += more
        if waiting:
            yield Task(tuple(waiting))

    def _units(self, sources: Iterable[Source]) -> Iterator[Unit]:
        for source in sources:
            known = source._replace(format=self._format) if self._format != AUTO else source
            plain = kind_of(known.format) in ("document", "page") and not known.compression and known.path != STDIN
            if plain and 0 <= known.size <= self._limits.most(FORMATS[known.format].document_format):
                yield Unit(known)
            else:
                yield from self._readable(known)

    def _readable(self, source: Source) -> Iterator[Unit]:
        begun = False
        try:
            for unit in self._read(source):
                yield unit
                begun = True
        except (OSError, ValueError, MemoryError) as error:
            why = f"{getattr(error, 'strerror', None) or error}".removeprefix(f"{source.shown}: ")
            if isinstance(error, MemoryError):
                why = "there is not enough memory to read it"
            why = f"cannot be read to its end: {why}" if begun else why
            yield Unit(source, b"", failed=Failure("unreadable", why), lost=True)

    def _read(self, source: Source) -> Iterator[Unit]:
        begin = self._begin_at(source)
        with _content(source, self._opened) as (compression, head, stream, at):
            told = source._replace(compression=compression)
            if told.format == AUTO:
                told = told._replace(format=sniff(head))
            format = FORMATS[told.format]
            content = self._as_utf8(told, head, stream)
            own = not compression and format.kind == "records" and content is stream
            of_file = _digest_of(told) if self._digests and not own else ""
            for unit in self._records(told, content, begin) if format.has_records else self._whole(told, content):
                digest = of_file if of_file and unit.last else unit.digest
                yield unit._replace(digest=digest, at=at() if source.size >= 0 else 0)

    def _as_utf8(self, source: Source, head: bytes, stream: BinaryIO) -> BinaryIO:
        """Return the content of a source. JSON Lines are transcoded to UTF-8."""
        if kind_of(source.format) != "records":
            return stream
        from cleaner.formats.transcoded import records_as_utf8

        return records_as_utf8(head, stream, self._encoding)

    def _whole(self, source: Source, stream: BinaryIO) -> Iterator[Unit]:
        most = self._limits.most(FORMATS[source.format].document_format)
        data = stream.read(most + 1)
        if len(data) <= most:
            yield Unit(source, data)
            return
        why = f"limit: more than {most:,} bytes, and at most that many are cleaned in one document"
        yield from _copied(source, data, stream, past_limit(data, why))

    def _records(self, source: Source, stream: BinaryIO, begin: ResumePoint) -> Iterator[Unit]:
        import hashlib

        if kind_of(source.format) != "records":
            assert self._records_of is not None
            yield from _converted(source, self._records_of(source, stream))
            return
        digest = hashlib.sha256()
        if begin.offset:
            _pass_over(stream, begin.offset, digest)
            if digest.hexdigest() != begin.digest:
                # the source has changed since the resumed run stopped
                with _content(source, self._opened) as (_, head, again, _):
                    yield from self._records(source, self._as_utf8(source, head, again), ResumePoint())
                return
        yield from _numbered(source, _line_blocks(stream, self._limits.text_bytes), begin, digest)


def _copied(source: Source, data: bytes, stream: BinaryIO, failed: Failure) -> Iterator[Unit]:
    """Yield `data` and the rest of the stream unchanged."""
    while data:
        data, rest = _cut(data)
        following = rest + stream.read(_BYTES)
        if following == rest:
            data, following = data + rest, b""
        yield Unit(source, data, failed=failed, last=not following)
        data, failed = following, failed._replace(why="")


def _converted(source: Source, blocks: Iterator[Block]) -> Iterator[Unit]:
    """Yield units of another format's blocks. Content that holds no records stays unchanged."""
    first, block, unfit = 1, None, None
    while True:
        following = None
        try:
            following = next(blocks, None)
        except UnfitError as error:
            unfit = error
        if block is not None:
            faults = tuple((first + at, why) for at, why in block.faults)
            last = following is None and unfit is None
            yield Unit(source, block.lines, True, first, last, faults=faults, skipped=block.skipped)
            first += block.records
        if following is None:
            break
        block = following
    if unfit is not None:
        yield from _copied(source, unfit.rest.read(_BYTES), unfit.rest, unfit.failed)


def _cut(data: bytes) -> tuple[bytes, bytes]:
    """Return `data` up to the last complete character of UTF-8, and the rest."""
    for back in range(1, min(4, len(data) + 1)):
        byte = data[-back]
        if byte >= 0xC0:
            needs = 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4
            return (data[:-back], data[-back:]) if needs > back else (data, b"")
        if byte < 0x80:
            break
    return data, b""


def _weight(unit: Unit) -> int:
    return unit.source.size if unit.data is None else len(unit.data)


def _digest_of(source: Source) -> str:
    return "" if source.path == STDIN or source.size < 0 else file_digest(source.path)


def _pass_over(stream: BinaryIO, offset: int, digest: Any) -> None:
    while data := stream.read(min(offset, _BYTES)):
        digest.update(data)
        offset -= len(data)


def _numbered(
    source: Source, blocks: Iterator[tuple[bytes, bool]], begin: ResumePoint, digest: Any
) -> Iterator[Unit]:
    """Yield units of blocks. An incomplete block is a piece of a line that is too long to clean."""
    offset, first = begin.offset, begin.next
    block, whole = next(blocks, (b"", True))
    told = False
    while True:
        damage = None
        try:
            following = next(blocks, (b"", True))
        except CompressionError as error:
            # the records before the damage are still written
            damage, following = error, (b"", True)
        offset += len(block)
        if digest is not None:
            digest.update(block)
        failed = None
        if not whole:
            why = "limit: a line this long is not cleaned" if not told else ""
            failed = Failure("limit", why)
        told = not block.endswith(b"\n")
        yield Unit(
            source,
            block,
            True,
            first,
            last=not following[0] and damage is None,
            until=offset,
            failed=failed,
            digest=digest.copy().hexdigest() if digest is not None else "",
        )
        if damage is not None:
            raise damage
        if not following[0]:
            return
        first += block.count(b"\n")
        block, whole = following


def _line_blocks(stream: BinaryIO, longest: int) -> Iterator[tuple[bytes, bool]]:
    """Yield (block, whether its lines are complete). A line longer than `longest` bytes comes in pieces.

    The end of a block depends only on its start, so a resumed run splits like an uninterrupted one.
    """
    buffer = b""
    while True:
        try:
            buffer += stream.read(_BYTES - len(buffer))
        except CompressionError as error:
            buffer += error.read
            if whole := buffer[: buffer.rfind(b"\n") + 1]:
                yield whole, True
            raise
        end = _behind_lines(buffer, _LINES)
        block, buffer = buffer[:end], buffer[end:]
        if not block:
            return
        if not block.endswith(b"\n"):
            block += stream.readline(longest)
        start = block.rfind(b"\n", 0, -1) + 1
        if len(block) - start < longest:
            yield block, True
            continue
        if start:
            yield block[:start], True
        piece = block[start:]
        while piece:
            yield piece, False
            piece = b"" if piece.endswith(b"\n") else stream.readline(_BYTES)


def _behind_lines(data: bytes, count: int) -> int:
    """Return the offset behind `count` lines; the end of the data if it holds fewer."""
    end = -1
    for _ in range(count):
        end = data.find(b"\n", end + 1)
        if end < 0:
            return len(data)
    return end + 1


def _open(source: Source) -> BinaryIO:
    return open_input(source.path)


@contextmanager
def _content(
    source: Source, opened: Callable[[Source], BinaryIO]
) -> Iterator[tuple[str, bytes, BinaryIO, Callable[[], int]]]:
    """Yield (compression, first bytes of the content, the whole content as a stream, position) of a source.

    `position` returns the number of bytes that were read from the file itself.
    """
    raw = opened(source)
    try:
        head, stream = _looked_at(raw)
        compression = detect_compression(head)
        if compression:
            unpacked = decompress(stream, compression)
            head, stream = unpacked.head(_SNIFF), unpacked
        yield compression, head, stream, raw.tell
    finally:
        if source.path != STDIN:
            raw.close()


def _looked_at(stream: BinaryIO) -> tuple[bytes, BinaryIO]:
    head = stream.read(_SNIFF)
    return head, rejoined(head, stream)
