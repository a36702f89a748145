"""Teasers in capitals: the headlines of other stories that a site sets between its paragraphs."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.core.draft import Draft
from cleaner.core.result import Removal
from cleaner.matching.matcher import Scan
from cleaner.stages.line_features import is_capitals, is_ended, is_own_title, is_prose, quoted, topics, words

_RULE = "related/caps-teaser"

_TEASER = (36, 6)  # characters and words it has at least, once the article is known to carry teasers
_SURE = (45, 7)  # as many make a line sure not to be a sub-heading
_LONGEST = 170
_TOPICS = 2  # words that a sub-heading shares with the paragraph under it, and another story's headline does not
_PARAGRAPHS = 3  # so many in mixed case show that the article is not written in capitals
_FAMILIES = ("related/", "promo/", "subscribe/")  # whose lines in capitals say that the site shouts


def propose(draft: Draft, scan: Scan) -> Iterator[Removal]:
    """Propose lines in capitals that are too long for sub-headings, where two say so, or one and a known link."""
    if not scan.has(_RULE) or not any(_may_be_teaser(draft.show(index)) for index in draft.remaining):
        return
    teasers: list[tuple[int, str]] = []
    sure = headings = headed = paragraphs = 0
    above = ""
    for index in draft.remaining:
        shown = draft.show(index).strip()
        if above and len(topics(above) & topics(shown)) >= _TOPICS:
            headed += 1
        above = ""
        if not is_capitals(shown):
            paragraphs += is_prose(shown)
        elif index != draft.remaining[0] and not is_own_title(draft, shown):
            if _is_teaser(shown):
                teasers.append((index, shown))
                sure += _is_sure(shown)
                above = shown
            elif words(shown) > 1:
                headings += 1
    if not sure or paragraphs < max(_PARAGRAPHS, len(teasers)) or headings >= len(teasers):
        return
    if 2 * headed > len(teasers) + 1:
        return
    if sure > 1 or _shouts(draft):
        for index, shown in teasers:
            yield from draft.cut_line(index, _RULE, f"another story's headline in capitals: {quoted(shown)}")


def _may_be_teaser(shown: str) -> bool:
    return shown.isupper() and len(shown) >= _TEASER[0]


def _is_teaser(shown: str) -> bool:
    if not _TEASER[0] <= len(shown) <= _LONGEST or words(shown) < _TEASER[1]:
        return False
    return not is_ended(shown) or shown[-1] in "?!"


def _is_sure(shown: str) -> bool:
    return len(shown) >= _SURE[0] and words(shown) >= _SURE[1] and not is_ended(shown) and shown[-1] not in ":\"'"


def _shouts(draft: Draft) -> bool:
    """Whether another rule has taken a link in capitals: "CLICK HERE FOR THE HARBOUR POST APP"."""
    text = draft.document.folded
    return any(
        removal.rule.startswith(_FAMILIES) and is_capitals(said) and words(said) >= 4
        for removal in draft.removals
        for said in (text[removal.span.start : removal.span.end],)
    )
