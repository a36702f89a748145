"""Decoding and encoding: byte order marks, declared and detected encodings, binary input."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.intake.decode import BinaryError, DecodeError, check_encoding, decode, encode, is_binary

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
    assert encode(decoded.text, decoded.encoding, decoded.bom, decoded.raw) == data


def test_cyrillic_is_read_right():
    assert decode(RUSSIAN.encode("cp1251")).text == RUSSIAN


def test_an_encoding_that_is_asked_for_is_taken_at_its_word():
    assert decode(POLISH.encode("iso8859-2"), encoding="latin2").text == POLISH
    assert decode(codecs.BOM_UTF16_LE + "a".encode("utf-16-le"), encoding="utf-16").text == "a"
    with pytest.raises(DecodeError, match="not cp949 at byte 3"):
        decode(b"Caf\xff", encoding="euc-kr")


@pytest.mark.parametrize("encoding", ["utf-16", "UTF-32", "utf-8-sig", "utf_16_be", "cp1252"])
@pytest.mark.parametrize("marked", [True, False])
def test_with_an_encoding_asked_for_the_bytes_come_back_with_or_without_a_mark(encoding, marked):
    plain = {"utf-16": "utf-16-le", "UTF-32": "utf-32-le", "utf-8-sig": "utf-8"}.get(encoding, encoding)
    data = "Café".encode(encoding if marked else plain)
    decoded = decode(data, encoding=encoding)
    assert decoded.text == "Café"
    assert encode(decoded.text, decoded.encoding, decoded.bom, decoded.raw) == data


@pytest.mark.parametrize(
    "name",
    ["klingon", "rot13", "zlib", "hex", "utf-7", "hz", "iso2022_kr", "idna", "punycode", "unicode_escape", "cp037"],
)
def test_a_name_that_is_no_text_encoding_is_refused(name):
    with pytest.raises(DecodeError, match="is not a text encoding that browsers know; try"):
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


@pytest.mark.parametrize(
    ("data", "encoding", "how"),
    [
        pytest.param("Паром не ходит с понедельник", "cp1251", "detected", id="24 letters are enough to guess"),
        pytest.param("Паром не ходит с понедельни", "windows-1252", "fallback", id="23 are not"),
        pytest.param(
            bytes(range(0x80, 0x100)),
            "windows-1252",
            "fallback",
            id="where no encoding fits, the fallback is taken",
        ),
        pytest.param(
            "Le capitaine a été prié de différer la traversée jusqu'à l'été; les élèves, déçus, ont répété à la mairie "
            "que la jetée était fermée. Où sont passés les bateaux? À côté.".encode("cp1252"),
            "windows-1252",
            "fallback",
            id="Western text is never guessed",
        ),
    ],
)
def test_detection_needs_24_non_ascii_bytes_and_a_plausible_encoding(data, encoding, how):
    decoded = decode(data.encode("cp1251") if isinstance(data, str) else data)
    assert (decoded.encoding, decoded.how) == (encoding, how)


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        pytest.param("Rain fell.".encode("utf-16-le"), "utf-16-le", id="low byte first"),
        pytest.param("Rain fell.".encode("utf-16-be"), "utf-16-be", id="high byte first"),
        pytest.param(b"a\0b\0cdefgh", "utf-16-le", id="a fifth of the bytes are zero"),
        pytest.param(b"a\0b\0cdefghij", "utf-8", id="less than a fifth"),
        pytest.param("a".encode("utf-16-le") * 20 + b"\0b", "utf-16-le", id="one zero in twenty on the other side"),
        pytest.param(b"ab\0c" + b"abc\0", "utf-8", id="as many on both sides, a quarter of the bytes"),
    ],
)
def test_zeros_on_one_side_of_the_byte_pairs_are_utf_16(data, encoding):
    assert decode(data).encoding == encoding
    assert encode(decode(data).text, encoding, False) == data


@pytest.mark.parametrize(
    "data",
    [
        pytest.param("a".encode("utf-16-le") * 20 + b"\0b" * 2, id="two zeros in twenty on the other side"),
        pytest.param(b"ab\0c" + b"a\0c\0", id="more than a quarter"),
        pytest.param(b"a\0\0b" * 10, id="as many on both sides"),
        pytest.param("Rain fell.".encode("utf-16-le") + b"t", id="an odd number of bytes"),
        pytest.param(b"Rain\0fell\xff", id="a zero byte in what is not UTF-8"),
    ],
)
def test_too_many_other_zeros_are_binary(data):
    with pytest.raises(BinaryError):
        decode(data)


@pytest.mark.parametrize(
    ("data", "binary"),
    [
        pytest.param(b"\x89PNG\0\0\0\0", True, id="zeros, no line break"),
        pytest.param(b"\x89PNG\n\0\0\0\0\n", True, id="zeros in whole lines"),
        pytest.param(b"Rain\0 fell.\nCaf\xc3", False, id="a letter cut in two at the end"),
        pytest.param(b"Rain fell.", False, id="text"),
        pytest.param(codecs.BOM_UTF16_LE + b"\x00\xd8\x00\xd8\n\0", False, id="text with a mistake in it"),
        pytest.param(b"", False, id="nothing"),
    ],
)
def test_is_binary_reads_the_complete_lines_of_a_prefix(data, binary):
    assert is_binary(data) is binary


def test_the_byte_order_mark_of_another_encoding_is_text():
    data = "яю, паром!".encode("cp1251")
    assert data.startswith(codecs.BOM_UTF16_LE)
    assert decode(data, encoding="cp1251").text == "яю, паром!"


def test_a_byte_order_mark_selects_the_byte_order():
    decoded = decode(codecs.BOM_UTF16_BE + "pier".encode("utf-16-be"), encoding="utf-16")
    assert decoded[:4] == ("pier", "utf-16-be", "option", True)
    assert decode("pier".encode("utf-16-le"), encoding="utf-16")[:4] == ("pier", "utf-16-le", "option", False)


@pytest.mark.parametrize(
    ("page", "encoding", "how"),
    [
        (f'<?xml version="1.0" encoding="windows-1251"?><html><body>{RUSSIAN}</body></html>', "cp1251", "declared"),
        (f"<html><head><meta charset=utf-8></head><body>{RUSSIAN}</body></html>", "cp1251", "detected"),
        (f"<html><head><meta charset=klingon></head><body>{RUSSIAN}</body></html>", "cp1251", "detected"),
        (f"<html><head><meta charset=iso-8859-1></head><body>{RUSSIAN}</body></html>", "cp1251", "detected"),
        (f"<html><head><meta charset=us-ascii></head><body>{RUSSIAN}</body></html>", "cp1251", "detected"),
        (f"<html><body>{RUSSIAN}</body></html>", "cp1251", "detected"),
    ],
    ids=["in the XML", "a declaration that lies", "an unknown name", "Latin-1", "ASCII", "none"],
)
def test_a_declared_encoding_counts_only_if_it_fits(page, encoding, how):
    decoded = decode(page.encode("cp1251"), html=True)
    assert (decoded.encoding, decoded.how, RUSSIAN in decoded.text) == (encoding, how, True)


def test_only_a_page_declares_its_encoding():
    text = b"Write <meta charset=shift_jis> on top. Rain fell."
    assert decode(text, html=True).how == "declared"
    assert decode(text).how == "utf-8"


def test_cp1252_is_another_name_of_windows_1252():
    assert {check_encoding(name) for name in ("windows-1252", "Windows_1252", "cp1252", "CP1252")} == {
        "windows-1252"
    }
    assert check_encoding("latin-1") == "windows-1252"
    assert decode(b"It\x92s \x81", encoding="cp1252")[:4] == ("It’s \x81", "windows-1252", "option", False)


def test_encode_refuses_a_character_that_the_encoding_lacks():
    with pytest.raises(DecodeError, match="character 3 does not exist in windows-1252"):
        encode("Cafж", "windows-1252", False)
    assert encode("Café", "utf-8", True) == codecs.BOM_UTF8 + "Café".encode()


@given(st.binary(max_size=200))
def test_whatever_the_bytes_they_come_back_or_are_refused(data):
    try:
        decoded = decode(data)
    except DecodeError:
        return
    assert encode(decoded.text, decoded.encoding, decoded.bom, decoded.raw) == data
