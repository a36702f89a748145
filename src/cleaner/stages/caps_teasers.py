"""Teasers in capitals: headlines of other stories between the paragraphs.

Removes: lines in capitals that are too long for sub-headings, if two are sure, or one is and the page has a known
link in capitals.
Keeps: the title, sub-headings, and texts written in capitals throughout.
Order: after blocks, whose links in capitals are evidence.
"""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.core.draft import Draft
from cleaner.core.result import Removal
from cleaner.matching.matcher import Scan
from cleaner.stages.line_features import is_capitals, is_ended, is_own_title, is_prose, quoted, topics, words

_RULE = "related/caps-teaser"

_TEASER_SIZE = (36, 6)  # characters and words of a teaser, at least, in an article that has sure ones
_SURE_SIZE = (45, 7)  # characters and words, at least; no sub-heading is as long
_MAX_LENGTH = 170  # characters
_SHARED_TOPICS = 2  # words, at least, that a sub-heading shares with the paragraph below it; a teaser shares fewer
_MIN_PARAGRAPHS = 3  # in mixed case; with fewer the article itself may be written in capitals
_LINK_FAMILIES = ("related/", "promo/", "subscribe/")  # their lines in capitals are evidence for teasers
_MIN_LINK_WORDS = 4  # of a known link in capitals


def propose(draft: Draft, scan: Scan) -> Iterator[Removal]:
    """Propose all teasers of an article with two sure ones, or with a sure one and a known link in capitals."""
    if not scan.has(_RULE) or not any(map(str.isupper, draft.texts)):
        return
    if not any(_may_be_teaser(draft.show(index)) for index in draft.remaining):
        return
    teasers: list[tuple[int, str]] = []
    sure = headings = on_topic = paragraphs = 0
    above = ""
    for index in draft.remaining:
        text = draft.show(index).strip()
        if above and len(topics(above) & topics(text)) >= _SHARED_TOPICS:
            on_topic += 1
        above = ""
        if not is_capitals(text):
            paragraphs += is_prose(text)
        elif index != draft.remaining[0] and not is_own_title(draft, text):
            if _is_teaser(text):
                teasers.append((index, text))
                sure += _is_sure(text)
                above = text
            elif words(text) > 1:
                headings += 1
    if not sure or paragraphs < max(_MIN_PARAGRAPHS, len(teasers)) or headings >= len(teasers):
        return
    if 2 * on_topic > len(teasers) + 1:
        return
    if sure > 1 or _has_link_in_capitals(draft):
        for index, text in teasers:
            yield from draft.cut_line(index, _RULE, f"another story's headline in capitals: {quoted(text)}")


def _may_be_teaser(text: str) -> bool:
    return text.isupper() and len(text) >= _TEASER_SIZE[0]


def _is_teaser(text: str) -> bool:
    if not _TEASER_SIZE[0] <= len(text) <= _MAX_LENGTH or words(text) < _TEASER_SIZE[1]:
        return False
    return not is_ended(text) or text[-1] in "?!"


def _is_sure(text: str) -> bool:
    return (
        len(text) >= _SURE_SIZE[0]
        and words(text) >= _SURE_SIZE[1]
        and not is_ended(text)
        and text[-1] not in ":\"'"
    )


def _has_link_in_capitals(draft: Draft) -> bool:
    """Return whether a rule has removed a link in capitals: "CLICK HERE FOR THE HARBOUR POST APP"."""
    folded = draft.document.folded
    return any(
        removal.rule.startswith(_LINK_FAMILIES) and is_capitals(link) and words(link) >= _MIN_LINK_WORDS
        for removal in draft.removals
        for link in (folded[removal.span.start : removal.span.end],)
    )
