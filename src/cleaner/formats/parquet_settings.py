"""The options with which a Parquet file was written, so that its copy is written with them."""

from __future__ import annotations

from typing import Any

import pyarrow as pa


def settings(file: Any, groups: list[Any], text: str, schema: Any) -> dict[str, Any]:
    """Return the write options that the file was written with, for a copy with `schema`."""
    metadata = file.metadata
    columns = [groups[0].column(at) for at in range(metadata.num_columns)] if groups else []
    compression = {column.path_in_schema: column.compression.replace("UNCOMPRESSED", "NONE") for column in columns}
    first = next(iter(compression.values()), "SNAPPY")
    compliant = not any(".list.item" in column.path_in_schema for column in columns)
    paths = [
        path for field in schema for path in _paths(field.name, field.type, "element" if compliant else "item")
    ]
    order = [one for one in (groups[0].sorting_columns if groups else ()) if not _sorts(one, columns, text)]
    return {
        "version": "1.0" if metadata.format_version == "1.0" else "2.6",
        "compression": dict.fromkeys(paths, first) | compression,
        "use_dictionary": [column.path_in_schema for column in columns if column.has_dictionary_page],
        "write_statistics": [column.path_in_schema for column in columns if column.is_stats_set],
        "store_schema": b"ARROW:schema" in (metadata.metadata or {}),
        "use_deprecated_int96_timestamps": any(column.physical_type == "INT96" for column in columns),
        "use_compliant_nested_type": compliant,
        "write_page_index": any(column.has_column_index for column in columns),
        "sorting_columns": order or None,
    }


def _sorts(order: Any, columns: list[Any], text: str) -> bool:
    return bool(columns[order.column_index].path_in_schema == text)


def _paths(path: str, kind: Any, item: str) -> list[str]:
    """Return the paths of the columns that hold the values of a list or a struct; its own for any other type."""
    if pa.types.is_list(kind):
        return _paths(f"{path}.list.{item}", kind.value_type, item)
    if pa.types.is_struct(kind):
        return [leaf for field in kind for leaf in _paths(f"{path}.{field.name}", field.type, item)]
    return [path]
