"""Lines that one look decides: labels, lead-ins with what follows them, tails behind a sentence."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.core.draft import Draft
from cleaner.core.result import Removal
from cleaner.matching.matcher import Scan
from cleaner.stages.line_features import is_own_title, is_presumed_title, quoted, words


def propose(draft: Draft, scan: Scan) -> Iterator[Removal]:
    """Propose what line and lead-in cards match, wherever they stand; never the article's own title."""
    for shape in ("line", "lead-in"):
        for index, rule in scan.matches(draft, shape):
            shown = draft.show(index)
            if rule.card.where not in ("anywhere", "body") or is_own_title(draft, shown):
                continue
            if not (rule.card.where == "body" and is_presumed_title(draft, index)):
                for _ in rule.find(shown):
                    yield from draft.cut_line(index, rule.id, f"the line reads {quoted(shown)}")


def propose_tails(draft: Draft, scan: Scan) -> Iterator[Removal]:
    """Propose what tail cards match behind a sentence."""
    for index, rule in scan.matches(draft, "tail"):
        shown = draft.show(index)
        if not is_own_title(draft, shown):
            for start, end in rule.find(shown):
                yield from draft.cut(index, start, end, rule.id, f"the line ends in {quoted(shown[start:end])}")


def propose_anew(draft: Draft, scan: Scan) -> Iterator[Removal]:
    """Look once more at the lines that lost a tail."""
    if any(removal.stage == "tails" for removal in draft.removals):
        yield from propose(draft, scan)


_SENTENCE = 6  # words; a label in front of fewer may belong to a title or a name


def propose_inline(draft: Draft, scan: Scan) -> Iterator[Removal]:
    """Propose every match of an inline card, and what head cards find in front of a sentence."""
    for index, rule in scan.matches(draft, "inline"):
        shown = draft.show(index)
        for start, end in rule.find(shown):
            yield from draft.cut(index, start, end, rule.id, f"markup: {quoted(shown[start:end])}")
    for index, rule in scan.matches(draft, "head"):
        shown = draft.show(index)
        for start, end in rule.find(shown):
            if words(shown[end:]) >= _SENTENCE and not is_own_title(draft, shown):
                yield from draft.cut(index, start, end, rule.id, f"in front of a sentence: {quoted(shown[:end])}")
