"""Single lines, and parts of lines, that a card's pattern alone identifies.

Removes: whole lines and lead-ins, tails after a sentence, inline markup, heads in front of a sentence.
Keeps: the title, except for inline markup; a head in front of few words; rows of a table, terms of a glossary.
Order: inline matches first, so that later stages judge a line without them; whole lines before tails, and again
after them, because the rest of a line may match.
"""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.core.draft import Draft
from cleaner.core.result import Removal
from cleaner.matching.matcher import Scan
from cleaner.stages._tables import kept_lines
from cleaner.stages.line_features import is_own_title, is_presumed_title, quoted, words

_MIN_SENTENCE_WORDS = 6  # a label in front of fewer words may belong to a title or a name


def propose(draft: Draft, scan: Scan) -> Iterator[Removal]:
    """Propose the matches of line and lead-in cards, except for the title."""
    found: dict[int, str] = {}
    for shape in ("line", "lead-in"):
        for index, rule in scan.matches(draft, shape):
            text = draft.show(index)
            if index in found or rule.card.where not in ("anywhere", "body") or is_own_title(draft, text):
                continue
            if not (rule.card.where == "body" and is_presumed_title(draft, index)) and any(rule.find(text)):
                found[index] = rule.id
    if not found:
        return
    kept = kept_lines(draft, found)
    for index, rule_id in found.items():
        if index not in kept:
            yield from draft.cut_line(index, rule_id, f"the line reads {quoted(draft.show(index))}")


def propose_tails(draft: Draft, scan: Scan) -> Iterator[Removal]:
    """Propose the matches of tail cards."""
    for index, rule in scan.matches(draft, "tail"):
        text = draft.show(index)
        if not is_own_title(draft, text):
            for start, end in rule.find(text):
                yield from draft.cut(index, start, end, rule.id, f"the line ends in {quoted(text[start:end])}")


def propose_anew(draft: Draft, scan: Scan) -> Iterator[Removal]:
    """Propose the matches of line and lead-in cards again if a tail has been removed."""
    if any(removal.stage == "tails" for removal in draft.removals):
        yield from propose(draft, scan)


def propose_inline(draft: Draft, scan: Scan) -> Iterator[Removal]:
    """Propose the matches of inline cards, and of head cards in front of a sentence."""
    for index, rule in scan.matches(draft, "inline"):
        text = draft.show(index)
        for start, end in rule.find(text):
            yield from draft.cut(index, start, end, rule.id, f"markup: {quoted(text[start:end])}")
    for index, rule in scan.matches(draft, "head"):
        text = draft.show(index)
        for start, end in rule.find(text):
            if words(text[end:]) >= _MIN_SENTENCE_WORDS and not is_own_title(draft, text):
                yield from draft.cut(index, start, end, rule.id, f"in front of a sentence: {quoted(text[:end])}")
