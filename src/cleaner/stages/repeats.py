"""What is said twice: the headline, an embed's caption, a paragraph."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.draft import Draft
from cleaner.model import Removal
from cleaner.shapes import Scan
from cleaner.stages.looks import is_ended, is_headline_like, is_prose, key, quoted, words

_TITLE = "headline/title-line"
_TITLE_TWICE = "headline/title-twice"
_CAPTION_TWICE = "headline/caption-twice"
_PARAGRAPH_TWICE = "headline/paragraph-twice"

_PARAGRAPH = 80  # characters; shorter lines repeat in dialogue, verse and lists
_REFRAIN = 3  # copies of one paragraph, from which on it is a refrain or a form


def propose(draft: Draft, scan: Scan) -> Iterator[Removal]:
    """Propose second copies; of a caption said twice back to back both, for it captions nothing here."""
    live = [(index, key(draft.show(index))) for index in draft.live]
    title, first = _title(draft, live)
    if scan.has(_TITLE) and first is not None and len(live) > 1:
        yield from draft.cut_line(first, _TITLE, "the record holds the title")
    if scan.has(_TITLE_TWICE) and first is not None:
        yield from _title_again(draft, live, title, first)
    if scan.has(_CAPTION_TWICE):
        yield from _captions(draft, live, title)
    if scan.has(_PARAGRAPH_TWICE):
        yield from _paragraphs(draft, live, title)


def _title(draft: Draft, live: list[tuple[int, str]]) -> tuple[str, int | None]:
    """The title's key and the line of its first copy; without a declared title the first line stands in."""
    declared = draft.document.title
    if declared:
        title = key(declared)
        for index, said in live[:3]:
            # <title> carries the site's name behind the headline: "Rain falls | Harbour Post"
            if said == title or (words(said) >= 4 and title.startswith(said) and title[len(said) :].lstrip()[:1] in "|-–—·"):
                return said, index
        return title, None
    if live and is_headline_like(draft.show(live[0][0])):
        return live[0][1], live[0][0]
    return "", None


def _title_again(draft: Draft, live: list[tuple[int, str]], title: str, first: int) -> Iterator[Removal]:
    long_enough = words(title) >= 5
    for at, (index, said) in enumerate(live):
        # a short title may come back as a line of verse; next to the first copy it is the copy
        if said == title and index != first and (long_enough or live[at - 1] == (first, title)):
            yield from draft.cut_line(index, _TITLE_TWICE, f"says line {first + 1}, the headline, again")


def _captions(draft: Draft, live: list[tuple[int, str]], title: str) -> Iterator[Removal]:
    for at, ((index, said), (after, again)) in enumerate(zip(live, live[1:], strict=False)):
        if said != again or said == title or words(said) < 4 or len(said) < 20:
            continue
        shown = draft.show(index)
        if (is_ended(shown) and not _is_credited(shown)) or _in_verse(draft, live, at):
            continue
        because = f"an embed's caption: lines {index + 1} and {after + 1} say the same"
        yield from draft.cut_line(index, _CAPTION_TWICE, because)
        yield from draft.cut_line(after, _CAPTION_TWICE, because)


def _paragraphs(draft: Draft, live: list[tuple[int, str]], title: str) -> Iterator[Removal]:
    copies: dict[str, list[int]] = {}
    for index, said in live:
        if len(said) >= _PARAGRAPH and said != title:
            copies.setdefault(said, []).append(index)
    for lines in copies.values():
        if 1 < len(lines) < _REFRAIN and is_prose(draft.show(lines[0])):
            for index in lines[1:]:
                yield from draft.cut_line(index, _PARAGRAPH_TWICE, f"says line {lines[0] + 1} again")


def _is_credited(shown: str) -> bool:
    """Whether the line ends in a photographer's or agency's credit: "(AP Photo/Jo Hill)", "… /Reuters"."""
    end = shown.rstrip()[-60:]
    return "/" in end or "photo" in end.casefold() or "getty" in end.casefold()


def _in_verse(draft: Draft, live: list[tuple[int, str]], at: int) -> bool:
    """Whether the pair at `at` stands among short lines of one stanza: a refrain, not a caption."""
    pair_end = live[at + 1][0]
    beside = []
    if at and live[at][0] - live[at - 1][0] == 1:
        beside.append(live[at - 1][0])
    if at + 2 < len(live) and live[at + 2][0] - pair_end == 1:
        beside.append(live[at + 2][0])
    if any(is_prose(draft.show(index)) for index in beside):
        return False
    if beside:
        return True
    around = [live[i][0] for i in (at - 1, at + 2) if 0 <= i < len(live)]
    return not any(is_prose(draft.show(index)) for index in around)
