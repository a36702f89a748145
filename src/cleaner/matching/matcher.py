"""Compiles all rules, and finds in one pass over a document which rules may match which lines.

Each language has three sets of patterns, because one set of all patterns would follow every line to its end:

- `beginnings` runs on every line. It holds only the first characters of patterns that start with fixed words, so
  it rejects a line of prose early.
- `cores` runs once on the whole document, and on its lines only after a match. It holds words that other patterns
  require.
- `rests` holds the remaining patterns in full. It runs on lines up to the longest limit of its rules.

After a match in the first two, the rule's own pattern is tried on the line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy
from functools import cached_property

from cleaner.core.document import Document
from cleaner.core.draft import Draft
from cleaner.matching.catalog import DEFAULT_PRESET, Catalog
from cleaner.matching.patterns import PatternError, compile_pattern, compile_set
from cleaner.matching.shapes import Rule, expanded
from cleaner.scorer.load import load
from cleaner.scorer.model import Model

_SHORT = 200  # characters; up to this length every rule is tried, even one with a lower limit


class _PatternSet:
    """The patterns of several rules, matched in one pass."""

    def __init__(self, kind: str, patterns: Iterable[tuple[Rule, str]]) -> None:
        import re2

        pairs = [(rule, pattern) for rule, pattern in patterns if pattern]
        self.rules = [rule for rule, _ in pairs]
        self.match: Callable[[bytes], Sequence[int] | None] = lambda _: None
        """Returns the indices in `rules` of the rules that match a UTF-8 text, or None."""
        if pairs:
            try:
                self.match = compile_set(kind, [pattern for _, pattern in pairs])
            except re2.error:
                self._raise_for_culprit()
                raise

    def _raise_for_culprit(self) -> None:
        """Raise PatternError for the first rule with an invalid pattern: RE2's own error does not name it."""
        for rule in self.rules:
            try:
                compile_pattern(rule.filter)
            except PatternError as error:
                raise PatternError(f"rule {rule.id}: {error}") from None


class _LanguageMatcher:
    """The rules of a catalog with the words of one language."""

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
        """The patterns that match at the first characters of a line."""
        return _PatternSet("MatchSet", ((rule, rule.beginning) for rule in self._rules))

    @cached_property
    def rests(self) -> _PatternSet:
        """The patterns with neither a fixed beginning nor a core."""
        return _PatternSet("MatchSet", ((rule, rule.rest) for rule in self._rules))

    @cached_property
    def _max_length(self) -> float:
        return max((_SHORT, *(rule.max_length for rule in self.rests.rules)))

    @cached_property
    def cores(self) -> _PatternSet:
        """The words that the other patterns require."""
        return _PatternSet("SearchSet", ((rule, rule.cores) for rule in self._rules))

    def match_lines(self, lines: Sequence[str], data: Sequence[bytes], whole: bytes) -> dict[int, list[Rule]]:
        """Return the rules that may match each line, by line index, in the catalog's order.

        `data` holds the lines in UTF-8, `whole` all of them together.
        """
        hits: dict[int, list[Rule]] = {}
        nonempty = [(index, line) for index, line in enumerate(data) if line]
        match, rules = self.beginnings.match, self.beginnings.rules
        for index, line in nonempty:
            if found := match(line):
                hits[index] = [rules[number] for number in found if rules[number].may_match(line)]
        match, rules, max_length = self.rests.match, self.rests.rules, self._max_length
        for index, line in nonempty:
            if len(lines[index]) <= max_length and (found := match(line)):
                hits.setdefault(index, []).extend(rules[number] for number in found)
        match, rules = self.cores.match, self.cores.rules
        if match(whole):
            for index, line in nonempty:
                if found := match(line):
                    line_rules = hits.setdefault(index, [])
                    line_rules += [rules[number] for number in found if rules[number].may_match(line)]
        return {index: self._sorted(rules, len(lines[index])) for index, rules in sorted(hits.items()) if rules}

    def _sorted(self, rules: list[Rule], size: int) -> list[Rule]:
        """Return each rule once, in the catalog's order. A line over _SHORT keeps only rules for longer lines."""
        numbers = {self._order[rule.id] for rule in rules if size <= _SHORT or rule.max_length > _SHORT}
        return [self._rules[number] for number in sorted(numbers)]


class Scan:
    """The rules that may match each line of one document."""

    def __init__(
        self,
        document: Document,
        matchers: Sequence[_LanguageMatcher],
        ids: frozenset[str],
        model: str | None = None,
        level: str = DEFAULT_PRESET,
    ) -> None:
        self.level = level
        self._model = model
        self._matchers = matchers
        self._ids = ids
        self._cut_lines: dict[str, tuple[Rule, ...]] = {}
        whole = document.folded.encode()
        data = [line.encode() for line in document.folded_lines] if "\r" in document.text else whole.split(b"\n")
        self._hits = self._match(document.folded_lines, data, whole)
        self.shapes = frozenset(rule.card.shape for rules in self._hits.values() for rule in rules)

    def _match(self, lines: Sequence[str], data: Sequence[bytes], whole: bytes) -> dict[int, tuple[Rule, ...]]:
        hits: dict[int, tuple[Rule, ...]] = {}
        for matcher in self._matchers:
            for index, rules in matcher.match_lines(lines, data, whole).items():
                hits[index] = hits.get(index, ()) + tuple(rule for rule in rules if rule.id in self._ids)
        return hits

    def match_line(self, text: str) -> tuple[Rule, ...]:
        """Return the rules that may match `text`: the rest of a line that has been cut."""
        if text not in self._cut_lines:
            data = text.encode()
            self._cut_lines[text] = self._match([text], [data], data).get(0, ())
        return self._cut_lines[text]

    def matches(self, draft: Draft, shape: str) -> Iterator[tuple[int, Rule]]:
        """Yield (line index, rule) for each rule of `shape` that may match the remaining text of a line."""
        for index in sorted(self._hits):
            rules = self.match_line(draft.show(index)) if draft.is_cut(index) else self._hits[index]
            for rule in rules:
                if rule.card.shape == shape:
                    yield index, rule

    def spares(self, draft: Draft, index: int) -> bool:
        """Return whether the `unless` of a rule that may match the remaining text of a line keeps it."""
        text = draft.show(index)
        return any(rule.spares(text) for rule in self.rules_at(draft, index))

    def rules_at(self, draft: Draft, index: int) -> tuple[Rule, ...]:
        """Return the rules that may match the remaining text of a line."""
        return self.match_line(draft.show(index)) if draft.is_cut(index) else self._hits.get(index, ())

    @property
    def model(self) -> Model:
        """The line model, loaded on first use. Raises ModelError."""
        return load(self._model)

    def has(self, rule: str) -> bool:
        """Return whether the rule with the id `rule` runs."""
        return rule in self._ids


class Matcher:
    """A compiled catalog, and the line model that its family `learned` asks.

    Each language compiles with the first document that needs it. `model` is the path of a model, None for the
    shipped one; `level` is the preset whose thresholds count.
    """

    def __init__(self, catalog: Catalog, model: str | None = None, level: str = DEFAULT_PRESET) -> None:
        self._model, self._level = model, level
        self.ids = frozenset(card.id for card in catalog.cards)
        self._catalog = catalog
        self._matchers: dict[str, _LanguageMatcher] = {}

    @cached_property
    def certain(self) -> Matcher:
        """The same matcher, restricted to rules with confidence "certain". The compiled patterns are shared."""
        certain = copy(self)
        certain.ids = frozenset(card.id for card in self._catalog.certain().cards)
        return certain

    def scan(self, document: Document) -> Scan:
        """Return the rules that may match each line of `document`, in its detected languages.

        Raises PatternError, which names the card with an invalid pattern.
        """
        matchers = [self._matcher(code) for code in self._catalog.detect_languages(document)]
        return Scan(document, matchers, self.ids, self._model, self._level)

    def _matcher(self, code: str) -> _LanguageMatcher:
        if code not in self._matchers:
            self._matchers[code] = _LanguageMatcher(self._catalog, code)
        return self._matchers[code]
