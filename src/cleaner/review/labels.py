"""Labelled articles from decisions about removals, in the form that `cleaner eval` and `cleaner train` read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cleaner.core.findings import is_layout
from cleaner.report.statistics import name_of

ACCEPTED, REJECTED = "a", "r"
_LEARNED = "learned/"


def kind_of(rule: str) -> str:
    """Return the kind of a label for a rule: its family, or what the line model says the line is.

    >>> kind_of("related/read-more-line"), kind_of("learned/share")
    ('related', 'share')
    """
    return rule.partition("/")[2] if rule.startswith(_LEARNED) else rule.partition("/")[0]


def removals(entry: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the removals that a person judges: all but blank lines."""
    for removal in entry["removals"]:
        if not is_layout(removal["rule"]):
            yield removal


def labelled(entry: Mapping[str, Any], text: str, decisions: Mapping[int, str]) -> dict[str, Any]:
    """Return the labelled article of an entry and its text before cleaning.

    decisions: ACCEPTED or REJECTED by the start of a removal. What is accepted is to remove, what is rejected is to
    keep, and what nobody has judged is optional.
    """
    remove, optional = [], []
    for removal in removals(entry):
        decision = decisions.get(removal["start"])
        span = [removal["start"], removal["end"]]
        if decision == ACCEPTED:
            remove.append([*span, kind_of(removal["rule"])])
        elif decision != REJECTED:
            optional.append(span)
    article = {"id": id_of(entry), "text": text, "remove": remove, "optional": optional}
    for name, value in (("lang", entry["language"]), ("title", entry.get("title")), ("url", entry.get("url"))):
        if value:
            article[name] = value
    return article


def id_of(entry: Mapping[str, Any]) -> str:
    """Return the id of a labelled article: that of the record, or the name of the file."""
    return str(entry["id"]) if entry.get("id") is not None else name_of(entry)


def decisions_of(article: Mapping[str, Any], entry: Mapping[str, Any]) -> tuple[dict[int, str], list[Any]]:
    """Return the decisions that a labelled article holds about an entry, and its labels that are no removals.

    Raises ValueError if it is no labelled article.
    """
    try:
        accepted = {(label[0], label[1]) for label in article["remove"]}
        optional = {(label[0], label[1]) for label in article.get("optional") or ()}
        others = {(label[0], label[1]): label for label in article["remove"]}
    except (KeyError, TypeError, IndexError):
        raise ValueError("not a labelled article") from None
    found = {}
    for removal in removals(entry):
        span = removal["start"], removal["end"]
        others.pop(span, None)
        if span not in optional:
            found[removal["start"]] = ACCEPTED if span in accepted else REJECTED
    return found, list(others.values())


def read(lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    """Yield the labelled articles of a file. Raises ValueError, which names the line, for anything else."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                article = json.loads(line)
                if not isinstance(article["text"], str) or not isinstance(article["remove"], list):
                    raise TypeError
            except (ValueError, TypeError, KeyError):
                raise ValueError(f"line {number} is no labelled article") from None
            yield article


def dumps(article: Mapping[str, Any]) -> bytes:
    """Return a labelled article as a line of JSON. Lone surrogates are escaped."""
    text = json.dumps(article, ensure_ascii=False)
    try:
        return text.encode() + b"\n"
    except UnicodeEncodeError:
        return json.dumps(article).encode() + b"\n"
