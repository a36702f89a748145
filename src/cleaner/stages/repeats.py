"""What is said twice: the headline, an embed's caption, a paragraph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from cleaner.core.draft import Draft
from cleaner.core.regex import lazy_compile
from cleaner.core.result import Removal
from cleaner.matching.matcher import Scan
from cleaner.stages import _reprints, _titles
from cleaner.stages.line_features import is_ended, is_prose, is_signature, words

_TITLE = "headline/title-line"
_TITLE_TWICE = "headline/title-twice"
_CAPTION_TWICE = "headline/caption-twice"
_PARAGRAPH_TWICE = "headline/paragraph-twice"
_CAPTION_AGAIN = "headline/caption-again"

_LONGEST_TITLE = 250  # characters; a longer line is the lead, which the page states as its title
_LONGEST_CAPTION = 150  # characters
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_PARAGRAPH = 80  # characters; shorter lines repeat in dialogue, verse and lists
_HEADING = 45  # characters, and as many words as follow: a shorter line may be a sub-heading that comes back
_HEADING_WORDS = 7
_STANDFIRST = 3  # lines at the top
_LISTED = lazy_compile(r"\s*(?:[\W\d]|[^:]{1,30}:)")
_OPEN_NUMBER = lazy_compile(r"\d[.,]$")
_REFRAIN = 3  # copies of one paragraph, from which on it is a refrain or a form


def propose(draft: Draft, scan: Scan) -> Iterator[Removal]:
    """Propose second copies; of a caption said twice back to back both, for it captions nothing here."""
    remaining = [(index, draft.key(index)) for index in draft.remaining]
    title, first = _titles.find(draft, scan, remaining)
    if scan.has(_TITLE) and first is not None and len(remaining) > 1 and len(title) <= _LONGEST_TITLE:
        yield from draft.cut_line(first, _TITLE, "the record holds the title")
    if scan.has(_TITLE_TWICE) and first is not None:
        yield from _titles.again(draft, remaining, title, first)
    if len({said for _, said in remaining}) == len(remaining):
        return
    if scan.has(_reprints.ARTICLE_TWICE):
        yield from _reprints.propose(draft, remaining)
    if scan.has(_CAPTION_TWICE):
        yield from _captions(draft, remaining, title, first)
    if scan.has(_PARAGRAPH_TWICE):
        yield from _paragraphs(draft, remaining, title)
    if scan.has(_CAPTION_AGAIN):
        yield from _captions_again(draft, remaining, title)


def propose_anew(draft: Draft, scan: Scan) -> Iterator[Removal]:
    """Look once more if something was taken that may have stood between two copies."""
    if any(removal.stage in ("repeats", "blocks", "edges") for removal in draft.removals):
        yield from propose(draft, scan)


def _captions(draft: Draft, remaining: list[tuple[int, str]], title: str, first: int | None) -> Iterator[Removal]:
    groups = [[index for index, _ in group] for _, group in groupby(remaining, lambda pair: pair[1])]
    if len(groups) == len(remaining):
        return
    said = dict(remaining)
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
        copies = _without_heading(draft, copies)
        because = f"an embed's caption, said {len(group)} times in a row"
        for index in copies:
            yield from draft.cut_line(index, _CAPTION_TWICE, because)


def _without_heading(draft: Draft, copies: list[int]) -> list[int]:
    """The copies but for the first that its page calls a heading: the other is its entry in a list of contents."""
    evidence = draft.document.evidence
    heading = next((index for index in copies if evidence and evidence[index].tag in _HEADINGS), None)
    return [index for index in copies if index != heading]


def _paragraphs(draft: Draft, remaining: list[tuple[int, str]], title: str) -> Iterator[Removal]:
    copies: dict[str, list[int]] = {}
    for place, (_, said) in enumerate(remaining):
        if len(said) >= _PARAGRAPH and said != title:
            copies.setdefault(said, []).append(place)
    for places in copies.values():
        shown = draft.show(remaining[places[0]][0])
        if len(places) > 1 and any(_is_torn(draft, remaining, place) for place in places):
            continue
        if 1 < len(places) < _REFRAIN and (is_prose(shown) or len(shown) > _LONGEST_CAPTION or "(@" in shown):
            # of two copies the one that is signed, or not ended, is a pull quote
            stays = min(
                places,
                key=lambda place: (_is_signed(draft, remaining, place), not _is_ended(draft, remaining, place)),
            )
            for place in places:
                if place != stays:
                    because = f"says line {remaining[stays][0] + 1} again"
                    yield from draft.cut_line(remaining[place][0], _PARAGRAPH_TWICE, because)


def _is_signed(draft: Draft, remaining: list[tuple[int, str]], place: int) -> bool:
    return place + 1 < len(remaining) and is_signature(draft.show(remaining[place + 1][0]))


def _is_ended(draft: Draft, remaining: list[tuple[int, str]], place: int) -> bool:
    return is_ended(draft.show(remaining[place][0]))


def _captions_again(draft: Draft, remaining: list[tuple[int, str]], title: str) -> Iterator[Removal]:
    """Second copies, further down, of a line too long for a sub-heading: a video's title, a standfirst.

    Every copy stands beside prose: what stands in a list first is a table of contents.
    """
    copies: dict[str, list[int]] = {}
    for place, (_, said) in enumerate(remaining):
        if len(said) >= _HEADING and said != title:
            copies.setdefault(said, []).append(place)
    for said, places in copies.items():
        shown = draft.show(remaining[places[0]][0])
        if len(places) < 2 or words(said) < _HEADING_WORDS or _LISTED.match(shown) or len(said) > _LONGEST_CAPTION:
            continue
        if is_ended(shown) and places[0] >= _STANDFIRST:
            continue
        if any(_is_torn(draft, remaining, place) for place in places):
            continue
        alone = [place for place in places if place < _STANDFIRST or _is_beside_prose(draft, remaining, place)]
        for place in places[1:] if alone == places else ():
            because = f"says line {remaining[places[0]][0] + 1} again"
            yield from draft.cut_line(remaining[place][0], _CAPTION_AGAIN, because)


def _is_torn(draft: Draft, remaining: list[tuple[int, str]], place: int) -> bool:
    """Whether the line is half of a sentence that was broken at its decimal point: "to 29." and "8 per cent"."""
    shown = [draft.show(index).strip() for index, _ in remaining[max(place - 1, 0) : place + 2]]
    return any(_OPEN_NUMBER.search(above) and below[:1].isdigit() for above, below in pairwise(shown))


def _is_beside_prose(draft: Draft, remaining: list[tuple[int, str]], place: int) -> bool:
    beside = (*remaining[max(place - 1, 0) : place], *remaining[place + 1 : place + 2])
    return any(is_prose(draft.show(index)) for index, _ in beside)


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
    document = draft.document
    between = map(document.line, range(above + 1, below))
    return all(document.text[start:end].strip() for start, end, _ in between)


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
