"""A pipeline step for datatrove. It needs the extra `datatrove`."""

from __future__ import annotations

from collections import Counter
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from datatrove.data import DocumentsPipeline
from datatrove.io import DataFolderLike, get_datafolder
from datatrove.pipeline.base import PipelineStep
from datatrove.pipeline.writers.disk_base import DiskWriter

from cleaner.api import Cleaner
from cleaner.core.result import Result
from cleaner.engines.rows import Row, RowCleaner, writable
from cleaner.intake.limits import Limits
from cleaner.report.ledger import dumps, failure, ledger

_LIMITS = Limits()
_CHANGES = ("removals", "repairs")


class CleanStep(PipelineStep):  # type: ignore[misc]
    """Replaces the text of each document by its clean text. It drops no document and never raises for one.

    cleaner: the configuration; None selects the default one.
    pages: whether the texts are pages, as WarcReader yields them; then the article is extracted first.
    title, url, language: the keys of the metadata with what is known of the article.
    limits: the largest text and page.
    ledger: a folder for ledgers, one file for each task. Without it, the metadata hold `removals` and `repairs`,
        which `cleaner stats` and `cleaner report` read from the output of JsonlWriter or ParquetWriter.
    exclusion_writer: gets the documents that could not be cleaned. Without it they go on as they were.

    The metadata of a document get `removals` and `repairs` (see Row) unless there is a ledger, `withheld` and
    `excess` if the budget flagged it, and `error` if there is something to say of it. The statistics count
    documents by outcome, removals by rule (`removed_family/rule`), and characters.
    """

    type = "🧹 - CLEAN"
    name = "cleaner"

    def __init__(
        self,
        cleaner: Cleaner | None = None,
        *,
        pages: bool = False,
        title: str = "title",
        url: str = "url",
        language: str = "language",
        limits: Limits = _LIMITS,
        ledger: DataFolderLike | None = None,
        exclusion_writer: DiskWriter | None = None,
    ) -> None:
        super().__init__()
        self.rows = RowCleaner(cleaner, limits=limits)
        self.pages = pages
        self.keys = (title, url, language)
        self.ledger = None if ledger is None else get_datafolder(ledger)
        self.exclusion_writer = exclusion_writer

    def run(self, data: DocumentsPipeline, rank: int = 0, world_size: int = 1) -> DocumentsPipeline:  # noqa: ARG002
        """Yield the documents with their clean texts. Those of `exclusion_writer` are left out."""
        excluded: AbstractContextManager[Any] = self.exclusion_writer or nullcontext()
        with excluded as writer, self._ledger_of(rank) as account:
            for document in data:
                with self.track_time():
                    row, result = self._clean(document)
                    self._count(row, result, len(document.text))
                    if account is not None:
                        account.write(dumps(self._entry(row, result, document.id)))
                    self._change(document, row, result)
                if result is None and writer is not None:
                    writer.write(document, rank)
                else:
                    self.update_doc_stats(document)
                    yield document

    def _clean(self, document: Any) -> tuple[Row, Result | None]:
        title, url, language = (document.metadata.get(key) for key in self.keys)
        text, page = (None, document.text) if self.pages else (document.text, None)
        return self.rows.cleaned(text, page, title=title, url=url, language=language)

    def _ledger_of(self, rank: int) -> AbstractContextManager[Any]:
        if self.ledger is None:
            return nullcontext()
        opened: AbstractContextManager[Any] = self.ledger.open(f"{rank:05d}.jsonl.gz", "wb", compression="gzip")
        return opened

    def _entry(self, row: Row, result: Result | None, id: str) -> dict[str, Any]:
        if result is None:
            why = row.error or ""
            return failure(None, why, kind=why.partition(":")[0], id=id)
        document = result.document
        rules = self.rows.cleaner.for_url(document.url).rules_digest(document.origin.format)
        return ledger(result, rules_digest=rules, id=id)

    def _change(self, document: Any, row: Row, result: Result | None) -> None:
        """Replace the text and add what is to be said. A text that failed stays, but for what no file can hold."""
        document.text = writable(document.text)[0] if row.clean_text is None else row.clean_text
        told = row._asdict()
        del told["clean_text"]
        document.metadata |= {
            name: value
            for name, value in told.items()
            if value is not None and not (name in _CHANGES and self.ledger is not None)
        }
        if result is not None and self.pages and result.document.title:
            document.metadata.setdefault(self.keys[0], result.document.title)

    def _count(self, row: Row, result: Result | None, length: int) -> None:
        self.stat_update("total")
        if row.error:
            self.stat_update(f"error_{row.error.partition(':')[0]}")
        if result is None:
            self.stat_update("failed")
            return
        self.stat_update("changed" if result.changed else "unchanged")
        self.stat_update("characters_in", value=length, unit="doc")
        removed = sum(removal.span.end - removal.span.start for removal in result.removals)
        self.stat_update("characters_removed", value=removed, unit="doc")
        for rule, count in Counter(removal.rule for removal in result.removals).items():
            self.stat_update(f"removed_{rule}", value=count, unit="doc")
        for rule, count in Counter(repair.rule for repair in result.document.repairs).items():
            self.stat_update(f"repaired_{rule}", value=count, unit="doc")
