"""Measures how time grows with size, rules, languages, documents and workers. Results are points (size, time)."""

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
_PIECES = 1_000_000  # characters


def text_of(articles: Iterator[dict[str, Any]], size: int) -> str:
    """Return `size` characters of articles, one below the other. Repeated articles have numbered lines."""
    held: list[dict[str, Any]] = []
    lines: list[str] = []
    length = number = 0
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
    """Return nanoseconds per character by document size. Up to _PIECES, documents are pieces of one text."""
    rules, points, whole = Matcher(builtin().choose()), [], text(_PIECES)
    _cpu_seconds(Document(whole), rules)  # warm-up: RE2 builds its automata while it matches
    for size in steps:
        pieces = [text(size)] if size > len(whole) else _pieces(whole, size)
        seconds = sum(_cpu_seconds(Document(piece), rules) for piece in pieces)
        points.append((float(size), seconds / sum(map(len, pieces)) * 1e9))
    return points


def _pieces(text: str, size: int) -> list[str]:
    return [text[at : at + size] for at in range(0, len(text), size)]


def generated(count: int) -> tuple[Card, ...]:
    """Return generated cards with different words, half of shape line and half lead-in."""
    rng = random.Random(3)
    letters = "bdfgklmnprstvz"
    names = ["".join(rng.choice(letters) + rng.choice("aeiou") for _ in range(3)) for _ in range(900)]
    cards = []
    for number in range(count):
        first, second, third = rng.sample(names, 3)
        shape = ("line", "lead-in")[number % 2]
        pattern = f"(?:more {first}|{second}) (?:from|in) {third}" + (".*" if shape == "line" else "")
        cards.append(
            Card("matchers", f"matchers-{number}", shape, "It measures growth.", "0.2.0", (), pattern=pattern)
        )
    return tuple(cards)


def with_rules(count: int) -> Catalog:
    """Return the built-in catalog with `count` cards: with fewer patterns, or with generated cards added.

    Cards of shape code always stay, because their cost does not depend on the number of rules.
    """
    own = builtin().choose()
    if count > len(own.cards):
        return own.with_cards(generated(count - len(own.cards)))
    code = [card for card in own.cards if card.shape == "code"]
    patterns = [card for card in own.cards if card.shape != "code"]
    wanted = count - len(code)
    return own._replace(cards=(*code, *(patterns[len(patterns) * at // wanted] for at in range(wanted))))


def rule_counts(document: Document, steps: Sequence[int], rounds: int = 5) -> Points:
    """Return nanoseconds per character by number of rules. The numbers alternate."""
    return _alternating({count: Matcher(with_rules(count)) for count in steps}, [document], rounds)


def language_counts(documents: Sequence[Document], steps: Sequence[int], rounds: int = 5) -> Points:
    """Return nanoseconds per character by number of languages in the catalog."""
    own = builtin().choose()
    ordered = sorted(own.languages, key=lambda language: language.code != "en")
    return _alternating(
        {count: Matcher(own._replace(languages=tuple(ordered[:count]))) for count in steps}, documents, rounds
    )


def _alternating(matchers: dict[int, Matcher], documents: Sequence[Document], rounds: int) -> Points:
    seconds: dict[int, list[float]] = {count: [] for count in matchers}
    for rules in matchers.values():
        for document in documents:
            engine.run_pipeline(document, rules)  # warm-up: compiles the languages of the document
    for number in range(rounds):
        for count in sorted(matchers, reverse=bool(number % 2)):
            seconds[count].append(sum(_cpu_seconds(document._replace(), matchers[count]) for document in documents))
    size = sum(len(document.text) for document in documents)
    return [(float(count), median(times) / size * 1e9) for count, times in sorted(seconds.items())]


def document_counts(steps: Sequence[int]) -> tuple[Points, Points]:
    """Return microseconds of CPU per small document, and peak megabytes, of the command fed by a pipe."""
    times, memory = [], []
    for count in steps:
        seconds, peak = _command(_small(count), jobs=1)
        times.append((float(count), seconds / count * 1e6))
        memory.append((float(count), peak))
    return times, memory


def _small(count: int) -> Iterator[bytes]:
    for number in range(count):
        text = f"The ferry number {number} left at noon.\n\nNobody had seen number {number // 7} come back.\n"
        yield json.dumps({"id": number, "text": text + "\nREAD MORE: The pier"}).encode() + b"\n"


def worker_counts(path: Path, steps: Sequence[int], rounds: int = 3) -> Points:
    """Return wall seconds of the command on a file by number of workers."""
    seconds: dict[int, list[float]] = {jobs: [] for jobs in steps}
    for _ in range(rounds):
        for jobs in steps:
            before = time.perf_counter()
            _command(None, jobs=jobs, path=path)
            seconds[jobs].append(time.perf_counter() - before)
    return [(float(jobs), median(times)) for jobs, times in seconds.items()]


def _command(lines: Iterator[bytes] | None, *, jobs: int, path: Path | None = None) -> tuple[float, float]:
    """Return CPU seconds and, on Linux, the peak megabytes of the largest process.

    ru_maxrss cannot be used: it includes the memory of the parent at the start of the child.
    """
    command = [sys.executable, "-m", "cleaner", "clean", str(path or "-"), "--from", "jsonl", "--isolated", "-q"]
    peak = 0.0
    with open(os.devnull, "wb") as devnull:
        process = subprocess.Popen(
            [*command, "-j", str(jobs)], stdin=subprocess.PIPE if lines else None, stdout=devnull
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


def _cpu_seconds(document: Document, rules: Matcher) -> float:
    before = resource.getrusage(resource.RUSAGE_SELF)
    engine.run_pipeline(document, rules)
    after = resource.getrusage(resource.RUSAGE_SELF)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
