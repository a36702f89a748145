"""A service of its own on loopback, and a client that sees every byte of an answer."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from typing import Any, NamedTuple

HOST = "127.0.0.1"
JSONL = "application/jsonl"
_STOP_SECONDS = 120


class Running(NamedTuple):
    """A service that runs."""

    process: subprocess.Popen[str]
    port: int


class Reply(NamedTuple):
    """An answer that came whole."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class LostError(Exception):
    """An answer that did not come, or not whole."""


@contextmanager
def running(*options: str) -> Iterator[Running]:
    """Yield a service on a free port, and end it. Raises RuntimeError if it does not start."""
    command = [sys.executable, "-m", "cleaner", "serve", "--isolated", "--port", "0", *options]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, encoding="utf-8")
    assert process.stderr is not None
    try:
        line = process.stderr.readline()
        if "listening on" not in line:
            raise RuntimeError(line + process.stderr.read())
        yield Running(process, int(line.partition(f"{HOST}:")[2].partition(";")[0]))
    finally:
        process.terminate()
        process.communicate(timeout=_STOP_SECONDS)


def through_service(
    articles: Iterable[Mapping[str, Any]], *options: str
) -> Iterator[tuple[Any, str | None, list[dict[str, Any]]]]:
    """Yield (id, clean text or None, removals) of articles, each cleaned by a service as a record of one request.

    articles: records with id, text or html, and what is known of title, url and lang. options: of `cleaner serve`.
    """
    body = b"".join(json.dumps(article).encode() + b"\n" for article in articles)
    with running(*options) as service:
        connection = HTTPConnection(HOST, service.port)
        connection.request("POST", "/clean?with-removals=true", body, {"Content-Type": JSONL})
        with connection.getresponse() as response:
            if response.status != 200:
                raise LostError(response.read().decode())
            for line in response:
                record = json.loads(line)
                yield record.get("id"), None if "error" in record else record["text"], record.get("removals", [])
        connection.close()


async def post(
    port: int,
    path: str,
    body: bytes,
    kind: str,
    *,
    slices: int = 1,
    pause: float = 0,
    headers: Mapping[str, str] | None = None,
) -> Reply:
    """POST a body in `slices`, `pause` seconds apart, and return the answer. Raises LostError or OSError."""
    reader, writer = await asyncio.open_connection(HOST, port)
    try:
        fields = {"Host": HOST, "Connection": "close", "Content-Type": kind, "Content-Length": str(len(body))}
        head = "".join(f"{name}: {value}\r\n" for name, value in (fields | dict(headers or {})).items())
        writer.write(f"POST {path} HTTP/1.1\r\n{head}\r\n".encode())
        step = -(-len(body) // slices) or 1
        for at in range(0, len(body), step):
            if at and pause:
                await asyncio.sleep(pause)
            writer.write(body[at : at + step])
            await writer.drain()
        return _reply(await reader.read(-1))
    finally:
        writer.close()


async def leave(port: int, path: str, body: bytes, kind: str) -> None:
    """Begin to POST a body, and go away in the middle of it."""
    _, writer = await asyncio.open_connection(HOST, port)
    head = f"Host: {HOST}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
    writer.write(f"POST {path} HTTP/1.1\r\n{head}\r\n".encode() + body[: len(body) // 2])
    await writer.drain()
    writer.transport.abort()


def _reply(data: bytes) -> Reply:
    head, found, body = data.partition(b"\r\n\r\n")
    if not found:
        raise LostError(f"an answer of {len(data)} bytes without headers")
    first, *rest = head.decode("latin-1").split("\r\n")
    headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in rest)}
    if headers.get("transfer-encoding") == "chunked":
        body = _unchunked(body)
    elif len(body) != int(headers.get("content-length", -1)):
        raise LostError("the answer is cut off")
    return Reply(int(first.split()[1]), headers, body)


def _unchunked(data: bytes) -> bytes:
    pieces: list[bytes] = []
    at = 0
    while True:
        end = data.find(b"\r\n", at)
        if end < 0:
            raise LostError("the answer is cut off")
        size = int(data[at:end], 16)
        if not size:
            return b"".join(pieces)
        pieces.append(data[end + 2 : end + 2 + size])
        if len(pieces[-1]) < size:
            raise LostError("the answer is cut off")
        at = end + size + 4
