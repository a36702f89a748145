"""Reads a configuration file: checks each key and records its line."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from cleaner.config.find import PROJECT, own_table, parsed, read
from cleaner.config.keys import KEYS, LIMIT, did_you_mean, shown
from cleaner.config.sites import site_name
from cleaner.config.toml_lines import lines_of
from cleaner.core.errors import ConfigurationError
from cleaner.system.paths import display_name

DEFAULT = "default"
_GENERAL_KEYS = (*(name for name in KEYS if not name.startswith(LIMIT)), "limits", "sites")
_LIMIT_KEYS = tuple(name.removeprefix(LIMIT) for name in KEYS if name.startswith(LIMIT))
_SITE_KEYS = tuple(key.name for key in KEYS.values() if key.in_sites)


class Setting(NamedTuple):
    """A value and its source: "default", "command line", or file:line."""

    value: Any
    source: str = DEFAULT


class File(NamedTuple):
    """The checked settings of a configuration file. `path` is absolute; `sites` maps a host to its settings."""

    path: str
    settings: Mapping[str, Setting]
    sites: Mapping[str, Mapping[str, Setting]]


def load(path: str, name: str | None = None) -> File:
    """Read and check a configuration file, which messages call `name`.

    Raises ConfigurationError, whose message is one line with the file and the line number.
    """
    name = display_name(path if name is None else name)
    text = read(path, name)
    table: Any = parsed(name, text)
    prefix: tuple[str, ...] = ()
    if os.path.basename(path) == PROJECT:
        table, prefix = own_table(table), ("tool", "cleaner")
        if table is None:
            raise ConfigurationError(f"{name}: has no [tool.cleaner] table")
    return _Reader(name, path, prefix, lines_of(text)).file(table)


class _Reader:
    """Checks a parsed file; `lines` maps the path of a key to its line."""

    def __init__(self, name: str, path: str, prefix: tuple[str, ...], lines: Mapping[tuple[str, ...], int]) -> None:
        self._name = name
        self._path = os.path.abspath(path)
        self._prefix = prefix
        self._lines = lines

    def file(self, table: object) -> File:
        settings: dict[str, Setting] = {}
        sites: dict[str, Mapping[str, Setting]] = {}
        for name, value in self._table((), table, _GENERAL_KEYS).items():
            if name == "sites":
                sites = self._sites(value)
            elif name == "limits":
                for limit, maximum in self._table((name,), value, _LIMIT_KEYS).items():
                    settings[LIMIT + limit] = self._setting((name, limit), LIMIT + limit, maximum)
            else:
                settings[name] = self._setting((name,), name, value)
        return File(self._path, settings, sites)

    def _sites(self, table: object) -> dict[str, Mapping[str, Setting]]:
        found: dict[str, Mapping[str, Setting]] = {}
        for site, section in self._table(("sites",), table).items():
            path = ("sites", site)
            try:
                host = site_name(site)
            except ConfigurationError as error:
                raise self._error(path, str(error)) from None
            if host in found:
                raise self._error(path, f"the site {host} has two sections")
            if isinstance(section, dict):
                for name, value in section.items():
                    if isinstance(value, dict):
                        raise self._error((*path, name), f'quote the host: [sites."{site}.{name}"]')
            settings = self._table(path, section, _SITE_KEYS)
            found[host] = {name: self._setting((*path, name), name, value) for name, value in settings.items()}
        return found

    def _setting(self, path: tuple[str, ...], name: str, value: Any) -> Setting:
        key = KEYS[name]
        fault = key.fault(value)
        if fault:
            raise self._error(path, f"{name} {fault}")
        if key.paths:
            folder = os.path.dirname(self._path)
            value = (
                os.path.join(folder, value)
                if isinstance(value, str)
                else [os.path.join(folder, one) for one in value]
            )
        return Setting(value, self._place(path))

    def _table(self, path: tuple[str, ...], value: object, known: Iterable[str] | None = None) -> dict[str, Any]:
        if not isinstance(value, dict):
            name = ".".join((*self._prefix, *path))
            raise self._error(path, f"{name} is a table, not {shown(value)}")
        for name in value:
            if known is not None and name not in known:
                hint = did_you_mean(name, known) or f"; the keys here are {', '.join(known)}"
                raise self._error((*path, name), f"unknown key {shown(name)}{hint}")
        return value

    def _error(self, path: tuple[str, ...], message: str) -> ConfigurationError:
        return ConfigurationError(f"{self._place(path)}: {message}")

    def _place(self, path: tuple[str, ...]) -> str:
        return f"{self._name}:{self._lines.get((*self._prefix, *path), 1)}"
