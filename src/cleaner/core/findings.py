"""What went, one finding a line, as linters print theirs: file, line, column, rule, text and reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cleaner.core.document import Document, Repair
from cleaner.core.removal import Removal

LAYOUT = "layout"
"""The family that closes the gaps which other rules leave: blank lines."""
_LONGEST = 60  # characters of a text that a finding shows


class Finding(NamedTuple):
    """One removal or repair.

    `line` is the 1-based line of the decoded input; for a page, of the extracted text. `column` is the 1-based
    character of the repaired line. `text` is what went, or the line before its repair.
    """

    line: int
    column: int
    rule: str
    text: str
    because: str


def findings(document: Document, removals: Sequence[Removal]) -> Iterator[Finding]:
    """Yield the removals and repairs of a document in the order of the lines, without the blank lines of layout."""
    repairs = list(document.repairs[::-1])
    for line, start, removal in _located(document, removals):
        while repairs and repairs[-1].line <= line:
            yield _repaired(repairs.pop())
        if not is_layout(removal.rule):
            begin, end = removal.span
            text = document.text[begin:end]
            yield Finding(line, begin - start + 1, removal.rule, text, removal.because)
    while repairs:
        yield _repaired(repairs.pop())


def finding_lines(name: str, document: Document, removals: Sequence[Removal]) -> Iterator[str]:
    """Yield each finding as a line without line break: name:line:column rule "text" because reason.

    The text is on one line and has at most 60 characters. Control characters stay as they are.
    """
    name = name.encode("utf-8", "backslashreplace").decode().replace("\n", "\\n")
    for line, column, rule, text, because in findings(document, removals):
        yield f'{name}:{line}:{column} {rule} "{shortened(text)}" because {" ".join(because.split())}'


def is_layout(rule: str) -> bool:
    """Return whether a rule only closes the gaps that other rules leave."""
    return rule.startswith(f"{LAYOUT}/")


def shortened(text: str, most: int = _LONGEST) -> str:
    """Return a text on one line, its end cut off beyond `most` characters."""
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _repaired(repair: Repair) -> Finding:
    because = f"intake repairs it to “{shortened(repair.after)}”"
    return Finding(repair.line, 1, repair.rule or "repair/unknown", repair.before, because)


def _located(document: Document, removals: Sequence[Removal]) -> Iterator[tuple[int, int, Removal]]:
    """Yield each removal with its line of the decoded input, and the offset of that line in the document."""
    starts, repairs = document.starts, document.repairs
    index = at = extra = 0  # extra: the line breaks that repairs before this line have added
    for removal in removals:
        while index + 1 < len(starts) and starts[index + 1] <= removal.span.start:
            index += 1
        while at < len(repairs) and index + 1 > repairs[at].line + extra + repairs[at].after.count("\n"):
            extra += repairs[at].after.count("\n")
            at += 1
        # a repaired line may be several now
        latest = repairs[at].line if at < len(repairs) else index + 1
        yield min(index + 1 - extra, latest), starts[index], removal
