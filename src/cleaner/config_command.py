"""`cleaner config`: every setting in force, and where it comes from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from cleaner.configuration import Setting
from cleaner.in_force import InForce
from cleaner.keys import as_toml


def as_text(force: InForce) -> str:
    """A configuration file that says it all, with each value's source in a comment."""
    lines = [f"# {force.file.path if force.file else 'no configuration file'}", *_pairs(force.settings)]
    for host, section in force.sites.items():
        lines += ["", f"[sites.{as_toml(host)}]", *_pairs(section)]
    return "\n".join(lines)


def as_json(force: InForce) -> str:
    """The same for programs: under "settings" and each of "sites", key: {"value", "source"}."""
    whole = {
        "file": force.file.path if force.file else None,
        "settings": _rows(force.settings),
        "sites": {host: _rows(section) for host, section in force.sites.items()},
    }
    return json.dumps(whole, ensure_ascii=False, indent=2)


def _pairs(settings: Mapping[str, Setting]) -> list[str]:
    pairs = [
        (f"# {name} is not set" if setting.value is None else f"{name} = {as_toml(setting.value)}", setting.source)
        for name, setting in settings.items()
    ]
    width = min(40, max((len(pair) for pair, _ in pairs), default=0))
    return [f"{pair:{width}}  # {source}" for pair, source in pairs]


def _rows(settings: Mapping[str, Setting]) -> dict[str, dict[str, Any]]:
    return {name: setting._asdict() for name, setting in settings.items()}
