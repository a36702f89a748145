"""Whether repair does what ftfy does: make fuzz [CORPUS=articles.jsonl.gz] [ARGS="--lines N --seed N"]

Random lines of the characters that ftfy's own test for mojibake names, of what it rewrites besides, and of text
read in a wrong encoding; then every line of a corpus. Prints how many were compared; exits with 1 if one differs.
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

# Beside the letters of mojibake: controls, escapes, entities, marks that ftfy drops, ordinary text in six scripts
_BESIDE = (
    "\x00\x07\x0b\x1b\x7f\x80\x85\x9d\xa0\ufeff\ufffd\ufffc\u200b\u206a\ufff9 \t\r",
    "&;<>#ampltquoxX0123456789/!",
    "abcXYZ aeiou .,;:?!'\"()-",
    "ЁёабвГДяІї",
    "αβγΩ",
    "中文新聞か가कกع",
    "‘’“”–—…•™€ﬁＡ　ﾊ",
)
_WHOLE = (
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
_SHOWN = 10
# The configuration that repair documents, said here again: an oracle is no oracle if it asks who is on trial.
# Entities are left alone in text with markup, and in chains, in which ftfy is quadratic
_MARKUP = re.compile(r"</?[A-Za-z!]")
_CHAIN = re.compile(r"(?:amp;){6}")
_CONFIG = {
    entities: ftfy.TextFixerConfig(
        unescape_html=entities,
        uncurl_quotes=False,
        fix_latin_ligatures=False,
        fix_character_width=False,
        fix_line_breaks=False,
        normalization=None,
        explain=False,
    )
    for entities in (False, True)
}


def main() -> int:
    """Compare, print, and tell by the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--corpus", type=Path, help="compare every line of these articles too")
    chosen = parser.parse_args()
    compared = needed = differ = 0
    for line in _lines(chosen.lines, chosen.seed):
        theirs = _by_ftfy(line)
        compared += 1
        needed += theirs != line
        differ += _tell(line, theirs, repair(line)[0], differ)
    print(f"{compared:,} fuzzed lines, {needed:,} of them repaired by ftfy: {differ:,} differ")
    if chosen.corpus:
        compared = needed = 0
        before = differ
        for text in _texts(chosen.corpus):
            entities = not _MARKUP.search(text)
            mine = repair(text)[0]
            theirs = "\n".join(_by_ftfy(line, entities=entities) for line in text.split("\n"))
            compared += text.count("\n") + 1
            needed += theirs != text
            differ += _tell(text, theirs, mine, differ)
        print(f"{compared:,} lines of the corpus, {needed:,} articles repaired by ftfy: {differ - before:,} differ")
    return 1 if differ else 0


def _lines(count: int, seed: int) -> Iterator[str]:
    source = random.Random(seed)
    classes = [*(_members(one) for one in MOJIBAKE_CATEGORIES.values()), *_BESIDE]
    prose = [line for pool in texts.pools().values() for line in pool.paragraphs]
    for number in range(count):
        kind = number % 4
        if kind == 0:  # a few classes side by side, as mojibake has them
            few = source.sample(classes, 3)
            line = "".join(source.choice(source.choice(few)) for _ in range(source.randint(1, 10)))
        elif kind == 1:  # all of them
            line = "".join(source.choice(source.choice(classes)) for _ in range(source.randint(1, 40)))
        elif kind == 2:  # prose in which something strange stands
            piece = _piece(prose, source)
            strange = source.choice(_WHOLE) if source.random() < 0.5 else source.choice(source.choice(classes))
            at = source.randint(0, len(piece))
            line = piece[:at] + strange + piece[at:]
        else:  # prose that was read wrongly, some of it twice
            line = texts.misread(texts.curly(_piece(prose, source)), source)
            line = texts.misread(line, source) if source.random() < 0.2 else line
        yield line.replace("\n", " ")


def _piece(prose: list[str], source: random.Random) -> str:
    line = source.choice(prose)
    at = source.randrange(len(line))
    return line[at : at + source.randint(1, 40)]


def _members(category: str) -> str:
    """The characters of one of ftfy's classes, which are written as inside of []."""
    inside = re.compile(f"[{category}]")
    return "".join(chr(code) for code in range(0x20, 0x3000) if inside.match(chr(code)))


def _by_ftfy(line: str, *, entities: bool | None = None) -> str:
    """The line repaired by ftfy alone, in the configuration that repair documents."""
    body = line[:-1] if line.endswith("\r") else line
    if entities is None:
        entities = not _MARKUP.search(line)
    return str(ftfy.fix_text(body, _CONFIG[entities and not _CHAIN.search(line)])) + line[len(body) :]


def _texts(path: Path) -> Iterator[str]:
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)["text"]


def _tell(text: str, theirs: str, mine: str, before: int) -> bool:
    if mine == theirs:
        return False
    if before < _SHOWN:
        print(f"differs: {text[:200]!r}\n  ftfy:    {theirs[:200]!r}\n  cleaner: {mine[:200]!r}")
    return True


if __name__ == "__main__":
    sys.exit(main())
