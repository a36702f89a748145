"""Menus of a site and columns of its footer, one entry per line.

Removes: a run of short lines above the first or below the last paragraph, if several are sections or service pages
that a site's menu names (cards with where = "menu"); of a run without bullets only the part from the first to the
last of those; inside the article a run of bullets that consists mostly of them.
Keeps: the title, lists below a sentence with a colon, quantities, and runs in which a menu names few lines.
Order: before the upper edge, which removes single labels of a menu, and again at the end, because later stages
shorten the text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from cleaner.core.draft import Draft
from cleaner.core.regex import lazy_compile
from cleaner.core.result import Removal
from cleaner.matching.matcher import Scan
from cleaner.stages._tables import entries, terms
from cleaner.stages.line_features import is_ended, is_own_title, is_prose, quoted, width, words

_ENTRY_WIDTH, _ENTRY_WORDS = 48, 6  # columns and words of an entry, at most
_SENTENCE_WIDTH = 60  # columns; an ended line of that width belongs to the article
_LABEL_WORDS = 3  # "Sections:" labels a menu, a longer line with a colon introduces a list
_UNKNOWN_WIDTH, _UNKNOWN_WORDS = 28, 3  # the same of a line without a bullet that no menu names
_MIN_KNOWN = 3  # different entries that a menu names
_MIN_KNOWN_BULLETS = 2  # the same, of a long run of bullets, or if others come twice
_LONG_RUN = 5  # bullets
_MIN_KNOWN_INSIDE = 4  # the same between two paragraphs
_MIN_SHARE_BULLETS = 0.2  # of the entries of a run of bullets, known ones
_MIN_SHARE_PLAIN = 0.3  # the same of lines without bullets, which may be anything
_MIN_SHARE_INSIDE = 0.5
_MAX_QUANTITIES = 0.2  # of the entries, with a digit: ingredients, scores, dates
_BULLET = lazy_compile(r"[ \t]*(?:[*+•·▪►●○■»›–-]|\d{1,2}\.)(?:[ \t]|$)")
_HEADING = lazy_compile(r"[ \t]*#{1,2}[ \t]")
_DIGIT = lazy_compile(r"\d")


def propose(draft: Draft, scan: Scan) -> Iterator[Removal]:
    """Propose the lines of each menu."""
    known: dict[int, str] = {}
    for index, rule in scan.matches(draft, "line"):
        if rule.card.where == "menu" and index not in known and any(rule.find(draft.show(index))):
            known[index] = rule.id
    if len(known) < _MIN_KNOWN_BULLETS:
        return
    first, last = _article(draft)
    counts = Counter(map(draft.key, draft.remaining))
    above = ""
    kept = terms(draft) | entries(draft, known)
    for kind, group in groupby(draft.remaining, lambda index: _kind(draft, index, is_known=index in known)):
        run = list(group)
        introduced = above.endswith((":", "：")) and words(above) > _LABEL_WORDS
        above = draft.show(run[-1]).strip()
        if not kind or introduced:
            continue
        inside = first < run[-1] and run[0] < last
        menu = _menu(draft, run, known, counts, is_bullets=kind == "bullet", inside=inside)
        if menu and kept.isdisjoint(menu):
            named = [index for index in menu if index in known]
            for index in menu:
                because = f"one of {len(menu)} entries of a menu, with {quoted(draft.show(named[0]).strip(), 30)}"
                yield from draft.cut_line(index, known.get(index, known[named[0]]), because)


def propose_anew(draft: Draft, scan: Scan) -> Iterator[Removal]:
    """Propose the menus at the new edges of the article."""
    yield from propose(draft, scan)


def _menu(
    draft: Draft,
    run: Sequence[int],
    known: Mapping[int, str],
    counts: Mapping[str, int],
    *,
    is_bullets: bool,
    inside: bool,
) -> Sequence[int]:
    """Return the lines of a run that are a menu; empty if too few of them are known."""
    at = [position for position, index in enumerate(run) if index in known]
    if not at:
        return []
    menu = run if is_bullets else run[at[0] : at[-1] + 1]
    if not is_bullets and draft.key(menu[-1]) in {draft.key(index) for index in menu[:-1]}:
        menu = menu[:-1]  # the headline of a page that the menu names
    named = len({draft.key(run[position]) for position in at})
    size = sum(1 for index in menu if draft.key(index))
    if is_bullets:
        least = _MIN_SHARE_INSIDE if inside else _MIN_SHARE_BULLETS
    else:
        least = _MIN_SHARE_INSIDE if inside else _MIN_SHARE_PLAIN
    if is_bullets and named >= _MIN_KNOWN_BULLETS and not inside:
        # a page shows its menu twice: for screens and for phones
        others = {draft.key(index) for index in menu if index not in known}
        named += size >= _LONG_RUN or any(counts[key] > 1 for key in others if key)
    enough = named >= (_MIN_KNOWN_INSIDE if inside else _MIN_KNOWN)
    quantities = sum(bool(_DIGIT.search(draft.key(index))) for index in menu)
    return menu if enough and len(at) >= least * size and quantities <= _MAX_QUANTITIES * size else []


def _article(draft: Draft) -> tuple[int, int]:
    """Return the indices of the first and of the last paragraph. Without one, every line is inside the article."""
    lines = draft.remaining
    first = next((index for index in lines if _is_article(draft, index)), -1)
    last = next((index for index in reversed(lines) if _is_article(draft, index)), len(draft.document.folded_lines))
    return first, last


def _is_article(draft: Draft, index: int) -> bool:
    text = draft.show(index)
    return is_prose(text) or (is_ended(text) and width(text) >= _SENTENCE_WIDTH)


def _kind(draft: Draft, index: int, *, is_known: bool) -> str:
    """Return "bullet" or "plain" for a line that may be an entry of a menu; empty for any other line."""
    text = draft.show(index)
    bullet = _BULLET.match(text)
    text = text[bullet.end() :] if bullet else text
    text = text.strip()
    if width(text) > _ENTRY_WIDTH or words(text) > _ENTRY_WORDS or text.endswith((":", "：", ",", ";")):
        return ""
    if is_ended(text) and not is_known:
        return ""
    if is_own_title(draft, text) or _HEADING.match(draft.show(index)):
        return ""
    if bullet or is_known:
        return "bullet" if bullet else "plain"
    is_label = width(text) <= _UNKNOWN_WIDTH and words(text) <= _UNKNOWN_WORDS
    return "plain" if is_label else ""
