"""Turns tables that only lay out a page into blocks, and lists in the cells of other tables into text."""

from __future__ import annotations

from typing import Any

from cleaner.intake.page.blocks import move_captions

_LONG = 200  # characters of a cell that is a column of text
_PARAGRAPH = 80  # characters
_PARTS = ("tr", "tbody", "thead", "tfoot", "td", "th", "caption", "colgroup", "col")
_TITLES = ("h1", "h2", "h3", "h4", "h5", "h6")
_INLINE = frozenset(
    """
    a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd mark q s samp small span strike strong
    sub sup time tt u var br
    """.split()  # noqa: SIM905 a table of names is easier to read
)


def flatten_layout_tables(tree: Any) -> None:
    """Rename the parts of layout tables to div and p. The text of a cell becomes paragraphs, split at <br><br>."""
    tables = list(tree.iter("table"))
    # Inner tables come first, so that the cells of an outer one hold no other rows.
    for table in reversed(tables):
        rows = [row for row in table.iter("tr") if row.tag == "tr"]
        cells = [[cell for cell in row if cell.tag in ("td", "th")] for row in rows]
        if _is_layout(table, cells):
            _flatten(table, rows, cells)
        else:
            move_captions(table)
            for cell in (cell for row in cells for cell in row):
                _flatten_lists(cell)


def _is_layout(table: Any, rows: list[list[Any]]) -> bool:
    cells = [cell for row in rows for cell in row]
    if table.get("role") in ("presentation", "none"):
        return True
    if any(cell.tag == "th" for cell in cells) or any(part.tag in ("caption", "thead") for part in table):
        return False
    held = next(table.iter(*_TITLES, "pre"), None) is not None
    if held or any(inner is not table for inner in table.iter("table", "x-table")):
        return True
    sizes = [[sum(map(len, cell.itertext())) for cell in row] for row in rows]
    most = max((size for row in sizes for size in row), default=0)
    if len(cells) == 1 or max(map(len, rows), default=0) == 1:
        return most >= _PARAGRAPH
    # A table of data has several rows of short and long cells.
    told = sum(1 for row in sizes if sum(map(bool, row)) > 1)
    if told > 2:
        return False
    return most >= _LONG and any(
        size >= _LONG and (_has_paragraphs(cell) or size >= 3 * _LONG)
        for row, row_sizes in zip(rows, sizes, strict=True)
        for cell, size in zip(row, row_sizes, strict=True)
    )


def _has_paragraphs(cell: Any) -> bool:
    return len(list(cell.iter("p"))) > 1 or any(_is_break_after(line) for line in cell.iter("br"))


def _is_break_after(line: Any) -> bool:
    following = line.getnext()
    return following is not None and following.tag == "br" and not (line.tail or "").strip()


def _flatten(table: Any, rows: list[Any], cells: list[list[Any]]) -> None:
    for part in list(table.iter("tbody", "thead", "tfoot", "caption")):
        part.tag = "div"
    for row in rows:
        row.tag = "div"
    for cell in (cell for row in cells for cell in row):
        cell.tag = "div"
        if _numbers_lines(cell):
            cell.tag = "x-removed"
        else:
            _split(cell)
    table.tag = "div"


def _numbers_lines(cell: Any) -> bool:
    """Return whether a cell numbers the lines of the code in the next one."""
    text = "".join(cell.itertext())
    return cell.find(".//pre") is not None and cell.getnext() is not None and "".join(text.split()).isdigit()


def _split(cell: Any) -> None:
    """Put the runs of text of a cell into paragraphs; two line breaks end a run."""
    if all(child.tag not in _INLINE for child in cell) and not (cell.text or "").strip():
        return
    paragraph = cell.makeelement("p")
    paragraph.text, cell.text = cell.text, None
    parts: list[Any] = []

    def end() -> None:
        nonlocal paragraph
        if len(paragraph) or (paragraph.text or "").strip():
            parts.append(paragraph)
        paragraph = cell.makeelement("p")

    for child in list(cell):
        if child.tag == "br" and _is_break_after(child):
            end()
        elif child.tag == "br" and not len(paragraph) and not (paragraph.text or "").strip():
            paragraph.text = child.tail
        elif child.tag in _INLINE:
            paragraph.append(child)
        else:
            end()
            paragraph.text, child.tail = child.tail, None
            parts.append(child)
    end()
    for child in list(cell):
        cell.remove(child)
    cell.extend(parts)


def _flatten_lists(cell: Any) -> None:
    """Make lists in a cell plain text: extraction leaves such a cell empty."""
    for part in list(cell.iter("ul", "ol", "li")):
        if part.tag == "li":
            part.tail = f" {(part.tail or '').strip()}"
            part.text = (part.text or "").lstrip()
        part.tag = "x-unwrapped"
