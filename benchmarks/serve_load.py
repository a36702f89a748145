"""Put a service under load on loopback: make serve-load [ARGS="--clients 200 --seconds 60"]. Linux only for memory.

Clients send texts, pages, JSON Lines, bodies past the limit, wrong types and wrong options at the same time. Some
are slow, some go away, and one sends a text that takes longer than the limit, again and again. Every answer is
compared with that of the library. Then the service is stopped in the middle. Fails if an answer is lost or wrong,
if memory grows, or if the stop is not clean.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import signal
import statistics
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

from cleaner import Cleaner
from cleaner.formats.options import FIELDS, ReadOptions, WriteOptions
from cleaner.intake.limits import Limits
from cleaner.runner.workers.clean_file import clean_file
from cleaner.runner.workers.clean_record import clean_record, error_record
from speed.service import HOST, JSONL, LostError, Reply, Running, leave, post, running
from speed.watching import MEGABYTE, family, held

_SEEDS = Path(__file__).parents[1] / "seeds"
_LIMIT_BODY = 10_000_000
_ROWS = 20  # records of one request
_GROWTH = 1.15  # of the memory, from the second quarter of the run to the last, beside
_SLACK_BODIES = 3  # of the largest size, which a request holds at times: as sent, read and on its way to a worker
_STOP_SECONDS = 600
_GRACE = 1.0  # seconds before the signal in which a connection may still wait to be accepted
_SHARES = {
    "text": 50,
    "page": 15,
    "records": 15,
    "past the limit": 4,
    "wrong type": 3,
    "wrong option": 3,
    "slow client": 5,
    "goes away": 5,
}


class Case(NamedTuple):
    """A request and the answer that it must get; no body is wanted of a problem."""

    path: str
    body: bytes
    kind: str
    status: int
    wanted: bytes = b""


class Load:
    """What the clients send, and what came back."""

    def __init__(self, port: int, seed: int) -> None:
        self.port = port
        self.cases = _cases()
        self.random = random.Random(seed)
        self.seconds: dict[str, list[float]] = defaultdict(list)
        self.faults: list[str] = []
        self.refused = self.slow = self.in_time = 0
        self.stops_at = float("inf")  # time of the signal

    async def client(self) -> None:
        """Send one request after the other until the service stops."""
        while time.monotonic() < self.stops_at:
            (what,) = self.random.choices([*_SHARES], [*_SHARES.values()])
            await self.one(what)

    async def hanging(self) -> None:
        """Send a text that takes too long, again and again."""
        while time.monotonic() < self.stops_at:
            await self.one("hanging text")

    async def one(self, what: str) -> None:
        """Send one request and look at its answer."""
        case = self.random.choice(self.cases["text" if what in ("slow client", "goes away") else what])
        began = time.monotonic()
        try:
            if what == "goes away":
                await leave(self.port, case.path, case.body, case.kind)
            elif what == "slow client":
                self._look(what, case, await post(self.port, *case[:3], slices=4, pause=0.3))
            else:
                self._look(what, case, await post(self.port, *case[:3]))
        except (OSError, LostError) as error:
            if time.monotonic() < self.stops_at or began < self.stops_at - _GRACE:
                self.faults.append(f"{what}: {type(error).__name__}: {error}")
            else:
                self.refused += 1
                await asyncio.sleep(0.05)
            return
        self.seconds[what].append(time.monotonic() - began)
        self.in_time += time.monotonic() < self.stops_at

    def _look(self, what: str, case: Case, reply: Reply) -> None:
        if case.status == 200 and reply.body != case.wanted and b"limit: it took longer" in reply.body:
            self.slow += 1  # the limit is one of the clock, and other programs may hold the cores
            return
        if reply.status != case.status or (case.wanted and reply.body != case.wanted):
            self.faults.append(f"{what}: {reply.status} instead of {case.status}: {reply.body[:120]!r}")
        if case.status != 200 and json.loads(reply.body)["status"] != case.status:
            self.faults.append(f"{what}: no problem details: {reply.body[:120]!r}")


def _cases() -> dict[str, list[Case]]:
    cleaner, reading, writing = Cleaner(), ReadOptions(), WriteOptions()
    texts = [path.read_bytes() for path in sorted(_SEEDS.glob("*.txt"))]
    pages = [_page(text.decode()) for text in texts]
    lines = [
        json.dumps({FIELDS.id: at, FIELDS.text: text.decode()}).encode() + b"\n" for at, text in enumerate(texts)
    ]
    lines.append(b'{"text": cut off\n')
    rows = [lines[at % len(lines)] for at in range(_ROWS)]
    random.Random(1).shuffle(rows)
    cleaned = []
    for number, line in enumerate(rows, 1):
        done = clean_record(f"-:{number}", line, cleaner, reading, writing, Limits())
        cleaned.append(error_record(done.name, line, done.failure) if done.failure else done.output)
    prose = " ".join(text.decode() for text in texts).split()
    source = random.Random(2)
    hanging = "\n\n".join(" ".join(source.choices(prose, k=14)) for _ in range(90_000)).encode()
    assert len(hanging) < _LIMIT_BODY

    def file(data: bytes, format: str) -> bytes:
        return clean_file("-", data, format, cleaner, reading, writing).output

    return {
        "text": [Case("/clean", text, "text/plain", 200, file(text, "text")) for text in texts],
        "page": [Case("/clean", page, "text/html", 200, file(page, "html")) for page in pages],
        "records": [Case("/clean", b"".join(rows), JSONL, 200, b"".join(cleaned))],
        "past the limit": [Case("/clean", b"x" * (_LIMIT_BODY + 1), "text/plain", 413)],
        "wrong type": [Case("/clean", texts[0], "image/png", 415)],
        "wrong option": [Case("/clean?budget=7", texts[0], "text/plain", 422)],
        "hanging text": [Case("/clean", hanging, "text/plain", 503)],
    }


def _page(text: str) -> bytes:
    paragraphs = "".join(f"<p>{line}</p>" for line in text.splitlines() if line.strip())
    return f"<!doctype html><html><body><article>{paragraphs}</article></body></html>".encode()


async def _run(
    service: Running, clients: int, seconds: float, seed: int, every: float
) -> tuple[Load, list[tuple[float, float]], float]:
    """Return the load, the memory (service, with workers) at each look, and the seconds that the stop took."""
    load = Load(service.port, seed)
    tasks = [asyncio.create_task(load.client()) for _ in range(clients)]
    tasks.append(asyncio.create_task(load.hanging()))
    memory: list[tuple[float, float]] = []
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        await asyncio.sleep(every)
        each = [held(pid)[0] for pid in family(service.process.pid)]
        memory.append((each[0], sum(each)))
    load.stops_at = time.monotonic()
    service.process.send_signal(signal.SIGTERM)
    await asyncio.gather(*tasks)
    await asyncio.to_thread(service.process.wait, _STOP_SECONDS)
    stopped = time.monotonic() - load.stops_at
    return load, memory, stopped


def main() -> int:
    """Run the load and print the figures; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("-j", "--jobs", type=int, default=2)
    parser.add_argument("--limit-seconds", type=float, default=10.0, help="limit of one document")
    parser.add_argument("--every", type=float, default=1.0, help="seconds between two looks at the memory")
    options = parser.parse_args()
    limits = ["--limit-body-bytes", str(_LIMIT_BODY), "--limit-seconds", str(options.limit_seconds)]
    with running("-j", str(options.jobs), *limits) as service:
        print(f"{options.clients} clients for {options.seconds:g} s on {HOST}, {options.jobs} workers", flush=True)
        load, memory, stopped = asyncio.run(
            _run(service, options.clients, options.seconds, options.seed, options.every)
        )
        code = service.process.returncode
    return _report(load, memory, stopped, code, options.seconds)


def _report(load: Load, memory: list[tuple[float, float]], stopped: float, code: int, seconds: float) -> int:
    print(f"{'':16}{'answers':>9}{'median s':>10}{'99 % s':>9}")
    for what, took in sorted(load.seconds.items()):
        ordered = sorted(took)
        late = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
        print(f"{what:16}{len(took):9,}{statistics.median(ordered):10.2f}{late:9.2f}")
    total = sum(map(len, load.seconds.values()))
    print(
        f"{total:,} requests, {load.in_time / seconds:,.1f} a second; lost or wrong: {len(load.faults)}, "
        f"too slow for the limit: {load.slow}"
    )
    for fault in load.faults[:10]:
        print(f"  {fault}")
    faults = [*load.faults]
    quarter = len(memory) // 4
    if quarter and memory[-1][1]:
        for name, column in (("service", 0), ("with workers", 1)):
            early = statistics.median(sample[column] for sample in memory[quarter : 2 * quarter])
            late = statistics.median(sample[column] for sample in memory[-quarter:])
            most = max(sample[column] for sample in memory)
            print(f"memory, {name}: {early:,.0f} MB in quarter 2, {late:,.0f} in quarter 4, {most:,.0f} at most")
            if column == 0 and late > early * _GROWTH + _SLACK_BODIES * _LIMIT_BODY / MEGABYTE:
                faults.append("the memory grew")
    print(f"stopped in {stopped:.1f} s with exit code {code}; {load.refused} later requests refused")
    if code:
        faults.append("no clean stop")
    for fault in faults[len(load.faults) :]:
        print(f"serve-load: {fault}", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
