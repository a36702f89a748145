"""Stray bytes in UTF-8: the rest of the text stays, and the bytes come back."""

from __future__ import annotations

import pytest

from cleaner.intake.decode import decode, encode
from support.scripts import ARTICLES, LEGACY
from support.stray import STRAY, halves


@pytest.mark.parametrize("language", ARTICLES)
def test_stray_bytes_change_no_other_character(language):
    before, after = halves(ARTICLES[language])
    for name, stray in STRAY.items():
        data = before.encode() + stray + after.encode()
        decoded = decode(data)
        assert decoded.text.startswith(before), name
        assert decoded.text.endswith(after), name
        assert encode(decoded.text, decoded.encoding, decoded.bom, decoded.raw) == data, name


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
