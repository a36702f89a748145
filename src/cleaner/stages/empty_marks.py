"""Lines without words that an extractor leaves: empty bullets and empty rows of a table.

Removes: rows of bars alone; bullets without text, if two or more stand together or the lines around them are gone.
Keeps: a row above the line that separates the head of a table, a bullet in front of its text, a break between
scenes.
Order: after all stages that remove lines of text, which are the evidence.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from cleaner.core.document import SHORT
from cleaner.core.draft import Draft
from cleaner.core.regex import lazy_compile
from cleaner.core.result import Removal
from cleaner.matching.matcher import Scan

_ROW = "markup/empty-row"
_BULLET = "markup/empty-bullet"
_EMPTY_ROW = lazy_compile(r"[ \t]*\|[ \t|]*")
_SEPARATOR = lazy_compile(r"[ \t]*\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
_EMPTY_BULLET = lazy_compile(r"[ \t]*(?:[*+•·▪►●○■–-]|\*[ \t]{2,}\*(?:[ \t]{2,}\*)*)[ \t]*")
_DASH = lazy_compile(r"[ \t]*[–-][ \t]*")


def propose(draft: Draft, scan: Scan) -> Iterator[Removal]:
    """Propose empty rows and empty bullets."""
    short = draft.document.short_lines
    if draft.removals:
        short = sorted({*short, *(index for index in draft.cut_lines if len(draft.show(index)) <= SHORT)})
    bullets = [index for index in short if _EMPTY_BULLET.fullmatch(draft.show(index))]
    if scan.has(_ROW):
        for index in short:
            if _EMPTY_ROW.fullmatch(draft.show(index)) and not _SEPARATOR.fullmatch(_next(draft, index)):
                yield from draft.cut_line(index, _ROW, "a row without text")
    if scan.has(_BULLET) and bullets:
        yield from _empty_bullets(draft, bullets)


def _empty_bullets(draft: Draft, bullets: list[int]) -> Iterator[Removal]:
    """Propose the bullets without text of which two or more stand together, and those beside what is gone."""
    lines, found = draft.remaining, set(bullets)
    for index in bullets:
        at = bisect_left(lines, index)
        above = lines[at - 1] if at else -1
        below = lines[at + 1] if at + 1 < len(lines) else -1
        is_dash = bool(_DASH.fullmatch(draft.show(index)))
        # a dash or the last bullet of a run may belong to the text below it
        together = not is_dash and (above in found or below in found)
        if together and (below in found or below == -1 or below - index > 1 or _is_gone(draft, index, 1)):
            yield from draft.cut_line(index, _BULLET, "one of several bullets without text")
        elif _is_gone(draft, index, 1) and (_is_gone(draft, index, -1) or above == -1):
            yield from draft.cut_line(index, _BULLET, "a bullet without text beside lines that go")


def _next(draft: Draft, index: int) -> str:
    """Return the text of the next line with text left; empty at the end."""
    at = bisect_left(draft.remaining, index) + 1
    return draft.show(draft.remaining[at]) if at < len(draft.remaining) else ""


def _is_gone(draft: Draft, index: int, step: int) -> bool:
    """Return whether the nearest line with text, above (-1) or below (1), was removed; False at an edge."""
    lines = draft.document.folded_lines
    index += step
    while 0 <= index < len(lines):
        if lines[index].strip():
            return draft.is_gone(index)
        index += step
    return False
