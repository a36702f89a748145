"""The settings: every key of a configuration file, and the options that the command line makes from them."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from cleaner.config.settings import SITE_ADDS, SITE_SETTINGS
from cleaner.formats.options import FIELDS, ReadOptions, WriteOptions
from cleaner.formats.registry import INPUT_FORMATS, OUTPUT_FORMATS
from cleaner.intake.decode import DecodeError, check_encoding
from cleaner.intake.extractors import DEFAULT_EXTRACTOR, EXTRACTORS
from cleaner.intake.limits import Limits
from cleaner.matching.catalog import DEFAULT_PRESET, PRESETS
from cleaner.matching.language import CODE
from cleaner.pipeline.run import BUDGET

LIMIT = "limits."
_MANY = 1_000  # a maximum that is so high goes without saying
_LIST: dict[str, Any] = {"type": "array", "items": {"type": "string", "minLength": 1}}
_SWITCH = {"type": "boolean"}
_COUNT = {"type": "integer", "minimum": 1, "maximum": 2**31 - 1}
_JOBS = {"type": "integer", "minimum": 1, "maximum": 1_000}
_SECONDS = {"type": "number", "exclusiveMinimum": 0, "maximum": 10**9}


class Key(NamedTuple):
    """One key: its documentation, its type as JSON Schema, its default, and the option that sets it.

    help: one line without a period, for --help, the man page and the schema.
    group: the heading of the option in --help.
    metavar: what stands for the option's value in --help. None: only a configuration file sets the key.
    more: further sentences for the schema and the man page.
    aliases: other names of the option, such as -j.
    paths: the string, or each string, is a file name, relative to the configuration file.
    """

    name: str
    help: str
    schema: Mapping[str, Any]
    default: Any = None
    group: str = "Input"
    metavar: str | None = None
    more: str = ""
    aliases: tuple[str, ...] = ()
    paths: bool = False

    @property
    def option(self) -> str:
        """The option of `clean`: "--from", "--limit-seconds"."""
        return f"--{self.name.replace(LIMIT, 'limit-')}"

    @property
    def description(self) -> str:
        """The help as sentences."""
        return f"{self.help}. {self.more}".strip()

    @property
    def shown_default(self) -> str:
        """The default as help shows it; "" if there is none."""
        if isinstance(self.default, bool):
            return "yes" if self.default else "no"
        if isinstance(self.default, float):
            return f"{self.default:g}"
        return str(self.default or "")

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
            if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
                return f"is a list of strings, none empty, not {shown(value)}"
            if self.paths and any("\0" in one for one in value):
                return f"is a list of file names, which hold no NUL, not {shown(value)}"
            return None
        if kind == "boolean":
            return None if isinstance(value, bool) else f"is true or false, not {shown(value)}"
        if kind in ("integer", "number"):
            right = _is_number(self.schema, value)
            return None if right else f"is {_wanted(self.schema, value)}, not {shown(value)}"
        if not isinstance(value, str):
            return f"is a string, not {shown(value)}"
        if self.paths and (not value or "\0" in value):
            return f"is a file name, which is not empty and holds no NUL, not {shown(value)}"
        if "pattern" in self.schema and not re.search(self.schema["pattern"], value):
            return f"is a code such as en or pt-BR, not {shown(value)}"
        return _no_encoding(value) if self.name == "encoding" else None


def _one_of(*names: str) -> dict[str, Any]:
    return {"type": "string", "enum": list(names)}


_LIMITS, _READ, _WRITE = Limits(), ReadOptions(), WriteOptions()
_FIELDS = {
    "text": "Field or column that holds the text",
    "html": "Field that holds the HTML of a page",
    "title": "Field that holds the title",
    "url": "Field that holds the URL",
    "language": "Field that holds the language",
    "id": "Field that holds the name of the record",
}
_FIELD_ALIASES = {"text": ("--field",)}
KEYS = {
    key.name: key
    for key in (
        Key(
            "preset",
            "Rules: careful, standard, thorough",
            _one_of(*PRESETS),
            DEFAULT_PRESET,
            "Rules",
            "NAME",
            "careful runs only the rules that are certain, thorough also those in preview.",
        ),
        Key("select", "Run only these rules or families", _LIST, None, "Rules", "RULE,..."),
        Key("ignore", "Skip these rules or families; 'all' skips every rule", _LIST, [], "Rules", "RULE,..."),
        Key(
            "rules",
            "Add the rules in this TOML file",
            _LIST,
            [],
            "Rules",
            "FILE",
            "In a configuration file, paths are relative to the folder of that file.",
            paths=True,
        ),
        Key(
            "headline",
            "Headline: kept in text, dropped from HTML by default",
            _one_of("keep", "drop"),
            None,
            "Rules",
            "keep|drop",
        ),
        Key(
            "budget",
            "Maximum share of a document to remove",
            {"type": "number", "minimum": 0, "maximum": 1},
            BUDGET,
            "Rules",
            "SHARE",
            "If the rules would remove more, only those that are certain run.",
        ),
        Key(
            "model",
            "Line model to ask instead of the built-in one",
            {"type": "string", "minLength": 1},
            None,
            "Rules",
            "FILE",
            "'cleaner train' writes it. In a configuration file, the path is relative to the folder of that file.",
            paths=True,
        ),
        Key(
            "repair",
            "Repair mojibake and entities",
            _SWITCH,
            True,
            "Rules",
            "",
            "Also removes control characters. Entities stay in a text about markup. The report lists each repair.",
        ),
        Key(
            "extractor",
            "Finds the article of a page",
            _one_of(*EXTRACTORS),
            DEFAULT_EXTRACTOR,
            "Input",
            "NAME",
            "auto runs trafilatura's fast mode, and its full mode where the result is doubtful; trafilatura always"
            " runs the full mode. resiliparse is faster and less accurate, and needs the extra of that name.",
        ),
        Key("from", "Format of the input", _one_of(*INPUT_FORMATS), _READ.format, "Input", "FORMAT"),
        Key(
            "to",
            f"Output: {', '.join(OUTPUT_FORMATS)}; else as the input",
            _one_of(*OUTPUT_FORMATS),
            _WRITE.to,
            "Output",
            "FORMAT",
            "By default, the output has the format of the input, and that of HTML is text.",
        ),
        Key(
            "encoding",
            "Encoding of the input; detected by default",
            {"type": "string"},
            _READ.encoding,
            "Input",
            "NAME",
        ),
        Key(
            "language",
            "Language of articles that state none, such as en",
            {"type": "string", "pattern": f"^{CODE}$"},
            _READ.language,
            "Input",
            "CODE",
        ),
        Key("include", "Read only matching files in folders", _LIST, [], "Input", "GLOB"),
        Key("exclude", "Skip matching files and subfolders", _LIST, [], "Input", "GLOB"),
        Key(
            "jobs",
            "Number of worker processes; by default one per core",
            _JOBS,
            None,
            "Bulk runs",
            "N",
            aliases=("-j",),
        ),
        *(
            Key(
                f"{name}-field",
                help,
                {"type": "string", "minLength": 1},
                getattr(FIELDS, name),
                "Records",
                "NAME",
                aliases=_FIELD_ALIASES.get(name, ()),
            )
            for name, help in _FIELDS.items()
        ),
        Key("keep-html", "Keep the HTML field of each record", _SWITCH, _WRITE.keep_html, "Records", ""),
        Key("with-removals", "Add the removals to each record", _SWITCH, _WRITE.with_removals, "Records", ""),
        Key(
            "metadata",
            "Add what each page states, as its author",
            _SWITCH,
            _WRITE.metadata,
            "Records",
            "",
            "The field page_metadata holds what the page has of title, author, date, site, language and url.",
        ),
        Key(
            "limits.seconds",
            "Time limit for one document, in seconds",
            _SECONDS,
            _LIMITS.seconds,
            "Bulk runs",
            "N",
        ),
        Key("limits.text-bytes", "Maximum size of a text, in bytes", _COUNT, _LIMITS.text_bytes),
        Key("limits.html-bytes", "Maximum size of a page, in bytes", _COUNT, _LIMITS.html_bytes),
        Key("limits.tags", "Maximum number of tags in a page", _COUNT, _LIMITS.tags),
        Key("limits.depth", "Maximum nesting depth of elements in a page", _COUNT, _LIMITS.depth),
        Key("limits.attributes", "Maximum number of attributes of one tag", _COUNT, _LIMITS.attributes),
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
    try:
        text = as_toml(value)
    except RecursionError:
        return "what nests this deeply"
    except ValueError:  # Python writes no number of more than 4,300 digits
        return "a number this long"
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


def _wanted(schema: Mapping[str, Any], value: object) -> str:
    noun = "a whole number" if schema["type"] == "integer" else "a number"
    if schema.get("maximum", 0) >= _MANY:
        if isinstance(value, (int, float)) and schema["maximum"] < value < math.inf:
            return f"{noun} up to {schema['maximum']:,}"
    elif "maximum" in schema:
        return f"{noun} from {schema['minimum']} to {schema['maximum']}"
    return f"{noun} above 0" if "exclusiveMinimum" in schema else f"{noun} from {schema['minimum']} up"
