"""Every rule's own examples, and what is refused in a card."""

from __future__ import annotations

import pytest

from cleaner.core.folding import fold
from cleaner.matching.card import SHAPES
from cleaner.matching.catalog import builtin
from cleaner.matching.matcher import Matcher
from cleaner.matching.shapes import expanded


def test_all_rules_compile_together_and_each_finds_what_the_set_of_them_announces():
    from cleaner.core.document import Document
    from cleaner.core.draft import Draft

    rules = Matcher(builtin().choose())
    texts = [example.replace("[-", "").replace("-]", "") for card in builtin().cards for example in card.examples]
    document = Document("\n".join(texts))
    draft, scan = Draft(document), rules.scan(document)
    announced = {(index, rule.id) for shape in SHAPES for index, rule in scan.matches(draft, shape)}
    found = {
        (index, rule.id)
        for index in range(len(document.lines))
        for rule in scan.match_line(draft.show(index))
        if any(rule.find(draft.show(index)))
    }
    assert found <= announced
    assert len(found) > 120


@pytest.mark.parametrize("code", ["en", "de", "ru", "ar", "ja"])
def test_looking_for_beginnings_and_words_finds_every_line_that_a_whole_pattern_matches_and_no_other(code):
    from cleaner.matching.matcher import _LanguageMatcher
    from cleaner.matching.shapes import Rule

    catalog = builtin().choose()
    words = catalog.words(code)
    rules = [Rule(card, expanded(card, words)) for card in catalog.cards if card.shape != "code"]
    spoken = [example for language in catalog.languages if language.code == code for example in language.examples]
    known = [example for card in catalog.cards for example in card.examples] + spoken
    lines = {line for example in known for line in fold(example.replace("[-", "").replace("-]", "")).split("\n")}
    book, found = _LanguageMatcher(catalog, code), 0
    for line in sorted(filter(None, lines)):
        told = book.match_lines([line], [line.encode()], line.encode()).get(0, [])
        matching = [
            rule.id for rule in rules if rule.may_match(line) and (len(line) <= 200 or rule.max_length > 200)
        ]
        assert [rule.id for rule in told] == matching, line
        found += len(matching)
    assert found > 250
