"""Serve one subject in its own process: python serve.py SUBJECT. Reads {"in", "out"} lines, answers with seconds.

Separate processes keep imports, caches and memory of the subjects apart. A peer with conflicting requirements can
run in its own environment.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from importlib import metadata
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))


def main() -> None:
    """Serve until standard input ends."""
    from speed.subjects import named

    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # peers may print to standard output

    def answer(**values: object) -> None:
        answers.write(json.dumps(values) + "\n")
        answers.flush()

    subject = named(sys.argv[1])
    try:
        run = subject.ready()
        answer(version=metadata.version(subject.peer) if subject.peer else "")
    except (ImportError, metadata.PackageNotFoundError) as error:
        answer(missing=str(error))
        return
    prepare = getattr(run, "prepare", None)
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if prepare:
                prepare(request["in"])
            wall, cpu = time.perf_counter(), _cpu()
            run(request["in"], request["out"])
            answer(cpu=_cpu() - cpu, wall=time.perf_counter() - wall)
        except Exception as error:  # a peer that fails gets a row without figures
            answer(failed=f"{type(error).__name__}: {error}"[:300])


def _cpu() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


if __name__ == "__main__":
    main()
