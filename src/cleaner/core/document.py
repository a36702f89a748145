"""Documents and their parts: Span, Line, Repair, Origin, Evidence, Document.

A document is immutable. All later code addresses it by half-open character ranges, so that no position has to
be searched for again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from cleaner.core.folding import fold, key, keys
from cleaner.core.frozen import Frozen, field
from cleaner.core.structure import Block

TEXT, PAGE = "text", "html"  # the values of Origin.format
SHORT = 30  # characters of a line that may be a button, a number, a mark


class Span(NamedTuple):
    """A half-open range of characters (code points) in a document's text."""

    start: int
    end: int


class Line(NamedTuple):
    """One physical line: text[start:end] is its content, text[end:stop] its line break."""

    start: int
    end: int
    stop: int


class Repair(NamedTuple):
    """A change that intake made to one line of the decoded input. `line` is 1-based.

    `rule` is the first of repair/entity, repair/mojibake and repair/control that changed the line.
    """

    line: int
    before: str
    after: str
    rule: str = ""


class RawBytes(NamedTuple):
    """Bytes, in hexadecimal, that text[start:end] of the decoded input stands for. `line` is 1-based."""

    line: int
    start: int
    end: int
    bytes: str


class Origin(Frozen):
    """The source of a document and the way its text was read, so that the run can be repeated.

    `content` is the input: bytes, or text if there were no bytes. `encoding_from` is one of option, bom,
    declared, utf-8, detected, fallback, caller. With " with marks" behind it, some bytes are no character, and
    U+FFFD marks them. `raw` holds the bytes that `encoding` does not give back, those of marks included. For HTML,
    `filled` counts the lines that the extractor dropped and intake restored, and `omitted` the elements that intake
    left out: what no browser shows, readings of ruby, permalinks of headings. `because` gives the reason for an
    unusual extractor or an altered page. `written` is the string of a record as the record wrote it, if its text
    does not tell.
    """

    source: str | None = None
    format: str = TEXT
    encoding: str | None = None
    encoding_from: str = "caller"
    bom: bool = False
    newline: str | None = None
    extractor: str | None = None
    settings: Mapping[str, object] = field(default_factory=dict)
    filled: int = 0
    omitted: int = 0
    because: str | None = None
    raw: tuple[RawBytes, ...] = ()
    written: str | None = None
    content: str | bytes | None = None
    _excluded = ("content",)

    @cached_property
    def digest(self) -> str | None:
        """ "sha256:" and the hexadecimal digest of `content`; None without content."""
        return None if self.content is None else digest(self.content)

    def as_dict(self) -> dict[str, object]:
        """Return the fields that a ledger records: all but `content`, plus `digest`; `raw` and `written` if set."""
        fields = self._compared() | {"digest": self.digest, "raw": [raw._asdict() for raw in self.raw]}
        for name in ("raw", "written"):
            if not fields[name]:
                del fields[name]
        return fields


class Evidence(NamedTuple):
    """The HTML elements around one line. The defaults mean that no element is known.

    `tag` is the innermost block element. `links` is the linked share of the line, from 0 to 1. `hint` is the kind
    of boilerplate that the class or id of an outer element names, and `box` the number of that element. `listed`
    is the number of the list that holds the line, or 0.
    """

    tag: str = ""
    links: float = 0.0
    hint: str = ""
    box: int = 0
    listed: int = 0


class Document(Frozen):
    """One article: immutable text, already decoded, extracted and repaired.

    For HTML, `titles` holds every headline that the page declares, and `evidence` has one entry per line; for
    other formats both are empty. `structure` has one entry per line, None where it is unknown, if it was asked for.
    `metadata` is what the page states of title, author, date, site, language and url, if it was asked for.
    """

    text: str
    title: str | None = None
    url: str | None = None
    language: str | None = None
    origin: Origin = field(default_factory=Origin)
    repairs: tuple[Repair, ...] = ()
    titles: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    structure: tuple[Block | None, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def folded(self) -> str:
        """The text with plain spaces and quotes, as rules match it; as long as `text`."""
        return fold(self.text)

    @cached_property
    def folded_lines(self) -> Sequence[str]:
        """The folded content of each physical line. The text after the last line break counts, even if empty."""
        pieces = self.folded.split("\n")
        if "\r" not in self.text:
            return pieces
        # the \r of a \r\n is folded to a space, which belongs to the line break
        stops = [start - 1 for start in self.starts[1:]]
        breaks = [stop > 0 and self.text[stop - 1 : stop + 1] == "\r\n" for stop in stops]
        return [piece[:-1] if broken else piece for piece, broken in zip(pieces, (*breaks, False), strict=True)]

    @cached_property
    def line_keys(self) -> Sequence[str]:
        """The key of each physical line: lines with equal keys count as copies; see folding.keys."""
        return keys(self.caseless_lines)

    @cached_property
    def caseless_lines(self) -> Sequence[str]:
        """The folded content of each physical line without case: `str.casefold` of it."""
        return [line.casefold() for line in self.folded_lines]

    @cached_property
    def short_lines(self) -> Sequence[int]:
        """The indices of the physical lines with up to SHORT characters, empty ones left out."""
        return [index for index, line in enumerate(self.folded_lines) if 0 < len(line) <= SHORT]

    @cached_property
    def title_keys(self) -> frozenset[str]:
        """The keys of the title and of its other wordings; empty without a title."""
        titles = (self.title, *self.titles) if self.title else ()
        return frozenset(filter(None, (key(fold(title)) for title in titles)))

    @cached_property
    def starts(self) -> Sequence[int]:
        """The offset of each physical line, in characters."""
        return [0, *accumulate(len(piece) + 1 for piece in self.folded.split("\n")[:-1])]

    def line(self, index: int) -> Line:
        """Return the range of physical line `index` (0-based)."""
        start = self.starts[index]
        last = index + 1 == len(self.starts)
        return Line(
            start, start + len(self.folded_lines[index]), len(self.text) if last else self.starts[index + 1]
        )

    @property
    def lines(self) -> tuple[Line, ...]:
        """The range of each physical line."""
        return tuple(map(self.line, range(len(self.starts))))


def digest(content: str | bytes) -> str:
    """Return "sha256:" and the hexadecimal digest of `content`; text is encoded as UTF-8."""
    import hashlib

    data = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    return "sha256:" + hashlib.sha256(data).hexdigest()
