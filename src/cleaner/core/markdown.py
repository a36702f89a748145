"""Writes the clean text of a page as Markdown: the lines of the text in the form that `Document.structure` tells.

A line without a known structure is a paragraph, a list item or a row of a table, as it looks in the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from cleaner.core.document import Document
from cleaner.core.markdown_phrases import escape_heading, phrases
from cleaner.core.structure import BULLET, CODE, HEADING, QUOTE, ROW, Block, Container, Mark

_ITEM = re.compile(r"(\s*)- (?=\S)")
_CELL_END = re.compile(r"(?<!\\)\|")
_DELIMITER_ROW = re.compile(r"\s*\|(?:\s*:?-+:?\s*\|)+\s*\Z")
_TICKS = re.compile(r"`{3,}")
_LANGUAGE = re.compile(r"[\w+#.-]{1,30}\Z")


class _Line(NamedTuple):
    """A line of the clean text: its content, its structure, and whether nothing of it is removed."""

    text: str
    block: Block
    whole: bool


class _Part(NamedTuple):
    """A block of Markdown: its lines without the markers of the containers around it, and the containers."""

    lines: list[str]
    path: tuple[Container, ...]


def markdown(document: Document, ranges: Iterable[tuple[int, int]]) -> str:
    """Return the ranges of a document's text as Markdown, with a line break at its end. No text gives "".

    `document.structure` has an entry for each line.
    """
    parts = list(_parts(_with_guesses(_clean_lines(document, ranges))))
    written: list[str] = []
    for before, part in pairwise((_Part([], ()), *parts)):
        if written:
            written += _between(before.path, part.path)
        written += _placed(part, before.path)
    return "".join(f"{line}\n" for line in written)


def _clean_lines(document: Document, ranges: Iterable[tuple[int, int]]) -> Iterator[_Line]:
    """Yield the lines of the clean text that are not blank. A removed line break joins two lines."""
    pieces: list[tuple[int, int]] = []
    for begin, end in ranges:
        start = begin
        while (stop := document.folded.find("\n", start, end)) >= 0:
            pieces.append((start, stop))
            if line := _line(document, pieces):
                yield line
            pieces, start = [], stop + 1
        pieces.append((start, end))
    if line := _line(document, pieces):
        yield line


def _line(document: Document, pieces: Sequence[tuple[int, int]]) -> _Line | None:
    text, found, marks = "", None, list[Mark]()
    size = 0
    for start, end in pieces:
        index = bisect_right(document.starts, start) - 1
        begins, block = document.starts[index], document.structure[index] or Block()
        content = max(start, begins + block.begins)
        if content >= end:
            continue
        if found is None and not document.text[content:end].isspace():
            found = index
        for mark in block.marks:
            low, high = max(content, begins + mark.start), min(end, begins + mark.end)
            if low < high:
                shift = len(text) - content
                marks.append(mark._replace(start=low + shift, end=high + shift))
        text += document.text[content:end]
        size += end - content
    if found is None:
        return None
    known = document.structure[found]
    line = document.line(found)
    block = (known or _guess(text, found))._replace(marks=tuple(marks))
    return _Line(
        text[block.begins :] if known is None else text, block, size == line.end - line.start - block.begins
    )


def _guess(text: str, index: int) -> Block:
    """Return the structure of a line that has none, by its look. `index` makes its numbers unlike all others."""
    if match := _ITEM.match(text):
        return Block(begins=match.end(), path=(Container(-1 - index, BULLET),))
    if text.lstrip().startswith("|") and text.rstrip().endswith("|"):
        return Block(ROW, group=-1 - index)
    return Block(group=-1 - index)


def _with_guesses(lines: Iterator[_Line]) -> list[_Line]:
    """Return the lines; a row without a known table is one of the table before it. Rows of dashes go."""
    found: list[_Line] = []
    for line in lines:
        before = found[-1].block if found else None
        if line.block.kind == ROW and before is not None and before.kind == ROW:
            if _DELIMITER_ROW.match(line.text):
                if before.group < 0:
                    found[-1] = found[-1]._replace(block=before._replace(level=1))
                continue
            if line.block.group < 0:
                block = line.block._replace(group=before.group, path=before.path)
                found.append(line._replace(block=block))
                continue
        found.append(line)
    return found


def _parts(lines: Sequence[_Line]) -> Iterator[_Part]:
    at = 0
    while at < len(lines):
        block, stop = lines[at].block, at + 1
        while stop < len(lines) and _goes_on(block, lines[stop].block):
            stop += 1
        group = lines[at:stop]
        at = stop
        if block.kind == CODE:
            yield _Part(_fenced(group), block.path)
        elif block.kind == ROW:
            yield _Part(_table(group), block.path)
        elif block.kind == HEADING:
            said = " ".join(phrases(line.text, line.block.marks, opens=False) for line in group)
            yield _Part([f"{'#' * block.level} {escape_heading(said)}"], block.path)
        else:
            said_lines = [phrases(line.text, line.block.marks) for line in group]
            yield _Part([*(f"{said}\\" for said in said_lines[:-1]), said_lines[-1]], block.path)


def _goes_on(block: Block, after: Block) -> bool:
    if (block.kind, block.group, block.path) != (after.kind, after.group, after.path):
        return False
    return block.kind in (CODE, ROW) or after.continues


def _fenced(lines: Sequence[_Line]) -> list[str]:
    said = [
        line.block.raw if line.whole and line.block.raw is not None else line.text.rstrip("\r") for line in lines
    ]
    code = "\n".join(said).strip("\n").split("\n")
    fence = "`" * max((len(run) + 1 for one in code for run in _TICKS.findall(one)), default=3)
    language = lines[0].block.language
    return [fence + (language if _LANGUAGE.match(language) else ""), *code, fence]


def _table(lines: Sequence[_Line]) -> list[str]:
    rows = [_cells(line) for line in lines]
    width = max(map(len, rows))
    rows = [[*row, *[""] * (width - len(row))] for row in rows]
    if not lines[0].block.level:
        rows.insert(0, [""] * width)
    rows.insert(1, ["---"] * width)
    return [f"| {' | '.join(row)} |" for row in rows]


def _cells(line: _Line) -> list[str]:
    text = line.text.strip()
    lead = len(line.text) - len(line.text.lstrip())
    start, cells = int(text.startswith("|")), []
    for stop in (*(match.start() for match in _CELL_END.finditer(text, start)), len(text)):
        if stop < len(text) or text[start:].strip():
            cells.append(_cell(text[start:stop], [_shifted(mark, -lead - start) for mark in line.block.marks]))
        start = stop + 1
    return cells or [""]


def _shifted(mark: Mark, by: int) -> Mark:
    return mark._replace(start=mark.start + by, end=mark.end + by)


def _cell(text: str, marks: Sequence[Mark]) -> str:
    """Return the Markdown of a cell. The text has a backslash before each pipe of its own."""
    places, plain = [0], ""
    for at, char in enumerate(text):
        if char != "\\" or text[at + 1 : at + 2] != "|":
            plain += char
        places.append(len(plain))
    moved = [
        mark._replace(
            start=places[min(max(mark.start, 0), len(text))], end=places[min(max(mark.end, 0), len(text))]
        )
        for mark in marks
    ]
    return phrases(plain, [mark for mark in moved if mark.start < mark.end], row=True)


def _shared(before: Sequence[Container], path: Sequence[Container]) -> int:
    """Return the number of containers that two parts share."""
    count = 0
    for one, other in zip(before, path, strict=False):
        if one.number != other.number:
            break
        count += 1
    return count


def _between(before: Sequence[Container], path: Sequence[Container]) -> list[str]:
    """Return the line between two parts: none between the items of a list, else a blank one."""
    shared = _shared(before, path)
    opened = path[shared] if shared < len(path) else None
    if opened is not None and opened.marker != QUOTE:
        if shared < len(before):
            if before[shared].marker != QUOTE and (before[shared].marker == BULLET) == (opened.marker == BULLET):
                return []
        # A number other than 1 would not begin a list within a paragraph.
        elif shared and before[-1].marker != QUOTE and opened.marker in (BULLET, "1. "):
            return []
    return ["".join(_indent(container) for container in path[:shared]).rstrip()]


def _placed(part: _Part, before: Sequence[Container]) -> Iterator[str]:
    """Yield the lines of a part behind the markers of its containers."""
    shared = _shared(before, part.path)
    inside = "".join(map(_indent, part.path))
    first = "".join((*map(_indent, part.path[:shared]), *(container.marker for container in part.path[shared:])))
    for at, line in enumerate(part.lines):
        yield (f"{inside if at else first}{line}" if line else inside).rstrip(" " if line else None)


def _indent(container: Container) -> str:
    return container.marker if container.marker == QUOTE else " " * len(container.marker)
