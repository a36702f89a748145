"""One parse of a page and one walk over it: what each block says, and what its elements say about it.

The only file that imports lxml. Nothing here recurses, for pages nest as deep as they like.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cleaner.intake.page.context import BLOCKS, FURNITURE, Place, Places
from cleaner.intake.page.flatten import DEEPEST, flatten, shorten_tags

# A text of 10 MB is lost without a word, unless the parser's switch for huge input is thrown
_HUGE = 2_000_000  # characters, of up to four bytes each
# trafilatura gives up on a page that holds one of these, or U+FFFE or U+FFFF
_NOT_IN_XML = bytes({*range(32)} - {*b"\t\n\r"})

_SKIPPED = frozenset(
    """
    head script style noscript template svg math iframe object canvas audio video select textarea title
    """.split()  # noqa: SIM905 a table of names reads better so
)
_Linked = tuple[str, Any]  # a text and the link it stands in
# what the link to a heading itself says
_ANCHORS = frozenset(("#", "¶", "§", "🔗"))
_DATA = "application/ld+json"
_MOST_OF_PAGE = 1 / 3
_BUTTON = "button"
_ALL = 0.95  # of a line that is wholly one thing: a stop or an ornament may stand outside


class Segment:
    """What one block says, up to the next block inside or behind it; and, when asked, what the page says of it."""

    __slots__ = ("_linked", "_links", "_place", "_places", "element", "key", "raw_text", "tag")

    def __init__(self, said: str, key: str, block: tuple[str, Any], linked: list[_Linked], places: Places) -> None:
        self.raw_text = said
        self.key = key  # the text without white space
        self.tag, self.element = block
        self._linked = linked
        self._places = places
        self._links: float | None = None
        self._place: Place | None = None

    @property
    def text(self) -> str:
        """The block's words, a space between them."""
        return " ".join(self.raw_text.split())

    @property
    def links(self) -> float:
        """The share of it that is linked."""
        if self._links is None:
            self._links = min(1.0, sum(_size(text) for text, _ in self._linked) / len(self.key))
        return self._links

    @property
    def place(self) -> Place:
        """What the elements around it say."""
        if self._place is None:
            self._place = self._find_place()
        return self._place

    def _find_place(self) -> Place:
        place = self._places.of(self.element)
        if place.hint or not self._linked:
            return place
        pressed = sum(_size(text) for text, link in self._linked if self._places.hint(link) == _BUTTON)
        if pressed >= _ALL * len(self.key):
            return place._replace(hint=_BUTTON, box=self._places.number())
        return place

    @property
    def furniture(self) -> bool:
        """Whether it stands in the navigation, a footer or a form."""
        around = self.place.furniture
        return around is not None and around not in self._places.wrappers


@dataclass
class ParsedPage:
    """A parsed page, walked once."""

    tree: Any
    segments: list[Segment]
    elements: int
    flattened: bool = False


def read_page(html: str) -> ParsedPage | None:
    """Parse a page and walk it. None where there is nothing to parse."""
    html = shorten_tags(html)
    tree = _parse(html)
    if tree is None:
        return None
    segments, elements, depth = _walk(tree)
    if depth < DEEPEST:
        return ParsedPage(tree, segments, elements)
    tree = _parse(flatten(html))
    segments, elements, _ = _walk(tree)
    return ParsedPage(tree, segments, elements, flattened=True)


def lighten(tree: Any) -> None:
    """Drop the scripts and styles, and the head's links and meta data: extraction copies them and looks past them.

    Its last resort is an article that a script holds as data: such scripts stay.
    """
    from lxml.etree import strip_elements

    for script in tree.iter("script"):
        if script.get("type") != _DATA:
            script.tag = "style"
    strip_elements(tree, "style", with_tail=False)
    for head in tree.iterchildren("head"):
        strip_elements(head, "link", "meta", with_tail=False)


def key_of(text: str) -> str:
    """What a text says without white space and characters that do not show: extraction changes those."""
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
        huge_tree=len(html) > _HUGE,
    )
    # lxml.html's own parser asks Python for the class of each element that is looked at
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement))
    html = html.replace("\ufffe", "").replace("\uffff", "")
    data = html.encode("utf-8", "ignore").translate(None, _NOT_IN_XML)
    try:
        return document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None


def _walk(tree: Any) -> tuple[list[Segment], int, int]:  # noqa: PLR0915 one loop: a call an element is too dear
    """The blocks of a tree in their order, how many elements it has, and how deep they nest."""
    from lxml.etree import iterwalk

    segments: list[Segment] = []
    places = Places()
    blocks: list[tuple[str, Any]] = [("", None)]
    said: list[str] = []
    linked: list[_Linked] = []
    elements = depth = deepest = in_link = size = begun = 0
    link = furniture = None
    sizes: dict[Any, int] = {}
    steps = iterwalk(tree, events=("start", "end"))
    for event, element in steps:
        tag = element.tag
        is_block = tag in BLOCKS
        if is_block and said:
            text = "".join(said)
            if key := key_of(text):
                segments.append(Segment(text, key, blocks[-1], linked, places))
                size += len(key)
            said.clear()
            linked = []
        if event == "start":
            elements += 1
            depth += 1
            if depth > deepest:  # noqa: PLR1730 max() is a call an element
                deepest = depth
            if is_block:
                if tag != "br":
                    blocks.append((tag, element))
                    if furniture is None and tag in FURNITURE:
                        furniture, begun = element, size
            elif tag in _SKIPPED:
                steps.skip_subtree()
                continue
            elif tag == "a":
                in_link += 1
                link = element
            text = element.text
            if in_link and text in _ANCHORS:
                continue
        else:
            depth -= 1
            if is_block:
                if tag != "br":
                    blocks.pop()
                    if element is furniture:
                        sizes[furniture], furniture = size - begun, None
            elif tag == "a":
                in_link -= 1
            text = element.tail
        if text and (said or not text.isspace()):
            said.append(text)
            if in_link:
                linked.append((text, link))
    places.wrappers = {around for around, held in sizes.items() if held > size * _MOST_OF_PAGE}
    return segments, elements, deepest


def _size(text: str) -> int:
    return len("".join(text.split()))
