"""The checked settings of a Cleaner. A site has the general settings with its own merged in."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, NamedTuple, TypedDict

from cleaner.config.sites import site_name
from cleaner.core.document import PAGE, TEXT
from cleaner.core.errors import ConfigurationError
from cleaner.intake.extractors import EXTRACTORS, Extractor, missing_extractor
from cleaner.matching.card import Card, CardError, read_cards
from cleaner.matching.catalog import DEFAULT_PRESET, Catalog, builtin
from cleaner.matching.shapes import validate
from cleaner.scorer.load import load
from cleaner.scorer.model import LEVELS

Headline = Literal["keep", "drop"]
Preset = Literal["careful", "standard", "thorough"]


class SiteSettings(TypedDict, total=False):
    """The settings of a site. Those in SITE_ADDS extend the general ones; the others replace them."""

    select: Iterable[str] | None
    ignore: Iterable[str]
    rules: Iterable[Card | str]
    headline: Headline | None
    preset: Preset
    budget: float
    model: str | None


_MAX_BYTES = 5_000_000  # of a file of rules
SITE_SETTINGS = tuple(SiteSettings.__annotations__)
SITE_ADDS = ("ignore", "rules")


class Settings(NamedTuple):
    """All settings of a Cleaner. Equal settings give equal results."""

    select: tuple[str, ...] | None
    ignore: tuple[str, ...]
    rules: tuple[Card, ...]
    headline: Headline | None
    repair: bool
    extractor: Extractor
    preset: Preset
    budget: float
    model: str | None

    @classmethod
    def of(cls, asked: Mapping[str, Any]) -> Settings:
        """Check the arguments of Cleaner. Raises TypeError or ConfigurationError, CardError for a bad card."""
        headline, budget, rules = asked["headline"], asked["budget"], asked["rules"]
        if isinstance(rules, (str, bytes, Card)):
            raise TypeError(f"rules takes a list of cards or paths: rules=[{rules!r}]")
        if headline not in (None, "keep", "drop"):
            raise ConfigurationError(f"headline is keep or drop, not {headline!r}")
        if isinstance(budget, bool) or not isinstance(budget, (int, float)) or not 0 <= budget <= 1:
            raise ConfigurationError(f"budget is a share from 0 to 1, not {budget!r}")
        cards = tuple(card for item in rules for card in _cards_of(item))
        if cards:
            validate(cards, builtin().words())
        return cls(
            select=None if asked["select"] is None else _names(asked["select"], "select"),
            ignore=_names(asked["ignore"], "ignore"),
            rules=cards,
            headline=headline,
            repair=asked["repair"],
            extractor=_extractor(asked["extractor"]),
            preset=asked["preset"],
            budget=float(budget),
            model=_model_path(asked["model"]),
        )

    @property
    def level(self) -> str:
        """The preset whose thresholds of the line model count."""
        return self.preset if self.preset in LEVELS else DEFAULT_PRESET

    @property
    def model_digest(self) -> str:
        """The digest of the line model."""
        return load(self.model).digest

    def catalog(self, format: str) -> Catalog:
        """Return the rules for documents of `format` ("text" or "html"). Raises ConfigurationError."""
        catalog = builtin().with_cards(self.rules) if self.rules else builtin()
        html = format == PAGE
        drop = html and self.select != () if self.headline is None else self.headline == "drop"
        return catalog.choose(self.select, self.ignore, preset=self.preset, drop_headline=drop, html=html)

    def arguments(self) -> dict[str, Any]:
        """Return these settings as arguments of Cleaner."""
        return self._asdict()

    def with_own(self, own: SiteSettings) -> Settings:
        """Return these settings with those of a site merged in. Raises the errors of `of`."""
        unknown = sorted(set(own) - set(SITE_SETTINGS))
        if unknown:
            raise ConfigurationError(f"a site may set {', '.join(SITE_SETTINGS)}, not {unknown[0]!r}")
        checked = Settings.of(self.arguments() | dict.fromkeys(SITE_ADDS, ()) | own)
        return checked._replace(
            ignore=tuple(dict.fromkeys(self.ignore + checked.ignore)),
            rules=tuple(dict.fromkeys(self.rules + checked.rules)),
        )


def sites_of(general: Settings, sites: Mapping[str, SiteSettings]) -> dict[str, Settings]:
    """Return the settings of each site by host. Raises ConfigurationError, also for an unknown rule."""
    found: dict[str, Settings] = {}
    for name, own in sites.items():
        host = site_name(name)
        if host in found:
            raise ConfigurationError(f"the site {host} has two sections")
        found[host] = general.with_own(own)
        found[host].catalog(TEXT)
    return found


def _model_path(path: object) -> str | None:
    """Return the absolute path of a user's model, which is read now, so that a bad one stops the run at once."""
    if path is None:
        return None
    if not isinstance(path, (str, os.PathLike)):
        raise TypeError(f"model is a path or None, not {type(path).__name__}")
    found = os.path.abspath(os.fspath(path))
    load(found)
    return found


def _extractor(name: object) -> Extractor:
    if name not in EXTRACTORS:
        raise ConfigurationError(f"extractor is {', '.join(EXTRACTORS[:-1])} or {EXTRACTORS[-1]}, not {name!r}")
    if missing := missing_extractor(name):
        raise ConfigurationError(missing)
    return name


def _names(names: Iterable[str], option: str) -> tuple[str, ...]:
    if isinstance(names, str):
        raise TypeError(f"{option} takes a list of names: {option}=[{names!r}]")
    found = tuple(names)
    if not all(isinstance(name, str) for name in found):
        raise TypeError(f"{option} takes names of rules or families, as strings")
    return found


def _cards_of(item: Card | str) -> Sequence[Card]:
    if isinstance(item, Card):
        return (item,)
    return load_cards(item)


def load_cards(path: str) -> tuple[Card, ...]:
    """Return the cards of a user's TOML file. The family is the name of the file, unless the file states one.

    Raises CardError if the file cannot be read or a card is invalid.
    """
    import re

    try:
        with open(path, "rb") as file:
            data = file.read(_MAX_BYTES + 1)
        if len(data) > _MAX_BYTES:
            raise CardError(f"{path}: more than {_MAX_BYTES:,} bytes; a file of rules is not that long")
        source = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CardError(f"{path}: not UTF-8 at byte {error.start}; save the file as UTF-8") from None
    except CardError:
        raise
    except (OSError, ValueError) as error:
        raise CardError(f"{path}: {getattr(error, 'strerror', None) or error}") from None
    stem = os.path.splitext(os.path.basename(path))[0].lower()
    return read_cards(source, re.sub(r"[^a-z0-9]+", "-", stem).strip("-") or "own", path)


def load_catalog(paths: Iterable[str]) -> Catalog:
    """Return the built-in catalog with the cards of a user's files added. Raises CardError or PatternError."""
    own = [card for path in paths for card in load_cards(path)]
    validate(own, builtin().words())
    return builtin().with_cards(own)
