"""Regular expressions that compile on first use, and a fast test for whether a text contains something."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any, AnyStr, cast

from cleaner.core.engine import engine, match_of


class _LazyPattern:
    """Stands in for a compiled pattern. It keeps each method on first use, so that later calls cost no lookup."""

    def __init__(self, source: str | bytes, flags: int) -> None:
        self._source = source
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(self._source, self._flags), name)
        setattr(self, name, found)
        return found


def lazy_compile(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return the pattern `source`, which compiles on first use. Raises re.error then, not now."""
    # The cast gives callers the methods and types of re.Pattern. isinstance(…, re.Pattern) is False.
    return cast("re.Pattern[AnyStr]", _LazyPattern(source, flags))


class Contains:
    """A predicate: whether an RE2 pattern matches anywhere in a text. The pattern compiles on first use."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern

    def __call__(self, text: str) -> bool:
        """Return whether the pattern matches; True for a text with a lone surrogate, which RE2 cannot read."""
        try:
            data = text.encode()
        except UnicodeEncodeError:
            return True
        return bool(self._match(data))

    @cached_property
    def _match(self) -> Any:
        options = engine().Options()
        options.never_capture = True
        options.max_mem = 1 << 24
        patterns = engine().Set.SearchSet(options)
        patterns.Add(self._pattern)
        patterns.Compile()
        return match_of(patterns)
