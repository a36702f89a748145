"""The article printed twice: a long run of lines that stands in the text already, paragraph for paragraph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cleaner.core.draft import Draft
from cleaner.core.result import Removal
from cleaner.stages.line_features import is_prose

ARTICLE_TWICE = "headline/article-twice"

_PARAGRAPH = 80  # characters
_FEWEST_PARAGRAPHS = 3
_MOST_CHANGED = 3  # lines in a row that one printing has and the other has not
_REFRAIN = 3  # copies of one line, from which on it proves nothing


def propose(draft: Draft, remaining: Sequence[tuple[int, str]]) -> Iterator[Removal]:
    """Propose the lines of a second printing, its short ones too; what only it says stays."""
    places: dict[str, list[int]] = {}
    for place, (_, said) in enumerate(remaining):
        places.setdefault(said, []).append(place)
    pairs: list[tuple[int, int]] = []
    for place, (_, said) in enumerate(remaining):
        earlier = _earlier(places[said], place, pairs)
        if earlier is not None:
            if pairs and not _goes_on(pairs, earlier, place):
                yield from _second(draft, remaining, places, pairs)
                pairs = []
            pairs.append((earlier, place))
    yield from _second(draft, remaining, places, pairs)


def _goes_on(pairs: list[tuple[int, int]], earlier: int, place: int) -> bool:
    first, second = pairs[-1]
    # the second printing begins behind all that it repeats
    return (
        0 < earlier - first <= _MOST_CHANGED + 1 and place - second <= _MOST_CHANGED + 1 and earlier < pairs[0][1]
    )


def _earlier(copies: list[int], place: int, pairs: list[tuple[int, int]]) -> int | None:
    """The place of the copy before `place` that continues the run, or else the first copy."""
    if copies[0] == place:
        return None
    for copy in copies[:_REFRAIN]:
        if pairs and copy < place and _goes_on(pairs, copy, place):
            return copy
    return copies[0]


def _second(
    draft: Draft, remaining: Sequence[tuple[int, str]], places: dict[str, list[int]], pairs: list[tuple[int, int]]
) -> Iterator[Removal]:
    proof = [
        place
        for _, place in pairs
        if len(remaining[place][1]) >= _PARAGRAPH
        and len(places[remaining[place][1]]) < _REFRAIN
        and is_prose(draft.show(remaining[place][0]))
    ]
    if len(proof) < _FEWEST_PARAGRAPHS:
        return
    because = f"{len(pairs)} lines stand from line {remaining[pairs[0][0]][0] + 1} on already"
    for _, place in pairs:
        yield from draft.cut_line(remaining[place][0], ARTICLE_TWICE, because)
