"""Reads fixtures/page/*.constructs: pieces of pages, what comes out of each, and why.

A case is its name behind `===`, one sentence, the HTML, the text behind `--- text`, and the Markdown behind
`--- markdown` unless each line of the text is a paragraph. The HTML stands between the paragraphs of an article. A
whole page has {1} to {5} for the paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from support import FIXTURES
from support.pages import BODY, page, paragraphs

_CASE = re.compile(
    r"^=== (?P<name>\S+)\n(?P<why>.+)\n\n(?P<html>(?:.*\n)*?)--- text\n(?P<rest>(?:(?!=== ).*\n)*)", re.M
)
_MARKDOWN = "--- markdown\n"
ADDRESS = "https://example.org/a/"


class Construct(NamedTuple):
    """One case. `html` is a whole page; `text` and `markdown` are what comes out between the paragraphs around it."""

    name: str
    why: str
    html: str
    text: str
    markdown: str


def constructs() -> Iterator[Construct]:
    for path in sorted((FIXTURES / "page").glob("*.constructs")):
        content = path.read_text(encoding="utf-8")
        cases = list(_CASE.finditer(content))
        assert len(cases) == content.count("=== "), path
        for case in cases:
            text, _, written = case["rest"].partition(_MARKDOWN)
            text = text.strip("\n")
            written = written.strip("\n") or "\n\n".join(text.split("\n"))
            yield Construct(f"{path.stem}/{case['name']}", case["why"], _page(case["html"]), text, written)


def between(text: str) -> str:
    """Return the lines between the third and the fourth paragraph, without white space at their ends."""
    inside = text.split(BODY[2], 1)[1].split(BODY[3], 1)[0]
    return "\n".join(line.rstrip() for line in inside.split("\n")).strip("\n")


def _page(html: str) -> str:
    if not html.startswith("<!DOCTYPE"):
        return page(paragraphs(*BODY[:3]) + html + paragraphs(*BODY[3:]))
    for number, paragraph in enumerate(BODY, 1):
        html = html.replace(f"{{{number}}}", paragraph)
    return html
