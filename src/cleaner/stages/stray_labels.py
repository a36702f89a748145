"""Short lines that are left between removed ones, above the first or below the last paragraph.

Removes: up to two labels, if the lines right above and right below them are gone; on a page, the label of a table
of contents above a paragraph or a heading.
Keeps: the title, all lines above the article if its title is unknown, sentences, quantities, and all lines between
two paragraphs.
Order: after all stages that remove lines of text, which are the evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

from cleaner.core.draft import Draft
from cleaner.core.regex import lazy_compile
from cleaner.core.result import Removal
from cleaner.matching.matcher import Scan
from cleaner.stages.line_features import is_ended, is_own_title, is_prose, is_title, quoted, width, words

_LABEL = "page/stray-label"
_CONTENTS = "element/contents-label"
_CONTENTS_LABEL = lazy_compile(
    r"\W*(?:table of contents|in this (?:article|guide|post|story)|on this page|inhaltsverzeichnis"
    r"|table des matières|inhoudsopgave|оглавление|目次|目录)",
    re.IGNORECASE,
)
_LONGEST_CONTENTS = 40  # characters
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_MAX_LABELS = 2
_LABEL_WIDTH, _LABEL_WORDS = 60, 8  # columns and words, at most
_MIN_GONE = 3  # lines right above and below that are gone, together
_MAX_GROUPS = 4  # more are the headings of a list whose entries lost something


def propose(draft: Draft, scan: Scan) -> Iterator[Removal]:
    """Propose the labels between lines that are gone."""
    if not scan.has(_LABEL) or len(draft.gone) < _MIN_GONE:
        return
    paragraphs = [index for index in draft.remaining if is_prose(draft.show(index))]
    if not paragraphs:
        return
    # above the article any of them may be the headline, unless another line is known to be
    headline = next((index for index in draft.remaining if is_own_title(draft, draft.show(index))), 0)
    groups = [
        labels
        for labels in _groups(draft)
        if (labels[-1] < min(headline, paragraphs[0]) or labels[0] > paragraphs[-1])
        and len(labels) <= _MAX_LABELS
        and all(_is_label(draft, index) for index in labels)
    ]
    if len(groups) <= _MAX_GROUPS:
        for index in chain.from_iterable(groups):
            because = f"a label between lines that go: {quoted(draft.show(index).strip())}"
            yield from draft.cut_line(index, _LABEL, because)


def propose_contents(draft: Draft, scan: Scan) -> Iterator[Removal]:
    """Propose the labels of tables of contents whose links extraction or a rule has removed."""
    evidence = draft.document.evidence
    if not evidence or not scan.has(_CONTENTS):
        return
    lines = draft.remaining
    for at, (index, below) in enumerate(pairwise(lines)):
        text = draft.show(index).strip()
        if len(text) > _LONGEST_CONTENTS or not _CONTENTS_LABEL.fullmatch(text):
            continue
        # A heading says the same as its entry in the list, and may be taken for it.
        is_heading = evidence[below].tag in _HEADINGS or (
            evidence[below].listed != 0
            and at + 2 < len(lines)
            and evidence[lines[at + 2]].tag == "p"
            and evidence[lines[at + 2]].listed == 0
        )
        if is_heading or is_prose(draft.show(below)):
            yield from draft.cut_line(index, _CONTENTS, f"the label of contents that are not here: {quoted(text)}")


def _groups(draft: Draft) -> Iterator[Sequence[int]]:
    """Yield the runs of remaining lines with removed lines right above and right below them."""
    lines = draft.document.folded_lines
    is_gone = frozenset(draft.gone).__contains__
    group: list[int] = []
    gone = below = 0  # removed lines right above and right below the group
    for index, line in enumerate(lines):
        if not line.strip():
            continue
        if is_gone(index):
            below += 1
            continue
        if below:
            if group and gone and below and gone + below >= _MIN_GONE:
                yield group
            group, gone, below = [], below, 0
        group.append(index)
    if group and gone and below and gone + below >= _MIN_GONE:
        yield group


def _is_label(draft: Draft, index: int) -> bool:
    text = draft.show(index).strip()
    is_short = width(text) <= _LABEL_WIDTH and 0 < words(text) <= _LABEL_WORDS
    is_sentence = is_ended(text) or any(map(str.isdigit, text))
    return is_short and not is_sentence and not is_title(draft, index, text)
