"""The service answers with the bytes of the command line, and no request harms another."""

from __future__ import annotations

import asyncio
import gzip
import json
import re
import socket
import time

import pytest

pytest.importorskip("uvicorn", reason="the extra serve is not installed")
pytest.importorskip("starlette", reason="the extra serve is not installed")

from cleaner.config.keys import KEYS
from cleaner.service.desk import Desk
from cleaner.service.openapi import description
from cleaner.service.options import KEYS_OF_REQUESTS
from cleaner.system.compression import compress
from speed.service import JSONL, LostError, leave, post
from support.service import configurations, served, wait_until

SECONDS = 3.0  # of one document
BODY = 200_000  # bytes of a request
TEXT = b"Rain fell on the pier.\n\nREAD MORE: Snow fell\n\nIt stopped at noon.\n"
PAGE = "<html><head><title>The harbour</title></head><body><article><h1>The harbour</h1>{}</article></body></html>"
PARAGRAPH = "<p>The ferry left the harbour at noon, and forty people stood on the wall to see it go.</p>"
ROWS = b'{"id": 1, "text": "Rain fell.\\n\\nREAD MORE: Snow"}\n\n{"id": 2,"text":"Caf\xc3\xa9.\\nShare"}\n'


@pytest.fixture(scope="module")
def desk():
    with Desk(configurations(limits_seconds=SECONDS, limits_text_bytes=100_000), jobs=2) as desk:
        yield desk


@pytest.fixture(scope="module")
def service(desk):
    with served(desk, body_bytes=BODY, idle_seconds=20) as service:
        yield service


def send(service, body, kind="text/plain", path="/clean", **options):
    return asyncio.run(post(service.port, path, body, kind, **options))


def problem(reply):
    details = json.loads(reply.body)
    assert reply.headers["content-type"] == "application/problem+json"
    assert (details["type"], details["status"]) == ("about:blank", reply.status)
    assert "\n" not in details["detail"]
    return reply.status, details["detail"]


SAME = [
    ("text/plain", TEXT, "", [], "text/plain; charset=utf-8"),
    ("", TEXT, "", [], "text/plain; charset=utf-8"),
    ("application/octet-stream", TEXT, "?from=text", ["--from", "text"], "text/plain; charset=utf-8"),
    ("text/plain", b"", "", [], "text/plain; charset=utf-8"),
    ("text/plain", TEXT.replace(b"\n", b"\r\n"), "", [], "text/plain; charset=utf-8"),
    ("text/plain", TEXT.decode().encode("utf-16"), "", [], "text/plain; charset=utf-8"),
    ("text/plain; charset=latin-1", "Café.\nShare\n".encode("latin-1"), "", ["--encoding", "latin-1"], "text/plain; charset=utf-8"),
    ("text/plain", b"Rain\0fell.\n", "", [], "text/plain; charset=utf-8"),
    ("text/plain", gzip.compress(TEXT, mtime=0), "", [], "text/plain; charset=utf-8"),
    ("text/plain", TEXT, "?ignore=related", ["--ignore", "related"], "text/plain; charset=utf-8"),
    ("text/plain", TEXT, "?to=jsonl&with-removals&title=Rain", ["--to", "jsonl", "--with-removals", "--title", "Rain"], JSONL),
    ("text/html", PAGE.format(PARAGRAPH * 3).encode(), "", ["--from", "html"], "text/plain; charset=utf-8"),
    ("text/html", PAGE.format(PARAGRAPH * 3).encode(), "?to=markdown", ["--from", "html", "--to", "markdown"], "text/markdown; charset=utf-8"),
    (JSONL, ROWS, "", ["--from", "jsonl"], JSONL),
    ("", ROWS, "", [], JSONL),
    ("application/json", ROWS, "", [], JSONL),
    ("application/x-ndjson", ROWS, "?with-removals=true", ["--with-removals"], JSONL),
    (JSONL, compress(ROWS, "zst"), "?to=text", ["--to", "text"], "text/plain; charset=utf-8"),
    (JSONL, ROWS.replace(b'"text"', b'"body"'), "?text-field=body", ["--text-field", "body"], JSONL),
    (JSONL, b'{"text": "lone \\ud800 surrogate\\nShare"}\n{"text": "NUL \\u0000 here"}', "", [], JSONL),
    (JSONL, ROWS.decode().encode("utf-16"), "", [], JSONL),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "body", "query", "options", "answered"), SAME, ids=map(str, range(len(SAME))))
def test_the_answer_has_the_bytes_of_the_command_line(service, run, kind, body, query, options, answered):
    stated = {"text/plain": "text", JSONL: "jsonl"}.get(kind.partition(";")[0])
    known = ["--from", stated] if stated and "--from" not in options else []
    wanted = run("clean", "--isolated", *known, *options, stdin=body)
    assert wanted.code == 0, wanted.err
    reply = send(service, body, kind, f"/clean{query}")
    assert (reply.status, reply.body, reply.headers["content-type"]) == (200, wanted.out, answered)


@pytest.mark.parametrize("encoding", ["gzip", "zstd"])
def test_a_body_may_have_a_content_encoding(service, encoding):
    packed = compress(TEXT, {"gzip": "gz", "zstd": "zst"}[encoding])
    reply = send(service, packed, headers={"Content-Encoding": encoding})
    assert (reply.status, reply.body) == (200, b"Rain fell on the pier.\n\nIt stopped at noon.\n")


def test_the_ledger_is_that_of_the_command_line(service, run, tmp_path):
    rows = ROWS + b"{bad\n"
    for body, kind, format in ((TEXT, "text/plain", "text"), (rows, JSONL, "jsonl")):
        run("clean", "--isolated", "--from", format, "--report", "ledger.jsonl", stdin=body)
        reply = send(service, body, kind, "/ledger")
        assert (reply.status, reply.headers["content-type"]) == (200, JSONL)
        assert reply.body == (tmp_path / "ledger.jsonl").read_bytes()


@pytest.mark.parametrize(
    ("body", "kind", "query", "target"),
    [
        (TEXT, "text/plain", "?line=3", "-:3"),
        (TEXT, "text/plain", "?line=1", "-:1"),
        (TEXT, "text/plain", "", "-"),
        (ROWS, JSONL, "?record=1&line=3", "-:1:3"),
    ],
)
def test_why_says_what_the_command_line_says(service, run, body, kind, query, target):
    wanted = run("why", "--isolated", "--", target, stdin=body)
    assert wanted.code == 0, wanted.err
    reply = send(service, body, kind, f"/why{query}")
    assert (reply.status, reply.body) == (200, wanted.out)


def test_a_row_that_is_no_record_gets_a_record_with_the_reason_and_the_others_go_on(service):
    body = b'{"id": 1, "text": "Rain fell."}\n{bad\n{"id": 3}\n[1]\n{"id": 5, "text": "\xff\xff"}\n{"id": 6, "text": "Snow"}'
    first, *faults, last = send(service, body, JSONL).body.split(b"\n")
    assert (first, last) == (b'{"id": 1, "text": "Rain fell."}', b'{"id": 6, "text": "Snow"}')
    found = [json.loads(fault) for fault in faults]
    assert [fault.get("record", fault.get("id")) for fault in found] == [2, 3, 4, 5]
    assert all(fault["error"] for fault in found)


def test_many_blocks_of_records_come_back_in_order(service):
    rows = [b'{"id": %d, "text": "Rain fell."}\n' % at if at % 100 == 0 else b"\n" for at in range(3_000)]
    assert send(service, b"".join(rows), JSONL).body == b"".join(rows)


REFUSED = [
    (TEXT, "image/png", "/clean", 415, "Content-Type image/png is not accepted; send text/plain"),
    (TEXT, "text/plain; charset=utf-9", "/clean", 415, "the charset of the Content-Type names no encoding"),
    (b"Caf\xe9 by the sea.\n", "text/plain; charset=utf-8", "/clean", 422, "not utf-8 at byte 3"),
    (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(99), "text/plain", "/clean", 415, "looks like binary data"),
    (b"WARC/1.0\r\n\r\n", "", "/clean", 400, "it holds warc; send text, a page or JSON Lines"),
    (gzip.compress(TEXT, mtime=0)[:-9], "text/plain", "/clean", 400, ""),
    (b'{\n "text": "Rain"\n}\n', "application/json", "/clean", 422, "JSON, but not JSON Lines"),
    (b"<html><body></body></html>", "text/html", "/clean", 422, ""),
    (TEXT, "text/plain", "/clean?budget=7", 422, "budget is a number from 0 to 1"),
    (TEXT, "text/plain", "/clean?select=nonsense", 422, ""),
    (TEXT, JSONL, "/clean?title=Rain", 422, "title is that of one article"),
    (TEXT, "text/plain", "/why?line=99", 422, "standard input has no line 99; its last one is 5"),
    (TEXT, "text/plain", "/why?line=0", 422, "line is a whole number from 1 up"),
    (ROWS, JSONL, "/why?record=1", 422, "record names a record of JSON Lines; name a line of it too"),
    (TEXT, "text/plain", "/nowhere", 404, "there is no such path; /openapi.json lists them"),
    (TEXT, "text/plain", "/health", 405, "/health takes"),
    (b"x" * 100_001, "text/plain", "/clean", 413, "limit: "),
    (b"x" * (BODY + 1), "text/plain", "/clean", 413, "limit: a body has at most 200,000 bytes"),
    (gzip.compress(b"x" * 30_000_000), "text/plain", "/clean", 413, "limit: "),
]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "kind", "path", "status", "says"), REFUSED, ids=[f"{at}-{row[3]}" for at, row in enumerate(REFUSED)]
)
def test_what_is_wrong_is_a_status_and_one_line(service, body, kind, path, status, says):
    found, detail = problem(send(service, body, kind, path))
    assert found == status, detail
    assert detail.startswith(says)


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_a_content_encoding_that_is_unknown_or_untrue_is_refused(service, encoding):
    status, detail = problem(send(service, TEXT, headers={"Content-Encoding": encoding}))
    assert status == {"br": 415, "gzip": 400}[encoding]
    assert encoding in detail


def test_records_that_unpack_past_the_limit_end_with_the_reason(service):
    rows = (b'{"text": "Rain fell."}\n' + b"\n" * 4_000) * 60
    *rows, last = send(service, gzip.compress(rows), JSONL).body.splitlines()
    assert set(rows) == {b'{"text": "Rain fell."}', b""}
    assert json.loads(last) == {"error": "limit: it unpacks to more than 200,000 bytes"}


def test_records_of_a_body_that_is_cut_off_end_with_the_reason(service):
    one, two, last = send(service, gzip.compress(b'{"text": "Rain fell."}\n' * 2)[:-9], JSONL).body.splitlines()
    assert one == two == b'{"text": "Rain fell."}'
    assert json.loads(last)["error"].startswith("cannot be read to its end: ")


def test_a_body_without_a_length_is_stopped_at_the_limit(desk):
    limits = {"body_bytes": BODY, "idle_seconds": 0.5}
    with served(desk, **limits) as service, socket.create_connection(("127.0.0.1", service.port)) as client:
        client.sendall(
            b"POST /clean HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
        )
        chunk = b"10000\r\n" + b"x" * 65_536 + b"\r\n"
        client.sendall(chunk * 5 + b"0\r\n\r\n")
        assert client.makefile("rb").read().startswith(b"HTTP/1.1 413 ")


@pytest.mark.parametrize("what", ["HANGS", "SEGFAULT", "KILLED"])
def test_a_document_that_hangs_or_kills_its_worker_costs_nobody_else_an_answer(service, what):
    async def both():
        harmful = asyncio.create_task(post(service.port, "/clean", what.encode(), "text/plain"))
        await asyncio.sleep(0.2)
        began = time.monotonic()
        others = await asyncio.gather(*(post(service.port, "/clean", TEXT, "text/plain") for _ in range(8)))
        return await harmful, others, time.monotonic() - began

    harmful, others, took = asyncio.run(both())
    status, detail = problem(harmful)
    assert status == 503
    assert detail.startswith(f"limit: it took longer than {SECONDS:g} seconds" if what == "HANGS" else "crash: ")
    assert {(reply.status, reply.body) for reply in others} == {
        (200, b"Rain fell on the pier.\n\nIt stopped at noon.\n")
    }
    if what == "HANGS":
        assert took < SECONDS * 4  # the workers of a busy machine are slow, but they do not wait for the document


def test_a_record_that_hangs_gets_the_reason_and_the_others_are_cleaned(service):
    body = b'{"id": 1, "text": "Rain fell."}\n{"id": 2, "text": "HANGS"}\n{"id": 3, "text": "Snow fell."}\n'
    first, hung, last = send(service, body, JSONL).body.splitlines()
    assert json.loads(first) == {"id": 1, "text": "Rain fell."}
    assert json.loads(hung)["error"].startswith(f"limit: it took longer than {SECONDS:g} seconds")
    assert json.loads(last) == {"id": 3, "text": "Snow fell."}


def test_a_client_that_sends_nothing_more_is_given_up(desk):
    with served(desk, idle_seconds=0.3) as service, socket.create_connection(("127.0.0.1", service.port)) as client:
        client.sendall(b"POST /clean HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nRain")
        assert client.makefile("rb").readline() == b"HTTP/1.1 408 Request Timeout\r\n"


def test_a_client_that_goes_away_gives_its_place_back(desk):
    with served(desk, requests=1) as service:
        asyncio.run(leave(service.port, "/clean", TEXT * 9, "text/plain"))
        assert wait_until(lambda: any(re.fullmatch(r"POST /clean 499 \d+ ms", line) for line in service.log))
        with pytest.raises(TimeoutError):
            asyncio.run(asyncio.wait_for(post(service.port, "/clean", b"HANGS", "text/plain"), 0.5))
        assert wait_until(lambda: len(service.log) == 2)
        assert send(service, TEXT).status == 200


def test_more_requests_than_the_limit_are_told_to_come_again(desk):
    with served(desk, requests=1) as service:

        async def both():
            first = asyncio.create_task(post(service.port, "/clean", b"HANGS", "text/plain"))
            await asyncio.sleep(0.5)
            return await post(service.port, "/clean", TEXT, "text/plain"), await first

        second, _ = asyncio.run(both())
        assert problem(second) == (503, "busy with 1 requests; try again")
        assert second.headers["retry-after"] == "1"


def test_the_log_holds_no_text_of_an_article(desk):
    with served(desk) as service:
        secret = b"Zanzibar"
        for path in ("/clean?title=Zanzibar", "/why?line=1", "/Zanzibar", "/clean?Zanzibar=1"):
            send(service, secret + b" by the sea.\n", path=path)
        send(service, b'{"text": Zanzibar\n', JSONL)
        assert wait_until(lambda: len(service.log) == 5)
    assert "Zanzibar" not in "".join(service.log)
    assert all(re.fullmatch(r"POST (/clean|/why|another path) \d+ \d+ ms", line) for line in service.log)


def get(service, path):
    with socket.create_connection(("127.0.0.1", service.port)) as client:
        client.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        head, _, body = client.makefile("rb").read().partition(b"\r\n\r\n")
    return int(head.split()[1]), json.loads(body)


def test_health_tells_the_state(service):
    status, found = get(service, "/health")
    assert (status, found["status"], found["workers"], found["requests"]) == (200, "ok", 2, 0)


def test_the_description_names_every_option_and_status(service):
    status, found = get(service, "/openapi.json")
    assert status == 200
    assert found == json.loads(json.dumps(description(found["paths"]["/clean"]["post"]["requestBody"]["content"])))
    parameters = {one["name"]: one["schema"] for one in found["paths"]["/clean"]["post"]["parameters"]}
    assert set(parameters) == {*KEYS_OF_REQUESTS, "title", "url"}
    assert parameters["budget"].items() >= KEYS["budget"].schema.items()
    assert {"200", "400", "408", "413", "415", "422", "503"} <= set(found["paths"]["/clean"]["post"]["responses"])


def test_an_answer_that_ends_early_does_not_look_whole(desk, monkeypatch):
    from cleaner.service import app

    def broken(data):
        yield data[:5]
        raise RuntimeError("Zanzibar")

    monkeypatch.setattr(app, "_slices", broken)
    with served(desk) as service:
        for body, kind in ((TEXT, "text/plain"), (ROWS, JSONL)):
            with pytest.raises((LostError, ConnectionError)):
                send(service, body, kind)
    assert sum("please report this" in line for line in service.log) == 2
    assert "Zanzibar" not in "".join(service.log)
