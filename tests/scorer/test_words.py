"""A line's words become slots: the same ones on every machine, for any line."""

from __future__ import annotations

from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.scorer.words import MAX_TOKENS, hashes, hashes_of_line, pairs, tokens
from support.models import HOSTILE


@pytest.mark.parametrize(
    ("line", "found"),
    [
        pytest.param("Read MORE", ["read", "more"], id="lower case"),
        pytest.param("7 of 25 seals, 1234567 hats", ["0", "of", "00", "seals", "00000", "hats"], id="numbers"),
        pytest.param("at https://example.org/Ferry?x=1, or", ["at", "://", "or"], id="an address"),
        pytest.param("www.example.org", ["://"], id="an address without scheme"),
        pytest.param("wwwhat now", ["wwwhat", "now"], id="a word that begins like an address"),
        pytest.param("Don't", ["don't"], id="an apostrophe"),
        pytest.param("Don’t", ["don’t"], id="a curly apostrophe"),
        pytest.param("a_b", ["a", "b"], id="an underscore"),
        pytest.param("Straße ÜBER", ["straße", "über"], id="letters beyond ASCII"),
        pytest.param("| Home > News * + $ # @", ["|", "home", ">", "news", "*", "+", "$", "#", "@"], id="signs"),
        pytest.param("© 2024 » ·", ["©", "0000", "»", "·"], id="signs beyond ASCII"),
        pytest.param("(Home), “News”.", ["home", "news"], id="marks that say nothing"),
        pytest.param("渡轮", ["渡", "轮"], id="Chinese"),
        pytest.param("渡し船 No. 3", ["渡", "し", "船", "no", "0"], id="Japanese with other words"),
        pytest.param("यह भी पढ़ें", ["यह", "भी", "पढ़ें"], id="Hindi with vowel signs"),
        pytest.param("العبّارة", ["العبّارة"], id="Arabic with a vowel sign"),
        pytest.param("٢٥ صورة", ["00", "صورة"], id="Arabic digits"),
        pytest.param("– (", [], id="nothing"),
        pytest.param("", [], id="empty"),
    ],
)
def test_a_line_becomes_words(line, found):
    assert tokens(line) == found


def test_a_long_line_keeps_the_words_of_its_start_and_end():
    line = [f"{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(100)]
    found = tokens(" ".join(line))
    assert len(found) == MAX_TOKENS
    cut = next(n for n in range(MAX_TOKENS) if found[n] != line[n])
    assert 0 < cut < MAX_TOKENS - 1
    assert found == line[:cut] + line[cut - MAX_TOKENS :]


def test_a_line_of_the_most_words_keeps_them_all():
    line = [chr(97 + n % 26) * (1 + n // 26) for n in range(MAX_TOKENS)]
    assert tokens(" ".join(line)) == line


@given(st.text(st.characters(max_codepoint=127)))
def test_a_mark_beyond_ascii_changes_no_word_of_a_line(line):
    assert tokens(f"{line} –") == tokens(f"{line} ")


@given(st.text(st.characters(), max_size=80))
def test_any_line_gives_words_in_lower_case_and_hashes(line):
    found = tokens(line)
    assert all(found)
    assert len(pairs(found)) == len(found) + 1
    assert all(type(hash) is int and 0 <= hash < 1 << 32 for hash in hashes([*found, *pairs(found)]))


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_lines_give_words_and_hashes(text):
    for line in text.split("\n"):
        found = tokens(line)
        assert len(found) <= MAX_TOKENS
        assert len(hashes(pairs(found))) == len(found) + 1


@pytest.mark.parametrize(
    ("words", "found"),
    [([], [" "]), (["more"], [" more", "more "]), (["a", "b", "c"], [" a", "a b", "b c", "c "])],
)
def test_the_first_and_the_last_word_pair_with_the_ends(words, found):
    assert pairs(words) == found


def test_hashes_are_those_of_utf_8():
    assert hashes(["ferry", "船", " "]) == [crc32(b"ferry"), crc32("船".encode()), crc32(b" ")]
    assert hashes(["ferry"]) == [0xBF0D1C13]
    assert hashes(["\ud800"]) == [crc32(b"\xed\xa0\x80")]
    assert hashes([]) == []


@given(st.text(max_size=80))
def test_the_hashes_of_a_line_are_those_of_its_words_and_pairs_written_out(line):
    words = tokens(line.strip())
    assert hashes_of_line(words) == hashes([*words, *pairs(words)])


def test_a_lone_surrogate_hashes_as_written_out():
    for words in (["pier", "\ud800"], ["\ud800"], []):
        assert hashes_of_line(words) == hashes([*words, *pairs(words)])
