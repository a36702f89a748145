"""The keys of a configuration file: options of `clean` and limits, each with its type and default."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from cleaner.config.settings import SITE_ADDS, SITE_SETTINGS
from cleaner.formats.options import FIELDS
from cleaner.formats.registry import AUTO, INPUT_FORMATS, OUTPUT_FORMATS
from cleaner.intake.decode import DecodeError, check_encoding
from cleaner.intake.limits import Limits
from cleaner.matching.catalog import PRESETS
from cleaner.matching.language import CODE
from cleaner.pipeline.run import BUDGET

LIMIT = "limits."
_LIST: dict[str, Any] = {"type": "array", "items": {"type": "string", "minLength": 1}}
_SWITCH = {"type": "boolean"}
_COUNT = {"type": "integer", "minimum": 1}
_SECONDS = {"type": "number", "exclusiveMinimum": 0}


class Key(NamedTuple):
    """A key. `schema` is the JSON Schema of its value; `paths` marks values that are paths of files."""

    name: str
    help: str
    schema: Mapping[str, Any]
    default: Any = None
    paths: bool = False

    @property
    def in_sites(self) -> bool:
        """Whether a site may set the key."""
        return self.name in SITE_SETTINGS

    @property
    def adds_up(self) -> bool:
        """Whether the list of a site extends the general list instead of replacing it."""
        return self.name in SITE_ADDS

    def fault(self, value: object) -> str | None:
        """Return the fault of a value as a predicate for the name of the key, or None."""
        kind = self.schema["type"]
        if "enum" in self.schema:
            return _not_among(self.schema["enum"], value)
        if kind == "array":
            if isinstance(value, str):
                return f"is a list: write [{shown(value)}]"
            right = isinstance(value, list) and all(isinstance(one, str) and one for one in value)
            return None if right else f"is a list of strings, none empty, not {shown(value)}"
        if kind == "boolean":
            return None if isinstance(value, bool) else f"is true or false, not {shown(value)}"
        if kind in ("integer", "number"):
            return None if _is_number(self.schema, value) else f"is {_wanted(self.schema)}, not {shown(value)}"
        if not isinstance(value, str):
            return f"is a string, not {shown(value)}"
        if "pattern" in self.schema and not re.search(self.schema["pattern"], value):
            return f"is a code such as en or pt-BR, not {shown(value)}"
        return _no_encoding(value) if self.name == "encoding" else None


def _one_of(*names: str) -> dict[str, Any]:
    return {"type": "string", "enum": list(names)}


_LIMITS = Limits()
_FIELDS = {
    "text": "their text",
    "html": "their page",
    "title": "their title",
    "url": "their address",
    "language": "their language",
    "id": "their name",
}
KEYS = {
    key.name: key
    for key in (
        Key(
            "preset",
            "Which rules run: the certain ones, all stable ones, also previews.",
            _one_of(*PRESETS),
            "standard",
        ),
        Key("select", "Rules and families: only these run.", _LIST),
        Key("ignore", "Rules and families that do not run; all turns every rule off.", _LIST, []),
        Key("rules", "Files of your own cards, seen from the folder of this file.", _LIST, [], paths=True),
        Key(
            "headline",
            "The article's own headline; if unset, kept in text and dropped from HTML.",
            _one_of("keep", "drop"),
        ),
        Key(
            "budget",
            "Who would lose more than this share loses only what is certain.",
            {"type": "number", "minimum": 0, "maximum": 1},
            BUDGET,
        ),
        Key(
            "language",
            "The language of articles that do not state theirs.",
            {"type": "string", "pattern": f"^{CODE}$"},
        ),
        Key("encoding", "The inputs' encoding; if unset, it is found.", {"type": "string"}),
        Key("from", "The inputs' format.", _one_of(*INPUT_FORMATS), AUTO),
        Key(
            "to",
            "The output's format; if unset, jsonl for records and text for all else.",
            _one_of(*OUTPUT_FORMATS),
        ),
        Key("include", "Globs: only these files of a folder.", _LIST, []),
        Key("exclude", "Globs: not these files and folders of a folder.", _LIST, []),
        Key("jobs", "How many processes clean; if unset, as many as there are cores.", _COUNT),
        *(
            Key(
                f"{name}-field",
                f"What records call {what}.",
                {"type": "string", "minLength": 1},
                FIELDS._asdict()[name],
            )
            for name, what in _FIELDS.items()
        ),
        Key("keep-html", "Leave a record's html in place.", _SWITCH, False),
        Key("with-removals", "Add every removal to its record.", _SWITCH, False),
        Key("limits.seconds", "How long one document may take.", _SECONDS, _LIMITS.seconds),
        Key("limits.text-bytes", "How many bytes one text may have.", _COUNT, _LIMITS.text_bytes),
        Key("limits.html-bytes", "How many bytes one page may have.", _COUNT, _LIMITS.html_bytes),
        Key("limits.tags", "How many tags a page may have.", _COUNT, _LIMITS.tags),
        Key("limits.depth", "How deep a page's elements may be nested.", _COUNT, _LIMITS.depth),
        Key("limits.attributes", "How many attributes a tag may have.", _COUNT, _LIMITS.attributes),
    )
}


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return "; did you mean …?" with the known name closest to `name`, or ""."""
    from difflib import get_close_matches

    close = get_close_matches(name.replace("_", "-").lower(), list(known), 1, 0.7)
    return f"; did you mean {close[0]}?" if close else ""


def as_toml(value: object) -> str:
    """Return a value in TOML syntax."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, list):
        return f"[{', '.join(as_toml(one) for one in value)}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{as_toml(name)} = {as_toml(one)}' for name, one in value.items())}}}"
    return str(value).lower() if isinstance(value, bool) else str(value)


def shown(value: object) -> str:
    """Return a value in TOML syntax for messages, cut at 60 characters."""
    text = as_toml(value)
    return text if len(text) <= 60 else f"{text[:59]}…"


def _not_among(names: list[str], value: object) -> str | None:
    if value in names:
        return None
    close = did_you_mean(value, names) if isinstance(value, str) else ""
    return f"is one of {', '.join(names)}, not {shown(value)}{close}"


def _no_encoding(value: str) -> str | None:
    try:
        check_encoding(value)
    except DecodeError as error:
        return f"names no encoding: {error}"
    return None


def _is_number(schema: Mapping[str, Any], value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int if schema["type"] == "integer" else (int, float)):
        return False
    above = value > schema["exclusiveMinimum"] if "exclusiveMinimum" in schema else value >= schema["minimum"]
    return above and value <= schema.get("maximum", math.inf) and value != math.inf


def _wanted(schema: Mapping[str, Any]) -> str:
    noun = "a whole number" if schema["type"] == "integer" else "a number"
    if "maximum" in schema:
        return f"{noun} from {schema['minimum']} to {schema['maximum']}"
    return f"{noun} above 0" if "exclusiveMinimum" in schema else f"{noun} from {schema['minimum']} up"
