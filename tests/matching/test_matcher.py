"""The matcher: which rules may match which lines of a document."""

from __future__ import annotations

import pytest

from cleaner.core.document import Document
from cleaner.core.draft import Draft
from cleaner.core.folding import fold
from cleaner.matching.card import SHAPES, Card
from cleaner.matching.catalog import Catalog, builtin
from cleaner.matching.language import Language
from cleaner.matching.matcher import Matcher, _LanguageMatcher, _Text
from cleaner.matching.patterns import PatternError
from cleaner.matching.shapes import expanded


def test_all_rules_compile_together_and_each_finds_what_the_set_of_them_announces():
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
    from cleaner.matching.shapes import Rule

    catalog = builtin().choose()
    words = catalog.words(code)
    rules = [Rule(card, expanded(card, words)) for card in catalog.cards if card.shape != "code"]
    spoken = [example for language in catalog.languages if language.code == code for example in language.examples]
    known = [example for card in catalog.cards for example in card.examples] + spoken
    lines = {line for example in known for line in fold(example.replace("[-", "").replace("-]", "")).split("\n")}
    compiled, found = _LanguageMatcher(catalog, code), 0
    for line in sorted(filter(None, lines)):
        told = compiled.match_texts([_Text.of(Document(line))])[0].get(0, [])
        matching = [
            rule.id for rule in rules if rule.may_match(line) and (len(line) <= 200 or rule.max_length > 200)
        ]
        assert [rule.id for rule in told] == matching, line
        found += len(matching)
    assert found > 250


def rule(name: str, pattern: str, shape: str = "line", **more: object) -> Card:
    return Card("sea", name, shape, "why", "0.1.0", (), pattern=pattern, **more)  # type: ignore[arg-type]


LANGUAGES = tuple(
    Language(
        code, f'name = "{code}"\nscript = "Latin"\ncommon = "{common}"\n[words]\nmore = ["{more}"]', f"{code}.toml"
    )
    for code, common, more in (("en", "the and", "read more"), ("de", "der die und", "mehr lesen"))
)


def scanned(text: str, *cards: Card, **more: str) -> set[tuple[int, str]]:
    """The lines and the names of the rules that may match them."""
    document = Document(text, **more)
    scan, draft = Matcher(Catalog(cards, LANGUAGES)).scan(document), Draft(document)
    return {(index, rule.card.name) for shape in SHAPES for index, rule in scan.matches(draft, shape)}


@pytest.mark.parametrize(
    ("pattern", "kind"), [("boats.*", "beginnings"), (".*boats.*", "cores"), ("[a-z].*", "rests")]
)
@pytest.mark.parametrize(
    ("size", "longest", "told"),
    [
        pytest.param(200, 80, True, id="a line of 200 characters is asked about every rule"),
        pytest.param(201, 80, False, id="a longer one is not"),
        pytest.param(201, 200, False, id="nor about a rule for 200"),
        pytest.param(201, 201, True, id="but about one for 201"),
        pytest.param(202, 201, True, id="and about it however long it is"),
    ],
)
def test_a_long_line_matches_only_rules_that_allow_its_length(pattern, kind, size, longest, told):
    compiled = _LanguageMatcher(Catalog((rule("one", pattern, longest=longest),), LANGUAGES), "en")
    assert [len(getattr(compiled, name).rules) for name in ("beginnings", "cores", "rests")].count(1) == 1
    assert len(getattr(compiled, kind).rules) == 1
    line = "boats".ljust(size, "x")
    (found,) = compiled.match_texts([_Text.of(Document(line))])
    # a pattern set for the rest is not run at all on a line that is too long
    told = told and not (kind == "rests" and size > max(200, longest))
    assert [one.id for one in found.get(0, ())] == (["sea/one"] if told else [])


def test_the_longest_rule_bounds_the_lines_that_rests_reads():
    cards = (rule("short", "[^c].*", longest=80), rule("long", "[^b].*", longest=300))
    compiled = _LanguageMatcher(Catalog(cards, LANGUAGES), "en")
    lines = ["cats".ljust(300, "x"), "cats".ljust(301, "x"), "boats".ljust(200, "x"), "boats".ljust(201, "x")]
    data = [line.encode() for line in lines]
    (found,) = compiled.match_texts([_Text(lines, data)])
    named = {index: [one.card.name for one in rules] for index, rules in found.items() if rules}
    assert named == {0: ["long"], 2: ["short"]}


def test_a_text_gets_each_rule_once_in_the_order_of_the_catalog():
    cards = (
        rule("core", ".*boats.*"),
        rule("begin", "read boats.*"),
        rule("form", "[rs].*"),
        rule("none", "seals"),
    )
    (told,) = (
        _LanguageMatcher(Catalog(cards, LANGUAGES), "en")
        .match_texts([_Text.of(Document("read boats"))])[0]
        .values()
    )
    assert [one.card.name for one in told] == ["core", "begin", "form"]


def test_a_code_rule_matches_no_line():
    code = Card("sea", "code", "code", "why", "0.1.0", ())
    assert scanned("read boats", code, rule("one", "read.*")) == {(0, "one")}


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_line_numbers_do_not_depend_on_the_line_break(newline):
    lines = ["Rain fell.", "Read more", "", "Read more"]
    assert scanned(newline.join(lines), rule("one", "{more}")) == {(1, "one"), (3, "one")}


def test_a_crlf_line_break_adds_no_blank_to_its_line():
    cards = (rule("one", "boats ", "inline"),)
    assert scanned("two boats\r\ntwo boats at sea\r\n", *cards) == {(1, "one")}


def test_the_matcher_does_not_expand_precompiled_patterns(monkeypatch):
    def refuse(card: Card, words: object) -> None:
        raise AssertionError(card.id)

    monkeypatch.setattr("cleaner.matching.matcher.expanded", refuse)
    compiled = _LanguageMatcher(builtin().choose(), "en")
    assert len(compiled.beginnings.rules) > 50
    with pytest.raises(AssertionError, match="sea/own"):
        _LanguageMatcher(builtin().with_cards([rule("own", "seals")]), "en")


def test_a_document_is_matched_with_the_words_of_its_languages():
    text = "Read more\nMehr lesen"
    assert scanned(text, rule("one", "{more}")) == {(0, "one")}
    assert scanned(text, rule("one", "{more}"), language="de") == {(0, "one"), (1, "one")}


def test_match_line_matches_a_text_anew():
    document = Document("Read more x\nRead more")
    matcher = Matcher(Catalog((rule("one", "{more}"),), LANGUAGES))
    scan, draft = matcher.scan(document), Draft(document)
    assert [index for index, _ in scan.matches(draft, "line")] == [1]
    assert list(scan.matches(draft, "inline")) == []
    assert scan.match_line("Read more") == scan.match_line("Read more")
    assert [one.id for one in scan.match_line("Read more")] == ["sea/one"]
    assert scan.match_line("Rain fell.") == ()


def test_certain_restricts_a_matcher_to_certain_rules():
    cards = (rule("likely", "read.*"), rule("sure", "read.*", confidence="certain"))
    matcher = Matcher(Catalog(cards, LANGUAGES))
    document = Document("read boats")
    assert [one.card.name for one in matcher.scan(document).match_line("read boats")] == ["likely", "sure"]
    scan = matcher.certain.scan(document)
    assert [one.card.name for one in scan.match_line("read boats")] == ["sure"]
    assert (scan.has("sea/sure"), scan.has("sea/likely")) == (True, False)


def test_the_matcher_compiles_each_language_once():
    matcher = Matcher(Catalog((rule("one", "{more}"),), LANGUAGES))
    assert matcher._matcher("en") is matcher._matcher("en") is not matcher._matcher("de")


@pytest.mark.parametrize("pattern", ["(?<=a)b", "a{3,1}", "{boats}"])
def test_the_error_for_an_invalid_pattern_names_its_rule(pattern):
    with pytest.raises(PatternError, match="^rule sea/one: "):
        Matcher(Catalog((rule("fine", "read.*"), rule("one", pattern)), LANGUAGES)).scan(Document("Rain fell."))
