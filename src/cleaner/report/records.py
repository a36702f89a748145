"""Makes ledger entries of records that carry their removals: outputs of engines, and of `--with-removals`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from cleaner.core.document import Origin, digest
from cleaner.core.result import put_back
from cleaner.report.ledger import SCHEMA_VERSION, failure
from cleaner.report.statistics import BLANK_LINE

CLEAN_TEXT = "clean_text"
_REMOVALS, _METADATA = "removals", "metadata"
_ADDED = (_REMOVALS, "error", CLEAN_TEXT)
_UNCHANGED = "the record has no removals, as if it was written unchanged"


def carries_removals(record: Mapping[str, Any]) -> bool:
    """Return whether a record has removals, or an error in their place, as its own field or in its metadata."""
    fields = _flat(record)
    prefix = _prefix(fields)
    return any(fields.get(prefix + name) is not None for name in (_REMOVALS, "error"))


def entry_of(record: Mapping[str, Any], name: str, field: str = "text") -> dict[str, Any]:
    """Return the ledger entry of a record with removals, or the entry of a failure if it has none.

    name: the name of the document; field: the name of the field with the clean text if there is no `clean_text`.
    The entry has no digest of the rules, because a record does not tell which rules ran. Raises ValueError if the
    removals are not what cleaner wrote, or do not belong to the text.
    """
    fields = _flat(record)
    prefix = _prefix(fields)
    removals = _parsed(fields.get(prefix + _REMOVALS))
    text = fields.get(prefix + CLEAN_TEXT, fields.get(field))
    error = fields.get(prefix + "error")
    id = fields.get("id")
    if removals is None:
        if error is None and text is None:
            return failure(name, BLANK_LINE, id=id)
        why = _UNCHANGED if error is None else str(error)
        return failure(name, why, kind="" if error is None else why.partition(":")[0], id=id)
    if text is None:
        text = ""  # some writers leave out what is empty
    if not isinstance(text, str):
        raise ValueError(f"the clean text is {type(text).__name__}, not a string (--text-field)")
    try:
        before = put_back(text, ((one["start"], "".join(one["text"])) for one in removals))
        removed = sum(one["end"] - one["start"] for one in removals)
    except Exception as problem:
        raise ValueError(f"its removals do not belong to its text: {problem}") from None
    if len(before) != len(text) + removed:
        raise ValueError("its removals do not belong to its text: the lengths differ")
    entry: dict[str, Any] = {"schema_version": SCHEMA_VERSION, "program": "cleaner"}
    if id is not None:
        entry["id"] = id
    return entry | {
        "title": _text(fields.get("title")),
        "url": _text(fields.get("url")),
        "language": _text(fields.get("lang", fields.get("language"))),
        "origin": Origin(source=name).as_dict(),
        "characters": len(before),
        "input_digest": digest(before),
        "output_digest": digest(text),
        "repairs": _parsed(fields.get(f"{prefix}repairs")) or [],
        "removals": removals,
        "withheld": fields.get(f"{prefix}withheld"),
        "excess": fields.get(f"{prefix}excess"),
    }


def _flat(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the fields of a record and those of its metadata, where datatrove puts what a step adds."""
    metadata = record.get(_METADATA)
    return {**metadata, **record} if isinstance(metadata, Mapping) else record


def _prefix(fields: Mapping[str, Any]) -> str:
    """Return what stands before the names of the added fields."""
    for added in _ADDED:
        if added in fields:
            return ""
    return next((name.removesuffix(_REMOVALS) for name in fields if name.endswith(f"_{_REMOVALS}")), "")


def _parsed(value: Any) -> list[dict[str, Any]] | None:
    """Return removals or repairs; a table of texts holds them as JSON. Raises ValueError for anything else."""
    if isinstance(value, str):
        value = json.loads(value)
    if value is None or (isinstance(value, list) and all(isinstance(one, Mapping) for one in value)):
        return value
    raise ValueError("its removals are not a list of objects")


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
