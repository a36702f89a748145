"""A removal: what a rule takes from a document, and why."""

from __future__ import annotations

from typing import Any, NamedTuple

from cleaner.core.document import Document, Span


class _Removal(NamedTuple):
    span: Span
    rule: str
    because: str
    stage: str = ""


class Removal(_Removal):
    """A removed span of the document, the rule, the reason and the stage that proposed it.

    A removal of a result that a Cleaner returned also has its `text`; equality does not regard it.
    """

    @property
    def text(self) -> str:
        """The removed text. Raises AttributeError for a removal that is not part of a result."""
        try:
            text: str = self.__dict__["text"]
        except KeyError:
            raise AttributeError("only a removal of a result that a Cleaner returned has a text") from None
        return text

    def of(self, document: Document) -> Removal:
        """Return this removal with its text in `document`."""
        found = Removal(*self)
        found.__dict__["text"] = document.text[self.span.start : self.span.end]
        return found

    def as_dict(self, line: int) -> dict[str, Any]:
        """Return the removal for JSON, without its text. `line` is the 1-based line on which it begins."""
        return {
            "start": self.span.start,
            "end": self.span.end,
            "line": line,
            "rule": self.rule,
            "stage": self.stage,
            "because": self.because,
        }
