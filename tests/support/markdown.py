"""Reads Markdown with a parser of the standard, so that tests do not believe the writer."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt

_PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
_BREAKS = {"softbreak": "\n", "hardbreak": "\n"}
_TEXTS = ("text", "code_inline")


def text_of(markdown: str) -> str:
    """Return the text that a reader sees. Raw HTML and images fail: no writer of ours means them."""
    pieces: list[str] = []
    for token in _PARSER.parse(markdown):
        assert token.type != "html_block", token.content
        if token.type in ("fence", "code_block"):
            pieces.append(token.content)
        for part in token.children or ():
            assert part.type not in ("html_inline", "image"), part
            pieces.append(part.content if part.type in _TEXTS else _BREAKS.get(part.type, ""))
        if token.children:
            pieces.append("\n")
    return "".join(pieces)


def html_of(markdown: str) -> str:
    """Return the HTML of Markdown."""
    return str(_PARSER.render(markdown))


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)
