"""Stray bytes in UTF-8: the rest of the text stays, and the bytes come back."""

from __future__ import annotations

import pytest

from cleaner.intake.decode import decode, encode
from support.scripts import ARTICLES, LEGACY

# Each stands behind the second word of the article
STRAY = {
    "emoji cut behind three bytes": b"\xf0\x9f\x98",
    "emoji cut behind two bytes": b"\xf0\x9f",
    "quote cut": b"\xe2\x80",
    "Latin-1 letter": b"caf\xe9",
    "lone lead byte": b"\xd0",
    "lone continuation byte": b"\xb0",
    "emoji as two surrogates": b"\xed\xa0\xbd\xed\xb8\x80",
    "lone surrogate": b"\xed\xa0\xbd",
    "slash in two bytes": b"\xc0\xaf",
    "FF": b"\xff",
    "FE": b"\xfe",
    "zero byte and a stray byte": b"\0\xe9",
    "quotes of Windows-1252": b"\x93ok\x94",
    "control of Latin-1": b"\x81",
    "letter encoded twice, and cut": "é".encode().decode("latin-1").encode() + b"\xc3",
}


def halves(article: str) -> tuple[str, str]:
    """Cut an article behind its second word, or in the middle of its first line."""
    line = article.partition("\n")[0]
    at = len(" ".join(line.split(" ")[:2])) if line.count(" ") > 2 else len(line) // 2
    return article[:at] + " ", " " + article[at:]


@pytest.mark.parametrize("stray", STRAY.values(), ids=STRAY)
@pytest.mark.parametrize("language", ARTICLES)
def test_stray_bytes_change_no_other_character(language, stray):
    before, after = halves(ARTICLES[language])
    data = before.encode() + stray + after.encode()
    decoded = decode(data)
    assert decoded.text.startswith(before)
    assert decoded.text.endswith(after)
    assert encode(decoded.text, decoded.encoding, decoded.bom, decoded.raw) == data


@pytest.mark.parametrize(("language", "encoding"), [(key, name) for key, names in LEGACY.items() for name in names])
def test_a_text_in_an_older_encoding_is_not_taken_for_utf8(language, encoding):
    codec = {"windows-1252": "cp1252"}.get(encoding, encoding)
    data = ARTICLES[language].encode(codec, "replace")
    decoded = decode(data)
    assert not decoded.how.startswith("utf-8")
    assert encode(decoded.text, decoded.encoding, decoded.bom, decoded.raw) == data
    assert decode(data, encoding=encoding).text == data.decode(codec)


@pytest.mark.parametrize("language", ARTICLES)
def test_a_text_that_is_cut_in_its_last_character_keeps_the_others(language):
    data = (ARTICLES[language] + "😀").encode()[:-1]
    decoded = decode(data)
    assert decoded.text == ARTICLES[language] + "\ufffd"
    assert encode(decoded.text, decoded.encoding, decoded.bom, decoded.raw) == data
