"""Run the program on mutated inputs: no traceback, no abort, a documented exit code, and an end in time.

Usage: fuzz_inputs.py [--tries N] [--seconds S] [--seed N] [--kinds jsonl,csv,…]

Each try mutates one file of a kind and runs one command on it in a fork of this process. A try that breaks the
invariant is printed with its seed, and its file is kept in the folder that is named at the end.
Then it exits with 1.
"""

from __future__ import annotations

import argparse
import gzip
import importlib
import io
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from importlib.util import find_spec
from pathlib import Path
from typing import Any

CODES = {0, 1, 2, 3, 4}
LIMIT = 60.0  # seconds of one try
TEXT = "The ferry left the harbour at noon.\n\nRead more: Storm closes the pier\n\nIt came back in the rain.\n"
PAGE = "<html><body><article><h1>Ferry</h1><p>The ferry left the harbour at noon.</p></article></body></html>"
CARD = """
family = "own"
[[rule]]
name = "pier"
shape = "line"
why = "A label of the pier"
since = "1.0"
pattern = ["see the pier", "pier (?:one|two){1,3}"]
longest = 80
examples = ["[-See the pier-]", "[-Pier one-]", "The pier is long.", "Rain fell."]
"""
CONFIG = """
preset = "careful"
ignore = ["share"]
budget = 0.4
jobs = 2
limits.seconds = 3
[sites."harbour.example"]
select = ["related"]
"""
TOKENS = [
    b"\0", b"\xff", b"\xed\xa0\x80", b"\r", b"\x1b[2J", b"9" * 5000, b"0x" + b"f" * 5000, b"[" * 2000, b"{" * 2000,
    b'{"a":' * 2000, b"(" * 1000, b"{1000}", b"<" * 500, b"<a" + b" b" * 500, b"\\u0000", b"\\ud83d", b"NaN",
    b"null", b"-1", b"1e999", b'"' * 100, b"," * 5000, b"a." * 3000, b"\n" * 200, b" " * 5000, b"=" * 100, b"html",
    b"text",
]  # fmt: skip


def seeds() -> dict[str, tuple[str, bytes]]:
    """Return a file of each kind: its name and content."""
    records = [{"id": n, "text": TEXT, "url": "https://harbour.example/a"} for n in range(3)]
    lines = "".join(json.dumps(record) + "\n" for record in records) + json.dumps({"html": PAGE}) + "\n"
    rows = "id,text,title\n" + "".join(f'{n},"{TEXT}",Ferry\n' for n in range(3))
    http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nX-Long: a\r\n b\r\n\r\n{PAGE}".encode()
    head = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://harbour.example/\r\nContent-Length: "
    record = f"{head}{len(http)}\r\n\r\n".encode() + http + b"\r\n\r\n"
    found = {
        "jsonl": ("in.jsonl", lines.encode()),
        "csv": ("in.csv", rows.encode()),
        "warc": ("in.warc", record * 2),
        "warc-gz": ("in.warc.gz", gzip.compress(record, mtime=0) * 2),
        "page": ("in.html", PAGE.encode()),
        "text": ("in.txt", TEXT.encode()),
        "ledger": ("ledger.json", ledger()),
        "config": ("cleaner.toml", CONFIG.encode()),
        "card": ("own.toml", CARD.encode()),
        "gold": ("gold.jsonl", b'{"text": "Rain fell. Share", "remove": [[11, 16, "share"]]}\n'),
    }
    if find_spec("pyarrow"):
        found["parquet"] = ("in.parquet", table())
    return found


def ledger() -> bytes:
    """Return the ledger of TEXT."""
    import cleaner
    from cleaner.report.ledger import dumps
    from cleaner.report.ledger import ledger as entry_of

    result = cleaner.Cleaner().run(cleaner.Document(TEXT)) if hasattr(cleaner, "Document") else None
    return dumps(entry_of(result, rules_digest="sha256:0"), indent=2) if result else b"{}"


def table() -> bytes:
    """Return a small Parquet file."""
    pa, pq = importlib.import_module("pyarrow"), importlib.import_module("pyarrow.parquet")
    out = io.BytesIO()
    pq.write_table(pa.table({"id": [1, 2, 3], "text": pa.array([TEXT] * 3).dictionary_encode()}), out)
    return out.getvalue()


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Return the data with one to six places changed."""
    found = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(found) + 1)
        how = chance.randrange(6)
        if how == 0 and found:
            found[min(at, len(found) - 1)] ^= 1 << chance.randrange(8)
        elif how == 1:
            found[at:at] = chance.choice(TOKENS)
        elif how == 2:
            del found[at : at + chance.randint(1, 40)]
        elif how == 3:
            found[at:at] = found[at : at + chance.randint(1, 200)] * chance.choice((1, 2, 50))
        elif how == 4:
            found[at : at + 4] = chance.randbytes(4)
        else:
            token = chance.choice(TOKENS)
            found[at : at + len(token)] = token
    return bytes(found[:2_000_000])


def command(kind: str, name: str, chance: random.Random) -> list[str]:
    """Return the arguments of a run on the file `name`."""
    if kind == "ledger":
        return ["restore", "clean.txt", name]
    if kind == "config":
        return chance.choice((["config", "--config", name], ["clean", "plain.txt", "--config", name]))
    if kind == "card":
        return chance.choice(
            (["test-rules", name], ["rules", "--rules", name], ["clean", "plain.txt", "--rules", name])
        )
    if kind == "gold":
        return ["eval", name, "--isolated"]
    options = chance.choice(([], ["--to", "jsonl"], ["-o", "out/"], ["--check"], ["--report", "r.json"]))
    return ["clean", "--isolated", "--limit-seconds", "5", name, *options]


def run(arguments: list[str], folder: str) -> None:
    """Run a command in this process, which it ends."""
    os.chdir(folder)
    for descriptor, name in ((1, "stdout"), (2, "stderr")):
        os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), descriptor)
    sys.argv = ["cleaner", *arguments]
    running: Any = importlib.import_module("cleaner.runner.run")
    entry = importlib.import_module("cleaner.cli.main")
    running._are_small = lambda *_: True  # what a worker would hide is seen
    running._IN_PROCESS_SECONDS = 3600.0
    try:
        entry.main()
    except SystemExit as left:
        os._exit(left.code if isinstance(left.code, int) else 1)
    except BaseException:
        import traceback

        traceback.print_exc()
        sys.stderr.flush()
        os._exit(99)


def warm() -> None:
    """Import and compile here what every fork would."""
    cleaner, app = importlib.import_module("cleaner"), importlib.import_module("cleaner.cli.app")
    for module in ("cli.config_view", "cli.rules_view", "evaluation.command", "restore.command", "config.resolve"):
        importlib.import_module(f"cleaner.{module}")
    for module in ("formats.csv_table", "formats.warc", "runner.outputs.separate", "runner.workers.clean_record"):
        importlib.import_module(f"cleaner.{module}")
    app.build_app()
    cleaner.clean(TEXT)
    cleaner.clean_html(PAGE)


def outcome(arguments: list[str], folder: str) -> str:
    """Return what is wrong with a run, or ""."""
    child = os.fork()
    if not child:
        run(arguments, folder)
    end = time.monotonic() + LIMIT
    while True:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            break
        if time.monotonic() > end:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return f"no end within {LIMIT:g} seconds"
        time.sleep(0.002)
    said = Path(folder, "stderr").read_bytes().decode("utf-8", "replace")
    if os.WIFSIGNALED(status):
        return f"signal {os.WTERMSIG(status)}"
    if "Traceback" in said or "Please report" in said:
        return said.strip().splitlines()[-1][:200]
    code = os.WEXITSTATUS(status)
    return "" if code in CODES else f"exit code {code}"


def main() -> int:
    """Fuzz; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tries", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=600.0, help="end after so long, however many tries")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kinds", default="")
    asked = parser.parse_args()
    found = seeds()
    kinds = [kind for kind in asked.kinds.split(",") if kind] or list(found)
    folder = tempfile.mkdtemp(prefix="fuzz-")
    warm()
    Path(folder, "clean.txt").write_text(importlib.import_module("cleaner").clean(TEXT).text, encoding="utf-8")
    Path(folder, "plain.txt").write_text(TEXT, encoding="utf-8")
    wrong, tries, began = 0, Counter[str](), time.monotonic()
    for number in range(asked.tries):
        if time.monotonic() - began > asked.seconds:
            break
        chance = random.Random(f"{asked.seed} {number}")
        kind = kinds[number % len(kinds)]
        if kind == "parquet" and len(kinds) > 1 and chance.random() < 0.9:
            kind = "jsonl"  # a Parquet file needs a process of its own
        name, data = found[kind]
        Path(folder, name).write_bytes(mutated(data, chance))
        arguments = command(kind, name, chance)
        tries[kind] += 1
        if fault := outcome(arguments, folder):
            wrong += 1
            kept = f"wrong-{asked.seed}-{number}-{name}"
            shutil.copy(Path(folder, name), Path(folder, kept))
            print(f"{kept}: cleaner {' '.join(arguments)}: {fault}", flush=True)
    seconds = time.monotonic() - began
    counts = ", ".join(f"{kind} {count:,}" for kind, count in tries.items())
    print(f"{tries.total():,} tries in {seconds:.0f} s ({counts}): {wrong} broke the invariant")
    if wrong:
        print(f"kept in {folder}")
    else:
        shutil.rmtree(folder)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
