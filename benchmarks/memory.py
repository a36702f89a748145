"""Measure the memory of a long run: make memory [ARGS="--gigabytes 2 -j 2"] or [ARGS="--files 100000"]. Linux only.

Writes JSON Lines or small files, runs `cleaner clean` on them, and reads the memory of each process from /proc
every few seconds. Prints the memory over time and the peak of each process.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from speed import corpora
from speed.watching import MEGABYTE, family, held

_MAX_ROWS = 40  # printed samples


def main() -> int:
    """Generate, run, sample and print; return the exit code of the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--corpus", type=Path, help="articles (.jsonl, .jsonl.gz) to use (default: the project's own)"
    )
    parser.add_argument("--gigabytes", type=float, default=0.05, help="size of the JSON Lines")
    parser.add_argument("--files", type=int, default=0, help="number of small files to write instead")
    parser.add_argument("--report", action="store_true", help="also write a ledger")
    parser.add_argument("-j", "--jobs", type=int, default=2)
    parser.add_argument("--every", type=float, default=2.0, help="seconds between samples")
    parser.add_argument("--folder", type=Path, help="keep the inputs and outputs in this folder")
    options = parser.parse_args()
    if not Path("/proc/self/status").exists():
        print("memory: needs /proc, which only Linux has", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="memory-") as temporary:
        folder = options.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        if options.files:
            source, out = _files(folder / "in", options.files, options.corpus), folder / "out"
            size = sum(path.stat().st_size for path in source.rglob("*.txt"))
            out.mkdir(exist_ok=True)
        else:
            source, out = _records(folder / "in.jsonl", options.gigabytes, options.corpus), folder / "out.jsonl"
            size = source.stat().st_size
        command = [sys.executable, "-m", "cleaner", "clean", str(source), "-o", str(out), "--isolated", "-q"]
        command += ["-j", str(options.jobs)]
        if options.report:
            command += ["--report", str(folder / "report.jsonl")]
        started = time.perf_counter()
        process = subprocess.Popen(command)
        samples, peaks = _sample(process, options.every)
        seconds = time.perf_counter() - started
    _print(samples, peaks, process.pid)
    print(f"\n{size / MEGABYTE:,.0f} MB in {seconds:,.0f} s; exit code {process.returncode}")
    return process.returncode


def _records(path: Path, gigabytes: float, corpus: Path | None) -> Path:
    left = gigabytes * 1e9
    with open(path, "wb") as file:
        for line in _lines(corpus):
            file.write(line)
            left -= len(line)
            if left <= 0:
                return path
    return path


def _files(folder: Path, count: int, corpus: Path | None) -> Path:
    for number, line in enumerate(islice(_lines(corpus), count)):
        path = folder / f"{number // 1000:04}" / f"{number:08}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.loads(line)["text"], encoding="utf-8", errors="replace")
    return folder


def _lines(corpus: Path | None) -> Iterator[bytes]:
    """Yield records endlessly: those of the corpus, or 2,000 of the project's own texts, repeated."""
    held = [
        json.dumps(record, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
        for record in islice(corpora.articles(corpus), None if corpus else 2000)
    ]
    while True:
        yield from held


def _sample(
    process: subprocess.Popen[bytes], every: float
) -> tuple[list[tuple[float, dict[int, float]]], dict[int, float]]:
    """Return samples of (seconds, {process: resident megabytes}), and {process: peak megabytes}."""
    started, samples = time.perf_counter(), []
    peaks: dict[int, float] = {}
    while process.poll() is None:
        now: dict[int, float] = {}
        for pid in family(process.pid):
            resident, peak = held(pid)
            if peak:
                now[pid] = resident
                peaks[pid] = max(peak, peaks.get(pid, 0))
        samples.append((time.perf_counter() - started, now))
        # Frequent samples at first, so that a short run has some.
        time.sleep(min(every, 0.1 + len(samples) * 0.1))
    return samples, peaks


def _print(samples: list[tuple[float, dict[int, float]]], peaks: dict[int, float], parent: int) -> None:
    workers = sorted(set(peaks) - {parent})
    print(
        "seconds   parent  "
        + "  ".join(f"worker {number + 1}" for number in range(len(workers)))
        + "      all (MB)"
    )
    for seconds, now in samples[:: max(1, len(samples) // _MAX_ROWS)]:
        cells = [f"{now.get(pid, 0):8.1f}" for pid in (parent, *workers)]
        print(f"{seconds:7.1f} " + "  ".join(cells) + f"  {sum(now.values()):12.1f}")
    print("\npeak    " + "  ".join(f"{peaks.get(pid, 0):8.1f}" for pid in (parent, *workers)))


if __name__ == "__main__":
    sys.exit(main())
