"""Reports about a whole run, or many: page, summary, SARIF, one ledger, attributes of dolma.

Each is built from ledger entries, one after the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from cleaner.matching.card import Card
from cleaner.report.collection import Collection
from cleaner.report.comparison import Comparison
from cleaner.report.ledger import dumps

HTML, MARKDOWN, SARIF = ".html", ".md", ".sarif"
LEDGER, DOLMA = ".jsonl", "dolma"
SIZE = 8_000_000
"""The usual target of the size of a page, in bytes."""


class View(Protocol):
    """Receives ledger entries in order, and returns the pieces of the report."""

    def add(self, entry: Mapping[str, Any], text: str | None = None) -> str:
        """Take an entry, and the text before cleaning if it is at hand. Raises ValueError if it is no entry."""

    def end(self) -> str:
        """Return the end of the report, after the last entry."""


class MergedLedger:
    """One ledger with the entries of many."""

    def add(self, entry: Mapping[str, Any], text: str | None = None) -> str:  # noqa: ARG002
        """Return the entry as a line."""
        return dumps(dict(entry)).decode()

    def end(self) -> str:
        """Return nothing."""
        return ""


class CollectedView:
    """The page, or the summary in Markdown: nothing is written before the last entry."""

    def __init__(self, kind: str, collection: Collection, title: str) -> None:
        self.collection = collection
        self._kind = kind
        self._title = title

    def add(self, entry: Mapping[str, Any], text: str | None = None) -> str:
        """Take an entry. Return ""."""
        self.collection.add(entry, text)
        return ""

    def end(self) -> str:
        """Return the report."""
        if self._kind == HTML:
            from cleaner.report.page.render import html

            return html(self.collection, self._title)
        from cleaner.report.markdown import markdown

        return markdown(self.collection, self._title)


def view_of(
    kind: str,
    *,
    cards: Iterable[Card] = (),
    title: str = "Report",
    size: int = SIZE,
    comparison: Comparison | None = None,
    has_texts: bool = False,
) -> View:
    """Return the view of a kind: HTML, MARKDOWN, SARIF, LEDGER or DOLMA. See Collection for the arguments."""
    if kind == LEDGER:
        return MergedLedger()
    if kind == DOLMA:
        from cleaner.report.dolma import Dolma

        return Dolma(cards)
    if kind == SARIF:
        from cleaner.report.sarif import Sarif

        return Sarif(cards)
    collection = Collection(cards, size=size, comparison=comparison, has_texts=has_texts)
    return CollectedView(kind, collection, title)
