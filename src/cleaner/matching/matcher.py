"""All rules compiled, and one look at a document that tells which of them may match which of its lines.

Three automata in a language do it. One is asked of every line: it holds the first characters of what begins with
words of its own, so that it is small and leaves a line of prose soon. The second is asked of the whole document
at once: it holds the words that other patterns cannot do without. Where one of the two says that a rule may match,
the rule's own pattern is tried on the line. What is told by its form alone is in the third, which is asked of
lines that are not too long.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy
from functools import cached_property

from cleaner.core.document import Document
from cleaner.core.draft import Draft
from cleaner.matching.catalog import Catalog
from cleaner.matching.patterns import PatternError, compile_pattern, compile_set
from cleaner.matching.shapes import Rule, expanded

_SHORT = 200  # characters of a line that every rule is asked about, even one for shorter lines


class _PatternSet:
    """Patterns of rules, asked together which of them match."""

    def __init__(self, kind: str, patterns: Iterable[tuple[Rule, str]]) -> None:
        import re2

        told = [(rule, pattern) for rule, pattern in patterns if pattern]
        self.rules = [rule for rule, _ in told]
        self.match: Callable[[bytes], Sequence[int] | None] = lambda _: None
        """Gives the numbers of the rules that match some UTF-8, or None."""
        if told:
            try:
                self.match = compile_set(kind, [pattern for _, pattern in told])
            except re2.error:
                self._name_culprit()
                raise

    def _name_culprit(self) -> None:
        for rule in self.rules:
            try:
                compile_pattern(rule.filter)
            except PatternError as error:
                raise PatternError(f"rule {rule.id}: {error}") from None


class _LanguageMatcher:
    """All rules with the words of one language."""

    def __init__(self, catalog: Catalog, code: str) -> None:
        self._rules: list[Rule] = []
        for card in catalog.cards:
            if card.shape == "code":
                continue
            try:
                precompiled = catalog.precompiled(card, code)
                self._rules.append(Rule(card, precompiled or expanded(card, catalog.words(code))))
            except PatternError as error:
                raise PatternError(f"rule {card.id}: {error}") from None
        self._order = {rule.id: number for number, rule in enumerate(self._rules)}

    @cached_property
    def beginnings(self) -> _PatternSet:
        """What a line's first characters tell."""
        return _PatternSet("MatchSet", ((rule, rule.beginning) for rule in self._rules))

    @cached_property
    def rests(self) -> _PatternSet:
        """What neither its beginning nor a word tells; only lines that such a rule reaches are asked."""
        return _PatternSet("MatchSet", ((rule, rule.rest) for rule in self._rules))

    @cached_property
    def _max_length(self) -> float:
        return max((_SHORT, *(rule.max_length for rule in self.rests.rules)))

    @cached_property
    def cores(self) -> _PatternSet:
        """The words that the other patterns need."""
        return _PatternSet("SearchSet", ((rule, rule.cores) for rule in self._rules))

    def match_lines(self, lines: Sequence[str], data: Sequence[bytes], whole: bytes) -> dict[int, list[Rule]]:
        """The rules that may match, by the number of the line, in the catalog's order."""
        hits: dict[int, list[Rule]] = {}
        asked = [(index, line) for index, line in enumerate(data) if line]
        match, rules = self.beginnings.match, self.beginnings.rules
        for index, line in asked:
            if found := match(line):
                hits[index] = [rules[number] for number in found if rules[number].may_match(line)]
        match, rules, reach = self.rests.match, self.rests.rules, self._max_length
        for index, line in asked:
            if len(lines[index]) <= reach and (found := match(line)):
                hits.setdefault(index, []).extend(rules[number] for number in found)
        match, rules = self.cores.match, self.cores.rules
        if match(whole):
            for index, line in asked:
                if found := match(line):
                    told = hits.setdefault(index, [])
                    told += [rules[number] for number in found if rules[number].may_match(line)]
        return {index: self._sorted(rules, len(lines[index])) for index, rules in sorted(hits.items()) if rules}

    def _sorted(self, rules: list[Rule], size: int) -> list[Rule]:
        """Each rule once, in the catalog's order; of a long line only those that reach so far."""
        numbers = {self._order[rule.id] for rule in rules if size <= _SHORT or rule.max_length > _SHORT}
        return [self._rules[number] for number in sorted(numbers)]


class Scan:
    """Which rules may match which lines of one document."""

    def __init__(self, document: Document, books: Sequence[_LanguageMatcher], ids: frozenset[str]) -> None:
        self._books = books
        self._ids = ids
        self._asked: dict[str, tuple[Rule, ...]] = {}
        whole = document.folded.encode()
        data = [line.encode() for line in document.folded_lines] if "\r" in document.text else whole.split(b"\n")
        self._hits = self._match(document.folded_lines, data, whole)
        self.shapes = frozenset(rule.card.shape for rules in self._hits.values() for rule in rules)

    def _match(self, lines: Sequence[str], data: Sequence[bytes], whole: bytes) -> dict[int, tuple[Rule, ...]]:
        hits: dict[int, tuple[Rule, ...]] = {}
        for book in self._books:
            for index, rules in book.match_lines(lines, data, whole).items():
                hits[index] = hits.get(index, ()) + tuple(rule for rule in rules if rule.id in self._ids)
        return hits

    def match_line(self, text: str) -> tuple[Rule, ...]:
        """The rules that may match a line of which something has gone."""
        if text not in self._asked:
            data = text.encode()
            self._asked[text] = self._match([text], [data], data).get(0, ())
        return self._asked[text]

    def matches(self, draft: Draft, shape: str) -> Iterator[tuple[int, Rule]]:
        """(line index, rule) wherever a rule of that shape may match what the draft's lines show."""
        for index in sorted(self._hits):
            rules = self.match_line(draft.show(index)) if draft.is_cut(index) else self._hits[index]
            for rule in rules:
                if rule.card.shape == shape:
                    yield index, rule

    def has(self, rule: str) -> bool:
        """Whether the rule (its id) is among those that run."""
        return rule in self._ids


class Matcher:
    """A catalog, compiled: for each language when a document first speaks it."""

    def __init__(self, catalog: Catalog) -> None:
        self.ids = frozenset(card.id for card in catalog.cards)
        self._catalog = catalog
        self._books: dict[str, _LanguageMatcher] = {}

    @cached_property
    def certain(self) -> Matcher:
        """Only the certain ones among these rules; what is compiled is the same."""
        certain = copy(self)
        certain.ids = frozenset(card.id for card in self._catalog.certain().cards)
        return certain

    def scan(self, document: Document) -> Scan:
        """Find the lines of `document` on which any rule may match, in the languages it speaks.

        Raises PatternError naming the card whose pattern cannot be used.
        """
        return Scan(document, [self._book(code) for code in self._catalog.detect_languages(document)], self.ids)

    def _book(self, code: str) -> _LanguageMatcher:
        if code not in self._books:
            self._books[code] = _LanguageMatcher(self._catalog, code)
        return self._books[code]
