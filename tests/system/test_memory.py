"""The limit of the memory of a process."""

from __future__ import annotations

import pytest

from cleaner.system.memory import limit_memory

resource = pytest.importorskip("resource")
SIZE = 2_000_000_000


@pytest.mark.parametrize(
    ("hard", "limited"),
    [
        (resource.RLIM_INFINITY, True),
        (SIZE + 1, True),
        (SIZE, False),
        (SIZE - 1, False),
    ],
)
def test_a_process_takes_so_much_memory_and_no_more(monkeypatch, hard, limited):
    calls: list[object] = []
    monkeypatch.setattr(resource, "getrlimit", lambda _: (hard, hard))
    monkeypatch.setattr(resource, "setrlimit", lambda *given: calls.append(given))
    limit_memory(SIZE)
    assert calls == ([(resource.RLIMIT_AS, (SIZE, hard))] if limited else [])
