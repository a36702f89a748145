"""Cleans one file of text or HTML."""

from __future__ import annotations

from cleaner.api import Cleaner
from cleaner.core.result import Failure
from cleaner.formats.options import FIELDS, Fields, ReadOptions, WriteOptions
from cleaner.formats.registry import FORMATS
from cleaner.intake import documents
from cleaner.intake.failures import reason
from cleaner.runner.workers.outcome import Outcome
from cleaner.system.paths import STDIN, display_name


def clean_file(
    name: str, data: bytes, format: str, cleaner: Cleaner, reading: ReadOptions, writing: WriteOptions
) -> Outcome:
    """Return the outcome of a file's bytes. The kind of its format is document or page."""
    try:
        document = documents.from_bytes(
            data,
            format=FORMATS[format].document_format,
            source=None if name == STDIN else display_name(name),
            encoding=reading.encoding,
            title=reading.title,
            url=reading.url,
            language=reading.language,
            repair=cleaner.repairs,
            extractor=cleaner.extractor,
            structure=writing.with_structure,
            metadata=writing.metadata,
        )
        if not writing.as_records:
            document = documents.with_final_newline(document)
        result = cleaner.run(document)
        output = (result.markdown if writing.with_structure else result.text).encode()
        if writing.as_records:
            from cleaner.runner.workers.clean_record import record_of

            output = record_of(name, result, writing, reading.fields)
    except Exception as error:
        return unchanged(name, data, format, reason(error), writing, reading.fields)
    return Outcome(name, output, result)


def unchanged(
    name: str, data: bytes, format: str, failed: Failure, writing: WriteOptions, fields: Fields = FIELDS
) -> Outcome:
    """Return the outcome of a file that is written unchanged."""
    if writing.as_records:
        from cleaner.runner.workers.clean_record import failed_record

        data = failed_record(name, data, format, failed.why, fields)
    return Outcome(name, data, failure=failed.why, kind=failed.kind)
