"""Link boxes that landed inside a sentence: a politician's page, whose headlines stand glued to the name.

    Senator Ada Brandt Ada (Addie) Maria BrandtPier vote put off again Ferry bill fails MORE (R-Harbour)

The box says the name a second time, in full and glued to the first headline, and ends in its button.
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
_LONGEST_NAME = 6  # words between a name and its last word said again
_LONGEST = 700  # characters; three headlines and a name
_PARTICLES = frozenset(("de", "del", "di", "la", "le", "van", "von", "der", "den", "al", "bin"))
_SUFFIXES = frozenset(("Jr.", "Sr.", "Jr", "Sr", "II", "III", "IV"))


def propose(draft: Draft, scan: Scan) -> Iterator[Removal]:
    """Propose each box from the repeated name to its button, so that the sentence reads on."""
    if not scan.has(_RULE) or " MORE" not in draft.document.folded:
        return
    for index in draft.remaining:
        shown = draft.show(index)
        if " MORE" not in shown:
            continue
        at = 0
        for button in _BUTTON.finditer(shown):
            start = _start(shown[at : button.start()])
            if start and button.end() - at - start <= _LONGEST:
                box = shown[at + start : button.end()]
                yield from draft.cut(
                    index, at + start, button.end(), _RULE, f"a link box glued to a name: {quoted(box.strip())}"
                )
            at = button.end()


def _start(before: str) -> int:
    """Where the last box in the text in front of a button begins; 0 for none."""
    words = list(_WORD.finditer(before))
    start = spaced = 0
    for first, word in enumerate(words):
        surname = word[0]
        if len(surname) < 2 or not surname[0].isupper():
            continue
        for last in range(first + 1, min(first + _LONGEST_NAME + 1, len(words))):
            again = words[last][0]
            if last > first + 1:
                end = words[first + 1].end() if words[first + 1][0] in _SUFFIXES else word.end()
                if _is_glued(again, surname):
                    start = end
                elif again == surname and _says_first_name_again(words, first, last):
                    spaced = end
            if not _is_name(again):
                break
    return start or spaced


def _is_glued(again: str, surname: str) -> bool:
    """Whether a word is the surname with a headline's first word behind it: "BrandtPier", "Brandt'No"."""
    if not again.startswith(surname):
        return False
    rest = again[len(surname) :].lstrip("'\"#$@([")
    return rest[:1].isupper() or rest[:1].isdigit()


def _says_first_name_again(words: list[re.Match[str]], first: int, last: int) -> bool:
    """Whether "Ada Brandt Ada Maria Brandt Pier …" stands here: no glue, but the whole name twice."""
    follows = words[last + 1][0][:1] if last + 1 < len(words) else ""
    return first > 0 and words[first - 1][0] == words[first + 1][0] and (follows.isupper() or follows.isdigit())


def _is_name(word: str) -> bool:
    word = word.strip("()\".',")
    return not word or word[0].isupper() or word in _PARTICLES
