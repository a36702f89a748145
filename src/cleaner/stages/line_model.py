"""What the learned line model is sure of, behind the rules that say what is certain.

Removes: lines whose score reaches the threshold of the preset and of the text's script.
Keeps: the title and the first paragraph; lines that only their layout speaks against; lines between two paragraphs,
unless their words say enough; entries of a list, a table or code whose other entries stay; what a rule spares.
Order: after all rules that need no edge, because their removals are evidence; before edges are looked at anew; and
once more at the end, because a line that goes changes what the lines around it look like.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from cleaner.core.draft import Draft
from cleaner.core.regex import lazy_compile
from cleaner.core.result import Removal
from cleaner.matching.matcher import Scan
from cleaner.scorer.facts import Text
from cleaner.scorer.model import KINDS, Model, Score
from cleaner.scorer.neighbours import SCALE
from cleaner.stages._tables import kept_lines
from cleaner.stages.line_features import is_ended, is_headline_like, is_presumed_title, words

FAMILY = "learned"
RULES = {kind: f"{FAMILY}/{kind}" for kind in KINDS}

_MIN_WORDS = 0  # what the words of a line must say for its removal, as part of the score
_MIN_WORDS_OF_NAME = SCALE // 2  # of up to four words with capitals, which may be a name
_MIN_WORDS_AMID = SCALE  # between two paragraphs
_MIN_WORDS_ALONE = 3  # words of a line whose words alone may tell that it is no label of a table
_SURE = 2 * SCALE
_MIN_LENGTH_AMID = 4  # words; a shorter line there may be a sub-heading
_LONG = 100  # characters
_LONG_PARAGRAPH = 150
_LONG_MARGIN = 4 * SCALE  # of a long paragraph, beyond the threshold; the other margins likewise
_SENTENCE_MARGIN = 3 * SCALE  # inside the article
_PARAGRAPH_MARGIN = 3 * SCALE  # above or below it
_OUTER_SENTENCE_MARGIN = 5 * SCALE // 2
_LAST_MARGIN = SCALE  # for the last line, if the one above it stays
_MUTE_MARGIN = SCALE  # for a name, and a line whose own words speak for the article
_MUTE = -SCALE // 2
_NO_PROSE_MARGIN = 2 * SCALE  # in a poem, a table, a page of links, nothing tells what a line belongs to
_MIN_SENTENCE = 3  # words
_STANZA = range(3, 17)  # lines between two blank ones
_MIN_STANZAS = 2
_HEADLINE_WORDS = 4
_MAX_ABOVE = 4  # lines between a headline and the first paragraph, the headline included
_LONGEST_NAME = 40  # characters
_COMPANY = 4  # short lines above and below that tell whether a table stays
_RUN = 4  # lines above and below that lend their words to a line
_LIST_SHARE = 0.7  # of the entries of a list must go, or all stay
_MIN_ENTRIES = 3
_ENTRY = lazy_compile(r"(?:[-*•·▪►»+–—◆●○■□▢✓☐]|\(?\d{1,3}[.)])(?=\s)|\d{1,3}(?=\.?\s)|\|")
# What the entries of a conversation, a play or a live blog begin with; other lines may stand between them
_REPEATED = (
    lazy_compile(r"(?:[^\W\d_a-z][\w'’.-]*(?: [\w'’.-]+){0,3}[:：]|[^\W\d_a-z]{2,}[.:])(?=\s)"),
    lazy_compile(r"\d{1,2}[:.]\d\d\b"),
)
_HEADING = lazy_compile(r"#{1,6} |[■●◆▼▲【]")
_NAME = lazy_compile(r"(?:[^\W_a-z][\w.'’-]*[ ,]+){0,4}[^\W_a-z][\w.'’-]*")
_IN_LIST = "it is an entry of a list, or of a conversation, most of which stays"
_CODE = lazy_compile(
    r"[{};]$|^[{}()\[\];]+$|^\s*(?:#include|import |def |return\b|<\w+[ >]|</)"
    r"|\w\([^)]*\):?$|^[\w.]+\(.*\);?$|\w\(\)|==|=>|&&"
)


def propose(draft: Draft, scan: Scan) -> Iterator[Removal]:
    """Propose the lines that the model is sure of, each under the kind that its words name."""
    yield from _propose(draft, scan, is_anew=False)


def propose_anew(draft: Draft, scan: Scan) -> Iterator[Removal]:
    """Propose what the model is sure of in the text that is left, read as if nothing had ever stood around it.

    That is how the model would find it in the cleaned text: cleaning that again must change nothing.
    """
    yield from _propose(draft, scan, is_anew=True)


def _propose(draft: Draft, scan: Scan, *, is_anew: bool) -> Iterator[Removal]:
    if not draft.remaining or not any(map(scan.has, RULES.values())):
        return
    model, text = scan.model, text_of(draft, is_anew=is_anew)
    threshold = model.threshold(scan.level, script_of_text(text))
    if threshold is None:
        return
    found = removed_lines(draft, scan, text, model.scores(text), threshold)
    for at, score in found.items():
        rule = RULES[model.kind(text, at)]
        if scan.has(rule):
            yield from draft.cut_line(draft.remaining[at], rule, _because(model, text, at, score, found))


class Judgement(NamedTuple):
    """What the model says of one line: logits / SCALE of its score, and of what the line needs to go.

    `score` is None for a line that gets none: its words speak for the article. `guard` is what keeps it even though
    its score suffices; "" for nothing. `rule` is the rule that would take it.
    """

    score: int | None
    threshold: int
    margin: int
    guard: str
    rule: str


def judge(draft: Draft, scan: Scan, index: int, *, is_anew: bool = False) -> Judgement | None:
    """Return what the model says of line `index` of the document, whether or not its rules run.

    None if the line has no text left, or if the model has no threshold for the script of the text.
    """
    if index not in draft.remaining:
        return None
    model, text, at = scan.model, text_of(draft, is_anew=is_anew), draft.remaining.index(index)
    threshold = model.threshold(scan.level, script_of_text(text))
    if threshold is None:
        return None
    scores = model.scores(text)
    found = _sure(text, scores, threshold)
    guard = _kept(draft, scan, text, found, threshold).get(at, "") if at in found else ""
    score = scores[at]
    return Judgement(
        None if score is None else score.total,
        threshold,
        _needed(text, at, threshold) - threshold,
        guard,
        RULES[model.kind(text, at)],
    )


def removed_lines(
    draft: Draft, scan: Scan, text: Text, scores: Sequence[Score | None], threshold: int
) -> dict[int, Score]:
    """Return the lines that go, as positions in `text`, with their scores."""
    found = _sure(text, scores, threshold)
    if not found:
        return found
    kept = _kept(draft, scan, text, found, threshold)
    return {at: score for at, score in found.items() if at not in kept}


def _sure(text: Text, scores: Sequence[Score | None], threshold: int) -> dict[int, Score]:
    """Return the lines whose scores reach what they need, as positions in `text`."""
    return {
        at: score
        for at, score in enumerate(scores)
        if score is not None and score.total >= _needed(text, at, threshold)
    }


def _needed(text: Text, at: int, threshold: int) -> int:
    """Return the score that a line needs: a margin counts from even odds at least."""
    margin = _margin(text, at)
    return max(threshold, 0) + margin if margin else threshold


def _margin(text: Text, at: int) -> int:
    """Return what the score of a line needs beyond the threshold."""
    line = text.lines[at]
    if not text.has_prose:
        return _NO_PROSE_MARGIN
    if is_ended(line) and words(line) >= _MIN_SENTENCE:
        if len(line) >= _LONG_PARAGRAPH:
            return _LONG_MARGIN
        if text.first < at < text.last:
            return _SENTENCE_MARGIN
        return _PARAGRAPH_MARGIN if text.forms[at].is_prose else _OUTER_SENTENCE_MARGIN
    return _OUTER_SENTENCE_MARGIN if len(line) >= _LONG else 0


def text_of(draft: Draft, *, is_anew: bool = False) -> Text:
    """Return the remaining lines as the model reads them; with `is_anew` as if they were all there ever was."""
    lines = draft.remaining
    gone = [0] * (len(lines) + 1)
    for index in draft.gone if draft.removals and not is_anew else ():
        if draft.document.folded_lines[index].strip():
            gone[bisect_left(lines, index)] += 1
    if draft.removals:
        shown = [draft.show(index).strip() for index in lines]
        cut = [draft.is_cut(index) and not is_anew for index in lines]
    else:
        folded = draft.document.folded_lines
        shown, cut = [folded[index].strip() for index in lines], [False] * len(lines)
    return Text(shown, cut, gone, draft.document.title or "")


def script_of_text(text: Text) -> int:
    """Return the script of most characters of a text."""
    scripts = {form.script for form in text.forms}
    if len(scripts) == 1:
        return scripts.pop()
    counts: Counter[int] = Counter()
    for line, form in zip(text.lines, text.forms, strict=True):
        counts[form.script] += len(line)
    return max(counts, key=lambda script: (counts[script], -script))


def _kept(draft: Draft, scan: Scan, text: Text, found: dict[int, Score], threshold: int) -> dict[int, str]:
    """Return the lines that stay although their scores reach the threshold, as positions in `text`, and why."""
    threshold = max(threshold, 0)  # as in _needed
    lines = draft.remaining
    in_tables = kept_lines(draft, [lines[at] for at in found])
    kept = {at: "it is a row of a table or a term of a glossary" for at in found if lines[at] in in_tables}
    kept |= dict.fromkeys(_listed(text, found), _IN_LIST)
    going = {at: score for at, score in found.items() if at not in kept}
    headlines = _headlines(text)
    for at in going:
        guard = "it may be the headline" if at in headlines else _guard(draft, scan, text, at, going, threshold)
        if guard:
            kept[at] = guard
    kept |= dict.fromkeys(_listed(text, found.keys() - kept.keys()), _IN_LIST)
    kept |= dict.fromkeys(
        _in_stanzas(draft, text, found.keys() - kept.keys()), "it is a verse of a stanza that stays"
    )
    return kept


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
    if scan.spares(draft, lines[at]):
        return "the card of a rule that matches it spares it (unless)"
    is_above = at + 1 < len(text.lines) and at + 1 not in found and not text.gone[at + 1]
    if is_above and (_HEADING.match(line) or line.endswith((":", "："))):
        return "it is a heading, or introduces a line that stays"
    own = found[at].words
    if is_above and own < _MIN_WORDS and text.gone[at] and at > text.first and is_ended(text.lines[at + 1]):
        return "it may be the sub-heading of the paragraph below"
    is_weak = own < _MIN_WORDS_AMID or (words(line) < _MIN_WORDS_ALONE and found[at].total < _SURE)
    if is_weak and _is_in_company(text, at, found):
        return "most of the short lines around it stay"
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


def _is_between(text: Text, at: int, found: Collection[int]) -> bool:
    """Return whether the lines above and below are gone or go."""
    return (text.gone[at] > 0 or at - 1 in found) and (text.gone[at + 1] > 0 or at + 1 in found)


def _is_amid_code(text: Text, at: int) -> bool:
    """Return whether the line above or below is code, too."""
    return any(
        0 <= other < len(text.lines) and _CODE.search(text.lines[other]) is not None for other in (at - 1, at + 1)
    )


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
            speaking += found[other].words >= _MIN_WORDS
            mute += found[other].words < _MIN_WORDS
            gap += 1
    return speaking > mute


def _listed(text: Text, going: Collection[int]) -> set[int]:
    """Return the lines of `going` that are entries of a list, or of a conversation, most of whose entries stay."""
    kept: set[int] = set()
    run: list[int] = []
    mark = ""
    for at, line in enumerate([*text.lines, ""]):
        found = _ENTRY.match(line)
        now = "0" if found and found[0].strip("().").isdigit() else found[0] if found else ""
        if not now and _NAME.fullmatch(line) and len(line) <= _LONGEST_NAME:
            now = "name"
        if run and (now != mark or not now):
            goes = [other for other in run if other in going]
            above = run[0] - 1
            is_introduced = above >= 0 and above not in going and text.lines[above].endswith((":", "："))
            if len(run) >= _MIN_ENTRIES and (is_introduced or len(goes) < _LIST_SHARE * len(run)):
                kept.update(goes)
            run = []
        if now:
            run.append(at)
        mark = now
    for entries in _introduced(text, going):
        goes = [at for at in entries if at in going]
        if len(goes) < _LIST_SHARE * len(entries):
            kept.update(goes)
    for pattern in _REPEATED:
        alike = [at for at, line in enumerate(text.lines) if pattern.match(line)]
        goes = [at for at in alike if at in going]
        if len(alike) >= _MIN_ENTRIES and len(goes) < _LIST_SHARE * len(alike):
            kept.update(goes)
    return kept


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


def _in_stanzas(draft: Draft, text: Text, going: Collection[int]) -> set[int]:
    """Return the lines of `going` that stand in a stanza half of whose lines stay.

    A stanza is a few lines in a row between blank ones, none of them a paragraph; one alone is no verse.
    """
    lines = draft.remaining
    stanzas: list[list[int]] = []
    for at, index in enumerate(lines):
        if at and index == lines[at - 1] + 1:
            stanzas[-1].append(at)
        else:
            stanzas.append([at])
    stanzas = [
        stanza for stanza in stanzas if len(stanza) in _STANZA and not any(text.forms[at].is_prose for at in stanza)
    ]
    verses = [stanza for stanza in stanzas if 2 * sum(at in going for at in stanza) <= len(stanza)]
    if len(verses) < _MIN_STANZAS:
        return set()
    kept = stanzas if len(verses) > _MIN_STANZAS else verses
    return {at for stanza in kept for at in stanza if at in going}


def _because(model: Model, text: Text, at: int, score: Score, found: Collection[int]) -> str:
    """Return the reason: the probability, the words that speak most, and what goes beside the line."""
    spoken = ", ".join(f"“{word}”" for word in model.spoken(text.lines[at]))
    beside = ""
    if _is_between(text, at, found):
        beside = "between lines that go"
    elif text.gone[at] or text.gone[at + 1] or at - 1 in found or at + 1 in found:
        beside = "beside a line that goes"
    return "; ".join(filter(None, (f"the line model is {score.percent} % sure", spoken, beside)))
