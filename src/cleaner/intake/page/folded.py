"""Finds the hidden parts of a page that open on a click: their words are the article's, and only folded up."""

from __future__ import annotations

import re
from typing import Any

# Words in names of boxes that open on a click.
_FOLDED = re.compile(r"acc?ord?ion|collaps|faq|expand", re.IGNORECASE)
# Words in names of boxes, and tags, whose folded parts are none of the article.
_OF_SITE = re.compile(
    r"nav|menu|header|banner|footer|modal|popup|dialog|cookie|consent|comment|related|newsletter|login",
    re.IGNORECASE,
)
_SITE_TAGS = frozenset(("nav", "header", "footer", "aside", "form", "dialog", "menu"))
_MOST_LEVELS = 3  # up to the box that is named
_FEWEST = 40  # characters
_MOST_LINKED = 0.3  # share of the characters


def is_folded(element: Any) -> bool:
    """Return whether a hidden element opens on a click: the answer to a question, a step.

    It holds text and few links, and the boxes around it are none of the site's.
    """
    is_named = False
    for level, box in enumerate((element, *element.iterancestors())):
        if box.tag == "body":
            break
        names = f"{box.get('class') or ''} {box.get('id') or ''}"
        if box.tag in _SITE_TAGS or _OF_SITE.search(names):
            return False
        if not is_named:
            if level > _MOST_LEVELS:
                return False
            is_named = bool(_FOLDED.search(names))
    if not is_named or next(element.iter("form", "input", "nav"), None) is not None:
        return False
    size = sum(len(text.strip()) for text in element.itertext())
    linked = sum(len("".join(link.itertext())) for link in element.iter("a"))
    return size >= _FEWEST and linked <= size * _MOST_LINKED
