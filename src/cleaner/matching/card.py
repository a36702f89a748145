"""Cards: each is one TOML table that holds a rule, its documentation and its tests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from cleaner.core.errors import ConfigurationError
from cleaner.core.regex import lazy_compile
from cleaner.core.toml import loads

SHAPES = ("line", "lead-in", "head", "tail", "inline", "opener", "part", "code")
STATUSES = ("stable", "preview")
CONFIDENCES = ("likely", "certain")
PLACES = ("anywhere", "body", "edges", "end", "column", "menu")
INPUTS = ("any", "text")
REACHES = ("list", "end", "closing", "comments")
_NAME = lazy_compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_LONGEST = 1_000_000
_TEXTS = ("name", "shape", "why", "since", "status", "confidence", "where", "reach", "input")
_KEYS = frozenset((*_TEXTS, "pattern", "given", "unless", "examples", "longest", "alone"))


_REQUIRED = ("name", "shape", "pattern", "why", "since", "examples")


class CardError(ConfigurationError):
    """A card or a file of cards is invalid. The message names the file, the card and a remedy."""


class Card(NamedTuple):
    """One rule. `longest` is in characters; matching/shapes.py defines its meaning for each shape."""

    family: str
    name: str
    shape: str
    why: str
    since: str
    examples: tuple[str, ...]
    pattern: str = ""
    given: str = ""
    unless: str = ""
    status: str = "stable"
    confidence: str = "likely"
    where: str = "anywhere"
    longest: int = 200
    alone: bool = True
    reach: str = "list"
    input: str = "any"

    @property
    def id(self) -> str:
        """The public name of the rule, family/name."""
        return f"{self.family}/{self.name}"

    @property
    def pattern_key(self) -> tuple[str, ...]:
        """The parts of the card that, with the words of a language, determine its compiled patterns."""
        return self.shape, self.pattern, self.given, self.unless

    @property
    def removes(self) -> tuple[str, ...]:
        """The examples with a mark: the rule removes a part of each."""
        return tuple(example for example in self.examples if "[-" in example)

    @property
    def keeps(self) -> tuple[str, ...]:
        """The examples without a mark: no rule changes them."""
        return tuple(example for example in self.examples if "[-" not in example)


def read_cards(source: str, family: str, file: str) -> tuple[Card, ...]:
    """Return the cards of one TOML document.

    `family` is the default for a source that declares none. Raises CardError, which names `file` and the card.
    """
    try:
        data = loads(source)
    except ValueError as error:
        raise CardError(f"{file}: not valid TOML: {error}") from None
    family = data.pop("family", family)
    if not isinstance(family, str):
        raise CardError(f"{file}: family should be a string, lower-case words joined by '-'")
    if not _NAME.fullmatch(family):
        raise CardError(f"{file}: family {family!r} should be lower-case words joined by '-'")
    tables = data.pop("rule", [])
    if data:
        raise CardError(f"{file}: unknown key {next(iter(data))!r}; a card file has 'family' and [[rule]] tables")
    if not isinstance(tables, list) or not tables or not all(isinstance(table, dict) for table in tables):
        raise CardError(f"{file}: no [[rule]] table found")
    cards = tuple(_card(table, family, file, number) for number, table in enumerate(tables, 1))
    seen: set[str] = set()
    for card in cards:
        if card.name in seen:
            raise CardError(f"{file}: two rules are called {card.name!r}")
        seen.add(card.name)
    return cards


def _card(table: Mapping[str, Any], family: str, file: str, number: int) -> Card:
    location = f"{file}: rule {number}" + (f" ({table['name']})" if isinstance(table.get("name"), str) else "")

    def wrong(message: str) -> CardError:
        return CardError(f"{location}: {message}")

    for key in table:
        if key not in _KEYS:
            raise wrong(f"unknown key {key!r}; known are {', '.join(sorted(_KEYS))}")
    required = [key for key in _REQUIRED if key != "pattern" or table.get("shape") != "code"]
    if missing := [key for key in required if not table.get(key)]:
        raise wrong(_missing(missing))
    values = dict(table)
    for key in _TEXTS:
        if not isinstance(values.get(key, ""), str):
            raise wrong(f"{key!r} should be a string")
    for key in ("pattern", "given", "unless"):
        values[key] = _joined(values.get(key, ""), wrong, key)
    examples = values["examples"]
    if not isinstance(examples, list) or not all(isinstance(example, str) for example in examples):
        raise wrong("'examples' should be a list of strings")
    if any(example.count("[-") != example.count("-]") for example in examples):
        raise wrong("a mark in its examples is not closed; what goes stands between [- and -]")
    for key, allowed in (
        ("shape", SHAPES),
        ("status", STATUSES),
        ("confidence", CONFIDENCES),
        ("where", PLACES),
        ("reach", REACHES),
        ("input", INPUTS),
    ):
        if values.get(key, allowed[0]) not in allowed:
            raise wrong(f"{key} = {values[key]!r}; it is one of {', '.join(allowed)}")
    if not _NAME.fullmatch(values["name"]):
        raise wrong("a name is lower-case words joined by '-', such as read-more-line")
    if (values["shape"] == "code") == bool(values["pattern"]):
        raise wrong("a code rule has no pattern")
    longest = values.get("longest", 1)
    if not isinstance(longest, int) or not isinstance(values.get("alone", True), bool):
        raise wrong("'longest' is a number of characters, 'alone' is true or false")
    if not 0 <= longest <= _LONGEST:
        raise wrong(f"'longest' is a number of characters from 0 to {_LONGEST:,}")
    values["examples"] = tuple(examples)
    return Card(family=family, **values)


def _missing(keys: list[str]) -> str:
    """Return a sentence that names all missing keys, and what the values of a shape can be."""
    *first, last = map(repr, keys)
    names = f"{', '.join(first)} and {last} are missing" if first else f"{last} is missing"
    return f"{names}; shape is one of {', '.join(SHAPES)}" if "shape" in keys else names


def _joined(value: object, wrong: Any, key: str) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list) and value and all(isinstance(part, str) for part in value):
        return "|".join(f"(?:{part})" for part in value)
    raise wrong(f"{key!r} should be a string, or a list of strings any of which may match")
