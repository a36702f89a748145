"""Clean lines as Markdown: removals hold, lines without a structure stay, and blocks stand in their containers."""

from __future__ import annotations

import pytest

from cleaner.core.document import Document, Span
from cleaner.core.result import Removal, Result
from cleaner.core.structure import BULLET, CODE, HEADING, LINK, QUOTE, ROW, STRONG, Block, Container, Mark


def written(*lines: tuple[str, Block | None], removed: tuple[str, ...] = ()) -> str:
    text = "\n".join(line for line, _ in lines)
    spans = [Span(text.index(part), text.index(part) + len(part)) for part in removed]
    document = Document(text, structure=tuple(block for _, block in lines))
    return Result(document, tuple(Removal(span, "a/b", "") for span in spans)).markdown


def test_a_document_without_structure_gives_its_text_as_it_is():
    assert Result(Document("# a *text*\n- of Markdown")).markdown == "# a *text*\n- of Markdown"


def test_a_line_without_blocks_is_escaped_and_never_lost():
    assert written(("2 * 3", None), ("- an item", None), ("_x_", Block())) == "2 \\* 3\n\n- an item\n\n\\_x\\_\n"


def test_what_is_removed_is_not_written_and_its_marks_are_cut():
    block = Block(marks=(Mark(0, 12, LINK, "/x"), Mark(13, 17, STRONG)))
    assert written(("the red boat went", block), removed=("red ",)) == "[the boat](/x) **went**\n"
    assert written(("the red boat went", block), ("on", Block()), removed=("the red boat went\n",)) == "on\n"


def test_a_removed_line_break_joins_two_lines():
    assert written(("red", Block()), ("boat", Block()), removed=("\n",)) == "redboat\n"


def test_nothing_left_is_nothing():
    assert written(("red", Block()), removed=("red",)) == ""


@pytest.mark.parametrize(
    ("lines", "result"),
    [
        ([("One", Block(HEADING, 2, group=1)), ("C #", Block(HEADING, 3, group=2))], "## One\n\n### C \\#\n"),
        (
            [("a", Block(group=1)), ("b", Block(group=1, continues=True)), ("c", Block(group=1))],
            "a\\\nb\n\nc\n",
        ),
        (
            [("- a", Block(begins=2, path=(Container(1, BULLET),))), ("b", Block(path=(Container(1, BULLET),)))],
            "- a\n\n  b\n",
        ),
        (
            [("a", Block(path=(Container(1, QUOTE),))), ("b", Block(path=(Container(2, QUOTE),)))],
            "> a\n\n> b\n",
        ),
        (
            [
                ("a", Block(path=(Container(1, "9. "),))),
                ("b", Block(path=(Container(2, "10. "), Container(3, BULLET)))),
                ("c", Block(path=(Container(2, "10. "), Container(4, "2. ")))),
            ],
            "9. a\n10. - b\n\n    2. c\n",
        ),
        (
            [("x = 1", Block(CODE, group=1, language="python")), ("```", Block(CODE, group=1, raw="\n```"))],
            "````python\nx = 1\n\n```\n````\n",
        ),
        (
            [("| a | b |", Block(ROW, 1, group=1)), ("|---|---|", None), ("| c \\| d |", Block(ROW, group=1))],
            "| a | b |\n| --- | --- |\n| c \\| d |  |\n",
        ),
        ([("| a |", None), ("|---|", None), ("| b |", None)], "| a |\n| --- |\n| b |\n"),
        ([("|---|", None)], "|  |\n| --- |\n| --- |\n"),
    ],
)
def test_blocks(lines, result):
    assert written(*lines) == result
