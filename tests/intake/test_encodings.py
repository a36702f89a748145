"""Labels of encodings, and the characters that browsers read."""

from __future__ import annotations

import pytest

from cleaner.intake.decode import DecodeError, check_encoding, decode, encode
from cleaner.intake.encodings import ESCAPED, codec_of, decode_escaped, decode_pieces


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("Shift_JIS", "cp932"),
        ("x-sjis", "cp932"),
        ("windows-31j", "cp932"),
        ("GB2312", "gb18030"),
        ("gbk", "gb18030"),
        ("iso-8859-1", "windows-1252"),
        ("latin1", "windows-1252"),
        ("us-ascii", "windows-1252"),
        ("ISO-8859-9", "cp1254"),
        ("iso-8859-11", "cp874"),
        ("TIS-620", "cp874"),
        ("ks_c_5601-1987", "cp949"),
        ("euc-kr", "cp949"),
        ("big5", "big5hkscs"),
        ("x-x-big5", "big5hkscs"),
        ("unicode-1-1-utf-8", "utf-8"),
        ("utf8", "utf-8"),
        ("x-mac-cyrillic", "mac-cyrillic"),
        ("iso-8859-8-i", "iso8859-8"),
        ("koi8-ru", "koi8-u"),
        (" UTF-16 ", "utf-16-le"),
        ("utf_16_be", "utf-16-be"),
        ("cp936", "gb18030"),
        ("iso8859_2", "iso8859-2"),
        ("x-user-defined", "x-user-defined"),
    ],
)
def test_a_label_means_what_a_browser_takes_it_for(label, codec):
    assert codec_of(label) == check_encoding(label) == codec


@pytest.mark.parametrize(
    "name",
    [
        "utf-7",
        "hz",
        "hz-gb-2312",
        "iso-2022-kr",
        "iso2022_kr",
        "iso-2022-cn",
        "unicode_escape",
        "raw_unicode_escape",
        "punycode",
        "idna",
        "rot13",
        "base64",
        "zlib",
        "cp037",
        "cp1140",
        "klingon",
        "undefined",
        "mbcs",
    ],
)
def test_a_codec_that_no_browser_knows_is_refused_in_one_line(name):
    with pytest.raises(DecodeError, match="is not a text encoding that browsers know") as refusal:
        check_encoding(name)
    assert "\n" not in str(refusal.value)
    page = f'<meta charset="{name}"><p>Rain fell on the caf\u00e9.</p>'
    assert decode(page.encode(), html=True).how == "utf-8"


@pytest.mark.parametrize(
    ("label", "data", "text"),
    [
        ("shift_jis", b"\x87\x8a\x87\x56\x87\x82\x87\x75", "㈱Ⅲ№㎡"),
        ("euc-jp", b"\xad\xea\xad\xb7\xad\xe2\xa1\xc1", "㈱Ⅲ№～"),
        ("iso-2022-jp", b"\x1b$B-jF|\x1b(B.", "㈱日."),
        ("gb2312", b"\x80 12, \xc7\xc5", "€ 12, 桥"),
        ("gbk", b"\x8130 \x80", None),
        ("gbk", b"12\x80", "12€"),
        ("big5", b"\xa3\xe1 12", "€ 12"),
        ("euc-kr", b"\xb1\xb3 \x8c\xc2", "교 뙿"),
        ("iso-8859-1", b"\x93It\x92s\x94 \x80 \x81", "“It’s” € \x81"),
        ("iso-8859-9", b"\x93\xdd\xfe\x94", "“İş”"),
        ("tis-620", b"\x93\xa1\x94", "“ก”"),
        ("windows-1253", b"\x93\xc1\x94\x81", "“Α”\x81"),
        ("x-user-defined", b"a\x80\xff", "a\uf780\uf7ff"),
    ],
)
def test_characters_of_windows_are_read(label, data, text):
    decoded = decode_escaped(data, codec_of(label))
    if text is None:
        assert ESCAPED.search(decoded)
        return
    assert decoded == text
    pieces = decode_pieces(codec_of(label))
    assert "".join(pieces(data[at : at + 1], False) for at in range(len(data))) + pieces(b"", True) == text
    page = b'<html><meta charset="%b"><p>' % label.encode() + data + b"</p>"
    assert text in decode(page, html=True).text or label == "x-user-defined"


def test_the_declaration_of_xml_counts_too():
    data = b'<?xml version="1.0" encoding="x-sjis"?><html><p>\x87\x8a</p></html>'
    assert "㈱" in decode(data, html=True).text


def test_a_page_that_declares_utf16_in_ascii_is_utf8():
    assert decode('<meta charset="utf-16"><p>Café</p>'.encode(), html=True)[1:3] == ("utf-8", "utf-8")


def test_a_page_that_declares_another_encoding_and_is_utf8_is_utf8():
    page = '<meta charset="iso-8859-1"><p>Café déjà vu</p>'
    assert decode(page.encode(), html=True).text == page
    assert decode(page.encode("cp1252"), html=True)[:3] == (page, "windows-1252", "declared")


@pytest.mark.parametrize(
    ("encoding", "data"),
    [
        ("cp932", b"\x87\x90 \x81\xe0\n\xed\x40\nplain"),
        ("cp932", b"\x87\x90" * 3),
        ("big5", b"\xa1\xc3\xa1\xc5\nplain \xa4\xa4"),
        ("euc_kr", b"\xa4\xd4\xa4\xa1\xa4\xbf\xa4\xd4 \xb0\xa1"),
        ("iso2022_jp", b"\x1b$@F|\x1b(J plain \x1b(B\n\x1b$BF|\x1b(B\x1b(B"),
        ("euc_jp", b"\xad\xea \xa1\xc1 \x8f\xb0\xa1"),
        ("gbk", b"\x80 \xa2\xe3\r\n\x80\x80 plain\n\n\x80"),
        ("shift_jis", b"\xfa\x54 \x81\xca\n\x87\x9a"),
        ("johab", None),
    ],
)
def test_bytes_that_an_encoding_writes_in_two_ways_come_back(encoding, data):
    if data is None:
        with pytest.raises(DecodeError):
            decode(b"", encoding=encoding)
        return
    decoded = decode(data, encoding=encoding)
    assert "\ufffd" not in decoded.text
    assert encode(decoded.text, decoded.encoding, decoded.bom, decoded.raw) == data


def test_only_the_places_that_differ_are_kept():
    decoded = decode(b"plain " * 999 + b"\n12 \x87\x90 13\n" + b"plain " * 999, encoding="shift_jis")
    assert [(raw.line, raw.bytes) for raw in decoded.raw] == [(2, "8790")]


def test_a_few_stray_bytes_are_marked_in_any_encoding():
    text = "渡し船は月曜日から止まっており、島の住民は小さな舟で町へ通っている。"
    data = text.encode("cp932") + b"\xff" + text.encode("cp932")
    decoded = decode(data, encoding="shift_jis")
    assert decoded[:3] == (f"{text}\ufffd{text}", "cp932", "option with marks")
    assert encode(*decoded[:2], False, decoded.raw) == data
    with pytest.raises(DecodeError, match="not cp932 at byte 0"):
        decode(b"\xff\xff" + text[:5].encode("cp932"), encoding="shift_jis")
