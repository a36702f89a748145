"""The headline: which line says it first, and which say it again, be it with a label, a time or a site's name."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.core.draft import Draft
from cleaner.core.folding import fold, key
from cleaner.core.regex import lazy_compile
from cleaner.core.result import Removal
from cleaner.matching.matcher import Scan
from cleaner.stages.line_features import is_ended, is_headline_like, is_prose, own_titles, words

_TITLE_TWICE = "headline/title-twice"

_FEWEST_WORDS = 5  # a shorter title may come back as a line of verse, or begin another headline
_LONGEST_SITE = 40  # characters
_WORD = lazy_compile(r"\w+")
_LABEL = lazy_compile(r"[\[(]?[^\W\d_]{3,12}[\])]? *[:|] *(?=\S)")
_TIME = r"\(?\d{1,2}:\d\d(?::\d\d)?\)?"
_PLAYER = lazy_compile(rf" *[-–|·]? *(?:[^\W\d_]{{4,10}} *[·:]? *)?{_TIME}(?: +{_TIME})*")
_SITE = lazy_compile(r" *(?:\||–|—|-|·) +[^\W\d_].*")


def find(draft: Draft, scan: Scan, remaining: list[tuple[int, str]]) -> tuple[str, int | None]:
    """The title's key and the line of its first copy; without a declared title the first headline stands in."""
    declared = draft.document.title
    if declared:
        title, wordings = key(fold(declared)), own_titles(draft)
        for index, said in remaining[:3]:
            # <title> carries the site's name behind the headline: "Rain falls | Harbour Post"
            follows = title[len(said) :].lstrip()[:1] if title.startswith(said) and words(said) >= 4 else ""
            if said in wordings or follows in tuple("|-–—·"):
                return said, index
        return title, None
    furniture = {index for index, rule in scan.matches(draft, "line") if rule.card.where == "edges"}
    for index, said in [pair for pair in remaining if pair[0] not in furniture][:3]:
        shown = draft.show(index)
        if is_headline_like(shown):
            return said, index
        if is_ended(shown):
            break
    return "", None


def again(draft: Draft, remaining: list[tuple[int, str]], title: str, first: int) -> Iterator[Removal]:
    """Propose every copy of the title but the first."""
    said_words = _WORD.findall(title)
    long_enough = words(title) >= _FEWEST_WORDS
    longest = len(title) + _LONGEST_SITE
    beside = False
    telling = max(said_words[:_FEWEST_WORDS], key=len, default="")
    for index, said in remaining:
        # a short title may come back as a line of verse; next to the first copy it is the copy
        if said == title and index != first and (long_enough or beside):
            yield from draft.cut_line(index, _TITLE_TWICE, f"says line {first + 1}, the headline, again")
        elif (
            long_enough
            and index > first
            and len(said) <= longest
            and telling in said
            and said != title
            and _says_as_well(draft.show(index).strip(), said, said_words, beside=beside)
        ):
            yield from draft.cut_line(index, _TITLE_TWICE, f"says line {first + 1}, the headline, in other dress")
        beside = index == first or (beside and said == title)


def _says_as_well(shown: str, said: str, title: list[str], *, beside: bool) -> bool:
    """Whether the line says the title and no more than a label, a playing time or a site's name with it.

    Directly below the title one more word may be a button: "Ferry fares to rise Listen".
    """
    if is_prose(shown):
        return False
    label = _LABEL.match(said)
    for start in {0, label.end() if label else 0}:
        spoken = list(_WORD.finditer(said, start))
        count = min(len(spoken), len(title))
        if [match[0] for match in spoken[:count]] != title[:count] or count < _FEWEST_WORDS:
            continue
        if count < len(title):
            return shown.endswith(("…", "...")) and len(spoken) == count
        rest = said[spoken[count - 1].end() :].strip("\"'”’.!? ")
        if beside and rest.isalpha() and shown.rsplit(maxsplit=1)[-1].istitle():
            return True
        if not rest or _PLAYER.fullmatch(rest) or (len(rest) <= _LONGEST_SITE and _SITE.fullmatch(rest)):
            return True
    return False
