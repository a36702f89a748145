"""Finds the lines of an article with trafilatura. Only this file imports trafilatura.

Its public function copies a page's tree four times, in case its first answer is too short, and looks for boxes with
XPath expressions. `read_first_container` gives the same first answer in half of the time, and none where
trafilatura would look further. It calls parts of trafilatura, so it knows only the versions that it is tested
with; with another version, the public function answers.
"""

from __future__ import annotations

import logging
import re
from copy import copy
from functools import cache
from typing import Any

from cleaner.intake.page.box_names import boilerplate_boxes, comment_boxes, containers

# deduplicate carries state from one page to the next. with_metadata doubles the time.
SETTINGS: dict[str, Any] = {
    "include_comments": False,
    "include_tables": True,
    "deduplicate": False,
    "with_metadata": False,
}
# The versions whose parts are called.
_KNOWN_VERSION = re.compile(r"2\.3\.\d+\Z")
_LINE_BREAKS = ("\r\n", "\r", "\u2028", "\u2029", "\x85")
# The conditions on which trafilatura looks again, with the values of its settings.
_MIN_SIZE = 250  # characters of the text
_ENOUGH_PARAGRAPHS = 3 * _MIN_SIZE  # characters in paragraphs of the page; below, <div> counts as a paragraph
_SHORT, _SHORT_SHARE = 3_000, 0.2  # characters of the text, and its share of the page's
_MOST_BOILERPLATE = 6 / 7  # share of a container that its boilerplate may be
_MIN_REPEATED = 50  # characters of an element that repeats the one before it
_DISCUSSION = "DiscussionForumPosting"
# The attribute of an element that holds the article.
HOLDER = "x-holder"
_LINK = "ref"  # the tag of links in trafilatura's tree
_TABLE_TAGS = ("table", "td", "th", "tr")
_INLINE = frozenset(("hi", "ref", "del", "code"))


def find_lines(tree: Any, url: str | None, *, fast: bool) -> list[str]:
    """Return the lines that trafilatura finds; none if they are blank. The tree is not changed."""
    found: Any = load_trafilatura().bare_extraction(tree, url=url, fast=fast, **SETTINGS)
    return _lines(found.text or "" if found is not None else "")


def _lines(text: str) -> list[str]:
    for line_break in _LINE_BREAKS:
        text = text.replace(line_break, "\n")
    return text.split("\n") if text.strip() else []


@cache
def load_trafilatura() -> Any:
    """Return the module trafilatura, with its log silenced."""
    import trafilatura

    # trafilatura logs failures that `because` reports.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    return trafilatura


@cache
def _is_known() -> bool:
    return _KNOWN_VERSION.match(load_trafilatura().__version__) is not None


@cache
def _options() -> Any:
    from trafilatura.settings import Extractor

    return Extractor(output_format="python", fast=True, comments=False, tables=True)


def read_first_container(page: Any) -> list[str]:
    """Return the lines that the fast mode finds in its first container; none if it would look further."""
    if not _is_known() or any(_DISCUSSION in (script.text or "") for script in page.iter("script")):
        return []
    tree = _prepared(page)
    body = _read_containers(tree, _options())
    size = len(" ".join(body.itertext()).strip())
    if size < _MIN_SIZE or (size < _SHORT and _is_little(size, page)):
        return []
    return _written(body)


def read_holder(page: Any) -> list[str]:
    """Return the lines of the element that has the attribute `HOLDER`; none without one.

    Each text in it is a paragraph: a page without a named container has its paragraphs in <div> and <span>.
    """
    from lxml.etree import Element
    from trafilatura.settings import TAG_CATALOG

    if not _is_known():
        return []
    tree = _prepared(page)
    container = next((element for element in tree.iter("*") if HOLDER in element.attrib), None)
    if container is None:
        return []
    body = Element("body")
    _prune(container)
    _read_container(container, body, {*TAG_CATALOG, *_TABLE_TAGS, "div"}, _options())
    return _written(body)


def _prepared(page: Any) -> Any:
    from trafilatura.htmlprocessing import convert_tags, tree_cleaning

    tree = copy(page)
    _delete(comment_boxes(tree))
    return convert_tags(tree_cleaning(tree, _options()), _options())


def _written(body: Any) -> list[str]:
    from trafilatura.xml import xmltotxt

    _finish(body)
    return _lines(xmltotxt(body, _options().formatting))


def _is_little(size: int, page: Any) -> bool:
    """Return whether a text is so small a share of its page that trafilatura looks again."""
    most = len(" ".join(page.text_content().split())) + sum(1 for _ in page.iter())
    if size >= _SHORT_SHARE * most:
        return False
    return bool(size < _SHORT_SHARE * len(load_trafilatura().html2txt(page)))


def _read_containers(tree: Any, options: Any) -> Any:
    """Return the elements of the text in the first container that holds more than one."""
    from lxml.etree import Element
    from trafilatura.settings import TAG_CATALOG

    body = Element("body")
    tags = {*TAG_CATALOG, *_TABLE_TAGS}
    for container in containers(tree):
        _prune(container)
        if not len(container):
            continue
        if not _has_paragraphs(tree):
            tags.add("div")
        _read_container(container, body, tags, options)
        if len(body) > 1:
            break
    return body


def _read_container(container: Any, body: Any, tags: set[str], options: Any) -> None:
    """Append the elements of the text in a container to `body`."""
    from lxml.etree import Element
    from trafilatura.htmlprocessing import process_node
    from trafilatura.main_extractor import REBUILT_BLOCKS, handle_textelem

    elements = list(container.iterdescendants())
    held = {element.tag for element in elements}
    if held == {"lb"} or (container.tag == "div" and "div" in tags and held <= _INLINE | {"lb"}):
        elements = [container]
    lead, start = None, len(body)
    if elements != [container] and (container.text or "").strip():
        lead = Element("p")
        lead.text = container.text
        lead = process_node(lead, options)
    for element in elements:
        if _root(element) is body:
            continue
        tag, tail = element.tag, element.tail
        read = handle_textelem(element, tags, options)
        if read is not None:
            body.append(read)
            if _root(element) is not body:
                element.tag = "done"
        # What follows a rebuilt block is a paragraph of its own.
        if tag in REBUILT_BLOCKS and (tail or "").strip() and (read is None or read.tail is None):
            behind = Element("p")
            behind.text = tail
            if process_node(behind, options) is not None:
                body.append(behind)
    while len(body) and body[-1].tag in ("head", _LINK):
        body.remove(body[-1])
    if lead is not None and len(body) > 1:
        body.insert(start, lead)


def _root(element: Any) -> Any:
    return element.getroottree().getroot()


def _has_paragraphs(tree: Any) -> bool:
    size = 0
    for paragraph in tree.iter("p"):
        if next(paragraph.iterancestors("p"), None) is None:
            size += len(paragraph.text_content())
            if size >= _ENOUGH_PARAGRAPHS:
                return True
    return False


def _prune(container: Any) -> None:
    """Delete boilerplate by name and by its share of links, and unwrap the links that stay."""
    from lxml.etree import strip_tags
    from trafilatura.htmlprocessing import link_density_test_tables

    boilerplate, teasers = boilerplate_boxes(container)
    if boilerplate:
        known = set(boilerplate)
        outer = [box for box in boilerplate if not any(around in known for around in box.iterancestors())]
        size = len(container.text_content())
        if sum(len(box.text_content()) for box in outer) < size * _MOST_BOILERPLATE:
            _delete(outer)
    _delete(teasers)
    linked = _around_links(container)
    for _ in range(2):
        deleted = sum(_delete_by_links(container, tag, linked) for tag in ("div", "list", "p"))
        if not deleted:
            break
    _delete([table for table in container.iter("table") if link_density_test_tables(table)])
    strip_tags(container, "span", _LINK)


def _around_links(container: Any) -> set[Any]:
    """Return the container and the elements in it that hold a link."""
    linked: set[Any] = {container}
    for link in container.iter(_LINK):
        around = link.getparent()
        while around is not None and around not in linked:
            linked.add(around)
            around = around.getparent()
    return linked


def _delete_by_links(container: Any, tag: str, linked: set[Any]) -> int:
    """Delete the elements of a tag that are mostly links, of those that hold one, and return their number."""
    from trafilatura.htmlprocessing import link_density_test

    found = []
    for element in container.iter(tag):
        if element not in linked:
            continue
        is_farm, is_short = link_density_test(element)
        if not is_farm and not (
            tag == "div" and is_short and len(element) >= 3 and len(" ".join(element.text_content().split())) < 100
        ):
            continue
        parent = element.getparent()
        if tag == "p" and parent is not None and parent.tag in ("item", "td", "th"):
            continue
        found.append(element)
    _delete(found)
    return len(found)


def _delete(elements: list[Any]) -> None:
    from trafilatura.xml import delete_element

    for element in elements:
        delete_element(element)


def _finish(body: Any) -> None:
    """Delete repeated elements and the marks of what was read."""
    from lxml.etree import strip_elements, strip_tags
    from trafilatura.utils import SPACING_PROTECTED

    previous = None
    for element in list(body):
        text = " ".join("".join(element.itertext()).split())
        if text and text == previous and len(text) > _MIN_REPEATED:
            body.remove(element)
        else:
            previous = text
    strip_elements(body, "done")
    strip_tags(body, "div")
    for line_break in body.iter("lb"):
        if (
            line_break.tail
            and line_break.tail.isspace()
            and not any(around.tag in SPACING_PROTECTED for around in line_break.iterancestors())
        ):
            line_break.tail = None
