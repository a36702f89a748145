"""Cleans data frames of Spark with `mapInArrow`. pyspark is not imported here: a data frame brings it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pyarrow as pa

from cleaner.api import Cleaner
from cleaner.core.errors import ConfigurationError
from cleaner.engines.batches import OUTPUT_SCHEMA, BatchCleaner, ddl

_ROWS = 256
_BYTES = 256 << 20  # of one batch, which a column of Spark's strings must hold


def clean_dataframe(frame: Any, cleaner: Cleaner | None = None, **options: Any) -> Any:
    """Return the data frame with the columns of SPARK_SCHEMA behind its own, its rows one to one.

    options: those of BatchCleaner. Raises ConfigurationError for a data frame that lacks a column. A job whose
    executors have another version of cleaner fails with a message that says so.
    """
    worker = BatchCleaner(cleaner, **options)
    for name, kind in frame.dtypes:
        if name in (worker.fields.text, worker.fields.html) and kind not in _TYPES:
            raise ConfigurationError(f"the column {name!r} holds {kind}, not string")
    worker.schema(pa.schema([(name, _TYPES.get(kind, pa.null())) for name, kind in frame.dtypes]))
    schema = type(frame.schema)(list(frame.schema.fields))
    for field in OUTPUT_SCHEMA:
        added = type(schema).fromDDL(ddl(pa.schema([field.with_name(worker.prefix + field.name)])))
        schema = schema.add(added.fields[0])
    return frame.mapInArrow(batches_of(worker), schema)


def batches_of(worker: BatchCleaner) -> Callable[[Iterable[Any]], Iterator[Any]]:
    """Return the function for `mapInArrow`: it cleans batches, and cuts those that Spark's strings cannot hold."""

    def cleaned(batches: Iterable[Any]) -> Iterator[Any]:
        for batch in batches:
            for part in _parts(batch):
                yield _as_spark(part, worker)

    return cleaned


_TYPES = {"string": pa.string(), "void": pa.null()}


def _parts(batch: Any) -> Iterator[Any]:
    """Yield slices of a batch of bounded size, one row at least."""
    rows = max(1, min(_ROWS, batch.num_rows * _BYTES // max(1, batch.nbytes)))
    yield from (batch.slice(at, rows) for at in range(0, batch.num_rows, rows))


def _as_spark(batch: Any, worker: BatchCleaner) -> Any:
    """Return the cleaned batch with strings as Spark declares them, which knows no large ones."""
    added = [array.cast(kind) for array, kind in zip(worker.arrays(batch), _SPARK_TYPES, strict=True)]
    names = [*batch.schema.names, *(worker.prefix + name for name in OUTPUT_SCHEMA.names)]
    return pa.RecordBatch.from_arrays([*batch.columns, *added], names)


def _small(kind: Any) -> Any:
    """Return a type with strings in the place of large strings."""
    if pa.types.is_list(kind):
        return pa.list_(_small(kind.value_type))
    if pa.types.is_struct(kind):
        return pa.struct([field.with_type(_small(field.type)) for field in kind])
    return pa.string() if pa.types.is_large_string(kind) else kind


_SPARK_TYPES = [_small(field.type) for field in OUTPUT_SCHEMA]
