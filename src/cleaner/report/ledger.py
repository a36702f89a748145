"""The ledger: one JSON object per article, which holds enough to rebuild the input.

Offsets count characters (code points) of the repaired text. Line numbers are 1-based. The schema is in
ledger.schema.json beside this file.
"""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

from cleaner.core.document import Document, digest
from cleaner.core.regex import lazy_compile
from cleaner.core.result import Result
from cleaner.version import __version__

SCHEMA_VERSION = 1
_HIGH = lazy_compile("[\ud800-\udbff](?=[\udc00-\udfff])")


def ledger(result: Result, *, rules_digest: str, id: object = None) -> dict[str, Any]:
    """Return the ledger entry of one result. A result whose structure was asked for is written as Markdown."""
    document = result.document
    entry: dict[str, Any] = {
        "schema_version": SCHEMA_VERSION,
        "program": "cleaner",
        "program_version": __version__,
        "rules_digest": rules_digest,
    }
    if id is not None:
        entry["id"] = id
    if document.structure:
        entry["written_as"] = "markdown"
    return entry | {
        "title": document.title,
        "url": document.url,
        "language": document.language,
        "origin": document.origin.as_dict(),
        "characters": len(document.text),
        "input_digest": digest(document.text),
        "output_digest": digest(result.text),
        "repairs": repairs(document),
        "removals": removals(result),
        "withheld": result.withheld,
        "excess": result.excess,
    }


def removals(result: Result) -> list[dict[str, Any]]:
    """Return the removals of a result as the ledger and `--with-removals` show them.

    `start` and `end` are offsets in characters; `line` is 1-based.
    """
    text = result.document.text
    return [
        removal.as_dict(line) | {"text": pieces(text[removal.span.start : removal.span.end])}
        for line, removal in result.numbered()
    ]


def repairs(document: Document) -> list[dict[str, Any]]:
    """Return the repairs of a document as the ledger shows them. `line` is 1-based."""
    return [repair._asdict() | {"before": pieces(repair.before)} for repair in document.repairs]


def pieces(text: str) -> str | list[str]:
    """Return `text`, in pieces where it holds two surrogates that JSON would read as one character."""
    cuts = [0, *(match.end() for match in _HIGH.finditer(text)), len(text)]
    return text if len(cuts) == 2 else [text[start:end] for start, end in pairwise(cuts)]


def failure(source: str | None, reason: str, *, kind: str = "", id: object = None) -> dict[str, Any]:
    """Return the ledger entry of an input that could not be cleaned and was written unchanged.

    `kind` is the word that groups failures; "" for a blank line of records, which is no document.
    """
    entry: dict[str, Any] = {
        "schema_version": SCHEMA_VERSION,
        "program": "cleaner",
        "program_version": __version__,
        "source": source,
        "failure": reason,
    }
    if kind:
        entry["kind"] = kind
    return entry if id is None else entry | {"id": id}


def dumps(entry: dict[str, Any], *, indent: int | None = None) -> bytes:
    """Return an entry as UTF-8 JSON with a final line break. Lone surrogates are escaped."""
    text = json.dumps(entry, ensure_ascii=False, indent=indent)
    try:
        return text.encode() + b"\n"
    except UnicodeEncodeError:
        return json.dumps(entry, indent=indent).encode() + b"\n"
