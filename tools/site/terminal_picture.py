"""A picture of what a terminal shows, as SVG. tools/derived.py draws it, so that it shows what is printed today."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from pathlib import Path

from cleaner.api import Cleaner
from cleaner.report.prose_diff import CUT, DIM, NAME, PLAIN, RULE, Piece, prose_diff

_WIDTH, _HEIGHT, _MARGIN = 8.0, 19, 16  # of a character and of a row, in pixels
_COLUMNS = 80
_COLOURS = {PLAIN: "#d8dee9", CUT: "#f07178", RULE: "#7fdbca", DIM: "#8b98a9", NAME: "#ffffff"}


def diff_of_readme(root: Path) -> str:
    """Return the picture of `cleaner clean article.txt --diff` with the article of the README."""
    readme = (root / "README.md").read_text(encoding="utf-8")
    found = re.search(r"<!-- file: article.txt -->\n```text\n(.*?)```", readme, re.DOTALL)
    if found is None:
        raise ValueError("README.md: no sample file article.txt")
    rows = prose_diff(Cleaner().clean(found[1]), "article.txt", _COLUMNS)
    return svg([[(PLAIN, "$ cleaner clean article.txt --diff")], *rows])


def svg(rows: Iterable[Iterable[Piece]]) -> str:
    """Return rows of styled text as an SVG."""
    shown = [list(row) for row in rows]
    width = _COLUMNS * _WIDTH + 2 * _MARGIN
    height = len(shown) * _HEIGHT + 2 * _MARGIN
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height}"'
        f' viewBox="0 0 {width:g} {height}"'
        ' font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="13">',
        f'<rect width="{width:g}" height="{height}" rx="8" fill="#1b2430"/>',
    ]
    for number, row in enumerate(shown):
        column = 0
        for style, text in row:
            at, length = _MARGIN + column * _WIDTH, len(text) * _WIDTH
            column += len(text)
            if text.strip():
                place = f'x="{at:g}" y="{_MARGIN + number * _HEIGHT + 14}" textLength="{length:g}"'
                colour = _COLOURS.get(style, _COLOURS[PLAIN])
                lines.append(f'<text {place} xml:space="preserve" fill="{colour}">{escape(text)}</text>')
    return "\n".join([*lines, "</svg>"]) + "\n"
