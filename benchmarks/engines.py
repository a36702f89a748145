"""Compare what engines give: make engines-digest [ARGS="--limit 10000 --only Spark,Daft"].

Runs the library, the command with 1, 2 and 4 workers, and each example of docs/how-to/engines.md whose engine is
installed, on the same articles. Prints a table: version, time, memory, what the engine costs without the cleaning,
and the digest over the sorted (id, clean text, removals, repairs). Exit code 1 if a digest differs.

Other programs count too: --records NAME=FILE takes the digest of records, JSON Lines or Parquet, that they wrote.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from cleaner.version import __version__
from speed import corpora
from speed.tables import fill, table
from speed.watching import MEGABYTE, family

ROOT = Path(__file__).parent.parent
PACKAGES = {
    "datatrove": "datatrove",
    "Spark": "pyspark",
    "Ray Data": "ray",
    "Hugging Face datasets": "datasets",
    "Daft": "daft",
    "DuckDB": "duckdb",
    "Dask": "dask",
    "polars": "polars",
    "pandas": "pandas",
}
"""The headings of docs/how-to/engines.md with an example, and the package that it needs."""
_FIELDS = ("id", "text", "title", "url", "lang")
_REMOVAL = ("start", "end", "line", "rule", "stage", "because", "text")
_REPAIR = ("line", "before", "after", "rule")
_EVERY = 0.1  # seconds between samples of memory and time
_TICKS = os.sysconf("SC_CLK_TCK")
_SECONDS = 3600.0  # of one run
_PATIENT = ["--limit-seconds", "600"]  # on a busy machine the clock says nothing of a document
_HEAD = (
    "",
    "version",
    "s by the clock",
    "s of CPU",
    "ms of CPU an article",
    "of the engine alone",
    "MB",
    "records",
    "digest",
)

_LIBRARY = """
import json, sys
from cleaner.engines.rows import RecordCleaner
clean = RecordCleaner()
with open("articles.jsonl", encoding="utf-8") as source, open("clean.jsonl", "w", encoding="utf-8") as out:
    for line in source:
        print(json.dumps(clean(json.loads(line))), file=out)
"""


class Measured(NamedTuple):
    """A run: seconds by the clock and of all cores, and the peak of megabytes that only its processes hold."""

    wall: float
    cpu: float
    megabytes: float


def page() -> Path:
    """Return the page with the examples, wherever it stands below docs/."""
    return next((ROOT / "docs").rglob("engines.md"))


def examples() -> dict[str, str]:
    """Return the example of each engine by its heading."""
    found = {}
    for section in re.split(r"^## ", page().read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        heading, _, body = section.partition("\n")
        if heading in PACKAGES and (block := re.search(r"^```python\n(.*?)^```", body, re.MULTILINE | re.DOTALL)):
            found[heading] = block[1]
    return found


def installed(package: str) -> str | None:
    """Return the version of a package, or None if it is not installed."""
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def records(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the records of a file or a folder that an example wrote: JSON Lines or Parquet."""
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    for file in files:
        if file.suffix == ".parquet":
            import pyarrow.parquet as pq

            for batch in pq.ParquetFile(file).iter_batches(1000):
                yield from batch.to_pylist()
        elif ".jsonl" in file.suffixes and not file.name.startswith("."):
            with gzip.open(file) if file.suffix == ".gz" else open(file, "rb") as lines:
                yield from map(json.loads, lines)


def account(record: Mapping[str, Any]) -> str:
    """Return id, clean text, removals and repairs of a record as a line, or its error if it failed."""
    fields = {**(record.get("metadata") or {}), **record}
    removals, repairs = fields.get("removals"), fields.get("repairs") or []
    if removals is None:
        return json.dumps([str(fields["id"]), fields.get("error")])
    return json.dumps(
        [
            str(fields["id"]),
            fields.get("clean_text", fields.get("text", "")),
            [[one[name] for name in _REMOVAL] for one in removals],
            [[one[name] for name in _REPAIR] for one in repairs],
        ]
    )


def digest_of(lines: Iterable[str]) -> tuple[str, int]:
    """Return the digest of the sorted lines, and their number."""
    ordered = sorted(lines)
    return hashlib.sha256("\n".join(ordered).encode()).hexdigest()[:16], len(ordered)


def write_articles(folder: Path, corpus: Path | None, limit: int) -> int:
    """Write articles.jsonl and articles.parquet, and return the number of articles."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = []
    for number, record in enumerate(islice(corpora.articles(corpus), limit)):
        known = {name: record.get(name) for name in _FIELDS} | {"id": str(number)}
        rows.append({name: value if isinstance(value, str) else None for name, value in known.items()})
    with open(folder / "articles.jsonl", "w", encoding="utf-8") as out:
        out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    found = pa.Table.from_pylist(rows, pa.schema([(name, pa.string()) for name in _FIELDS]))
    pq.write_table(found, folder / "articles.parquet", row_group_size=2000)
    return len(rows)


def environment(folder: Path) -> dict[str, str]:
    """Return the environment of an example: nothing is read from or sent to another machine."""
    return {
        **os.environ,
        "PYTHONPATH": str(Path(__file__).parent / "speed"),
        "PYTHONWARNINGS": "ignore",
        "HF_HUB_OFFLINE": "1",
        "HF_HOME": str(folder / "hf"),
        "RAY_USAGE_STATS_ENABLED": "0",
        "DO_NOT_TRACK": "1",
        "PYSPARK_PYTHON": sys.executable,
        "SPARK_LOCAL_IP": "127.0.0.1",
    }


def measure(command: list[str], folder: Path) -> Measured:
    """Run a command in a folder and measure it with all its processes. Raises CalledProcessError if it fails."""
    started, cpu, most = time.perf_counter(), 0.0, 0.0
    with open(folder / "log.txt", "w+", encoding="utf-8") as log:
        process = subprocess.Popen(command, cwd=folder, env=environment(folder), stdout=log, stderr=log)
        while process.poll() is None and time.perf_counter() - started < _SECONDS:
            spent, held = _sample(process.pid)
            cpu, most = max(cpu, spent), max(most, held)
            time.sleep(_EVERY)
        if process.poll() is None:
            process.kill()
        wall = time.perf_counter() - started
        if process.wait():
            log.seek(0)
            raise subprocess.CalledProcessError(process.returncode, command, log.read()[-2000:])
    return Measured(wall, cpu, most)


def _sample(pid: int) -> tuple[float, float]:
    """Return the seconds of the living processes and of those they waited for, and their private megabytes."""
    seconds = megabytes = 0.0
    for one in family(pid):
        try:
            stat = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
            seconds += sum(map(int, stat[11:15])) / _TICKS
            _, resident, shared = map(int, Path(f"/proc/{one}/statm").read_text().split()[:3])
        except (OSError, ValueError):
            continue  # it has ended
        megabytes += (resident - shared) * 4096 / MEGABYTE
    return seconds, megabytes


def commands() -> dict[str, tuple[list[str], str]]:
    """Return what is compared: by name, the command and the name of its output."""
    runs = {"library, one loop": ([sys.executable, "-c", _LIBRARY], "clean.jsonl")}
    for jobs in (1, 2, 4):
        clean = [
            sys.executable,
            "-m",
            "cleaner",
            "clean",
            "articles.jsonl",
            "-o",
            "clean.jsonl",
            "--isolated",
            "-q",
        ]
        runs[f"command, -j {jobs}"] = ([*clean, "--with-removals", "-j", str(jobs)], "clean.jsonl")
    clean = [
        sys.executable,
        "-m",
        "cleaner",
        "clean",
        "articles.parquet",
        "-o",
        "clean.parquet",
        "--isolated",
        "-q",
    ]
    runs["command, Parquet, -j 2"] = ([*clean, "--with-removals", "-j", "2"], "clean.parquet")
    for name, code in examples().items():
        runs[name] = ([sys.executable, "example.py"], "clean.parquet" if "clean.parquet" in code else "clean")
    return runs


def run(name: str, articles: Path, *, noop: bool = False) -> tuple[Measured, str, int]:
    """Run one of `commands` on articles in a folder of its own; return measures, digest and number of records."""
    command, output = commands()[name]
    with tempfile.TemporaryDirectory(prefix="engines-") as temporary:
        folder = Path(temporary)
        for file in ("articles.jsonl", "articles.parquet"):
            os.link(articles / file, folder / file)
        if name in PACKAGES:
            (folder / "example.py").write_text(_without_cleaning(examples()[name]) if noop else examples()[name])
        measured = measure(command, folder)
        return measured, *digest_of(map(account, records(folder / output)))


def _without_cleaning(code: str) -> str:
    return re.sub(r"from cleaner\.(?:arrow|engines\.\w+) import", "from speed.engine_noop import", code)


def main() -> int:
    """Run, print and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, help="articles (.jsonl, .jsonl.gz); default: the project's own")
    parser.add_argument("--limit", type=int, default=10_000, help="number of articles")
    parser.add_argument("--only", help="names of runs, with commas between them")
    parser.add_argument("--records", action="append", default=[], metavar="NAME=FILE", help="output of another run")
    parser.add_argument("--no-overhead", action="store_true", help="do not run the engines without the cleaning")
    parser.add_argument("--write", action="store_true", help="write the table to the page of the examples")
    options = parser.parse_args()
    rows, digests = [], set()
    with tempfile.TemporaryDirectory(prefix="articles-") as temporary:
        articles = Path(temporary)
        count = write_articles(articles, options.corpus, options.limit)
        for name in commands():
            package = PACKAGES.get(name, "article-cleaner")
            if options.only and name not in options.only.split(","):
                continue
            if installed(package) is None:
                print(f"{name}: {package} is not installed; not run", file=sys.stderr)
                continue
            try:
                measured, digest, found = run(name, articles)
                bare = run(name, articles, noop=True)[0] if name in PACKAGES and not options.no_overhead else None
            except subprocess.CalledProcessError as error:
                print(f"{name}: exit code {error.returncode}\n{error.output}", file=sys.stderr)
                digests.add(f"{name} failed")
                continue
            digests.add(f"{digest} {found}")
            rows.append(
                (
                    name,
                    installed(package) or "",
                    f"{measured.wall:.0f}",
                    f"{measured.cpu:.0f}",
                    f"{1000 * measured.cpu / count:.2f}",
                    f"{1000 * bare.cpu / count:.2f}" if bare else "",
                    f"{measured.megabytes:,.0f}",
                    f"{found:,}",
                    digest,
                )
            )
            print("  ".join(rows[-1]), file=sys.stderr, flush=True)
    for given in options.records:
        name, _, path = given.partition("=")
        digest, found = digest_of(map(account, records(Path(path))))
        digests.add(f"{digest} {found}")
        rows.append((name, "", "", "", "", "", "", f"{found:,}", digest))
    text = f"{_surroundings(count)}\n\n{table(_HEAD, rows)}"
    print(text)
    if options.write:
        fill(page(), "engines", text)
    return int(len(digests) > 1)


def _surroundings(count: int) -> str:
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}"
    return f"{count:,} articles; {machine}; cleaner {__version__}."


if __name__ == "__main__":
    sys.exit(main())
