"""Receives the body of a request: into memory, or if it is long into a file without a name."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO, NamedTuple, cast

from starlette.requests import ClientDisconnect, Request

from cleaner.service.problems import ProblemError
from cleaner.system.compression import detect_compression

_IN_MEMORY = 1 << 20  # bytes of a body
_HEAD = 1 << 16
_ENCODINGS = {"gzip": "gz", "x-gzip": "gz", "zstd": "zst"}


class ServiceLimits(NamedTuple):
    """Limits of a request: bytes of its body, requests at a time, seconds without a byte from or to the client."""

    body_bytes: int = 100_000_000
    requests: int = 256
    idle_seconds: float = 30.0


async def received(request: Request, limits: ServiceLimits) -> BinaryIO:
    """Return the body, at its start. Raises ProblemError 400, 408, 413 or 415, or ClientDisconnect."""
    encoding = request.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("identity", *_ENCODINGS):
        raise ProblemError(
            415, f"Content-Encoding {encoding!r} is not read; send gzip, zstd, or the content as it is"
        )
    too_long = ProblemError(413, f"limit: a body has at most {limits.body_bytes:,} bytes (--limit-body-bytes)")
    stated = request.headers.get("content-length", "")
    if stated.isdecimal() and int(stated) > limits.body_bytes:
        if request.headers.get("expect", "").lower() != "100-continue":
            await discard(request, limits)
        raise too_long
    body = cast(BinaryIO, SpooledTemporaryFile(_IN_MEMORY))
    try:
        size = 0
        async for chunk in _chunks(request, limits):
            size += len(chunk)
            if size > limits.body_bytes:
                await discard(request, limits)
                raise too_long
            body.write(chunk)
        body.seek(0)
        if wanted := _ENCODINGS.get(encoding):
            if size and detect_compression(body.read(_HEAD)) != wanted:
                raise ProblemError(400, f"the body is not {encoding}, as its Content-Encoding says")
            body.seek(0)
    except BaseException:
        body.close()
        raise
    return body


async def discard(request: Request, limits: ServiceLimits) -> None:
    """Read what is left of a refused body, up to the limit: most clients read no answer before it is sent."""
    left = limits.body_bytes
    with suppress(ProblemError, ClientDisconnect, RuntimeError):
        async for chunk in _chunks(request, limits):
            left -= len(chunk)
            if left < 0:
                return


async def _chunks(request: Request, limits: ServiceLimits) -> Any:
    while True:
        try:
            message = await asyncio.wait_for(request.receive(), limits.idle_seconds)
        except TimeoutError:
            raise ProblemError(408, f"nothing of the body came for {limits.idle_seconds:g} seconds") from None
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        if chunk := message.get("body", b""):
            yield chunk
        if not message.get("more_body", False):
            return
