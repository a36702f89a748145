"""The copies of the headline, with or without a label, a playing time or a site's name.

Part of the stage `repeats`. `remaining` holds the (line index, line key) pairs of the draft.
"""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.core.draft import Draft
from cleaner.core.folding import fold, key
from cleaner.core.regex import lazy_compile
from cleaner.core.result import Removal
from cleaner.matching.matcher import Scan
from cleaner.stages.line_features import is_ended, is_headline_like, is_prose, own_titles, width, words

_TITLE_TWICE = "headline/title-twice"

_MIN_WORDS = 5  # a shorter title may be a line of verse, or the beginning of another headline
_MIN_FIRST_PART = 4  # words of a headline in front of a site's name
_MAX_SITE = 40  # characters of a site's name, its separator included
_SENTENCE_WIDTH = 60  # columns; verse and speech have shorter lines
_QUESTION_MARKS = ("?", "？", "؟", ";", "՞")
_WORD = lazy_compile(r"\w+")
_LABEL = lazy_compile(r"[\[(]?[^\W\d_]{3,12}[\])]? *[:|] *(?=\S)")
_TIME = r"\(?\d{1,2}:\d\d(?::\d\d)?\)?"
_PLAYER = lazy_compile(rf" *[-–|·]? *(?:[^\W\d_]{{4,10}} *[·:]? *)?{_TIME}(?: +{_TIME})*")
_SITE = lazy_compile(r" *(?:\||–|—|-|·) +[^\W\d_].*")


def find(draft: Draft, scan: Scan, remaining: list[tuple[int, str]]) -> tuple[str, int | None]:
    """Return the key of the title and the line index of its first copy, or None.

    Without a declared title the first headline counts as the title; see propose_copies for what that allows.
    """
    declared = draft.document.title
    if declared:
        title, wordings = key(fold(declared)), own_titles(draft)
        for index, line_key in remaining[:3]:
            # <title> contains the site's name after the headline: "Rain falls | Harbour Post".
            is_first_part = title.startswith(line_key) and words(line_key) >= _MIN_FIRST_PART
            separator = title[len(line_key) :].lstrip()[:1] if is_first_part else ""
            if line_key in wordings or separator in tuple("|-–—·"):
                return line_key, index
        return title, None
    boilerplate = {index for index, rule in scan.matches(draft, "line") if rule.card.where == "edges"}
    for index, line_key in [pair for pair in remaining if pair[0] not in boilerplate][:3]:
        text = draft.show(index)
        if is_headline_like(text):
            return line_key, index
        if is_ended(text):
            break
    return "", None


def propose_copies(draft: Draft, remaining: list[tuple[int, str]], title: str, first: int) -> Iterator[Removal]:
    """Propose all copies of the title except line `first`.

    Of a title that is only presumed, the copies above the first prose; further down the line may be a refrain, or a
    question that is asked again. A copy with a playing time or a site's name is none of the two.
    """
    title_words = _WORD.findall(title)
    # A headline that is only presumed may be the first line of a song, or a question that comes back in the text.
    presumed = not draft.document.title
    ends = _first_prose(draft, remaining) if presumed else len(draft.document.folded_lines)
    is_question = presumed and draft.show(first).rstrip(" \"'”’»").endswith(_QUESTION_MARKS)
    long_enough = words(title) >= _MIN_WORDS
    max_length = len(title) + _MAX_SITE
    beside = False
    # few lines contain this word, so it rules out most of them cheaply
    longest_word = max(title_words[:_MIN_WORDS], key=len, default="")
    for index, line_key in remaining:
        # A short title may be a line of verse, but not directly below the first copy.
        if (
            presumed
            and index != first
            and (index >= ends or (is_question and not beside))
            and longest_word in line_key
            and _WORD.findall(line_key) == title_words
        ):
            continue
        if line_key == title and index != first and (long_enough or beside):
            yield from draft.cut_line(index, _TITLE_TWICE, f"says line {first + 1}, the headline, again")
        elif (
            long_enough
            and index > first
            and len(line_key) <= max_length
            and longest_word in line_key
            and line_key != title
            and _is_variant(draft.show(index).strip(), line_key, title_words, beside=beside)
        ):
            yield from draft.cut_line(index, _TITLE_TWICE, f"says line {first + 1}, the headline, in other dress")
        beside = index == first or (beside and line_key == title)


def _first_prose(draft: Draft, remaining: list[tuple[int, str]]) -> int:
    """Return the index of the first paragraph; 0 if there is none: the text may be verse or a list."""
    for index, _ in remaining:
        text = draft.show(index)
        if is_prose(text) or (is_ended(text) and width(text) >= _SENTENCE_WIDTH):
            return index
    return 0


def _is_variant(text: str, line_key: str, title: list[str], *, beside: bool) -> bool:
    """Return whether a line is the title with only a label, a playing time or a site's name.

    `title` holds the words of the title. Directly below the title (`beside`) the line may end with a button: "Ferry
    fares to rise Listen".
    """
    if is_prose(text):
        return False
    label = _LABEL.match(line_key)
    for start in {0, label.end() if label else 0}:
        found = list(_WORD.finditer(line_key, start))
        count = min(len(found), len(title))
        if [match[0] for match in found[:count]] != title[:count] or count < _MIN_WORDS:
            continue
        if count < len(title):
            return text.endswith(("…", "...")) and len(found) == count
        rest = line_key[found[count - 1].end() :].strip("\"'”’.!? ")
        if beside and rest.isalpha() and text.rsplit(maxsplit=1)[-1].istitle():
            return True
        if not rest or _PLAYER.fullmatch(rest) or (len(rest) <= _MAX_SITE and _SITE.fullmatch(rest)):
            return True
    return False


def obstacle(draft: Draft, remaining: list[tuple[int, str]], title: str, first: int, index: int) -> str:
    """Return what keeps line `index` from going as a copy of the title; "" if it is none, or nothing does."""
    line_key, text = draft.key(index), draft.show(index)
    title_words, own = _WORD.findall(title), _WORD.findall(line_key)
    count = words(title)
    is_copy = line_key == title
    starts = len(own) > len(title_words) and own[: len(title_words)] == title_words
    if not title_words or not (is_copy or starts):
        return ""
    position = [line for line, _ in remaining].index(index)
    beside = position > 0 and remaining[position - 1][0] == first
    presumed = not draft.document.title
    says = f"it says line {first + 1}, the headline, again"
    if is_copy and presumed and index >= _first_prose(draft, remaining):
        return (
            f"{says}, but stands below the first paragraph. The article came without a title, and the line may be "
            "a refrain; state the title (--title, or the title field)"
        )
    if is_copy and presumed and not beside and draft.show(first).rstrip(" \"'”’»").endswith(_QUESTION_MARKS):
        return f"{says}, but it is a question, and the article may ask it again further down"
    if count < _MIN_WORDS and not (is_copy and beside):
        return f"{says}, but has {count} words; below {_MIN_WORDS} only a copy directly below the headline goes"
    if is_copy:
        return ""
    if is_prose(text):
        return "it begins like the headline, but reads like a sentence"
    if len(line_key) > len(title) + _MAX_SITE:
        return f"it begins like the headline, but has more than {_MAX_SITE} characters beside it"
    return "it begins like the headline, but what follows is no label, playing time or name of a site"
