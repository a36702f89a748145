"""Maps the address of an article to the section of its site."""

from __future__ import annotations

import re
from collections.abc import Container

from cleaner.core.errors import ConfigurationError
from cleaner.core.regex import lazy_compile

_MAX_HOST = 253  # characters (RFC 1035)
_HOST = lazy_compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*")


def host_of(url: str | None) -> str:
    """Return the host of an address in lower-case ASCII, or "" if it has none.

    >>> host_of("https://www.Example.org:8080/story"), host_of("example.org/story"), host_of("no address")
    ('www.example.org', 'example.org', '')
    """
    if not url:
        return ""
    from urllib.parse import urlsplit

    try:
        host = urlsplit(url if "//" in url else f"//{url}").hostname or ""
    except ValueError:
        return ""
    host = host.rstrip(".")
    if len(host) > _MAX_HOST:
        return ""
    if not host.isascii():
        try:
            host = host.encode("idna").decode().lower()
        except UnicodeError:
            return ""
    return host if _HOST.fullmatch(host) else ""


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
