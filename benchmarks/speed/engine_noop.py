"""What the examples of docs/how-to/engines.md use, without the cleaning: it shows what an engine itself costs."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import pyarrow as pa

from cleaner.engines import batches, rows
from cleaner.engines.rows import COLUMNS
from cleaner.formats.arrow_columns import plain

_NOTHING = dict.fromkeys(COLUMNS)
OUTPUT_SCHEMA = batches.OUTPUT_SCHEMA


class BatchCleaner(batches.BatchCleaner):
    """Returns each text as its clean text."""

    def arrays(self, batch: Any) -> list[Any]:
        """Return the text, and nulls for the other columns."""
        text = plain(batch.column(self.fields.text)).cast(pa.large_string())
        return [text, *(pa.nulls(batch.num_rows, field.type) for field in list(OUTPUT_SCHEMA)[1:])]


class RecordCleaner(rows.RecordCleaner):
    """Returns the text of each record as its clean text."""

    def __call__(self, record: object) -> dict[str, Any]:
        """Return the record with the added fields."""
        assert isinstance(record, Mapping)
        return {**record, **_NOTHING, "clean_text": record[self.fields.text]}


def clean_dataframe(frame: Any) -> Any:
    """Return the data frame with the columns added."""
    from cleaner.engines import spark

    vars(spark)["BatchCleaner"] = BatchCleaner
    return spark.clean_dataframe(frame)


with suppress(ImportError):
    from cleaner.engines import datatrove

    class CleanStep(datatrove.CleanStep):
        """Passes documents on."""

        def run(self, data: Any, rank: int = 0, world_size: int = 1) -> Any:  # noqa: ARG002
            """Yield the documents."""
            yield from data
