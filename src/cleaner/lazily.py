"""Regular expressions that are compiled when they are first used.

One with large classes of characters takes milliseconds to compile, and most articles ask for few of them.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


class _Lazily:
    """Has the methods of the pattern. Each is kept when first asked for, so that later calls cost nothing more."""

    def __init__(self, source: str | bytes, flags: int) -> None:
        self._source = source
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(self._source, self._flags), name)
        setattr(self, name, found)
        return found


def compiled(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Like re.compile, but not before it is needed."""
    return cast("re.Pattern[AnyStr]", _Lazily(source, flags))
