"""`cleaner restore`: a clean file and its ledger become the input again."""

from __future__ import annotations

import io

from cleaner.formats import TABLES
from cleaner.model import ConfigurationError
from cleaner.records import Record, RecordError
from cleaner.restoring import RestoreError, read_ledgers, restore_bytes, restore_text
from cleaner.sources import kind_of
from cleaner.streams import STDIN, Output, StandardOutput, StreamError, WholeFile, lines, open_input
from cleaner.terminal import say

_DONE, _FAILED = 0, 3


def run(clean_path: str, ledger_path: str, output: str | None, field: str = "text") -> int:
    """Restore; the exit code. Nothing is written unless all of it could be restored."""
    name = ledger_path
    if kind_of(clean_path)[0] in TABLES:
        raise ConfigurationError(
            "nothing is put back into a table; its report says what went, and --to jsonl writes records that "
            "can be restored"
        )
    try:
        ledgers = read_ledgers(_read(ledger_path))
        name = f"{'standard input' if clean_path == STDIN else clean_path} and {ledger_path}"
        data = _read(clean_path)
        if len(ledgers) == 1 and "failure" in ledgers[0]:
            restored = data
        elif len(ledgers) == 1 and not _is_records(data, field):
            if isinstance(ledgers[0].get("origin"), dict) and ledgers[0]["origin"].get("format") == "html":
                say(f"{name}: the page is not kept; this is the text that was extracted from it")
            restored = restore_bytes(_decoded(data), ledgers[0])
        else:
            restored = _restore_records(data, ledgers, field)
    except (RestoreError, RecordError) as error:
        say(f"error: {name}: {error}")
        return _FAILED
    except StreamError as error:
        say(f"error: {error}")
        return _FAILED
    out: Output = WholeFile(output) if output else StandardOutput()
    with out:
        out.write(restored)
        out.commit()
    return _DONE


def _restore_records(data: bytes, ledgers: list[dict[str, object]], field: str) -> bytes:
    records = list(lines(io.BytesIO(data)))
    if len(records) != len(ledgers):
        raise RestoreError(
            f"{len(records)} records, but {len(ledgers)} ledger entries; of texts run together none can be restored"
        )
    pieces = []
    for number, (line, ledger) in enumerate(zip(records, ledgers, strict=True), 1):
        if "failure" in ledger:
            pieces.append(line)
            continue
        body = line.rstrip(b"\r\n")
        try:
            record = Record(body)
            text = record.get(field)
            if not isinstance(text, str):
                raise RestoreError(f"the record has no {field!r}: name the field of the text with --text-field")
            original = restore_text(text, ledger)
        except (RestoreError, RecordError) as error:
            raise RestoreError(f"line {number}: {error}") from None
        pieces.append((record.changed({field: original}) if original != text else body) + line[len(body) :])
    return b"".join(pieces)


def _is_records(data: bytes, field: str) -> bool:
    try:
        return isinstance(Record(data.split(b"\n", 1)[0]).get(field), str)
    except RecordError:
        return False


def _decoded(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise RestoreError(f"not UTF-8 at byte {error.start}; this is not a text that cleaner wrote") from None


def _read(path: str) -> bytes:
    stream = open_input(path)
    try:
        return stream.read()
    except OSError as error:
        raise StreamError(f"{path}: {error.strerror or error}") from None
    finally:
        if path != STDIN:
            stream.close()
