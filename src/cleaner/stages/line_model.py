"""What the learned line model is sure of, behind the rules that say what is certain.

Removes: lines whose score reaches the threshold of the preset and of the text's script.
Keeps: the title and the first paragraph; lines that only their layout speaks against; lines between two paragraphs,
unless their words say enough; entries of a list, a table or code whose other entries stay; what a rule spares. On a
page, all lines but those above or below what stays.
Order: after all rules that need no edge, because their removals are evidence; before edges are looked at anew; and
once more at the end, because a line that goes changes what the lines around it look like.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from cleaner.core.draft import Draft
from cleaner.core.result import Removal
from cleaner.matching.matcher import Scan
from cleaner.scorer.facts import Text
from cleaner.scorer.model import KINDS, Model, Score
from cleaner.scorer.neighbours import SCALE
from cleaner.stages._line_model_guards import is_sentence, kept_lines
from cleaner.stages.line_features import is_own_title, is_prose

FAMILY = "learned"
RULES = {kind: f"{FAMILY}/{kind}" for kind in KINDS}

_LONG = 100  # characters
_LONG_PARAGRAPH = 150
_LONG_MARGIN = 4 * SCALE  # of a long paragraph, beyond the threshold; the other margins likewise
_SENTENCE_MARGIN = 3 * SCALE  # inside the article
_PARAGRAPH_MARGIN = 4 * SCALE  # above or below it
_OUTER_SENTENCE_MARGIN = 9 * SCALE // 4
_LONG_LINE_MARGIN = 3 * SCALE // 2  # of a long line without a sentence's end
_NO_PROSE_MARGIN = 2 * SCALE  # in a poem, a table, a page of links, nothing tells what a line belongs to
_BESIDE = 8  # lines that the second look sees beside a line
_MAX_LOOKS = 8  # at a text that is left, each after the other took something


def propose(draft: Draft, scan: Scan) -> Iterator[Removal]:
    """Propose the lines that the model is sure of, each under the kind that its words name."""
    yield from _propose(draft, scan, is_anew=False)


def propose_anew(draft: Draft, scan: Scan) -> Iterator[Removal]:
    """Propose what the model is sure of in the text that is left, read as if nothing had ever stood around it.

    That is how the model would find it in the cleaned text: cleaning that again must change nothing. What it takes
    changes what the rest looks like, so it looks until it is content.
    """
    for _ in range(_MAX_LOOKS):
        found = list(_propose(draft, scan, is_anew=True))
        if not found:
            return
        yield from found
        draft = draft.without(found, "")


def _propose(draft: Draft, scan: Scan, *, is_anew: bool) -> Iterator[Removal]:
    if not draft.remaining or not any(map(scan.has, RULES.values())):
        return
    model = scan.model
    if draft.document.evidence and not _may_end(draft, model):
        return
    text = text_of(draft, is_anew=is_anew)
    threshold = model.threshold(scan.level, script_of_text(text))
    if threshold is None:
        return
    scores = model.scores(text, _wanted(draft, text))
    if not all(map(scan.has, RULES.values())):
        # a line whose rule does not run stays, and is no evidence against the lines beside it
        sure = _sure(text, scores, threshold)
        stays = {at for at in sure if not scan.has(RULES[model.kind(text, at)])}
        scores = [None if at in stays else score for at, score in enumerate(scores)]
    found = removed_lines(draft, scan, text, scores, threshold)
    for at, score in found.items():
        rule = RULES[model.kind(text, at)]
        yield from draft.cut_line(draft.remaining[at], rule, _because(model, text, at, score, found))


def _may_end(draft: Draft, model: Model) -> bool:
    """Return whether the first or the last line of a page may go: only what goes with them goes on a page."""
    lines = draft.remaining
    first = next((index for index in lines if not is_own_title(draft, draft.show(index))), lines[0])
    ends = (draft.show(index).strip() for index in (first, lines[-1]))
    return any(not is_prose(line) and model.speaks_against(line) for line in ends)


def _wanted(draft: Draft, text: Text) -> Collection[int] | None:
    """Return the lines of a page that may go, and some beside them; None for a text, of which any line may go."""
    if not draft.document.evidence:
        return None
    count = len(text.lines)
    above, below = min(text.first + _BESIDE, count), max(text.last - _BESIDE, 0)
    return {*range(above), *range(below, count)}


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
    scores = model.scores(text, _wanted(draft, text))
    found = _sure(text, scores, threshold)
    guard = kept_lines(draft, scan, text, found, threshold).get(at, "") if at in found else ""
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
    kept = kept_lines(draft, scan, text, found, threshold)
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
    if is_sentence(line):
        if len(line) >= _LONG_PARAGRAPH:
            return _LONG_MARGIN
        if text.first < at < text.last or not text.has_prose:
            return _SENTENCE_MARGIN
        return _PARAGRAPH_MARGIN if text.forms[at].is_prose else _OUTER_SENTENCE_MARGIN
    if not text.has_prose:
        return _NO_PROSE_MARGIN
    return _LONG_LINE_MARGIN if len(line) >= _LONG else 0


def text_of(draft: Draft, *, is_anew: bool = False) -> Text:
    """Return the remaining lines as the model reads them; with `is_anew` as if they were all there ever was."""
    lines = draft.remaining
    gone = [0] * (len(lines) + 1)
    for index in draft.gone if draft.removals and not is_anew else ():
        if draft.document.folded_lines[index].strip():
            gone[bisect_left(lines, index)] += 1
    has_cuts = draft.removals and not is_anew
    cut = [draft.is_cut(index) for index in lines] if has_cuts else [False] * len(lines)
    return Text(draft.texts, cut, gone, draft.document.title or "", draft.caseless_texts)


def script_of_text(text: Text) -> int:
    """Return the script of most characters of a text."""
    scripts = {form.script for form in text.forms}
    if len(scripts) == 1:
        return scripts.pop()
    counts: Counter[int] = Counter()
    for line, form in zip(text.lines, text.forms, strict=True):
        counts[form.script] += len(line)
    return max(counts, key=lambda script: (counts[script], -script))


def _because(model: Model, text: Text, at: int, score: Score, found: Collection[int]) -> str:
    """Return the reason: the probability, the words that speak most, and what goes beside the line."""
    spoken = ", ".join(f"“{word}”" for word in model.spoken(text.lines[at]))
    beside = ""
    if _is_between(text, at, found):
        beside = "between lines that go"
    elif text.gone[at] or text.gone[at + 1] or at - 1 in found or at + 1 in found:
        beside = "beside a line that goes"
    return "; ".join(filter(None, (f"the line model is {score.percent} % sure", spoken, beside)))


def _is_between(text: Text, at: int, found: Collection[int]) -> bool:
    """Return whether the lines above and below are gone or go."""
    return (text.gone[at] > 0 or at - 1 in found) and (text.gone[at + 1] > 0 or at + 1 in found)
