"""What the tests of many documents share: small worlds of files, and the command with its patience shortened."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from cleaner.runner.outputs import journal
from support.processes import hear_signals, run_here

# safe points are made often, and small inputs can be given to worker processes too
_MAIN = "import cleaner.runner.outputs.journal, cleaner.runner.run\ncleaner.runner.outputs.journal._CHECKPOINT_SECONDS = {every}\n{here}\nfrom cleaner.cli.main import main\nmain()"
DIRTY = "Rain fell on the harbour.\n\nAdvertisement\n\nIt stopped at noon.\n"
CLEAN = "Rain fell on the harbour.\n\nIt stopped at noon.\n"
ARTICLE = "".join(
    f"The harbour master counted {n} boats at the pier, and wrote the number down before the tide turned.\n\n"
    + ("READ MORE: Ferry fares to rise in spring\n\n" if n % 3 else "Advertisement\n\n")
    for n in range(12)
)


def command(*arguments: str | Path, every: float = 0.01, pool: bool = False) -> list[str]:
    here = "cleaner.runner.run._IN_PROCESS_MAX_BYTES = -1" if pool else ""
    return [sys.executable, "-c", _MAIN.format(every=every, here=here), *map(str, arguments)]


def start(*arguments: str | Path, **options: object) -> subprocess.Popen[bytes]:
    options.setdefault("preexec_fn", hear_signals)
    return subprocess.Popen(command(*arguments, pool=True), stderr=subprocess.PIPE, **options)  # type: ignore[call-overload]


def ran(*arguments: str | Path, **options: Any) -> subprocess.CompletedProcess[bytes]:
    """Run the command to its end: in this process, or in one of its own where the environment counts."""
    if options.keys() - {"cwd", "input"}:
        return subprocess.run(command(*arguments), capture_output=True, timeout=60, check=False, **options)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(journal, "_CHECKPOINT_SECONDS", 0.01)
        done = run_here(*arguments, cwd=options.get("cwd", Path.cwd()), stdin=options.get("input", b""))
    return subprocess.CompletedProcess(["cleaner", *arguments], done.code, done.out, done.err.encode())


def article(number: int) -> str:
    return f"Number {number} of the Harbour Post.\n\n{ARTICLE}"


def make_folder(folder: Path, count: int, *, text: Callable[[int], str] = article) -> Path:
    (folder / "sub").mkdir(parents=True)
    for number in range(count):
        (folder / ("sub" if number % 3 else "") / f"{number:04}.txt").write_text(text(number))
    return folder


def make_records(path: Path, count: int, *, text: Callable[[int], str] = article) -> Path:
    with open(path, "w") as file:
        for number in range(count):
            file.write(json.dumps({"id": number, "text": text(number), "kept": [1e3, None]}) + "\n")
    return path


def tree(folder: Path) -> dict[str, str]:
    """Every file below a folder with a digest of its bytes, our own bookkeeping left out."""
    found = {}
    for root, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != ".cleaner"]
        for name in names:
            if name != "run.json":
                path = Path(root, name)
                found[str(path.relative_to(folder))] = hashlib.sha1(path.read_bytes()).hexdigest()
    return found


def leftovers(*folders: Path) -> list[str]:
    """Files in the making, and journals beside outputs."""
    return [str(path) for folder in folders for path in folder.rglob(".cleaner-*")]


def children(pid: int) -> list[int]:
    """The worker processes of a run."""
    found = subprocess.run(
        ["pgrep", "-f", "-P", str(pid), "spawn_main"], capture_output=True, text=True, check=False
    ).stdout
    return [int(child) for child in found.split()]


def wait_for(condition: Callable[[], object], seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.01)
    return False


def alive(pids: Iterable[int]) -> list[int]:
    """Which processes are still at work."""
    found = []
    for pid in pids:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        except OSError:
            continue
        if state != "Z":
            found.append(pid)
    return found
