"""The HTTP service as an ASGI application."""

from __future__ import annotations

import asyncio
import time
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import aclosing
from email.message import Message
from typing import Any, TypeVar

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route, Router

from cleaner.config.keys import KEYS
from cleaner.core.errors import ConfigurationError
from cleaner.core.result import Failure
from cleaner.formats.json_record import new_record
from cleaner.service.body import ServiceLimits, discard, received
from cleaner.service.desk import Desk, Piece
from cleaner.service.openapi import description
from cleaner.service.options import Options, output_type
from cleaner.service.problems import PROBLEM_TYPE, ProblemError
from cleaner.service.work import Question
from cleaner.system.pool import PoolError
from cleaner.version import __version__

# What the media types stand for; those of None are looked at
FORMATS_BY_TYPE = {
    "text/plain": "text",
    "text/markdown": "markdown",
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/jsonl": "jsonl",
    "application/x-ndjson": "jsonl",
    "application/x-jsonlines": "jsonl",
    "application/json": None,
    "application/octet-stream": None,
    "application/gzip": None,
    "": None,
}
_SLICE = 1 << 16  # bytes that are sent at a time; what a slow client has not read stays in memory
_GONE = 499  # the status in the log of a client that went away
_RETRY = {"Retry-After": "1"}

Tell = Callable[[str], object]
Value = TypeVar("Value")


class _SlowClientError(Exception):
    """The client does not read the answer."""


def application(desk: Desk, limits: ServiceLimits, *, tell: Tell, verbose: bool = False) -> Any:
    """Return the application. `tell` receives lines for the log: bugs, and with `verbose` each request."""
    service = _Service(desk, limits)
    routes = [
        Route("/clean", service.clean, methods=["POST"]),
        Route("/ledger", service.ledger, methods=["POST"]),
        Route("/why", service.why, methods=["POST"]),
        Route("/health", service.health, methods=["GET"]),
        Route("/openapi.json", service.openapi, methods=["GET"]),
    ]
    return _Front(Router(routes, redirect_slashes=False), service, limits, tell, verbose=verbose)


class _Service:
    def __init__(self, desk: Desk, limits: ServiceLimits) -> None:
        self._desk = desk
        self._limits = limits
        self._digest = desk.configurations.cleaner(Options()).digest
        self.active = 0

    async def clean(self, request: Request) -> Response:
        return await self._cleaned(request, ledger=False)

    async def ledger(self, request: Request) -> Response:
        return await self._cleaned(request, ledger=True)

    async def _cleaned(self, request: Request, *, ledger: bool) -> Response:
        options = await self._options(request, request.query_params.multi_items())
        asked = self._desk.configurations.request(options)
        body = await received(request, self._limits)
        most = self._limits.body_bytes
        pieces = self._desk.clean(body, options, ledger=ledger, most=most)
        try:
            first = await _while_there(request, anext(pieces, Piece(b"", records=False)))
            if first.failure is not None:
                raise ProblemError.of(first.failure, stopped=first.stopped)
        except BaseException:
            await pieces.aclose()
            body.close()
            raise
        kind = "application/jsonl" if ledger else output_type(asked, records=first.records)

        async def content() -> AsyncIterator[bytes]:
            with body:
                async with aclosing(pieces):
                    for part in _slices(first.data):
                        yield part
                    async for piece in pieces:
                        for part in _slices(piece.data if piece.failure is None else _end(piece.failure)):
                            yield part

        headers = {"Content-Type": kind}
        if not first.records:
            headers["Content-Length"] = str(len(first.data))  # there are no more pieces
        return StreamingResponse(content(), headers=headers)

    async def why(self, request: Request) -> Response:
        pairs = request.query_params.multi_items()
        numbers = {name: _number(name, text) for name, text in pairs if name in ("line", "record")}
        if "record" in numbers and "line" not in numbers:
            raise ProblemError(422, "record names a record of JSON Lines; name a line of it too")
        options = await self._options(request, [(name, text) for name, text in pairs if name not in numbers])
        with await received(request, self._limits) as body:
            data = body.read()
        question = Question(tuple(numbers[name] for name in ("record", "line") if name in numbers))
        answer = await _while_there(request, self._desk.ask(data, options, question))
        if isinstance(answer.told, Failure):
            raise ProblemError.of(answer.told, stopped=answer.stopped)
        return Response(answer.told, media_type="text/plain")

    async def _options(self, request: Request, pairs: Iterable[tuple[str, str]]) -> Options:
        try:
            stated = _stated(request, has_format=any(name == "from" for name, _ in pairs))
            options = Options.of_query(pairs, stated)
            self._desk.configurations.request(options)
            self._desk.configurations.cleaner(options)
        except ConfigurationError as error:
            await discard(request, self._limits)
            raise ProblemError(422, str(error).replace("--", "")) from None
        except ProblemError:
            await discard(request, self._limits)
            raise
        return options

    async def health(self, _: Request) -> Response:
        status = {
            "status": "ok" if self._desk.is_open else "stopping",
            "version": __version__,
            "configuration": self._digest,
            "workers": self._desk.jobs,
            "requests": self.active,
        }
        return JSONResponse(status, 200 if self._desk.is_open else 503)

    async def openapi(self, _: Request) -> Response:
        return JSONResponse(description(FORMATS_BY_TYPE))


class _Front:
    """Counts requests and refuses those past the limit; turns errors into problems; writes the log."""

    def __init__(
        self, routes: Router, service: _Service, limits: ServiceLimits, tell: Tell, *, verbose: bool
    ) -> None:
        self._routes = routes
        self._service = service
        self._limits = limits
        self._tell = tell
        self._verbose = verbose

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        scope["app"] = self  # the router raises for an unknown path
        began, status = time.monotonic(), 0

        async def sent(message: Any) -> None:
            nonlocal status
            status = status or message.get("status", 0)
            try:
                await asyncio.wait_for(send(message), self._limits.idle_seconds)
            except TimeoutError:
                raise _SlowClientError from None

        counts = scope["method"] == "POST"
        self._service.active += counts
        try:
            if counts and self._service.active > self._limits.requests:
                await discard(Request(scope, receive), self._limits)
                raise ProblemError(503, f"busy with {self._limits.requests:,} requests; try again", _RETRY)
            await self._routes(scope, receive, sent)
        except (ClientDisconnect, _SlowClientError):
            if status:
                raise  # an answer that ends early must not look whole
            status = _GONE
        except Exception as error:
            problem = self._problem(error, scope["path"])
            if status:
                raise
            response = Response(problem.body(), problem.status, problem.headers, PROBLEM_TYPE)
            await response(scope, receive, sent)
        finally:
            self._service.active -= counts
            if self._verbose:
                route = getattr(scope.get("route"), "path", "another path")
                self._tell(f"{scope['method']} {route} {status} {1000 * (time.monotonic() - began):.0f} ms")

    def _problem(self, error: Exception, path: str) -> ProblemError:
        """Return the problem that an error stands for. A bug goes to the log, without text of an article."""
        if isinstance(error, ProblemError):
            return error
        if isinstance(error, PoolError):
            return ProblemError(503, str(error), _RETRY)
        if isinstance(error, HTTPException):
            allowed = (error.headers or {}).get("Allow")
            if allowed:
                return ProblemError(405, f"{path} takes {allowed}", error.headers)
            return ProblemError(404, "there is no such path; /openapi.json lists them")
        frame = traceback.extract_tb(error.__traceback__)[-1]
        self._tell(f"error: {type(error).__name__} at {frame.filename}:{frame.lineno}; please report this")
        return ProblemError(500, f"{type(error).__name__}; please report this")


def _stated(request: Request, *, has_format: bool) -> dict[str, str]:
    """Return the options that the Content-Type states. Raises ProblemError 415 for an unknown type."""
    header = Message()
    header["Content-Type"] = request.headers.get("content-type", "")
    kind = header["Content-Type"].partition(";")[0].strip().lower()
    stated = {}
    if charset := header.get_content_charset():
        if fault := KEYS["encoding"].fault(charset):
            raise ProblemError(415, f"the charset of the Content-Type {fault}")
        stated["encoding"] = charset
    if has_format:
        return stated
    if kind not in FORMATS_BY_TYPE:
        known = ", ".join(name for name in FORMATS_BY_TYPE if name)
        raise ProblemError(
            415, f"Content-Type {kind} is not accepted; send {known}, or name the format with ?from="
        )
    if format := FORMATS_BY_TYPE[kind]:
        stated["from"] = format
    return stated


def _number(name: str, text: str) -> int:
    if not text.isascii() or not text.isdecimal() or not 1 <= int(text) < 10**15:
        raise ProblemError(422, f"{name} is a whole number from 1 up")
    return int(text)


async def _while_there(request: Request, answer: Awaitable[Value]) -> Value:
    """Return the answer, or take it back and raise ClientDisconnect if the client goes away first."""
    coming: asyncio.Future[Value] = asyncio.ensure_future(answer)
    left: asyncio.Future[Any] = asyncio.ensure_future(request.receive())
    both: list[asyncio.Future[Any]] = [coming, left]
    try:
        await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        if not coming.done():
            raise ClientDisconnect
        return coming.result()
    finally:
        for future in both:
            future.cancel()
        await asyncio.gather(*both, return_exceptions=True)


def _end(failure: Failure) -> bytes:
    return new_record({"error": failure.why}) + b"\n"


def _slices(data: bytes) -> Iterable[bytes]:
    return (data[at : at + _SLICE] for at in range(0, len(data), _SLICE))
