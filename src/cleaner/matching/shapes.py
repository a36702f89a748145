"""The shapes a card can have, and what a rule of each does with a line.

line      the whole line, at most `longest` characters, is what the pattern says
lead-in   the line begins with it, and goes with what follows (at most `longest` characters)
part      a line of a form: goes only where several stand together (stages/forms.py)
head      it stands in front of a sentence and goes; the sentence stays
tail      it stands behind the end of a sentence and goes to the line's end (at most `longest` characters)
inline    it stands anywhere in a line; only what it matches goes
opener    the whole line is a heading; what hangs under it goes too (stages/blocks.py, stages/comments.py)
code      stages/ knows; nothing to compile
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from cleaner.core.document import Span
from cleaner.core.regex import lazy_compile
from cleaner.matching.card import Card
from cleaner.matching.patterns import Expanded, PatternError, compile_pattern, compile_test, expand

if TYPE_CHECKING:
    from cleaner.matching.prefilter import Alternative


# Bullets, arrows, brackets and rules that pages put around a label
_BEFORE = r"[ *•·・●▪◆◇■□◎○★☆※▲▼►▶▷»›>＞|–—\-=_~#\[(【《〈≪〔]*"
_AFTER = r"[ *•·・|–—\-=_~:»›>＞→←↓▼▶▷◆■\])】》〉≫〕]*"
_COLON = r" *[:|»›→←】\]／] *"
# A sentence, told by its capital and its end
_SENTENCE = r"""["'(\[]*(?-i:[A-ZÀ-Þ]).*[.!?…]["')\]]* *"""
# One in a script without capitals, whose headlines end without a full stop
_CASELESS_SENTENCE = lazy_compile(r".*(?:[।॥۔。]|[\u0590-\u10ff\u1200-\u135a][\"')»]*\.)")


_WHOLE = ("line", "opener", "part")
_FLOATING = ("tail", "inline")
_LEAD = 100  # characters of a lead-in itself, at most


class Rule:
    """A card that is ready to match. `find` gives ranges of the text it is shown."""

    def __init__(self, card: Card, expanded: Expanded) -> None:
        self.card = card
        self.id = card.id
        self._expanded = expanded

    @property
    def filter(self) -> str:
        """A pattern without names that matches every line (between its ends) on which the rule may fire."""
        return _framed(self.card.shape, self._expanded.body)

    @property
    def beginning(self) -> str:
        """A pattern, anchored at the line's start, for the beginnings that tell the rule; empty for none."""
        return self._expanded.beginning

    @property
    def rest(self) -> str:
        """A pattern, anchored at the line's start, for what neither begins so nor has a core; empty for none."""
        return _framed(self.card.shape, self._expanded.rest) if self._expanded.rest else ""

    @property
    def cores(self) -> str:
        """A pattern one of whose matches stands wherever the rest of the rule matches; empty for no rest."""
        return self._expanded.cores

    def may_match(self, text: str | bytes) -> bool:
        """Whether the filter matches a line, or its UTF-8."""
        return self._filter(text)

    @property
    def max_length(self) -> float:
        """The characters that a line may have on which the rule fires."""
        if self.card.shape in _WHOLE:
            return self.card.longest
        return self.card.longest + _LEAD if self.card.shape == "lead-in" else math.inf

    def find(self, text: str) -> Iterator[Span]:
        """The ranges of `text` that go: one line that `filter` has matched."""
        card = self.card
        if len(text) > self.max_length:
            return
        if (self._unless is not None and self._unless(text)) or (self._given is not None and not self._given(text)):
            return
        if card.shape in _WHOLE:
            # the filter is all there is to match
            yield Span(0, len(text))
        elif card.shape == "inline":
            for match in self._regex.finditer(text):
                if match.end() > match.start():
                    yield Span(match.start(), match.end())
        elif card.shape == "lead-in":
            data = text.encode()  # to count characters up to the colon takes longer than to search for it
            colon = self._regex.search(data)
            if self._may_follow(data[colon.end() :].decode() if colon else ""):
                yield Span(0, len(text))
        elif match := self._regex.search(text):
            yield from self._parts(text, match)

    def _parts(self, text: str, match: Any) -> Iterator[Span]:
        cut = self._regex.groupindex["cut"]
        if self.card.shape == "head":
            yield Span(match.start(cut), match.end(cut))
        elif len(text) - match.start(cut) <= self.card.longest:
            yield Span(match.start(cut), len(text))

    def _may_follow(self, rest: str) -> bool:
        rest = rest.strip()
        if not rest:
            return self.card.alone
        # "Read more: novels, plays, anything." goes on with a sentence, not with another page's headline
        is_sentence = (rest[0].islower() and rest[-1] in ".!?։") or bool(_CASELESS_SENTENCE.fullmatch(rest))
        return len(rest) <= self.card.longest and not is_sentence

    @cached_property
    def _regex(self) -> Any:
        if self.card.shape == "lead-in":
            # up to its colon and no groups: RE2 is ten times as slow where it is asked for a group
            return compile_pattern(f"^{_BEFORE}(?:{self._expanded.body}){_COLON}")
        return compile_pattern(_framed(self.card.shape, self._expanded.body, named=True))

    @cached_property
    def _filter(self) -> Callable[[str | bytes], bool]:
        return compile_test(self.filter, anchored=self.card.shape not in _FLOATING)

    @cached_property
    def _given(self) -> Callable[[str | bytes], bool] | None:
        return compile_test(self._expanded.given) if self._expanded.given else None

    @cached_property
    def _unless(self) -> Callable[[str | bytes], bool] | None:
        return compile_test(self._expanded.unless) if self._expanded.unless else None


def expanded(card: Card, words: Mapping[str, Sequence[str]]) -> Expanded:
    """A card's patterns with words in them, and what they need of a line. Raises PatternError."""
    from cleaner.matching.prefilter import alternatives, cores

    body = expand(card.pattern, words)
    given = expand(card.given, words, anchors=True) if card.given else ""
    unless = expand(card.unless, words, anchors=True) if card.unless else ""
    if card.shape in _FLOATING:
        return Expanded(body, given, unless, "", "", "|".join(cores(body)))
    told = alternatives(body)
    rest = "|".join(one.source for one in told if not (one.ways or one.core))
    needed = "|".join(one.core for one in told if one.core)
    return Expanded(body, given, unless, _beginning(card.shape, told), rest, needed)


def _beginning(shape: str, told: Sequence[Alternative]) -> str:
    """How what is told by its beginning begins; what is over within that, with its end."""
    ways = [alternative.ways for alternative in told if alternative.ways]
    over = "|".join(dict.fromkeys(source for way in ways for source in way.complete.values()))
    begin = "|".join(dict.fromkeys(source for way in ways for source in way.truncated))
    patterns = (over and _framed(shape, over), begin and f"^{_BEFORE}(?:{begin})")
    return "|".join(filter(None, patterns))


def _framed(shape: str, body: str, *, named: bool = False) -> str:
    """A pattern with what its shape puts around it; `named` gives names to the groups that a match is asked for."""
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


def validate(card: Card, words: Mapping[str, Sequence[str]]) -> None:
    """Raise PatternError, naming the rule, for a pattern of a user's card that cannot be used.

    Matcher compiles when a document asks for it: the program's own cards are tested, a user's are not.
    """
    if card.shape == "code":
        return
    try:
        for source in (card.given, card.unless):
            compile_pattern(expand(source, words, anchors=True))
        if compile_pattern(_framed(card.shape, expand(card.pattern, words))).search(""):
            raise PatternError("it matches an empty line; ask for at least one character")
    except PatternError as error:
        raise PatternError(f"rule {card.id}: {error}") from None
