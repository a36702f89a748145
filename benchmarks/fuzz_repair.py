"""Compare repair with ftfy: make fuzz [CORPUS=articles.jsonl.gz] [ARGS="--lines N --seed N"]

Compares random lines: characters that ftfy's test for mojibake names, other characters that ftfy rewrites, and text
decoded with a wrong encoding. Then compares each line of a corpus. Exits with 1 if a line differs.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import ftfy
from ftfy.badness import MOJIBAKE_CATEGORIES

from cleaner.intake.repair import repair
from speed import texts

# Controls, escapes, entities, marks that ftfy drops, and ordinary text in six scripts.
_OTHER_CLASSES = (
    "\x00\x07\x0b\x1b\x7f\x80\x85\x9d\xa0\ufeff\ufffd\ufffc\u200b\u206a\ufff9 \t\r",
    "&;<>#ampltquoxX0123456789/!",
    "abcXYZ aeiou .,;:?!'\"()-",
    "ЁёабвГДяІї",
    "αβγΩ",
    "中文新聞か가कกع",
    "‘’“”–—…•™€ﬁＡ　ﾊ",
)
_SEQUENCES = (
    "&amp;",
    "&lt;",
    "&#39;",
    "&eacute;",
    "&nbsp;",
    "&#x2014;",
    "\x1b[31m",
    "â€™",
    "Ã©",
    "Â ",
    "à ",
    "<b>",
    "\ud800",
)
_MAX_REPORTED = 10
# A copy of the configuration of repair: an oracle must not import it from the tested code.
_ENTITY = "&#?[0-9A-Za-z]{1,24};"
_ABOUT_MARKUP = re.compile(
    r"(?:<|&lt;|&#60;|&#[xX]3[cC];)/?[A-Za-z!]|\b(?:X?HTML5?|XML|SGML|XSS)\b"
    + rf"|[\"'`“‘«„(\[]{_ENTITY}[\"'`”’»)\]]"
)
_CODE = re.compile(r"[{}]\s*$|\);\s*$|=>|\w::\w|==|!=|\w\(\)|/>")
_CHAIN = re.compile(r"(?:amp;){6}")
_CONFIG = ftfy.TextFixerConfig(
    unescape_html=False,
    uncurl_quotes=False,
    fix_latin_ligatures=False,
    fix_character_width=False,
    fix_line_breaks=False,
    normalization=None,
    explain=False,
)


def main() -> int:
    """Compare and print; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--corpus", type=Path, help="also compare each line of these articles")
    options = parser.parse_args()
    compared = repaired = differ = 0
    for line in _lines(options.lines, options.seed):
        theirs = _by_ftfy(line)
        compared += 1
        repaired += theirs != line
        differ += _report(line, theirs, repair(line)[0], differ)
    print(f"{compared:,} fuzzed lines, {repaired:,} of them repaired by ftfy: {differ:,} differ")
    if options.corpus:
        compared = repaired = 0
        before = differ
        for text in _texts(options.corpus):
            entities = not _ABOUT_MARKUP.search(text)
            ours = repair(text)[0]
            theirs = "\n".join(_by_ftfy(line, entities=entities) for line in text.split("\n"))
            compared += text.count("\n") + 1
            repaired += theirs != text
            differ += _report(text, theirs, ours, differ)
        print(
            f"{compared:,} lines of the corpus, {repaired:,} articles repaired by ftfy: {differ - before:,} differ"
        )
    return 1 if differ else 0


def _lines(count: int, seed: int) -> Iterator[str]:
    rng = random.Random(seed)
    classes = [*(_members(one) for one in MOJIBAKE_CATEGORIES.values()), *_OTHER_CLASSES]
    prose = [line for pool in texts.pools().values() for line in pool.paragraphs]
    for number in range(count):
        kind = number % 4
        if kind == 0:  # a few classes side by side, as in mojibake
            few = rng.sample(classes, 3)
            line = "".join(rng.choice(rng.choice(few)) for _ in range(rng.randint(1, 10)))
        elif kind == 1:  # all classes
            line = "".join(rng.choice(rng.choice(classes)) for _ in range(rng.randint(1, 40)))
        elif kind == 2:  # prose with a strange character
            piece = _piece(prose, rng)
            strange = rng.choice(_SEQUENCES) if rng.random() < 0.5 else rng.choice(rng.choice(classes))
            at = rng.randint(0, len(piece))
            line = piece[:at] + strange + piece[at:]
        else:  # prose decoded with a wrong encoding once or twice
            line = texts.misread(texts.curly(_piece(prose, rng)), rng)
            line = texts.misread(line, rng) if rng.random() < 0.2 else line
        yield line.replace("\n", " ")


def _piece(prose: list[str], rng: random.Random) -> str:
    line = rng.choice(prose)
    at = rng.randrange(len(line))
    return line[at : at + rng.randint(1, 40)]


def _members(category: str) -> str:
    """Return the characters of one of ftfy's classes, which are written as the inside of []."""
    inside = re.compile(f"[{category}]")
    return "".join(chr(code) for code in range(0x20, 0x3000) if inside.match(chr(code)))


def _by_ftfy(line: str, *, entities: bool | None = None) -> str:
    """Return the line repaired by ftfy alone, with the configuration of repair."""
    body = line[:-1] if line.endswith("\r") else line
    if entities is None:
        entities = not _ABOUT_MARKUP.search(line)
    code = _CODE.search(re.sub(_ENTITY, "", line)) or "&amp;&amp;" in line or _CHAIN.search(line)
    unescaped = ftfy.fixes.unescape_html(body) if entities and not code else body
    return str(ftfy.fix_text(unescaped, _CONFIG)) + line[len(body) :]


def _texts(path: Path) -> Iterator[str]:
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)["text"]


def _report(text: str, theirs: str, ours: str, before: int) -> bool:
    if ours == theirs:
        return False
    if before < _MAX_REPORTED:
        print(f"differs: {text[:200]!r}\n  ftfy:    {theirs[:200]!r}\n  cleaner: {ours[:200]!r}")
    return True


if __name__ == "__main__":
    sys.exit(main())
