"""Handles columns of Arrow, of Parquet files and of batches: reads and replaces texts, converts values to JSON."""

from __future__ import annotations

import base64
import math
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from cleaner.formats.block_builder import distinct
from cleaner.system.errors import StreamError

# large_string, because a batch may hold more than 2 GiB of text
REMOVALS = pa.list_(
    pa.struct(
        [
            ("start", pa.int64()),
            ("end", pa.int64()),
            ("line", pa.int64()),
            ("rule", pa.large_string()),
            ("stage", pa.large_string()),
            ("because", pa.large_string()),
            ("text", pa.large_string()),
        ]
    )
)
"""The type of a column of removals, each as the ledger shows it."""
REPAIRS = pa.list_(
    pa.struct(
        [
            ("line", pa.int64()),
            ("before", pa.large_string()),
            ("after", pa.large_string()),
            ("rule", pa.large_string()),
        ]
    )
)
"""The type of a column of repairs."""


def replaced(column: Any, texts: list[object], kind: Any) -> Any:
    """Return the column with its texts replaced by those of `texts` that are not None."""
    length = len(texts)
    if pa.types.is_null(kind):
        return column
    old = pa.nulls(length, pa.large_string()) if column is None else plain(column).cast(pa.large_string())
    new = pc.replace_with_mask(
        old,
        pa.array([text is not None for text in texts], pa.bool_()),
        pa.array([text for text in texts if text is not None], pa.large_string()),
    )
    if not pa.types.is_dictionary(kind):
        return new.cast(kind)
    coded = new.cast(kind.value_type).dictionary_encode()
    try:
        indices = coded.indices.cast(kind.index_type)
    except pa.ArrowInvalid:
        raise StreamError(f"the clean texts are more than a column of {kind} can hold") from None
    return pa.DictionaryArray.from_arrays(indices, coded.dictionary, ordered=kind.ordered)


def is_text(kind: Any) -> bool:
    """Return whether a type is a text type or null."""
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    return bool(
        pa.types.is_string(kind)
        or pa.types.is_large_string(kind)
        or pa.types.is_string_view(kind)
        or pa.types.is_null(kind)
    )


def plain(column: Any) -> Any:
    """Return the column without dictionary encoding."""
    return column.dictionary_decode() if pa.types.is_dictionary(column.type) else column


def as_bytes(column: Any) -> list[bytes | None]:
    """Return a column of texts as bytes, because writers do not guarantee UTF-8."""
    found: list[bytes | None] = plain(column).cast(pa.large_binary()).to_pylist()
    return found


def values(batch: Any) -> dict[str, list[Any]]:
    """Return every column as values for JSON: times as text, bytes in base64, NaN as null."""
    found = {}
    for name, column in zip(distinct(batch.schema.names), batch.columns, strict=True):
        found[name] = [_jsonable(value) for value in _python(column, name)]
    return found


def _python(column: Any, name: str) -> list[Any]:
    kind = column.type
    try:
        if pa.types.is_duration(kind):
            column = column.cast(pa.int64())
        elif pa.types.is_temporal(kind) and not pa.types.is_interval(kind):
            # Python's time types have no nanoseconds
            column = column.cast(pa.string())
        found: list[Any] = column.to_pylist()
    except (pa.ArrowException, ValueError) as error:
        raise StreamError(f"the column {name!r} cannot be written as JSON: {error}") from None
    return found


def _jsonable(value: Any) -> Any:
    if value is None or isinstance(value, (str, int)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {str(key): _jsonable(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_jsonable(one) for one in value]
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return str(value)
