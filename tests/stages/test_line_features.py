"""What a line looks like: examples on both sides of each length, count and mark."""

from __future__ import annotations

import pytest

from cleaner.core.document import Document
from cleaner.core.draft import Draft
from cleaner.stages.line_features import (
    is_capitals,
    is_double_headline,
    is_ended,
    is_headline_like,
    is_own_title,
    is_presumed_title,
    is_prose,
    quoted,
)


@pytest.mark.parametrize(
    ("text", "headline", "prose"),
    [
        ("颱風要來了嗎？ 漁港船長教你看雲", True, False),
        ("桟橋を直した大工は八十一歳だった", True, False),
        ("「降ろそうとしたら、戻ってきたんです」", False, False),
        ("船は今月で引退する。町は賞状を贈る。（港新聞／佐々木）", False, False),
        (
            "渡し船の猫は、桟橋が台風で壊れた年の秋から十年の間、毎朝六時の始発に乗り続けてきた。（港新聞／佐々木ひろし）",
            False,
            True,
        ),
        ("木板不难找，", False, False),
        ("ท่าเรือที่ไม่มีใครต้องการ", True, False),
        ("สภาเมืองจะประชุมกันในวันศุกร์ " * 5, False, True),
    ],
)
def test_what_a_line_looks_like_in_scripts_without_spaces(text, headline, prose):
    assert (is_headline_like(text), is_prose(text)) == (headline, prose)


@pytest.mark.parametrize(
    ("line", "headline", "prose"),
    [
        ("هل يعود سوق السمك إلى مكانه القديم؟", True, False),
        ("الرياح تشتد.. والعبّارة تبقى في الميناء", True, False),
        ("عاد القبطان إلى الميناء. وقال إن البحر كان هادئا.", False, True),
        ("کشتی گھاٹ پر واپس آئی۔ کپتان خاموش رہے۔", False, True),
        ("کیا مچھلی منڈی اپنی جگہ پر واپس آئے گی؟", True, False),
        ("घाट की मरम्मत पर परिषद में आधी रात तक चली लंबी बहस, कप्तान बीच में ही उठकर चले गए", True, False),
        ("नौका लौट आई। कप्तान चुप रहे।", False, True),
        ("בעל המעבורת שתק. אחר כך הוא חייך.", False, True),
        ("ძველი შუქურა ოცი წლის შემდეგ ისევ აინთო", True, False),
    ],
)
def test_lines_have_their_look_in_scripts_without_capitals(line, headline, prose):
    assert (is_headline_like(line), is_prose(line)) == (headline, prose)


@pytest.mark.parametrize(
    ("line", "ended"),
    [
        ("The boat sails at noon.", True),
        ('"The boat sails," she said. "At noon!")', True),
        ("The boat sails at noon", False),
        ("The boat sails; at noon,", False),
        ("「船は正午に出る」", True),
        ("「船は正午に出る", False),
    ],
)
def test_a_line_ends_as_a_sentence_or_is_all_speech(line, ended):
    assert is_ended(line) is ended


def sized(text: str, size: int, end: str = "") -> str:
    """The text, its last word made longer, so that it has so many characters with its end."""
    return text.ljust(size - len(end), "e") + end


CLAUSES = "The harbour council met on Monday, and nobody who came by boat knew how to leave by boat"


@pytest.mark.parametrize(
    ("line", "prose"),
    [
        pytest.param(sized(CLAUSES, 100, "."), True, id="a sentence of 100 characters"),
        pytest.param(sized(CLAUSES, 99, "."), False, id="a sentence of 99 characters"),
        pytest.param(f"{'船' * 49}A…", True, id="100 columns"),
        pytest.param(f"{'船' * 48}AB…", False, id="99 columns"),
        pytest.param("It rained. Nobody came.", True, id="two sentences"),
        pytest.param("It rained, and nobody came.", False, id="one short sentence"),
        pytest.param("It rained. Nobody came", False, id="two sentences, the second not ended"),
        pytest.param(sized(CLAUSES, 180), False, id="no full stop"),
        pytest.param(sized("สภาเมืองจะประชุมกันในวันศุกร์ ", 100), True, id="100 columns of Thai"),
        pytest.param(sized("สภาเมืองจะประชุมกันในวันศุกร์ ", 99), False, id="99 columns of Thai"),
        pytest.param(f"{'船' * 25}。{'船' * 25}", True, id="a wide full stop within"),
        pytest.param(f"{'船' * 25}、{'船' * 25}", False, id="a wide comma within"),
        pytest.param(f"{'Д' * 60} {'д' * 60}", False, id="120 Cyrillic letters"),
    ],
)
def test_a_paragraph_is_long_or_has_several_sentences(line, prose):
    assert is_prose(line) is prose


@pytest.mark.parametrize(
    ("line", "capitals"),
    [
        ("FERRY CAPTAIN STEPS DOWN IN 2021", True),
        ("FERRY CAPTAIN STEPS DOWN in 2021", False),
        ("2021", False),
        ("FERRY 渡船", False),
    ],
)
def test_capitals_are_letters_that_have_a_small_form(line, capitals):
    assert is_capitals(line) is capitals


@pytest.mark.parametrize(
    ("line", "headline"),
    [
        pytest.param("Boats in", True, id="8 characters"),
        pytest.param("Boat in", False, id="7 characters"),
        pytest.param(sized(CLAUSES, 180), True, id="180 characters"),
        pytest.param(sized(CLAUSES, 181), False, id="181 characters"),
        pytest.param("Seal steals hat", True, id="a capital"),
        pytest.param("seal steals hat", False, id="a small letter"),
        pytest.param("\u10d0\u10d1\u10d2\u10d3 \u10d0\u10d1\u10d2\u10d3", True, id="the first Georgian letter"),
        pytest.param("\u10ff\u10d1\u10d2\u10d3 \u10d0\u10d1\u10d2\u10d3", True, id="the last Georgian letter"),
        pytest.param("\u03c9\u03b1\u03b2\u03b3 \u03b1\u03b2\u03b3\u03b4", False, id="a small Greek letter"),
        pytest.param("Harbourmaster", False, id="one word"),
        pytest.param("Harbourmaster leaves", True, id="two words"),
        pytest.param(" ".join(["Boat"] * 28), True, id="28 words"),
        pytest.param(" ".join(["Boat"] * 29), False, id="29 words"),
        pytest.param("10:30 The boat leaves", False, id="a time"),
        pytest.param("10 boats leave the pier", True, id="a number"),
        pytest.param("Becke, O., Ropes, Quay Press, 1998", False, id="a book"),
        pytest.param("Becke writes a book on ropes", True, id="an author"),
        pytest.param("Seal steals hat,", False, id="a comma at the end"),
        pytest.param("Seal steals hat:", False, id="a colon at the end"),
        pytest.param("Seal steals hat.", False, id="a full stop"),
        pytest.param("It rained. Nobody came", False, id="two sentences"),
        pytest.param("Who stole the hat?", True, id="a question of four words"),
        pytest.param("Who stole it?", False, id="a question of three words"),
        pytest.param(sized(CLAUSES, 110, "?"), True, id="a question of 110 columns"),
        pytest.param(sized(CLAUSES, 111, "?"), False, id="a question of 111 columns"),
    ],
)
def test_a_headline_is_short_and_one_phrase(line, headline):
    assert is_headline_like(line) is headline


@pytest.mark.parametrize(
    ("line", "double"),
    [
        pytest.param("Who pays? Nobody, says board", True, id="five words"),
        pytest.param("Who pays? Nobody, says", False, id="four words"),
        pytest.param("Who pays? Nobody, says board.", False, id="a full stop"),
        pytest.param("Nobody pays, says board. Who does?", True, id="a question mark at the end"),
        pytest.param("Nobody pays, says board. Who does!", False, id="an exclamation mark at the end"),
        pytest.param("Who pays? Nobody, says board:", False, id="a colon at the end"),
        pytest.param("船は出る。 Who pays? Nobody, says board", False, id="a wide full stop within"),
        pytest.param(sized(CLAUSES, 140), True, id="140 columns"),
        pytest.param(sized(CLAUSES, 141), False, id="141 columns"),
    ],
)
def test_a_headline_of_two_sentences_has_no_end(line, double):
    assert is_double_headline(line) is double


@pytest.mark.parametrize(
    ("line", "own"),
    [
        ("Seal steals hat", True),
        ("SEAL STEALS HAT", True),
        ("VIDEO: Seal steals hat", True),
        ("Live from Quay: Seal steals hat", True),
        ("Now live from Quay: Seal steals hat", False),
        ("Video Seal steals hat", False),
        ("Seal steals hat again", False),
        ("Seal steals", False),
    ],
)
def test_a_title_may_have_a_label_of_three_words(line, own):
    assert is_own_title(Draft(Document(line, title="Seal steals hat")), line) is own
    assert not is_own_title(Draft(Document(line)), line)


def test_a_page_may_state_its_title_in_several_wordings():
    draft = Draft(Document("", title="Seal steals hat", titles=("Hat stolen by seal", "")))
    assert [is_own_title(draft, line) for line in ("Hat stolen by seal", "Seal steals hat", "Hat")] == [
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("title", "text", "index", "presumed"),
    [
        pytest.param(None, "\nSeal steals hat\nIt wore it.", 1, True, id="the first line that says something"),
        pytest.param("Mill burns", "\nSeal steals hat\nIt wore it.", 1, False, id="a declared title"),
        pytest.param(None, "By Ada Lew\nSeal steals hat", 1, False, id="a second line"),
        pytest.param(None, "Quay\nSeal steals hat", 0, False, id="a scrap"),
    ],
)
def test_the_first_headline_of_a_document_without_a_title_may_be_its_own(title, text, index, presumed):
    assert is_presumed_title(Draft(Document(text, title=title)), index) is presumed


@pytest.mark.parametrize(
    ("text", "shown"),
    [("Seal  steals\that", "“Seal steals hat”"), ("M" * 60, f"“{'M' * 60}”"), ("M" * 61, f"“{'M' * 59}…”")],
    ids=["blanks", "60 characters", "61 characters"],
)
def test_a_reason_quotes_60_characters(text, shown):
    assert quoted(text) == shown
