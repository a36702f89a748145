"""Compiles all rules, and finds in one pass over a document which rules may match which lines.

Each language has three sets of patterns, because one set of all patterns would follow every line to its end:

- `beginnings` runs on every line. It holds only the first characters of patterns that start with fixed words, so
  it rejects a line of prose early.
- `cores` runs on every line, to its end. It holds words that other patterns require.
- `rests` holds the remaining patterns in full. It runs on lines up to the longest limit of its rules.

After a match in the first two, the rule's own pattern is tried on the line.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from cleaner.core.document import Document
from cleaner.core.draft import Draft
from cleaner.core.engine import engine
from cleaner.matching.catalog import DEFAULT_PRESET, Catalog
from cleaner.matching.patterns import PatternError, compile_pattern, compile_set
from cleaner.matching.shapes import Rule, expanded
from cleaner.scorer.load import load
from cleaner.scorer.model import Model

_SHORT = 200  # characters; up to this length every rule is tried, even one with a lower limit


class _Text(NamedTuple):
    """A text to match: its lines, and the same in UTF-8."""

    lines: Sequence[str]
    data: Sequence[bytes]

    @classmethod
    def of(cls, document: Document) -> _Text:
        lines = document.folded_lines
        has_returns = "\r" in document.text  # one in front of a line break belongs to no line
        return cls(
            lines, [line.encode() for line in lines] if has_returns else document.folded.encode().split(b"\n")
        )


class _PatternSet:
    """The patterns of several rules, matched in one pass."""

    def __init__(self, kind: str, rules: Sequence[Rule], patterns: Iterable[str]) -> None:
        pairs = [(number, pattern) for number, pattern in enumerate(patterns) if pattern]
        self.numbers = [number for number, _ in pairs]
        self.rules = [rules[number] for number in self.numbers]
        self.match: Callable[[bytes], Sequence[int] | None] = lambda _: None
        """Returns the indices in `rules` and `numbers` of the rules that match a UTF-8 text, or None."""
        if pairs:
            try:
                self.match = compile_set(kind, [pattern for _, pattern in pairs])
            except engine().error:
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
        return _PatternSet("MatchSet", self._rules, (rule.beginning for rule in self._rules))

    @cached_property
    def rests(self) -> _PatternSet:
        """The patterns with neither a fixed beginning nor a core."""
        return _PatternSet("MatchSet", self._rules, (rule.rest for rule in self._rules))

    @cached_property
    def _max_length(self) -> float:
        return max((_SHORT, *(rule.max_length for rule in self.rests.rules)))

    @cached_property
    def cores(self) -> _PatternSet:
        """The words that the other patterns require."""
        return _PatternSet("SearchSet", self._rules, (rule.cores for rule in self._rules))

    def match_texts(self, texts: Sequence[_Text]) -> list[dict[int, list[Rule]]]:
        """Return, for each text, the rules that may match each line, by line index, in the catalog's order.

        Set after set and rule after rule runs on the lines of all texts: an automaton that is asked many times in a
        row stays in the processor's cache, and answers several times as fast.
        """
        found: list[dict[int, list[Rule]]] = [{} for _ in texts]
        asked: dict[int, dict[bytes, list[tuple[int, int]]]] = {}
        match = self.beginnings.match
        numbers = self.beginnings.numbers
        for at, text in enumerate(texts):
            for index, line in enumerate(text.data):
                if line and (hits := match(line)):
                    for hit in hits:
                        asked.setdefault(numbers[hit], {}).setdefault(line, []).append((at, index))
        match, numbers, max_length = self.rests.match, self.rests.numbers, self._max_length
        for at, text in enumerate(texts):
            hits_of_text = found[at]
            for index, line in enumerate(text.data):
                if line and len(text.lines[index]) <= max_length and (hits := match(line)):
                    hits_of_text.setdefault(index, []).extend(self._rules[numbers[hit]] for hit in hits)
        match, numbers = self.cores.match, self.cores.numbers
        for at, text in enumerate(texts):
            # almost every text has a core somewhere, so asking about the whole of it first would be in vain
            for index, line in enumerate(text.data):
                if line and (hits := match(line)):
                    for hit in hits:
                        asked.setdefault(numbers[hit], {}).setdefault(line, []).append((at, index))
        for number, lines in asked.items():
            rule = self._rules[number]
            may_match, most = rule.may_match, math.inf if rule.max_length > _SHORT else _SHORT
            for line, places in lines.items():
                at, index = places[0]
                if len(texts[at].lines[index]) <= most and may_match(line):
                    for at, index in places:
                        found[at].setdefault(index, []).append(rule)
                    if len(texts) > 1:
                        rule.find(texts[at].lines[index])  # most stages ask for it, and now the automaton is near
        return [
            {index: self._sorted(rules, len(text.lines[index])) for index, rules in sorted(hits.items())}
            for text, hits in zip(texts, found, strict=True)
        ]

    def _sorted(self, rules: list[Rule], size: int) -> list[Rule]:
        """Return each rule once, in the catalog's order. A line over _SHORT keeps only rules for longer lines."""
        numbers = {self._order[rule.id] for rule in rules if size <= _SHORT or rule.max_length > _SHORT}
        return [self._rules[number] for number in sorted(numbers)]


class Scan:
    """The rules that may match each line of one document.

    `hits` are those of each matcher, by line index.
    """

    def __init__(
        self,
        matchers: Sequence[_LanguageMatcher],
        hits: Sequence[dict[int, list[Rule]]],
        ids: frozenset[str],
        model: str | None = None,
        level: str = DEFAULT_PRESET,
    ) -> None:
        self.level = level
        self._model = model
        self._matchers = matchers
        self._ids = ids
        self._cut_lines: dict[str, tuple[Rule, ...]] = {}
        self._hits = self._joined(hits)
        self.shapes = frozenset(rule.card.shape for rules in self._hits.values() for rule in rules)

    def _joined(self, found: Sequence[dict[int, list[Rule]]]) -> dict[int, tuple[Rule, ...]]:
        """Return the hits of all matchers together, without rules that do not run."""
        hits: dict[int, tuple[Rule, ...]] = {}
        for of_matcher in found:
            for index, rules in of_matcher.items():
                hits[index] = hits.get(index, ()) + tuple(rule for rule in rules if rule.id in self._ids)
        return dict(sorted(hits.items()))

    def match_line(self, text: str) -> tuple[Rule, ...]:
        """Return the rules that may match `text`: the rest of a line that has been cut."""
        if text not in self._cut_lines:
            asked = [_Text([text], [text.encode()])]
            self._cut_lines[text] = self._joined([matcher.match_texts(asked)[0] for matcher in self._matchers]).get(
                0, ()
            )
        return self._cut_lines[text]

    def matches(self, draft: Draft, shape: str) -> Iterator[tuple[int, Rule]]:
        """Yield (line index, rule) for each rule of `shape` that may match the remaining text of a line."""
        if shape not in self.shapes and not (draft.removals and draft.cut_lines):
            return  # only a line that lost a part may match other rules than at first
        for index, own in self._hits.items():
            for rule in self.match_line(draft.show(index)) if draft.is_cut(index) else own:
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
        """Return the rules that may match each line of `document`; see `scan_all`."""
        return self.scan_all([document])[0]

    def scan_all(self, documents: Sequence[Document]) -> list[Scan]:
        """Return for each document the rules that may match each of its lines, in its detected languages.

        Raises PatternError, which names the card with an invalid pattern.
        """
        languages = [self._catalog.detect_languages(document) for document in documents]
        texts = [_Text.of(document) for document in documents]
        found: dict[tuple[int, str], dict[int, list[Rule]]] = {}
        for code in dict.fromkeys(chain.from_iterable(languages)):
            chosen = [at for at, codes in enumerate(languages) if code in codes]
            hits = self._matcher(code).match_texts([texts[at] for at in chosen])
            found |= zip(((at, code) for at in chosen), hits, strict=True)
        return [
            Scan(
                [self._matcher(code) for code in codes],
                [found[at, code] for code in codes],
                self.ids,
                self._model,
                self._level,
            )
            for at, codes in enumerate(languages)
        ]

    def _matcher(self, code: str) -> _LanguageMatcher:
        if code not in self._matchers:
            self._matchers[code] = _LanguageMatcher(self._catalog, code)
        return self._matchers[code]
