"""The library for columns of Arrow, which every data engine speaks. It needs the extra `arrow`.

>>> import pyarrow as pa
>>> from cleaner import arrow
>>> worker = arrow.BatchCleaner()
>>> table = worker(pa.table({"id": [7], "text": ["Rain fell.\\n\\nAdvertisement\\n\\nIt stopped at noon."]}))
>>> table.column("clean_text").to_pylist()
['Rain fell.\\n\\nIt stopped at noon.']
>>> [removal["rule"] for removal in table.column("removals").to_pylist()[0]][0]
'advert/advert-label'
"""

from __future__ import annotations

from importlib.util import find_spec

if find_spec("pyarrow") is None:
    raise ImportError("cleaner.arrow needs pyarrow: pip install 'article-cleaner[arrow]'", name="pyarrow")

from cleaner.engines.batches import (
    OUTPUT_SCHEMA,
    SPARK_SCHEMA,
    BatchCleaner,
    clean_array,
    clean_batch,
)

__all__ = ["OUTPUT_SCHEMA", "SPARK_SCHEMA", "BatchCleaner", "clean_array", "clean_batch"]
