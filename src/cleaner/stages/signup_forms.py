"""Sign-up forms that came as lines: heading, field, button, small print, and what the form says when it fails."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cleaner.core.draft import Draft
from cleaner.core.result import Removal
from cleaner.matching.matcher import Scan
from cleaner.matching.shapes import Rule
from cleaner.stages.line_features import is_own_title, is_presumed_title, is_prose, quoted

_FEWEST = 2  # different lines of a form, side by side
_FEWEST_AROUND = 3  # so many, and a short line that stands between two of them is the form's too
_LONGEST_BETWEEN = 120  # characters


def propose(draft: Draft, scan: Scan) -> Iterator[Removal]:
    """Propose each form: two or more lines that part cards know, standing together."""
    parts: dict[int, Rule] = {}
    for index, rule in scan.matches(draft, "part"):
        shown = draft.show(index)
        if index not in parts and any(rule.find(shown)) and not _is_title(draft, index, shown):
            parts[index] = rule
    if len(parts) < _FEWEST:
        return
    for form in _together(draft, parts):
        known = [index for index in form if index in parts]
        said = {draft.key(index) for index in known}
        if len(said) < _FEWEST:
            continue
        whole = len(said) >= _FEWEST_AROUND
        because = f"a form of {len(known)} lines, from {quoted(draft.show(form[0]))} on"
        for index in form:
            if index in parts or whole:
                yield from draft.cut_line(index, parts.get(index, parts[known[0]]).id, because)


def _together(draft: Draft, parts: dict[int, Rule]) -> Iterator[Sequence[int]]:
    """Runs of form lines, with single short lines between two of them."""
    remaining = draft.remaining
    form: list[int] = []
    for place, index in enumerate(remaining):
        if index in parts:
            form.append(index)
        elif form:
            follows = place + 1 < len(remaining) and remaining[place + 1] in parts
            if follows and form[-1] in parts and _may_stand_between(draft, index):
                form.append(index)
            else:
                yield form
                form = []
    yield form


def _may_stand_between(draft: Draft, index: int) -> bool:
    shown = draft.show(index)
    return len(shown.strip()) <= _LONGEST_BETWEEN and not is_prose(shown) and not _is_title(draft, index, shown)


def _is_title(draft: Draft, index: int, shown: str) -> bool:
    return is_own_title(draft, shown) or is_presumed_title(draft, index)
