"""The engine of regular expressions: google-re2, or Python's own where that cannot be installed.

google-re2 has no wheels for musl, for free-threaded Pythons and for Pythons that are not released yet. Only this
file imports it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

RE2, PYTHON = "google-re2", "Python re"


@lru_cache(maxsize=1)
def engine() -> Any:
    """Return the module `re2`, or `python_engine`, which has as much of it as this program uses."""
    try:
        import re2
    except ImportError:
        from cleaner.core import python_engine

        return python_engine
    return re2


def match_of(patterns: Any) -> Any:
    """Return the function of a compiled `Set` from UTF-8 to the numbers of the patterns that match, if any.

    google-re2 wraps it in one that also takes strings, and that takes as long as the search of a line.
    """
    return getattr(patterns, "_set", patterns).Match


def engine_name() -> str:
    """Return RE2 or PYTHON."""
    return RE2 if engine().__name__ == "re2" else PYTHON
