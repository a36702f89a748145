"""What landed inside a line: markup anywhere in it, a label glued to the front of a sentence. Only that goes."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.draft import Draft
from cleaner.model import Removal
from cleaner.scanning import Scan
from cleaner.stages.looks import is_own_title, quoted, words

_SENTENCE = 6  # words; a label in front of fewer may belong to a title or a name


def propose(draft: Draft, scan: Scan) -> Iterator[Removal]:
    """Propose every match of an inline card, and what head cards find in front of a sentence."""
    for index, rule in scan.on(draft, "inline"):
        shown = draft.show(index)
        for start, end in rule.find(shown):
            yield from draft.cut(index, start, end, rule.id, f"markup: {quoted(shown[start:end])}")
    for index, rule in scan.on(draft, "head"):
        shown = draft.show(index)
        for start, end in rule.find(shown):
            if words(shown[end:]) >= _SENTENCE and not is_own_title(draft, shown):
                yield from draft.cut(index, start, end, rule.id, f"in front of a sentence: {quoted(shown[:end])}")
