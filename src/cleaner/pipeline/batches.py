"""Cuts documents into batches, which the stages run over together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from cleaner.core.document import Document
from cleaner.core.result import Failure, Result
from cleaner.intake.failures import reason

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


def together_or_alone(
    documents: Sequence[Document], run: Callable[[Sequence[Document]], list[Result]]
) -> list[Result | Failure]:
    """Return the results of `run` for a batch. If it fails, each document runs alone: only those at fault fail."""
    try:
        return [*run(documents)]
    except Exception as error:
        if len(documents) == 1:
            return [reason(error)]
        return [found for document in documents for found in together_or_alone([document], run)]
