"""What is said twice: the headline, an embed's caption, a paragraph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from cleaner.draft import Draft
from cleaner.model import Removal
from cleaner.shapes import Scan
from cleaner.stages.looks import is_ended, is_headline_like, is_prose, key, words

_TITLE = "headline/title-line"
_TITLE_TWICE = "headline/title-twice"
_CAPTION_TWICE = "headline/caption-twice"
_PARAGRAPH_TWICE = "headline/paragraph-twice"

_LONGEST_CAPTION = 150  # characters
_PARAGRAPH = 80  # characters; shorter lines repeat in dialogue, verse and lists
_REFRAIN = 3  # copies of one paragraph, from which on it is a refrain or a form


def propose(draft: Draft, scan: Scan) -> Iterator[Removal]:
    """Propose second copies; of a caption said twice back to back both, for it captions nothing here."""
    live = [(index, key(draft.show(index))) for index in draft.live]
    title, first = _title(draft, scan, live)
    if scan.has(_TITLE) and first is not None and len(live) > 1:
        yield from draft.cut_line(first, _TITLE, "the record holds the title")
    if scan.has(_TITLE_TWICE) and first is not None:
        yield from _title_again(draft, live, title, first)
    if scan.has(_CAPTION_TWICE):
        yield from _captions(draft, live, title, first)
    if scan.has(_PARAGRAPH_TWICE):
        yield from _paragraphs(draft, live, title)


def propose_anew(draft: Draft, scan: Scan) -> Iterator[Removal]:
    """Look once more if something was taken that may have stood between two copies."""
    if any(removal.stage in ("repeats", "blocks", "edges") for removal in draft.removals):
        yield from propose(draft, scan)


def _title(draft: Draft, scan: Scan, live: list[tuple[int, str]]) -> tuple[str, int | None]:
    """The title's key and the line of its first copy; without a declared title the first headline stands in."""
    declared = draft.document.title
    if declared:
        title = key(declared)
        for index, said in live[:3]:
            # <title> carries the site's name behind the headline: "Rain falls | Harbour Post"
            follows = title[len(said) :].lstrip()[:1] if title.startswith(said) and words(said) >= 4 else ""
            if said == title or follows in tuple("|-–—·"):
                return said, index
        return title, None
    furniture = {index for index, rule in scan.on(draft, "line") if rule.card.where == "edges"}
    for index, said in [pair for pair in live if pair[0] not in furniture][:3]:
        shown = draft.show(index)
        if is_headline_like(shown):
            return said, index
        if is_ended(shown):
            break
    return "", None


def _title_again(draft: Draft, live: list[tuple[int, str]], title: str, first: int) -> Iterator[Removal]:
    long_enough = words(title) >= 5
    beside = False
    for index, said in live:
        # a short title may come back as a line of verse; next to the first copy it is the copy
        if said == title and index != first and (long_enough or beside):
            yield from draft.cut_line(index, _TITLE_TWICE, f"says line {first + 1}, the headline, again")
        beside = index == first or (beside and said == title)


def _captions(draft: Draft, live: list[tuple[int, str]], title: str, first: int | None) -> Iterator[Removal]:
    groups = [[index for index, _ in group] for _, group in groupby(live, lambda pair: pair[1])]
    if len(groups) == len(live):
        return
    said = dict(live)
    stays = [len(group) == 1 or not _is_caption(draft.show(group[0])) for group in groups]
    nearest = _nearest(stays)
    for at, group in enumerate(groups):
        text = said[group[0]]
        if len(group) < 2 or text == title or words(text) < 4 or len(text) < 20:
            continue
        if stays[at] or _in_verse(draft, groups, nearest[at]):
            continue
        # at the top it may be the headline, said otherwise than the record says it
        copies = group[1:] if at == 0 and first is None and not _is_credited(draft.show(group[0])) else group
        because = f"an embed's caption, said {len(group)} times in a row"
        for index in copies:
            yield from draft.cut_line(index, _CAPTION_TWICE, because)


def _paragraphs(draft: Draft, live: list[tuple[int, str]], title: str) -> Iterator[Removal]:
    copies: dict[str, list[int]] = {}
    for index, said in live:
        if len(said) >= _PARAGRAPH and said != title:
            copies.setdefault(said, []).append(index)
    for lines in copies.values():
        shown = draft.show(lines[0])
        if 1 < len(lines) < _REFRAIN and (is_prose(shown) or len(shown) > _LONGEST_CAPTION or "(@" in shown):
            for index in lines[1:]:
                yield from draft.cut_line(index, _PARAGRAPH_TWICE, f"says line {lines[0] + 1} again")


def _is_caption(shown: str) -> bool:
    """Whether a doubled line may go altogether: short and no sentence, or with its photographer's credit.

    A longer one, or an embedded post with its signature, loses its second copy only.
    """
    if _is_credited(shown):
        return True
    return len(shown.strip()) <= _LONGEST_CAPTION and not is_ended(shown) and "(@" not in shown


def _is_credited(shown: str) -> bool:
    """Whether a caption ends in a photographer's or agency's credit: "(AP Photo/Jo Hill)"."""
    end = shown.strip()[-60:].casefold()
    return "/" in end or "photo" in end or "getty" in end


def _in_verse(draft: Draft, groups: list[list[int]], around: tuple[int | None, int | None]) -> bool:
    """Whether doubled lines stand among short lines of one stanza, or among no prose: a refrain, no caption."""
    before, after = around
    neighbours, beside = [], []
    if before is not None:
        neighbours.append(groups[before][0])
        if _adjoin(draft, groups[before][-1], groups[before + 1][0]):
            beside.append(groups[before][0])
    if after is not None:
        neighbours.append(groups[after][0])
        if _adjoin(draft, groups[after - 1][-1], groups[after][0]):
            beside.append(groups[after][0])
    return not any(is_prose(draft.show(index)) for index in beside or neighbours)


def _adjoin(draft: Draft, above: int, below: int) -> bool:
    """Whether no blank line stands between two lines; a line that was cut there leaves none behind."""
    text = draft.document.text
    return all(text[start:end].strip() for start, end, _ in draft.document.lines[above + 1 : below])


def _nearest(stays: Sequence[bool]) -> list[tuple[int | None, int | None]]:
    """For each place the nearest one before and behind it that stays."""
    sides: list[list[int | None]] = []
    for order in (range(len(stays)), range(len(stays) - 1, -1, -1)):
        side: list[int | None] = [None] * len(stays)
        last = None
        for at in order:
            side[at] = last
            last = at if stays[at] else last
        sides.append(side)
    return list(zip(*sides, strict=True))
