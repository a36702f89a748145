"""Markup that landed in the text: share templates, shortcodes, tags. Only the residue itself goes."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.draft import Draft
from cleaner.model import Removal
from cleaner.shapes import Scan
from cleaner.stages.looks import quoted


def propose(draft: Draft, scan: Scan) -> Iterator[Removal]:
    """Propose every match of an inline card."""
    for index, rule in scan.on(draft, "inline"):
        shown = draft.show(index)
        for start, end in rule.find(shown):
            yield from draft.cut(index, start, end, rule.id, f"markup: {quoted(shown[start:end])}")
