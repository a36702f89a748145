"""What keeps a line that the line model is sure of: the guards of the stage line_model.

A guard looks at what a line belongs to: the headline, a list, a table, a conversation, code, a stanza. Words must
speak against a line between lines that stay; its shape is not enough.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise

from cleaner.core.draft import Draft
from cleaner.core.regex import lazy_compile
from cleaner.matching.matcher import Scan
from cleaner.scorer.facts import Text
from cleaner.scorer.model import Score
from cleaner.scorer.neighbours import SCALE
from cleaner.stages._tables import kept_lines as rows_that_stay
from cleaner.stages.line_features import is_ended, is_headline_like, is_presumed_title, words

_MIN_WORDS = 0  # what the words of a line must say for its removal, as part of the score
_MIN_WORDS_OF_SURE = -SCALE // 4  # of a line whose score is beyond _SURE, beside others
_MIN_WORDS_OF_NAME = SCALE // 2  # of up to four words with capitals, which may be a name
_MIN_WORDS_AMID = SCALE  # between two paragraphs
_MIN_WORDS_ALONE = 3  # words of a line whose words alone may tell that it is no label of a table
_SURE = 2 * SCALE
_MIN_SENTENCE = 3  # words
_MIN_LENGTH_AMID = 4  # words; a shorter line there may be a sub-heading
_LAST_MARGIN = SCALE // 2  # for the last line, if the one above it stays
_MUTE_MARGIN = 3 * SCALE // 2  # for a name, and a line whose own words speak for the article
_MUTE = -SCALE // 2
_STANZA = range(3, 17)  # lines between two blank ones
_MIN_STANZAS = 2
_STANZA_OF_SONG, _MIN_STANZAS_OF_SONG = range(3, 9), 3  # lines of one, and stanzas
_REFRAIN_SHARE = 0.45  # of the lines of a song
_WORD = lazy_compile(r"[^\W\d_]+")
_HEADED = range(4, 9)  # lines of a block with a heading, the heading included
_HEADLINE_WORDS = 4
_MAX_ABOVE = 4  # lines between a headline and the first paragraph, the headline included
_LONGEST_NAME = 40  # characters
_COMPANY = 4  # short lines above and below that tell whether a table stays
_RUN = 4  # lines above and below that lend their words to a line
_LIST_SHARE = 0.7  # of the entries of a list must go, or all stay
_MIN_ENTRIES = 3
_MIN_INTRODUCED = 2
_MIN_LABELS = 3  # of a sheet
_MIN_SHEETS = 2
_MIN_REFRAINS = 2
_MANY_REFRAINS = 3  # whatever the words of a line say
_FIRST_WORDS = lazy_compile(r"[^\W\d_]{2,} [^\W\d_]{2,}")
_LONGEST_LABEL = 40  # characters
_ENTRY = lazy_compile(r"(?:[-*•·▪►»+–—◆●○■□▢✓☐]|\(?\d{1,3}[.)])(?=\s)|\d{1,3}(?=\.?\s)|\d{1,2}[：、．）]|・|\|")
# What the entries of a conversation, a play or a live blog begin with; other lines may stand between them
_REPEATED = (
    lazy_compile(r"(?:[^\W\d_a-z][\w'’.-]*(?: [\w'’.-]+){0,3}[:：]|[^\W\d_a-z]{2,}[.:])(?=\s)"),
    lazy_compile(r"\d{1,2}[:.]\d\d\b"),
)
# "Quay vs Sound (3 pm) - Old Pier", "Maja Lew (Quay) 6"
_RESULT = lazy_compile(r"[^:]{2,40} vs?\.? [^:]{2,80}|[^\W\d_][^\d()]{2,40} \([^\d()]{2,40}\) \d{1,3}")
_MIN_RESULTS = 3
_HEADING = lazy_compile(r"#{1,6} |[■●◆▼▲【]")
_NAME = lazy_compile(r"(?:[^\W_a-z][\w.'’-]*[ ,]+){0,4}[^\W_a-z][\w.'’-]*")
_OPEN = lazy_compile(r"^[^,，،、]{3,40}[,，،、]$")  # "Yours faithfully,"
_NEAR_CODE = 2  # lines
_AWAY = "on a page, only what stands above or below all that stays goes"
_LONGEST_AT_END = 250  # characters of a line of a page
_IN_LIST = "it is an entry of a list, or of a conversation, most of which stays"
_CODE = lazy_compile(
    r"[{};]$|^[{}()\[\];]+$|^\s*(?:#include|import |def |return\b|<\w+[ >]|</)"
    r"|\w\([^)]*\):?$|^[\w.]+\(.*\);?$|\w\(\)|==|=>|&&"
)


def kept_lines(draft: Draft, scan: Scan, text: Text, found: dict[int, Score], threshold: int) -> dict[int, str]:
    """Return the lines that stay although their scores reach the threshold, as positions in `text`, and why."""
    threshold = max(threshold, 0)  # as in _needed
    lines = draft.remaining
    in_tables = rows_that_stay(draft, [lines[at] for at in found])
    kept = {at: "it is a row of a table or a term of a glossary" for at in found if lines[at] in in_tables}
    kept |= dict.fromkeys(_results(text, found), "it is one of several fixtures or results")
    kept |= dict.fromkeys(_in_sheets(text, found), "it is a cell of a table whose labels come again and stay")
    runs, alike = list(_entries(text)), _alike(text)
    kept |= dict.fromkeys(_listed(text, found, runs, alike), _IN_LIST)
    going = {at: score for at, score in found.items() if at not in kept}
    headlines = _headlines(text)
    for at in going:
        guard = "it may be the headline" if at in headlines else _guard(draft, scan, text, at, going, threshold)
        if guard:
            kept[at] = guard
    kept |= dict.fromkeys(_listed(text, found.keys() - kept.keys(), runs, alike), _IN_LIST)
    blocks = _blocks(draft, text)
    kept |= dict.fromkeys(_in_stanzas(blocks, found.keys() - kept.keys()), "it is a verse of a stanza that stays")
    kept |= dict.fromkeys(
        _in_songs(blocks, text, found.keys() - kept.keys()), "it is a verse of a song: its lines begin alike"
    )
    kept |= dict.fromkeys(_heads(blocks, found.keys() - kept.keys()), "it is the heading of lines that stay")
    if draft.document.evidence:
        going = {at: score for at, score in found.items() if at not in kept}
        kept |= dict.fromkeys(going.keys() - _at_ends(draft, text, going), _AWAY)
    return kept


def _at_ends(draft: Draft, text: Text, going: dict[int, Score]) -> set[int]:
    """Return the lines of `going` that no line but the title parts from the first or the last line of the text.

    Extraction has chosen the article of a page by its elements: what it left is above or below the paragraphs. The
    words of the outermost line must speak against it, a list above the paragraphs says what the article holds, and
    with a word or two an author takes leave.
    """
    evidence, lines = draft.document.evidence, draft.remaining
    above = [at for at in range(text.first) if not text.is_title(at)]
    below = range(len(text.lines) - 1, text.last, -1)
    ends: set[int] = set()
    for side in (above, below):
        for at in side:
            line = text.lines[at]
            if at not in going or len(line) > _LONGEST_AT_END or (is_ended(line) and not is_sentence(line)):
                break
            if at < text.first and evidence[lines[at]].listed:
                break
            if at == side[0] and going[at].words < _MIN_WORDS:
                break
            ends.add(at)
    return ends


def _headlines(text: Text) -> frozenset[int]:
    """Return the lines right above the first paragraph that may be the headline, if no line is known to be it."""
    if any(text.is_title(at) for at in range(text.first)):
        return frozenset()
    found: list[int] = []
    for at in range(text.first - 1, max(-1, text.first - 1 - _MAX_ABOVE), -1):
        if found and text.gone[at + 1]:
            break
        line = text.lines[at]
        if words(line) >= _HEADLINE_WORDS and is_headline_like(line):
            found.append(at)
    return frozenset(found)


def _guard(draft: Draft, scan: Scan, text: Text, at: int, found: dict[int, Score], threshold: int) -> str:
    """Return what keeps a line whose score reaches the threshold; "" if nothing does."""
    line, lines = text.lines[at], draft.remaining
    if text.is_title(at) or is_presumed_title(draft, lines[at]):
        return "it is the title"
    if at == text.first and text.forms[at].is_prose:
        return "it is the first paragraph"
    if _CODE.search(line) and _is_amid_code(text, at):
        return "it is a line of code"
    if found[at].words < _MUTE and is_sentence(line):
        return "it is a sentence, and its words speak for the article"
    if scan.spares(draft, lines[at]):
        return "the card of a rule that matches it spares it (unless)"
    if at and at - 1 not in found and not text.gone[at] and _OPEN.search(text.lines[at - 1]):
        return "the line above, which stays, ends with a comma: it goes on here"
    is_above = at + 1 < len(text.lines) and at + 1 not in found and not text.gone[at + 1]
    if is_above and (_HEADING.match(line) or line.endswith((":", "："))):
        return "it is a heading, or introduces a line that stays"
    own = found[at].words
    if is_above and own < _MIN_WORDS and text.gone[at] and at > text.first and is_ended(text.lines[at + 1]):
        return "it may be the sub-heading of the paragraph below"
    is_weak = (
        own < _MIN_WORDS_AMID
        or found[at].total < SCALE
        or (words(line) < _MIN_WORDS_ALONE and found[at].total < _SURE)
    )
    if is_weak and _is_in_company(text, at, found):
        return "most of the short lines around it stay"
    alike = _beginning_alike(text, at, found)
    if alike >= _MANY_REFRAINS or (alike >= _MIN_REFRAINS and own < _MIN_WORDS):
        return "it begins like lines around it that stay"
    if _is_amid(text, at, found):
        if own < _MIN_WORDS_AMID or words(line) < _MIN_LENGTH_AMID:
            return "it stands between two lines that stay, and its own words say too little"
        return ""
    is_alone = at + 1 == len(text.lines) and not text.gone[at] and at - 1 not in found
    if is_alone and found[at].total < threshold + _LAST_MARGIN:
        return "it is the last line, and the one above it stays"
    least = _MIN_WORDS_OF_NAME if _NAME.fullmatch(line) else _MIN_WORDS
    if own >= least and any(map(str.isalpha, line)):
        return ""
    is_mute = own < _MUTE or least > _MIN_WORDS
    if is_mute and found[at].total < threshold + _MUTE_MARGIN:
        return "its own words say too little: it may be a name"
    return "" if _is_lent(text, at, found) else "only its place speaks against it, and too few lines beside it go"


def is_sentence(line: str) -> bool:
    """Return whether a line ends like a sentence and has words enough for one."""
    return is_ended(line) and words(line) >= _MIN_SENTENCE


def _is_amid(text: Text, at: int, found: Collection[int]) -> bool:
    """Return whether a line stands between two lines that stay, with nothing gone beside it."""
    if not 0 < at < len(text.lines) - 1 or text.gone[at] or text.gone[at + 1]:
        return False
    return at - 1 not in found and at + 1 not in found


def _is_in_company(text: Text, at: int, found: Collection[int]) -> bool:
    """Return whether most of the short lines around a line stay, as in a table whose labels look like buttons."""
    staying = going = 0
    for step in (-1, 1):
        other = at
        for _ in range(_COMPANY):
            going += text.gone[other if step < 0 else other + 1] > 0
            other += step
            if not 0 <= other < len(text.lines) or text.forms[other].is_prose:
                break
            staying += other not in found
            going += other in found
    return staying > _MIN_ENTRIES and 2 * staying >= 3 * going


def _beginning_alike(text: Text, at: int, found: Collection[int]) -> int:
    """Return how many lines nearby that stay begin with the two words that a line begins with, as verses do."""
    start = _FIRST_WORDS.match(text.lines[at])
    if start is None:
        return 0
    near = range(max(0, at - _RUN), min(len(text.lines), at + _RUN + 1))
    return sum(text.lines[other].startswith(start[0]) for other in near if other not in found)


def _is_amid_code(text: Text, at: int) -> bool:
    """Return whether one of the two lines above or below is code, too."""
    near = range(max(0, at - _NEAR_CODE), min(len(text.lines), at + _NEAR_CODE + 1))
    return any(other != at and _CODE.search(text.lines[other]) is not None for other in near)


def _is_lent(text: Text, at: int, found: dict[int, Score]) -> bool:
    """Return whether a line stands in a run of lines that go, half of which go for their words or by a rule."""
    speaking = mute = 0
    for step in (-1, 1):
        other, gap = at, 0
        while gap < _RUN:
            gone = text.gone[other if step < 0 else other + 1]
            speaking += min(gone, _RUN)
            other += step
            if other not in found:
                break
            speaking += _speaks(found[other])
            mute += not _speaks(found[other])
            gap += 1
    return speaking > mute


def _speaks(score: Score) -> bool:
    """Return whether the words of a line speak for its removal, or hardly against it while all else does."""
    return score.words >= (_MIN_WORDS if score.total < _SURE else _MIN_WORDS_OF_SURE)


def _entries(text: Text) -> Iterator[list[int]]:
    """Yield the runs of lines that begin with the same mark, or that are all names."""
    run: list[int] = []
    mark = ""
    for at, line in enumerate([*text.lines, ""]):
        found = _ENTRY.match(line)
        now = "0" if found and found[0].strip("().").isdigit() else found[0] if found else ""
        if not now and len(line) <= _LONGEST_NAME and _NAME.fullmatch(line):
            now = "name"
        if run and (now != mark or not now):
            yield run
            run = []
        if now:
            run.append(at)
        mark = now


def _alike(text: Text) -> list[list[int]]:
    """Return the lines that begin like entries of a conversation, and those that begin with a time."""
    return [[at for at, line in enumerate(text.lines) if pattern.match(line)] for pattern in _REPEATED]


def _listed(
    text: Text, going: Collection[int], runs: Iterable[Sequence[int]], alike: Iterable[Sequence[int]]
) -> set[int]:
    """Return the lines of `going` that are entries of a list, or of a conversation, most of whose entries stay.

    `runs` and `alike` are those of `_entries` and `_alike`.
    """
    kept: set[int] = set()
    for run in runs:
        goes = [other for other in run if other in going]
        is_introduced = run[0] - 1 not in going and _introduces(text, run[0] - 1)
        is_most = len(goes) >= _LIST_SHARE * len(run)
        if len(run) >= _MIN_INTRODUCED and (is_introduced or (len(run) >= _MIN_ENTRIES and not is_most)):
            kept.update(goes)
    for entries in _introduced(text, going):
        goes = [at for at in entries if at in going]
        if len(goes) < _LIST_SHARE * len(entries):
            kept.update(goes)
    for like in alike:
        goes = [at for at in like if at in going]
        if len(like) >= _MIN_ENTRIES and len(goes) < _LIST_SHARE * len(like):
            kept.update(goes)
    return kept


def _results(text: Text, going: Collection[int]) -> set[int]:
    """Return the lines of `going` that are fixtures or results, if the text has several."""
    if not any(_RESULT.fullmatch(text.lines[at]) for at in going):
        return set()
    found = [at for at, line in enumerate(text.lines) if _RESULT.fullmatch(line)]
    return {at for at in found if at in going} if len(found) >= _MIN_RESULTS else set()


def _in_sheets(text: Text, going: Collection[int]) -> set[int]:
    """Return the lines of `going` that are cells of sheets: tables, one cell a line, with the same labels.

    The labels of a sheet are short, each comes once in every sheet, and at least one value stands between them. The
    sheets stay if most of their labels do.
    """
    places: dict[str, list[int]] = {}
    for at, line in enumerate(text.lines):
        if len(line) <= _LONGEST_LABEL and not is_ended(line):
            places.setdefault(line.casefold(), []).append(at)
    by_count: dict[int, list[int]] = {}
    for found in places.values():
        if len(found) >= _MIN_SHEETS:
            by_count.setdefault(len(found), []).extend(found)
    kept: set[int] = set()
    for sheets, labels in by_count.items():
        count = len(labels) // sheets
        labels.sort()
        names = [text.lines[at].casefold() for at in labels]
        if count < _MIN_LABELS or names != names[:count] * sheets:
            continue
        values = sum(below - above > 1 for above, below in pairwise(labels))
        staying = sum(at not in going for at in labels)
        if values >= len(labels) // 2 and 2 * staying > len(labels):
            kept.update(at for at in going if labels[0] <= at <= labels[-1] + 1)
    return kept


def _introduces(text: Text, at: int) -> bool:
    """Return whether line `at` ends with a colon, or is a heading with a sign in front."""
    return at >= 0 and (text.lines[at].endswith((":", "：")) or _HEADING.match(text.lines[at]) is not None)


def _introduced(text: Text, going: Collection[int]) -> Iterator[range]:
    """Yield the runs of short lines below a line that stays and ends with a colon, with nothing gone between."""
    for at, line in enumerate(text.lines):
        if at not in going and line.endswith((":", "：")):
            end = at + 1
            while end < len(text.lines) and not text.gone[end] and not text.forms[end].is_prose:
                end += 1
                if text.lines[end - 1].endswith((":", "：")):
                    break
            if end - at > _MIN_ENTRIES:
                yield range(at + 1, end)


def _blocks(draft: Draft, text: Text) -> list[list[int]]:
    """Return the blocks: a few lines in a row between blank ones, none of them a paragraph.

    Lines that are gone part no block: in the cleaned text they part none either.
    """
    lines, all_lines = draft.remaining, draft.document.folded_lines
    blocks: list[list[int]] = []
    for at, index in enumerate(lines):
        if at and all(map(str.strip, all_lines[lines[at - 1] + 1 : index])):
            blocks[-1].append(at)
        else:
            blocks.append([at])
    return [block for block in blocks if len(block) in _STANZA and not any(text.forms[at].is_prose for at in block)]


def _heads(blocks: list[list[int]], going: Collection[int]) -> set[int]:
    """Return the lines of `going` that are the first line of a short block, all of whose other lines stay."""
    return {
        block[0]
        for block in blocks
        if block[0] in going and len(block) in _HEADED and not any(at in going for at in block[1:])
    }


def _in_songs(blocks: list[list[int]], text: Text, going: Collection[int]) -> set[int]:
    """Return the lines of `going` in stanzas of a song: near half of its lines begin as another one does.

    Menus and lists of teasers stand in blocks, too, but few of their lines begin with the same two words.
    """
    stanzas = [block for block in blocks if len(block) in _STANZA_OF_SONG]
    if len(stanzas) < _MIN_STANZAS_OF_SONG:
        return set()
    verses = [at for stanza in stanzas for at in stanza]
    starts = [" ".join(_WORD.findall(text.lines[at].casefold())[:2]) for at in verses]
    counts = Counter(starts)
    if sum(counts[start] > 1 for start in starts) < _REFRAIN_SHARE * len(verses):
        return set()
    return {at for at in verses if at in going}


def _in_stanzas(stanzas: list[list[int]], going: Collection[int]) -> set[int]:
    """Return the lines of `going` that stand in a stanza two thirds of whose lines stay; one alone is no verse."""
    verses = [stanza for stanza in stanzas if 3 * sum(at in going for at in stanza) <= len(stanza)]
    if len(verses) < _MIN_STANZAS:
        return set()
    kept = stanzas if len(verses) > _MIN_STANZAS else verses
    return {at for stanza in kept for at in stanza if at in going}
