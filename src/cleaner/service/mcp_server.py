"""`cleaner mcp`: the tools `clean` and `why`, for programs that speak the Model Context Protocol."""

from __future__ import annotations

import io
from typing import Any

import anyio
from mcp import types
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server

from cleaner.core.errors import ConfigurationError
from cleaner.core.result import Failure
from cleaner.formats.json_record import new_record, values_of
from cleaner.formats.options import FIELDS
from cleaner.service.desk import Desk
from cleaner.service.openapi import schema_of
from cleaner.service.options import Options
from cleaner.service.work import Question
from cleaner.system.pool import PoolError
from cleaner.version import __version__

_OPTIONS = ("preset", "select", "ignore", "headline", "budget", "repair", "extractor")
_STATED = {
    "title": "Title of the article, if it is known",
    "url": "Address of the article, if it is known",
    "language": "Language of the article, such as en",
}
_CONTENT = {"text": "The article as text", "html": "The page as HTML, instead of text"}
_NAMES = {f"{name}-field": default for name, default in FIELDS._asdict().items()}


class _ToolError(Exception):
    """The tool cannot do that. The message is one line for whoever called it."""


async def serve(desk: Desk) -> None:
    """Answer on standard output what comes on standard input, until it ends."""
    server: Server[Any] = Server(
        "cleaner",
        version=__version__,
        instructions="Removes boilerplate from scraped articles, and says for each line why it goes or stays.",
        on_list_tools=_listed,
        on_call_tool=_caller(desk),
    )
    async with stdio_server() as (reading, writing):
        await server.run(reading, writing, server.create_initialization_options())


def run(desk: Desk) -> None:
    """Run `serve`."""
    anyio.run(serve, desk)


async def _listed(_context: Any, _params: Any) -> types.ListToolsResult:
    return types.ListToolsResult(tools=_tools())


def _tools() -> list[types.Tool]:
    removal = {
        "type": "object",
        "properties": {
            **{name: {"type": "integer"} for name in ("start", "end", "line")},
            **{name: {"type": "string"} for name in ("rule", "stage", "because", "text")},
        },
    }
    line = {"type": "integer", "minimum": 1, "description": "Line in question; without it, the rule of each line"}
    return [
        types.Tool(
            name="clean",
            description="Remove boilerplate from one article. Returns the clean text, and each removal with its"
            " rule and its reason.",
            input_schema=_input({}),
            output_schema={
                "type": "object",
                "properties": {
                    "text": {"type": "string"},
                    "title": {"type": ["string", "null"]},
                    "removals": {"type": "array", "items": removal},
                },
                "required": ["text", "title", "removals"],
            },
        ),
        types.Tool(
            name="why",
            description="Say why a line of an article goes or stays, and which options would change that.",
            input_schema=_input({"line": line}),
        ),
    ]


def _input(more: dict[str, Any]) -> dict[str, Any]:
    texts = {name: {"type": "string", "description": text} for name, text in (_CONTENT | _STATED).items()}
    options = {name: schema_of(name) for name in _OPTIONS}
    return {"type": "object", "properties": texts | more | options, "additionalProperties": False}


def _caller(desk: Desk) -> Any:
    tools = {"clean": _clean, "why": _why}

    async def call(_context: Any, params: types.CallToolRequestParams) -> types.CallToolResult:
        arguments = dict(params.arguments or {})
        try:
            if params.name not in tools:
                raise _ToolError(f"there is no tool {params.name!r}; the tools are {', '.join(tools)}")
            text, structured = await tools[params.name](desk, arguments)
        except (_ToolError, ConfigurationError, PoolError) as error:
            return _result(str(error).replace("--", ""), is_error=True)
        return _result(text, structured_content=structured)

    return call


def _result(text: str, **more: Any) -> types.CallToolResult:
    return types.CallToolResult(content=[types.TextContent(type="text", text=text)], **more)


def _checked(arguments: dict[str, Any], more: tuple[str, ...] = ()) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the record to clean and the options of the call. Raises _ToolError or ConfigurationError."""
    known = (*_CONTENT, *_STATED, *_OPTIONS, *more)
    for name in arguments:
        if name not in known:
            raise _ToolError(f"unknown argument {name!r}; the arguments are {', '.join(known)}")
    stated = {name: arguments[name] for name in (*_CONTENT, *_STATED) if arguments.get(name) is not None}
    for name, value in stated.items():
        if not isinstance(value, str):
            raise _ToolError(f"{name} is a string")
    if len(stated.keys() & _CONTENT.keys()) != 1:
        raise _ToolError("pass the article as text, or as html")
    return stated, {name: arguments[name] for name in _OPTIONS if name in arguments}


def _order(stated: dict[str, str], options: dict[str, Any]) -> tuple[io.BytesIO, Options]:
    """Return an article as one record, and the options to read it with."""
    record: dict[str, object] = {getattr(FIELDS, name): value for name, value in stated.items()}
    own = {"from": "jsonl", "to": "jsonl", "with-removals": True, "encoding": "utf-8"}
    return io.BytesIO(new_record(record) + b"\n"), Options.of(options | own | _NAMES)


async def _clean(desk: Desk, arguments: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    body, options = _order(*_checked(arguments))
    desk.configurations.cleaner(options)
    line = b"".join([piece.data async for piece in desk.clean(body, options)])
    found: dict[str, Any] = values_of(line)
    if "error" in found:
        raise _ToolError(found["error"])
    return found["text"], {name: found.get(name) for name in ("text", "title", "removals")}


async def _why(desk: Desk, arguments: dict[str, Any]) -> tuple[str, None]:
    line = arguments.pop("line", None)
    if line is not None and (isinstance(line, bool) or not isinstance(line, int) or line < 1):
        raise _ToolError("line is a whole number from 1 up")
    stated, given = _checked(arguments, ("line",))
    content = next(name for name in _CONTENT if name in stated)
    data = stated.pop(content).encode("utf-8", "replace")
    options = Options.of(given | stated | {"from": content, "encoding": "utf-8"})
    desk.configurations.cleaner(options)
    answer = await desk.ask(data, options, Question(() if line is None else (line,)))
    if isinstance(answer.told, Failure):
        raise _ToolError(answer.told.why)
    return answer.told.decode(), None
