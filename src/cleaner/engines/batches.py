"""Cleans batches and arrays of Arrow, row by row and in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import repeat
from typing import Any

import pyarrow as pa

from cleaner.api import Cleaner
from cleaner.core.errors import ConfigurationError
from cleaner.engines.rows import COLUMNS, Row, RowCleaner
from cleaner.formats.arrow_columns import REMOVALS, REPAIRS, as_bytes, is_text
from cleaner.formats.options import FIELDS, Fields
from cleaner.intake.limits import Limits

_LIMITS = Limits()
_ROWS = 256  # rows that are Python objects at a time
_TYPES = (pa.large_string(), REMOVALS, REPAIRS, pa.float64(), pa.float64(), pa.large_string())
OUTPUT_SCHEMA = pa.schema(list(zip(COLUMNS, _TYPES, strict=True)))
"""The columns that `clean_batch` adds; `clean_array` returns a struct of them. See cleaner.engines.rows.Row."""


class BatchCleaner:
    """Cleans batches with one configuration. Call it with a RecordBatch or a Table, for example in `map_batches`.

    cleaner: the configuration; None selects the default one.
    text, html: the names of the columns with texts and pages. A page is cleaned where there is no text. One of the
        two must exist.
    title, url, language: the names of the columns with what is known of the articles; a column of the default name
        may be missing.
    limits: the largest text and page; a row over a limit has an `error`.
    prefix: stands before the names of the added columns.

    It can be pickled, and its state holds the digest of the configuration and the version of the program: a cache
    tells two configurations apart, and a worker with other rules or another version raises ConfigurationError.
    Raises ConfigurationError for a batch that lacks a column, or has one of an added name.
    """

    def __init__(
        self,
        cleaner: Cleaner | None = None,
        *,
        text: str = FIELDS.text,
        html: str = FIELDS.html,
        title: str = FIELDS.title,
        url: str = FIELDS.url,
        language: str = FIELDS.language,
        limits: Limits = _LIMITS,
        prefix: str = "",
    ) -> None:
        self.rows = RowCleaner(cleaner, limits=limits)
        self.fields = Fields(text, html, title, url, language)
        self.prefix = prefix

    @property
    def digest(self) -> str:
        """The digest of the configuration, "sha256:…"."""
        return self.rows.digest

    def __call__(self, batch: Any) -> Any:
        """Return the batch, a RecordBatch or a Table, with the columns of OUTPUT_SCHEMA behind its own."""
        if isinstance(batch, pa.Table):
            schema = self.schema(batch.schema)
            return pa.Table.from_batches([self._cleaned(part, schema) for part in batch.to_batches()], schema)
        if isinstance(batch, pa.RecordBatch):
            return self._cleaned(batch, self.schema(batch.schema))
        raise TypeError(f"a RecordBatch or a Table of pyarrow, not {type(batch).__name__}")

    def schema(self, schema: Any) -> Any:
        """Return the schema of a cleaned batch from that of a batch. Raises ConfigurationError."""
        self._check(schema)
        for field in OUTPUT_SCHEMA:
            schema = schema.append(field.with_name(self.prefix + field.name))
        return schema

    def arrays(self, batch: Any) -> list[Any]:
        """Return the added columns of a RecordBatch, without a check of its schema."""
        parts = [self._struct(batch.slice(at, _ROWS)) for at in range(0, batch.num_rows, _ROWS)]
        return list((pa.concat_arrays(parts) if parts else pa.array([], struct_type())).flatten())

    def array(self, values: Any, html: Any = None, title: Any = None, url: Any = None, language: Any = None) -> Any:
        """Return a struct for each value; see `clean_array`."""
        fields = self.fields
        names = (fields.text, fields.html, fields.title, fields.url, fields.language)
        columns = (values, html, title, url, language)
        given = {name: column for name, column in zip(names, columns, strict=True) if column is not None}
        if not all(isinstance(column, (pa.Array, pa.ChunkedArray)) for column in given.values()):
            return _structs(
                self.rows.clean(text, page, title=head, url=address, language=code)
                for text, page, head, address, code in zip(
                    *(_values(column, len(values)) for column in columns), strict=True
                )
            )
        table = pa.table(given)
        self._check(table.schema)
        parts = [
            pa.StructArray.from_arrays(self.arrays(batch), fields=list(OUTPUT_SCHEMA))
            for batch in table.to_batches()
        ]
        if isinstance(values, pa.ChunkedArray):
            return pa.chunked_array(parts, struct_type())
        return pa.concat_arrays(parts) if parts else pa.array([], struct_type())

    def _cleaned(self, batch: Any, schema: Any) -> Any:
        return pa.RecordBatch.from_arrays([*batch.columns, *self.arrays(batch)], schema=schema)

    def _struct(self, batch: Any) -> Any:
        columns = [
            [None] * batch.num_rows if name is None else as_bytes(batch.column(name))
            for name in self._read(batch.schema)
        ]
        return _structs(
            self.rows.clean(text, html, title=title, url=url, language=language)
            for text, html, title, url, language in zip(*columns, strict=True)
        )

    def _read(self, schema: Any) -> list[str | None]:
        """Return the names of the columns to read; None for one that is missing or holds no text."""
        fields = self.fields
        wanted = (fields.text, fields.html, fields.title, fields.url, fields.language)
        return [name if name in schema.names and is_text(schema.field(name).type) else None for name in wanted]

    def _check(self, schema: Any) -> None:
        fields, names = self.fields, schema.names
        for name in (fields.title, fields.url, fields.language, fields.text, fields.html):
            if names.count(name) > 1:
                raise ConfigurationError(f"{name!r} names two columns of the batch")
            if name in fields.named and name not in names:
                raise ConfigurationError(f"the batch has no column {name!r}, but {_listed(names)}")
        found = [name for name in (fields.text, fields.html) if name in names]
        if not found:
            raise ConfigurationError(
                f"the batch has neither {fields.text!r} nor {fields.html!r}, but {_listed(names)}; "
                'name the column: text="…" or html="…"'
            )
        for name in found:
            if not is_text(schema.field(name).type):
                raise ConfigurationError(f"the column {name!r} holds {schema.field(name).type}, not text")
        if taken := [self.prefix + name for name in COLUMNS if self.prefix + name in names]:
            raise ConfigurationError(
                f"the batch has a column {taken[0]!r} already; set the names of the added ones apart: "
                'prefix="cleaner_"'
            )


def clean_batch(batch: Any, cleaner: Cleaner | None = None, **options: Any) -> Any:
    """Return a RecordBatch or a Table with the columns of OUTPUT_SCHEMA behind its own, its rows in their order.

    options: those of BatchCleaner, which is better for many batches, because it compiles the rules once. A row that
    cannot be cleaned has an `error` and a null `clean_text`.

    >>> import pyarrow as pa
    >>> table = pa.table({"text": ["Rain fell.\\n\\nAdvertisement", None]})
    >>> clean_batch(table).column("clean_text").to_pylist()
    ['Rain fell.\\n', None]
    """
    return BatchCleaner(cleaner, **options)(batch)


def clean_array(
    values: Any,
    cleaner: Cleaner | None = None,
    *,
    html: Any = None,
    title: Any = None,
    url: Any = None,
    language: Any = None,
    limits: Limits = _LIMITS,
) -> Any:
    """Return a StructArray with the fields of OUTPUT_SCHEMA for an array of texts, a value for each.

    values: an Array or a ChunkedArray, which gives a ChunkedArray; or a sequence of another kind, such as a column
    of pandas, in which None, NaN and pandas.NA stand for a missing text. html, title, url, language: as long as
    `values`, if they are known. Raises ConfigurationError for an array that holds no texts.
    """
    return BatchCleaner(cleaner, limits=limits).array(values, html, title, url, language)


def struct_type() -> Any:
    """Return the type of what `clean_array` returns."""
    return pa.struct(list(OUTPUT_SCHEMA))


def ddl(schema: Any) -> str:
    """Return a schema of Arrow as the string with which Spark declares columns.

    >>> import pyarrow as pa
    >>> ddl(pa.schema([("n", pa.list_(pa.struct([("at", pa.int64())]))), ("why", pa.large_string())]))
    'n array<struct<at:bigint>>, why string'
    """
    return ", ".join(f"{field.name} {_spark_type(field.type)}" for field in schema)


def _spark_type(kind: Any) -> str:
    if pa.types.is_list(kind):
        return f"array<{_spark_type(kind.value_type)}>"
    if pa.types.is_struct(kind):
        return f"struct<{','.join(f'{field.name}:{_spark_type(field.type)}' for field in kind)}>"
    return {pa.int64(): "bigint", pa.float64(): "double", pa.large_string(): "string"}[kind]


SPARK_SCHEMA = ddl(OUTPUT_SCHEMA)
"""OUTPUT_SCHEMA as Spark declares columns."""


def _structs(rows: Iterable[Row]) -> Any:
    columns: Iterator[Any] = zip(*rows, strict=True)
    arrays = [pa.array(values, kind) for values, kind in zip(columns, _TYPES, strict=False)]
    return pa.StructArray.from_arrays(arrays or [pa.array([], kind) for kind in _TYPES], fields=list(OUTPUT_SCHEMA))


def _values(column: Any, length: int) -> Iterable[Any]:
    """Return the values of a column as Python objects; None for each if there is no column."""
    if column is None:
        return repeat(None, length)
    if isinstance(column, pa.ChunkedArray):
        return (value for chunk in column.chunks for value in as_bytes(chunk))
    return as_bytes(column) if isinstance(column, pa.Array) else column


def _listed(names: list[str]) -> str:
    shown = ", ".join(map(repr, names[:12]))
    return f"{shown} and {len(names) - 12} more" if len(names) > 12 else shown or "no column"
