"""Finds links that are the article's own words: sub-headings, sentences, list items.

Extraction deletes blocks that are mostly links. A link in a block of this kind is unwrapped before extraction.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from copy import copy
from itertools import groupby
from typing import Any

from cleaner.intake.page.dom import ParsedPage, Segment
from cleaner.intake.page.normalise import REMOVED

_LONG = 80  # characters of a paragraph without white space
_UNLINKED = 0.3  # share of linked characters of a paragraph
_OWN_WORDS = 0.8  # share of linked characters up to which an item says something beside its link
_MOST_LEVELS = 4  # from an item up to the element that holds the article's paragraphs
_HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))
_SENTENCE = re.compile(r"""[.!?…。！？।۔]["'”’»)\]]*\Z""")
_WORDY = 25  # characters of a sentence without white space
_COLON = (":", "：")
_MOSTLY_LINKED = 0.5  # share of linked characters
_MENU = 3  # links of a box without other words that is navigation
_BOXES = ("div", "section", "ul", "ol", "header", "article", "figure")
_BACK_LINK = re.compile(r"[↩⏎↑⤴^]\ufe0e?\s*\Z")


def content_links(segments: Sequence[Segment]) -> set[int]:
    """Return the indices of blocks whose links are the article's own words."""
    parents = _parents_of_paragraphs(segments)
    found: set[int] = set()
    for listed, group in groupby(range(len(segments)), lambda index: _list_of(segments[index])):
        indices = list(group)
        if listed is not None:
            if any(segments[index].links for index in indices) and _is_list_of_article(
                listed, indices, segments, parents
            ):
                found.update(indices)
            continue
        found.update(index for index in indices if _is_words(index, segments, parents))
    return found


def unlink(segments: Sequence[Segment], indices: set[int]) -> None:
    """Rename the links of the blocks to span elements."""
    for index in indices:
        for link in segments[index].linked_by():
            link.tag = "span"
            for name in ("class", "id", "role", "style"):
                link.attrib.pop(name, None)


def without_links(page: ParsedPage, contents: set[int]) -> Any:
    """Return a copy of a page's tree without the boxes that hold nothing, or several links and no other words.

    Extraction deletes these by their share of links, and walking them takes a third of its time. A box of one link
    stays: extraction deletes it together with the words around it.
    """
    from lxml.etree import strip_elements

    worded: set[Any] = set()
    linked = []
    for index, segment in enumerate(page.segments):
        if segment.links > _MOSTLY_LINKED and index not in contents:
            linked.append(segment.element)
            continue
        element = segment.element
        while element is not None and element not in worded:
            worded.add(element)
            element = element.getparent()
    counts: Counter[Any] = Counter(_box_of(element, worded) for element in linked)
    boxes = [
        box
        for element in worded
        for box in element.iterchildren(*_BOXES)
        if box not in worded and (counts[box] >= _MENU or (not counts[box] and box.find(".//a") is None))
    ]
    tags = [box.tag for box in boxes]
    for box in boxes:
        box.tag = REMOVED
    copied = copy(page.tree)
    for box, tag in zip(boxes, tags, strict=True):
        box.tag = tag
    strip_elements(copied, REMOVED, with_tail=False)
    return copied


def _box_of(element: Any, worded: Collection[Any]) -> Any:
    """Return the outermost element around `element` that holds no words, or None."""
    box = None
    while element is not None and element not in worded:
        box, element = element, element.getparent()
    return box


def _parents_of_paragraphs(segments: Sequence[Segment]) -> Counter[Any]:
    parents: Counter[Any] = Counter()
    for segment in segments:
        if segment.tag == "p" and len(segment.key) >= _LONG and segment.links <= _UNLINKED:
            parents[segment.element.getparent()] += 1
    return parents


def _is_words(index: int, segments: Sequence[Segment], parents: Counter[Any]) -> bool:
    segment = segments[index]
    if segment.links <= _UNLINKED:
        return False
    if segment.tag == "p":
        # A headline has no full stop; a paragraph that is a link to another story is a headline.
        is_sentence = len(segment.key) >= _WORDY and bool(_SENTENCE.search(segment.text))
        return is_sentence and parents[segment.element.getparent()] > 1
    if segment.tag not in _HEADINGS or parents[segment.element.getparent()] < 2:
        return False
    after = segments[index + 1] if index + 1 < len(segments) else None
    return after is not None and (after.tag not in _HEADINGS and after.links <= _UNLINKED)


def _is_list_of_article(
    listed: Any, indices: Sequence[int], segments: Sequence[Segment], parents: Counter[Any]
) -> bool:
    items = [segments[index] for index in indices]
    if all(_BACK_LINK.search(item.text) for item in items):
        return True
    above = listed
    for _ in range(_MOST_LEVELS):
        above = above.getparent()
        if above is None:
            return False
        if parents[above]:
            break
    else:
        return False
    if all(item.links <= _OWN_WORDS for item in items if len(item.key) > 3) or (
        sum(item.links <= _OWN_WORDS for item in items) * 2 > len(items)
    ):
        return True
    before = segments[indices[0] - 1] if indices[0] else None
    return (
        before is not None
        and before.text.endswith(_COLON)
        and before.links <= _UNLINKED
        and before.element.getparent() is listed.getparent()
    )


def _list_of(segment: Segment) -> Any:
    """Return the list that a block is an item of, or None."""
    if segment.tag not in ("li", "p"):
        return None
    item = segment.element if segment.tag == "li" else segment.element.getparent()
    if item is None or item.tag != "li":
        return None
    around = item.getparent()
    return around if around is not None and around.tag in ("ul", "ol") else None
