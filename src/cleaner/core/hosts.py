"""The host of an article's address."""

from __future__ import annotations

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
