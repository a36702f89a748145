"""Handles the columns of a Parquet file: replaces texts, converts values to JSON, and keeps the write options."""

from __future__ import annotations

import base64
import math
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from cleaner.formats.block_builder import distinct
from cleaner.system.errors import StreamError


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


def settings(file: Any, groups: list[Any], text: str, names: list[str]) -> dict[str, Any]:
    """Return the write options that the file was written with."""
    metadata = file.metadata
    columns = [groups[0].column(at) for at in range(metadata.num_columns)] if groups else []
    compression = {column.path_in_schema: column.compression.replace("UNCOMPRESSED", "NONE") for column in columns}
    first = next(iter(compression.values()), "SNAPPY")
    order = [one for one in (groups[0].sorting_columns if groups else ()) if not _sorts(one, columns, text)]
    return {
        "version": "1.0" if metadata.format_version == "1.0" else "2.6",
        "compression": dict.fromkeys(names, first) | compression,
        "use_dictionary": [column.path_in_schema for column in columns if column.has_dictionary_page],
        "write_statistics": [column.path_in_schema for column in columns if column.is_stats_set],
        "store_schema": b"ARROW:schema" in (metadata.metadata or {}),
        "use_deprecated_int96_timestamps": any(column.physical_type == "INT96" for column in columns),
        "use_compliant_nested_type": not any(".list.item" in column.path_in_schema for column in columns),
        "write_page_index": any(column.has_column_index for column in columns),
        "sorting_columns": order or None,
    }


def _sorts(order: Any, columns: list[Any], text: str) -> bool:
    return bool(columns[order.column_index].path_in_schema == text)


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
