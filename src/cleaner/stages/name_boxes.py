"""Link boxes inside a sentence: the page of a politician, with headlines glued to the name.

    Senator Ada Brandt Ada (Addie) Maria BrandtPier vote put off again Ferry bill fails MORE (R-Harbour)

Removes: the box, which repeats the name in full, glued to the first headline, and ends with its button.
Keeps: the sentence around it.
Order: early, so that later stages judge the sentence without the box.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.core.draft import Draft
from cleaner.core.regex import lazy_compile
from cleaner.core.result import Removal
from cleaner.matching.matcher import Scan
from cleaner.stages.line_features import quoted

_RULE = "related/name-box"

_BUTTON = lazy_compile(r"\sMORE(?=$|[\s,.;:)'\"\]—–-])")
_WORD = lazy_compile(r"\S+")
_MAX_NAME_WORDS = 6  # between a surname and its repetition
_MAX_LENGTH = 700  # characters of a box: three headlines and a name
_PARTICLES = frozenset(("de", "del", "di", "la", "le", "van", "von", "der", "den", "al", "bin"))
_SUFFIXES = frozenset(("Jr.", "Sr.", "Jr", "Sr", "II", "III", "IV"))


def propose(draft: Draft, scan: Scan) -> Iterator[Removal]:
    """Propose each box, from the repeated name to its button."""
    if not scan.has(_RULE) or " MORE" not in draft.document.folded:
        return
    for index in draft.remaining:
        text = draft.show(index)
        if " MORE" not in text:
            continue
        at = 0
        for button in _BUTTON.finditer(text):
            start = _start(text[at : button.start()])
            if start and button.end() - at - start <= _MAX_LENGTH:
                box = text[at + start : button.end()]
                yield from draft.cut(
                    index, at + start, button.end(), _RULE, f"a link box glued to a name: {quoted(box.strip())}"
                )
            at = button.end()


def _start(before: str) -> int:
    """Return the offset of the last box in the text before a button; 0 for none."""
    words = list(_WORD.finditer(before))
    start = spaced = 0
    for first, word in enumerate(words):
        surname = word[0]
        if len(surname) < 2 or not surname[0].isupper():
            continue
        for last in range(first + 1, min(first + _MAX_NAME_WORDS + 1, len(words))):
            other = words[last][0]
            if last > first + 1:
                end = words[first + 1].end() if words[first + 1][0] in _SUFFIXES else word.end()
                if _is_glued(other, surname):
                    start = end
                elif other == surname and _repeats_first_name(words, first, last):
                    spaced = end
            if not _is_name(other):
                break
    return start or spaced


def _is_glued(word: str, surname: str) -> bool:
    """Return whether a word is the surname with the first word of a headline: "BrandtPier", "Brandt'No"."""
    if not word.startswith(surname):
        return False
    rest = word[len(surname) :].lstrip("'\"#$@([")
    return rest[:1].isupper() or rest[:1].isdigit()


def _repeats_first_name(words: list[re.Match[str]], first: int, last: int) -> bool:
    """Return whether the first name is repeated and a headline follows: "Ada Brandt Ada Maria Brandt Pier"."""
    follows = words[last + 1][0][:1] if last + 1 < len(words) else ""
    return first > 0 and words[first - 1][0] == words[first + 1][0] and (follows.isupper() or follows.isdigit())


def _is_name(word: str) -> bool:
    word = word.strip("()\".',")
    return not word or word[0].isupper() or word in _PARTICLES
