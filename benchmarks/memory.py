"""Memory of a run over much: make memory [ARGS="--gigabytes 2 -j 2"] or [ARGS="--files 100000"]. Linux only.

Writes so many gigabytes of JSON Lines, or so many small files, runs `cleaner clean` over them, and every few
seconds reads from /proc what each of its processes holds. Prints the curve, and the peak of every process.
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

_CURVE = 40  # lines of it, at most


def main() -> int:
    """Generate, run, watch, print; the exit code is the command's."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--corpus", type=Path, help="articles (.jsonl, .jsonl.gz) to draw from; else the project's own"
    )
    parser.add_argument("--gigabytes", type=float, default=0.05, help="of JSON Lines")
    parser.add_argument("--files", type=int, default=0, help="so many small files instead")
    parser.add_argument("--report", action="store_true", help="with a ledger")
    parser.add_argument("-j", "--jobs", type=int, default=2)
    parser.add_argument("--every", type=float, default=2.0, help="seconds between two looks")
    parser.add_argument("--folder", type=Path, help="write here what is read and written, and leave it")
    chosen = parser.parse_args()
    if not Path("/proc/self/status").exists():
        print("memory: /proc is not there; this command works on Linux only", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="memory-") as temporary:
        folder = chosen.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        if chosen.files:
            source, out = _files(folder / "in", chosen.files, chosen.corpus), folder / "out"
            size = sum(path.stat().st_size for path in source.rglob("*.txt"))
            out.mkdir(exist_ok=True)
        else:
            source, out = _records(folder / "in.jsonl", chosen.gigabytes, chosen.corpus), folder / "out.jsonl"
            size = source.stat().st_size
        command = [sys.executable, "-m", "cleaner", "clean", str(source), "-o", str(out), "--isolated", "-q"]
        command += ["-j", str(chosen.jobs)]
        if chosen.report:
            command += ["--report", str(folder / "report.jsonl")]
        began = time.perf_counter()
        process = subprocess.Popen(command)
        curve, peaks = _watch(process, chosen.every)
        seconds = time.perf_counter() - began
    _print(curve, peaks, process.pid)
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
    """Records without end: those of the corpus over and over, or of the project's own texts (the first 2,000)."""
    held = [
        json.dumps(record, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
        for record in islice(corpora.articles(corpus), None if corpus else 2000)
    ]
    while True:
        yield from held


def _watch(
    process: subprocess.Popen[bytes], every: float
) -> tuple[list[tuple[float, dict[int, float]]], dict[int, float]]:
    """(seconds, {process: megabytes resident}) as time goes, and {process: megabytes at most}."""
    began, curve = time.perf_counter(), []
    peaks: dict[int, float] = {}
    while process.poll() is None:
        now: dict[int, float] = {}
        for pid in family(process.pid):
            resident, peak = held(pid)
            if peak:
                now[pid] = resident
                peaks[pid] = max(peak, peaks.get(pid, 0))
        curve.append((time.perf_counter() - began, now))
        # quickly at first, so that a short run shows something too
        time.sleep(min(every, 0.1 + len(curve) * 0.1))
    return curve, peaks


def _print(curve: list[tuple[float, dict[int, float]]], peaks: dict[int, float], parent: int) -> None:
    workers = sorted(set(peaks) - {parent})
    print(
        "seconds   parent  "
        + "  ".join(f"worker {number + 1}" for number in range(len(workers)))
        + "      all (MB)"
    )
    for seconds, now in curve[:: max(1, len(curve) // _CURVE)]:
        cells = [f"{now.get(pid, 0):8.1f}" for pid in (parent, *workers)]
        print(f"{seconds:7.1f} " + "  ".join(cells) + f"  {sum(now.values()):12.1f}")
    print("\npeak    " + "  ".join(f"{peaks.get(pid, 0):8.1f}" for pid in (parent, *workers)))


if __name__ == "__main__":
    sys.exit(main())
