"""Reads the structure of an article's lines from the elements that they come from.

The text of a line decides. Where its characters are those of its blocks, each phrase has its place in it; otherwise
only phrases that occur once have.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

from cleaner.core.structure import (
    BULLET,
    CODE,
    EMPHASIS,
    HEADING,
    INLINE_CODE,
    LINK,
    PARAGRAPH,
    QUOTE,
    ROW,
    STRIKE,
    STRONG,
    Block,
    Container,
    Mark,
)
from cleaner.intake.page.context import BLOCKS
from cleaner.intake.page.dom import Segment
from cleaner.intake.page.fill import Text

_KINDS = {
    **dict.fromkeys(("b", "strong"), STRONG),
    **dict.fromkeys(("i", "em"), EMPHASIS),
    **dict.fromkeys(("del", "s", "strike"), STRIKE),
    # normalise renames the <code> of a sentence to <data>
    **dict.fromkeys(("code", "data", "kbd", "samp", "tt"), INLINE_CODE),
}
_SCHEMES = frozenset(("", "http", "https", "mailto", "tel", "ftp"))
_ITEM_MARK = re.compile(r"\s*- ")
_LANGUAGE = re.compile(r"(?:^|\s)(?:lang(?:uage)?-|highlight-(?:source-)?|brush:\s*)([\w+#.-]+)")
_NO_LANGUAGE = re.compile("text|none|plain(?:text)?|default|nohighlight", re.IGNORECASE)
_MAX_NUMBER = 999_999_999
_MIN_PHRASE = 3  # characters of a phrase that is looked for in a line that differs from its blocks
_LOOKAHEAD = 20  # lines of code


class _Around(NamedTuple):
    """What is around the content of a block element: its containers, and the innermost element of some kinds."""

    path: tuple[Container, ...] = ()
    code: Any = None
    row: Any = None
    heading: int = 0


class _Phrase(NamedTuple):
    """An inline element that makes its text a mark."""

    kind: str
    target: str
    element: Any


def structure_of(text: Text, tree: Any, url: str | None) -> tuple[Block | None, ...]:
    """Return the structure of each line, None for a line without known blocks. `url` is the address of the page."""
    base = next((link.get("href") for link in tree.iter("base") if link.get("href")), "")
    reader = _Reader(_joined(url or "", base) or url or "")
    return tuple(
        reader.block(line, segments) if segments else None
        for line, segments in zip(text.lines, _with_code_between(text.sources), strict=True)
    )


def _with_code_between(sources: Sequence[Sequence[Segment]]) -> list[Sequence[Segment]]:
    """Return the blocks of each line; a line without blocks between two of the same <pre> has theirs."""
    found = list(sources)
    last = -1
    for at, segments in enumerate(found):
        if not segments:
            continue
        if last >= 0 and at - last > 1 and segments[0].tag == "pre" and found[last][-1] is segments[0]:
            found[last + 1 : at] = [segments] * (at - last - 1)
        last = at
    return found


class _Reader:
    """Reads the structure of the lines of one page, in order."""

    def __init__(self, base: str) -> None:
        self._base = base
        self._numbers = count(1)
        self._ids: dict[Any, int] = {}
        self._around: dict[Any, _Around] = {None: _Around()}
        self._phrases: dict[Any, tuple[_Phrase, ...]] = {None: ()}
        self._markers: dict[Any, str] = {}
        self._terms: dict[Any, Any] = {}
        self._used: dict[Segment, int] = {}  # characters of each block that lines before this one hold
        self._code: dict[Any, list[str]] = {}  # lines of code that are left
        self._last: Segment | None = None

    def block(self, line: str, segments: Sequence[Segment]) -> Block:
        """Return the structure of a line that `segments` hold."""
        first, around = segments[0], self._find_around(segments[0].element)
        previous, self._last = self._last, segments[-1]
        if around.code is not None:
            raw = self._raw_line(line, segments[0])
            language = _language_of(around.code)
            return Block(CODE, group=self._id(around.code), path=around.path, language=language, raw=raw)
        if around.row is not None and line.lstrip().startswith("|"):
            table = next(around.row.iterancestors("table"), around.row)
            heads = all(cell.tag == "th" for cell in around.row if cell.tag in ("td", "th"))
            return Block(
                ROW,
                level=int(heads or next(around.row.iterancestors("thead"), None) is not None),
                group=self._id(table),
                path=around.path,
                marks=tuple(self._marks(line, 0, segments, row=True)),
            )
        match = _ITEM_MARK.match(line)
        begins = match.end() if match and not first.key.startswith("-") else 0
        path = around.path
        if begins and not any(container.marker != QUOTE for container in path):
            path = (*path, Container(next(self._numbers), BULLET))
        marks = tuple(self._marks(line, begins, segments))
        heading = around.heading if self._find_around(segments[-1].element).heading else 0
        if heading:
            marks = tuple(mark for mark in marks if mark.kind != STRONG)
        return Block(
            HEADING if heading else PARAGRAPH,
            level=heading,
            begins=begins,
            group=self._id(first.element),
            path=path,
            marks=marks,
            continues=previous is not None and previous.element is first.element and first.breaks == 1,
        )

    def _id(self, element: Any) -> int:
        if element not in self._ids:
            self._ids[element] = next(self._numbers)
        return self._ids[element]

    def _find_around(self, element: Any) -> _Around:
        known, chain = self._around, []
        while element not in known:
            chain.append(element)
            element = element.getparent()
        around = known[element]
        for inner in reversed(chain):
            around = known[inner] = self._inside(inner, around)
        return around

    def _inside(self, element: Any, around: _Around) -> _Around:
        tag = element.tag
        if tag == "pre":
            return around._replace(code=element)
        if tag == "tr":
            return around._replace(row=element)
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            return around._replace(heading=int(tag[1]))
        if tag == "blockquote":
            return around._replace(path=(*around.path, Container(self._id(element), QUOTE)))
        if tag in ("li", "dt", "dd"):
            own = Container(self._id(element), self._marker(element))
            term = self._terms.get(element)
            outer = () if term is None else (Container(self._id(term), BULLET),)
            return around._replace(path=(*around.path, *outer, own))
        return around

    def _marker(self, item: Any) -> str:
        """Return the marker of an item. The items of a list are read together."""
        if item not in self._markers:
            listed, term = item.getparent(), None
            number = _number(listed.get("start"), 1) if listed is not None else 1
            for child in [item] if listed is None else listed:
                self._markers[child] = BULLET
                if child.tag == "dt":
                    term = child
                elif child.tag == "dd":
                    self._terms[child] = term
                elif child.tag == "li" and listed is not None and listed.tag == "ol":
                    number = _number(child.get("value"), number)
                    self._markers[child] = f"{number}. "
                    number = min(number + 1, _MAX_NUMBER)
        return self._markers[item]

    def _find_phrases(self, element: Any) -> tuple[_Phrase, ...]:
        """Return the marks around the text that `element` holds. Only links reach into the blocks in them."""
        known, chain = self._phrases, []
        while element not in known:
            chain.append(element)
            element = element.getparent()
        phrases = known[element]
        for inner in reversed(chain):
            if inner.tag in BLOCKS:
                phrases = tuple(phrase for phrase in phrases if phrase.kind == LINK)
            elif (own := self._phrase(inner)) is not None:
                phrases = (*phrases, own)
            known[inner] = phrases
        return phrases

    def _phrase(self, element: Any) -> _Phrase | None:
        kind = _KINDS.get(element.tag)
        if kind is not None and (element.tag != "data" or element.get("x-code")):
            return _Phrase(kind, "", element)
        # links.unlink renames links that are the article's own words to span
        target = _joined(self._base, element.get("href") or "") if element.tag in ("a", "span") else ""
        return _Phrase(LINK, target, element) if target else None

    def _marks(self, line: str, begins: int, segments: Sequence[Segment], *, row: bool = False) -> Iterator[Mark]:
        ranges: dict[_Phrase, list[int]] = {}
        key = ""
        for segment in segments:
            for text, element in segment.pieces:
                start, key = len(key), key + "".join(char for char in text if _counts(char, row))
                for phrase in self._find_phrases(element) if len(key) > start else ():
                    ranges.setdefault(phrase, [start, 0])[1] = len(key)
        if not ranges:
            return
        places = [
            at
            for at, char in enumerate(line[begins:], begins)
            if _counts(char, row) and not (row and char == "\\" and line[at + 1 : at + 2] == "|")
        ]
        said = "".join(line[at] for at in places)
        shift = key.find(said, self._used.get(segments[0], 0))
        if shift >= 0:
            self._used[segments[0]] = shift + len(said)
        for phrase, (start, end) in ranges.items():
            low, high = max(0, start - shift), min(len(said), end - shift)
            if shift < 0:
                words = key[start:end]
                once = len(words) >= _MIN_PHRASE and key.count(words) == said.count(words) == 1
                low = said.find(words) if once else len(said)
                high = low + len(words) if once else low
            if low < high:
                yield Mark(places[low], places[high - 1] + 1, phrase.kind, phrase.target)

    def _raw_line(self, line: str, segment: Segment) -> str | None:
        """Return a line of code as the page has it, with the blank lines before it, or None."""
        left = self._code.get(segment)
        if left is None:
            left = self._code[segment] = segment.raw_text.split("\n")[::-1]
        wanted = [char for char in line if _counts(char)]
        for ahead in range(1, min(len(left), _LOOKAHEAD) + 1):
            if [char for char in left[-ahead] if _counts(char)] == wanted:
                blank = 0
                while blank + 1 < ahead and not left[-ahead + blank + 1].strip():
                    blank += 1
                raw = "\n" * blank + left[-ahead].rstrip()
                del left[-ahead:]
                return raw
        return None


def _counts(char: str, row: bool = False) -> bool:
    """Return whether a character tells: white space, invisible characters and the pipes of tables do not."""
    return char != " " and char.isprintable() and not (row and char == "|")


def _number(value: str | None, default: int) -> int:
    """Return the number that an attribute states."""
    value = (value or "").strip()
    return min(int(value), _MAX_NUMBER) if value.isascii() and value.isdigit() and len(value) < 12 else default


def _language_of(code: Any) -> str:
    """Return the programming language that the class of a <pre>, of an element in it or around it names, or ""."""
    for element in (code, *code.iter("code", "data"), code.getparent()):
        if element is not None and (match := _LANGUAGE.search(element.get("class") or "")):
            return "" if _NO_LANGUAGE.fullmatch(match[1]) else match[1]
    return ""


def _joined(base: str, target: str) -> str:
    """Return the address of a link, absolute if `base` is one; "" for a place on the same page and for scripts."""
    target = target.strip()
    if not target or target.startswith("#"):
        return ""
    try:
        joined = urljoin(base, target)
        return joined if urlsplit(joined).scheme in _SCHEMES else ""
    except ValueError:
        return ""
