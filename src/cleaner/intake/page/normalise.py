"""Rewrites a parsed page into what a browser shows, before its blocks are read and the article is extracted.

Extraction deletes some inline elements with their words (time, output, ruby, math), breaks lines at others (q), and
reads text that no browser shows. After this pass the words of a paragraph are plain text in their places. Elements
are marked first, and unwrapped or removed together: lxml does each in one pass over the tree, and joining the text
around a single element takes time that grows with the paragraph.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from cleaner.intake.page.blocks import keep_words_of_blocks, rewrite_figure, separate_items
from cleaner.intake.page.folded import is_folded
from cleaner.intake.page.math_text import math_text
from cleaner.intake.page.names import forget_names_of_headings, forget_names_of_layout, is_layout
from cleaner.intake.page.quotation_marks import marks_of, set_marks
from cleaner.intake.page.tables import flatten_layout_tables

REMOVED = "x-removed"  # the tag of elements that are removed with their content
UNWRAPPED = "x-unwrapped"  # the tag of elements whose content stays in their place
_MOST_CLIMBED = 8  # levels from an inline element to the block that its sentence is in
_MUCH = 1 / 5  # share of the page's text; an element that holds it is the article, however it is marked

# Elements that extraction deletes with their words although a sentence may go through them.
# Extraction repeats the text behind <code> in a list.
_DELETED_INLINE = ("time", "output", "button", "label", "marquee", "blink", "code", "meter", "progress")
_CONTROLS = ("button", "label")  # they are no words of a sentence unless a sentence goes on behind them
# Blocks whose text is one paragraph, item, cell or heading.
_TEXT_BLOCKS = frozenset("p li dd dt td th blockquote h2 h3 h4 h5 h6 summary".split())  # noqa: SIM905
_PHRASES = frozenset(
    """
    a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd mark nobr q s samp small span strike
    strong sub sup time tt u var output x-unwrapped
    """.split()  # noqa: SIM905 a table of names is easier to read
)

_SCREEN_READER = re.compile(
    r"(?:^|[\s_-])(?:visually-?hidden|sr-?only|screen-?reader(?:s|-?text|-?only)?|accessib(?:ly|ility)-?hidden"
    r"|a11y-?hidden|element-invisible|assistive-text)(?:$|[\s_-])",
    re.IGNORECASE,
)
# A class may show on some screens what "hidden" hides on others: "hidden md:block", "d-none d-lg-flex".
_HIDDEN_CLASS = re.compile(r"(?:^|\s)(?:hidden|d-none|is-hidden|u-hidden|w-condition-invisible)(?:$|\s)")
_SHOWN_CLASS = re.compile(r":(?:!?(?:block|flex|inline|grid|table|contents|visible))|d-(?:sm|md|lg|xl|xxl|print)-")
_HIDDEN_STYLE = re.compile(r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_ICON = re.compile(r"(?:^|[\s_-])(?:icons?|material-(?:icons|symbols)[\w-]*|fa|fa[srb]|glyphicon)(?:$|[\s_-])")

# The text of a link in a heading that leads to the heading itself.
_MARKS = frozenset(("#", "¶", "§", "🔗", "⚓", "\uf0c1", "[#]", "[¶]", "[edit]", "[edit source]", "[link]"))
_MARK_CLASS = re.compile(r"header-?link|perma-?link|hash-?link|heading-?(?:link|anchor)|anchor", re.IGNORECASE)
_EDIT_CLASS = "mw-editsection"
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_NAMED = frozenset((*_HEADINGS, "dt", "caption", "figcaption"))
_TRAILING_MARK = re.compile(r"\s*[¶🔗]\s*\Z")

_FORMULA = re.compile(r"katex|math|mjx|mwe-", re.IGNORECASE)

_NOTES = re.compile(
    r"(?:^|[\s_-])(?:footnotes?|endnotes?|citations?|note|admonition|callout|tip|warning|caution|important|hint)"
    r"(?:$|[\s_-])"
)
_NOTE_ROLES = frozenset(("doc-footnote", "doc-endnote", "doc-endnotes", "doc-tip", "doc-notice", "note"))


def normalise(tree: Any) -> int:
    """Rewrite a page's tree in place and return the number of elements that were left out.

    These are hidden elements, readings of ruby and permalinks of headings.
    """
    from lxml import etree

    page = _Page(tree)
    for element in tree.iter(*_REWRITES):
        # The iterator is one element ahead, and what it holds may have been marked meanwhile.
        if (rewrite := _REWRITES.get(element.tag)) is not None:
            rewrite(element, page)
    hidden, custom, named = _marked(tree)
    for element in hidden:
        page.hide(element)
    etree.strip_elements(tree, REMOVED, with_tail=False)
    for element in (*tree.iter(*_DELETED_INLINE), *custom):
        if _is_in_sentence(element, between=element.tag in _CONTROLS):
            if element.tag == "code":
                # Extraction reads the text of <data> as that of the sentence.
                element.set("x-code", "1")
            element.tag = "data" if element.tag == "code" else UNWRAPPED
    for element in tree.iter("span"):
        if element.attrib and _is_in_sentence(element):
            element.attrib.clear()
        if not element.attrib and element.getparent().tag != "pre":
            element.tag = UNWRAPPED
    etree.strip_tags(tree, UNWRAPPED, "font", "wbr", "nobr")
    keep_words_of_blocks(tree)
    flatten_layout_tables(tree)
    separate_items(tree)
    etree.strip_elements(tree, REMOVED, with_tail=False)
    etree.strip_tags(tree, UNWRAPPED)
    forget_names_of_headings(tree)
    forget_names_of_layout(named)
    return page.removed


def _marked(tree: Any) -> tuple[list[Any], list[Any], list[Any]]:
    """Return the elements that may be hidden, the custom elements, and those named after a kind of layout.

    This is one pass over the tree; an XPath for the first alone takes four times as long.
    """
    hidden, custom, named = [], [], []
    hiding: dict[str, bool] = {}
    names_layout = cache(is_layout)
    for element in tree.iter():
        names, style, identity = element.get("class"), element.get("style"), element.get("id")
        if names is not None and (hides := hiding.get(names)) is None:
            hides = hiding[names] = _hides(names)
        if (names is not None and names_layout(names)) or (identity is not None and is_layout(identity)):
            named.append(element)
        if (
            (names is not None and hides)
            or (style is not None and _HIDDEN_STYLE.search(style))
            or element.get("hidden") is not None
            or element.get("aria-hidden") == "true"
        ):
            hidden.append(element)
        if "-" in element.tag:
            custom.append(element)
    return hidden, custom, named


class _Page:
    """The state of one pass: the page's language, its size, and the elements that were left out."""

    def __init__(self, tree: Any) -> None:
        self.marks = marks_of(tree.get("lang") or tree.get("xml:lang") or "")
        self.removed = 0
        self._tree = tree
        self._size = 0

    def remove(self, element: Any) -> None:
        """Mark an element for removal."""
        if element.tag != REMOVED:
            element.tag = REMOVED
            self.removed += 1

    def is_much(self, element: Any) -> bool:
        """Return whether an element holds a good part of the page's text."""
        if not self._size:
            self._size = len(self._tree.text_content())
            self._size -= sum(len(script.text or "") for script in self._tree.iter("script"))
        return len(element.text_content()) > self._size * _MUCH

    def hide(self, element: Any) -> None:
        """Leave out an element that no browser shows."""
        tag = element.tag
        if tag in (REMOVED, "input", "img"):
            return
        names = element.get("class") or ""
        silent = element.get("aria-hidden") == "true"
        if not _is_hidden(element, names) and not (silent and _is_ornament(element, names)):
            return
        if (
            tag in ("body", "h1")
            or element.getparent() is None
            or element.find(".//h1") is not None
            or self.is_much(element)
            or is_folded(element)
        ):
            _show(element)
            return
        self.remove(element)


def _show(element: Any) -> None:
    """Remove the marks for which extraction drops an element."""
    for name in ("style", "hidden", "aria-hidden"):
        element.attrib.pop(name, None)
    if (names := element.get("class")) and _hides(names):
        element.set("class", " ".join(name for name in names.split() if not _hides(name)))


def _is_hidden(element: Any, names: str) -> bool:
    if (hidden := element.get("hidden")) is not None and hidden != "until-found":
        return True
    if _HIDDEN_STYLE.search(element.get("style") or ""):
        return True
    return _hides(names)


def _hides(names: str) -> bool:
    """Return whether the classes of an element hide it."""
    if _SCREEN_READER.search(names.replace("_", "-")):
        return True
    return bool(_HIDDEN_CLASS.search(names)) and not _SHOWN_CLASS.search(names)


def _is_ornament(element: Any, names: str) -> bool:
    """Return whether an element that screen readers skip says nothing: an icon, a mark, a block, or a copy."""
    if element.tag not in _PHRASES or element.tag == "i" or _ICON.search(names):
        return True
    text = "".join(element.itertext())
    if not any(map(str.isalnum, text)):
        return True
    if _is_in_sentence(element):
        _show(element)
    return False


def _rewrite_ruby(element: Any, page: _Page) -> None:
    """Keep the base text of ruby; the readings go."""
    readings = list(element.iter("rt", "rp", "rtc"))
    inside = {part for reading in readings for part in reading.iter()}
    based = any((part.text or "").strip() for part in element.iter() if part not in inside) or any(
        (part.tail or "").strip() for part in element.iterdescendants() if part.getparent() not in inside
    )
    for part in element.iter("rb", "rt", "rp", "rtc", "rbc", "ruby"):
        # White space around the parts is how the page is written, not a space between words.
        part.text = _without_breaks(part.text)
        if part is not element:
            part.tail = _without_breaks(part.tail)
        if part in inside and based:
            page.remove(part)
        else:
            part.tag = UNWRAPPED


def _without_breaks(text: str | None) -> str | None:
    return None if text and "\n" in text and not text.strip() else text


def _rewrite_quote(element: Any, page: _Page) -> None:
    set_marks(element, page.marks)
    if _is_in_sentence(element):
        element.tag = UNWRAPPED


def _rewrite_math(element: Any, _page: _Page) -> None:
    """Turn a formula into a line of text, and drop the copy that is drawn beside it."""
    element.text = math_text(element)
    for child in element:
        child.tag, child.tail = REMOVED, None
    element.tag = UNWRAPPED
    inner, around = element, element.getparent()
    while element.text and around is not None and _is_of_formula(around):
        for drawn in around:
            if drawn is not inner and drawn.get("aria-hidden") == "true":
                drawn.tag = REMOVED
        around.attrib.pop("class", None)
        _show(around)
        around.tag = UNWRAPPED
        inner, around = around, around.getparent()


def _is_of_formula(element: Any) -> bool:
    """Return whether an element holds a formula and its drawn copies: those of KaTeX, MathJax and MediaWiki."""
    if element.tag not in ("span", "nobr"):
        return bool(element.tag.startswith("mjx-"))
    names = element.get("class") or ""
    return bool(_FORMULA.search(names)) or _is_hidden(element, names)


def _rewrite_template(element: Any, page: _Page) -> None:
    if element.get("shadowrootmode") or element.get("shadowroot"):
        element.tag = "div"
    else:
        page.remove(element)


def _rewrite_heading(element: Any, page: _Page) -> None:
    """Drop the links from a heading to itself, and to a form that edits it."""
    said = " ".join("".join(element.itertext()).split())
    for inner in element.iter("a", "button", "span", "sup", "small", "i"):
        if inner is element or inner.tag == REMOVED:
            continue
        names, text = inner.get("class") or "", " ".join("".join(inner.itertext()).split())
        edits = _EDIT_CLASS in names or "action=edit" in (inner.get("href") or "")
        mark = text in _MARKS or (bool(_MARK_CLASS.search(names)) and not any(map(str.isalnum, text)))
        if inner.tag == "a" and not mark and _MARK_CLASS.search(names):
            mark = text.casefold() in ("link", "permalink", "anchor") or text.startswith(("Link to ", "Permalink"))
        if not text or not (edits or mark):
            continue
        if text == said:
            continue
        page.remove(inner)
        if edits and (inner.tail or "").startswith("]"):
            _drop_bracket(inner)
    last = element[-1] if len(element) else None
    if last is None:
        if element.text and _TRAILING_MARK.search(element.text) and _TRAILING_MARK.sub("", element.text):
            element.text = _TRAILING_MARK.sub("", element.text)
    elif last.tail:
        last.tail = _TRAILING_MARK.sub("", last.tail)


def _drop_bracket(link: Any) -> None:
    """Drop the brackets around a link: "[edit]"."""
    before = link.getprevious()
    link.tail = link.tail[1:]
    if before is not None:
        before.tail = (before.tail or "").rstrip().removesuffix("[")
    elif (parent := link.getparent()) is not None:
        parent.text = (parent.text or "").rstrip().removesuffix("[")


def is_note(element: Any) -> bool:
    """Return whether an aside is a note of the article, such as a footnote or a warning."""
    names = f"{element.get('class') or ''} {element.get('id') or ''}".lower().replace("_", "-")
    return element.get("role") in _NOTE_ROLES or bool(_NOTES.search(names))


def _rewrite_aside(element: Any, _page: _Page) -> None:
    """Keep asides that are notes of the article, and put the label of a footnote before its first paragraph."""
    if not is_note(element):
        return
    element.tag = "div"
    for name in ("class", "id", "role"):
        element.attrib.pop(name, None)
    if (
        len(element) > 1
        and element[0].tag == "span"
        and element[1].tag == "p"
        and not (element[0].tail or "").strip()
    ):
        label, first = element[0], element[1]
        first.text = f"{''.join(label.itertext()).strip()} {(first.text or '').lstrip()}"
        label.tag = REMOVED


def _rewrite_edit_links(element: Any, page: _Page) -> None:
    if _EDIT_CLASS in (element.get("class") or ""):
        page.remove(element)


_REWRITES = {
    "ruby": _rewrite_ruby,
    "q": _rewrite_quote,
    "math": _rewrite_math,
    "template": _rewrite_template,
    "aside": _rewrite_aside,
    "figure": lambda element, _page: rewrite_figure(element),
    "span": _rewrite_edit_links,
    **dict.fromkeys(_NAMED, _rewrite_heading),
}


def _is_in_sentence(element: Any, *, between: bool = False) -> bool:
    """Return whether an inline element is part of a paragraph, an item or a heading.

    With `between`, the sentence must go on behind the element.
    """
    for _ in range(_MOST_CLIMBED):
        previous, parent = element.getprevious(), element.getparent()
        if parent is None:
            return False
        before, tail = _says(parent.text if previous is None else previous.tail), (element.tail or "").strip()
        if (before and tail) or (tail and tail[0].islower()):
            return True
        if not between and (before or _says(tail) or parent.tag in _TEXT_BLOCKS):
            return True
        if parent.tag not in _PHRASES:
            return False
        element = parent
    return False


def _says(text: str | None) -> bool:
    return bool(text) and any(map(str.isalnum, text or ""))
