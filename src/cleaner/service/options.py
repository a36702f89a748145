"""The options of one request: the keys of a configuration file, except those that concern the machine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from cleaner.api import Cleaner
from cleaner.config.keys import KEYS, LIMIT, Key, did_you_mean, shown
from cleaner.config.resolve import GIVEN, ResolvedConfig
from cleaner.core.errors import ConfigurationError
from cleaner.formats.registry import FORMATS, kind_of
from cleaner.runner.configured import build_cleaner, build_request
from cleaner.runner.request import CleanRequest
from cleaner.system.paths import STDIN

# Keys that name files, folders, processes and limits of the service. Only whoever starts it sets them.
OF_THE_SERVICE = (
    "rules",
    "model",
    "include",
    "exclude",
    "jobs",
    *(name for name in KEYS if name.startswith(LIMIT)),
)
KEYS_OF_REQUESTS = tuple(name for name in KEYS if name not in OF_THE_SERVICE)
ARTICLE = {"title": "Title of the one article that is sent", "url": "Address of the one article that is sent"}
# A page, a text, records, or what the content shows; tables and archives need files
ACCEPTED = tuple(name for name in KEYS["from"].schema["enum"] if kind_of(name) not in ("table", "archive"))
_SWITCHES = {"": True, "true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
_COMMAS = ("select", "ignore")


class Options(NamedTuple):
    """The checked options of a request: (key, value) pairs in the order of the keys, lists as tuples; hashable."""

    given: tuple[tuple[str, Any], ...] = ()
    title: str | None = None
    url: str | None = None

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Options:
        """Return the options of typed values, such as those of JSON; None counts as not given.

        Raises ConfigurationError for an unknown key, one that a request cannot set, and a wrong value.
        """
        values = {name: value for name, value in values.items() if value is not None}
        for name in values:
            _check_name(name)
        for name in KEYS_OF_REQUESTS:
            if name in values and (fault := KEYS[name].fault(values[name])):
                raise ConfigurationError(f"{name} {fault}")
        for name in ARTICLE:
            if not isinstance(values.get(name, ""), str):
                raise ConfigurationError(f"{name} is a string, not {shown(values[name])}")
        if (format := values.get("from")) is not None and format not in ACCEPTED:
            raise ConfigurationError(f"from is one of {', '.join(ACCEPTED)}, not {format}: it needs files")
        given = tuple(
            (name, tuple(values[name]) if isinstance(values[name], list) else values[name])
            for name in KEYS_OF_REQUESTS
            if name in values
        )
        return cls(given, values.get("title"), values.get("url"))

    @classmethod
    def of_query(cls, pairs: Iterable[tuple[str, str]], stated: Mapping[str, Any]) -> Options:
        """Return the options of a query string. `stated` are values that the query overrides. Raises as `of`."""
        found: dict[str, Any] = {}
        for name, text in pairs:
            _check_name(name)
            key = KEYS.get(name)
            if key is not None and key.schema["type"] == "array":
                found.setdefault(name, []).extend(_split(name, text))
            elif name in found:
                raise ConfigurationError(f"{name} is given twice")
            else:
                found[name] = text if key is None else _typed(key, text)
        return cls.of({**stated, **found})

    def without(self, name: str) -> Options:
        """Return the options without a key."""
        return self._replace(given=tuple(pair for pair in self.given if pair[0] != name))

    @property
    def format(self) -> str | None:
        """The format that the request states."""
        return dict(self.given).get("from")


def _check_name(name: str) -> None:
    if name in KEYS_OF_REQUESTS or name in ARTICLE:
        return
    if name in OF_THE_SERVICE:
        raise ConfigurationError(f"{name} is set where the service starts, not by a request")
    hint = did_you_mean(name, (*KEYS_OF_REQUESTS, *ARTICLE))
    raise ConfigurationError(f"unknown option {shown(name)}{hint}")


def _split(name: str, text: str) -> list[str]:
    return [one.strip() for one in text.split(",") if one.strip()] if name in _COMMAS else [text]


def _typed(key: Key, text: str) -> Any:
    """Return the value of a text in a query; the text itself if it is wrong, for `Key.fault` to say so."""
    kind = key.schema["type"]
    if kind == "boolean":
        return _SWITCHES.get(text.lower(), text)
    if kind in ("integer", "number"):
        try:
            return int(text) if kind == "integer" else float(text)
        except ValueError:
            return text
    return text


class Configurations:
    """Builds what a request asks for from the settings of the service. Picklable."""

    def __init__(self, config: ResolvedConfig) -> None:
        """Raises ConfigurationError if the settings of the service are wrong."""
        self._file = config.file
        self._given = {name: one.value for name, one in config.settings.items() if one.source == GIVEN}
        self.limits = config.limits()
        self.cleaner(Options())
        self.request(Options())

    def cleaner(self, options: Options) -> Cleaner:
        """Return the Cleaner of a request. Raises ConfigurationError."""
        return build_cleaner(self._resolved(options))

    def request(self, options: Options) -> CleanRequest:
        """Return the request of `cleaner clean` that reads standard input. Raises ConfigurationError."""
        return build_request(self._resolved(options), [STDIN], title=options.title, url=options.url)

    def _resolved(self, options: Options) -> ResolvedConfig:
        own = {name: list(value) if isinstance(value, tuple) else value for name, value in options.given}
        return ResolvedConfig(self._file, self._given | own)


def output_type(options: CleanRequest, *, records: bool) -> str:
    """Return the media type of an answer. records: whether the input holds records."""
    to = options.writing.to
    if kind_of(to) == "records" or (to is None and records):
        return "application/jsonl"
    kind = "markdown" if to is not None and FORMATS[to].has_structure else "plain"
    return f"text/{kind}; charset=utf-8"
