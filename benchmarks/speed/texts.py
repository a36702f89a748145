"""Makes articles of paragraphs from the project's own texts.

An article is a headline and random paragraphs of the fixtures and seeds in one language, without repeats. Its
length and its share of boilerplate are those of scraped news. Articles share paragraphs, so a corpus of real
articles (CORPUS=) measures better.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from cleaner.core.document import Document
from cleaner.evaluation.gold import read_marked
from cleaner.matching.catalog import builtin

ROOT = Path(__file__).parents[2]
ENGLISH = "en"
# Shares among 10,000 scraped articles: plain English, English with curly quotes, other languages in Latin letters,
# other scripts, mojibake, entities.
SHARES = (("ascii", 58), ("curly", 22), ("latin", 10), ("script", 4), ("mojibake", 3.4), ("entities", 3.2))
_BOILERPLATE_SHARE = 0.35  # share of articles with one to four lines of boilerplate
_MEDIAN, _SPREAD, _MIN_SIZE, _MAX_SIZE = 4000, 0.7, 600, 60_000  # characters of an article: log-normal
_LATIN = re.compile("[A-Za-z]")
_STRAIGHT = str.maketrans(dict(zip("“”‘’—–…", ('"', '"', "'", "'", "-", "-", "..."), strict=True)))
# Wrong encodings of mojibake, with their weights.
_WRONG_ENCODINGS = (("cp1252", 14), ("latin-1", 2), ("cp1251", 2), ("mac_roman", 2))


class Pool(NamedTuple):
    """The headlines, paragraphs and boilerplate lines of one language."""

    headlines: list[str]
    paragraphs: list[str]
    leftovers: list[str]


def pools() -> dict[str, Pool]:
    """Return the lines of all fixtures and seeds by language."""
    found: dict[str, Pool] = {}
    catalog = builtin()
    for path in sorted([*ROOT.glob("fixtures/*/*.txt"), *ROOT.glob("seeds/*.txt")]):
        _, text, spans = read_marked(path.read_text(encoding="utf-8"))
        pool = found.setdefault(catalog.detect_languages(Document(text))[0], Pool([], [], []))
        at, first = 0, True
        for line in text.split("\n"):
            start, end = at, at + len(line)
            at = end + 1
            if not line.strip():
                continue
            touching = [span for span in spans if span.start < end and start < span.end]
            if any(span.start <= start and end <= span.end for span in touching):
                pool.leftovers.append(line)
            elif not touching:
                (pool.headlines if first else pool.paragraphs).append(line)
                first = False
    return {code: pool for code, pool in found.items() if pool.headlines and pool.paragraphs}


def articles(pool: Pool, code: str, rng: random.Random) -> Iterator[dict[str, Any]]:
    """Yield articles endlessly."""
    number = 0
    while True:
        number += 1
        size_limit = min(max(rng.lognormvariate(0, _SPREAD) * _MEDIAN, _MIN_SIZE), _MAX_SIZE)
        lines, size = [], 0
        for line in rng.sample(pool.paragraphs, len(pool.paragraphs)):
            lines.append(line)
            size += len(line)
            if size >= size_limit:
                break
        if pool.leftovers and rng.random() < _BOILERPLATE_SHARE:
            for line in rng.sample(pool.leftovers, min(len(pool.leftovers), rng.randint(1, 4))):
                lines.insert(rng.choice((0, len(lines), rng.randint(0, len(lines)))), line)
        title = rng.choice(pool.headlines)
        url = f"https://post.example/{code}/{number}"
        text = rng.choice(("\n", "\n\n")).join([title, *lines])
        yield {"id": f"{code}-{number}", "lang": code, "title": title, "url": url, "text": text}


def mixed(rng: random.Random) -> Iterator[dict[str, Any]]:
    """Yield articles of all kinds and languages endlessly, in the proportions of SHARES."""
    streams = {code: articles(pool, code, rng) for code, pool in pools().items()}
    others = sorted(set(streams) - {ENGLISH})
    sample = {code: next(streams[code])["text"] for code in others}
    latin = [code for code in others if _is_latin(sample[code])]
    script = [code for code in others if code not in latin]
    while True:
        kind = rng.choices([name for name, _ in SHARES], [share for _, share in SHARES])[0]
        codes = {"latin": latin, "script": script}.get(kind, [ENGLISH])
        article = next(streams[rng.choice(codes)])
        if kind == "ascii":
            lines = straight(article["text"]).split("\n")
            article = article | {"text": "\n".join(line for line in lines if line.isascii())}
        elif kind in ("curly", "mojibake"):
            article = article | {"text": curly(article["text"])}
        if kind == "mojibake":
            article = article | {"text": misread(article["text"], rng)}
        elif kind == "entities":
            article = article | {"text": straight(article["text"]).replace('"', "&quot;").replace("'", "&#39;")}
        yield article


def english(rng: random.Random) -> Iterator[dict[str, Any]]:
    """Yield English articles endlessly, plain or with curly quotes in the proportions of SHARES."""
    for article in articles(pools()[ENGLISH], ENGLISH, rng):
        plain = rng.choices((straight, curly), [dict(SHARES)["ascii"], dict(SHARES)["curly"]])[0]
        yield article | {"text": plain(article["text"])}


def misread(text: str, rng: random.Random) -> str:
    """Return a text whose UTF-8 bytes are decoded with a wrong encoding."""
    encoding = rng.choices([name for name, _ in _WRONG_ENCODINGS], [share for _, share in _WRONG_ENCODINGS])[0]
    decoded = []
    for byte in text.encode("utf-8", "surrogatepass"):
        try:
            decoded.append(bytes((byte,)).decode(encoding))
        except UnicodeDecodeError:
            decoded.append(chr(byte))  # browsers decode undefined bytes of windows-1252 so
    return "".join(decoded)


def curly(text: str) -> str:
    """Return the text with typographic quotes."""
    text = re.sub(r'"(?=\w)', "“", text).replace('"', "”")
    return text.replace("'", "’")


def straight(text: str) -> str:
    """Return the text with ASCII quotes and dashes."""
    return text.translate(_STRAIGHT)


def _is_latin(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return len(_LATIN.findall(text)) > len(letters) / 2
