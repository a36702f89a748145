"""The words of the house: Span, Line, Document, Removal, Result.

A document never changes. Everything downstream speaks of it in half-open character ranges,
so no position is ever guessed back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from cleaner.folding import fold, keys
from cleaner.values import Value


class Span(NamedTuple):
    """A half-open range of characters (code points) in a document's text."""

    start: int
    end: int


class Line(NamedTuple):
    """One physical line: text[start:end] is what it says, text[end:stop] its line break."""

    start: int
    end: int
    stop: int


class Repair(NamedTuple):
    """What intake changed in one line of the decoded input (1-based), before any coordinate exists."""

    line: int
    before: str
    after: str


class Origin(Value):
    """Where a document came from and how its text was won, so that the run can be repeated.

    `content` is what came: bytes, or a text that came without them. `encoding_from` is one of option, bom,
    declared, utf-8, detected, fallback, caller. Of a page, `filled` counts the lines that the extractor had
    dropped and intake put back, and `because` says why the extractor is not the usual one, or was given the
    page otherwise than it came.
    """

    source: str | None
    format: str
    encoding: str | None
    encoding_from: str
    bom: bool
    newline: str | None
    extractor: str | None
    settings: Mapping[str, object]
    filled: int
    because: str | None
    content: str | bytes | None
    _unsaid = ("content",)

    def __init__(
        self,
        source: str | None = None,
        format: str = "text",
        encoding: str | None = None,
        encoding_from: str = "caller",
        bom: bool = False,
        newline: str | None = None,
        extractor: str | None = None,
        settings: Mapping[str, object] | None = None,
        filled: int = 0,
        because: str | None = None,
        content: str | bytes | None = None,
    ) -> None:
        self._set(
            source=source,
            format=format,
            encoding=encoding,
            encoding_from=encoding_from,
            bom=bom,
            newline=newline,
            extractor=extractor,
            settings={} if settings is None else settings,
            filled=filled,
            because=because,
            content=content,
        )

    @cached_property
    def digest(self) -> str | None:
        """ "sha256:…" of the bytes, or of the UTF-8 of a text that came without bytes."""
        return None if self.content is None else digest(self.content)

    def as_dict(self) -> dict[str, object]:
        """What a ledger says of it."""
        return self._said() | {"digest": self.digest}


class Evidence(NamedTuple):
    """What a page's elements say about one line: nothing, for a line that no element accounts for.

    `links` is the share of the line that is linked; `hint` the kind of furniture that the class or id of
    an element around it names, `box` the number of that element; `listed` the number of its list.
    """

    tag: str = ""
    links: float = 0.0
    hint: str = ""
    box: int = 0
    listed: int = 0


class Document(Value):
    """One article: immutable text, already decoded, extracted and repaired.

    Of a page, `titles` are the headlines it states anywhere, and `evidence` is parallel to the lines.
    """

    text: str
    title: str | None
    url: str | None
    language: str | None
    origin: Origin
    repairs: tuple[Repair, ...]
    titles: tuple[str, ...]
    evidence: tuple[Evidence, ...]

    def __init__(
        self,
        text: str,
        title: str | None = None,
        url: str | None = None,
        language: str | None = None,
        origin: Origin | None = None,
        repairs: tuple[Repair, ...] = (),
        titles: tuple[str, ...] = (),
        evidence: tuple[Evidence, ...] = (),
    ) -> None:
        self._set(
            text=text,
            title=title,
            url=url,
            language=language,
            origin=Origin() if origin is None else origin,
            repairs=repairs,
            titles=titles,
            evidence=evidence,
        )

    @cached_property
    def folded(self) -> str:
        """The text as rules read it: one character for one, odd spaces and quotes made plain."""
        return fold(self.text)

    @cached_property
    def said(self) -> Sequence[str]:
        """What each physical line says, folded; what follows the last line break is a line even when empty."""
        pieces = self.folded.split("\n")
        if "\r" not in self.text:
            return pieces
        # the first character of a line break in two is no part of the line
        stops = [start - 1 for start in self.starts[1:]]
        breaks = [stop > 0 and self.text[stop - 1 : stop + 1] == "\r\n" for stop in stops]
        return [piece[:-1] if broken else piece for piece, broken in zip(pieces, (*breaks, False), strict=True)]

    @cached_property
    def keys(self) -> Sequence[str]:
        """What makes two of its lines the same; see folding.keys."""
        return keys(self.said)

    @cached_property
    def starts(self) -> Sequence[int]:
        """The offsets at which the physical lines begin."""
        return [0, *accumulate(len(piece) + 1 for piece in self.folded.split("\n")[:-1])]

    def line(self, index: int) -> Line:
        """Where a physical line stands."""
        start = self.starts[index]
        last = index + 1 == len(self.starts)
        return Line(start, start + len(self.said[index]), len(self.text) if last else self.starts[index + 1])

    @property
    def lines(self) -> tuple[Line, ...]:
        """Where the physical lines stand."""
        return tuple(map(self.line, range(len(self.starts))))


class Removal(NamedTuple):
    """A span that goes, the rule that says so, the stage that asked, and the evidence."""

    span: Span
    rule: str
    because: str
    stage: str = ""


class InputError(ValueError):
    """An input that cannot be cleaned; the message says why, and what to do. The input itself is never lost."""


class ConfigurationError(ValueError):
    """A setting, a card or a name that cannot be used; the message says what to write instead."""


class LawError(Exception):
    """A result would break a promise of the program; nothing of it may be written."""


class Result(Value):
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
        """Raise LawError unless clean text and removals together are the document again."""
        if not self.removals:
            return
        source = self.document.text
        spans = [removal.span for removal in self.removals]
        at = 0
        for span in spans:
            if not at <= span.start < span.end <= len(source):
                raise LawError(f"removal {span.start}-{span.end} is empty, overlaps or lies outside the text")
            at = span.end
        if put_back(self.text, ((span.start, source[span.start : span.end]) for span in spans)) != source:
            raise LawError("clean text and removals do not add up to the document")


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
            raise LawError(f"the clean text ends before the removal at {start}")
        pieces += (kept, text)
        at += len(kept)
        length = start + len(text)
    pieces.append(clean[at:])
    return "".join(pieces)


def digest(content: str | bytes) -> str:
    """ "sha256:" and the hexadecimal digest of bytes, or of a text's UTF-8."""
    import hashlib

    data = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    return "sha256:" + hashlib.sha256(data).hexdigest()
