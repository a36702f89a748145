"""Compute what a corpus costs: make scale [ARGS="--measure"].

--measure cleans articles and pages as a task of an engine does (compressed JSON Lines in and out), and writes the
figures to benchmarks/scale.json. Without it the figures there are used. Then it computes core hours, wall time and
the bottleneck for corpora of 1 TB and 100 TB, simulates shards and stragglers, and fills the page. The same
figures give the same page.
"""

from __future__ import annotations

import argparse
import gzip
import heapq
import json
import math
import os
import platform
import random
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from speed import corpora
from speed.tables import fill, table

ROOT = Path(__file__).parent.parent
FIGURES = Path(__file__).with_name("scale.json")
TERABYTE, GIGABYTE, MEGABYTE = 1e12, 1e9, 1e6
CORPORA = (TERABYTE, 100 * TERABYTE)  # bytes before compression
CORES = (1, 100, 10_000)
SHARDS = (256 * MEGABYTE, GIGABYTE, 4 * GIGABYTE, 16 * GIGABYTE)  # bytes before compression
_SEED = 16

# Assumptions, which the page names: nothing here measures them
STORE = 10 * GIGABYTE  # bytes a second that a store gives and takes in all
LINK = 1.25 * GIGABYTE  # bytes a second of the network of a machine
MACHINE = 64  # cores
SLOW, SLOWNESS = 0.02, 2.0  # share of cores that are slow, and how much slower
SPREAD = 0.1  # standard deviation of the logarithm of the speed of a core
HANG, HANG_SECONDS = 1e-6, 20.0  # share of documents that run into the limit of time, and that limit
LAUNCH = 5.0  # seconds until a scheduler has started a process


class Figures(NamedTuple):
    """Figures of a kind of corpus, from one core. Bytes and seconds are means for a document.

    packed, written: bytes of the compressed input and output. cleaning, around: seconds of CPU for the document,
    and for decompression, JSON and compression. deviation: the standard deviation of `cleaning`. start: seconds of
    CPU until a process is ready to clean.
    """

    documents: int
    bytes: float
    packed: float
    written: float
    cleaning: float
    around: float
    deviation: float
    start: float

    @property
    def seconds(self) -> float:
        """Seconds of CPU for a document."""
        return self.cleaning + self.around


class Cost(NamedTuple):
    """What a corpus costs: documents, core hours, seconds by the clock, and what the clock waits for."""

    documents: float
    core_hours: float
    wall: float
    bottleneck: str


def cost(figures: Figures, size: float, cores: int, shard: float) -> Cost:
    """Return the cost of a corpus of `size` bytes. Nothing is shuffled, so that only these limits exist."""
    documents = size / figures.bytes
    tasks = max(1, math.ceil(size / shard))
    work = documents * figures.seconds
    used = min(cores, tasks)
    moved = documents * (figures.packed + figures.written)
    machines = math.ceil(used / MACHINE)
    limits = {
        "one shard": work / tasks if used < cores else 0.0,
        "CPU": work / used,
        "store": moved / STORE,
        "network": moved / (machines * LINK),
        "start": LAUNCH + figures.start,
    }
    # reading and writing overlap with cleaning; the start does not
    busiest = max(limits, key=lambda name: limits[name])
    wall = max(limit for name, limit in limits.items() if name != "start") + limits["start"]
    return Cost(documents, work / 3600, wall, busiest)


class Simulated(NamedTuple):
    """Seconds: the makespan, that of a perfect division of the work, and what a killed task repeats."""

    wall: float
    ideal: float
    lost: float

    @property
    def factor(self) -> float:
        """How many times longer than the perfect division it takes."""
        return self.wall / self.ideal


def simulate(figures: Figures, size: float, cores: int, shard: float, seed: int = _SEED) -> Simulated:
    """Simulate cores that take the next shard when they are free. Deterministic for a seed."""
    source = random.Random(seed)
    documents = shard / figures.bytes
    tasks = max(1, round(size / shard))
    speeds = [
        source.lognormvariate(0.0, SPREAD) * (SLOWNESS if source.random() < SLOW else 1.0) for _ in range(cores)
    ]
    free = [(LAUNCH + figures.start, core) for core in range(cores)]
    deviation = figures.deviation * math.sqrt(documents)
    work = last = 0.0
    for _ in range(tasks):
        seconds = max(0.0, source.gauss(documents * figures.seconds, deviation))
        seconds += HANG_SECONDS * _poisson(source, documents * HANG)
        work += seconds
        at, core = free[0]
        done = at + seconds * speeds[core]
        last = max(last, done)
        heapq.heapreplace(free, (done, core))
    rate = sum(1 / speed for speed in speeds)
    return Simulated(last, LAUNCH + figures.start + work / rate, documents * figures.seconds / 2)


def _poisson(source: random.Random, mean: float) -> int:
    left, product, count = math.exp(-mean), source.random(), 0
    while product > left:
        product *= source.random()
        count += 1
    return count


def measure(records: Iterable[dict[str, Any]]) -> Figures:
    """Clean the records as a task of an engine does, in this process, and return the figures."""
    from cleaner.engines.rows import RecordCleaner

    clean = RecordCleaner()
    lines = [json.dumps(record, ensure_ascii=False).encode() + b"\n" for record in records]
    packed = gzip.compress(b"".join(lines), 6)
    for line in lines[::10]:  # a task meets each language once and many documents of it
        clean(json.loads(line))
    times, out = [], []
    begun = time.process_time()
    for line in gzip.decompress(packed).splitlines():
        record = json.loads(line)
        at = time.process_time()
        found = clean(record)
        times.append(time.process_time() - at)
        found.pop("html", None)
        out.append(json.dumps(found, ensure_ascii=False).encode() + b"\n")
    written = gzip.compress(b"".join(out), 6)
    whole, count = time.process_time() - begun, len(lines)
    mean = sum(times) / count
    return Figures(
        documents=count,
        bytes=sum(map(len, lines)) / count,
        packed=len(packed) / count,
        written=len(written) / count,
        cleaning=mean,
        around=(whole - sum(times)) / count,
        deviation=math.sqrt(sum((one - mean) ** 2 for one in times) / count),
        start=_start(json.loads(lines[0])),
    )


def _start(record: dict[str, Any]) -> float:
    """Return the seconds of CPU of a process that cleans one record, without those to clean it."""
    code = (
        "import json, sys, time; from cleaner.engines.rows import RecordCleaner; clean = RecordCleaner(); "
        "record = json.load(sys.stdin); clean(record); at = time.process_time(); clean(record); "
        "print(2 * at - time.process_time())"
    )
    command = [sys.executable, "-c", code]
    return float(
        subprocess.run(command, input=json.dumps(record).encode(), stdout=subprocess.PIPE, check=True).stdout
    )


def measured(articles: Path | None, pages: Sequence[Path], limit: int) -> dict[str, Any]:
    """Measure both kinds of corpus, and say where."""
    texts = islice(corpora.articles(articles), limit)
    system = f"{platform.system()} {platform.machine()}"
    return {
        "machine": f"{system}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "JSON Lines": measure(texts)._asdict(),
        "HTML": measure(islice(_pages(pages), max(1, limit // 8)))._asdict(),
    }


def _pages(paths: Sequence[Path]) -> Iterator[dict[str, Any]]:
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                yield {name: record[name] for name in ("id", "url", "html") if name in record}


def tables(figures: dict[str, Figures], machine: str) -> dict[str, str]:
    """Return the tables of the page by the name of their place."""
    return {
        "scale figures": f"{machine}\n\n" + table(*_figures(figures)),
        "scale cost": table(*_costs(figures)),
        "scale shards": table(*_shards(figures)),
    }


def _figures(figures: dict[str, Figures]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    rows = [
        ("documents measured", *(f"{one.documents:,}" for one in figures.values())),
        ("bytes of a document", *(f"{one.bytes:,.0f}" for one in figures.values())),
        ("compressed, in", *(f"{one.packed:,.0f}" for one in figures.values())),
        ("compressed, out, with removals", *(f"{one.written:,.0f}" for one in figures.values())),
        ("ms of CPU to clean it", *(f"{1000 * one.cleaning:.2f}" for one in figures.values())),
        ("standard deviation", *(f"{1000 * one.deviation:.2f}" for one in figures.values())),
        ("ms of CPU for gzip and JSON", *(f"{1000 * one.around:.2f}" for one in figures.values())),
        ("documents a second and core", *(f"{1 / one.seconds:,.0f}" for one in figures.values())),
        ("MB a second and core", *(f"{one.bytes / one.seconds / MEGABYTE:.2f}" for one in figures.values())),
        ("s of CPU until a process is ready", *(f"{one.start:.1f}" for one in figures.values())),
    ]
    return ("", *figures), rows


def _costs(figures: dict[str, Figures]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    rows = []
    for kind, one in figures.items():
        for size in CORPORA:
            costs = [cost(one, size, cores, 256 * MEGABYTE) for cores in CORES]
            rows.append(
                (
                    f"{size / TERABYTE:g} TB of {kind}",
                    f"{costs[0].documents / 1e6:,.0f} million",
                    f"{costs[0].core_hours:,.0f}",
                    *(f"{span(each.wall)} ({each.bottleneck})" for each in costs),
                )
            )
    return ("", "documents", "core hours", *(f"{cores:,} core{'s' * (cores > 1)}" for cores in CORES)), rows


def _shards(figures: dict[str, Figures]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    rows = []
    for kind, one in figures.items():
        for size in CORPORA:
            for cores in CORES[1:]:
                found = [simulate(one, size, cores, shard) for shard in SHARDS]
                rows.append(
                    (
                        f"{size / TERABYTE:g} TB of {kind}, {cores:,} cores",
                        *(f"{each.factor:.2f} ({span(each.wall)})" for each in found),
                    )
                )
        lost = [simulate(one, shard, 1, shard).lost for shard in SHARDS]
        rows.append((f"{kind}: a killed task repeats, on average", *map(span, lost)))
    return ("", *(f"{shard / MEGABYTE:,.0f} MB" for shard in SHARDS)), rows


def span(seconds: float) -> str:
    """Return a time as people say it.

    >>> span(42.4), span(7200), span(400_000), span(90_000_000)
    ('42 s', '2.0 h', '4.6 days', '2.9 years')
    """
    for unit, length in (("years", 365.25 * 86400), ("days", 86400.0), ("h", 3600.0), ("min", 60.0)):
        if seconds >= 1.5 * length:
            return f"{seconds / length:.1f} {unit}"
    return f"{seconds:.0f} s"


def read_figures() -> tuple[dict[str, Figures], str]:
    """Return the figures of the last measurement, and where it was."""
    found = json.loads(FIGURES.read_text(encoding="utf-8"))
    machine = found.pop("machine")
    return {kind: Figures(**one) for kind, one in found.items()}, machine


def page() -> Path:
    """Return the page, wherever it stands below docs/."""
    return next((ROOT / "docs").rglob("scale.md"))


def main() -> int:
    """Measure if asked, compute, and fill the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--measure", action="store_true", help="measure again before computing")
    parser.add_argument("--corpus", type=Path, help="articles (.jsonl, .jsonl.gz); default: the project's own")
    parser.add_argument("--pages", type=Path, nargs="+", default=[], help="pages (.jsonl.gz)")
    parser.add_argument("--limit", type=int, default=3000, help="articles to measure; pages are an eighth of it")
    options = parser.parse_args()
    if options.measure:
        if not options.pages:
            parser.error("--measure needs --pages")
        found = measured(options.corpus, options.pages, options.limit)
        FIGURES.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    for name, text in tables(*read_figures()).items():
        fill(page(), name, text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
