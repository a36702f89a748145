"""Reads what a page states about its article: author, date, site and the like. Cleaning never looks at it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from cleaner.intake.page.metadata import PageMetadata

_AUTHOR = ("author", "article:author", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author")
_DATE = (
    "article:published_time",
    "datepublished",
    "date",
    "pubdate",
    "dc.date",
    "dcterms.created",
    "parsely-pub-date",
    "sailthru.date",
)
_SITE = ("og:site_name", "application-name")
_NAMES = frozenset((*_AUTHOR, *_DATE, *_SITE))
_ARTICLE = re.compile(r"(?:Article|Posting|Report|Review|Recipe)\Z")
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}\S*)?")
_ADDRESS = re.compile(r"(?:https?:)?//|@")
_JSON_LD = "application/ld+json"
_MAX_JSON = 1_000_000  # characters of one script
_MAX_VALUE = 300  # characters
_MAX_OBJECTS = 10_000


def read_stated(tree: Any, metadata: PageMetadata) -> dict[str, str]:
    """Return what the page states of title, author, date, site, language and url, in this order.

    A date is that of the publication and begins with YYYY-MM-DD. Several authors are joined by ", ".
    """
    meta: dict[str, str] = {}
    for element in tree.iter("meta"):
        for attribute in ("property", "name", "itemprop"):
            name = (element.get(attribute) or "").lower()
            if name in _NAMES and (content := _text(element.get("content"))):
                meta.setdefault(name, content)
    article = _article(tree)
    found = {
        "title": metadata.title,
        "author": _names(article.get("author")) or next(_authors(tree, meta), None),
        "date": next(filter(None, map(_date, (article.get("datePublished"), *_dates(tree, meta)))), None),
        "site": next((meta[name] for name in _SITE if name in meta), None) or _names(article.get("publisher")),
        "language": metadata.language,
        "url": metadata.url,
    }
    return {name: value for name, value in found.items() if value}


def _article(tree: Any) -> dict[str, Any]:
    """Return the first object of the page's JSON-LD that is an article, else one with a date, else an empty one."""
    dated: dict[str, Any] = {}
    for thing in _objects(tree):
        types = thing.get("@type")
        if any(
            isinstance(name, str) and _ARTICLE.search(name)
            for name in (types if isinstance(types, list) else [types])
        ):
            return thing
        if not dated and "datePublished" in thing:
            dated = thing
    return dated


def _objects(tree: Any) -> Iterator[dict[str, Any]]:
    for script in tree.iter("script"):
        source = script.text or ""
        if script.get("type") != _JSON_LD or len(source) > _MAX_JSON:
            continue
        try:
            queue = [json.loads(source, strict=False)]
        except (ValueError, RecursionError):
            continue
        for at, thing in enumerate(queue):
            if at > _MAX_OBJECTS:
                break
            if isinstance(thing, list):
                queue.extend(thing)
            elif isinstance(thing, dict):
                yield thing
                queue.extend(value for value in thing.values() if isinstance(value, (dict, list)))


def _authors(tree: Any, meta: dict[str, str]) -> Iterator[str]:
    yield from (meta[name] for name in _AUTHOR if name in meta and not _ADDRESS.search(meta[name]))
    for link in tree.iter("a"):
        if "author" in (link.get("rel") or "").lower().split() and (name := _text("".join(link.itertext()))):
            yield name


def _dates(tree: Any, meta: dict[str, str]) -> Iterator[str | None]:
    yield from (meta[name] for name in _DATE if name in meta)
    for element in tree.iter("time"):
        yield element.get("datetime")


def _date(value: object) -> str | None:
    match = _ISO_DATE.match(value.strip()) if isinstance(value, str) else None
    return match[0] if match else None


def _names(value: object) -> str | None:
    """Return the names of persons or organisations: strings, objects with a name, or lists of these."""
    names = []
    for one in value if isinstance(value, list) else [value]:
        name = one.get("name") if isinstance(one, dict) else one
        if isinstance(name, str) and (said := _text(name)) and not _ADDRESS.search(said):
            names.append(said)
    return _text(", ".join(dict.fromkeys(names)))


def _text(value: str | None) -> str | None:
    said = " ".join((value or "").split())
    return said if 0 < len(said) <= _MAX_VALUE else None
