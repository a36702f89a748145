"""Bytes that are no character of UTF-8, and where tests put them."""

from __future__ import annotations

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
