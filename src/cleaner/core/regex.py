"""Regular expressions that compile on first use, and a fast test for whether a text contains something."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any, AnyStr, cast


class _LazyPattern:
    """Has the methods of the pattern. Each is kept when first asked for, so that later calls cost nothing more."""

    def __init__(self, source: str | bytes, flags: int) -> None:
        self._source = source
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(self._source, self._flags), name)
        setattr(self, name, found)
        return found


def lazy_compile(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Like re.compile, but not before it is needed."""
    return cast("re.Pattern[AnyStr]", _LazyPattern(source, flags))


class Contains:
    """Asks a text whether a pattern matches anywhere in it. Compiled when first asked."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern

    def __call__(self, text: str) -> bool:
        """Whether the pattern matches; True, too, where a lone surrogate keeps RE2 from reading the text."""
        try:
            data = text.encode()
        except UnicodeEncodeError:
            return True
        return self._regex.search(data) is not None

    @cached_property
    def _regex(self) -> Any:
        import re2

        options = re2.Options()
        options.never_capture = True
        options.max_mem = 1 << 24
        return re2.compile(self._pattern, options)
