"""Prints the settings of `cleaner config`, in general or for one URL, with their sources."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import Any

from cleaner.config.file import Setting
from cleaner.config.keys import as_toml
from cleaner.config.resolve import ResolvedConfig
from cleaner.core.errors import ConfigurationError
from cleaner.core.hosts import host_of
from cleaner.system.paths import display_name
from cleaner.system.streams import StandardOutput
from cleaner.system.terminal import is_terminal, safe, safe_json


def refuse_words(words: list[str]) -> None:
    """Raise ConfigurationError for arguments, because `cleaner config` takes only options."""
    if words:
        hint = f"; for articles from an address: --url {words[0]}" if "://" in words[0] else ""
        raise ConfigurationError(
            f"config takes options only, not {words[0]!r}: it shows every setting, or with --url ADDRESS those of "
            f"one site{hint}"
        )


def show(resolved: ResolvedConfig, *, as_json: bool, url: str | None = None) -> None:
    """Print the settings as text or as JSON."""
    if url is not None:
        text = _json_of_site(resolved, url) if as_json else _text_of_site(resolved, url)
    else:
        text = _json(resolved) if as_json else _text(resolved)
    text += "\n"
    escaped = safe_json if as_json else safe
    shown = escaped(text) if as_json or is_terminal(sys.stdout) else text
    with StandardOutput() as out:
        out.write(shown.encode("utf-8", "backslashreplace"))
        out.commit()


def _text(resolved: ResolvedConfig) -> str:
    """Return a complete configuration file, with the source of each value in a comment."""
    lines = [_head(resolved), *_pairs(resolved.settings)]
    for host, section in resolved.sites.items():
        lines += ["", f"[sites.{as_toml(host)}]", *_pairs(section)]
    return "\n".join(lines)


def _text_of_site(resolved: ResolvedConfig, url: str) -> str:
    site, settings = resolved.for_url(url)
    section = f"the settings of [sites.{as_toml(site)}] and the general ones" if site else "no site's settings"
    return "\n".join([_head(resolved), f"# for articles from {host_of(url)}: {section}", *_pairs(settings)])


def _json(resolved: ResolvedConfig) -> str:
    """Return the settings as JSON: "settings" and each of "sites" map a key to {"value", "source"}."""
    whole = {
        "file": _name(resolved),
        "settings": _rows(resolved.settings),
        "sites": {host: _rows(section) for host, section in resolved.sites.items()},
    }
    return json.dumps(whole, ensure_ascii=False, indent=2)


def _json_of_site(resolved: ResolvedConfig, url: str) -> str:
    site, settings = resolved.for_url(url)
    whole = {"file": _name(resolved), "url": url, "site": site, "settings": _rows(settings)}
    return json.dumps(whole, ensure_ascii=False, indent=2)


def _head(resolved: ResolvedConfig) -> str:
    return f"# {_name(resolved) or 'no configuration file'}"


def _name(resolved: ResolvedConfig) -> str | None:
    return display_name(resolved.file.path) if resolved.file else None


def _pairs(settings: Mapping[str, Setting]) -> list[str]:
    pairs = [
        (f"# {name} is not set" if setting.value is None else f"{name} = {as_toml(setting.value)}", setting.source)
        for name, setting in settings.items()
    ]
    width = min(40, max((len(pair) for pair, _ in pairs), default=0))
    return [f"{pair:{width}}  # {source}" for pair, source in pairs]


def _rows(settings: Mapping[str, Setting]) -> dict[str, dict[str, Any]]:
    return {name: setting._asdict() for name, setting in settings.items()}
