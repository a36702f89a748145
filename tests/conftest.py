"""What the tests share."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import hypothesis
import pytest

import cleaner
from cleaner.core.engine import engine
from cleaner.matching import matcher, prefilter
from cleaner.matching.patterns import compile_set
from support.processes import Ran, run_here


@pytest.fixture(scope="session")
def worker() -> cleaner.Cleaner:
    return cleaner.Cleaner()


@pytest.fixture
def run_process(tmp_path: Path) -> Callable[..., Ran]:
    """Run `cleaner` as a process of its own, in an empty folder."""

    def _run(*arguments: str | bytes | Path, stdin: bytes = b"", **environment: str) -> Ran:
        done = subprocess.run(
            [sys.executable, "-m", "cleaner", *arguments],
            input=stdin,
            capture_output=True,
            cwd=tmp_path,
            env={**os.environ, **environment},
            timeout=60,
            check=False,
        )
        return Ran(done.returncode, done.stdout, done.stderr.decode("utf-8", "replace"))

    return _run


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., Ran]:
    """Run `cleaner` in this process, in an empty folder."""

    def _run(*arguments: str | bytes | Path, stdin: bytes = b"", **environment: str) -> Ran:
        return run_here(*arguments, cwd=tmp_path, stdin=stdin, environment=environment)

    return _run


@pytest.fixture
def write(tmp_path):
    def _write(name: str, content: str | bytes):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return _write


@lru_cache(maxsize=64)
def _compiled(_: str, kind: str, sources: tuple[str, ...]) -> Any:
    return compile_set(kind, sources)


def compile_once(kind: str, sources: Sequence[str]) -> Any:
    return _compiled(engine().__name__, kind, tuple(sources))


# a thousand tests make a Cleaner of their own; compiling the same patterns for each takes most of their time
matcher.compile_set = compile_once  # type: ignore[assignment]
prefilter.alternatives = lru_cache(maxsize=None)(prefilter.alternatives)  # type: ignore[assignment]


# how long one example takes says something of the machine, not of the promise
hypothesis.settings.register_profile("steady", deadline=None)
hypothesis.settings.load_profile("steady")
