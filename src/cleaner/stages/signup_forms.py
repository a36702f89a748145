"""Sign-up forms, one part per line: heading, field, button, small print, error messages.

Removes: two or more different form lines in a run, and single short lines between them if there are three or more.
Keeps: a form line alone, prose, and the title.
Order: before single lines, because the lines together identify the form.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cleaner.core.draft import Draft
from cleaner.core.result import Removal
from cleaner.matching.matcher import Scan
from cleaner.matching.shapes import Rule
from cleaner.stages.line_features import is_prose, is_title, quoted

_MIN_LINES = 2  # different lines of a form
_MIN_LINES_TO_FILL = 3  # different lines; from this number on the form includes short lines between two of them
_MAX_BETWEEN = 120  # characters of a short line between two form lines


def propose(draft: Draft, scan: Scan) -> Iterator[Removal]:
    """Propose the lines of each form: a run of matches of part cards."""
    parts: dict[int, Rule] = {}
    for index, rule in scan.matches(draft, "part"):
        text = draft.show(index)
        if index not in parts and any(rule.find(text)) and not is_title(draft, index, text):
            parts[index] = rule
    if len(parts) < _MIN_LINES:
        return
    for form in _forms(draft, parts):
        known = [index for index in form if index in parts]
        distinct = {draft.key(index) for index in known}
        if len(distinct) < _MIN_LINES:
            continue
        fill = len(distinct) >= _MIN_LINES_TO_FILL
        because = f"a form of {len(known)} lines, from {quoted(draft.show(form[0]))} on"
        for index in form:
            if index in parts or fill:
                yield from draft.cut_line(index, parts.get(index, parts[known[0]]).id, because)


def _forms(draft: Draft, parts: dict[int, Rule]) -> Iterator[Sequence[int]]:
    """Yield runs of form lines, with single short lines between two of them."""
    remaining = draft.remaining
    form: list[int] = []
    for at, index in enumerate(remaining):
        if index in parts:
            form.append(index)
        elif form:
            is_next = at + 1 < len(remaining) and remaining[at + 1] in parts
            if is_next and form[-1] in parts and _may_be_between(draft, index):
                form.append(index)
            else:
                yield form
                form = []
    yield form


def _may_be_between(draft: Draft, index: int) -> bool:
    text = draft.show(index)
    return len(text.strip()) <= _MAX_BETWEEN and not is_prose(text) and not is_title(draft, index, text)
