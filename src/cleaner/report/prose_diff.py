"""A diff for people and prose: the words that go are marked inside their line, and the rule stands below.

Lines fold at words to the width of a terminal, long lines show only what stands around a cut, and unchanged lines
are shortened or counted. The rows are styled text; `cleaner.system.terminal` paints them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from unicodedata import combining, east_asian_width

from cleaner.core.findings import is_layout
from cleaner.core.regex import lazy_compile
from cleaner.core.result import Result

PLAIN, CUT, ADDED, RULE, DIM, NAME = "", "cut", "added", "rule", "dim", "name"
Piece = tuple[str, str]
"""A style, and text in that style."""

_AROUND = 60  # columns of the line that stay visible on each side of a cut
_LONGEST_CUT = 400  # characters of a cut; the middle of a longer one is left out
_MIN_COLUMNS = 40
_MIN_REASON = 10  # columns
_SMALL_GAP = 2  # unchanged lines between two changes that are shown; more are counted
_TOKEN = lazy_compile(r"\s+|[^\s\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]+|.")


def prose_diff(result: Result, name: str, columns: int = 80) -> Iterator[list[Piece]]:
    """Yield the rows of the diff, at most `columns` wide; none if nothing changed."""
    if not result.changed:
        return
    columns = max(columns, _MIN_COLUMNS)
    name = name.encode("utf-8", "backslashreplace").decode().replace("\n", "\\n")
    yield from _folded([(NAME, name), (PLAIN, f": {_summary(result)}")], columns)
    lines = list(_lines(result))
    gutter = len(str(lines[-1][0] if lines else 0)) + 2
    for is_changed, group in groupby(lines, key=lambda line: bool(line[2])):
        found = list(group)
        if is_changed:
            for number, pieces, reasons in found:
                yield from _numbered(number, _focused(pieces), columns, gutter)
                for rule, because in reasons:
                    yield from _reason(rule, because, columns, gutter)
        else:
            yield from _unchanged([(number, pieces) for number, pieces, _ in found], columns, gutter)


def _summary(result: Result) -> str:
    size = len(result.document.text)
    removed = sum(removal.span.end - removal.span.start for removal in result.removals)
    count = sum(not is_layout(removal.rule) for removal in result.removals)
    parts = []
    if count:
        parts.append(f"{count:,} removal{'' if count == 1 else 's'}")
    if repairs := len(result.document.repairs):
        parts.append(f"{repairs:,} repaired line{'' if repairs == 1 else 's'}")
    share = f" ({removed / size:.0%})" if removed else ""
    return f"{', '.join(parts)}; {removed:,} of {size:,} characters{share}"


def _lines(result: Result) -> Iterator[tuple[int, list[Piece], list[tuple[str, str]]]]:
    """Yield the number of each line that holds text, its pieces, and the rules that change it with their reasons.

    The number is that of the decoded input, so a line that a repair has split is one.
    """
    document, removals, index = result.document, result.removals, 0
    repairs = {repair.line: repair for repair in document.repairs}
    at = number = 0
    while at < len(document.starts):
        number += 1
        repair = repairs.get(number)
        pieces, reasons = [], []
        if repair:
            reasons.append((repair.rule, ""))
            pieces += _replaced(repair.before, repair.after)
        for line in range(at, at + (repair.after.count("\n") if repair else 0) + 1):
            start, end, stop = document.line(line)
            here, position = [], start
            while index < len(removals) and removals[index].span.start < max(stop, start + 1):
                removal = removals[index]
                index += 1
                if not is_layout(removal.rule):
                    here.append((PLAIN, document.text[position : removal.span.start]))
                    here.append((CUT, document.text[removal.span.start : min(removal.span.end, end)]))
                    position = min(removal.span.end, end)
                    reasons.append((removal.rule, removal.because))
            here.append((PLAIN, document.text[position:end]))
            if not repair or any(style for style, _ in here):
                pieces += here
            at += 1
        pieces = [(style, text) for style, text in pieces if text]
        if any(text.strip() for _, text in pieces):
            yield number, pieces, list(dict.fromkeys(reasons))


def _replaced(before: str, after: str) -> list[Piece]:
    """Return the pieces of a repaired line: what both versions share, what goes and what comes."""
    most = min(len(before), len(after))
    start = next((at for at in range(most) if before[at] != after[at]), most)
    end = next((at for at in range(most - start) if before[-1 - at] != after[-1 - at]), most - start)
    return [
        (PLAIN, before[:start]),
        (CUT, before[start : len(before) - end]),
        (ADDED, after[start : len(after) - end].replace("\n", " ")),
        (PLAIN, before[len(before) - end :]),
    ]


def _focused(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces with marks around what changes, and what stays shortened to the text beside a change."""
    found: list[Piece] = []
    for at, (style, text) in enumerate(pieces):
        if style == CUT:
            half = _LONGEST_CUT // 2
            shown = text if len(text) <= _LONGEST_CUT else f"{text[:half]} … {text[-half:]}"
            found.append((CUT, f"[-{shown}-]"))
        elif style == ADDED:
            found.append((ADDED, f"{{+{text}+}}"))
        else:
            found.append((PLAIN, _around(text, is_first=at == 0, is_last=at + 1 == len(pieces))))
    return found


def _around(text: str, *, is_first: bool, is_last: bool) -> str:
    """Return the text with what is far from a change left out."""
    if is_first and is_last:
        return text
    head = "" if is_first else _fitting(text, _AROUND)
    tail = "" if is_last else _fitting(text[::-1], _AROUND)[::-1]
    if len(head) + len(tail) + 3 >= len(text):
        return text
    return f"{head}{' ' if head else ''}…{' ' if tail else ''}{tail}"


def _fitting(text: str, columns: int) -> str:
    """Return the whole words at the start of a text that fit into so many columns, or part of the first word."""
    used, found = 0, []
    for token in _TOKEN.findall(text):
        used += width(token)
        if used > columns:
            break
        found.append(token)
    return "".join(found).rstrip() if found else text[:columns]


def _unchanged(lines: list[tuple[int, list[Piece]]], columns: int, gutter: int) -> Iterator[list[Piece]]:
    """Yield unchanged lines, each shortened to one row; of many, the first and the last beside a change."""
    shown = lines if len(lines) <= _SMALL_GAP + 1 else [lines[0], (0, []), lines[-1]]
    for number, pieces in shown:
        if not number:
            yield [(DIM, f"{'⋮':>{gutter - 2}}  {len(lines) - 2:,} lines that stay")]
            continue
        text = "".join(text for _, text in pieces).strip()
        room = columns - gutter
        if width(text) > room:
            text = f"{_fitting(text, room - 2)} …"
        yield [(DIM, f"{number:>{gutter - 2}}  "), (DIM, text)]


def _numbered(number: int, pieces: list[Piece], columns: int, gutter: int) -> Iterator[list[Piece]]:
    rows = _folded(pieces, columns - gutter)
    for at, row in enumerate(rows):
        yield [(DIM, f"{number:>{gutter - 2}}  " if at == 0 else " " * gutter), *row]


def _reason(rule: str, because: str, columns: int, gutter: int) -> Iterator[list[Piece]]:
    """Yield the rule and as much of the reason as the row holds."""
    head = " " * gutter + "└─ "
    room = columns - width(head) - width(rule) - 2
    because = " ".join(because.split())
    if width(because) > room:
        because = f"{_fitting(because, room - 2)} …" if room > _MIN_REASON else ""
    yield [(DIM, head), (RULE, rule), (PLAIN, f": {because}" if because else "")]


def _folded(pieces: Iterable[Piece], columns: int) -> list[list[Piece]]:
    """Return the pieces in rows of at most so many columns, broken between words or, if need be, in them."""
    rows: list[list[Piece]] = [[]]
    used = 0
    for style, text in pieces:
        for token in _tokens(text, columns):
            size = width(token)
            if used and used + size > columns:
                rows.append([])
                used = 0
                if token.isspace():
                    continue
            if not (token.isspace() and not used):
                rows[-1].append((style, token))
                used += size
    return [_joined(row) for row in rows if row]


def _tokens(text: str, columns: int) -> Iterator[str]:
    """Yield the words of a text and the blanks between them, and what is wider than a row in parts."""
    for token in _TOKEN.findall(text):
        at = used = 0
        for end, character in enumerate(token):
            size = width(character)
            if used + size > columns:
                yield token[at:end]
                at, used = end, 0
            used += size
        yield token[at:]


def _joined(row: list[Piece]) -> list[Piece]:
    """Return a row with one piece for each run of a style, and no blanks at its end."""
    while len(row) > 1 and row[-1][1].isspace():
        row.pop()
    runs = groupby(row, key=lambda piece: piece[0])
    return [(style, "".join(text for _, text in run)) for style, run in runs]


def width(text: str) -> int:
    """Return the columns of a text on a terminal. Wide characters take two, combining ones none.

    >>> width("rain"), width("雨")
    (4, 2)
    """
    if text.isascii():
        return len(text)
    return sum(0 if combining(one) else 2 if east_asian_width(one) in "WF" else 1 for one in text)
