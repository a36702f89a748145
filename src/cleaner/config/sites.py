"""Sites by the host of an article's address: which section of the settings an address calls for."""

from __future__ import annotations

import re
from collections.abc import Container

from cleaner.core.errors import ConfigurationError
from cleaner.core.regex import lazy_compile

_LONGEST = 253  # characters that a host's name may have
_HOST = lazy_compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*")


def host_of(url: str | None) -> str:
    """The host of an address, in small ASCII letters; "" where there is none.

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
    if len(host) > _LONGEST:
        return ""
    if not host.isascii():
        try:
            host = host.encode("idna").decode().lower()
        except UnicodeError:
            return ""
    return host if _HOST.fullmatch(host) else ""


def section_of(url: str | None, sections: Container[str]) -> str | None:
    """The section for an address: its host's own, or that of the nearest domain the host belongs to.

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
    """The host that a section is named after, as addresses are compared. Raises ConfigurationError."""
    host = host_of(name.removeprefix("*."))
    if not host or re.search(r"[/:@?#*]", name):
        hint = f"; did you mean {host}?" if host else ""
        raise ConfigurationError(f"a site is named by its host, such as example.org, not {name!r}{hint}")
    return host
