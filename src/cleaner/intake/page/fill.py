"""Puts back blocks that extraction dropped: sub-headings, list items and repeated paragraphs.

A block is put back only if it shares its parent with a paragraph that extraction kept.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from cleaner.core.document import Evidence
from cleaner.intake.page.alignment import line_key, match_lines
from cleaner.intake.page.dom import Segment, key_of
from cleaner.intake.page.names import layout_of_prose

_MIN_PARAGRAPH = 80  # characters without white space
_MAX_LINKED = 0.3  # share of linked characters
_HEADINGS = frozenset(("h2", "h3", "h4", "h5"))
_PARAGRAPH_TAGS = frozenset(("p", "div", "section", "article", "body", "pre", "blockquote"))
_MAX_LEVELS = 4  # between a list item and the parent of the paragraphs
_SIBLINGS = _HEADINGS | {"p"}
_ITEMS = frozenset(("li", "dt", "dd", "summary"))
_ITEM_PARENTS = frozenset(("li", "dd", "blockquote"))
_SENTENCE_END = re.compile(r"""[.!?…。！？।۔]["'”’»)\]]*\Z""")
_OUTSIDE_SHARE = 1 / 2  # share of the prose outside boxes that are none of the article by name
_HOLDER_SHARE = 0.9  # share of the page's prose
_LAYOUT_SHARE = 0.1  # share of the page's prose
_MAX_UNMAPPED = 100_000  # characters
_KEY_PREFIX = 24  # characters that find a block in a line without a match

# C1 controls, which mojibake holds, without U+0085, which is a line break.
_C1_CONTROLS = re.compile("[\x80-\x84\x86-\x9f]")


@dataclass
class Text:
    """Lines, the evidence of each, the number of lines that were put back, and the blocks of each line."""

    lines: list[str]
    evidence: list[Evidence]
    filled: int = 0
    sources: list[Sequence[Segment]] = field(default_factory=list)

    def add(self, segment: Segment) -> None:
        """Append a block as a line."""
        self.lines.append(f"- {segment.text}" if _opens_item(segment) else segment.text)
        self.evidence.append(_evidence_of(segment, segment))
        self.sources.append((segment,))


def with_evidence(lines: Sequence[str], segments: Sequence[Segment], contents: Collection[int] = ()) -> Text:
    """Return the lines of an extraction, the blocks that it dropped, and the evidence of each line.

    `contents` are the indices of linked blocks that are the article's own words.
    """
    keys = [line_key(line) for line in lines]
    matches = match_lines(keys, segments, list(map(key_of, lines)))
    missing = _missing(keys, matches, segments, contents)
    text, place = Text([], [], len(missing)), 0
    for line, key, match in zip(lines, keys, matches, strict=True):
        if match is None:
            text.lines.append(line)
            text.evidence.append(Evidence())
            text.sources.append(())
            continue
        first, last = match
        while place < len(missing) and missing[place] < first:
            text.add(segments[missing[place]])
            place += 1
        text.lines.append(_with_controls(line, key, segments[first]) if first == last else line)
        text.evidence.append(_evidence_of(segments[first], segments[last]))
        text.sources.append(segments[first : last + 1])
    for index in missing[place:]:
        text.add(segments[index])
    return text


def _opens_item(segment: Segment) -> bool:
    if segment.tag != "p":
        return segment.tag in ("li", "dt", "dd")
    around = segment.element.getparent()
    return around is not None and around.tag in ("li", "dd") and around[0] is segment.element


def _with_controls(line: str, key: str, segment: Segment) -> str:
    """Return the line with the C1 controls that extraction strips; mojibake without them cannot be repaired."""
    return segment.text if key == segment.key and _C1_CONTROLS.search(segment.raw_text) else line


def every_block(segments: Sequence[Segment]) -> Text:
    """Return one line per block of a page, without list marks."""
    text = Text([], [])
    for segment in segments:
        text.lines.append(segment.text)
        text.evidence.append(_evidence_of(segment, segment))
        text.sources.append((segment,))
    return text


def own_text(segments: Sequence[Segment], *, whole: bool = False) -> Text:
    """Return the text of the tree walk: the first paragraph to the last, without boilerplate elements.

    An h1 before the first paragraph is included. A page without a paragraph gives no text, or with `whole` every
    block that is not mostly linked.
    """
    article = [segment for segment in segments if not segment.furniture]
    prose = [at for at, segment in enumerate(article) if _is_paragraph(segment)]
    if prose:
        first = next((at for at in range(prose[0]) if article[at].tag == "h1"), prose[0])
        article = article[first : prose[-1] + 1]
    else:
        article = [segment for segment in article if whole and segment.links <= _MAX_LINKED]
    text = Text([], [])
    for segment in article:
        text.add(segment)
    return text


def largest_group(segments: Sequence[Segment], above: int = 0) -> int:
    """Return the largest number of characters in paragraphs that share one parent.

    The result may be 0 if it cannot exceed `above`.
    """
    if sum(len(segment.raw_text) for segment in segments if len(segment.key) >= _MIN_PARAGRAPH) <= above:
        return 0
    sizes: dict[Any, int] = {}
    for segment in segments:
        if (
            _is_paragraph(segment)
            and segment.tag in _PARAGRAPH_TAGS
            and not (segment.furniture or segment.place.hint)
        ):
            parent = segment.element.getparent() if segment.tag == "p" else segment.element
            sizes[parent] = sizes.get(parent, 0) + len(segment.text)
    return max(sizes.values(), default=0)


def size_of_prose(segments: Sequence[Segment], above: float = 0) -> int:
    """Return the number of characters in unlinked paragraphs outside boilerplate elements, without white space.

    The result may be 0 if it cannot exceed `above`.
    """
    if sum(len(segment.key) for segment in segments if len(segment.key) >= _MIN_PARAGRAPH) <= above:
        return 0
    return sum(len(segment.key) for segment in segments if _is_paragraph(segment) and not segment.furniture)


class Prose(NamedTuple):
    """Where a page's prose is: the smallest element that holds most of it, and the names of layout around it."""

    holder: Any
    layout: set[str]


def find_prose(segments: Sequence[Segment]) -> Prose:
    """Return where the prose of a page is. Without prose, the holder is None.

    It holds the first paragraph behind the h1 too, unless only the whole page does. Boxes whose names say that they
    are none of the article do not count, unless they hold most of the prose.
    """
    prose = [segment for segment in segments if _is_paragraph(segment) and not segment.furniture]
    outside = [segment for segment in prose if not segment.place.hint]
    if sum(len(segment.key) for segment in outside) >= sum(len(segment.key) for segment in prose) * _OUTSIDE_SHARE:
        prose = outside
    sizes: dict[Any, int] = {}
    for segment in prose:
        element = segment.element
        while element is not None:
            sizes[element] = sizes.get(element, 0) + len(segment.key)
            element = element.getparent()
    total = sum(len(segment.key) for segment in prose)
    layout = layout_of_prose(sizes, total * _LAYOUT_SHARE) if prose else set()
    enough = total * _HOLDER_SHARE
    holders = [element for element, size in sizes.items() if size >= enough and element.tag != "p"]
    # They are nested, because each holds more than half of the prose.
    around = {element.getparent() for element in holders}
    holder = next((element for element in holders if element not in around), None)
    # A box that is none of the article by name is deleted where it is not the holder itself.
    lead = _first_behind_h1(segments, prose) if prose is outside else None
    if lead is None or holder is None:
        return Prose(holder, layout)
    above = {lead.element, *lead.element.iterancestors()}
    with_lead = next(element for element in (holder, *holder.iterancestors()) if element in above)
    is_page = with_lead.tag == "body" or with_lead.getparent() is None
    return Prose(holder if is_page else with_lead, layout)


def _first_behind_h1(segments: Sequence[Segment], prose: Collection[Segment]) -> Segment | None:
    """Return the first paragraph behind the last h1, or None."""
    headings = [at for at, segment in enumerate(segments) if segment.tag == "h1"]
    if not headings:
        return None
    known = set(prose)
    return next((segment for segment in segments[headings[-1] :] if segment in known), None)


def _is_paragraph(segment: Segment) -> bool:
    return len(segment.key) >= _MIN_PARAGRAPH and segment.links <= _MAX_LINKED


def _missing(
    keys: Sequence[str],
    matches: Sequence[tuple[int, int] | None],
    segments: Sequence[Segment],
    contents: Collection[int],
) -> list[int]:
    """Return the indices of segments between or after the matched ones that no line holds."""
    matched = [match for match in matches if match]
    if not matched:
        return []
    body = [segments[first] for first, _ in matched if segments[first].tag == "p"]
    long = [segment for segment in body if _is_paragraph(segment)]
    parents = {segment.element.getparent() for segment in long or body}
    # If much of the text has no match, a missing block cannot be recognised.
    unmapped = "\n".join(key for key, match in zip(keys, matches, strict=True) if match is None)
    if len(unmapped) > _MAX_UNMAPPED:
        return []
    line_keys = set(keys)
    missing = []
    for (_, before), (after, _) in zip(matched, (*matched[1:], (len(segments), 0)), strict=True):
        for index in range(before + 1, after):
            segment = segments[index]
            if after == len(segments) and not _continues_article(segment, line_keys, parents):
                continue
            if not _belongs(segment, parents) or segment.furniture:
                continue
            if segment.links > _MAX_LINKED and index not in contents:
                continue
            if segment.key.removeprefix("-")[:_KEY_PREFIX] not in unmapped:
                missing.append(index)
    return missing


def _continues_article(segment: Segment, line_keys: set[str], parents: set[Any]) -> bool:
    """Return whether a block after the last line continues the article: prose, or a repeated line."""
    if segment.place.hint:
        return False
    if segment.tag == "li":
        listed = segment.element.getparent()
        return _is_prose(segment) and listed is not None and listed.getparent() in parents
    return segment.tag == "p" and (_is_paragraph(segment) or segment.key in line_keys)


def _belongs(segment: Segment, parents: set[Any]) -> bool:
    """Return whether a block stands with the kept paragraphs, or in a list or box that does and is prose."""
    element = segment.element
    if segment.tag in _SIBLINGS and element.getparent() in parents:
        return True
    if segment.tag not in _ITEMS and not _is_item(segment) and not _is_prose(segment):
        return False
    above = element
    for _ in range(_MAX_LEVELS):
        above = above.getparent()
        if above is None or above in parents:
            return above is not None
    return False


def _is_item(segment: Segment) -> bool:
    """Return whether a block is a paragraph of a list item or of a quotation."""
    around = segment.element.getparent()
    return segment.tag == "p" and around is not None and around.tag in _ITEM_PARENTS


def _is_prose(segment: Segment) -> bool:
    prose_tag = segment.tag == "li" or segment.tag in _PARAGRAPH_TAGS
    return prose_tag and _is_paragraph(segment) and bool(_SENTENCE_END.search(segment.text))


def _evidence_of(first: Segment, last: Segment) -> Evidence:
    """Return the evidence that the first and the last block of a line share."""
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
