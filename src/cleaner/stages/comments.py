"""The readers' comments under an article: from their heading on, as long as they look like comments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate

from cleaner.core.draft import Draft
from cleaner.core.folding import key
from cleaner.core.regex import lazy_compile
from cleaner.core.result import Removal
from cleaner.matching.matcher import Scan
from cleaner.stages.line_features import is_ended, is_own_title, is_prose, quoted, words

_DIGIT = lazy_compile(r"\d")
_SIGNATURE = 80  # characters a name and a date have at most
_BUTTON = 30  # characters of "Reply", "Like", "Report this comment"
_APART = 12  # lines between one sign and the next: a long comment, a row of orders to sort by
_SILENT = 16  # lines without a text between them: a form, a menu
_SIGNS = 3
_TEXTS = 2
_REST = 3  # scraps behind the last comment: a form's button
_ABOVE = 2  # paragraphs of the article, at least, above its comments


def propose(draft: Draft, scan: Scan) -> Iterator[Removal]:
    """Propose a heading with reach = "comments", and the comments below it.

    Signs of comments are lines said again and again (buttons) and short lines with a number that is no
    sentence (a name and a date, a counter). Where they end the section ends, so that an article that goes
    on below its comments stays.
    """
    headings = [(index, rule) for index, rule in scan.matches(draft, "opener") if rule.card.reach == "comments"]
    if not headings:
        return
    lines = [draft.show(index).strip() for index in draft.remaining]
    said = Counter(key(line) for line in lines if len(line) <= _BUTTON)
    places = {index: at for at, index in enumerate(draft.remaining)}
    paragraphs = list(accumulate(map(is_prose, lines)))
    for heading, rule in headings:
        shown, at = draft.show(heading), places[heading]
        if paragraphs[at] < _ABOVE or not any(rule.find(shown)) or is_own_title(draft, shown):
            continue
        stop = _stop(lines, said, at + 1)
        if stop:
            yield from draft.cut_line(heading, rule.id, f"the heading reads {quoted(shown)}")
            for index in draft.remaining[at + 1 : stop]:
                yield from draft.cut_line(index, rule.id, f"a comment under {quoted(shown)}")
            return


def _stop(lines: Sequence[str], said: Mapping[str, int], start: int) -> int:
    """Where the comments that begin at `start` stop; 0 if they do not look like comments."""
    signatures = buttons = texts = 0
    sign = text = start - 1
    leads = named = False
    for at in range(start, len(lines)):
        line = lines[at]
        if at - sign > _APART or at - text > _SILENT:
            break
        button = len(line) <= _BUTTON and said[key(line)] > 1
        if button or (len(line) <= _SIGNATURE and _DIGIT.search(line) and not is_ended(line) and words(line) > 1):
            leads = leads or not (signatures or buttons or texts)
            buttons += button
            signatures += not button
            sign, named = at, not button
        elif words(line) > 3:
            texts += 1
            text = at
    both = signatures > 1 and buttons > 1
    if texts < _TEXTS or not (both or max(signatures, buttons) >= _SIGNS):
        return 0
    # where names come first, what the last one said stands behind the last sign
    stop = min(sign + 1 + (leads and named), len(lines))
    rest = lines[stop:]
    return stop if len(rest) > _REST or any(map(is_prose, rest)) else len(lines)
