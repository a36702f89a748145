"""Bytes to text and back, repair with its account, pages."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.intake.decode import DecodeError, check_encoding, decode, encode

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
