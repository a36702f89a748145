"""The context of a block on its page: its list, its boilerplate element and the box it is in.

The class and the id of an element name the kind of a box. The context is computed only for blocks that lines of the
article come from.
"""

from __future__ import annotations

import re
from itertools import count
from typing import Any, NamedTuple

BLOCKS = frozenset(
    """
    address article aside blockquote body br button caption center dd details dialog div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html label legend li main menu nav ol option p pre
    section summary table tbody td tfoot th thead tr ul
    """.split()  # noqa: SIM905 a table of names is easier to read
)
FURNITURE = frozenset(("nav", "footer", "aside", "form", "button", "dialog", "label", "fieldset", "menu", "header"))
_LISTS = frozenset(("ul", "ol"))


class Place(NamedTuple):
    """What the elements around a block tell about it."""

    hint: str = ""
    box: int = 0  # number of the innermost element with a hint; 0 for none
    listed: int = 0  # number of the innermost list; 0 for none
    furniture: Any = None  # the outermost navigation, footer or form


_NOWHERE = Place()


class Places:
    """The places of a page's elements, each computed once."""

    def __init__(self) -> None:
        self._known: dict[Any, Place] = {None: _NOWHERE}
        self._hints: dict[tuple[str | None, str | None], str] = {}
        self._numbers = count(1)
        # A form or an aside that holds much of the page wraps the article; it is not boilerplate.
        self.wrappers: set[Any] = set()

    def of(self, element: Any) -> Place:
        """Return the place of the content of `element`."""
        known = self._known
        chain = []
        while element not in known:
            chain.append(element)
            element = element.getparent()
        place = known[element]
        for inner in reversed(chain):
            place = known[inner] = self._inside(inner, place)
        return place

    def hint(self, element: Any) -> str:
        """Return the kind of box that the class or the id of an element names, or ""."""
        names = (element.get("class"), element.get("id"))
        found = self._hints.get(names)
        if found is None:
            found = self._hints[names] = hint_of(*names)
        return found

    def number(self) -> int:
        """Return an unused number for a box or a list."""
        return next(self._numbers)

    def _inside(self, element: Any, place: Place) -> Place:
        tag = element.tag
        if tag not in BLOCKS:
            return place
        if hint := self.hint(element):
            place = place._replace(hint=hint, box=self.number())
        if tag in _LISTS:
            place = place._replace(listed=self.number())
        if tag in FURNITURE and place.furniture is None:
            place = place._replace(furniture=element)
        return place


# Words of class names by kind of box. The first whole word of a name decides.
WORDS = {
    "comment-box": "comments? commentlist disqus respond",
    "call-to-action": "ctas? call-to-action",
    "author-box": "authors? bio sabox(?:plugin)?",
    "related-box": "recirc recirculation outbrain taboola zergnet revcontent yarpp read-next"
    " (?:related|more)-(?:posts|articles|stories)",
    "disclaimer-box": "disclaimers? disclosures? affiliates?",
    "pop-up": "modal popup pop-up",
    "newsletter-box": "newsletters? signup sign-up subscribe optin opt-in",
    "site-header": "(?:site|page)-header masthead",
    "footer": "footer",
    "button": "btns? buttons?",
    "copyright-box": "copyright",
}
# The footer of a quotation holds the name of its author.
_QUOTE = "quote"
# Every name with a hint holds a stem. A search for stems is fast and rejects most names.
STEMS = """
    comment disqus respond cta call author bio sabox recirc outbrain taboola zergnet revcontent yarpp read related
    more disclaim disclos
    affiliate modal pop news sign subscribe opt header masthead foot btn button copyright
    """.split()  # noqa: SIM905 a table of stems is easier to read
_CAMEL = re.compile(r"([a-z])([A-Z])")
_HINT = re.compile(
    "(?<![a-z])(?:"
    + "|".join(f"(?P<{kind.replace('-', '_')}>{'|'.join(words.split())})" for kind, words in WORDS.items())
    + ")(?![a-z])"
)


def hint_of(names: str | None, identity: str | None) -> str:
    """Return the kind of boilerplate that an element's class and id name, or "".

    >>> hint_of("post__newsletterBox wide", None), hint_of("commentary", "main")
    ('newsletter-box', '')
    """
    name = f"{names or ''} {identity or ''}"[:1000]
    lowered = name.lower()
    for stem in STEMS:
        if stem in lowered:
            break
    else:
        return ""
    match = _HINT.search(_CAMEL.sub(r"\1-\2", name).lower().replace("_", "-"))
    if match is None or (match.lastgroup == "footer" and _QUOTE in lowered):
        return ""
    return (match.lastgroup or "").replace("_", "-")
