"""Boilerplate that the HTML elements of a page identify.

Removes: lines in elements whose class or id names boilerplate, lists of links, single links above the headline or
with an arrow, and lines above the first paragraph that are a date.
Keeps: elements with a large share of the text, and the title outside lists.
Order: after single lines, whose wording is as reliable; before edges, which look for the headline.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby

from cleaner.core.draft import Draft
from cleaner.core.regex import lazy_compile
from cleaner.core.result import Removal
from cleaner.matching.matcher import Scan
from cleaner.stages.line_features import is_own_title, is_prose, quoted

_FAMILY = "element"
_LINKS = f"{_FAMILY}/link-list"
_LINK = f"{_FAMILY}/link-line"
_DATE = f"{_FAMILY}/date-line"
_BY = f"{_FAMILY}/byline"

# Shares of the text. A class name may describe absent content ("has-newsletter"): an element with more text is the
# article, and a kind of hint on more text is unreliable.
_MAX_BOX_SHARE = 1 / 3
_MAX_HINT_SHARE = 1 / 4
_MIN_LINKED_SHARE = 0.85  # of a list's characters
_FULLY_LINKED = 0.95  # share of a line's characters
_TOP = 5  # lines, in which the headline may follow links
_COLONS = (":", "：")
# A list below a line with these words links to other articles.
_LEADS_ON = lazy_compile(
    r"\b(?:related|similar|more|other|recent|latest|popular) (?:articles?|posts?|stories|reads?|reading|links)\b"
    r"|\b(?:read|see|check out|watch|view) (?:more|also|next|this next)\b"
    r"|\balso (?:like|read|enjoy|see|interested)\b|\binterested in the following\b|\blearn more in\b"
    r"|\blesen sie auch|\bmehr zum thema|\bà lire aussi|\blire aussi|\b(?:lea|lee|leer) también|\bleggi anche"
    r"|\bleia (?:também|mais)|\blees ook|\bczytaj (?:też|także)|читайте также|читайте також"
    r"|関連記事|相关(?:阅读|文章)",
    re.IGNORECASE,
)
_ARROWS = (">", "»", "→", "›")
_PARAGRAPHS = ("p", "div", "section", "article")
_LONGEST_DATE = 70  # characters
_DATED = lazy_compile(
    r"\W*(?:(?:first |last )?(?:posted|published|updated|modified|reviewed)(?: on)?\b:?\s*)?"
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
    r"(?:\d{1,2}(?:st|nd|rd|th|\.)?\s+(?:de\s+)?[^\W\d_]{3,12}\.?,?\s+(?:de\s+)?(?:19|20)\d\d"
    r"|[^\W\d_]{3,12}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+(?:19|20)\d\d"
    r"|\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d|(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2})"
    r"(?:,?\s+(?:at\s+)?\d{1,2}[:.]\d\d(?:\s*[ap]\.?m\.?)?(?:\s+[A-Z]{2,4})?)?"
    r"(?:\s*[|•·/–—-]*\s*\d+\s*min(?:ute)?s?(?:\s+read(?:ing)?)?(?:\s+time)?)?(?:\s+by(?:\s+[^\W\d_][\w.’'-]*){1,4})?\W*",
    re.IGNORECASE,
)


_BYLINE_TAGS = (*_PARAGRAPHS, "h4", "h5", "h6", "")
_LONGEST_BYLINE = 110  # characters
_NAMES = r"(?-i:[A-ZÀ-ÞŁŚŞŽ][\w.’'-]*(?:\s+(?:[A-ZÀ-ÞŁŚŞŽ][\w.’'-]*|and|with|&|de|van|von|der|la|di|al|bin)){0,6})"
_BYLINE = lazy_compile(
    r"\W*(?:(?:written|words|story|text|posted|published|edited"
    r"|(?:medically |peer[ -]|fact[ -])?(?:reviewed|checked))"
    rf"\s+by:?\s+{_NAMES}|by:?\s+(?=\S+\s+\S){_NAMES})"
    r"(?:\s*(?:[,;|•⋅·/—–-]|\b(?:on|at)\b|(?:last )?updated|posted|published).{0,80})?\W*",
    re.IGNORECASE,
)
_READING_TIME = lazy_compile(
    r".{0,80}?\d+\s*[- ]?min(?:ute)?s?\.?\s+read(?:ing)?(?: time)?\W*|\W*min\.? read\W*", re.IGNORECASE
)
_REVIEWED = lazy_compile(
    r"\W*(?:last )?(?:reviewed|updated|modified)(?: in| on)?:?\s+(?:[^\W\d_]{3,12}\.?\s+)?(?:19|20)\d\d\W*",
    re.IGNORECASE,
)


def propose(draft: Draft, scan: Scan) -> Iterator[Removal]:
    """Propose lines in elements with a hint, lists of links, and lines that are one link or a date."""
    if draft.document.evidence:
        yield from _hinted(draft, scan)
        yield from _link_lists(draft, scan)
        yield from _link_lines(draft, scan)
        yield from _credits(draft, scan)


def _hinted(draft: Draft, scan: Scan) -> Iterator[Removal]:
    evidence = draft.document.evidence
    if not any(evidence[index].hint for index in draft.remaining):
        return
    sizes = {index: len(draft.show(index).strip()) for index in draft.remaining}
    total = sum(sizes.values())
    boxes: Counter[int] = Counter()
    for index, size in sizes.items():
        boxes[evidence[index].box] += size
    hinted = [
        index
        for index in sizes
        if evidence[index].hint
        and boxes[evidence[index].box] <= _MAX_BOX_SHARE * total
        and not is_own_title(draft, draft.show(index))
    ]
    hints: Counter[str] = Counter()
    for index in hinted:
        hints[evidence[index].hint] += sizes[index]
    for index in hinted:
        hint = evidence[index].hint
        if hints[hint] <= _MAX_HINT_SHARE * total and scan.has(f"{_FAMILY}/{hint}"):
            because = f"an element around it is named after {hint.replace('-', ' ')}"
            yield from draft.cut_line(index, f"{_FAMILY}/{hint}", because)


def _link_lists(draft: Draft, scan: Scan) -> Iterator[Removal]:
    if not scan.has(_LINKS):
        return
    evidence = draft.document.evidence
    last: int | None = None
    for listed, group in groupby(draft.remaining, lambda index: evidence[index].listed):
        lines = list(group)
        before, last = last, lines[-1]
        if not listed or len(lines) < 2:
            continue
        if before is not None and _announces(draft.show(before)):
            continue
        # the first line may be the label of the list
        items = lines if evidence[lines[0]].links or len(lines) < 3 else lines[1:]
        size = sum(len(draft.show(index)) for index in items)
        linked = sum(len(draft.show(index)) * evidence[index].links for index in items)
        if linked >= _MIN_LINKED_SHARE * size:
            for index in lines:
                yield from draft.cut_line(index, _LINKS, f"in a list of {len(items)} links")


def _announces(line: str) -> bool:
    """Return whether a line says that a list of the article follows: "The boats that take part are:"."""
    line = line.rstrip()
    return line.endswith(_COLONS) and not _LEADS_ON.search(line)


def _link_lines(draft: Draft, scan: Scan) -> Iterator[Removal]:
    if not scan.has(_LINK):
        return
    evidence = draft.document.evidence
    links = [
        (at, index)
        for at, index in enumerate(draft.remaining)
        if evidence[index].links >= _FULLY_LINKED and evidence[index].tag in _PARAGRAPHS
    ]
    if not links:
        return
    top = draft.remaining[:_TOP]
    title = next((at for at, index in enumerate(top) if is_own_title(draft, draft.show(index))), 0)
    for at, index in links:
        text = draft.show(index).strip()
        if is_own_title(draft, text):
            continue
        if at < title:
            yield from draft.cut_line(index, _LINK, f"a link above the headline, {quoted(text)}")
        elif text.endswith(_ARROWS):
            yield from draft.cut_line(index, _LINK, f"a link, {quoted(text)}")


def _credits(draft: Draft, scan: Scan) -> Iterator[Removal]:
    """Propose the lines above the first paragraph and below the last that say who wrote the article, and when."""
    if not (scan.has(_DATE) or scan.has(_BY)):
        return
    for index in _above(draft, draft.remaining):
        text = draft.show(index).strip()
        tag = draft.document.evidence[index].tag
        if is_own_title(draft, text):
            continue
        if scan.has(_DATE) and tag in _PARAGRAPHS and len(text) <= _LONGEST_DATE and _DATED.fullmatch(text):
            yield from draft.cut_line(index, _DATE, f"a date above the first paragraph, {quoted(text)}")
        elif (
            scan.has(_BY)
            and tag in _BYLINE_TAGS
            and len(text) <= _LONGEST_BYLINE
            and (_BYLINE.fullmatch(text) or _READING_TIME.fullmatch(text))
        ):
            yield from draft.cut_line(index, _BY, f"a byline above the first paragraph, {quoted(text)}")
    for index in _above(draft, reversed(draft.remaining)):
        text = draft.show(index).strip()
        if len(text) > _LONGEST_DATE or is_own_title(draft, text):
            return
        if scan.has(_DATE) and (_DATED.fullmatch(text) or _REVIEWED.fullmatch(text)):
            yield from draft.cut_line(index, _DATE, f"a date below the last paragraph, {quoted(text)}")
        elif scan.has(_BY) and _BYLINE.fullmatch(text):
            yield from draft.cut_line(index, _BY, f"a byline below the last paragraph, {quoted(text)}")
        else:
            return


def _above(draft: Draft, lines: Iterable[int]) -> Iterator[int]:
    """Yield the lines in front of the first paragraph; none in a text without paragraphs."""
    found: list[int] = []
    for index in lines:
        if is_prose(draft.show(index)):
            yield from found
            return
        found.append(index)
