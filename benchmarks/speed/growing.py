"""How time grows with each thing that may grow; every function gives points (size, time)."""

from __future__ import annotations

import json
import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

from cleaner.core.document import Document
from cleaner.matching.card import Card
from cleaner.matching.catalog import Catalog, builtin
from cleaner.matching.matcher import Matcher
from cleaner.pipeline import run as engine
from speed.watching import family, held

Points = list[tuple[float, float]]


def text_of(articles: Iterator[dict[str, Any]], size: int) -> str:
    """Articles one under the other, `size` characters of them; when they come again, their lines are numbered."""
    held, lines, length, number = [], [], 0, 0
    while length < size:
        article = next(articles, None)
        if article is None:
            number += 1
            articles = iter(held)
            continue
        if number == 0:
            held.append(article)
        for line in article["text"].split("\n"):
            lines.append(f"{line} ({number})" if number and len(line) > 80 else line)
            length += len(lines[-1]) + 1
    return "\n".join(lines)[:size]


def sizes(text: Callable[[int], str], steps: Sequence[int]) -> Points:
    """Nanoseconds a character, for documents of these sizes; up to a million they are pieces of the same."""
    rules, points, million = Matcher(builtin().choose()), [], text(1_000_000)
    _spent(Document(million), rules)  # RE2 builds its automata as it reads
    for size in steps:
        pieces = [text(size)] if size > len(million) else _pieces(million, size)
        spent = sum(_spent(Document(piece), rules) for piece in pieces)
        points.append((float(size), spent / sum(map(len, pieces)) * 1e9))
    return points


def _pieces(text: str, size: int) -> list[str]:
    return [text[at : at + size] for at in range(0, len(text), size)]


def generated(count: int) -> tuple[Card, ...]:
    """Cards that nobody wrote, half of them lines and half lead-ins, each with words of its own."""
    source = random.Random(3)
    letters = "bdfgklmnprstvz"
    names = ["".join(source.choice(letters) + source.choice("aeiou") for _ in range(3)) for _ in range(900)]
    cards = []
    for number in range(count):
        one, two, three = source.sample(names, 3)
        shape = ("line", "lead-in")[number % 2]
        pattern = f"(?:more {one}|{two}) (?:from|in) {three}" + (".*" if shape == "line" else "")
        cards.append(Card("made", f"made-{number}", shape, "It measures growth.", "0.2.0", (), pattern=pattern))
    return tuple(cards)


def with_rules(count: int) -> Catalog:
    """The program's catalog with so many cards: fewer patterns than it has, or generated ones added.

    Cards that are code stay in any case: what grows with them is not the number of rules.
    """
    own = builtin().choose()
    if count > len(own.cards):
        return own.with_cards(generated(count - len(own.cards)))
    code = [card for card in own.cards if card.shape == "code"]
    patterns = [card for card in own.cards if card.shape != "code"]
    wanted = count - len(code)
    return own._replace(cards=(*code, *(patterns[len(patterns) * at // wanted] for at in range(wanted))))


def rule_counts(document: Document, steps: Sequence[int], rounds: int = 5) -> Points:
    """Nanoseconds a character, with so many rules; the sizes take turns."""
    return _in_turn({count: Matcher(with_rules(count)) for count in steps}, [document], rounds)


def language_counts(documents: Sequence[Document], steps: Sequence[int], rounds: int = 5) -> Points:
    """Nanoseconds a character, with so many languages known to the program."""
    own = builtin().choose()
    ordered = sorted(own.languages, key=lambda language: language.code != "en")
    return _in_turn(
        {count: Matcher(own._replace(languages=tuple(ordered[:count]))) for count in steps}, documents, rounds
    )


def _in_turn(made: dict[int, Matcher], documents: Sequence[Document], rounds: int) -> Points:
    spent: dict[int, list[float]] = {count: [] for count in made}
    for rules in made.values():
        for document in documents:
            engine.run_pipeline(document, rules)  # compiles what it speaks
    for number in range(rounds):
        for count in sorted(made, reverse=bool(number % 2)):
            spent[count].append(sum(_spent(document._replace(), made[count]) for document in documents))
    size = sum(len(document.text) for document in documents)
    return [(float(count), median(times) / size * 1e9) for count, times in sorted(spent.items())]


def document_counts(steps: Sequence[int]) -> tuple[Points, Points]:
    """(microseconds of CPU for a small document, megabytes of memory) of the command, fed by a pipe."""
    times, memory = [], []
    for count in steps:
        spent, peak = _command(_small(count), jobs=1)
        times.append((float(count), spent / count * 1e6))
        memory.append((float(count), peak))
    return times, memory


def _small(count: int) -> Iterator[bytes]:
    for number in range(count):
        text = f"The ferry number {number} left at noon.\n\nNobody had seen number {number // 7} come back.\n"
        yield json.dumps({"id": number, "text": text + "\nREAD MORE: The pier"}).encode() + b"\n"


def worker_counts(path: Path, steps: Sequence[int], rounds: int = 3) -> Points:
    """Seconds by the clock of the command over a file, with so many workers."""
    spent: dict[int, list[float]] = {jobs: [] for jobs in steps}
    for _ in range(rounds):
        for jobs in steps:
            before = time.perf_counter()
            _command(None, jobs=jobs, path=path)
            spent[jobs].append(time.perf_counter() - before)
    return [(float(jobs), median(times)) for jobs, times in spent.items()]


def _command(lines: Iterator[bytes] | None, *, jobs: int, path: Path | None = None) -> tuple[float, float]:
    """CPU seconds, and the megabytes of the largest process, where they can be known.

    The kernel's own account (ru_maxrss) begins with what this process held when it started the other.
    """
    command = [sys.executable, "-m", "cleaner", "clean", str(path or "-"), "--from", "jsonl", "--isolated", "-q"]
    peak = 0.0
    with open(os.devnull, "wb") as nowhere:
        process = subprocess.Popen(
            [*command, "-j", str(jobs)], stdin=subprocess.PIPE if lines else None, stdout=nowhere
        )
        if lines and process.stdin:
            while piece := b"".join(islice(lines, 500)):
                process.stdin.write(piece)
                peak = max(peak, *(held(pid)[1] for pid in family(process.pid)))
            process.stdin.close()
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"cleaner clean ended with {process.returncode}")
    return used.ru_utime + used.ru_stime, peak


def _spent(document: Document, rules: Matcher) -> float:
    before = resource.getrusage(resource.RUSAGE_SELF)
    engine.run_pipeline(document, rules)
    after = resource.getrusage(resource.RUSAGE_SELF)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
