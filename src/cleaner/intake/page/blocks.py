"""Rewrites blocks whose words extraction drops or joins: captions, sources of quotations, blocks in list items."""

from __future__ import annotations

from typing import Any

from cleaner.intake.page.context import BLOCKS

_HELD_IN_FIGURES = ("pre", "blockquote", "ul", "ol", "dl", "table")
_MEDIA = ("img", "picture", "video", "audio", "svg", "iframe", "object", "embed", "canvas", "amp-img")
_LISTS = ("ul", "ol")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_HEADS = frozenset(("table", "thead", "tbody", "tr"))


def rewrite_figure(element: Any) -> None:
    """Make a figure that holds code, a quotation, a list or a table a plain box: extraction deletes figures.

    Its caption becomes a paragraph. The caption of a picture goes with the picture.
    """
    held = [name for name in _HELD_IN_FIGURES if element.find(f".//{name}") is not None]
    media = next(element.iter(*_MEDIA), None) is not None
    if not held:
        return
    element.tag = "div"
    if media:
        return
    for caption in element.iterchildren("figcaption"):
        caption.tag = "p"
        for name in ("class", "id"):
            caption.attrib.pop(name, None)


def keep_words_of_blocks(tree: Any) -> None:
    """Rewrite what makes extraction delete a block.

    It deletes the footer of a quotation, which names its author, what is centred, and a heading before an empty
    link.
    """
    for centred in tree.iter("center"):
        centred.tag = "div"
    for heading in list(tree.iter(*_HEADINGS)):
        anchor = heading.getnext()
        if anchor is not None and anchor.tag == "a" and not (heading.tail or "").strip() and _is_empty(anchor):
            anchor.drop_tree()
    for quote in tree.iter("blockquote"):
        for footer in quote.iterchildren("footer"):
            footer.tag = "p"
            for name in ("class", "id"):
                footer.attrib.pop(name, None)


def _is_empty(link: Any) -> bool:
    return not any(map(str.strip, link.itertext())) and link.find(".//img") is None


def move_captions(table: Any) -> None:
    """Put the caption of a table of data before it, as a paragraph: extraction makes it a row."""
    for caption in list(table.iterchildren("caption")):
        if table.getparent() is None or not "".join(caption.itertext()).strip():
            continue
        caption.tag = "p"
        tail, caption.tail = caption.tail, None
        table.addprevious(caption)
        if tail and tail.strip():
            table.text = (table.text or "") + tail


def separate_items(tree: Any) -> None:
    """Move code out of list items, which extraction writes as one line, and part the blocks in them by spaces."""
    # Inner lists come first: their code moves into the outer item, and then out of it. The later items of a list
    # come first, so that each item moves once.
    for item in reversed(list(tree.iter("li"))):
        listed = item.getparent()
        if listed is None or listed.tag not in _LISTS:
            continue
        if item.find(".//pre") is not None:
            _move_code(item, listed)
        boxes = [box for box in item.iter("div", "table", "section") if _is_innermost(box) and not _is_linked(box)]
        if len(boxes) > 1 or (boxes and (item.text or "").strip()):
            for box in boxes:
                _part(box)


def _is_innermost(box: Any) -> bool:
    return box.tag == "table" or all(inner.tag not in BLOCKS or inner.tag == "br" for inner in box)


def _is_linked(box: Any) -> bool:
    """Return whether a box is mostly links, for which extraction deletes a paragraph."""
    linked = sum(len("".join(link.itertext())) for link in box.iter("a"))
    return linked * 2 > len("".join(box.itertext()))


def _part(block: Any) -> None:
    if block.tag != "table":
        block.tag = "p"
        return
    before, parent = block.getprevious(), block.getparent()
    if before is not None:
        before.tail = f"{before.tail or ''} "
    elif parent.text:
        parent.text += " "
    block.tail = f" {block.tail or ''}"


def _move_code(item: Any, listed: Any) -> None:
    """Move the part of an item from its first code on behind the list, and later items to a list of their own."""
    around = listed.getparent()
    first = next((child for child in item if child.tag == "pre" or child.find(".//pre") is not None), None)
    if around is None or first is None:
        return
    if first.tag != "pre" and (first.tag not in BLOCKS or first.tag in _HEADS):
        return
    _number_items(listed)
    moved = [first, *first.itersiblings()]
    rest = item.makeelement(listed.tag, dict(listed.attrib))
    rest.extend(list(item.itersiblings()))
    rest.tail, listed.tail = listed.tail, None
    place = listed
    for child in moved:
        tail, child.tail = child.tail, None
        place.addnext(child)
        place = child
        if tail and tail.strip():
            said = item.makeelement("p")
            said.text = tail
            place.addnext(said)
            place = said
    if len(rest):
        place.addnext(rest)
    else:
        place.tail = rest.tail


def _number_items(listed: Any) -> None:
    """Write the number of each item of an ordered list on it."""
    if listed.tag != "ol" or listed.get("x-numbered"):
        return
    start = listed.get("start") or ""
    number = int(start) if start.isascii() and start.isdigit() and len(start) < 9 else 1
    for item in listed.iterchildren("li"):
        if not item.get("value"):
            item.set("value", str(number))
        number += 1
    listed.set("x-numbered", "1")
