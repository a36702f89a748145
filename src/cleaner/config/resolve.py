"""The settings in force: those of the command line, else the configuration file's, else the defaults."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import Any

from cleaner.config.file import DEFAULT, File, Setting, load
from cleaner.config.find import find
from cleaner.config.keys import KEYS, LIMIT
from cleaner.config.sites import host_of, section_of
from cleaner.core.errors import ConfigurationError
from cleaner.intake.limits import Limits

GIVEN = "command line"


class ResolvedConfig:
    """Every key with its value and where that comes from; `sites` are what each host has of its own."""

    def __init__(self, file: File | None, given: Mapping[str, Any]) -> None:
        self.file = file
        stated = {} if file is None else file.settings
        self.settings: dict[str, Setting] = {}
        for name, key in KEYS.items():
            default = Setting(key.default)
            self.settings[name] = Setting(given[name], GIVEN) if name in given else stated.get(name, default)
        sections = {} if file is None else file.sites
        self.sites = {
            host: {name: setting for name, setting in section.items() if name not in given}
            for host, section in sections.items()
        }

    def __getitem__(self, key: str) -> Any:
        return self.settings[key].value

    def for_url(self, url: str) -> tuple[str | None, dict[str, Setting]]:
        """The site that an address belongs to, and every setting in force for an article from there.

        Raises ConfigurationError for what is no address.
        """
        if not host_of(url):
            raise ConfigurationError(f"--url is an address such as https://example.org/story, not {url!r}")
        site = section_of(url, self.sites)
        settings = dict(self.settings)
        for name, own in self.sites.get(site or "", {}).items():
            settings[name] = _added(settings[name], own) if KEYS[name].adds_up else own
        return site, settings

    def limits(self) -> Limits:
        """What one document may be."""
        return Limits(**{name: self[LIMIT + name.replace("_", "-")] for name in Limits._fields})

    def read(self) -> list[str]:
        """The files that these settings are read from, and the cards that they name."""
        tables = (self.settings, *self.sites.values())
        cards = [path for table in tables if "rules" in table for path in table["rules"].value]
        return cards if self.file is None else [*cards, self.file.path]

    def is_given(self, key: str) -> bool:
        """Whether the command line says it."""
        return self.settings[key].source == GIVEN

    def with_sources(self, message: str) -> str:
        """A message about options, with the places of those that nobody typed: a file set them."""
        named = re.findall(r"--([a-z-]+)", message)
        places = [
            f"--{name} comes from {setting.source}"
            for name, setting in self.settings.items()
            if name in named and setting.source not in (GIVEN, DEFAULT)
        ]
        return f"{message} ({', '.join(places)})" if places else message

    def location_of(self, rule: str) -> str:
        """Where the file names a rule, as the beginning of a message."""
        for table in (self.settings, *self.sites.values()):
            for name in ("select", "ignore"):
                named = table.get(name)
                if named is not None and rule in (named.value or ()) and named.source != GIVEN:
                    return f"{named.source}: "
        return ""


def _added(general: Setting, own: Setting) -> Setting:
    """A list of the general settings, and what a site adds to it."""
    if not general.value:
        return own
    return Setting(list(dict.fromkeys([*general.value, *own.value])), f"{general.source} and {own.source}")


def resolve(given: Mapping[str, Any], config: str | None = None, *, isolated: bool = False) -> ResolvedConfig:
    """The settings of this run: `given` are the command line's, `config` is a file it names.

    Without one, the nearest file upwards counts, unless the run is `isolated`. Raises ConfigurationError.
    """
    if isolated:
        if config is not None:
            raise ConfigurationError("--isolated reads no configuration; leave out --config, or --isolated")
        return ResolvedConfig(None, given)
    if config is not None:
        if not config:
            raise ConfigurationError("--config names no file")
        return ResolvedConfig(load(config), given)
    path = find()
    return ResolvedConfig(None if path is None else load(path, os.path.relpath(path)), given)
