"""The description of the service as OpenAPI 3.1. Its parameters are the keys of a configuration file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cleaner.config.keys import KEYS
from cleaner.service.options import ACCEPTED, ARTICLE, KEYS_OF_REQUESTS
from cleaner.service.problems import MEANINGS, PROBLEM_TYPE
from cleaner.version import __version__

_BINARY: dict[str, Any] = {"schema": {"type": "string", "format": "binary"}}
_TEXT: dict[str, Any] = {"schema": {"type": "string"}}
_COUNT = {"type": "integer", "minimum": 1, "maximum": 10**15 - 1}


def schema_of(name: str) -> dict[str, Any]:
    """Return the JSON Schema of a key's value, with its description."""
    key = KEYS[name]
    schema = dict(key.schema) | {"description": key.description}
    if name == "from":
        schema["enum"] = list(ACCEPTED)
    if key.default is not None:
        schema["default"] = key.default
    return schema


def description(types: Iterable[str]) -> dict[str, Any]:
    """Return the OpenAPI document. `types` are the media types of bodies."""
    body = {"required": True, "content": {name: _BINARY for name in types if name}}
    options = [_parameter(name, schema_of(name)) for name in KEYS_OF_REQUESTS]
    options += [_parameter(name, {"type": "string", "description": text}) for name, text in ARTICLE.items()]
    cleaned = {
        "text/plain": _TEXT,
        "text/markdown": _TEXT,
        "application/jsonl": _TEXT,
    }
    numbers = [
        _parameter("line", _COUNT | {"description": "The line in question; without it, the rule of each line"}),
        _parameter("record", _COUNT | {"description": "The record of JSON Lines in which the line is"}),
    ]
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "cleaner",
            "version": __version__,
            "summary": "Removes boilerplate from scraped articles and reports every removal.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "paths": {
            "/clean": {"post": _operation("clean", "Clean a text, a page or JSON Lines", options, body, cleaned)},
            "/ledger": {
                "post": _operation(
                    "ledger",
                    "Return the ledger of cleaning: every removal, a JSON line for each article",
                    options,
                    body,
                    {"application/jsonl": _TEXT},
                )
            },
            "/why": {
                "post": _operation(
                    "why", "Say why a line goes or stays", [*numbers, *options], body, {"text/plain": _TEXT}
                )
            },
            "/health": {"get": _health()},
            "/openapi.json": {
                "get": {
                    "operationId": "openapi",
                    "summary": "Return this description",
                    "responses": {"200": {"description": "OpenAPI", "content": {"application/json": {}}}},
                }
            },
        },
        "components": {"schemas": {"Problem": _problem()}},
    }


def _parameter(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    own = {one: value for one, value in schema.items() if one != "description"}
    parameter = {"name": name, "in": "query", "description": schema["description"], "schema": own}
    return parameter | ({"explode": True} if own.get("type") == "array" else {})


def _operation(
    name: str, summary: str, parameters: list[dict[str, Any]], body: dict[str, Any], content: dict[str, Any]
) -> dict[str, Any]:
    problem = {PROBLEM_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    failures = {
        str(status): {"description": meaning, "content": problem}
        for status, meaning in MEANINGS.items()
        if status not in (404, 405)
    }
    return {
        "operationId": name,
        "summary": summary,
        "parameters": parameters,
        "requestBody": body,
        "responses": {"200": {"description": "Done", "content": content}} | failures,
    }


def _health() -> dict[str, Any]:
    properties = {
        "status": {"type": "string", "enum": ["ok", "stopping"]},
        "version": {"type": "string"},
        "configuration": {"type": "string", "description": "Digest of the settings without those of a request"},
        "workers": {"type": "integer", "description": "Number of worker processes"},
        "requests": {"type": "integer", "description": "Requests that are being answered"},
    }
    content = {
        "application/json": {"schema": {"type": "object", "properties": properties, "required": [*properties]}}
    }
    return {
        "operationId": "health",
        "summary": "Tell whether the service takes requests",
        "responses": {
            "200": {"description": "It does", "content": content},
            "503": {"description": "It is stopping", "content": content},
        },
    }


def _problem() -> dict[str, Any]:
    properties = {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "One line: what is wrong, and what to do"},
    }
    return {"type": "object", "properties": properties, "required": [*properties]}
