"""What a page's elements give away: a box for newsletters, the comments, a list of nothing but links."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from cleaner.core.draft import Draft
from cleaner.core.result import Removal
from cleaner.matching.matcher import Scan
from cleaner.stages.line_features import is_own_title, quoted

_FAMILY = "element"
_LINKS = f"{_FAMILY}/link-list"
_LINK = f"{_FAMILY}/link-line"

# A class may be named after what is not there ("has-newsletter"): an element with so much of the text is the
# article's own, and a hint that condemns so much of the page is no hint
_MOST_OF_BOX = 1 / 3
_MOST_OF_HINT = 1 / 4
_LINKED = 0.85
_WHOLLY = 0.95
_TOP = 5  # so far down a headline may stand below links
_ARROWS = (">", "»", "→", "›")
_PARAGRAPHS = ("p", "div", "section", "article")


def propose(draft: Draft, scan: Scan) -> Iterator[Removal]:
    """Propose lines in elements whose class or id names furniture, and lists of links."""
    if draft.document.evidence:
        yield from _hinted(draft, scan)
        yield from _link_lists(draft, scan)
        yield from _link_lines(draft, scan)


def _hinted(draft: Draft, scan: Scan) -> Iterator[Removal]:
    evidence = draft.document.evidence
    if not any(evidence[index].hint for index in draft.remaining):
        return
    sizes = {index: len(draft.show(index).strip()) for index in draft.remaining}
    total = sum(sizes.values())
    boxes: Counter[int] = Counter()
    for index, size in sizes.items():
        boxes[evidence[index].box] += size
    hinted = [
        index
        for index in sizes
        if evidence[index].hint
        and boxes[evidence[index].box] <= _MOST_OF_BOX * total
        and not is_own_title(draft, draft.show(index))
    ]
    hints: Counter[str] = Counter()
    for index in hinted:
        hints[evidence[index].hint] += sizes[index]
    for index in hinted:
        hint = evidence[index].hint
        if hints[hint] <= _MOST_OF_HINT * total and scan.has(f"{_FAMILY}/{hint}"):
            because = f"an element around it is named after {hint.replace('-', ' ')}"
            yield from draft.cut_line(index, f"{_FAMILY}/{hint}", because)


def _link_lists(draft: Draft, scan: Scan) -> Iterator[Removal]:
    if not scan.has(_LINKS):
        return
    evidence = draft.document.evidence
    for listed, group in groupby(draft.remaining, lambda index: evidence[index].listed):
        lines = list(group)
        if not listed or len(lines) < 2:
            continue
        # the first may be the list's own label
        items = lines if evidence[lines[0]].links or len(lines) < 3 else lines[1:]
        size = sum(len(draft.show(index)) for index in items)
        linked = sum(len(draft.show(index)) * evidence[index].links for index in items)
        if linked >= _LINKED * size:
            for index in lines:
                yield from draft.cut_line(index, _LINKS, f"in a list of {len(items)} links")


def _link_lines(draft: Draft, scan: Scan) -> Iterator[Removal]:
    if not scan.has(_LINK):
        return
    evidence = draft.document.evidence
    links = [
        (at, index)
        for at, index in enumerate(draft.remaining)
        if evidence[index].links >= _WHOLLY and evidence[index].tag in _PARAGRAPHS
    ]
    if not links:
        return
    top = draft.remaining[:_TOP]
    title = next((at for at, index in enumerate(top) if is_own_title(draft, draft.show(index))), 0)
    for at, index in links:
        shown = draft.show(index).strip()
        if is_own_title(draft, shown):
            continue
        if at < title:
            yield from draft.cut_line(index, _LINK, f"a link above the headline, {quoted(shown)}")
        elif shown.endswith(_ARROWS):
            yield from draft.cut_line(index, _LINK, f"a link, {quoted(shown)}")
