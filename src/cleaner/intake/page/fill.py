"""What extraction dropped and the page plainly holds: sub-headings, list items and repeated paragraphs.

A block is put back only if it shares its parent with a paragraph that extraction kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from cleaner.core.document import Evidence
from cleaner.intake.page.alignment import line_key, match_lines
from cleaner.intake.page.dom import Segment

_PARAGRAPH = 80  # characters without white space
_LINKED = 0.3
_HEADINGS = frozenset(("h2", "h3", "h4", "h5"))
_TEXT_IN = frozenset(("p", "div", "section", "article", "body", "pre", "blockquote"))
_LEVELS = 4  # from a list's item up to the paragraphs' parent
_MOST_UNMAPPED = 100_000  # characters
_BEGINNING = 24  # characters by which a block is known in a line that could not be mapped

# the controls that mojibake is full of, but for the one that is a line break
_STRIPPED = re.compile("[\x80-\x84\x86-\x9f]")


class Text(NamedTuple):
    """Lines, what the page says about each, and how many of them were put back."""

    lines: list[str]
    evidence: list[Evidence]
    filled: int = 0

    def add(self, segment: Segment) -> None:
        """Let a block be the next line."""
        self.lines.append(f"- {segment.text}" if segment.tag == "li" else segment.text)
        self.evidence.append(_of(segment, segment))


def with_evidence(lines: Sequence[str], segments: Sequence[Segment]) -> Text:
    """The lines of an extraction with what it dropped, and the evidence for each."""
    keys = [line_key(line) for line in lines]
    matches = match_lines(keys, segments)
    missing = _missing(keys, matches, segments)
    text, place = Text([], [], len(missing)), 0
    for line, key, match in zip(lines, keys, matches, strict=True):
        if match is None:
            text.lines.append(line)
            text.evidence.append(Evidence())
            continue
        first, last = match
        while place < len(missing) and missing[place] < first:
            text.add(segments[missing[place]])
            place += 1
        text.lines.append(_as_said(line, key, segments[first]) if first == last else line)
        text.evidence.append(_of(segments[first], segments[last]))
    for index in missing[place:]:
        text.add(segments[index])
    return text


def _as_said(line: str, key: str, segment: Segment) -> str:
    """The line, with the characters that extraction strips: without them mojibake is beyond repair."""
    return segment.text if key == segment.key and _STRIPPED.search(segment.raw_text) else line


def every_block(segments: Sequence[Segment]) -> Text:
    """All of a page, list marks aside."""
    return Text([segment.text for segment in segments], [_of(segment, segment) for segment in segments])


def own_text(segments: Sequence[Segment], *, whole: bool = False) -> Text:
    """The text of a page as the walk alone sees it: from the first paragraph to the last, less furniture.

    A page without a paragraph has none; unless, with `whole`, all that is no link stands in for it.
    """
    article = [segment for segment in segments if not segment.furniture]
    prose = [at for at, segment in enumerate(article) if _is_paragraph(segment)]
    if prose:
        first = next((at for at in range(prose[0]) if article[at].tag == "h1"), prose[0])
        article = article[first : prose[-1] + 1]
    else:
        article = [segment for segment in article if whole and segment.links <= _LINKED]
    text = Text([], [])
    for segment in article:
        text.add(segment)
    return text


def largest_group(segments: Sequence[Segment], above: int = 0) -> int:
    """The size of the paragraphs that share one parent, where they are most: what the page plainly holds.

    Perhaps 0 where they cannot come to more than `above`.
    """
    if sum(len(segment.raw_text) for segment in segments if len(segment.key) >= _PARAGRAPH) <= above:
        return 0
    sizes: dict[Any, int] = {}
    for segment in segments:
        if _is_paragraph(segment) and segment.tag in _TEXT_IN and not (segment.furniture or segment.place.hint):
            parent = segment.element.getparent() if segment.tag == "p" else segment.element
            sizes[parent] = sizes.get(parent, 0) + len(segment.text)
    return max(sizes.values(), default=0)


def _is_paragraph(segment: Segment) -> bool:
    return len(segment.key) >= _PARAGRAPH and segment.links <= _LINKED


def _missing(
    keys: Sequence[str], matches: Sequence[tuple[int, int] | None], segments: Sequence[Segment]
) -> list[int]:
    """The segments that belong between or behind the matched ones and that no line says."""
    matched = [match for match in matches if match]
    if not matched:
        return []
    body = [segments[first] for first, _ in matched if segments[first].tag == "p"]
    long = [segment for segment in body if _is_paragraph(segment)]
    parents = {segment.element.getparent() for segment in long or body}
    # where much of the text is nowhere on the page, what is missing from it cannot be told
    unmapped = "\n".join(key for key, match in zip(keys, matches, strict=True) if match is None)
    if len(unmapped) > _MOST_UNMAPPED:
        return []
    said = set(keys)
    missing = []
    for (_, before), (after, _) in zip(matched, (*matched[1:], (len(segments), 0)), strict=True):
        for index in range(before + 1, after):
            segment = segments[index]
            if after == len(segments) and not _is_surely_more(segment, said):
                continue
            if not _belongs(segment, parents) or segment.links > _LINKED or segment.furniture:
                continue
            if segment.key[:_BEGINNING] not in unmapped:
                missing.append(index)
    return missing


def _is_surely_more(segment: Segment, said: set[str]) -> bool:
    """Whether a block behind the article's last line is more of it: a paragraph, or a repeated line."""
    return segment.tag == "p" and (_is_paragraph(segment) or segment.key in said) and not segment.place.hint


def _belongs(segment: Segment, parents: set[Any]) -> bool:
    if segment.tag == "p" or segment.tag in _HEADINGS:
        return segment.element.getparent() in parents
    if segment.tag != "li":
        return False
    above = segment.element
    for _ in range(_LEVELS):
        above = above.getparent()
        if above is None or above in parents:
            return above is not None
    return False


def _of(first: Segment, last: Segment) -> Evidence:
    """What the first and the last block of a line share."""
    one, other = first.place, last.place
    if first is last:
        return Evidence(first.tag, round(first.links, 3), one.hint, one.box, one.listed)
    same_box = one.box == other.box
    return Evidence(
        first.tag if first.tag == last.tag else "",
        round(min(first.links, last.links), 3),
        one.hint if same_box else "",
        one.box if same_box else 0,
        one.listed if one.listed == other.listed else 0,
    )
