"""The structure of a page's lines: the block of each, and its phrases that are emphasised, linked or code.

It stands beside the text and never changes it. `markdown` writes it.
"""

from __future__ import annotations

from typing import NamedTuple

PARAGRAPH, HEADING, CODE, ROW = "paragraph", "heading", "code", "row"  # the values of Block.kind
STRONG, EMPHASIS, STRIKE, INLINE_CODE, LINK = "strong", "emphasis", "strike", "code", "link"  # of Mark.kind
QUOTE, BULLET = "> ", "- "  # values of Container.marker


class Mark(NamedTuple):
    """A phrase of a line: a half-open range of its characters, its kind, and the address of a link."""

    start: int
    end: int
    kind: str
    target: str = ""


class Container(NamedTuple):
    """A quotation or a list item around a line. `number` identifies it; `marker` is "> ", "- " or "3. "."""

    number: int
    marker: str


class Block(NamedTuple):
    """The structure of one line.

    level: of a heading, 1 to 6; of a row, 1 if it heads its table, else 0.
    begins: characters before the content, such as "- ".
    group: number of the innermost element; lines of one code block, table or broken paragraph share it.
    path: the containers of the line, outermost first.
    language: of code, as the page names it.
    raw: of code, the line with its white space, behind the blank lines before it; None for the line itself.
    continues: whether one line break in the page separates the line from the one before it.
    """

    kind: str = PARAGRAPH
    level: int = 0
    begins: int = 0
    group: int = 0
    path: tuple[Container, ...] = ()
    marks: tuple[Mark, ...] = ()
    language: str = ""
    raw: str | None = None
    continues: bool = False
