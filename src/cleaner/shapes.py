"""The shapes a card can have, and all cards compiled into one scan.

    line      the whole line, at most `longest` characters, is what the pattern says
    lead-in   the line begins with it, and goes with what follows (at most `longest` characters)
    part      a line of a form: goes only where several stand together (stages/forms.py)
    head      it stands in front of a sentence and goes; the sentence stays
    tail      it stands behind the end of a sentence and goes to the line's end (at most `longest` characters)
    inline    it stands anywhere in a line; only what it matches goes
    opener    the whole line is a heading; what hangs under it goes too (stages/blocks.py, stages/comments.py)
    code      stages/ knows; nothing to compile

One RE2 set of all rules tells for each line which of them may match; only those are asked.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from cleaner.cards import Card
from cleaner.catalog import Catalog
from cleaner.draft import Draft
from cleaner.model import Document, Span
from cleaner.patterns import PatternError, compile_pattern, expand, options

# Bullets, arrows, brackets and rules that pages put around a label
_BEFORE = r"[ \t*•·・●▪◆◇■□◎○★☆※▲▼►▶▷»›>＞|–—\-=_~#\[(【《〈≪〔]*"
_AFTER = r"[ \t*•·・|–—\-=_~:»›>＞→←↓▼▶▷◆■\])】》〉≫〕]*"
_COLON = r"[ \t]*[:|»›→←】\]／][ \t]*"
# A sentence, told by its capital and its end
_SENTENCE = r"""["'(\[]*(?-i:[A-ZÀ-Þ]).*[.!?…]["')\]]*[ \t]*"""
# One in a script without capitals, whose headlines end without a full stop
_CASELESS_SENTENCE = re.compile(r".*(?:[।॥۔。]|[\u0590-\u10ff\u1200-\u135a][\"')»]*\.)")


_WHOLE = ("line", "opener", "part")
_LEAD = 100  # characters of a lead-in itself, at most
_SHORT = 200  # characters of a line that every rule is asked about


class Rule:
    """A card that is ready to match. `find` gives ranges of the text it is shown."""

    def __init__(self, card: Card, words: Mapping[str, Sequence[str]]) -> None:
        self.card = card
        self.id = card.id
        self._body = expand(card.pattern, words)
        self._given_source = expand(card.given, words, anchors=True) if card.given else ""
        self._unless_source = expand(card.unless, words, anchors=True) if card.unless else ""

    @property
    def filter(self) -> str:
        """A pattern without names that matches every line (between its ends) on which the rule may fire."""
        return self._source(named=False)

    @property
    def reach(self) -> float:
        """The characters that a line may have on which the rule fires."""
        if self.card.shape in _WHOLE:
            return self.card.longest
        return self.card.longest + _LEAD if self.card.shape == "lead-in" else math.inf

    def find(self, text: str) -> Iterator[Span]:
        """The ranges of `text` that go: one line that `filter` has matched."""
        card = self.card
        if len(text) > self.reach:
            return
        if self._unless is not None and self._unless.search(text):
            return
        if self._given is not None and not self._given.search(text):
            return
        if card.shape in _WHOLE:
            # the filter is all there is to match
            yield Span(0, len(text))
        elif card.shape == "inline":
            for match in self._regex.finditer(text):
                if match.end() > match.start():
                    yield Span(match.start(), match.end())
        elif match := self._regex.search(text):
            yield from self._parts(text, match)

    def _parts(self, text: str, match: Any) -> Iterator[Span]:
        if self.card.shape == "lead-in":
            if self._may_follow(match["rest"] or ""):
                yield Span(0, len(text))
            return
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
        return compile_pattern(self._source(named=True))

    @cached_property
    def _given(self) -> Any:
        return compile_pattern(self._given_source) if self._given_source else None

    @cached_property
    def _unless(self) -> Any:
        return compile_pattern(self._unless_source) if self._unless_source else None

    def _source(self, *, named: bool) -> str:
        body, shape = self._body, self.card.shape
        if shape in _WHOLE:
            return f"^{_BEFORE}(?:{body}){_AFTER}$"
        if shape == "lead-in":
            rest = "(?P<rest>.*)" if named else ".*"
            return f"^{_BEFORE}(?:{body})(?:{_COLON}{rest}|{_AFTER})$"
        if shape == "head":
            cut = f"(?P<cut>{_BEFORE}(?:{body}){_AFTER})" if named else f"{_BEFORE}(?:{body}){_AFTER}"
            return f"^{cut}{_SENTENCE}$"
        if shape == "tail":
            cut = f"(?P<cut>(?:{body}).*)" if named else f"(?:{body}).*"
            return rf"[.!?…。！？।۔؟\"')\]」』】][ \t]*{cut}$"
        return f"(?:{body})"


def validate(card: Card, words: Mapping[str, Sequence[str]]) -> None:
    """Raise PatternError, naming the rule, for a pattern of a user's card that cannot be used.

    Rules compiles when a document asks for it: the program's own cards are tested, a user's are not.
    """
    if card.shape == "code":
        return
    try:
        for source in (card.given, card.unless):
            compile_pattern(expand(source, words, anchors=True))
        if compile_pattern(Rule(card, words).filter).search(""):
            raise PatternError("it matches an empty line; ask for at least one character")
    except PatternError as error:
        raise PatternError(f"rule {card.id}: {error}") from None


class _Set:
    """Rules that are asked together whether any of them may match a line."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        import re2

        self._rules = rules
        self._set = re2.Set.SearchSet(options())
        for rule in rules:
            try:
                self._set.Add(rule.filter)
            except re2.error:
                try:
                    compile_pattern(rule.filter)
                except PatternError as error:
                    raise PatternError(f"rule {rule.id}: {error}") from None
                raise
        if rules:
            self._set.Compile()

    def on_line(self, text: str) -> tuple[Rule, ...]:
        if not self._rules:
            return ()
        return tuple(self._rules[number] for number in sorted(self._set.Match(text) or ()))


class _Book:
    """All rules with the words of one language.

    Most rules are for short lines, most text stands in long ones: those are asked of the few rules that may
    reach so far, by a set of their own, which is small and fast.
    """

    def __init__(self, catalog: Catalog, code: str) -> None:
        words = catalog.words(code)
        self._rules: list[Rule] = []
        for card in catalog.cards:
            if card.shape == "code":
                continue
            try:
                self._rules.append(Rule(card, words))
            except PatternError as error:
                raise PatternError(f"rule {card.id}: {error}") from None

    @cached_property
    def _all(self) -> _Set:
        return _Set(self._rules)

    @cached_property
    def _far(self) -> _Set:
        return _Set([rule for rule in self._rules if rule.reach > _SHORT])

    def on_line(self, text: str) -> tuple[Rule, ...]:
        return (self._all if len(text) <= _SHORT else self._far).on_line(text)


class Scan:
    """Which rules match which lines of one document."""

    def __init__(self, document: Document, books: Sequence[_Book], ids: frozenset[str]) -> None:
        self._books = books
        self._ids = ids
        self._hits: dict[int, tuple[Rule, ...]] = {}
        folded = document.folded
        for index, (start, end, _) in enumerate(document.lines):
            if start < end and (rules := self.on_line(folded[start:end])):
                self._hits[index] = rules

    def on_line(self, text: str) -> tuple[Rule, ...]:
        """The rules that may match one line."""
        if len(self._books) == 1:
            return self._books[0].on_line(text)
        return tuple(rule for book in self._books for rule in book.on_line(text))

    def on(self, draft: Draft, shape: str) -> Iterator[tuple[int, Rule]]:
        """(line index, rule) wherever a rule of that shape may match what the draft's lines show."""
        for index in sorted(self._hits):
            rules = self._hits[index]
            if draft.is_cut(index):
                rules = self.on_line(draft.show(index))
            for rule in rules:
                if rule.card.shape == shape:
                    yield index, rule

    def has(self, rule: str) -> bool:
        """Whether the rule (its id) is among those that run."""
        return rule in self._ids


class Rules:
    """A catalog, compiled: for each language when a document first speaks it."""

    def __init__(self, catalog: Catalog) -> None:
        self.ids = frozenset(card.id for card in catalog.cards)
        self._catalog = catalog
        self._books: dict[str, _Book] = {}

    @cached_property
    def certain(self) -> Rules:
        """Only the certain ones among these rules."""
        return Rules(self._catalog.certain())

    def scan(self, document: Document) -> Scan:
        """Find the lines of `document` on which any rule may match, in the languages it speaks.

        Raises PatternError naming the card whose pattern cannot be used.
        """
        return Scan(document, [self._book(code) for code in self._catalog.spoken(document)], self.ids)

    def _book(self, code: str) -> _Book:
        if code not in self._books:
            self._books[code] = _Book(self._catalog, code)
        return self._books[code]
