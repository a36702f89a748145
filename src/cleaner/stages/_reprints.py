"""The article printed twice: a long run of lines whose copies precede it. Part of the stage `repeats`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cleaner.core.draft import Draft
from cleaner.core.result import Removal
from cleaner.stages.line_features import is_prose

ARTICLE_TWICE = "headline/article-twice"

_MIN_PARAGRAPH = 80  # characters
_MIN_PARAGRAPHS = 3  # that are repeated
_MAX_CHANGED = 3  # consecutive lines of one printing that the other lacks
_REFRAIN_COPIES = 3  # of one line; from this number on it is no evidence
_NO_REFRAIN = 8  # paragraphs in a row; no refrain is so long, however often it comes


def propose(draft: Draft, remaining: Sequence[tuple[int, str]]) -> Iterator[Removal]:
    """Propose the lines of a second printing with a copy in the first, including short lines.

    `remaining` holds the (line index, line key) pairs of the draft. Positions below are indices in it.
    """
    positions: dict[str, list[int]] = {}
    for at, (_, line_key) in enumerate(remaining):
        positions.setdefault(line_key, []).append(at)
    pairs: list[tuple[int, int]] = []
    for at, (_, line_key) in enumerate(remaining):
        earlier = _earlier_copy(positions[line_key], at, pairs)
        if earlier is not None:
            if pairs and not _continues(pairs, earlier, at):
                yield from _second_printing(draft, remaining, positions, pairs)
                pairs = []
            pairs.append((earlier, at))
    yield from _second_printing(draft, remaining, positions, pairs)


def _continues(pairs: list[tuple[int, int]], earlier: int, at: int) -> bool:
    """Return whether the copies at `earlier` and `at` continue the run of `pairs`."""
    first, second = pairs[-1]
    # the first printing ends before the second one starts
    return 0 < earlier - first <= _MAX_CHANGED + 1 and at - second <= _MAX_CHANGED + 1 and earlier < pairs[0][1]


def _earlier_copy(copies: list[int], at: int, pairs: list[tuple[int, int]]) -> int | None:
    """Return the position of the copy before `at` that continues the run, or else of the first copy."""
    if copies[0] == at:
        return None
    for copy in copies[:_REFRAIN_COPIES]:
        if pairs and _continues(pairs, copy, at):
            return copy
    return copies[0]


def _second_printing(
    draft: Draft,
    remaining: Sequence[tuple[int, str]],
    positions: dict[str, list[int]],
    pairs: list[tuple[int, int]],
) -> Iterator[Removal]:
    """Propose the second lines of `pairs` if enough of them are paragraphs."""
    paragraphs = [
        len(positions[remaining[at][1]])
        for _, at in pairs
        if len(remaining[at][1]) >= _MIN_PARAGRAPH and is_prose(draft.show(remaining[at][0]))
    ]
    rare = sum(copies < _REFRAIN_COPIES for copies in paragraphs)
    if rare < _MIN_PARAGRAPHS and len(paragraphs) < _NO_REFRAIN:
        return
    because = f"{len(pairs)} lines stand from line {remaining[pairs[0][0]][0] + 1} on already"
    for _, at in pairs:
        yield from draft.cut_line(remaining[at][0], ARTICLE_TWICE, because)
