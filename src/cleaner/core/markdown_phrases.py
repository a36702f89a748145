"""Writes one line as Markdown: its words escaped, its marks as emphasis, links and code.

A mark that Markdown would not read as one, such as emphasis that begins at a blank, is left out. Words never are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from cleaner.core.structure import EMPHASIS, INLINE_CODE, LINK, STRIKE, STRONG, Mark

_DELIMITERS = {STRONG: "**", EMPHASIS: "*", STRIKE: "~~"}
_RANKS = {LINK: 0, STRIKE: 1, STRONG: 2, EMPHASIS: 3, INLINE_CODE: 4}  # of marks with one range, outermost first
_ALWAYS = re.compile(r"[\\`*]|<(?=[A-Za-z/!?])|&(?=#?\w{1,32};)|(?<![^\W_])_|_(?![^\W_])")
_BRACKETS = re.compile(r"[\[\]]")
_REFERENCE = re.compile(r"\][(\[:]")
_NUMBERED = re.compile(r"(\d{1,9})([.)])(?=\s|\Z)")
_OPENING = re.compile(r"#{1,6}(?=\s|\Z)|[-+](?=\s|\Z)|>|[-=_](?:[ \t]*[-=_])*[ \t]*\Z|[|:][-:| \t]*\Z|-[-:| \t]*\Z")
_TILDES = re.compile("~")
_TASK = re.compile(r"\[[ xX]\](?=\s)")
_CLOSING_HASHES = re.compile(r"(?:\A|(?<=\s))#+\Z")
_TICKS = re.compile(r"`+")
_UNSAFE = re.compile(r"[\s<>()\\\[\]`*|\"]")


def phrases(text: str, marks: Iterable[Mark] = (), *, row: bool = False, opens: bool = True) -> str:
    """Return a line of text as Markdown without its block's marker. In a `row` of a table, pipes are escaped.

    If it `opens` a line, what would begin a list, a heading or the like there is escaped.

    >>> phrases("Use a*b now", [Mark(4, 7, INLINE_CODE), Mark(8, 11, LINK, "/x")])
    'Use `a*b` [now](/x)'
    >>> phrases("1. a*b and snake_case")
    '1\\\\. a\\\\*b and snake_case'
    """
    lead = len(text) - len(text.lstrip())
    text = text.strip()
    shifted = (mark._replace(start=mark.start - lead, end=mark.end - lead) for mark in marks)
    written = _Writer(text, _fitting(text, list(shifted)), row=row).write(0, len(text), 0)
    return _with_opening_escaped(written) if opens and not row else written


def escape_heading(written: str) -> str:
    """Return the Markdown of a heading with the hashes at its end escaped, which would close it."""
    return _CLOSING_HASHES.sub(lambda match: "\\" + match[0], written)


def _with_opening_escaped(written: str) -> str:
    if match := _NUMBERED.match(written):
        return f"{match[1]}\\{match[2]}{written[match.end() :]}"
    if _OPENING.match(written) or _TASK.match(written):
        return f"\\{written}"
    return written


def _fitting(text: str, marks: list[Mark]) -> list[Mark]:
    """Return the marks that Markdown can write, sorted, the outer before the inner."""
    plain = [mark if mark.kind == LINK else mark._replace(target="") for mark in marks]
    # A removal may have cut a mark in two, so parts that touch are joined before blanks go.
    trimmed = (_trimmed(text, mark) for mark in _merged(plain))
    merged = _merged([mark for mark in trimmed if mark is not None])
    codes = [mark for mark in merged if mark.kind == INLINE_CODE]
    kept: list[Mark] = []
    for mark in merged:
        around = [outer for outer in kept if outer.start <= mark.start and mark.end <= outer.end]
        if any(outer.kind == mark.kind for outer in around):
            continue
        crossed = (outer for outer in kept if outer.start < mark.start < outer.end < mark.end)
        # Code holds no other marks, but a mark may hold code.
        if any(crossed) or (mark.kind != INLINE_CODE and any(_holds(code, mark) for code in codes)):
            continue
        kept.append(mark)
    while (misread := next((mark for mark in kept if not _is_read(text, mark, kept)), None)) is not None:
        kept.remove(misread)
    return kept


def _trimmed(text: str, mark: Mark) -> Mark | None:
    """Return the mark without white space at its ends, or None if nothing is left of it."""
    start, end = max(0, mark.start), min(len(text), mark.end)
    said = text[start:end]
    start += len(said) - len(said.lstrip())
    end -= len(said) - len(said.rstrip())
    return mark._replace(start=start, end=end) if start < end else None


def _merged(marks: list[Mark]) -> list[Mark]:
    """Return the marks with those of one kind that touch or overlap as one, sorted."""
    merged: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end, _RANKS[mark.kind])):
        for at, other in enumerate(merged):
            if other.kind == mark.kind and other.target == mark.target and mark.start <= other.end:
                merged[at] = other._replace(end=max(other.end, mark.end))
                break
        else:
            merged.append(mark)
    return sorted(merged, key=lambda mark: (mark.start, -mark.end, _RANKS[mark.kind]))


def _is_read(text: str, mark: Mark, marks: Sequence[Mark]) -> bool:
    """Return whether a reader of Markdown takes the delimiters of an emphasis as such."""
    if mark.kind not in _DELIMITERS:
        return True
    others = [other for other in marks if other != mark]
    return all(
        _flanks(
            _sort(text, at, inside, mark, others),
            _sort(text, at, not inside, mark, others, outside=True),
        )
        for at, inside in ((mark.start, True), (mark.end, False))
    ) and not any(_collides(mark, other) for other in others)


def _flanks(inner: str, outer: str) -> bool:
    return inner == "letter" or (inner == "mark" and outer != "letter")


def _sort(text: str, at: int, after: bool, mark: Mark, others: Sequence[Mark], *, outside: bool = False) -> str:
    """Return what stands beside a delimiter at `at`: "blank", "mark" or "letter"."""
    for other in others:
        if at not in (other.start, other.end):
            continue
        if other.kind in (STRONG, EMPHASIS) and mark.kind in (STRONG, EMPHASIS):
            continue  # their stars are one run
        around = _is_around(other, mark)
        within = not around and mark.start <= other.start and other.end <= mark.end
        if within != outside:
            return "mark"
    char = text[at : at + 1] if after else text[at - 1 : at] if at else ""
    if not char or char.isspace():
        return "blank"
    return "mark" if unicodedata.category(char)[0] in "PS" else "letter"


def _holds(outer: Mark, inner: Mark) -> bool:
    """Return whether a mark holds another, and more."""
    same = outer.start == inner.start and outer.end == inner.end
    return outer.start <= inner.start and inner.end <= outer.end and not same


def _is_around(outer: Mark, inner: Mark) -> bool:
    if (outer.start, outer.end) == (inner.start, inner.end):
        return _RANKS[outer.kind] < _RANKS[inner.kind]
    return outer.start <= inner.start and inner.end <= outer.end


def _collides(mark: Mark, other: Mark) -> bool:
    """Return whether the stars of two marks would run together."""
    if {mark.kind, other.kind} != {STRONG, EMPHASIS}:
        return False
    if mark.end == other.start or mark.start == other.end:
        return True
    shares = (mark.start == other.start) + (mark.end == other.end)
    inner = other.start <= mark.start and mark.end <= other.end
    return shares == 1 and inner


class _Writer:
    """Writes a text with marks that nest."""

    def __init__(self, text: str, marks: Sequence[Mark], *, row: bool) -> None:
        self._text = text
        self._marks = marks
        self._row = row
        self._all_brackets = bool(_REFERENCE.search(text))
        # One tilde alone is a word such as "about".
        self._all_tildes = text.count("~") > 1 or any(mark.kind == STRIKE for mark in marks)

    def write(self, start: int, end: int, depth: int, *, in_link: bool = False) -> str:
        """Return the text from `start` to `end` with the marks from the index `depth` on."""
        pieces: list[str] = []
        at = start
        for index in range(depth, len(self._marks)):
            mark = self._marks[index]
            if mark.start < at or mark.end > end:
                continue
            self._add(pieces, self._escaped(at, mark.start, in_link=in_link))
            if mark.kind == LINK and pieces and pieces[-1].endswith("!"):
                pieces[-1] = f"{pieces[-1][:-1]}\\!"
            pieces.append(self._marked(mark, index, in_link=in_link))
            at = mark.end
        self._add(pieces, self._escaped(at, end, in_link=in_link))
        return "".join(pieces)

    @staticmethod
    def _add(pieces: list[str], piece: str) -> None:
        if piece:
            pieces.append(piece)

    def _marked(self, mark: Mark, index: int, *, in_link: bool) -> str:
        if mark.kind == INLINE_CODE:
            return self._code(mark)
        inner = self.write(mark.start, mark.end, index + 1, in_link=in_link or mark.kind == LINK)
        if mark.kind == LINK:
            return f"[{inner}]({_address(mark.target)})"
        return f"{_DELIMITERS[mark.kind]}{inner}{_DELIMITERS[mark.kind]}"

    def _code(self, mark: Mark) -> str:
        said = " ".join(self._text[mark.start : mark.end].split())
        ticks = "`" * (max((len(run) for run in _TICKS.findall(said)), default=0) + 1)
        room = " " if said.startswith("`") or said.endswith("`") else ""
        return f"{ticks}{room}{self._with_pipes(said)}{room}{ticks}"

    def _escaped(self, start: int, end: int, *, in_link: bool) -> str:
        # The pattern looks at the neighbours of a character, which may lie outside of the range.
        pieces: list[str] = []
        at = start
        for match in _ALWAYS.finditer(self._text, max(0, start - 1), min(len(self._text), end + 40)):
            if start <= match.start() < end:
                pieces += (self._text[at : match.start()], "\\", match[0])
                at = match.end()
        said = "".join((*pieces, self._text[at:end]))
        if in_link or self._all_brackets:
            said = _BRACKETS.sub(lambda match: "\\" + match[0], said)
        if self._all_tildes:
            said = _TILDES.sub(r"\\~", said)
        return self._with_pipes(said)

    def _with_pipes(self, said: str) -> str:
        return said.replace("|", "\\|") if self._row else said


def _address(target: str) -> str:
    """Return an address that a pair of parentheses can hold."""
    return _UNSAFE.sub(lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()), target)
