"""What cleaning returns: removals, results and failures."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from cleaner.core.document import Document, Span
from cleaner.core.errors import InvariantError
from cleaner.core.frozen import Frozen


class Removal(NamedTuple):
    """A span that goes, the rule that says so, the stage that asked, and the evidence."""

    span: Span
    rule: str
    because: str
    stage: str = ""


class Result(Frozen):
    """A document and everything that goes from it: sorted, disjoint removals.

    `withheld` is None, or the share of the text that went over the budget: then it stays, and only what is
    certain goes.
    """

    document: Document
    removals: tuple[Removal, ...]
    withheld: float | None

    def __init__(
        self, document: Document, removals: tuple[Removal, ...] = (), withheld: float | None = None
    ) -> None:
        self._set(document=document, removals=removals, withheld=withheld)

    @cached_property
    def text(self) -> str:
        """The clean text: the document minus the removals, nothing added."""
        if not self.removals:
            return self.document.text
        source, kept, at = self.document.text, [], 0
        for removal in self.removals:
            kept.append(source[at : removal.span.start])
            at = removal.span.end
        kept.append(source[at:])
        return "".join(kept)

    @property
    def changed(self) -> bool:
        """Whether anything was removed."""
        return bool(self.removals)

    def check(self) -> None:
        """Raise InvariantError unless clean text and removals together are the document again."""
        if not self.removals:
            return
        source = self.document.text
        spans = [removal.span for removal in self.removals]
        at = 0
        for span in spans:
            if not at <= span.start < span.end <= len(source):
                raise InvariantError(f"removal {span.start}-{span.end} is empty, overlaps or lies outside the text")
            at = span.end
        if put_back(self.text, ((span.start, source[span.start : span.end]) for span in spans)) != source:
            raise InvariantError("clean text and removals do not add up to the document")


def put_back(clean: str, removed: Iterable[tuple[int, str]]) -> str:
    """Rebuild a document from its clean text and (start, text) of every removal, in order.

    >>> put_back("Rain fell.", [(0, "READ MORE\\n")])
    'READ MORE\\nRain fell.'
    """
    pieces: list[str] = []
    at = length = 0
    for start, text in removed:
        kept = clean[at : at + start - length]
        if len(kept) != start - length:
            raise InvariantError(f"the clean text ends before the removal at {start}")
        pieces += (kept, text)
        at += len(kept)
        length = start + len(text)
    pieces.append(clean[at:])
    return "".join(pieces)


BINARY = "binary"  # the kind of failure of what is not text at all


class Failure(NamedTuple):
    """Why a document could not be cleaned: a word to count by, and a sentence."""

    kind: str
    why: str
