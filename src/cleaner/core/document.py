"""The words of the house: Span, Line, Document, Removal, Result.

A document never changes. Everything downstream speaks of it in half-open character ranges,
so no position is ever guessed back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from cleaner.core.folding import fold, keys
from cleaner.core.frozen import Frozen

TEXT, PAGE = "text", "html"  # what a document is made of: the values of Origin.format


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


class Origin(Frozen):
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
    _excluded = ("content",)

    def __init__(
        self,
        source: str | None = None,
        format: str = TEXT,
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
        return self._compared() | {"digest": self.digest}


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


class Document(Frozen):
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
    def folded_lines(self) -> Sequence[str]:
        """What each physical line says, folded; what follows the last line break is a line even when empty."""
        pieces = self.folded.split("\n")
        if "\r" not in self.text:
            return pieces
        # the first character of a line break in two is no part of the line
        stops = [start - 1 for start in self.starts[1:]]
        breaks = [stop > 0 and self.text[stop - 1 : stop + 1] == "\r\n" for stop in stops]
        return [piece[:-1] if broken else piece for piece, broken in zip(pieces, (*breaks, False), strict=True)]

    @cached_property
    def line_keys(self) -> Sequence[str]:
        """What makes two of its lines the same; see folding.keys."""
        return keys(self.folded_lines)

    @cached_property
    def starts(self) -> Sequence[int]:
        """The offsets at which the physical lines begin."""
        return [0, *accumulate(len(piece) + 1 for piece in self.folded.split("\n")[:-1])]

    def line(self, index: int) -> Line:
        """Where a physical line stands."""
        start = self.starts[index]
        last = index + 1 == len(self.starts)
        return Line(
            start, start + len(self.folded_lines[index]), len(self.text) if last else self.starts[index + 1]
        )

    @property
    def lines(self) -> tuple[Line, ...]:
        """Where the physical lines stand."""
        return tuple(map(self.line, range(len(self.starts))))


def digest(content: str | bytes) -> str:
    """ "sha256:" and the hexadecimal digest of bytes, or of a text's UTF-8."""
    import hashlib

    data = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    return "sha256:" + hashlib.sha256(data).hexdigest()
