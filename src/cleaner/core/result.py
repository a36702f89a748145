"""The return values of cleaning: removals, results and failures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from cleaner.core.document import Document
from cleaner.core.errors import InvariantError
from cleaner.core.frozen import Frozen
from cleaner.core.removal import Removal

__all__ = ["BINARY", "Failure", "Removal", "Result", "put_back"]


class Result(Frozen):
    """A document and its removals, which are sorted and disjoint.

    `withheld` is None, or the share of the text (0 to 1) that all rules would remove if it exceeds the budget; the
    removals are then those of the rules with confidence "certain". `excess` is None, or the share that has gone if
    even so it exceeds the budget.
    """

    document: Document
    removals: tuple[Removal, ...] = ()
    withheld: float | None = None
    excess: float | None = None

    def __str__(self) -> str:
        return self.text

    @cached_property
    def text(self) -> str:
        """The clean text: the document without the removals, and nothing added."""
        if not self.removals:
            return self.document.text
        source, kept, at = self.document.text, [], 0
        for removal in self.removals:
            kept.append(source[at : removal.span.start])
            at = removal.span.end
        kept.append(source[at:])
        return "".join(kept)

    @cached_property
    def markdown(self) -> str:
        """The clean text as Markdown, if the document has its structure (`clean_html(..., markdown=True)`).

        Otherwise the clean text as it is: a text may be Markdown already.
        """
        if not self.document.structure:
            return self.text
        from cleaner.core.markdown import markdown

        return markdown(self.document, self.text_ranges)

    @property
    def metadata(self) -> Mapping[str, str]:
        """What the page states of title, author, date, site, language and url, if it was asked for.

        A date begins with YYYY-MM-DD. Nothing of it is checked.
        """
        return self.document.metadata

    @property
    def text_ranges(self) -> list[tuple[int, int]]:
        """The ranges of the document's characters that make the clean text, in order."""
        starts = (0, *(removal.span.end for removal in self.removals))
        ends = (*(removal.span.start for removal in self.removals), len(self.document.text))
        return list(zip(starts, ends, strict=True))

    @property
    def changed(self) -> bool:
        """Whether the clean text differs from the input: intake repaired a line, or a rule removed something."""
        return bool(self.removals or self.document.repairs)

    def to_dict(self) -> dict[str, Any]:
        """Return the result for JSON: the clean text, what is known of the article, repairs and removals.

        Each removal has start, end (offsets in characters of the repaired text), line (1-based), rule, stage,
        because and text; each repair has line, before, after and rule.
        """
        document = self.document
        return {
            "text": self.text,
            "title": document.title,
            "url": document.url,
            "language": document.language,
            "changed": self.changed,
            "removals": [
                removal.as_dict(line) | {"text": document.text[removal.span.start : removal.span.end]}
                for line, removal in self.numbered()
            ],
            "repairs": [repair._asdict() for repair in document.repairs],
            "withheld": self.withheld,
            "excess": self.excess,
        }

    def numbered(self) -> Iterator[tuple[int, Removal]]:
        """Yield each removal with its 1-based line of the repaired text."""
        folded, line, at = self.document.folded, 1, 0
        for removal in self.removals:
            line += folded.count("\n", at, removal.span.start)
            at = removal.span.start
            yield line, removal

    def diff(self, name: str = "article") -> str:
        """Return a unified diff from the decoded input to the clean text, which names the rules; "" for no change.

        `name` is the file name in its header.
        """
        from cleaner.core.diff import unified

        return "".join(unified(self.document, self.removals, name))

    def marked(self) -> str:
        """Return the repaired text with `[-…-]` around each removal."""
        from cleaner.core.marked_text import render

        return render(self.document, (removal.span for removal in self.removals))

    def _repr_html_(self) -> str:
        """Return the article as HTML for a notebook, with each removal struck out and its rule as a tooltip."""
        from cleaner.core.marked_html import marked_html

        return marked_html(self.document, self.removals)

    def check(self) -> None:
        """Raise InvariantError unless clean text and removals together give the document."""
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
    """Rebuild a document from its clean text and the (start, text) of every removal, in order.

    Raises InvariantError if the clean text is too short for the offsets.

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


BINARY = "binary"  # the kind of a failure whose input is not text


class Failure(NamedTuple):
    """The reason why a document could not be cleaned: a word that groups failures, and a sentence."""

    kind: str
    why: str
