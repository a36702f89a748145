"""Every rule's own examples, and what is refused in a card."""

from __future__ import annotations

import pytest

from cleaner.core.folding import fold
from cleaner.evaluation.rule_examples import check_cards, check_language
from cleaner.matching import catalog
from cleaner.matching.card import SHAPES, CardError, read_cards
from cleaner.matching.catalog import UnknownRuleError, builtin
from cleaner.matching.matcher import Matcher
from cleaner.matching.shapes import expanded
from conftest import CARD


@pytest.mark.parametrize("card", builtin().cards, ids=lambda card: card.id)
def test_every_example_of_every_card_goes_or_stays_as_marked_alone_and_beside_all_rules(card):
    assert [problem.message for problem in check_cards(builtin(), [card])] == []


@pytest.mark.parametrize("language", builtin().languages, ids=lambda language: language.code)
def test_every_language_has_examples_that_go_and_stay_as_marked(language):
    assert sum("[-" in example for example in language.examples) >= 2
    assert sum("[-" not in example for example in language.examples) >= 2
    assert check_language(builtin(), language) == []


def test_english_names_every_list_of_phrases_that_any_language_fills():
    known = set(builtin().words())
    assert {language.code: sorted(set(language.words) - known) for language in builtin().languages} == {
        language.code: [] for language in builtin().languages
    }


def test_a_card_whose_example_is_wrong_is_reported():
    cards = read_cards(
        CARD.replace('"Listen to the sea."', '"Listen to our podcast, she said."'), "own", "own.toml"
    )
    problems = check_cards(builtin().with_cards(cards), cards)
    assert [problem.rule for problem in problems] == ["own/podcast-line"]
    assert "[-Listen to our podcast, she said.-]" in problems[0].message


def test_a_card_with_too_few_examples_is_reported():
    cards = read_cards(CARD.replace('  "Listen to the sea.",\n', ""), "own", "own.toml")
    assert "too few examples that stay: 1," in check_cards(builtin().with_cards(cards), cards)[0].message


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('shape = "line"', 'shape = "blob"', "shape = 'blob'; it is one of line, lead-in"),
        ('since = "0.1.0"', 'since = "0.1.0"\ncolour = "red"', "unknown key 'colour'"),
        ('why = "It sends the reader to a podcast."', "", "'why' is missing"),
        ('name = "podcast-line"', 'name = "Podcast 1"', "lower-case words"),
        ("pattern = 'listen to our podcast\\W.*'", "", "'pattern' is missing"),
        ('shape = "line"', 'shape = "code"', "a code rule has no pattern"),
        ("[[rule]]", "[[rules]]", "unknown key 'rules'"),
        ('name = "podcast-line"', "name = ", "not valid TOML"),
    ],
)
def test_a_wrong_card_file_is_refused_with_its_name_and_what_is_wrong(old, new, says):
    with pytest.raises(CardError, match="^own.toml: ") as refused:
        read_cards(CARD.replace(old, new), "own", "own.toml")
    assert says in str(refused.value)


def test_a_rule_cannot_take_a_name_that_is_taken():
    cards = read_cards(CARD.replace("podcast-line", "advert-label"), "advert", "own.toml")
    with pytest.raises(CardError, match="advert/advert-label exists already"):
        builtin().with_cards(cards)


def test_selecting_a_family_a_rule_or_all_chooses_those_and_what_cleans_up_behind_them():
    ids = [card.id for card in builtin().choose(["advert", "related/read-more-line"]).cards]
    advert = {card.id for card in builtin().cards if card.family == "advert"}
    assert set(ids) == {*advert, "related/read-more-line", "layout/blanks"}
    assert builtin().choose([]).cards == ()
    assert builtin().choose(None, ["all"]).cards == ()
    assert len(builtin().choose(["all"]).cards) == len(builtin().choose().cards)


def test_an_unknown_rule_is_refused_with_a_suggestion():
    with pytest.raises(UnknownRuleError, match="did you mean related"):
        builtin().choose(["relatd"])


def test_the_digest_of_the_catalog_changes_with_every_card():
    cards = read_cards(CARD, "own", "own.toml")
    digests = {builtin().digest, builtin().with_cards(cards).digest, builtin().choose(["advert"]).digest}
    assert len(digests) == 3


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


def test_what_was_made_ready_is_what_the_files_say():
    parsed = catalog.parsed(catalog.source_files())
    assert builtin().digest == parsed.digest
    assert builtin().cards == parsed.cards
    for ready, read in zip(builtin().languages, parsed.languages, strict=True):
        assert (ready.name, ready.script, ready.common) == (read.name, read.script, read.common)
    for code in ("en", "de", "ar"):
        ready = {card.id: builtin().precompiled(card, code) for card in builtin().cards if card.shape != "code"}
        for card in parsed.cards:
            if ready.get(card.id):
                assert ready[card.id] == expanded(card, parsed.words(code)), (card.id, code)
        assert all(ready.values()) == (code == "en")
        assert any(ready.values())
    assert not builtin().choose(preset="thorough").precompiled(builtin().cards[0], "en")


@pytest.mark.parametrize("folder", ["rules", "languages"])
def test_a_file_that_was_changed_is_read_instead_of_what_was_made_ready(folder, monkeypatch):
    files = catalog.source_files()
    files[folder] = [(name, data.replace(b"read more", b"read of boats")) for name, data in files[folder]]
    monkeypatch.setattr(catalog, "source_files", lambda: files)
    changed = catalog.builtin.__wrapped__()
    assert changed.digest == catalog.parsed(files).digest != builtin().digest
    assert not changed.precompiled(changed.cards[0], "en")


@pytest.mark.parametrize("code", ["en", "de", "ru", "ar", "ja"])
def test_looking_for_beginnings_and_words_finds_every_line_that_a_whole_pattern_matches_and_no_other(code):
    from cleaner.matching.matcher import _LanguageMatcher
    from cleaner.matching.shapes import Rule, expanded

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
