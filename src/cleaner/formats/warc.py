"""Reads the pages and texts of WARC and WET archives as records.

This reader parses only the parts of the format that it needs. It reports truncated archives.
"""

from __future__ import annotations

import codecs
import io
import re
import zlib
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from cleaner.core.document import TEXT
from cleaner.core.result import Failure
from cleaner.formats.block_builder import BlockBuilder
from cleaner.formats.blocks import Block
from cleaner.formats.options import Fields, ReadOptions
from cleaner.intake.decode import Decoded, DecodeError, decode, unmarked
from cleaner.intake.encodings import ESCAPED, USER_DEFINED, WINDOWS_1252, codec_of, decode_escaped
from cleaner.intake.limits import Limits
from cleaner.system.compression import Decompressed, decompress, detect_compression
from cleaner.system.errors import CompressionError, StreamError

_LINE = 1 << 16
_LINES = 10_000  # maximum number of headers
_HEADERS = 1 << 20  # maximum bytes of headers
_PIECE = 1 << 20
_VERSION = re.compile(rb"WARC/\d+\.\d+\s*\Z")
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([^\s\"';,]+)", re.IGNORECASE)
_CHUNK = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")
_LANGUAGE = re.compile(r"<html\b[^<>]*?\slang\s*=\s*[\"']?([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)", re.IGNORECASE)
_HEAD = 4096  # characters of a page that are searched for its language
_PAGES = ("text/html", "application/xhtml+xml")
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class _Entry(NamedTuple):
    """A record of the archive. `body` is None if it exceeds the limit."""

    headers: dict[str, str]
    length: int
    body: bytes | None

    def bare(self, name: str) -> str | None:
        """Return the value of a header without the angle brackets that some writers put around URLs."""
        return self.headers.get(name, "").removeprefix("<").removesuffix(">") or None


class _DamageError(Exception):
    """The archive is damaged at this point."""


def blocks(stream: BinaryIO, reading: ReadOptions, limits: Limits) -> Iterator[Block]:
    """Yield the pages and texts of an archive. A damaged part becomes one record that reports it.

    Raises StreamError if the stream is no archive.
    """
    block, most = BlockBuilder(), limits.most(TEXT)
    number, line = 0, b""
    while True:
        try:
            entry = _entry(stream, most, line)
            line = b""
        except (_DamageError, CompressionError) as error:
            line = _next_record(stream, error)
            if not (number or line):
                raise StreamError(f"not a WARC archive: {error}") from None
            goes_on = "; what follows is read" if line else ""
            why = f"the archive is damaged or cut off behind record {number}: {error}{goes_on}"
            block.fail(Failure("input", why), {})
            if not line:
                break
            continue
        if entry is None:
            break
        number += 1
        _add(block, entry, reading, most)
        if block.full:
            yield block.block()
    yield block.block()


def _add(block: BlockBuilder, entry: _Entry, reading: ReadOptions, most: int) -> None:
    fields = reading.fields
    kind = entry.headers.get("warc-type", "").lower()
    if kind not in ("response", "conversion"):
        block.skipped += 1
        return
    known = _known(entry, fields)
    try:
        if entry.body is None:
            raise DecodeError(f"limit: {entry.length:,} bytes, and at most {most:,} are read of one record")
        if kind == "conversion":
            block.add(known | {fields.text: _escaped(decode(entry.body, encoding=reading.encoding))})
            return
        page = _page(entry.body, reading.encoding, most)
    except (DecodeError, CompressionError) as error:
        failed = Failure("limit" if str(error).startswith("limit:") else "encoding", str(error))
        block.fail(failed, known)
        return
    if page is None:
        block.skipped += 1
    else:
        stated = _LANGUAGE.search(page[:_HEAD])
        block.add(({fields.language: stated[1]} if stated else {}) | known | {fields.html: page})


def _known(entry: _Entry, fields: Fields) -> dict[str, object]:
    language = entry.headers.get("warc-identified-content-language", "").partition(",")[0].strip()
    known = {
        fields.id: entry.bare("warc-record-id"),
        fields.url: entry.bare("warc-target-uri"),
        fields.language: language or None,
    }
    return {key: value for key, value in known.items() if value}


def _entry(stream: BinaryIO, most: int, line: bytes = b"") -> _Entry | None:
    """Return the next record, or None at the end. `line` is its first line if that has been read.

    Raises _DamageError or CompressionError.
    """
    while not line.strip():
        line = stream.readline(_LINE)
        if not line:
            return None
    if not _VERSION.match(line):
        raise _DamageError(f"a record begins with WARC/, not {line[:20]!r}")
    headers = _headers(stream)
    stated = headers.get("content-length", "")
    if not (stated.isascii() and stated.isdigit() and len(stated) < 19):
        raise _DamageError("a record does not state its length")
    length = int(stated)
    read = length <= most and headers.get("warc-type", "").lower() in ("response", "conversion")
    body = b"".join(piece for piece in _pieces(stream, length) if read)
    # the two empty lines are read here, because the checksum of the compression follows them
    for _ in range(2):
        stream.readline(_LINE)
    return _Entry(headers, length, body if read else None)


def _next_record(stream: BinaryIO, error: Exception) -> bytes:
    """Return the first line of the next record after damage; empty if no record follows."""
    while True:
        try:
            if isinstance(error, CompressionError) and not (
                isinstance(stream, Decompressed) and stream.skip_damage()
            ):
                return b""
            while line := stream.readline(_LINE):
                if _VERSION.match(line):
                    return line
            return b""
        except CompressionError as again:
            error = again


def _headers(stream: BinaryIO) -> dict[str, str]:
    """Return the headers, with names in lower case. An indented line continues the header before it."""
    headers: dict[str, list[str]] = {}
    name, size = "", 0
    for _ in range(_LINES):
        line = stream.readline(_LINE)
        size += len(line)
        if not line.endswith(b"\n"):
            break
        if size > _HEADERS:
            raise _DamageError(f"the headers of a record take more than {_HEADERS:,} bytes")
        text = line.decode("utf-8", "replace")
        if not text.strip():
            return {name: " ".join(values) for name, values in headers.items()}
        if text[0] in " \t" and name:
            headers[name].append(text.strip())
            continue
        name, _, value = text.partition(":")
        name = name.strip().lower()
        headers[name] = [value.strip()]
    raise _DamageError("the headers of a record do not end")


def _pieces(stream: BinaryIO, length: int) -> Iterator[bytes]:
    while length:
        piece = stream.read(min(length, _PIECE))
        if not piece:
            raise _DamageError(f"{length:,} bytes of a record are missing")
        length -= len(piece)
        yield piece


def _page(body: bytes, encoding: str | None, most: int) -> str | None:
    """Return the page of a response; None for other content, an error or a redirect."""
    stream = io.BytesIO(body)
    status = _STATUS.match(stream.readline(_LINE))
    if not status or not status[1].startswith(b"2"):
        return None
    try:
        headers = _headers(stream)
    except _DamageError:
        return None
    kind = headers.get("content-type", "")
    if kind.partition(";")[0].strip().lower() not in _PAGES:
        return None
    content = stream.read()
    if "chunked" in headers.get("transfer-encoding", "").lower():
        content = _joined(content)
    for compression in reversed(headers.get("content-encoding", "").lower().split(",")):
        content = _unpacked(content, compression.strip(), most)
    return _escaped(decode(content, encoding=encoding or _charset(kind, content), html=True))


def _escaped(decoded: Decoded) -> str:
    """Return the text with invalid bytes escaped. The cleaning of the record marks and reports them."""
    return unmarked(decoded.text, decoded.raw) if decoded.encoding == "utf-8" else decoded.text


def _joined(content: bytes) -> bytes:
    """Return a body without chunk lengths. A body without them stays, because some archives remove them."""
    pieces, at = [], 0
    while match := _CHUNK.match(content, at):
        length = int(match[1], 16)
        if not length:
            break
        pieces.append(content[match.end() : match.end() + length])
        at = match.end() + length
        at += 2 if content.startswith(b"\r\n", at) else int(content.startswith(b"\n", at))
    return b"".join(pieces) if pieces else content


def _unpacked(content: bytes, compression: str, most: int) -> bytes:
    """Return a body decompressed. A body that is not compressed stays unchanged, whatever the header says."""
    found = detect_compression(content)
    if found in ("gz", "zst"):
        data = decompress(io.BytesIO(content), found).read(most + 1)
    elif compression == "deflate" and content:
        data = _inflated(content, most)
    elif compression == "br":
        raise DecodeError("the page is packed with Brotli, which is not read")
    else:
        return content
    if len(data) > most:
        raise DecodeError(f"limit: more than {most:,} bytes when unpacked, and at most that many are read")
    return data


def _inflated(content: bytes, most: int) -> bytes:
    for bits in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        try:
            return zlib.decompressobj(bits).decompress(content, most + 1)
        except zlib.error:
            continue
    return content


def _charset(kind: str, content: bytes) -> str | None:
    """Return the encoding that the server states, if it is no server default and fits the page, else None."""
    match = _CHARSET.search(kind)
    if not match or content.startswith(_MARKS):
        return None
    name = codec_of(match[1])
    # servers state latin-1 for every page, so the page's own declaration is more reliable
    if name in (None, USER_DEFINED, WINDOWS_1252) or ESCAPED.search(decode_escaped(content, name)):
        return None
    return name
