"""Documents through the engine, one at a time, in order: every input comes out, clean or as it was."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from cleaner import intake
from cleaner.api import Cleaner
from cleaner.intake.decode import check_encoding
from cleaner.model import ConfigurationError, InputError, LawError, Result
from cleaner.streams import STDIN, StreamError, display_name, find_format, lines, open_input


class Reading(NamedTuple):
    """How inputs are read: format (auto, text, html, jsonl), encoding, and the language of those that tell none."""

    format: str = "auto"
    encoding: str | None = None
    language: str | None = None


class Writing(NamedTuple):
    """How records are written."""

    to: str | None = None
    keep_html: bool = False
    with_removals: bool = False


class Outcome(NamedTuple):
    """What became of one document.

    `output` is what is written for it: clean, or the input's own bytes where `failure` says why it could
    not be cleaned. `lost` tells that the input could not even be read, so that there is nothing to write.
    """

    name: str
    output: bytes
    result: Result | None = None
    failure: str | None = None
    lost: bool = False
    id: object = None


def clean_inputs(names: list[str], cleaner: Cleaner, reading: Reading, writing: Writing) -> Iterator[Outcome]:
    """Clean every input in order; one that cannot be read or cleaned is an Outcome with a failure."""
    for name in names:
        try:
            stream = open_input(name)
        except StreamError as error:
            yield Outcome(name, b"", failure=str(error).removeprefix(f"{name}: "), lost=True)
            continue
        try:
            yield from _clean_stream(name, stream, cleaner, reading, writing)
        except OSError as error:
            yield Outcome(name, b"", failure=f"cannot be read: {error.strerror or error}", lost=True)
        finally:
            if name != STDIN:
                stream.close()


def _clean_stream(
    name: str, stream: BinaryIO, cleaner: Cleaner, reading: Reading, writing: Writing
) -> Iterator[Outcome]:
    format = reading.format
    if format == "auto":
        format, stream = find_format(name, stream)
    if format == "json":
        why = "JSON, but not JSON Lines: put each record on a line of its own, as jq -c does"
        yield Outcome(name, stream.read(), failure=why)
    elif format == "jsonl":
        if reading.encoding and check_encoding(reading.encoding) != "utf-8":
            raise ConfigurationError(f"{name}: JSON Lines is UTF-8; --encoding does not apply to it")
        from cleaner.jsonl import clean_record

        for number, line in enumerate(lines(stream), 1):
            yield clean_record(f"{name}:{number}", line, cleaner, reading, writing)
    else:
        yield _clean_file(name, stream.read(), format, cleaner, reading, writing)


def _clean_file(
    name: str, data: bytes, format: str, cleaner: Cleaner, reading: Reading, writing: Writing
) -> Outcome:
    try:
        document = intake.from_bytes(
            data,
            format=format,
            source=None if name == STDIN else display_name(name),
            encoding=reading.encoding,
            language=reading.language,
            repair=cleaner.repairs,
        )
        result = cleaner.run(document)
        output = result.text.encode()
        if writing.to == "jsonl":
            from cleaner.jsonl import record_of

            output = record_of(name, result, writing)
    except Exception as error:
        why = reason(error)
        if writing.to == "jsonl":
            from cleaner.jsonl import failed_record

            data = failed_record(name, data, format, why)
        return Outcome(name, data, failure=why)
    return Outcome(name, output, result)


def reason(error: Exception) -> str:
    """Why a document could not be cleaned, in one line; what we did not foresee says that it is our fault."""
    if isinstance(error, InputError):
        return str(error)
    if isinstance(error, LawError):
        return f"cleaning would have broken a promise ({error}); left as it was. Please report this"
    text = " ".join(str(error).split())[:200]
    return f"{type(error).__name__}: {text}; left as it was. Please report this"
