"""Parses a page once and walks it once: the text of each block, and the elements around it.

No function recurses, because pages nest without limit.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from cleaner.intake.page.context import BLOCKS, FURNITURE, Place, Places
from cleaner.intake.page.flatten import DEEPEST, drop_end_tags, flatten, shorten_tags
from cleaner.intake.page.normalise import REMOVED, is_note, normalise

# lxml drops a text of 10 MB without an error unless huge_tree is set.
_HUGE_TEXT = 2_000_000  # characters of up to four bytes
# trafilatura fails on a page that holds one of these, U+FFFE or U+FFFF.
_NOT_IN_XML = bytes({*range(32)} - {*b"\t\n\r"})

_SKIPPED = frozenset(
    """
    head script style noscript template svg math iframe object canvas audio video select textarea title
    """.split()  # noqa: SIM905 a table of names is easier to read
)
# Elements without text of an article; trafilatura deletes them.
_WITHOUT_TEXT = "noscript svg iframe object embed canvas audio video select textarea map source".split()  # noqa: SIM905
# Boilerplate elements that trafilatura deletes wherever they are.
_PRUNED = ("nav", "footer", "aside", "form", "dialog", "menu", "fieldset")
_Linked = tuple[str, Any]  # a text, and its link or the element that holds it
# Text of permalinks beside headings.
_PERMALINKS = frozenset(("#", "¶", "§", "🔗"))
_JSON_LD = "application/ld+json"
_WRAPPER_SHARE = 1 / 3
_BUTTON = "button"
_NEARLY_ALL = 0.95  # share of a line in buttons: a full stop or an ornament may be outside


class Segment:
    """The text of one block up to the next block; `links` and `place` are computed on first use.

    `pieces` are its texts, each with the element that holds it, if they were asked for; `breaks` is then the number
    of line breaks before it.
    """

    __slots__ = (
        "_linked",
        "_links",
        "_place",
        "_places",
        "breaks",
        "element",
        "key",
        "pieces",
        "raw_text",
        "tag",
    )

    def __init__(
        self, raw_text: str, key: str, block: tuple[str, Any], linked: list[_Linked], places: Places
    ) -> None:
        self.raw_text = raw_text
        self.key = key  # the text without white space
        self.tag, self.element = block
        self.pieces: list[_Linked] = []
        self.breaks = 0
        self._linked = linked
        self._places = places
        self._links: float | None = None
        self._place: Place | None = None

    @property
    def text(self) -> str:
        """The text with white space collapsed to single spaces."""
        return " ".join(self.raw_text.split())

    @property
    def links(self) -> float:
        """The share of the text that is linked, from 0 to 1."""
        if self._links is None:
            self._links = min(1.0, sum(_count_characters(text) for text, _ in self._linked) / len(self.key))
        return self._links

    def linked_by(self) -> set[Any]:
        """Return the links of the block."""
        return {link for _, link in self._linked}

    @property
    def place(self) -> Place:
        """The context of the block."""
        if self._place is None:
            self._place = self._find_place()
        return self._place

    def _find_place(self) -> Place:
        place = self._places.of(self.element)
        if place.hint or not self._linked:
            return place
        in_buttons = sum(
            _count_characters(text) for text, link in self._linked if self._places.hint(link) == _BUTTON
        )
        if in_buttons >= _NEARLY_ALL * len(self.key):
            return place._replace(hint=_BUTTON, box=self._places.number())
        return place

    @property
    def furniture(self) -> bool:
        """Whether the block is in navigation, a footer or a form."""
        around = self.place.furniture
        return around is not None and around not in self._places.wrappers


@dataclass
class ParsedPage:
    """A parsed page: its tree, its blocks, its number of elements, and whether its nesting was flattened.

    `omitted` counts the elements that were left out: what no browser shows, readings of ruby, permalinks.
    """

    tree: Any
    segments: list[Segment]
    elements: int
    flattened: bool = False
    omitted: int = 0


def read_page(html: str, *, prune: bool = False, pieces: bool = False) -> ParsedPage | None:
    """Parse a page and walk it, with the `pieces` of each block if asked. Return None without elements.

    With `prune`, navigation, footers and the like are left out: extraction deletes them, and walking them is a
    third of the work.
    """
    html = drop_end_tags(shorten_tags(html))
    tree = _parse(html)
    if tree is None:
        return None
    flattened = _is_deep(tree)
    if flattened:
        tree = _parse(flatten(html))
    drop_scripts(tree)
    if prune:
        drop_furniture(tree)
    omitted = normalise(tree)
    segments, elements = _walk(tree, pieces=pieces)
    return ParsedPage(tree, segments, elements, flattened, omitted)


def drop_scripts(tree: Any) -> None:
    """Remove scripts and styles, which extraction copies and ignores.

    JSON-LD scripts stay, because extraction falls back to the article text in them.
    """
    from lxml.etree import strip_elements

    for script in tree.iter("script"):
        if script.get("type") != _JSON_LD:
            script.tag = "style"
    strip_elements(tree, "style", with_tail=False)


def drop_furniture(tree: Any) -> None:
    """Remove navigation, footers, forms and the like, which extraction deletes, and what holds no text.

    An element becomes a plain box if it holds a good part of the page's text: its end tag is missing. It stays if
    it holds an h1, an aside if it is a note, and a footer if it is that of a quotation.
    """
    from lxml.etree import strip_elements

    strip_elements(tree, *_WITHOUT_TEXT, with_tail=False)
    size = 0.0
    for element in tree.iter(*_PRUNED):
        if (element.tag == "aside" and is_note(element)) or _is_source(element):
            continue
        size = size or _length_xpath()(tree)
        if _length_xpath()(element) > size * _WRAPPER_SHARE:
            element.tag = "div"
        elif element.find(".//h1") is None:
            element.tag = REMOVED
    strip_elements(tree, REMOVED, with_tail=False)


def _is_source(element: Any) -> bool:
    """Return whether an element is the footer of a quotation, which names its source."""
    return element.tag == "footer" and next(element.iterancestors("blockquote"), None) is not None


@cache
def _length_xpath() -> Any:
    from lxml.etree import XPath

    return XPath("string-length(normalize-space(.))")


def drop_metadata(tree: Any) -> None:
    """Remove the links and metadata of the head, which extraction copies and ignores."""
    from lxml.etree import strip_elements

    for head in tree.iterchildren("head"):
        strip_elements(head, "link", "meta", with_tail=False)


def _is_deep(tree: Any) -> bool:
    """Return whether elements nest so deeply that the parser may have dropped text."""
    from lxml.etree import XPath

    return bool(XPath("boolean(" + "/*" * DEEPEST + ")")(tree))


def key_of(text: str) -> str:
    """Return the text without white space and invisible characters, which extraction changes."""
    key = text.replace(" ", "")
    if key.isprintable():
        return key
    key = "".join(key.split())
    return key if key.isprintable() else "".join(filter(str.isprintable, key))


def _parse(html: str) -> Any:
    from lxml import etree
    from lxml.html import HtmlElement, document_fromstring

    parser = etree.HTMLParser(
        collect_ids=False,
        default_doctype=False,
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        huge_tree=len(html) > _HUGE_TEXT,
    )
    # The parser of lxml.html calls Python for the class of each element.
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement))
    html = html.replace("\ufffe", "").replace("\uffff", "")
    data = html.encode("utf-8", "ignore").translate(None, _NOT_IN_XML)
    try:
        return document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None


def _walk(tree: Any, *, pieces: bool) -> tuple[list[Segment], int]:  # noqa: PLR0915 one pass over all elements
    """Return the blocks of a tree in order and its number of elements."""
    from lxml.etree import iterwalk

    segments: list[Segment] = []
    places = Places()
    blocks: list[tuple[str, Any]] = [("", None)]
    texts: list[str] = []
    linked: list[_Linked] = []
    held: list[_Linked] = []
    elements = in_link = size = size_before = breaks = 0
    link = furniture = None
    sizes: dict[Any, int] = {}
    steps = iterwalk(tree, events=("start", "end"))
    for event, element in steps:
        tag = element.tag
        is_block = tag in BLOCKS
        if is_block and texts:
            text = "".join(texts)
            if key := key_of(text):
                segments.append(Segment(text, key, blocks[-1], linked, places))
                size += len(key)
                if pieces:
                    segments[-1].pieces, segments[-1].breaks = held, breaks
                    breaks = 0
            texts.clear()
            linked, held = [], []
        if event == "start":
            elements += 1
            if is_block:
                if tag == "br":
                    breaks += 1
                else:
                    blocks.append((tag, element))
                    if furniture is None and tag in FURNITURE:
                        furniture, size_before = element, size
            elif tag in _SKIPPED:
                steps.skip_subtree()
                continue
            elif tag == "a":
                in_link += 1
                link = element
            text = element.text
            if in_link and text in _PERMALINKS:
                continue
        else:
            if is_block:
                if tag != "br":
                    blocks.pop()
                    if element is furniture:
                        sizes[furniture], furniture = size - size_before, None
            elif tag == "a":
                in_link -= 1
            text = element.tail
        if text and (texts or not text.isspace()):
            texts.append(text)
            if pieces:
                held.append((text, element if event == "start" else element.getparent()))
            if in_link:
                linked.append((text, link))
    places.wrappers = {around for around, inside in sizes.items() if inside > size * _WRAPPER_SHARE}
    return segments, elements


def _count_characters(text: str) -> int:
    return len("".join(text.split()))
