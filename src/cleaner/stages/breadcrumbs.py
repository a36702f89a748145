"""Breadcrumbs: the path from the site's front page to this one, on one line or as a list.

Removes: above the first paragraph a line of parts with arrows between them, if its last part is the title or a line
below it, or if the title stands below it and no part is longer than a section's name; the same parts as a numbered
or bulleted list that ends with the title.
Keeps: the title itself, and a path that the article states: "Settings > Sound".
Order: before the upper edge, which must see the headline as the first line.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from cleaner.core.draft import Draft
from cleaner.core.folding import key
from cleaner.core.regex import lazy_compile
from cleaner.core.result import Removal
from cleaner.matching.matcher import Scan
from cleaner.stages.line_features import is_ended, is_own_title, is_prose, own_titles, quoted, width, words

_TRAIL = "page/breadcrumb-trail"
_SEPARATOR = lazy_compile(r"[ \t]+(?:[>›/→\\]|::)[ \t]+|[ \t]*(?:[›»]|>>)[ \t]*")
_MARKS = (">", "/", "»", "›", "→", "::", "\\")
_MARK = lazy_compile(r"[ \t]*(?:[*+•·▪►●○■›»>/–-]|\d{1,2}\.)[ \t]+")
_LONGEST = 220  # characters of a path
_MAX_PARTS = 8
_SECTION_WIDTH, _SECTION_WORDS = 32, 4  # columns and words of a section's name, at most
_MIN_TITLE_LENGTH = 12  # characters of a last part that is cut off in the path
_MAX_ABOVE = 40  # lines above the title, at most
_MAX_DISTANCE = 8  # lines from the path down to the title


def propose(draft: Draft, scan: Scan) -> Iterator[Removal]:
    """Propose the paths above the first paragraph."""
    if not scan.has(_TRAIL):
        return
    top = _top(draft)
    titles = own_titles(draft)
    yield from _lists(draft, top, titles)
    keys: list[str] = []
    for at, index in enumerate(top):
        text = draft.texts[at]
        if len(text) > _LONGEST or not _may_be_divided(text) or is_own_title(draft, text):
            continue
        keys = keys or [draft.key(index) for index in top]
        parts = _SEPARATOR.split(text.strip(" \t*•·>›»/|"))
        is_cut = text.endswith(("…", "..."))
        may_be_path = 2 <= len(parts) <= _MAX_PARTS and (is_cut or not is_ended(text))
        if may_be_path and _leads_to_title(parts, keys[at + 1 : at + 1 + _MAX_DISTANCE], titles):
            yield from draft.cut_line(index, _TRAIL, f"the path to this page: {quoted(text)}")


def _lists(draft: Draft, top: list[int], titles: frozenset[str]) -> Iterator[Removal]:
    """Propose the paths with one part a line, each behind a number or a bullet."""
    start = 0
    for at, index in enumerate(top):
        text = draft.show(index)
        if not (mark := _MARK.match(text)):
            start = at + 1
            continue
        path = top[start : at + 1]
        if len(path) < 2 or key(text[mark.end() :]) not in titles:
            continue
        parts = [_MARK.sub("", draft.show(line), count=1).strip() for line in path]
        if len(parts) <= _MAX_PARTS and all(map(_is_section, parts[:-1])) and bisect_right(top, index) < len(top):
            for line in path:
                yield from draft.cut_line(line, _TRAIL, f"the path to this page, from {quoted(parts[0])} on")
        start = at + 1


def _top(draft: Draft) -> list[int]:
    """Return the lines above the first paragraph."""
    top: list[int] = []
    for index in draft.remaining[:_MAX_ABOVE]:
        text = draft.show(index)
        if is_prose(text) and not (_may_be_divided(text) and _SEPARATOR.search(text)):
            break
        top.append(index)
    return top


def _may_be_divided(text: str) -> bool:
    """Return whether a line has a mark of those that a separator needs."""
    return any(mark in text for mark in _MARKS)


def _leads_to_title(parts: list[str], below: list[str], titles: frozenset[str]) -> bool:
    """Return whether the parts are a path to the title: its last part, or a line below."""
    sections = [key(part) for part in parts]
    if not all(sections) or len(set(sections)) < len(sections) - 1:
        return False
    last = sections[-1]
    cut = last.rstrip("… .") if len(last) >= _MIN_TITLE_LENGTH else ""
    if any(last == line or (cut and line.startswith(cut)) for line in (*titles, *below)):
        return all(_is_section(part) for part in parts[:-1])
    is_title_below = any(line in titles for line in below)
    return is_title_below and len(parts) > 2 and all(_is_section(part) for part in parts)


def _is_section(part: str) -> bool:
    return width(part) <= _SECTION_WIDTH and words(part) <= _SECTION_WORDS and not any(map(str.isdigit, part))
