"""Maps the address of an article to the section of its site."""

from __future__ import annotations

import re
from collections.abc import Container

from cleaner.core.errors import ConfigurationError
from cleaner.core.hosts import host_of


def section_of(url: str | None, sections: Container[str]) -> str | None:
    """Return the section for an address: its host, else its closest parent domain, or None.

    >>> section_of("https://sport.example.org/1", {"example.org", "org"})
    'example.org'
    """
    host = host_of(url)
    while host:
        if host in sections:
            return host
        host = host.partition(".")[2]
    return None


def site_name(name: str) -> str:
    """Return the host of a section name in the form of `host_of`. Raises ConfigurationError."""
    host = host_of(name.removeprefix("*."))
    if not host or re.search(r"[/:@?#*]", name):
        hint = f"; did you mean {host}?" if host else ""
        raise ConfigurationError(f"the name of a site must be a host such as example.org, not {name!r}{hint}")
    return host
