"""Cuts documents into batches, which the stages run over together."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

from cleaner.core.document import Document

_T = TypeVar("_T")
_MOST = 256  # documents of a batch
_CHARACTERS = 1_000_000  # of a batch: what a stage keeps of each document takes memory
_ALONE = 100_000  # characters; a longer document is a batch of its own


def batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    """Yield documents in batches, in order. A long document is a batch of its own."""
    batch: list[Document] = []
    size = 0
    for document in documents:
        length = len(document.text)
        is_long = length > _ALONE
        if batch and (is_long or len(batch) == _MOST or size + length > _CHARACTERS):
            yield batch
            batch, size = [], 0
        if is_long:
            yield [document]
            continue
        batch.append(document)
        size += length
    if batch:
        yield batch


def batched(items: Iterable[_T], most: int, seconds: float) -> Iterator[list[_T]]:
    """Yield items in batches that grow from one to `most`. A batch ends when waiting for it took `seconds`."""
    coming = iter(items)
    size = 1
    while True:
        began = time.monotonic()
        batch: list[_T] = []
        for item in coming:
            batch.append(item)
            if len(batch) >= size or time.monotonic() - began > seconds:
                break
        if not batch:
            return
        yield batch
        size = min(2 * size, most)
