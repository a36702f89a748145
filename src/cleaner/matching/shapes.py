"""The shapes of cards: how each shape matches a line, and which part of the line it removes.

line      The pattern matches the whole line, up to `longest` characters. The rule removes the line.
lead-in   The pattern matches the start of the line. The rule removes the line if up to `longest` characters follow.
part      Like line, for lines of a form. The rule removes several together (stages/signup_forms.py).
head      The pattern matches in front of a sentence. The rule removes the match and keeps the sentence.
tail      The pattern matches after the end of a sentence. The rule removes the rest of the line if it has
          up to `longest` characters.
inline    The pattern matches anywhere in the line. The rule removes the match.
opener    Like line, for headings. The rule also removes lines below it (stages/link_blocks.py, stages/comments.py).
code      A stage implements the rule. The card has no pattern.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from cleaner.core.document import Span
from cleaner.core.regex import lazy_compile
from cleaner.matching.card import Card
from cleaner.matching.patterns import (
    Expanded,
    PatternError,
    compile_bounded,
    compile_pattern,
    compile_test,
    expand,
    nesting,
)

if TYPE_CHECKING:
    from cleaner.matching.prefilter import Alternative


# Pages put bullets, arrows, brackets and lines around labels.
_BEFORE = r"[ *•·・●▪◆◇■□◎○★☆※▲▼►▶▷»›>＞|–—\-=_~#\[(【《〈≪〔]*"
_AFTER = r"[ *•·・|–—\-=_~:»›>＞→←↓▼▶▷◆■\])】》〉≫〕]*"
_COLON = r" *[:|»›→←】\]／] *"
# A capital and a closing mark identify a sentence.
_SENTENCE = r"""["'(\[]*(?-i:[A-ZÀ-Þ]).*[.!?…]["')\]]* *"""
# Scripts without capitals: a closing mark is enough, because headlines have none.
_CASELESS_SENTENCE = lazy_compile(r".*(?:[।॥۔。]|[\u0590-\u10ff\u1200-\u135a][\"')»]*\.)")

_REMEMBERED = 64  # lines of each rule
_MAX_NESTING = 100  # groups in groups; what takes patterns apart recurses
_MAX_TOTAL = 3_000_000  # instructions of RE2 for all of a user's patterns: a second of work
_WHOLE = ("line", "opener", "part")
_FLOATING = ("tail", "inline")
_LEAD_LENGTH = 100  # characters of a lead-in without the text that follows, at most


class Rule:
    """A card with its patterns, which compile on first use."""

    def __init__(self, card: Card, expanded: Expanded) -> None:
        self.card = card
        self.id = card.id
        self._expanded = expanded
        # several stages ask about the same line, and the leftovers of a site are the same in all its articles
        self._found: dict[str, tuple[Span, ...]] = {}

    @property
    def filter(self) -> str:
        """The pattern, without named groups, of all lines that the rule may match."""
        return _framed(self.card.shape, self._expanded.body)

    @property
    def beginning(self) -> str:
        """The pattern, anchored at the line's start, of the alternatives with fixed beginnings; empty if none."""
        return self._expanded.beginning

    @property
    def rest(self) -> str:
        """The pattern, anchored at the line's start, of alternatives without beginning or core; empty if none."""
        return _framed(self.card.shape, self._expanded.rest) if self._expanded.rest else ""

    @property
    def cores(self) -> str:
        """The pattern of words that the other alternatives require; empty if none."""
        return self._expanded.cores

    def may_match(self, text: str | bytes) -> bool:
        """Return whether `filter` matches a line or its UTF-8."""
        return self._may_match(text)

    def spares(self, text: str) -> bool:
        """Return whether the card's `unless` keeps a line that `filter` has matched."""
        return self._unless is not None and self._unless(text)

    @property
    def max_length(self) -> float:
        """The characters of the longest line that the rule matches."""
        if self.card.shape in _WHOLE:
            return self.card.longest
        return self.card.longest + _LEAD_LENGTH if self.card.shape == "lead-in" else math.inf

    def find(self, text: str) -> Sequence[Span]:
        """Return the ranges of `text` to remove. `text` is a line that `filter` has matched."""
        found = self._found.get(text)
        if found is None:
            if len(self._found) >= _REMEMBERED:
                self._found.clear()
            found = self._found[text] = tuple(self._find(text))
        return found

    def _find(self, text: str) -> Iterator[Span]:
        card = self.card
        if len(text) > self.max_length:
            return
        if self.spares(text) or (self._given is not None and not self._given(text)):
            return
        if card.shape in _WHOLE:
            # the filter has matched the whole line
            yield Span(0, len(text))
        elif card.shape == "inline":
            for match in self._regex.finditer(text):
                if match.end() > match.start():
                    yield Span(match.start(), match.end())
        elif card.shape == "lead-in":
            data = (
                text.encode()
            )  # in a str, RE2 counts the characters up to the match, which takes longer than the search
            lead = self._regex.search(data)
            if self._may_follow(data[lead.end() :].decode() if lead else ""):
                yield Span(0, len(text))
        elif match := self._regex.search(text):
            yield from self._cut_group(text, match)

    def obstacle(self, text: str) -> str:
        """Return why `find` yields nothing for a line that `filter` has matched; "" if it yields something."""
        if any(self.find(text)):
            return ""
        card = self.card
        if self.spares(text):
            return "its `unless` keeps this line"
        if self._given is not None and not self._given(text):
            return "its `given` is not in this line"
        size = f"up to {card.longest:,} characters"
        if card.shape in _WHOLE:
            return f"the line has {len(text):,} characters, and the rule takes {size} (`longest`)"
        if card.shape == "lead-in":
            return f"what follows is no headline: missing, a sentence, or more than {card.longest:,} characters"
        if card.shape == "tail":
            return f"the rest of the line has more than {card.longest:,} characters (`longest`)"
        return "the part to remove is not where it should be"

    def _cut_group(self, text: str, match: Any) -> Iterator[Span]:
        cut = self._regex.groupindex["cut"]
        if self.card.shape == "head":
            yield Span(match.start(cut), match.end(cut))
        elif len(text) - match.start(cut) <= self.card.longest:
            yield Span(match.start(cut), len(text))

    def _may_follow(self, rest: str) -> bool:
        """Return whether `rest`, the text after a lead-in, may be removed with it."""
        rest = rest.strip()
        if not rest:
            return self.card.alone
        # "Read more: novels, plays, anything." is a sentence of the article, with no headline after the colon.
        is_sentence = (rest[0].islower() and rest[-1] in ".!?։") or bool(_CASELESS_SENTENCE.fullmatch(rest))
        return len(rest) <= self.card.longest and not is_sentence

    @cached_property
    def _regex(self) -> Any:
        if self.card.shape == "lead-in":
            # no group: RE2 is ten times as slow with one
            return compile_pattern(f"^{_BEFORE}(?:{self._expanded.body}){_COLON}")
        return compile_pattern(_framed(self.card.shape, self._expanded.body, named=True))

    @cached_property
    def _may_match(self) -> Callable[[str | bytes], bool]:
        """The test of `filter`: a small pattern rules most lines out before the whole one is compiled."""
        anchored = self.card.shape not in _FLOATING
        whole = self.filter
        if not self._expanded.relaxed:
            return compile_test(whole, anchored=anchored)
        first = compile_test(_framed(self.card.shape, self._expanded.relaxed), anchored=anchored)
        return lambda text: first(text) and compile_test(whole, anchored=anchored)(text)

    @cached_property
    def _given(self) -> Callable[[str | bytes], bool] | None:
        return compile_test(self._expanded.given) if self._expanded.given else None

    @cached_property
    def _unless(self) -> Callable[[str | bytes], bool] | None:
        return compile_test(self._expanded.unless) if self._expanded.unless else None


def expanded(card: Card, words: Mapping[str, Sequence[str]]) -> Expanded:
    """Return a card's patterns with `words`, phrases by list name, inserted. Raises PatternError."""
    from cleaner.matching.prefilter import alternatives, cores, relaxed

    body = expand(card.pattern, words)
    given = expand(card.given, words, anchors=True) if card.given else ""
    unless = expand(card.unless, words, anchors=True) if card.unless else ""
    small = relaxed(body) if relaxed(body) != body else ""
    if card.shape in _FLOATING:
        return Expanded(body, given, unless, "", "", relaxed("|".join(cores(body))), small)
    parts = alternatives(body)
    rest = "|".join(part.source for part in parts if not (part.ways or part.core))
    core = "|".join(part.core for part in parts if part.core)
    return Expanded(body, given, unless, relaxed(_beginning(card.shape, parts)), rest, relaxed(core), small)


def _beginning(shape: str, parts: Sequence[Alternative]) -> str:
    """Return the pattern of the fixed beginnings. Those that are complete include the end of the line."""
    prefixes = [part.ways for part in parts if part.ways]
    complete = "|".join(dict.fromkeys(source for prefix in prefixes for source in prefix.complete.values()))
    truncated = "|".join(dict.fromkeys(source for prefix in prefixes for source in prefix.truncated))
    patterns = (complete and _framed(shape, complete), truncated and f"^{_BEFORE}(?:{truncated})")
    return "|".join(filter(None, patterns))


def _framed(shape: str, body: str, *, named: bool = False) -> str:
    """Return the pattern of a shape around `body`. `named` names the group of the text to remove."""
    if shape in _WHOLE:
        return f"^{_BEFORE}(?:{body}){_AFTER}$"
    if shape == "lead-in":
        return f"^{_BEFORE}(?:{body})(?:{_COLON}.*|{_AFTER})$"
    if shape == "head":
        cut = f"(?P<cut>{_BEFORE}(?:{body}){_AFTER})" if named else f"{_BEFORE}(?:{body}){_AFTER}"
        return f"^{cut}{_SENTENCE}$"
    if shape == "tail":
        cut = f"(?P<cut>(?:{body}).*)" if named else f"(?:{body}).*"
        return rf"[.!?…。！？।۔؟\"')\]」』】] *{cut}$"
    return f"(?:{body})"


def validate(cards: Iterable[Card], words: Mapping[str, Sequence[str]]) -> None:
    """Raise PatternError, which names the rule, if a pattern of a user's cards is invalid or takes too much.

    Matcher compiles lazily, which would report the error only with the first document. Tests cover the program's
    own cards.
    """
    total = 0
    for card in cards:
        if card.shape == "code":
            continue
        try:
            total += _size(card, words)
            if total > _MAX_TOTAL:
                raise PatternError(f"the patterns up to it take more than {_MAX_TOTAL:,} instructions of RE2")
        except PatternError as error:
            raise PatternError(f"rule {card.id}: {error}") from None


def _size(card: Card, words: Mapping[str, Sequence[str]]) -> int:
    """Return the instructions of RE2 that the patterns of a card take. Raises PatternError."""
    if any(nesting(source) > _MAX_NESTING for source in (card.pattern, card.given, card.unless)):
        raise PatternError(f"groups nest more than {_MAX_NESTING} deep")
    size = 0
    for source in (card.given, card.unless):
        size += compile_bounded(expand(source, words, anchors=True)).programsize
    whole = compile_bounded(_framed(card.shape, expand(card.pattern, words)))
    if whole.search(""):
        raise PatternError("it matches an empty line; ask for at least one character")
    return size + int(whole.programsize)
