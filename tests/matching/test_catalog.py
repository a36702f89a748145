"""The catalog: its rules, its phrases, and the selection of those that run."""

from __future__ import annotations

import pytest

from cleaner.core.document import Document
from cleaner.core.errors import ConfigurationError
from cleaner.matching import catalog
from cleaner.matching.card import Card, CardError, read_cards
from cleaner.matching.catalog import HEADLINE_RULE, Catalog, UnknownRuleError, builtin
from cleaner.matching.language import Language
from cleaner.matching.patterns import Expanded
from cleaner.matching.shapes import expanded
from support import CARD


def rule(name: str, **more: str) -> Card:
    return Card("sea", name, "line", "why", "0.1.0", (), pattern=more.pop("pattern", "seals"), **more)


def language(code: str, phrases: str, *, preview: str = "", precompiled: object = None) -> Language:
    source = f'name = "{code}"\nscript = "Latin"\n[words]\n{phrases}\n[preview]\n{preview}\n'
    return Language(code, source, f"{code}.toml", precompiled=precompiled)  # type: ignore[arg-type]


def names(chosen: Catalog) -> set[str]:
    return {card.name for card in chosen.cards}


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
    assert set(ids) == {*advert, "learned/advert", "related/read-more-line", "layout/blanks"}
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
    shipped = builtin().digest
    monkeypatch.setattr(catalog, "source_files", lambda: files)
    changed = catalog.builtin.__wrapped__()
    assert changed.digest == catalog.parsed(files).digest != shipped
    assert not changed.precompiled(changed.cards[0], "en")


@pytest.mark.parametrize(
    ("asked", "close"),
    [
        ("rel", ("related", "related/more")),
        ("re", ()),
        ("boats", ()),
        ("relatd", ("related", "related/more")),
        ("adverts", ("advert",)),
    ],
    ids=["a part of a name", "two letters are too few", "nothing like it", "a letter too few", "one too many"],
)
def test_an_unknown_name_gets_similar_names(asked, close):
    error = UnknownRuleError(asked, ["related", "advert", "related/more"])
    assert error.close == close
    assert ("did you mean" in str(error)) == bool(close)
    assert ("'cleaner rules' lists them" in str(error)) != bool(close)


def test_an_unknown_name_gets_at_most_three_similar_names():
    assert UnknownRuleError("sea", ["sea/a", "sea/b", "sea/c", "sea/d"]).close == ("sea/a", "sea/b", "sea/c")


def test_words_joins_the_phrases_of_a_language_and_of_english():
    english = language("en", 'more = ["more"]')
    german = language("de", 'more = ["mehr"]\nhere = ["hier"]')
    danish = language("da", 'more = ["mere"]')
    known = Catalog((), (english, german, danish))
    assert known.words("de") == {"more": ("more", "mehr"), "here": ("hier",)}
    assert known.words() == {"more": ("more",)}
    assert known.words("de") is known.words("de")


def test_a_language_uses_precompiled_patterns_unless_it_adds_words_to_them():
    asks, plain, other = rule("asks", pattern="{more}"), rule("plain"), rule("other", pattern="boats")
    ready = Expanded("body", "", "", "", "", "")
    english = language(
        "en", 'more = ["more"]', precompiled=dict.fromkeys((asks.pattern_key, plain.pattern_key), ready)
    )
    german, danish = language("de", 'more = ["mehr"]'), language("da", 'here = ["her"]')
    known = Catalog((asks, plain, other), (english, german, danish))
    found = {
        (card.name, code)
        for card in known.cards
        for code in ("en", "de", "da", "tlh")
        if known.precompiled(card, code)
    }
    assert found == {("plain", code) for code in ("en", "de", "da", "tlh")} | {
        ("asks", code) for code in ("en", "da", "tlh")
    }
    assert Catalog((asks,), (german,)).precompiled(asks, "de") is None


def test_english_is_the_default_language():
    assert builtin().detect_languages(Document("Ola Brandt")) == ("en",)
    assert builtin().detect_languages(Document("Ola Brandt", language="de")) == ("de",)


def test_with_cards_refuses_code_rules_and_duplicate_names():
    with pytest.raises(CardError, match="rule sea/own: shape 'code' is for rules the program itself brings"):
        builtin().with_cards([rule("own")._replace(shape="code")])
    with pytest.raises(CardError, match="rule sea/own exists already"):
        builtin().with_cards([rule("own"), rule("own")])
    assert builtin().with_cards([rule("own")]).cards[-1].id == "sea/own"


KNOWN = Catalog(
    (
        rule("certain", confidence="certain"),
        rule("likely"),
        rule("new", status="preview"),
        rule("new-certain", status="preview", confidence="certain"),
        rule("text", input="text"),
        rule("blanks")._replace(family="layout"),
        Card(*HEADLINE_RULE.split("/"), "code", "why", "0.1.0", ()),
    ),
    (language("en", 'more = ["more"]', preview='more = ["further"]'),),
)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        pytest.param({}, "certain likely text blanks", id="standard runs what is stable"),
        pytest.param({"preset": "careful"}, "certain", id="careful runs what is stable and certain"),
        pytest.param({"preset": "thorough"}, "certain likely text blanks new new-certain", id="thorough runs all"),
        pytest.param({"select": ["all"]}, "certain likely text blanks", id="all is what is stable"),
        pytest.param({"select": ["likely"]}, "likely blanks", id="a rule with what cleans up behind it"),
        pytest.param({"select": ["sea/new"]}, "new blanks", id="a rule in preview by its id"),
        pytest.param({"select": ["sea"]}, "certain likely text blanks new new-certain", id="a family"),
        pytest.param({"select": []}, "", id="nothing"),
        pytest.param({"select": ["sea", "likely"], "ignore": ["new"]}, "certain likely text blanks new-certain"),
        pytest.param({"ignore": ["layout"]}, "certain likely text", id="layout is ignored like any other"),
        pytest.param({"html": True}, "certain likely blanks", id="a page is spared the rules for text"),
        pytest.param({"drop_headline": True}, "certain likely text blanks title-line", id="the headline's rule"),
        pytest.param({"select": [], "drop_headline": True}, "title-line", id="the headline's rule alone"),
        pytest.param({"select": ["headline"]}, "blanks", id="the headline's rule does not run by its name"),
    ],
)
def test_choose_selects_rules_by_preset_select_and_ignore(options, expected):
    assert names(KNOWN.choose(**options)) == set(expected.split())


def test_the_preset_thorough_adds_the_phrases_in_preview():
    assert KNOWN.choose(preset="thorough").words() == {"more": ("more", "further")}
    assert KNOWN.choose().words() == {"more": ("more",)}


def test_an_unknown_preset_is_refused():
    with pytest.raises(ConfigurationError, match="preset is one of careful, standard, thorough, not 'bold'"):
        builtin().choose(preset="bold")


def test_certain_keeps_the_rules_with_confidence_certain():
    assert names(KNOWN.certain()) == {"certain", "new-certain"}


def test_source_files_reads_only_toml_files(monkeypatch):
    listed = catalog.os.listdir
    monkeypatch.setattr(catalog.os, "listdir", lambda folder: [*listed(folder), "notes.md"])
    files = catalog.source_files()
    assert {name.rpartition(".")[2] for some in files.values() for name, _ in some} == {"toml"}
    assert all(files.values())
