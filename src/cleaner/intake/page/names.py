"""Takes names from elements that would pass for boilerplate by name alone: sections named after their own heading.

Generators of pages make the id of a section or a heading from the words of the heading. "Comments in Python"
becomes `comments-in-python`, which is no box of comments.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from itertools import islice
from typing import Any

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_MOST_LEVELS = 4  # from a heading up to the element that is named after it
_MOST_SIBLINGS = 4  # empty elements before a heading
_CAMEL = re.compile(r"([a-z])([A-Z])")
_WORD = re.compile(r"[^\W_]+")
# Words that generators of ids put before a slug, and the numbers behind it.
_PREFIXES = frozenset(
    ("user", "content", "section", "sec", "s", "h", "heading", "header", "toc", "anchor", "id", "mw")
)
# A name of these words alone may be the name of a box, whatever its heading says.
_BOX_WORDS = frozenset(
    """
    a about ad ads also and any articles author authors banner bio box by comment comments contact cookie
    cookies cta discussion email follow footer for from in join latest leave like links list mailing menu more
    most nav navigation news newsletter newsletters next of on our popular popup post posts promo read recent
    recommended related replies reply respond responses s share sharing sidebar sign signup site social
    sponsored stories story subscribe tag tags the this to top trending up us view you your
    """.split()  # noqa: SIM905 a table of words is easier to read
)
# Words in names of boxes that extraction deletes although any part of an article may be in one.
_LAYOUT = re.compile("embed|viewport|overlay|expand|rating|attachment|hidden|hide", re.IGNORECASE)
# Words in names of boxes that are none of the article whatever they hold.
_BOILERPLATE = re.compile(
    r"share|social|newsletter|related|comment|cookie|consent|side-?bar|tool-?bar|nav|menu|foot|author|byline|promo"
    r"|(?:^|[ _-])ads?(?:$|[ _-])|sponsor|subscri|sign-?up|cta|popular|modal|popup|form|login|search|breadcrumb"
    r"|recirc|outbrain|taboola|disqus|bio|teaser|card|carousel|gallery|caption",
    re.IGNORECASE,
)
# Words in names of layout that extraction takes for boilerplate, and that may name the boxes of a whole article.
_PAGE_LAYOUT = re.compile(
    r"widget|slide|-icon|meta|yin|premium|teaser|expand|embed|overlay|viewport|rating|attachment|(?<!\S)bar",
    re.IGNORECASE,
)
# Words in names of boxes that are boilerplate however much they hold.
_BOILERPLATE_BOX = re.compile(
    r"share|social|newsletter|related|comment|cookie|consent|foot|author|byline|promo|sponsor|subscri|sign-?up"
    r"|popular|modal|popup|login|search|breadcrumb|recirc|outbrain|taboola|disqus|bio|testimonial|review|recent",
    re.IGNORECASE,
)
_PARTS = ("p", "li", "td", "dd", "pre")
_BOXES = ("div", "section", "p", "ul", "ol", "span")
_UNLINKED = 0.3  # share of linked characters of a paragraph
_LONG = 80  # characters of a paragraph, item or cell of the article
_MOST_LINKS = 1_000
_PROSE = 60  # characters of a paragraph
_BOX_PARTS = ("form", "input", "textarea", "select", "iframe", "time", "button")


def forget_names_of_headings(tree: Any) -> None:
    """Remove the classes and ids that are made from the words of an element's own heading."""
    for heading in tree.iter(*_HEADINGS):
        around = [heading, *islice(heading.iter("span", "a"), _MOST_SIBLINGS), *_opened_by(heading)]
        named = [element for element in around if element.get("id") or element.get("class")]
        said = _words("".join(heading.itertext())[:300]) if named else []
        if not said:
            continue
        for element in named:
            _forget(element, said)


def is_layout(name: str) -> bool:
    """Return whether a class or an id names a kind of layout."""
    return bool(_LAYOUT.search(name))


def forget_names_of_layout(elements: Iterable[Any]) -> None:
    """Remove the classes and ids that name a kind of layout from the boxes among `elements` that hold prose."""
    is_prose = cache(_is_prose)
    for element in elements:
        if element.tag not in _BOXES:
            continue
        names, identity = element.get("class") or "", element.get("id") or ""
        if _BOILERPLATE.search(f"{names} {identity}") or not any(map(is_prose, element.iter(*_PARTS))):
            continue
        element.set("class", " ".join(name for name in names.split() if not _LAYOUT.search(name)))
        if identity and _LAYOUT.search(identity):
            del element.attrib["id"]


def layout_of_prose(sizes: Mapping[Any, int], enough: float) -> set[str]:
    """Return the words of layout in the names of boxes that hold much of a page's prose.

    `sizes` are the characters of prose in each element, `enough` those that a word must hold. Page builders put
    every part of a page into boxes of one kind, a heading as well as a paragraph: "widget".
    """
    held: dict[str, int] = {}
    around: dict[Any, frozenset[str]] = {None: frozenset()}
    for innermost in sizes:
        chain = []
        element = innermost
        while element not in around:
            chain.append(element)
            element = element.getparent()
        outside = around[element]
        for inner in reversed(chain):
            said = _layout_of(inner)
            for word in said - outside:
                held[word] = held.get(word, 0) + sizes[inner]
            outside = around[inner] = outside | said
    return {word for word, size in held.items() if size >= enough}


def _layout_of(element: Any) -> frozenset[str]:
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    if not _PAGE_LAYOUT.search(names):
        return frozenset()
    return frozenset(
        match[0].lower()
        for name in names.split()
        if not _BOILERPLATE_BOX.search(name)
        for match in _PAGE_LAYOUT.finditer(name)
    )


def forget_layout(tree: Any, words: Collection[str]) -> None:
    """Remove the classes and ids with one of the words of layout from all elements."""
    is_said = re.compile(rf"(?:{'|'.join(words)})".replace("bar", r"(?<!\S)bar"), re.IGNORECASE).search
    for element in tree.iter():
        names, identity = element.get("class"), element.get("id")
        if names and is_said(names):
            element.set(
                "class",
                " ".join(name for name in names.split() if not is_said(name) or _BOILERPLATE_BOX.search(name)),
            )
        if identity and is_said(identity) and not _BOILERPLATE_BOX.search(identity):
            del element.attrib["id"]


def _is_prose(part: Any) -> bool:
    size = sum(map(len, part.itertext()))
    links = islice(part.iter("a"), _MOST_LINKS)
    return size >= _LONG and sum(sum(map(len, link.itertext())) for link in links) <= size * _UNLINKED


def _forget(element: Any, said: list[str]) -> None:
    identity, classes = element.get("id"), element.get("class")
    if identity and _is_slug(identity, said) and _is_own(element, identity):
        del element.attrib["id"]
    if classes:
        names = classes.split()
        kept = [name for name in names if not (_is_slug(name, said) and _is_own(element, name))]
        if len(kept) < len(names):
            element.set("class", " ".join(kept))


def _opened_by(heading: Any) -> list[Any]:
    """Return the elements around a heading that have no text before it."""
    found: list[Any] = []
    element = heading
    for _ in range(_MOST_LEVELS):
        parent = element.getparent()
        if parent is None or parent.tag == "body" or (parent.text or "").strip():
            break
        before = element.getprevious()
        for _ in range(_MOST_SIBLINGS):
            if before is None:
                break
            if (before.tail or "").strip() or any(map(str.strip, before.itertext())):
                return found
            before = before.getprevious()
        found.append(parent)
        element = parent
    return found


def _is_slug(name: str, said: list[str]) -> bool:
    """Return whether a class or an id is made from the words of a heading."""
    words = _words(_CAMEL.sub(r"\1-\2", name))
    while words and words[-1].isdigit() and words[-1] not in said:
        words.pop()
    while words and words[0] not in said[:1] and (words[0] in _PREFIXES or words[0].isdigit()):
        words.pop(0)
    if not words:
        return False
    if words == said or "".join(words) == "".join(said):
        return True
    # Slugs may be cut off, and may lack the small words.
    rest = iter(said)
    return words[0] == said[0] and len(words) * 2 >= len(said) and all(word in rest for word in words)


def _is_own(element: Any, name: str) -> bool:
    """Return whether a name that could be the name of a box stands for the subject of a section."""
    if element.tag in _HEADINGS or not all(word in _BOX_WORDS for word in _words(_CAMEL.sub(r"\1-\2", name))):
        return True
    if next(element.iter(*_BOX_PARTS), None) is not None:
        return False
    linked = sum(len("".join(link.itertext())) for link in islice(element.iter("a"), _MOST_LINKS))
    size = sum(map(len, element.itertext()))
    prose = any(sum(map(len, paragraph.itertext())) >= _PROSE for paragraph in element.iter("p", "pre"))
    return prose and linked * 4 < size


def _words(text: str) -> list[str]:
    if text.isascii():
        return _WORD.findall(text.lower().replace("'", ""))
    text = unicodedata.normalize("NFKD", text.casefold().replace("'", "").replace("’", ""))
    return _WORD.findall("".join(char for char in text if not unicodedata.combining(char)))
