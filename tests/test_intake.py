"""Bytes to text and back, repair with its account, pages."""

from __future__ import annotations

import codecs
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.core.document import digest
from cleaner.intake import documents as intake
from cleaner.intake.decode import DecodeError, check_encoding, decode, encode
from cleaner.intake.repair import Change, repair, undo

RUSSIAN = "Паром не ходит с понедельника, и жители острова добираются на лодках. Совет собирается в пятницу."
POLISH = (
    "Prom nie kursuje od poniedziałku, więc mieszkańcy wyspy pływają łódkami. Rada zbiera się w piątek, później."
)


@pytest.mark.parametrize(
    ("data", "encoding", "how", "bom"),
    [
        pytest.param(b"Rain fell.", "utf-8", "utf-8", False, id="ASCII"),
        pytest.param("Café".encode(), "utf-8", "utf-8", False, id="UTF-8"),
        pytest.param(codecs.BOM_UTF8 + "Café".encode(), "utf-8", "bom", True, id="UTF-8 with mark"),
        pytest.param(codecs.BOM_UTF16_LE + "Café".encode("utf-16-le"), "utf-16-le", "bom", True, id="UTF-16 LE"),
        pytest.param(codecs.BOM_UTF16_BE + "Café".encode("utf-16-be"), "utf-16-be", "bom", True, id="UTF-16 BE"),
        pytest.param(codecs.BOM_UTF32_LE + "Café".encode("utf-32-le"), "utf-32-le", "bom", True, id="UTF-32 LE"),
        pytest.param(
            "Rain fell on it. Café".encode("utf-16-le"), "utf-16-le", "detected", False, id="UTF-16 without mark"
        ),
        pytest.param(b"nul \0 in text", "utf-8", "utf-8", False, id="a zero byte in UTF-8"),
        pytest.param("Café déjà vu".encode("cp1252"), "windows-1252", "fallback", False, id="short Western text"),
        pytest.param(b"It\x92s \x81 odd", "windows-1252", "fallback", False, id="a byte that cp1252 lacks"),
        pytest.param(RUSSIAN.encode("cp1251"), "cp1251", "detected", False, id="Cyrillic"),
        pytest.param(b"", "utf-8", "utf-8", False, id="nothing"),
    ],
)
def test_the_encoding_is_found_reported_and_reversible(data, encoding, how, bom):
    decoded = decode(data)
    assert (decoded.encoding, decoded.how, decoded.bom) == (encoding, how, bom)
    assert encode(decoded.text, decoded.encoding, decoded.bom) == data


def test_cyrillic_is_read_right():
    assert decode(RUSSIAN.encode("cp1251")).text == RUSSIAN


def test_an_encoding_that_is_asked_for_is_taken_at_its_word():
    assert decode(POLISH.encode("iso8859-2"), encoding="latin2").text == POLISH
    assert decode(codecs.BOM_UTF16_LE + "a".encode("utf-16-le"), encoding="utf-16").text == "a"
    with pytest.raises(DecodeError, match="not ascii at byte 3"):
        decode("Café".encode(), encoding="ascii")


@pytest.mark.parametrize("encoding", ["utf-16", "UTF-32", "utf-8-sig", "utf_16_be", "cp1252"])
@pytest.mark.parametrize("marked", [True, False])
def test_with_an_encoding_asked_for_the_bytes_come_back_with_or_without_a_mark(encoding, marked):
    plain = {"utf-16": "utf-16-le", "UTF-32": "utf-32-le", "utf-8-sig": "utf-8"}.get(encoding, encoding)
    data = "Café".encode(encoding if marked else plain)
    decoded = decode(data, encoding=encoding)
    assert decoded.text == "Café"
    assert encode(decoded.text, decoded.encoding, decoded.bom) == data


@pytest.mark.parametrize("name", ["klingon", "rot13", "zlib", "hex"])
def test_a_name_that_is_no_text_encoding_is_refused(name):
    with pytest.raises(DecodeError, match="is not a text encoding; try"):
        check_encoding(name)


def test_binary_data_is_refused_with_the_place():
    with pytest.raises(DecodeError, match="binary data, not text \\(a zero byte at 8\\)"):
        decode(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    with pytest.raises(DecodeError, match="binary data"):
        decode(b"MZ" + b"\0" * 9)
    assert decode(b"Rain\0 fell. " * 9).how == "utf-8"


def test_a_mark_that_lies_is_refused_with_the_place():
    with pytest.raises(DecodeError, match="not utf-16-le at byte"):
        decode(codecs.BOM_UTF16_LE + b"abc")


def test_a_page_is_read_in_the_encoding_it_declares():
    page = f'<html><head><meta charset="windows-1251"></head><body><p>{RUSSIAN}</p></body></html>'
    decoded = decode(page.encode("cp1251"), html=True)
    assert (decoded.encoding, decoded.how) == ("cp1251", "declared")
    assert RUSSIAN in decoded.text


@given(st.binary(max_size=200))
def test_whatever_the_bytes_they_come_back_or_are_refused(data):
    try:
        decoded = decode(data)
    except DecodeError:
        return
    assert encode(decoded.text, decoded.encoding, decoded.bom) == data


@pytest.mark.parametrize(
    "text",
    [
        "“Curly quotes” — dashes… and ligatures ﬁ stay",
        "ﾊﾛｰ wide　and ＨＡＬＦ stay",
        "e\u0301 is not composed",
        "Tom & Jerry & co",
        "if x < y: say &lt;b&gt; <b>",
        "line\r\nbreaks\u2028stay\n",
        "Пример текста. Ελληνικά. 新聞。",
    ],
)
def test_sound_text_is_left_alone(text):
    assert repair(text) == (text, ())


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        ("CafÃ© life", "Café life"),
        ("It â€™s fine\r\nsound", "It ’s fine\r\nsound"),
        ("Tom &amp; Jerry\nA &lt; B", "Tom & Jerry\nA < B"),
        ("bell\x07 and \x1b[31mred\x1b[0m", "bell and red"),
        ("\ufeffmark inside", "mark inside"),
        ("lone \ud800 surrogate", "lone \ufffd surrogate"),
    ],
)
def test_broken_text_is_repaired_line_by_line_with_an_account(text, repaired):
    result, changes = repair(text)
    assert result == repaired
    assert changes
    assert undo(result, changes) == text


def test_an_entity_that_becomes_a_line_break_can_be_undone():
    text = "one&#10;two\nthree &amp; four\nfive&#10;six"
    result, changes = repair(text)
    assert result.split("\n") == ["one", "two", "three & four", "five", "six"]
    assert undo(result, changes) == text


def test_markup_anywhere_in_the_document_leaves_all_entities_alone():
    assert repair("a &amp; b\n<p>c</p>\nd &amp; e")[1] == ()


def test_a_chain_of_ampersands_is_bounded():
    import time

    before = time.process_time()
    text = "&" + "amp;" * 30_000
    assert repair(text)[0] == text
    assert time.process_time() - before < 2


_ALPHABET = (
    "ÂÃÄÅÐÎÏÒÓÔàâäãåéèœŒ€‚ƒ„…†‡ˆ‰Š‹Žž‘’“”•–—˜™š›Ÿ¡¢£¤¥¦§¨©ª«¬®¯°±²³´µ¶·¸¹º»¼½¾¿ØÙ×√≈∂βΓвГРСЂ"
    "  \xa0\x85\x9d\x1b\x07\ufeff\ufffd\u200b&;<amp#60lt abcXYZ.,?!0123中文字か가ก\r\t"
)


@given(st.text(st.sampled_from(_ALPHABET), max_size=40))
@settings(max_examples=1500)
def test_the_quick_test_never_overlooks_a_line_that_ftfy_would_change(line):
    _compare_with_ftfy(line)


def test_neither_does_it_on_twenty_thousand_random_lines():
    source = random.Random(7)
    for _ in range(20_000):
        _compare_with_ftfy("".join(source.choices(_ALPHABET, k=source.randint(1, 12))))


def _compare_with_ftfy(line: str) -> None:
    import ftfy

    from cleaner.intake import repair as module  # noqa: F401  the package's function has the module's name
    from cleaner.intake.repair import _CHAIN, _MARKUP, _config

    body = line.rstrip("\r") if line.endswith("\r") else line
    if line.endswith("\r"):
        body = line[:-1]
    entities = not _MARKUP.search(line) and not _CHAIN.search(line)
    assert repair(line)[0] == ftfy.fix_text(body, _config(entities)) + line[len(body) :]


@given(st.lists(st.text(st.sampled_from(_ALPHABET), max_size=30), max_size=5).map("\n".join))
def test_every_repair_can_be_undone(text):
    result, changes = repair(text)
    assert undo(result, changes) == text


def test_undoing_repairs_of_another_text_is_refused():
    with pytest.raises(ValueError, match="line 1 is not what its repair made of it"):
        undo("something else", (Change(1, "CafÃ©", "Café"),))


PAGE = """<!DOCTYPE html>
<html lang="en"><head><title>Fares to rise on the sound | Harbour Post</title>
<meta property="og:title" content="Fares to rise on the sound"></head>
<body><nav><a href="/">Home</a> <a href="/news">News</a></nav>
<article><h1>Fares to rise on the sound</h1>
<p>The council voted on Monday evening to raise the price of a crossing by a tenth, to everybody's surprise.</p>
<p>READ MORE: Ferry captain steps down after nine years</p>
<p>Nobody who had come to the meeting by boat could say on Tuesday how he would come to the next one.</p>
<p>"We will swim," said one of them, and a second wrote it down and had it framed for the harbour office.</p>
</article><footer>Copyright 2026 Harbour Post</footer></body></html>"""


def test_a_page_becomes_its_article_with_title_and_origin():
    document = intake.from_bytes(PAGE.encode(), format="html", source="fares.html")
    assert document.title == "Fares to rise on the sound"
    assert "The council voted" in document.text
    assert "Home" not in document.text
    origin = document.origin
    assert (origin.source, origin.format, origin.encoding) == ("fares.html", "html", "utf-8")
    assert origin.extractor.startswith("trafilatura ")
    assert origin.digest == digest(PAGE.encode())


@pytest.mark.parametrize("page", ["", "<html></html>", "<html><body><script>x()</script></body></html>"])
def test_a_page_without_an_article_is_refused(page):
    with pytest.raises(intake.ExtractionError, match="no article"):
        intake.from_html(page)


def test_the_same_page_gives_the_same_text_however_often_it_is_read():
    assert len({intake.from_html(PAGE).text for _ in range(6)}) == 1


def test_the_newline_style_is_told():
    styles = [intake.newline_style(text) for text in ("a", "a\nb", "a\r\nb", "a\rb", "a\r\nb\nc")]
    assert styles == [None, "\n", "\r\n", "\r", "mixed"]
