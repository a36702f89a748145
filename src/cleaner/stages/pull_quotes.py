"""Pull quotes: a sentence of the article, printed a second time on a line of its own to break up the page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.core.draft import Draft
from cleaner.core.regex import lazy_compile
from cleaner.core.result import Removal
from cleaner.matching.matcher import Scan
from cleaner.stages._shared_prefixes import echoed
from cleaner.stages.line_features import is_ended, is_headline_like, is_prose, is_signature, quoted

_PULL_QUOTE = "headline/pull-quote"

_SHORTEST = 40  # columns; below that a sub-heading or a line of dialogue may say what a sentence says
_LONGEST = 600  # characters
_FEWEST_WORDS = 7
_MORE = 8  # words that the paragraph says beyond the quote
_ATTRIBUTION = 4  # words: "says Captain Jane Doe"
_RUN = 8  # pieces; an abbreviation's full stop divides a sentence too
_PROSE_ABOVE = 2  # paragraphs
_STANDFIRST = 3  # lines at the top; what they say the body says again
_SUMMARY = 6  # lines at the top that may be a summary of the body, sentence by sentence

# Scripts without spaces: each character is a word, and as wide as two
_WIDE = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = lazy_compile(rf"[{_WIDE}]|[^\W{_WIDE}]+")
_WIDE_CHARACTER = lazy_compile(f"[{_WIDE}]")
_QUOTE_MARK = '"«»「」『』„'
_ENDS = ".!?…。！？।۔؟"
_SENTENCE = lazy_compile(rf"[^{_ENDS}{_QUOTE_MARK}]+|[{_QUOTE_MARK}]")
_CLAUSE = lazy_compile(rf"[^{_ENDS}{_QUOTE_MARK},;:–—，；、،؛]+|[{_QUOTE_MARK}]")
_BEGINNING = lazy_compile(r"\w.{11}")
_BEGINNINGS = lazy_compile(rf"(?:^|[{_ENDS}{_QUOTE_MARK},;:–—，；、،؛])\W{{0,4}}(?=(\w.{{11}}))")
_OPENS = lazy_compile(rf"(?:^|[\n{_ENDS}{_QUOTE_MARK},;:–—，；、،؛])\W{{0,4}}$")
_UNQUOTED = lazy_compile(rf"\W*[^\n{_QUOTE_MARK}]+")
_SPEAKER = lazy_compile(r"[A-Z][A-Za-z.]*(?: [A-Z][A-Za-z.]*){0,3}:")
# An item of a list, the rest of a sentence, a quotation that is told ('"No," said Jane'), a post, an address
_NOT_A_QUOTE = lazy_compile(r'[-–—•·*▪■►+.,;&a-z]|\(?\d+[.):]|.*(?:,["»] *\w|@|https?:|pic\.|www\.)')
_SIGNED = lazy_compile(r'["«„](.*[^,])["»]\s*[-–—]*\s*([^\W\d_a-z][^"«»„]*)')
# to look for each line's beginning in a longer text, or at more copies of it, takes too long; not looking
# misses nothing
_SHORT_TEXT = 100_000
_COPIES = 30
_CERTAIN = 80  # columns; a shorter line may be a sub-heading if it is no sentence or only part of one


def propose(draft: Draft, scan: Scan) -> Iterator[Removal]:
    """Propose each line that only says again what a longer paragraph says, and its signature with it."""
    if not scan.has(_PULL_QUOTE):
        return
    paragraphs = _said_by(draft)
    remaining = draft.remaining
    for place, index in enumerate(remaining if paragraphs else ()):
        if index not in paragraphs:
            continue
        signed = place + 1 < len(remaining) and is_signature(draft.show(remaining[place + 1]))
        beside = (*remaining[max(place - 1, 0) : place], *remaining[place + 1 + signed : place + 2 + signed])
        # several together are a summary, and what follows a sub-heading is its text
        if any(other in paragraphs for other in beside) or is_headline_like(draft.show(beside[0])):
            continue
        if not any(is_prose(draft.show(other)) for other in beside):
            continue
        because = f"line {paragraphs[index] + 1} says it: {quoted(draft.show(index))}"
        yield from draft.cut_line(index, _PULL_QUOTE, because)
        if signed:
            yield from draft.cut_line(remaining[place + 1], _PULL_QUOTE, f"signs the quote of line {index + 1}")


def _said_by(draft: Draft) -> dict[int, int]:
    """For each line that a longer paragraph says, in whole sentences or quotations or a long clause, which.

    A first look compares how lines and pieces of paragraphs begin; few need the second.
    """
    again = _said_again(draft)
    lines: list[tuple[int, str, str]] = []
    paragraphs: list[tuple[int, str]] = []
    above = 0
    for place, index in enumerate(draft.remaining if again else ()):
        shown = draft.show(index).strip()
        prose = is_prose(shown)
        if index in again and above >= _PROSE_ABOVE:
            lines.append((index, shown, again[index]))
        if prose and place >= _STANDFIRST:
            paragraphs.append((index, shown))
        above += prose
    if not lines:
        return {}
    beginnings: dict[str, int] = {}
    for index, _, begins in lines:
        beginnings[begins] = index if begins not in beginnings else -1
    found: set[str] = set()
    near = []
    for index, shown in paragraphs:
        low = shown.casefold()
        few = len(beginnings) <= _COPIES
        if (few and not any(begins in low for begins in beginnings)) or _SPEAKER.match(shown):
            continue
        said = {one for one in _BEGINNINGS.findall(low) if beginnings.get(one, index) != index}
        if said:
            found |= said
            near.append((index, shown))
    wanted: dict[tuple[str, ...], list[int]] = {}
    for index, shown, begins in lines:
        if begins in found:
            for words in {tuple(_words(shown)), _without_attribution(shown)}:
                if _is_long(words):
                    wanted.setdefault(words, []).append(index)
    return _compare(near, wanted) if wanted else {}


def _said_again(draft: Draft) -> dict[int, str]:
    """The lines, below a summary, whose beginning begins a piece of another line, and that beginning."""
    shown = [draft.show(index).strip() for index in draft.remaining]
    again = echoed(shown) if len(shown) > _SUMMARY else ()
    places = {place for place in range(_SUMMARY, len(shown)) if again[place] and _may_be_quote(shown[place])}
    if not places:
        return {}
    lows = [line.casefold() for line in shown]
    text = "\n".join(lows)
    found: dict[int, str] = {}
    start = 0
    for place, low in enumerate(lows):
        end = start + len(low)
        if place in places and (match := _BEGINNING.search(low)):
            begins = match[0]
            if len(text) > _SHORT_TEXT or _begins_elsewhere(text, begins, start, end):
                found[draft.remaining[place]] = begins
        start = end + 1
    return found


def _begins_elsewhere(text: str, begins: str, start: int, end: int) -> bool:
    """Whether a piece outside [start, end) begins so, and goes on as the line that stands there.

    What is compared ends with a quotation, which may go on behind "she said".
    """
    if text.count(begins) == 1:
        return False
    said: list[str] = []
    at = -1
    for _ in range(_COPIES):
        at = text.find(begins, at + 1)
        if at < 0:
            return False
        if start <= at < end or not _OPENS.search(text, max(at - 5, 0), at):
            continue
        said = said or _quotation(text, start)
        other = _quotation(text, at)
        fewest = min(len(said), len(other))
        if said[:fewest] == other[:fewest]:
            return True
    return True


def _quotation(text: str, at: int) -> list[str]:
    """The words from there to the line's end, or to the end of a quotation; one may begin there."""
    match = _UNQUOTED.match(text, at)
    return _words(match[0]) if match else []


def _compare(near: list[tuple[int, str]], wanted: dict[tuple[str, ...], list[int]]) -> dict[int, int]:
    found: dict[int, int] = {}
    starts = {words[0] for words in wanted}
    for index, shown in near:
        for said, rest in _runs(shown, starts):
            if rest >= _MORE:
                for quote in wanted.pop(said, ()):
                    found.setdefault(quote, index)
    return found


def _may_be_quote(shown: str) -> bool:
    if len(shown) > _LONGEST or (len(shown) < _SHORTEST and shown.isascii()):
        return False
    if _NOT_A_QUOTE.match(shown) or _SPEAKER.match(shown) or shown[-1] in ":?？؟،":
        return False
    return is_ended(shown) or len(shown) >= _CERTAIN


def _is_long(said: tuple[str, ...], columns: int = _SHORTEST) -> bool:
    if len(said) < _FEWEST_WORDS:
        return False
    width = sum(map(len, said)) + len(said)
    # a character of a script without spaces is a word, and one column wider
    return width > columns or width + sum(map(bool, map(_WIDE_CHARACTER.match, said))) > columns


def _runs(paragraph: str, starts: set[str]) -> Iterator[tuple[tuple[str, ...], int]]:
    """What a paragraph says in up to so many pieces on end, and how many of its words are left then.

    Quotations that only "she said" interrupts are also read on end, for a pull quote leaves that out.
    """
    sentences, clauses = _pieces(paragraph, _SENTENCE), _pieces(paragraph, _CLAUSE)
    total = sum(len(words) for words, _ in sentences)
    for series in (sentences, [piece for piece in sentences if piece[1]], clauses):
        for first in range(len(series)):
            if series[first][0][0] not in starts:
                continue
            said: tuple[str, ...] = ()
            for words, _ in series[first : first + _RUN]:
                said += words
                if len(said) > _LONGEST // 2:
                    break
                if series is not clauses or _is_long(said, _CERTAIN):
                    yield said, total - len(said)


def _without_attribution(shown: str) -> tuple[str, ...]:
    """What a line in quotation marks says, if behind it stands no more than a name: "…" Captain Jane Doe."""
    match = _SIGNED.fullmatch(shown)
    if not match or len(_words(match[2])) > _ATTRIBUTION:
        return ()
    return tuple(_words(match[1]))


def _pieces(text: str, piece: re.Pattern[str]) -> list[tuple[tuple[str, ...], bool]]:
    """The text in pieces: their words, and whether they stand between quotation marks."""
    pieces: list[tuple[tuple[str, ...], bool]] = []
    inside = False
    for match in piece.finditer(text):
        if match[0] in _QUOTE_MARK:
            inside = not inside
        elif words := tuple(_words(match[0])):
            pieces.append((words, inside))
    return pieces


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
