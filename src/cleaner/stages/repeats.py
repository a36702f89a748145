"""Repeated text: the headline, the caption of an embed, a paragraph, the whole article.

Removes: second copies; both copies of a caption that is repeated back to back, because its embed is missing.
Keeps: the first copy, or the better one of two paragraphs; refrains, verse, dialogue and lists.
Order: after the upper edge, which hides the headline; before blocks and the lower edge, which need the end of the
article; again after them, because they may have removed the text between two copies.
"""

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

_MAX_TITLE = 250  # characters; a longer title is the lead of the article
_MAX_CAPTION = 150  # characters
_MIN_CAPTION_WORDS, _MIN_CAPTION = 4, 20  # words and characters
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_MIN_PARAGRAPH = 80  # characters; shorter lines are repeated in dialogue, verse and lists
_MIN_REPEAT, _MIN_REPEAT_WORDS = 45, 7  # characters and words; a shorter line may be a recurring sub-heading
_STANDFIRST = 3  # lines at the top
_LIST_ENTRY = lazy_compile(r"\s*(?:[\W\d]|[^:]{1,30}:)")
_OPEN_NUMBER = lazy_compile(r"\d[.,]$")
_REFRAIN_COPIES = 3  # of one paragraph; from this number on it is a refrain or a form


def propose(draft: Draft, scan: Scan) -> Iterator[Removal]:
    """Propose second copies, and both copies of a caption that is repeated back to back."""
    remaining = [(index, draft.key(index)) for index in draft.remaining]
    title, first = _titles.find(draft, scan, remaining)
    if scan.has(_TITLE) and first is not None and len(remaining) > 1 and len(title) <= _MAX_TITLE:
        yield from draft.cut_line(first, _TITLE, "the record holds the title")
    if scan.has(_TITLE_TWICE) and first is not None:
        yield from _titles.propose_copies(draft, remaining, title, first)
    if len({line_key for _, line_key in remaining}) == len(remaining):
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
    """Propose second copies again if a removal may have separated them from the first."""
    if any(removal.stage in ("repeats", "blocks", "edges") for removal in draft.removals):
        yield from propose(draft, scan)


def _captions(draft: Draft, remaining: list[tuple[int, str]], title: str, first: int | None) -> Iterator[Removal]:
    """Propose captions that are repeated back to back. `first` is the line of the title's first copy."""
    groups = [[index for index, _ in group] for _, group in groupby(remaining, lambda pair: pair[1])]
    if len(groups) == len(remaining):
        return
    keys = dict(remaining)
    kept = [len(group) == 1 or not _is_caption(draft.show(group[0])) for group in groups]
    nearest = _nearest_kept(kept)
    for at, group in enumerate(groups):
        key = keys[group[0]]
        if len(group) < 2 or key == title or words(key) < _MIN_CAPTION_WORDS or len(key) < _MIN_CAPTION:
            continue
        if kept[at] or _is_in_verse(draft, groups, nearest[at]):
            continue
        # At the top it may be a headline whose wording differs from the declared title.
        copies = group[1:] if at == 0 and first is None and not _is_credited(draft.show(group[0])) else group
        copies = _without_heading(draft, copies)
        because = f"an embed's caption, said {len(group)} times in a row"
        for index in copies:
            yield from draft.cut_line(index, _CAPTION_TWICE, because)


def _without_heading(draft: Draft, copies: list[int]) -> list[int]:
    """Return the copies without the first heading: the other copy is its entry in a table of contents."""
    evidence = draft.document.evidence
    heading = next((index for index in copies if evidence and evidence[index].tag in _HEADINGS), None)
    return [index for index in copies if index != heading]


def _paragraphs(draft: Draft, remaining: list[tuple[int, str]], title: str) -> Iterator[Removal]:
    copies: dict[str, list[int]] = {}
    for at, (_, line_key) in enumerate(remaining):
        if len(line_key) >= _MIN_PARAGRAPH and line_key != title:
            copies.setdefault(line_key, []).append(at)
    for positions in copies.values():
        text = draft.show(remaining[positions[0]][0])
        if len(positions) > 1 and any(_is_torn(draft, remaining, at) for at in positions):
            continue
        if 1 < len(positions) < _REFRAIN_COPIES and (is_prose(text) or len(text) > _MAX_CAPTION or "(@" in text):
            # the copy with a signature, or without an end, is a pull quote
            kept = min(
                positions,
                key=lambda at: (_is_signed(draft, remaining, at), not _is_ended(draft, remaining, at)),
            )
            for at in positions:
                if at != kept:
                    because = f"says line {remaining[kept][0] + 1} again"
                    yield from draft.cut_line(remaining[at][0], _PARAGRAPH_TWICE, because)


def _is_signed(draft: Draft, remaining: list[tuple[int, str]], at: int) -> bool:
    return at + 1 < len(remaining) and is_signature(draft.show(remaining[at + 1][0]))


def _is_ended(draft: Draft, remaining: list[tuple[int, str]], at: int) -> bool:
    return is_ended(draft.show(remaining[at][0]))


def _captions_again(draft: Draft, remaining: list[tuple[int, str]], title: str) -> Iterator[Removal]:
    """Propose later copies of a line too long for a sub-heading: the title of a video, a standfirst.

    Every copy must be beside prose or at the top: a copy in a list belongs to a table of contents.
    """
    copies: dict[str, list[int]] = {}
    for at, (_, line_key) in enumerate(remaining):
        if len(line_key) >= _MIN_REPEAT and line_key != title:
            copies.setdefault(line_key, []).append(at)
    for line_key, positions in copies.items():
        text = draft.show(remaining[positions[0]][0])
        if (
            len(positions) < 2
            or words(line_key) < _MIN_REPEAT_WORDS
            or _LIST_ENTRY.match(text)
            or len(line_key) > _MAX_CAPTION
        ):
            continue
        if is_ended(text) and positions[0] >= _STANDFIRST:
            continue
        if any(_is_torn(draft, remaining, at) for at in positions):
            continue
        beside_prose = [at for at in positions if at < _STANDFIRST or _is_beside_prose(draft, remaining, at)]
        for at in positions[1:] if beside_prose == positions else ():
            because = f"says line {remaining[positions[0]][0] + 1} again"
            yield from draft.cut_line(remaining[at][0], _CAPTION_AGAIN, because)


def _is_torn(draft: Draft, remaining: list[tuple[int, str]], at: int) -> bool:
    """Return whether a line break at a decimal point divides the sentence: "to 29." and "8 per cent"."""
    texts = [draft.show(index).strip() for index, _ in remaining[max(at - 1, 0) : at + 2]]
    return any(_OPEN_NUMBER.search(above) and below[:1].isdigit() for above, below in pairwise(texts))


def _is_beside_prose(draft: Draft, remaining: list[tuple[int, str]], at: int) -> bool:
    beside = (*remaining[max(at - 1, 0) : at], *remaining[at + 1 : at + 2])
    return any(is_prose(draft.show(index)) for index, _ in beside)


def _is_caption(text: str) -> bool:
    """Return whether both copies of a line may be removed: it is short and no sentence, or has a photo credit.

    A longer line, or an embedded post with its signature, loses only its second copy.
    """
    if _is_credited(text):
        return True
    return len(text.strip()) <= _MAX_CAPTION and not is_ended(text) and "(@" not in text


def _is_credited(text: str) -> bool:
    """Return whether a caption ends with the credit of a photographer or an agency: "(AP Photo/Jo Hill)"."""
    end = text.strip()[-60:].casefold()
    return "/" in end or "photo" in end or "getty" in end


def _is_in_verse(draft: Draft, groups: list[list[int]], around: tuple[int | None, int | None]) -> bool:
    """Return whether a group of copies is a refrain, because none of the lines beside it is prose.

    `around` holds the nearest kept groups. Adjoining lines decide; without any, the nearest ones do.
    """
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
    """Return whether no blank line separates two lines. A removed line between them is not blank."""
    document = draft.document
    between = map(document.line, range(above + 1, below))
    return all(document.text[line.start : line.end].strip() for line in between)


def _nearest_kept(kept: Sequence[bool]) -> list[tuple[int | None, int | None]]:
    """Return, for each position, the nearest kept positions before and after it."""
    sides: list[list[int | None]] = []
    for order in (range(len(kept)), range(len(kept) - 1, -1, -1)):
        side: list[int | None] = [None] * len(kept)
        last = None
        for at in order:
            side[at] = last
            last = at if kept[at] else last
        sides.append(side)
    return list(zip(*sides, strict=True))


def obstacle(draft: Draft, scan: Scan, index: int) -> tuple[str, str] | None:
    """Return the rule that nearly takes line `index` as a copy, and what stops it; None if it is no copy.

    `draft` is the draft that the stage gets.
    """
    remaining = [(line, draft.key(line)) for line in draft.remaining]
    keys = dict(remaining)
    title, first = _titles.find(draft, scan, remaining)
    if first is not None and index != first and (why := _titles.obstacle(draft, remaining, title, first, index)):
        return _TITLE_TWICE, why
    copies = [line for line, line_key in remaining if line_key == keys[index]]
    if len(copies) < 2 or keys[index] == title:
        return None
    return _obstacle_of_copy(draft, remaining, copies, index)


def _obstacle_of_copy(
    draft: Draft, remaining: list[tuple[int, str]], copies: list[int], index: int
) -> tuple[str, str] | None:
    text, line_key = draft.show(index), draft.key(index)
    others = ", ".join(str(line + 1) for line in copies if line != index)
    again = f"it says the same as line {others}"
    places = [at for at, (line, _) in enumerate(remaining) if line in copies]
    if any(_is_torn(draft, remaining, at) for at in places):
        return _PARAGRAPH_TWICE, f"{again}, but a line break at a decimal point divides the sentence"
    if len(line_key) >= _MIN_PARAGRAPH and (is_prose(text) or len(text) > _MAX_CAPTION):
        if len(copies) >= _REFRAIN_COPIES:
            return _PARAGRAPH_TWICE, f"{again}: from {_REFRAIN_COPIES} copies on it is a refrain or a form"
        return _PARAGRAPH_TWICE, f"{again}, and one copy stays"
    if len(line_key) < _MIN_REPEAT:
        why = f"it has {len(line_key)} characters; below {_MIN_REPEAT} it may be a recurring sub-heading"
    elif words(line_key) < _MIN_REPEAT_WORDS:
        why = f"it has {words(line_key)} words; below {_MIN_REPEAT_WORDS} it may be a recurring sub-heading"
    elif _LIST_ENTRY.match(text):
        why = "it begins like an entry of a list"
    elif len(line_key) > _MAX_CAPTION:
        why = f"it is longer than {_MAX_CAPTION} characters, and no sentence"
    elif is_ended(text) and places[0] >= _STANDFIRST:
        why = f"it is a sentence, and the first copy is not among the first {_STANDFIRST} lines"
    elif index == copies[0]:
        return _CAPTION_AGAIN, f"{again}, and the first copy stays"
    else:
        why = "a copy stands away from all paragraphs, as in a list or a table of contents"
    return _CAPTION_AGAIN, f"{again}, but {why}"
