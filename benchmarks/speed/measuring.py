"""Measures subjects on a corpus: interleaved rounds, medians, and ratios within a round."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median, quantiles
from typing import Any, NamedTuple

from speed.corpora import Corpus
from speed.subjects import BASE, FLOOR, HTML_BASE, Subject

_SERVE = Path(__file__).with_name("serve.py")
_FIRST = 8  # documents of the first run, which estimates the speed
_ENOUGH = 32  # documents a round; a corpus that has fewer for each round is gone through again


class SubjectError(Exception):
    """A subject is not installed, or failed on a corpus."""


class Row(NamedTuple):
    """The figures of a subject on a corpus. Rates are megabytes of text or HTML per second of CPU or wall time."""

    corpus: str
    subject: str
    label: str
    documents: int
    megabytes: float
    rates: tuple[float, ...]
    wall_rates: tuple[float, ...]
    missing: str = ""

    @property
    def rate(self) -> float:
        """The median rate by CPU time."""
        return median(self.rates) if self.rates else 0.0

    @property
    def wall(self) -> float:
        """The median rate by wall time."""
        return median(self.wall_rates) if self.wall_rates else 0.0

    @property
    def spread(self) -> float:
        """Half the interquartile range as a share of the median."""
        if len(self.rates) < 2:
            return 0.0
        low, _, high = quantiles(self.rates, n=4)
        return (high - low) / 2 / self.rate

    def times(self, other: Row | None) -> float | None:
        """Return the ratio of this rate to that of another row: the median of the ratios per round."""
        if other is None or not self.rates or not other.rates:
            return None
        return median(mine / theirs for mine, theirs in zip(self.rates, other.rates, strict=True))

    def as_dict(self) -> dict[str, Any]:
        """Return the row as a dict for JSON."""
        return self._asdict() | {"rate": self.rate, "wall_rate": self.wall, "spread": self.spread}


class Server:
    """The process of a subject."""

    def __init__(self, subject: Subject, folder: Path, python: str = sys.executable) -> None:
        self.subject = subject
        self._out = folder / f"{subject.name}.out"
        self._process = subprocess.Popen(
            [python, str(_SERVE), subject.name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONHASHSEED": "0"},
        )
        first = self._answer()
        self.missing: str = first.get("missing", "")
        self.version: str = first.get("version", "")

    def run(self, source: Path) -> tuple[float, float]:
        """Run the subject on a file and return CPU and wall seconds. Raises SubjectError."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"in": str(source), "out": str(self._out)}).encode() + b"\n")
        self._process.stdin.flush()
        answer = self._answer()
        if "failed" in answer:
            raise SubjectError(answer["failed"])
        return answer["cpu"], answer["wall"]

    def close(self) -> None:
        """End the process."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        answer: dict[str, Any] = json.loads(line) if line else {"missing": "it ended", "failed": "it ended"}
        return answer


def measure(
    corpus: Corpus, servers: Sequence[Server], *, rounds: int, seconds: float, tell: Callable[[str], None]
) -> list[Row]:
    """Measure the subjects on one corpus: warm up, then alternate for `rounds` rounds.

    Each round has documents of its own, which the subject has not seen before: on texts that come again, the
    caches of the processor and of the program make it look faster than it is. A corpus that is too small for that
    is repeated.

    Each subject gets as many documents as take it `seconds` of CPU, so that slow subjects do not take hours.
    Commands, which start a process each time, get four times as long.
    """
    document_counts: dict[str, int] = {}
    rates: dict[str, list[tuple[float, float]]] = {}
    missing: dict[str, str] = {}
    commands = 0
    for server in servers:
        name = server.subject.name
        try:
            if server.missing:
                raise SubjectError("not installed")
            if server.subject.spawns and commands:
                document_counts[name] = commands  # all commands get the same documents, so that workers compare
            else:
                time = seconds * (4 if server.subject.spawns else 1)
                document_counts[name] = _documents(corpus, server, time, rounds)
            if server.subject.spawns:
                commands = document_counts[name]
            rates[name] = []
        except SubjectError as error:
            missing[name] = str(error)
    for number in range(rounds):
        tell(f"{corpus.name}: round {number + 1} of {rounds}")
        # The order reverses each round, so that a busy moment does not always hit the same subject.
        for server in servers if number % 2 else reversed(servers):
            name = server.subject.name
            if name in rates:
                path, size = corpus.sample(document_counts[name], number + 1)
                cpu, wall = server.run(path)
                rates[name].append((size / 1e6 / max(cpu, 1e-6), size / 1e6 / max(wall, 1e-6)))
    return [_row(corpus, server.subject, document_counts, rates, missing) for server in servers]


def _documents(corpus: Corpus, server: Server, seconds: float, rounds: int) -> int:
    """Return the number of documents a round that take `seconds` of CPU, without start-up.

    The documents that tell are not among those of the rounds, unless the corpus has too few for all of them.
    """
    count, most = _FIRST, len(corpus.sizes) // (rounds + 1)
    if most < _ENOUGH:
        most = len(corpus.sizes)
    first = 0.0
    if server.subject.spawns:  # each run includes start-up
        first = server.run(corpus.sample(1)[0])[0]
    else:
        server.run(corpus.warm)  # warm-up: compiles the patterns of each language
    while True:
        count = min(count, most)
        cpu = max(server.run(corpus.sample(count)[0])[0] - first, 1e-4)
        if cpu >= seconds / 2 or count == most:
            break
        count *= 4
    wanted = min(max(_FIRST, int(count * seconds / cpu)), most)
    server.run(corpus.sample(wanted)[0])  # warm-up
    return wanted


def _row(
    corpus: Corpus,
    subject: Subject,
    document_counts: dict[str, int],
    rates: dict[str, list[tuple[float, float]]],
    missing: dict[str, str],
) -> Row:
    documents = document_counts.get(subject.name, 0)
    size = sum(corpus.sizes[:documents]) / 1e6
    cpu, wall = (tuple(pair[at] for pair in rates.get(subject.name, [])) for at in (0, 1))
    return Row(corpus.name, subject.name, subject.label, documents, size, cpu, wall, missing.get(subject.name, ""))


def base_of(rows: Sequence[Row]) -> Row | None:
    """Return the row that the others are compared with."""
    return next((row for row in rows if row.subject in (BASE, HTML_BASE) and row.rates), None)


def floor_of(rows: Sequence[Row]) -> Row | None:
    """Return the row of the floor."""
    return next((row for row in rows if row.subject == FLOOR and row.rates), None)
