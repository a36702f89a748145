"""Tables and archives: read as records, written back with one column changed and nothing else."""

from __future__ import annotations

import csv
import io
import json

FOUND = "Rain fell on the pier all day.\n\nREAD MORE: Snow fell on the harbour\n\nIt stopped at noon."

PAGE = """<html lang="en"><head><title>Rain on the pier | Harbour Post</title></head><body><article>
<h1>Rain on the pier</h1>
<p>Rain fell on the pier all day, and the ferries stayed in the harbour until the wind had gone down.</p>
<p>The captain said that nobody had seen so much of it since the council built the breakwater.</p>
<p>READ MORE: Snow fell on the harbour</p>
<p>It stopped at noon, when the market closed and the last of the boats came home.</p>
</article></body></html>"""


class Came:
    """What came of a file: its bytes, and what was said about it."""

    def __init__(self, data: bytes, dones: list) -> None:
        self.data = data
        self.notes = [f"error: {note.name}: {note.text}" for done in dones for note in done.notes]
        self.entries = [json.loads(entry) for done in dones for _, entry in done.entries]
        self.failed = sum(done.tally.failed for done in dones)
        self.documents = sum(done.tally.documents for done in dones)
        self.changed = sum(done.tally.changed for done in dones)
        self.skipped = sum(done.tally.skipped for done in dones)
        self.lost = any(done.lost for done in dones)


def parsed(data: bytes, **options: object) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), **options))


# CSV
CSV = (
    "id,text,title,formula\r\n"
    f'1,"{FOUND.replace(chr(10), chr(13) + chr(10))}",Weather,=1+1\r\n'
    '"2",plain words of the captain,"x, y",-3\r\n'
    "3,,,@x\r\n"
    "\r\n"
    '4,"He said ""noon"" and left.","","+1"'
).encode()


# WARC
def entry(kind: str, body: bytes, version: str = "WARC/1.1", **headers: str) -> bytes:
    lines = [
        version,
        f"WARC-Type: {kind}",
        *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items()),
    ]
    return "\r\n".join([*lines, f"Content-Length: {len(body)}", "", ""]).encode() + body + b"\r\n\r\n"


def response(body: bytes, kind: str = "text/html; charset=utf-8", status: int = 200, **headers: str) -> bytes:
    more = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    head = f"HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\n{more}\r\n"
    return entry(
        "response", head.encode() + body, WARC_Record_ID="<urn:uuid:1>", WARC_Target_URI="https://post.example/rain"
    )


ARCHIVE = (
    entry("warcinfo", b"software: x\r\n")
    + entry("request", b"GET / HTTP/1.1\r\n\r\n", WARC_Target_URI="https://post.example/rain")
    + response(PAGE.encode())
    + response(b"\x89PNG", "image/png")
    + response(b"<html><p>Gone</p></html>", status=404)
    + entry("revisit", b"", WARC_Target_URI="https://post.example/rain")
    + entry(
        "conversion",
        FOUND.encode(),
        WARC_Record_ID="<urn:uuid:2>",
        WARC_Target_URI="https://post.example/snow",
        WARC_Identified_Content_Language="eng,deu",
        Content_Type="text/plain",
    )
)
