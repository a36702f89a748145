"""Pages made so that a parser loses text or time over them: tags that nest too deeply, tags that never end."""

from __future__ import annotations

import re

# The parser drops, without a word, what lies 254 elements deep
DEEPEST = 160
_KEPT = DEEPEST - 10

# and takes seconds over a tag with tens of thousands of attributes
_MONSTER = 100_000
_MONSTER_TAG = re.compile(rf"<([A-Za-z][A-Za-z0-9:-]{{0,40}})[^<>]{{{_MONSTER},}}>")

_TAG = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|textarea|title)\b.*?(?:</\1\s*>|\Z)|<(/?)([A-Za-z][A-Za-z0-9:-]*)[^<>]*>",
    re.IGNORECASE | re.DOTALL,
)
# So many levels an element brings with it; what is empty or closes itself brings none
_LEVELS = {"table": 4, "ul": 2, "ol": 2, "dl": 2, "menu": 2, "select": 2}
_NO_LEVEL = frozenset(
    """
    area base br col embed hr img input link meta param source track wbr p li dt dd tr td th option html body
    """.split()  # noqa: SIM905 a table of names reads better so
)
_INLINE = frozenset(
    """
    a abbr b big cite code em font i kbd mark q s small span strong sub sup tt u
    """.split()  # noqa: SIM905
)


def shorten_tags(html: str) -> str:
    """The page with the attributes of monstrous tags dropped."""
    # what is so long without a ">" has none in one of these halves
    half = _MONSTER // 2
    halves = range(0, len(html) - half, half)
    if all(html.find(">", start, start + half) >= 0 for start in halves):
        return html
    return _MONSTER_TAG.sub(r"<\1>", html)


def flatten(html: str) -> str:
    """The page without the tags that nest deeper than a parser follows; what they hold stays.

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
            # what stood in a block of its own still does
            kept += (html[at : match.start()], "" if name in _INLINE else "<p>")
        at = match.end()
    kept.append(html[at:])
    return "".join(kept)
