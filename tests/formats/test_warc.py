"""Tables and archives: read as records, written back with one column changed and nothing else."""

from __future__ import annotations

import gzip
import io
import json
import time
import zlib
from importlib.util import find_spec

import pytest

from cleaner.formats.options import ReadOptions
from cleaner.formats.warc import blocks
from cleaner.intake.limits import Limits
from cleaner.matching.language import normalise
from cleaner.system.errors import StreamError
from support.containers import ARCHIVE, PAGE, entry, response

_LIMITS = Limits()


CLEAN = "Rain fell on the pier all day.\n\nIt stopped at noon."


def chunked(body: bytes, size: int = 100) -> bytes:
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x;x=y\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def deflated(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


def test_an_archive_becomes_records(clean):
    came = clean(ARCHIVE, "a.warc")
    page, text = map(json.loads, came.data.splitlines())
    assert page["id"] == "urn:uuid:1"
    assert page["url"] == "https://post.example/rain"
    assert page["lang"] == "en"
    assert "the market closed" in page["text"]
    assert "READ MORE" not in page["text"]
    assert "html" not in page
    assert text == {"id": "urn:uuid:2", "url": "https://post.example/snow", "lang": "eng", "text": CLEAN}
    assert (came.documents, came.skipped, came.failed) == (2, 5, 0)
    assert [entry["id"] for entry in came.entries] == ["urn:uuid:1", "urn:uuid:2"]
    assert normalise("eng") == "en"


def test_an_archive_packed_record_by_record(clean):
    packed = b"".join(gzip.compress(b"WARC/1.1\r\n" + part) for part in ARCHIVE.split(b"WARC/1.1\r\n")[1:])
    assert clean(packed, "a.warc.gz").data == clean(ARCHIVE, "a.warc").data


@pytest.mark.parametrize(
    ("body", "kind", "headers"),
    [
        (PAGE.encode(), "text/html", {}),
        (PAGE.replace("ferries", "f\u00e9rries").encode("cp1252"), "text/html", {}),
        (PAGE.replace("ferries", "паромы").encode("koi8-r"), 'text/html; charset="KOI8-R"', {}),
        (PAGE.replace("ferries", "паромы").encode("utf-16"), "text/html; charset=utf-8", {}),
        (PAGE.replace("ferries", "паромы").encode(), "text/html; charset=iso-8859-1", {}),
        (PAGE.encode(), "application/xhtml+xml; charset=nonsense", {}),
        (chunked(PAGE.encode()), "text/html", {"Transfer_Encoding": "chunked"}),
        (PAGE.encode(), "text/html", {"Transfer_Encoding": "chunked", "Content_Encoding": "gzip"}),
        (gzip.compress(PAGE.encode()), "text/html", {"Content_Encoding": "gzip"}),
        (chunked(gzip.compress(PAGE.encode())), "text/html", {"Content_Encoding": "gzip", "Transfer_Encoding": "chunked"}),
        (zlib.compress(PAGE.encode()), "text/html", {"Content_Encoding": "deflate"}),
        (deflated(PAGE.encode()), "text/html", {"Content_Encoding": "deflate"}),
    ],
)  # fmt: skip
def test_a_page_is_read_as_a_browser_would(clean, body, kind, headers):
    came = clean(response(body, kind, **headers), "a.warc")
    record = json.loads(came.data)
    assert "the market closed" in record["text"], came.notes
    if b"charset" in kind.encode() and "nonsense" not in kind:
        assert "паромы" in record["text"]
    if body.startswith(b"<html") and b"\xe9" in body:
        assert "férries" in record["text"]


def test_what_follows_damage_is_one_record_that_says_so(clean):
    for cut in (5, 30, 60, 200):
        came = clean(ARCHIVE[:-cut], "a.warc")
        lines = [json.loads(line) for line in came.data.splitlines()]
        assert lines[0]["id"] == "urn:uuid:1"
        assert "damaged or cut off behind record 6" in lines[1]["error"]
        assert came.failed == 1
    came = clean(gzip.compress(ARCHIVE * 100, 0)[:-300], "a.warc.gz")
    assert "damaged or cut off" in json.loads(came.data.splitlines()[-1])["error"]
    came = clean(ARCHIVE.replace(b"WARC/1.1\r\nWARC-Type: revisit", b"GARBAGE"), "a.warc")
    errors = [record["error"] for record in map(json.loads, came.data.splitlines()) if "error" in record]
    assert len(errors) == 1
    assert "not b'GARBAGE" in errors[0]


def _numbered(number: int) -> bytes:
    return response(PAGE.encode()).replace(b"urn:uuid:1", b"urn:uuid:%d" % number)


def test_members_behind_a_damaged_one_are_read(clean):
    records = [_numbered(number) for number in range(9)]
    members = [gzip.compress(record) for record in records]
    for broken in (0, 4, 7):
        flipped = bytearray(members[broken])
        flipped[len(flipped) // 2] ^= 0x55
        came = clean(b"".join([*members[:broken], flipped, *members[broken + 1 :]]), "a.warc.gz")
        found = [json.loads(line) for line in came.data.splitlines()]
        assert [record.get("id") for record in found] == [
            None if number == broken else f"urn:uuid:{number}" for number in range(9)
        ]
        assert f"behind record {broken}" in found[broken]["error"]
        assert came.failed == 1


# without its sum, the last record is whole and the archive is still cut off
@pytest.mark.parametrize(("left", "whole"), [(1, 8), (2, 8), (11, 8), (100, 8), (-20, 8), (-8, 9), (-1, 9)])
def test_whole_members_before_one_that_is_cut_off_are_read(clean, left, whole):
    members = [gzip.compress(_numbered(number)) for number in range(9)]
    came = clean(b"".join(members[:8]) + members[8][:left], "a.warc.gz")
    found = [json.loads(line) for line in came.data.splitlines()]
    assert [record.get("id") for record in found] == [*(f"urn:uuid:{number}" for number in range(whole)), None]
    assert f"cut off behind record {whole}" in found[whole]["error"]


@pytest.mark.parametrize("data", [b"hello\n" * 100, b"WARC/1.0\r\nContent-Length: x\r\n\r\n"])
def test_what_is_no_archive_is_named(clean, data):
    came = clean(data, "a.warc")
    assert (came.data, came.lost) == (b"", True)
    assert "not a WARC archive" in came.notes[0]


def test_pages_that_cannot_be_read_are_records_that_say_why(clean):
    bomb = gzip.compress(b"<p>x</p>" * 1_000_000)
    data = (
        response(b"\x1b" * 10 + PAGE.encode(), Content_Encoding="br")
        + response(bomb, Content_Encoding="gzip")
        + response(b"x" * 5_000_000)
        + response(gzip.compress(PAGE.encode())[:100], Content_Encoding="gzip")
        + entry("conversion", b"\0\x01\0\0\xff" * 10)
    )
    came = clean(data, "a.warc", limits=Limits(text_bytes=4_000_000, html_bytes=4_000_000))
    reasons = [json.loads(line)["error"] for line in came.data.splitlines()]
    for reason, words in zip(
        reasons, ["Brotli", "when unpacked", "of one record", "damaged", "binary"], strict=True
    ):
        assert words in reason
    assert came.failed == 5


@pytest.mark.skipif(find_spec("fastwarc") is None, reason="fastwarc is not installed")
def test_another_reader_finds_the_same_records(clean):
    from fastwarc.warc import ArchiveIterator

    from cleaner.formats.warc import _entry

    found = [(one.record_id, one.reader.read()) for one in ArchiveIterator(io.BytesIO(ARCHIVE), parse_http=False)]
    stream = io.BytesIO(ARCHIVE)
    read = iter(lambda: _entry(stream, 1 << 20), None)
    ours = [(one.headers.get("warc-record-id"), one.body) for one in read]
    assert len(found) == len(ours) == 7
    for (theirs, body), (mine, read) in zip(found, ours, strict=True):
        assert theirs == mine
        assert read in (body, None)


@pytest.mark.parametrize("lines", [2_000, 9_000])
def test_headers_that_go_on_are_read_in_linear_time(lines):
    head = b"WARC/1.0\r\nWARC-Type: response\r\nX: a\r\n"
    stream = io.BytesIO(head + (b" " + b"x" * 600 + b"\r\n") * lines + b"Content-Length: 0\r\n\r\n")
    began = time.process_time()
    with pytest.raises(StreamError, match="headers of a record take more than 1,048,576 bytes"):
        list(blocks(stream, ReadOptions(), _LIMITS))
    assert time.process_time() - began < 2


def test_a_header_may_go_on_in_indented_lines():
    folded = b"HTTP/1.1 200 OK\r\nContent-Type:\r\n text/html;\r\n\tcharset=utf-8\r\n\r\n<p>Rain fell.</p>"
    (block,) = blocks(io.BytesIO(entry("response", folded)), ReadOptions(), _LIMITS)
    assert json.loads(block.lines)["html"] == "<p>Rain fell.</p>"
