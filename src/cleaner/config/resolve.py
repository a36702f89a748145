"""Resolves the settings: the command line overrides the configuration file, which overrides the defaults."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import Any

from cleaner.config.file import DEFAULT, File, Setting, load
from cleaner.config.find import find
from cleaner.config.keys import KEYS, LIMIT
from cleaner.config.sites import section_of
from cleaner.core.errors import ConfigurationError
from cleaner.core.hosts import host_of
from cleaner.intake.limits import Limits

GIVEN = "command line"


class ResolvedConfig:
    """Every key with its value and source. `sites` maps a host to its own settings."""

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
        """Return the site of an address, or None, and all settings for an article from it.

        Raises ConfigurationError if `url` is not an address.
        """
        if not host_of(url):
            raise ConfigurationError(f"--url is an address such as https://example.org/story, not {url!r}")
        site = section_of(url, self.sites)
        settings = dict(self.settings)
        for name, own in self.sites.get(site or "", {}).items():
            settings[name] = _added(settings[name], own) if KEYS[name].adds_up else own
        return site, settings

    def limits(self) -> Limits:
        """Return the limits of one document."""
        return Limits(**{name: self[LIMIT + name.replace("_", "-")] for name in Limits._fields})

    def card_files(self) -> list[str]:
        """Return the paths of the files of cards in effect, those of sites included, each once."""
        return list(dict.fromkeys(path for rules in self._values("rules") for path in rules))

    def other_files(self) -> list[str]:
        """Return the paths of the models in effect, and of the configuration file."""
        models = [path for path in self._values("model") if path]
        return [*models, *([] if self.file is None else [self.file.path])]

    def _values(self, key: str) -> list[Any]:
        return [table[key].value for table in (self.settings, *self.sites.values()) if key in table]

    def is_given(self, key: str) -> bool:
        """Return whether the command line sets `key`."""
        return self.settings[key].source == GIVEN

    def with_sources(self, message: str) -> str:
        """Return a message about options, extended by the sources of those that the configuration file sets."""
        named = re.findall(r"--([a-z-]+)", message)
        places = [
            f"--{name} comes from {setting.source}"
            for name, setting in self.settings.items()
            if name in named and setting.source not in (GIVEN, DEFAULT)
        ]
        return f"{message} ({', '.join(places)})" if places else message

    def location_of(self, rule: str) -> str:
        """Return "source: " if the configuration file selects or ignores `rule`, else ""."""
        for table in (self.settings, *self.sites.values()):
            for name in ("select", "ignore"):
                named = table.get(name)
                if named is not None and rule in (named.value or ()) and named.source != GIVEN:
                    return f"{named.source}: "
        return ""


def _added(general: Setting, own: Setting) -> Setting:
    """Return a general list with the items that a site adds."""
    if not general.value:
        return own
    return Setting(list(dict.fromkeys([*general.value, *own.value])), f"{general.source} and {own.source}")


def resolve(given: Mapping[str, Any], config: str | None = None, *, isolated: bool = False) -> ResolvedConfig:
    """Return the settings of a run: `given` are the options of the command line, `config` is the path of a file.

    Without `config`, the closest file counts. `isolated` reads no file. Raises ConfigurationError.
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
