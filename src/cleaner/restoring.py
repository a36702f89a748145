"""From clean text and a ledger back to the input: the inverse of a run."""

from __future__ import annotations

import json
from typing import Any

from cleaner.intake.decode import encode
from cleaner.intake.repair import Change, undo
from cleaner.model import LawError, digest, put_back

# What taking apart a ledger that somebody has edited may raise
_DAMAGE = (KeyError, TypeError, AttributeError, ValueError, LookupError, LawError)


class RestoreError(ValueError):
    """A clean text and a ledger that do not belong together; the message says why."""


def restore_text(clean: str, ledger: dict[str, Any]) -> str:
    """The decoded input. Raises RestoreError if `clean` is not the text the ledger was written for."""
    try:
        if digest(clean) != ledger["output_digest"]:
            raise RestoreError("this is not the clean text the ledger was written for (its digest differs)")
        text = put_back(clean, ((removal["start"], removal["text"]) for removal in ledger["removals"]))
        if digest(text) != ledger["input_digest"]:
            raise RestoreError("the removals do not add up to the document (its digest differs)")
        changes = (Change(repair["line"], repair["before"], repair["after"]) for repair in ledger["repairs"])
        return undo(text, tuple(changes))
    except RestoreError:
        raise
    except _DAMAGE:
        raise RestoreError("the ledger is damaged; restore needs it as cleaner wrote it") from None


def restore_bytes(clean: str, ledger: dict[str, Any]) -> bytes:
    """The input's very bytes for text; for HTML, whose page is not kept, the extracted text as UTF-8."""
    text = restore_text(clean, ledger)
    try:
        origin = ledger["origin"]
        if origin["format"] == "html" or origin["encoding"] is None:
            return text.encode()
        data = encode(text, origin["encoding"], origin["bom"])
        if origin["digest"] is not None and digest(data) != origin["digest"]:
            raise RestoreError("the restored bytes are not those of the input (its digest differs)")
    except RestoreError:
        raise
    except _DAMAGE:
        raise RestoreError("the ledger is damaged; restore needs it as cleaner wrote it") from None
    return data


def read_ledgers(data: bytes) -> list[dict[str, Any]]:
    """The entries of a ledger file, .json or .jsonl. Raises RestoreError naming the line that is not one."""
    try:
        whole = json.loads(data)
        entries = whole if isinstance(whole, list) else [whole]
    except UnicodeDecodeError as error:
        raise RestoreError(f"not a ledger: not UTF-8 at byte {error.start}") from None
    except ValueError:
        entries = []
        for number, line in enumerate(data.splitlines(), 1):
            if line.strip():
                try:
                    entries.append(json.loads(line))
                except ValueError:
                    raise RestoreError(f"not a ledger: line {number} is not JSON") from None
    if (not entries and data.strip() not in (b"", b"[]")) or not all(
        isinstance(entry, dict) and "schema_version" in entry for entry in entries
    ):
        raise RestoreError("not a ledger; cleaner writes one with --report FILE.json")
    if any(entry["schema_version"] != 1 for entry in entries):
        raise RestoreError("a ledger of another schema version; restore it with the version that wrote it")
    return entries
