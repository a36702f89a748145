"""Readers' comments below an article.

Removes: the heading of the comments and the lines below it, as long as they look like comments; without a heading
the end of the text, if it has dates of several days with a time and a comment follows each.
Keeps: a heading without comments below it, and an article that continues below its comments.
Order: before single lines, which would remove the buttons that identify comments.
"""

from __future__ import annotations

import re
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
_NUMBERS = lazy_compile(r"\d+")
_SIGNATURE_LENGTH = 80  # characters of a name and a date, at most
_BUTTON_LENGTH = 30  # characters, at most: "Reply", "Like", "Report this comment"
_MAX_SIGN_DISTANCE = 12  # lines from one sign to the next: a long comment, a row of sort orders
_MAX_TEXT_DISTANCE = 16  # lines from one comment text to the next: a form, a menu
_MIN_SIGNS = 3  # signatures or buttons; two are enough if the other kind has two as well
_MIN_TEXTS = 2  # comments
_MAX_TRAILING = 3  # lines after the last comment that are removed with it: the button of a form
_MAX_PARAGRAPHS = 3  # of one comment
_MIN_PARAGRAPHS = 2  # of the article, above its comments
_DATED = "page/dated-comments"
_MIN_DAYS = 3  # different days of comments without a heading; entries of a live blog have one
_STAMP_LENGTH = 60  # characters of a name, a date and a time, at most
_MAX_STAMP_DISTANCE = 10  # lines from one date to the next
_MIN_NUMBERS = 2  # of a date: the day and the year
_MIN_TEXT_WORDS = 3  # of a comment
_YEAR = lazy_compile(r"\b(?:19|20)\d\d\b")
_CLOCK = lazy_compile(r"\b[012]?\d[:.h][0-5]\d(?::[0-5]\d)?\b(?: ?[ap]\.?m\b\.?)?", re.IGNORECASE)


def propose(draft: Draft, scan: Scan) -> Iterator[Removal]:
    """Propose a heading with reach = "comments", and the comments below it.

    Two kinds of line are signs of comments: repeated short lines (buttons), and short lines with a number that
    are no sentence (a name and a date, a counter). The section ends with the last sign.
    """
    headings = [(index, rule) for index, rule in scan.matches(draft, "opener") if rule.card.reach == "comments"]
    if not headings:
        return
    lines = draft.texts
    counts = Counter(key(line) for line in lines if len(line) <= _BUTTON_LENGTH)
    positions = {index: at for at, index in enumerate(draft.remaining)}
    paragraphs = list(accumulate(map(is_prose, lines)))
    for heading, rule in headings:
        line, at = draft.show(heading), positions[heading]
        if paragraphs[at] < _MIN_PARAGRAPHS or not any(rule.find(line)) or is_own_title(draft, line):
            continue
        stop = _stop(lines, counts, at + 1)
        if stop:
            yield from draft.cut_line(heading, rule.id, f"the heading reads {quoted(line)}")
            for index in draft.remaining[at + 1 : stop]:
                yield from draft.cut_line(index, rule.id, f"a comment under {quoted(line)}")
            return


def propose_dated(draft: Draft, scan: Scan) -> Iterator[Removal]:
    """Propose comments without a heading, each under a line with its date and time, at the end of the text."""
    if not scan.has(_DATED):
        return
    lines = draft.texts
    stamps = [at for at, line in enumerate(lines) if len(line) <= _STAMP_LENGTH and _is_stamp(line)]
    while stamps and sum(map(is_prose, lines[: stamps[0]])) < _MIN_PARAGRAPHS:
        del stamps[0]
    # the last run of dates that are near each other
    first = next(
        (at for at in range(len(stamps) - 1, 0, -1) if stamps[at] - stamps[at - 1] > _MAX_STAMP_DISTANCE), 0
    )
    stamps = stamps[first:]
    days = {" ".join(_NUMBERS.findall(_CLOCK.sub("", lines[at]))) for at in stamps}
    if len(days) < _MIN_DAYS or len(lines) - stamps[-1] > _MAX_STAMP_DISTANCE:
        return
    # a name above each date
    named = all(lines[at - 1] and not is_ended(lines[at - 1]) and words(lines[at - 1]) <= 3 for at in stamps)
    bodies = [
        lines[at + 1 : stop - named] for at, stop in zip(stamps, [*stamps[1:], len(lines) + named], strict=True)
    ]
    # a teaser inside the article has a date, too
    if any(sum(map(is_prose, body)) > _MAX_PARAGRAPHS for body in bodies):
        return
    texts = sum(any(words(line) >= _MIN_TEXT_WORDS for line in body) for body in bodies)
    ended = sum(any(map(is_ended, body)) for body in bodies)
    if texts < len(stamps) - 1 or 2 * ended < len(stamps):
        return
    for index in draft.remaining[stamps[0] - named :]:
        yield from draft.cut_line(index, _DATED, f"one of {len(stamps)} comments with a date and a time")


def _is_stamp(line: str) -> bool:
    """Return whether a line is a date with a time, perhaps behind a name."""
    if is_ended(line) or not _CLOCK.search(line):
        return False
    date = _CLOCK.sub("", line)
    return bool(_YEAR.search(date)) and len(_NUMBERS.findall(date)) >= _MIN_NUMBERS


def _stop(lines: Sequence[str], counts: Mapping[str, int], start: int) -> int:
    """Return the position after the last comment, or 0 if the lines from `start` do not look like comments.

    `counts` holds the number of copies of each short line, by key.
    """
    signatures = buttons = texts = 0
    sign = text = start - 1
    is_name_first = is_name_last = False
    for at in range(start, len(lines)):
        line = lines[at]
        if at - sign > _MAX_SIGN_DISTANCE or at - text > _MAX_TEXT_DISTANCE:
            break
        button = len(line) <= _BUTTON_LENGTH and counts[key(line)] > 1
        if button or (
            len(line) <= _SIGNATURE_LENGTH and _DIGIT.search(line) and not is_ended(line) and words(line) > 1
        ):
            is_name_first = is_name_first or not (signatures or buttons or texts)
            buttons += button
            signatures += not button
            sign, is_name_last = at, not button
        elif words(line) > 3:
            texts += 1
            text = at
    both = signatures > 1 and buttons > 1
    if texts < _MIN_TEXTS or not (both or max(signatures, buttons) >= _MIN_SIGNS):
        return 0
    # If names come before texts, the last text follows the last sign.
    stop = min(sign + 1 + (is_name_first and is_name_last), len(lines))
    rest = lines[stop:]
    return stop if len(rest) > _MAX_TRAILING or any(map(is_prose, rest)) else len(lines)
