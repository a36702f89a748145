"""The project's own texts, taken apart, and put together again as articles in real proportions.

A draw of paragraphs, not a language model: an article is a headline and paragraphs of the marked fixtures and
seeds in one language, in random order, none twice; its length and its share of leftovers are those of scraped news.
The same paragraphs come back in other articles, so a corpus of real articles (CORPUS=) is the better measure.
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
# Shares of what 10,000 scraped articles were: plain English, English with curly quotes, other languages in
# Latin letters, other scripts, mojibake, entities
SHARES = (("ascii", 58), ("curly", 22), ("latin", 10), ("script", 4), ("mojibake", 3.4), ("entities", 3.2))
_LEFT_OVER = 0.35  # of the articles have a leftover, one to four lines of it
_MEDIAN, _SPREAD, _LEAST, _MOST = 4000, 0.7, 600, 60_000  # characters of an article: log-normal
_LATIN = re.compile("[A-Za-z]")
# How text was read wrongly, and how often it is seen
_WRONG = (("cp1252", 14), ("latin-1", 2), ("cp1251", 2), ("mac_roman", 2))


class Pool(NamedTuple):
    """The pieces of one language."""

    headlines: list[str]
    paragraphs: list[str]
    leftovers: list[str]


def pools() -> dict[str, Pool]:
    """The pieces of all fixtures and seeds, by language."""
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


def articles(pool: Pool, code: str, source: random.Random) -> Iterator[dict[str, Any]]:
    """Articles without end."""
    number = 0
    while True:
        number += 1
        wanted = min(max(source.lognormvariate(0, _SPREAD) * _MEDIAN, _LEAST), _MOST)
        lines, size = [], 0
        for line in source.sample(pool.paragraphs, len(pool.paragraphs)):
            lines.append(line)
            size += len(line)
            if size >= wanted:
                break
        if pool.leftovers and source.random() < _LEFT_OVER:
            for line in source.sample(pool.leftovers, min(len(pool.leftovers), source.randint(1, 4))):
                lines.insert(source.choice((0, len(lines), source.randint(0, len(lines)))), line)
        title = source.choice(pool.headlines)
        url = f"https://post.example/{code}/{number}"
        text = source.choice(("\n", "\n\n")).join([title, *lines])
        yield {"id": f"{code}-{number}", "lang": code, "title": title, "url": url, "text": text}


def mixed(source: random.Random) -> Iterator[dict[str, Any]]:
    """Articles of all kinds and languages, in the shares of `SHARES`, without end."""
    streams = {code: articles(pool, code, source) for code, pool in pools().items()}
    others = sorted(set(streams) - {ENGLISH})
    sample = {code: next(streams[code])["text"] for code in others}
    latin = [code for code in others if _is_latin(sample[code])]
    script = [code for code in others if code not in latin]
    while True:
        kind = source.choices([name for name, _ in SHARES], [share for _, share in SHARES])[0]
        codes = {"latin": latin, "script": script}.get(kind, [ENGLISH])
        article = next(streams[source.choice(codes)])
        if kind == "ascii":
            article = article | {"text": straight(article["text"])}
        elif kind in ("curly", "mojibake"):
            article = article | {"text": curly(article["text"])}
        if kind == "mojibake":
            article = article | {"text": misread(article["text"], source)}
        elif kind == "entities":
            article = article | {"text": straight(article["text"]).replace('"', "&quot;").replace("'", "&#39;")}
        yield article


def english(source: random.Random) -> Iterator[dict[str, Any]]:
    """English articles, plain or with curly quotes in the shares of `SHARES`, without end."""
    for article in articles(pools()[ENGLISH], ENGLISH, source):
        plain = source.choices((straight, curly), [dict(SHARES)["ascii"], dict(SHARES)["curly"]])[0]
        yield article | {"text": plain(article["text"])}


def misread(text: str, source: random.Random) -> str:
    """A text whose UTF-8 was read in another encoding."""
    encoding = source.choices([name for name, _ in _WRONG], [share for _, share in _WRONG])[0]
    wrong = []
    for byte in text.encode("utf-8", "surrogatepass"):
        try:
            wrong.append(bytes((byte,)).decode(encoding))
        except UnicodeDecodeError:
            wrong.append(chr(byte))  # as browsers read what windows-1252 has no letter for
    return "".join(wrong)


def curly(text: str) -> str:
    """A text with typographic quotes."""
    text = re.sub(r'"(?=\w)', "“", text).replace('"', "”")
    return text.replace("'", "’")


def straight(text: str) -> str:
    """A text with typewriter quotes and dashes."""
    return text.translate(str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "—": "-", "–": "-", "…": "..."}))


def _is_latin(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return len(_LATIN.findall(text)) > len(letters) / 2
