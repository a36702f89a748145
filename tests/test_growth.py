"""Time grows with the text, and hardly with the rules: ratios of CPU time, never seconds.

What is hostile to a single stage stands in test_patterns.py; here the whole way, from text to ledger, is taken by
texts of every common form."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from itertools import count, islice

import pytest

import cleaner
from cleaner.core.document import Document
from cleaner.matching.catalog import builtin
from cleaner.report.ledger import dumps, ledger
from speed import growing, texts
from support import ROOT, SEEDS

sys.path.insert(0, str(ROOT / "benchmarks"))


SMALL, TIMES = 8_000, 8


NUMBERS = count(100_000)


PROSE = (SEEDS / "seagrass-clock.txt").read_text(encoding="utf-8").split("\n\n")[3:9]


def numbered(line: str, size: int, end: str = "\n") -> str:
    """`size` characters of lines of which no two are alike, nor like those of another text: none is remembered."""
    lines = size // (len(line) + len(end)) + 1
    return "".join(f"{line.replace('#', str(number))}{end}" for number in islice(NUMBERS, lines))[:size]


FORMS: dict[str, Callable[[int], str]] = {
    "prose": lambda size: "\n\n".join(numbered(f"# {line}", size // len(PROSE)) for line in PROSE),
    "short lines": lambda size: numbered("Boat # is in", size),
    "lines of one letter": lambda size: "a\n" * (size // 16),  # each takes as long as a line of words
    "one long line": lambda size: numbered("Boat # left the pier, and nobody saw it. ", size, ""),
    "one long word": lambda size: "a" * size,
    "lines with a tail": lambda size: numbered("Boat # left the pier. READ MORE: The pier is closed", size),
    "headings of their own": lambda size: numbered("Most read in harbour #", size, "\n\n"),
    "a heading now and then": lambda size: numbered("RELATED\nBoat # leaves the pier\n\nIt had left before.", size),
    "the same paragraph": lambda size: (PROSE[0] + "\n") * (size // len(PROSE[0])),
    "quotes and dashes": lambda size: numbered("“It’s boat #” – she said … ‘gone’.", size),
    "mojibake": lambda size: numbered("Itâ€™s the cafÃ© of boat #, she said.", size),
    "entities": lambda size: numbered("Boat # &amp; pier &#39;are&#39; closed", size),
    "line breaks of Windows": lambda size: numbered("Boat # left the pier, and nobody saw it.", size, "\r\n"),
    "two languages": lambda size: numbered("The boat # of the pier\nDas Boot # und der Steg sind nicht da.", size),
    "no spaces": lambda size: numbered("新しい船が#番桟橋を出た。", size),
    "no capitals": lambda size: numbered("غادر القارب # الرصيف ولم يره أحد.", size),
}


@pytest.mark.parametrize("form", FORMS)
def test_time_for_a_character_does_not_grow_with_the_text(form, worker):
    def spent(size: int) -> float:
        text = FORMS[form](size)
        before = time.process_time()
        result = worker.clean(text, title="Boat 7 is in")
        dumps(ledger(result, rules_digest=""))
        return (time.process_time() - before) / len(text)

    spent(SMALL)
    most = 2.5 * min(spent(SMALL) for _ in range(2))
    # a second try is for a machine that was busy during the first
    assert spent(SMALL * TIMES) < most or spent(SMALL * TIMES) < most


def test_two_thousand_rules_take_hardly_more_time_than_our_own():
    document = Document(growing.text_of(texts.english(random.Random(1)), 60_000))
    own = len(builtin().choose().cards)
    times = dict(growing.rule_counts(document, (50, own, 2000), rounds=5))
    assert times[2000] < 1.5 * times[own]
    # fifty of ours leave out some that cost more than any that is added: the number is not what this ratio shows
    assert times[2000] < 2 * times[50]


def test_documents_do_not_weigh_on_those_after_them():
    # what a Cleaner keeps from one document must not make the next ones slower
    own = cleaner.Cleaner()

    def spent(first: int) -> float:
        before = time.process_time()
        for number in range(first, first + 150):
            own.clean(f"{number} {PROSE[0]}\nBoat {number} is in\n\nREAD MORE: Boat {number} is late")
        return time.process_time() - before

    spent(0)
    early = min(spent(1_000), spent(2_000))
    for first in range(3_000, 9_000, 1_000):
        spent(first)
    assert min(spent(10_000), spent(20_000)) < 2 * early
