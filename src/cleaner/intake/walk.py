"""One parse of a page and one walk over it: what each block says, and what its elements say about it.

The only file that imports lxml. Nothing here recurses, for pages nest as deep as they like.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from cleaner.intake.flatten import DEEPEST, flatten, shorten_tags
from cleaner.intake.hints import hint_of

# A text of 10 MB is lost without a word, unless the parser's switch for huge input is thrown
_HUGE = 2_000_000  # characters, of up to four bytes each
# trafilatura gives up on a page that holds one of these
_NOT_IN_XML = bytes({*range(32)} - {*b"\t\n\r"})
_NO_CHARACTERS = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")

_SKIPPED = frozenset(
    """
    script style noscript template svg math iframe head object canvas audio video select textarea title
    """.split()  # noqa: SIM905 a table of names reads better so
)
_BLOCKS = frozenset(
    """
    address article aside blockquote body br button caption center dd details dialog div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html label legend li main menu nav ol option p pre
    section summary table tbody td tfoot th thead tr ul
    """.split()  # noqa: SIM905
)
_FURNITURE = frozenset(
    ("nav", "footer", "aside", "form", "button", "dialog", "label", "fieldset", "menu", "header")
)
# what the link to a heading itself says
_ANCHORS = frozenset(("#", "¶", "§", "🔗"))
_MOST_OF_PAGE = 1 / 3
_BUTTON = "button"
_ALL = 0.95  # of a line that is wholly one thing: a stop or an ornament may stand outside
_LISTS = frozenset(("ul", "ol"))


_Block = tuple[str, Any, str, int, int, int]


class Segment(NamedTuple):
    """What one block says, up to the next block inside or behind it."""

    text: str
    key: str  # the text without white space
    tag: str
    element: Any
    links: float  # the share of it that is linked
    hint: str
    box: int  # the hinted element around it, numbered; 0 for none
    listed: int  # the list it stands in, numbered; 0 for none
    furniture: int  # the navigation, footer or form around it, numbered; 0 for none


@dataclass
class Page:
    """A parsed page, walked once."""

    tree: Any
    segments: list[Segment]
    elements: int
    flattened: bool = False


def read_page(html: str) -> Page | None:
    """Parse a page and walk it. None where there is nothing to parse."""
    html = shorten_tags(html)
    tree = _parse(html)
    if tree is None:
        return None
    segments, elements, depth = _walk(tree)
    if depth < DEEPEST:
        return Page(tree, segments, elements)
    tree = _parse(flatten(html))
    segments, elements, _ = _walk(tree)
    return Page(tree, segments, elements, flattened=True)


def key_of(text: str) -> str:
    """What a text says without white space and characters that do not show: extraction changes those."""
    key = "".join(text.split())
    return key if key.isprintable() else "".join(filter(str.isprintable, key))


def _parse(html: str) -> Any:
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    parser = HTMLParser(
        collect_ids=False,
        default_doctype=False,
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        huge_tree=len(html) > _HUGE,
    )
    data = html.encode("utf-8", "ignore").translate(None, _NOT_IN_XML)
    for none in _NO_CHARACTERS:
        data = data.replace(none, b"")
    try:
        return document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None


def _walk(tree: Any) -> tuple[list[Segment], int, int]:  # noqa: PLR0915 one loop: a call an element is too dear
    """The blocks of a tree in their order, how many elements it has, and how deep they nest."""
    from lxml.etree import iterwalk

    segments: list[Segment] = []
    hints: dict[tuple[str | None, str | None], str] = {}
    # the block that is open: tag, element, hint, box, list, furniture
    block: _Block = ("", None, "", 0, 0, 0)
    stack = [block]
    said: list[str] = []
    linked = pressed = in_link = elements = depth = deepest = boxes = lists = 0
    is_button = False
    steps = iterwalk(tree, events=("start", "end"))
    for event, element in steps:
        tag = element.tag
        is_block = tag in _BLOCKS
        if is_block and said:
            if segment := _segment(said, block, linked, pressed):
                if segment.box < 0:
                    boxes += 1
                    segment = segment._replace(box=boxes)
                segments.append(segment)
            said = []
            linked = pressed = 0
        if event == "start":
            elements += 1
            depth += 1
            if depth > deepest:  # noqa: PLR1730 max() is a call an element
                deepest = depth
            if tag in _SKIPPED:
                steps.skip_subtree()
                continue
            if is_block:
                if tag != "br":
                    _, _, hint, box, listed, furniture = block
                    if found := _hint(element, hints):
                        boxes += 1
                        hint, box = found, boxes
                    if tag in _LISTS:
                        lists += 1
                        listed = lists
                    if tag in _FURNITURE and not furniture:
                        furniture = elements
                    block = (tag, element, hint, box, listed, furniture)
                    stack.append(block)
            elif tag == "a":
                in_link += 1
                is_button = _hint(element, hints) == _BUTTON
            text = element.text
            if in_link and text in _ANCHORS:
                continue
        else:
            depth -= 1
            if is_block:
                if tag != "br":
                    stack.pop()
                    block = stack[-1]
            elif tag == "a":
                in_link -= 1
            text = element.tail
        if text and (said or not text.isspace()):
            said.append(text)
            if in_link:
                size = len("".join(text.split()))
                linked += size
                if is_button:
                    pressed += size
    return _without_wrappers(segments), elements, deepest


def _without_wrappers(segments: list[Segment]) -> list[Segment]:
    """The segments; a form or an aside that holds much of the page is a wrapper, and no furniture."""
    sizes: dict[int, int] = {}
    for segment in segments:
        sizes[segment.furniture] = sizes.get(segment.furniture, 0) + len(segment.key)
    most = sum(sizes.values()) * _MOST_OF_PAGE
    wrappers = {number for number, size in sizes.items() if number and size > most}
    if not wrappers:
        return segments
    return [segment._replace(furniture=0) if segment.furniture in wrappers else segment for segment in segments]


def _hint(element: Any, known: dict[tuple[str | None, str | None], str]) -> str:
    names = (element.get("class"), element.get("id"))
    if names == (None, None):
        return ""
    found = known.get(names)
    if found is None:
        found = known[names] = hint_of(*names)
    return found


def _segment(said: list[str], block: _Block, linked: int, pressed: int) -> Segment | None:
    words = "".join(said).split()
    if not words:
        return None
    key = "".join(words)
    if not key.isprintable():
        key = key_of(key)
        if not key:
            return None
    tag, element, hint, box, listed, furniture = block
    if pressed and not hint and pressed >= _ALL * len(key):
        hint, box = _BUTTON, -1
    links = min(1.0, linked / len(key)) if linked else 0.0
    return Segment(" ".join(words), key, tag, element, links, hint, box, listed, furniture)
