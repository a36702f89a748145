"""Every rule's own examples, and what is refused in a card."""

from __future__ import annotations

import pytest

from cleaner.matching import catalog
from cleaner.matching.card import CardError, read_cards
from cleaner.matching.catalog import UnknownRuleError, builtin
from cleaner.matching.shapes import expanded
from support import CARD


def test_english_names_every_list_of_phrases_that_any_language_fills():
    known = set(builtin().words())
    assert {language.code: sorted(set(language.words) - known) for language in builtin().languages} == {
        language.code: [] for language in builtin().languages
    }


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
