"""The facts of a line: what its form, its place and the lines around it tell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.scorer import forms
from cleaner.scorer.facts import FEATURES, Text
from cleaner.scorer.forms import SCRIPT_NAMES, form, script_of
from cleaner.scorer.slots import KEYS, SLOTS, KeyWeights, slots_of
from support.models import HOSTILE, TEXTS, text_of

PROSE = "The ferry to the outer islands will run every day from June, the harbour board decided on Tuesday evening."
SHORT_PROSE = "It rained all the same on Monday. Nobody left before midnight."
SEAL = "A seal took the hat of a tourist on the quay, and wore it for most of the afternoon, said those who saw it."


@pytest.mark.parametrize(
    ("line", "is_prose"),
    [
        pytest.param(PROSE, True, id="long and ended"),
        pytest.param(PROSE[:-1], False, id="long and not ended"),
        pytest.param(SHORT_PROSE, True, id="two sentences"),
        pytest.param("It rained all the same on Monday, but nobody left before noon.", False, id="one of 60"),
        pytest.param("It rained. Nobody left.", False, id="two short sentences"),
        pytest.param(f"“{PROSE}”", True, id="in quotes"),
        pytest.param(f"{PROSE[:-1]}?", True, id="a long question"),
        pytest.param(f"{PROSE[:-1]}…", False, id="a teaser that breaks off"),
        pytest.param(f"{PROSE[:-1]}:", False, id="a colon"),
        pytest.param("渡し船は月曜日から止まっており、島の住民は小さな舟で町へ通っているが、市長は何も言わない。", True, id="Japanese of 40"),
        pytest.param("渡し船は月曜日から止まっている。", False, id="Japanese of 16"),
    ],
)  # fmt: skip
def test_a_paragraph_is_long_and_ends_like_a_sentence(line, is_prose):
    assert form(line).is_prose is is_prose


@pytest.mark.parametrize(
    "line",
    ["It fell.", "Who fell?", "Fall!", "It fell…", "It fell...", "“It fell.”", "(It fell.)", "它倒了。", "यह गिरा।", "هل سقط؟", "It fell.*"],
)  # fmt: skip
def test_an_ended_line_has_a_class_of_its_end_from_1_to_4(line):
    assert 1 <= form(line).end <= 4


@pytest.mark.parametrize("line", ["News", "News:", "Seals, hats,", "News |", "News »", "(News)", "它倒了", "***"])
def test_another_line_has_another_class(line):
    assert not 1 <= form(line).end <= 4


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("News", "latin"), ("Żuraw", "latin"), ("25 | 7", "latin"), ("– …", "latin"), ("Главная", "cyrillic"),
        ("Αρχική", "greek"), ("Գլխավոր", "armenian"), ("דף הבית", "hebrew"), ("الرئيسية", "arabic"),
        ("मुखपृष्ठ", "indic"), ("หน้าแรก", "unspaced"), ("ホーム", "cjk"), ("首页", "cjk"), ("공유하기", "hangul"),
        ("3 комментария", "cyrillic"), ("« 首页 News", "cjk"), ("👍 Главная", "cyrillic"), ("Chuyến phà", "latin"),
        ("Ền", "latin"),
    ],
)  # fmt: skip
def test_the_first_letter_tells_the_script(line, name):
    assert SCRIPT_NAMES[script_of(line)] == name


def test_every_character_has_a_script():
    found = {script_of(chr(code)) for code in range(0x20, 0x110000)}
    assert found <= set(range(len(SCRIPT_NAMES)))
    assert len(found) >= len(SCRIPT_NAMES) - 1


def all_facts(text: Text) -> list[list[int]]:
    return [text.facts(at) for at in range(len(text.lines))]


@pytest.mark.parametrize("text", [*HOSTILE.values(), *(text for _, text in TEXTS.values())])
def test_every_line_has_one_slot_of_each_kind_of_fact(text):
    for title in ("", "News", "\ud800"):
        found = all_facts(text_of(text, title))
        assert {len(slots) for slots in found} == {len(found[0])}
        assert all(type(slot) is int and 0 <= slot < SLOTS for slots in found for slot in slots)


def test_each_kind_of_fact_has_slots_of_its_own():
    texts = [
        text_of(text, title) for title, text in (*TEXTS.values(), *(("News", text) for text in HOSTILE.values()))
    ]
    rows = [slots for text in texts for slots in all_facts(text)]
    ranges = sorted((min(column), max(column)) for column in zip(*rows, strict=True))
    assert all(one[1] < other[0] for one, other in zip(ranges, ranges[1:], strict=False))
    assert sum(low < high for low, high in ranges) > len(ranges) / 2


def test_every_slot_has_keys_and_no_key_shares_a_slot_with_keys_of_other_facts():
    groups = {}
    for key in range(KEYS):
        found = slots_of(key)
        assert len(set(found)) == len(found)
        for place, slot in enumerate(found):
            assert 0 <= slot < SLOTS
            groups.setdefault(slot, set()).add((len(found), place))
    assert len(groups) == SLOTS
    assert all(len(group) == 1 for group in groups.values())


def test_a_key_weighs_what_its_slots_weigh():
    table = [slot % 251 - 125 for slot in range(SLOTS)]
    weights = KeyWeights(table)
    assert all(weights.total([key]) == sum(table[slot] for slot in slots_of(key)) for key in range(KEYS))
    assert weights.total(range(30)) == weights.total(range(30)) == sum(weights.total([key]) for key in range(30))


@given(st.lists(st.text(st.characters(), min_size=1, max_size=40), min_size=1, max_size=6), st.text(max_size=20))
def test_any_lines_have_facts(lines, title):
    shown = [line.strip() for line in lines if line.strip()] or ["a"]
    gone = [len(line) % 3 for line in shown] + [1]
    text = Text(shown, [len(line) % 2 == 0 for line in shown], gone, title)
    for at in range(len(shown)):
        assert all(0 <= slot < SLOTS for slot in text.facts(at))
        assert 0 <= text.copies(at) <= 3


def test_the_facts_of_one_line_are_those_of_any_run():
    assert all_facts(text_of(PROSE)) == all_facts(text_of(PROSE))


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(Text(["News", PROSE], [True, False], [0, 0, 0]), id="a cut"),
        pytest.param(Text(["News", PROSE], [False, False], [1, 0, 0]), id="a line gone above"),
        pytest.param(Text(["News", PROSE], [False, False], [0, 1, 0]), id="a line gone below"),
        pytest.param(Text(["News", PROSE], [False, False], [0, 0, 1]), id="a line gone elsewhere"),
        pytest.param(Text(["News", PROSE], [False, False], [0, 0, 0], "Seal steals hat"), id="a title"),
        pytest.param(Text(["News", "News"], [False, False], [0, 0, 0]), id="a copy"),
        pytest.param(Text(["News", "Sport"], [False, False], [0, 0, 0]), id="no paragraph below"),
        pytest.param(Text(["News", PROSE, PROSE], [False] * 3, [0] * 4), id="two paragraphs below"),
        pytest.param(Text(["News?", PROSE], [False, False], [0, 0, 0]), id="another end"),
        pytest.param(Text(["news", PROSE], [False, False], [0, 0, 0]), id="another start"),
        pytest.param(Text(["News and weather", PROSE], [False, False], [0, 0, 0]), id="another length"),
        pytest.param(Text(["Вести", PROSE], [False, False], [0, 0, 0]), id="another script"),
        pytest.param(Text(["2024", PROSE], [False, False], [0, 0, 0]), id="digits"),
    ],
)
def test_the_facts_of_a_line_tell(other):
    assert Text(["News", PROSE], [False, False], [0, 0, 0]).facts(0) != other.facts(0)


def test_the_facts_of_a_line_do_not_tell_its_words():
    assert text_of("News\n" + PROSE).facts(0) == text_of("Pier\n" + PROSE).facts(0)


@pytest.mark.parametrize(
    ("lines", "has_prose", "first", "last"),
    [
        ("News\nSport", False, 0, 1),
        (f"News\n{PROSE}\nSport", True, 1, 1),
        (f"News\n{PROSE}\nSport\n{SEAL}\nMore\nShare", True, 1, 3),
        (PROSE, True, 0, 0),
    ],
)
def test_a_text_knows_its_first_and_last_paragraph(lines, has_prose, first, last):
    text = text_of(lines)
    assert (text.has_prose, text.first, text.last) == (has_prose, first, last)


def test_a_paragraph_amid_paragraphs_has_no_score():
    text = text_of("\n".join(["News", PROSE, SHORT_PROSE, PROSE, "More", SEAL, SHORT_PROSE, PROSE, "Share"]))
    scored = text.scored()
    assert 2 not in scored
    assert 6 not in scored
    assert {0, 3, 4, 5, 8} <= set(scored)


@pytest.mark.parametrize(
    ("lines", "copies"),
    [
        ("News", [0]),
        ("News\nNEWS\nSport\nnews", [2, 2, 0, 2]),
        ("Share\n" * 9, [3] * 9),
        ("ŠKODA\nškoda\nSkoda", [1, 1, 0]),
    ],
)
def test_copies_are_counted_in_any_case_up_to_three(lines, copies):
    text = text_of(lines)
    assert [text.copies(at) for at in range(len(text.lines))] == copies


@pytest.mark.parametrize(
    ("line", "title", "is_title"),
    [
        pytest.param("Seal steals hat", "Seal steals hat", True, id="the title"),
        pytest.param("SEAL STEALS HAT", " Seal steals hat ", True, id="in another case"),
        pytest.param("Seal steals hat - Harbour Post", "Seal steals hat", True, id="holds it"),
        pytest.param("Seal steals hat", "Seal steals hat | Post", True, id="most of it"),
        pytest.param("Hat steals seal", "Seal steals hat", False, id="the same words"),
        pytest.param("Seal steals hat", "", False, id="no title"),
        pytest.param("Seal steals hat", "  ", False, id="a blank title"),
    ],
)
def test_a_line_is_the_title(line, title, is_title):
    assert text_of(f"{line}\n{PROSE}", title).is_title(0) is is_title


def test_the_version_of_the_features_is_a_number():
    assert type(FEATURES) is int


@given(st.text("ab .…”é", min_size=1, max_size=30), st.integers(1, 30), st.sampled_from(["", ".", "..", "!", "é."]))
def test_the_short_way_to_the_form_of_a_paragraph_gives_the_form(text, times, end):
    line = (text * times + end).strip()
    if line:
        assert form(line) == forms._form(line)
