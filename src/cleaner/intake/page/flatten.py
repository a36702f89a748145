"""Rewrites pages that make a parser lose text or time: tags too deep or too long, and text behind the end tag."""

from __future__ import annotations

import re

# The parser drops text that is 254 elements deep, without an error.
DEEPEST = 160
_KEPT = DEEPEST - 10

# The parser takes seconds for a tag with tens of thousands of attributes.
_LONG_TAG_SIZE = 100_000
_LONG_TAG = re.compile(rf"<([A-Za-z][A-Za-z0-9:-]{{0,40}}+)[^<>]{{{_LONG_TAG_SIZE},}}+>")

_TAG = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|textarea|title)\b.*?(?:</\1\s*>|\Z)|<(/?)([A-Za-z][A-Za-z0-9:-]*+)[^<>]*+>",
    re.IGNORECASE | re.DOTALL,
)
_END_TAGS = re.compile(r"</(?:html|body)\b[^<>]*>", re.IGNORECASE)
# Levels that an element adds, with the elements a parser implies. Empty elements and those with an optional end tag
# add none.
_LEVELS = {"table": 4, "ul": 2, "ol": 2, "dl": 2, "menu": 2, "select": 2}
_NO_LEVEL = frozenset(
    """
    area base br col embed hr img input link meta param source track wbr p li dt dd tr td th option html body
    """.split()  # noqa: SIM905 a table of names is easier to read
)
_INLINE = frozenset(
    """
    a abbr b big cite code em font i kbd mark q s small span strong sub sup tt u
    """.split()  # noqa: SIM905
)


def shorten_tags(html: str) -> str:
    """Return the page without the attributes of tags of 100,000 characters or more."""
    # A tag of that length leaves at least one of these pieces without a ">".
    half = _LONG_TAG_SIZE // 2
    halves = range(0, len(html) - half, half)
    if all(html.find(">", start, start + half) >= 0 for start in halves):
        return html
    return _LONG_TAG.sub(r"<\1>", html)


def drop_end_tags(html: str) -> str:
    """Return the page without the end tags of body and html, if anything follows the latter.

    The parser drops what stands behind `</html>`. A browser shows it as if the tag were not there.

    >>> drop_end_tags("<body><p>The pier</p></body></html><p>The lamp</p></html>")
    '<body><p>The pier</p><p>The lamp</p>'
    """
    ends = [at for name in ("</html", "</HTML") if (at := html.find(name)) >= 0]
    if not ends or not html[min(ends) + len("</html") :].strip("> \t\r\n"):
        return html
    return _END_TAGS.sub("", html)


def flatten(html: str) -> str:
    """Return the page without the tags that nest too deeply for a parser. Their content stays.

    >>> flatten("<div>" * 999 + "far <b>down</b>" + "</div>" * 999).count("<div>")
    150
    """
    kept: list[str] = []
    at = depth = 0
    dropped: dict[str, int] = {}
    for match in _TAG.finditer(html):
        name = (match[3] or "").lower()
        if not name or name in _NO_LEVEL:
            continue
        if match[2] and dropped.get(name):
            dropped[name] -= 1
        elif match[2]:
            depth = max(0, depth - _LEVELS.get(name, 1))
            continue
        elif depth < _KEPT:
            depth += _LEVELS.get(name, 1)
            continue
        else:
            dropped[name] = dropped.get(name, 0) + 1
        if match.start() > at:
            # The content of a dropped block element stays a block.
            kept += (html[at : match.start()], "" if name in _INLINE else "<p>")
        at = match.end()
    kept.append(html[at:])
    return "".join(kept)
