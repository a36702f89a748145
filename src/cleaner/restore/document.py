"""Rebuilds the input from clean text and its ledger."""

from __future__ import annotations

import codecs
import io
import json
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any, BinaryIO

from cleaner.core.document import PAGE, RawBytes, Repair, digest
from cleaner.core.errors import InvariantError
from cleaner.core.result import put_back
from cleaner.formats.json_record import Record, RecordError
from cleaner.intake.decode import encode
from cleaner.intake.repair import undo
from cleaner.system.streams import lines

# Errors that an edited ledger can cause.
DAMAGE_ERRORS = (KeyError, TypeError, AttributeError, ValueError, LookupError, InvariantError)


class RestoreError(ValueError):
    """The clean text and the ledger do not match. The message gives the reason."""


def restore_text(clean: str, ledger: dict[str, Any]) -> str:
    """Return the decoded input. Raises RestoreError if `clean` is not the text that `ledger` was written for."""
    try:
        if digest(clean) != ledger["output_digest"]:
            if ledger.get("written_as"):
                raise RestoreError("it was written as Markdown, which does not lead back; use --to text to restore")
            raise RestoreError("this is not the clean text the ledger was written for (its digest differs)")
        text = put_back(clean, ((removal["start"], _joined(removal["text"])) for removal in ledger["removals"]))
        if digest(text) != ledger["input_digest"]:
            raise RestoreError("the removals do not add up to the document (its digest differs)")
        changes = (
            Repair(repair["line"], _joined(repair["before"]), repair["after"]) for repair in ledger["repairs"]
        )
        return undo(text, tuple(changes))
    except RestoreError:
        raise
    except DAMAGE_ERRORS:
        raise RestoreError("the ledger is damaged; restore needs it as cleaner wrote it") from None


def restore_bytes(clean: str, ledger: dict[str, Any]) -> bytes:
    """Return the bytes of a text input. For HTML, return the extracted text as UTF-8; the page is not stored.

    Raises RestoreError if `clean` and `ledger` do not match.
    """
    text = restore_text(clean, ledger)
    try:
        origin = ledger["origin"]
        if origin["format"] == PAGE or origin["encoding"] is None:
            return text.encode()
        data = encode(text, origin["encoding"], origin["bom"], _raw(origin))
        if origin["digest"] is not None and digest(data) != origin["digest"]:
            raise RestoreError("the restored bytes are not those of the input (its digest differs)")
    except RestoreError:
        raise
    except DAMAGE_ERRORS:
        raise RestoreError("the ledger is damaged; restore needs it as cleaner wrote it") from None
    return data


def restored(content: BinaryIO, entries: Iterable[dict[str, Any]], field: str) -> Iterator[bytes]:
    """Yield the input in pieces, from its output and its ledger entries: one for a text, one per line of records.

    `field` names the text field of a record. Raises RestoreError if they do not match, which the
    last piece may show.
    """
    entries = iter(entries)
    first_entries = list(islice(entries, 2))
    if len(first_entries) == 1:
        data = content.read()
        if "failure" in first_entries[0]:
            yield data
            return
        if digest(data) == first_entries[0].get("output_digest") or not _is_record(data.split(b"\n", 1)[0], field):
            yield restore_bytes(_decoded(data), first_entries[0])
            return
        content = io.BytesIO(data)
    yield from _restored_records(content, chain(first_entries, entries), field)


def _joined(text: str | list[str]) -> str:
    """Return a text that the ledger holds in pieces."""
    return text if isinstance(text, str) else "".join(text)


def _raw(origin: dict[str, Any]) -> list[RawBytes]:
    return [RawBytes(**raw) for raw in origin.get("raw", ())]


def is_page(entry: dict[str, Any]) -> bool:
    """Return whether the input was a page, of which only the extracted text can be restored."""
    origin = entry.get("origin")
    return isinstance(origin, dict) and origin.get("format") == PAGE


def _restored_records(content: BinaryIO, entries: Iterator[dict[str, Any]], field: str) -> Iterator[bytes]:
    count = 0
    for count, line in enumerate(lines(content), 1):
        entry = next(entries, None)
        try:
            if entry is None:
                raise RestoreError("the ledger has no entry for it")
            yield line if "failure" in entry else _restored_record(line, entry, field)
        except (RestoreError, RecordError) as error:
            _check_counts(count + sum(1 for _ in lines(content)), entries, count - (entry is None))
            raise RestoreError(f"line {count}: {error}") from None
    _check_counts(count, entries, count)


def _check_counts(records: int, remaining: Iterator[object], seen: int) -> None:
    entries = seen + sum(1 for _ in remaining)
    if records != entries:
        raise RestoreError(
            f"{records} records, but {entries} ledger entries; joined texts cannot be restored; restore a folder "
            "as a whole: cleaner restore FOLDER LEDGER -o FOLDER"
        )


def _restored_record(line: bytes, ledger: dict[str, Any], field: str) -> bytes:
    body = line.rstrip(b"\r\n")
    record = Record(body)
    text = record.get(field)
    if text is None and ledger.get("output_digest") == digest(""):
        text = ""  # null, which lost nothing
    if not isinstance(text, str):
        raise RestoreError(f"the record has no {field!r}: name the field of the text with --text-field")
    original = restore_text(text, ledger)
    try:
        origin = ledger["origin"]
        mark = codecs.BOM_UTF8 if origin["bom"] and not is_page(ledger) else b""
        raw = origin["written"].encode("utf-8", "surrogateescape") if "written" in origin else original
    except DAMAGE_ERRORS:
        raise RestoreError("the ledger is damaged; restore needs it as cleaner wrote it") from None
    changed = record.changed({field: raw}) if raw != text else body
    return mark + changed + line[len(body) :]


def _is_record(line: bytes, field: str) -> bool:
    try:
        return isinstance(Record(line).get(field), str)
    except RecordError:
        return False


def _decoded(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise RestoreError(f"not UTF-8 at byte {error.start}; this is not a text that cleaner wrote") from None


def entries_of(ledger: BinaryIO) -> Iterator[dict[str, Any]]:
    """Yield the entries of a ledger, .json or .jsonl, which are read one at a time.

    Raises RestoreError, which names the line that is not an entry.
    """
    first = ledger.readline()
    try:
        parsed_first = json.loads(first)
    except (ValueError, RecursionError):
        parsed_first = None
    if isinstance(parsed_first, dict):
        yield _entry(parsed_first)
        for number, line in enumerate(lines(ledger), 2):
            if line.strip():
                yield _entry(_parsed(line, f"line {number} is not JSON"))
        return
    if first.strip() == b"[":
        yield from _array(ledger)
        return
    data = first + ledger.read()
    if data.strip():
        parsed = _parsed(data, f"line {1 if first.strip() else 2} is not JSON")
        for entry in parsed if isinstance(parsed, list) else [parsed]:
            yield _entry(entry)


def _array(ledger: BinaryIO) -> Iterator[dict[str, Any]]:
    """Yield the entries of an array behind its first line.

    Entries as cleaner writes them, which end in a line with } alone, are read one at a time, and any other array as
    a whole.
    """
    waiting: list[bytes] = []
    separate, end = True, b""
    for line in lines(ledger):
        if not waiting and line.strip() in (b",", b"", b"]"):
            end = line.strip() or end
            continue
        waiting.append(line)
        if separate and line.rstrip(b"\r\n") == b"}":
            yield _entry(_parsed(b"".join(waiting), "an entry is not JSON"))
            waiting = []
        elif line.startswith((b" {", b"  {")) and len(waiting) == 1:
            separate = False
    if waiting:
        parsed = _parsed(b"[" + b"".join(waiting), "the array is not JSON")
        yield from map(_entry, parsed)
    elif end != b"]":
        raise RestoreError("not a ledger: the array is cut short")


def parse_entry(line: bytes, problem: str) -> dict[str, Any]:
    """Return the entry on one line of a ledger. Raises RestoreError, with `problem` if the line is not JSON."""
    return _entry(_parsed(line, problem))


def _parsed(data: bytes, problem: str) -> Any:
    try:
        return json.loads(data)
    except UnicodeDecodeError as error:
        raise RestoreError(f"not a ledger: not UTF-8 at byte {error.start}") from None
    except (ValueError, RecursionError):
        raise RestoreError(f"not a ledger: {problem}") from None


def _entry(entry: Any) -> dict[str, Any]:
    if not isinstance(entry, dict) or "schema_version" not in entry:
        raise RestoreError("not a ledger; cleaner writes one with --report FILE.json")
    if entry["schema_version"] != 1:
        raise RestoreError("a ledger of another schema version; restore it with the version that wrote it")
    return entry
