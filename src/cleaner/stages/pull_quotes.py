"""Pull quotes: a sentence of the article, repeated on a line of its own.

Removes: lines that only repeat part of a longer paragraph, with the signature below them.
Keeps: the paragraph; standfirsts, summaries at the top, sub-headings, lists and dialogue.
Order: after the stages for links, because a pull quote has paragraphs beside it.
"""

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

_MIN_WIDTH = 40  # columns; a narrower sub-heading or line of dialogue may equal part of a sentence by chance
_MAX_LENGTH = 600  # characters
_MIN_WORDS = 7
_MIN_OTHER_WORDS = 8  # of the paragraph beyond the quote
_MAX_NAME_WORDS = 4  # of an attribution: "says Captain Jane Doe"
_MAX_PIECES = 8  # of a paragraph that form one quote; the full stop of an abbreviation divides a sentence, too
_MIN_PROSE_ABOVE = 2  # paragraphs
_STANDFIRST = 3  # lines at the top, which the body repeats
_SUMMARY = 6  # lines at the top, which may summarise the body sentence by sentence

# Scripts without spaces: each character is a word, and two columns wide.
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
# a list item, the rest of a sentence, a quotation within narration ('"No," said Jane'), a post, an address
_NOT_A_QUOTE = lazy_compile(r'[-–—•·*▪■►+.,;&a-z]|\(?\d+[.):]|.*(?:,["»] *\w|@|https?:|pic\.|www\.)')
_SIGNED = lazy_compile(r'["«„](.*[^,])["»]\s*[-–—]*\s*([^\W\d_a-z][^"«»„]*)')
# Limits of the second test, which would take too long on more. A line that skips it counts as a candidate, so no
# pull quote is missed.
_MAX_TEXT = 100_000  # characters
_MAX_COPIES = 30  # of the beginning of one line
_MIN_CLAUSE = 80  # columns; a shorter line that is no sentence, or only part of one, may be a sub-heading


def propose(draft: Draft, scan: Scan) -> Iterator[Removal]:
    """Propose each line that repeats part of a longer paragraph, and the signature below it."""
    if not scan.has(_PULL_QUOTE):
        return
    paragraphs = _paragraph_of(draft)
    remaining = draft.remaining
    for at, index in enumerate(remaining if paragraphs else ()):
        if index not in paragraphs:
            continue
        signed = at + 1 < len(remaining) and is_signature(draft.show(remaining[at + 1]))
        beside = (*remaining[max(at - 1, 0) : at], *remaining[at + 1 + signed : at + 2 + signed])
        # Several adjacent candidates are a summary. A line below a sub-heading is its text.
        if any(other in paragraphs for other in beside) or is_headline_like(draft.show(beside[0])):
            continue
        if not any(is_prose(draft.show(other)) for other in beside):
            continue
        because = f"line {paragraphs[index] + 1} says it: {quoted(draft.show(index))}"
        yield from draft.cut_line(index, _PULL_QUOTE, because)
        if signed:
            yield from draft.cut_line(remaining[at + 1], _PULL_QUOTE, f"signs the quote of line {index + 1}")


def _paragraph_of(draft: Draft) -> dict[int, int]:
    """Map each line that a longer paragraph contains to that paragraph, by line index.

    The line equals whole sentences or quotations of the paragraph, or a long clause. A first test compares only the
    beginnings of lines and pieces; few lines need the full comparison.
    """
    candidates = _candidates(draft)
    lines: list[tuple[int, str, str]] = []
    paragraphs: list[tuple[int, str]] = []
    above = 0
    for at, (index, text) in enumerate(zip(draft.remaining, draft.texts, strict=True) if candidates else ()):
        prose = is_prose(text)
        if index in candidates and above >= _MIN_PROSE_ABOVE:
            lines.append((index, text, candidates[index]))
        if prose and at >= _STANDFIRST:
            paragraphs.append((index, text))
        above += prose
    if not lines:
        return {}
    beginnings: dict[str, int] = {}
    for index, _, beginning in lines:
        beginnings[beginning] = index if beginning not in beginnings else -1
    found: set[str] = set()
    matching = []
    for index, text in paragraphs:
        lower = text.casefold()
        few = len(beginnings) <= _MAX_COPIES
        if (few and not any(beginning in lower for beginning in beginnings)) or _SPEAKER.match(text):
            continue
        shared = {one for one in _BEGINNINGS.findall(lower) if beginnings.get(one, index) != index}
        if shared:
            found |= shared
            matching.append((index, text))
    quotes: dict[tuple[str, ...], list[int]] = {}
    for index, text, beginning in lines:
        if beginning in found:
            for words in {tuple(_words(text)), _without_attribution(text)}:
                if _is_long(words):
                    quotes.setdefault(words, []).append(index)
    return _compare(matching, quotes) if quotes else {}


def _candidates(draft: Draft) -> dict[int, str]:
    """Return the lines below a summary that start like a piece of another line, with that beginning."""
    texts = draft.texts
    asked = [at for at in range(_SUMMARY, len(texts)) if _has_length(texts[at])]
    positions = {at for at in echoed(texts, asked) if _may_be_quote(texts[at])} if asked else set()
    if not positions:
        return {}
    whole = "\n".join(draft.caseless_texts)
    found: dict[int, str] = {}
    start = 0
    for at, lower in enumerate(draft.caseless_texts):
        end = start + len(lower)
        if at in positions and (match := _BEGINNING.search(lower)):
            beginning = match[0]
            if len(whole) > _MAX_TEXT or _begins_elsewhere(whole, beginning, start, end):
                found[draft.remaining[at]] = beginning
        start = end + 1
    return found


def _begins_elsewhere(text: str, beginning: str, start: int, end: int) -> bool:
    """Return whether a piece outside the line [start, end) has this beginning and continues like the line.

    The comparison ends with a quotation, because it may continue after "she said".
    """
    if text.count(beginning) == 1:
        return False
    own: list[str] = []
    at = -1
    for _ in range(_MAX_COPIES):
        at = text.find(beginning, at + 1)
        if at < 0:
            return False
        if start <= at < end or not _OPENS.search(text, max(at - 5, 0), at):
            continue
        own = own or _quotation(text, start)
        other = _quotation(text, at)
        length = min(len(own), len(other))
        if own[:length] == other[:length]:
            return True
    return True


def _quotation(text: str, at: int) -> list[str]:
    """Return the words from `at`, where a quotation may start, to the end of the quotation or the line."""
    match = _UNQUOTED.match(text, at)
    return _words(match[0]) if match else []


def _compare(paragraphs: list[tuple[int, str]], quotes: dict[tuple[str, ...], list[int]]) -> dict[int, int]:
    """Map each line of `quotes`, by its words, to the first paragraph that contains it and enough other words."""
    found: dict[int, int] = {}
    starts = {words[0] for words in quotes}
    for index, paragraph in paragraphs:
        for words, rest in _runs(paragraph, starts):
            if rest >= _MIN_OTHER_WORDS:
                for quote in quotes.pop(words, ()):
                    found.setdefault(quote, index)
    return found


def _has_length(text: str) -> bool:
    return len(text) <= _MAX_LENGTH and (len(text) >= _MIN_WIDTH or not text.isascii())


def _may_be_quote(text: str) -> bool:
    if _NOT_A_QUOTE.match(text) or _SPEAKER.match(text) or text[-1] in ":?？؟،":
        return False
    return is_ended(text) or len(text) >= _MIN_CLAUSE


def _is_long(words: tuple[str, ...], columns: int = _MIN_WIDTH) -> bool:
    if len(words) < _MIN_WORDS:
        return False
    width = sum(map(len, words)) + len(words)
    # a wide character is a word of its own and takes one more column
    return width > columns or width + sum(map(bool, map(_WIDE_CHARACTER.match, words))) > columns


def _runs(paragraph: str, starts: set[str]) -> Iterator[tuple[tuple[str, ...], int]]:
    """Yield the words of each run of up to _MAX_PIECES pieces, and the number of the paragraph's other words.

    A run starts with a word of `starts`. Consecutive quotations also form runs, because a pull quote omits the "she
    said" between them.
    """
    sentences, clauses = _pieces(paragraph, _SENTENCE), _pieces(paragraph, _CLAUSE)
    total = sum(len(words) for words, _ in sentences)
    for series in (sentences, [piece for piece in sentences if piece[1]], clauses):
        for first in range(len(series)):
            if series[first][0][0] not in starts:
                continue
            run: tuple[str, ...] = ()
            for words, _ in series[first : first + _MAX_PIECES]:
                run += words
                if len(run) > _MAX_LENGTH // 2:
                    break
                if series is not clauses or _is_long(run, _MIN_CLAUSE):
                    yield run, total - len(run)


def _without_attribution(text: str) -> tuple[str, ...]:
    """Return the words of a line in quotation marks if only a name follows: "…" Captain Jane Doe."""
    match = _SIGNED.fullmatch(text)
    if not match or len(_words(match[2])) > _MAX_NAME_WORDS:
        return ()
    return tuple(_words(match[1]))


def _pieces(text: str, piece: re.Pattern[str]) -> list[tuple[tuple[str, ...], bool]]:
    """Split a text into pieces: their words, and whether quotation marks enclose them."""
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
