"""What this program uses of google-re2, on Python's `re`: the same matches, slower, and not in linear time.

Patterns are in the syntax of RE2. What RE2 refuses is refused here, too: look-around, back-references, possessive
quantifiers. So are the few things that only RE2 can do: classes of scripts such as \\p{Greek}, and the flag U.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Any

_REPEAT = re.compile(r"\{(\d+)(?:(,)(\d*))?\}")
_GROUP = re.compile(r"\((?:\?(?:P?<(?P<name>\w+)>|(?P<flags>[imsU-]*)(?P<end>[:)])))?")
_MAX_REPEAT = 1000
_CLASSES = {"d": "0-9", "w": "0-9A-Za-z_", "s": "\t\n\f\r "}
_POSIX = {
    "alnum": "0-9A-Za-z", "alpha": "A-Za-z", "ascii": "\x00-\x7f", "blank": "\t ", "cntrl": "\x00-\x1f\x7f",
    "digit": "0-9", "graph": "!-~", "lower": "a-z", "print": " -~", "punct": "!-/:-@\\[-`{-~",
    "space": "\t\n\v\f\r ", "upper": "A-Z", "word": "0-9A-Za-z_", "xdigit": "0-9A-Fa-f",
}  # fmt: skip
_BOUNDARY = r"(?:(?<![0-9A-Za-z_])(?=[0-9A-Za-z_])|(?<=[0-9A-Za-z_])(?![0-9A-Za-z_]))"
_NO_BOUNDARY = r"(?:(?<![0-9A-Za-z_])(?![0-9A-Za-z_])|(?<=[0-9A-Za-z_])(?=[0-9A-Za-z_]))"


class error(Exception):  # noqa: N801, N818 the name that re2 gives it
    """A pattern that the engine refuses."""


class Options:
    """The options of a pattern. Those about memory and messages change nothing here."""

    def __init__(self) -> None:
        self.case_sensitive = True
        self.never_nl = False
        self.never_capture = False
        self.log_errors = True
        self.max_mem = 0


class Match:
    """A match in UTF-8. Offsets are in bytes."""

    def __init__(self, found: re.Match[str]) -> None:
        self._found = found

    def start(self, group: int = 0) -> int:
        """Return the offset of the first byte of a group."""
        return len(self._found.string[: self._found.start(group)].encode())

    def end(self, group: int = 0) -> int:
        """Return the offset behind the last byte of a group."""
        return len(self._found.string[: self._found.end(group)].encode())


class Pattern:
    """A compiled pattern."""

    def __init__(self, source: str, options: Options) -> None:
        self._regex = _compiled(source, case_sensitive=options.case_sensitive, any_order=False)
        self.groupindex = self._regex.groupindex
        self.programsize = len(self._regex.pattern)  # of the order of the instructions that RE2 would need

    def search(self, text: str | bytes) -> Any:
        """Return the first match in a text or its UTF-8; None if there is none."""
        if isinstance(text, str):
            return self._regex.search(text)
        found = self._regex.search(text.decode())
        return Match(found) if found else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Return the matches in a text."""
        return self._regex.finditer(text)


def compile(pattern: str, options: Options | None = None) -> Pattern:
    """Return a compiled pattern. Raises error."""
    return Pattern(pattern, options or Options())


class Set:
    """Several patterns, of which a text may match some."""

    def __init__(self, options: Options, *, anchored: bool) -> None:
        self._options = options
        self._anchored = anchored
        self._sources: list[str] = []
        self._match: list[Any] = []
        self._any: Any = None

    @classmethod
    def MatchSet(cls, options: Options) -> Set:  # noqa: N802
        """Return a set whose patterns match at the start of a text."""
        return cls(options, anchored=True)

    @classmethod
    def SearchSet(cls, options: Options) -> Set:  # noqa: N802
        """Return a set whose patterns match anywhere."""
        return cls(options, anchored=False)

    def Add(self, source: str) -> int:  # noqa: N802
        """Add a pattern and return its number."""
        self._sources.append(source)
        return len(self._sources) - 1

    def Compile(self) -> None:  # noqa: N802
        """Compile the patterns. Raises error for the first that is refused."""
        self._match = [self._method(source) for source in self._sources]
        # few texts match any: one pattern of all of them is asked first
        whole = "|".join(f"(?:{source})" for source in self._sources)
        self._any = self._method(whole) if len(self._sources) > 1 else None

    def Match(self, text: str | bytes) -> list[int] | None:  # noqa: N802
        """Return the numbers of the patterns that match a text or its UTF-8; None if none does."""
        if isinstance(text, bytes):
            text = text.decode()
        if self._any is not None and not self._any(text):
            return None
        return [number for number, match in enumerate(self._match) if match(text)] or None

    def _method(self, source: str) -> Any:
        regex = _compiled(source, case_sensitive=self._options.case_sensitive, any_order=True)
        return regex.match if self._anchored else regex.search


def _compiled(source: str, *, case_sensitive: bool, any_order: bool) -> re.Pattern[str]:
    try:
        return re.compile(_Translation(source, any_order=any_order).text, 0 if case_sensitive else re.IGNORECASE)
    except (re.error, RecursionError, OverflowError) as wrong:
        raise error(f"{wrong}: {source}") from None


class _Item:
    """One atom with its quantifier. `inside` holds the alternatives of a group without quantifier and flags."""

    def __init__(self, text: str, inside: list[list[_Item]] | None = None) -> None:
        self.text = text
        self.inside = inside


class _Translation:
    """A pattern of RE2 in the syntax of `re`.

    With `any_order` it may try alternatives in another order: those that begin alike share their beginning, so that
    a position of the text is not tried once for each of thousands of phrases.
    """

    def __init__(self, source: str, *, any_order: bool) -> None:
        self._source = source
        self._any_order = any_order
        self._at = 0
        found = self._alternatives()
        if self._at < len(source):
            raise error(f"unexpected ): {source}")
        self.text = self._joined(found)

    def _alternatives(self) -> list[list[_Item]]:
        """Read up to the end of the pattern or of the group."""
        found: list[list[_Item]] = [[]]
        flags = ""
        while self._at < len(self._source) and self._source[self._at] != ")":
            if self._source[self._at] == "|":
                self._at += 1
                found.append([])
                continue
            text, inside, new_flags = self._atom()
            if new_flags:
                flags = new_flags
                continue
            quantifier = self._quantifier()
            text += quantifier
            found[-1].append(_Item(f"(?{flags}:{text})") if flags else _Item(text, None if quantifier else inside))
        return found

    def _atom(self) -> tuple[str, list[list[_Item]] | None, str]:
        """Read an atom. Return its text, its alternatives if it is a plain group, and flags for what follows."""
        source, at = self._source, self._at
        char = source[at]
        if char == "(":
            return self._group()
        if char == "[":
            return self._class(), None, ""
        if char == "\\":
            return self._escape(), None, ""
        if char in "*+?":
            raise error(f"no argument for repetition operator: {char}")
        self._at += 1
        if char == "$":
            return r"\Z", None, ""
        return char if char in "^." else re.escape(char), None, ""

    def _group(self) -> tuple[str, list[list[_Item]] | None, str]:
        opening = _GROUP.match(self._source, self._at)
        flags = opening["flags"] if opening else None
        is_special = self._source.startswith("(?", self._at)
        if opening is None or (is_special and opening[0] == "("):
            raise error(f"invalid perl operator: {self._source[self._at : self._at + 3]}")
        if flags and "U" in flags:
            raise error(f"the flag U needs google-re2: {self._source}")
        self._at = opening.end()
        if opening["end"] == ")":
            if not flags:
                raise error(f"missing argument to repetition operator: {opening[0]}")
            return "", None, flags
        inside = self._alternatives()
        if self._at >= len(self._source):
            raise error(f"missing ): {self._source}")
        self._at += 1
        start = f"(?P<{opening['name']}>" if opening["name"] else opening[0]
        return f"{start}{self._joined(inside)})", inside if start == "(?:" else None, ""

    def _quantifier(self) -> str:
        source, at = self._source, self._at
        if at >= len(source) or source[at] not in "*+?{":
            return ""
        if source[at] == "{":
            repeat = _REPEAT.match(source, at)
            if repeat is None:
                return ""
            if any(int(number) > _MAX_REPEAT for number in repeat.group(1, 3) if number):
                raise error(f"invalid repetition size: {repeat[0]}")
            end = repeat.end()
        else:
            end = at + 1
        if source.startswith("?", end):
            end += 1
        self._at = end
        if source[end : end + 1] in ("*", "+", "?") or _REPEAT.match(source, end):
            raise error(f"bad repetition operator: {source[at : end + 1]}")
        return source[at:end]

    def _escape(self) -> str:
        """Read an escape outside of a class."""
        letter = self._source[self._at + 1 : self._at + 2]
        if letter == "Q":
            end = self._source.find(r"\E", self._at)
            quoted = self._source[self._at + 2 : end if end >= 0 else len(self._source)]
            self._at = end + 2 if end >= 0 else len(self._source)
            return f"(?:{re.escape(quoted)})"
        simple = {"b": _BOUNDARY, "B": _NO_BOUNDARY, "A": r"\A", "z": r"\Z"}.get(letter)
        if simple:
            self._at += 2
            return simple
        content, negated = self._escaped()
        return f"[{'^' * negated}{content}]" if len(content) > 2 or negated else content

    def _escaped(self) -> tuple[str, bool]:
        """Read an escape. Return what it is inside a class, and whether it means all other characters."""
        source, at = self._source, self._at
        letter = source[at + 1 : at + 2]
        if letter in ("p", "P"):
            found = re.compile(r"\\[pP](?:\{(\^?)(\w+)\}|(\w))").match(source, at)
            if found is None:
                raise error(f"invalid character class range: {source[at : at + 4]}")
            self._at = found.end()
            return _category(found[2] or found[3]), (letter == "P") != bool(found[1])
        if letter == "x":
            code = re.compile(r"\\x(?:\{([0-9A-Fa-f]+)\}|([0-9A-Fa-f]{2}))").match(source, at)
            if code is None:
                raise error(f"invalid escape sequence: {source[at : at + 2]}")
            self._at = code.end()
            number = int(code[1] or code[2], 16)
            if number > sys.maxunicode:
                raise error(f"invalid escape sequence: {code[0]}")
            return f"\\U{number:08x}", False
        self._at += 2
        if letter.lower() in _CLASSES and letter:
            return _CLASSES[letter.lower()], letter.isupper()
        if letter in ("a", "f", "t", "n", "r", "v"):
            return f"\\{letter}", False
        if not letter or letter.isalnum() or not letter.isascii():
            raise error(f"invalid escape sequence: \\{letter}")
        return re.escape(letter) if letter not in "-^]" else f"\\{letter}", False

    def _class(self) -> str:
        """Read a class in square brackets."""
        source, first = self._source, self._at
        self._at += 1
        negated = source.startswith("^", self._at)
        self._at += negated
        parts: list[str] = []
        start = self._at
        while True:
            at = self._at
            if at >= len(source):
                raise error(f"missing ]: {source[first:]}")
            char = source[at]
            if char == "]" and at > start:
                self._at += 1
                break
            if char == "[" and (posix := re.compile(r"\[:(\^?)(\w+):\]").match(source, at)):
                if posix[2] not in _POSIX:
                    raise error(f"invalid character class range: {posix[0]}")
                self._at = posix.end()
                parts.append(_others(_POSIX[posix[2]]) if posix[1] else _POSIX[posix[2]])
            elif char == "\\":
                content, is_others = self._escaped()
                parts.append(_others(content) if is_others else content)
            else:
                self._at += 1
                parts.append(char if char == "-" and self._is_range(at, start) else _plain(char))
        return f"[{'^' * negated}{''.join(parts)}]"

    def _is_range(self, at: int, start: int) -> bool:
        return at > start and self._source[at + 1 : at + 2] not in ("]", "")

    def _joined(self, alternatives: Sequence[Sequence[_Item]]) -> str:
        if not self._any_order:
            return "|".join("".join(item.text for item in items) for items in alternatives)
        return _factored(alternatives)


def _factored(alternatives: Sequence[Sequence[_Item]]) -> str:
    """Return alternatives as a pattern in which those that begin alike share their first item."""
    flat: list[Sequence[_Item]] = []
    for items in alternatives:
        if len(items) == 1 and items[0].inside is not None:
            flat += items[0].inside
        else:
            flat.append(items)
    rests: dict[str, list[Sequence[_Item]]] = {}
    for items in flat:
        rests.setdefault(items[0].text if items else "", []).append(items[1:])
    parts = []
    for head, tails in rests.items():
        if len(tails) == 1:
            parts.append(head + "".join(item.text for item in tails[0]))
        elif head:
            parts.append(f"{head}(?:{_factored(tails)})")
        else:
            parts.append("")
    return "|".join(parts)


def _plain(char: str) -> str:
    """Return a character as itself inside a class."""
    return f"\\{char}" if char in r"\]^-[&~|" else char


def _others(content: str) -> str:
    """Return what a class has to hold for all characters but those of `content`."""
    inside = re.compile(f"[{content}]").match
    return _ranges(tuple(code for code in range(sys.maxunicode + 1) if not inside(chr(code))))


@lru_cache(maxsize=64)
def _category(name: str) -> str:
    """Return the characters of a general category, such as "L" or "Nd", for a class. Raises error."""
    codes = _codes().get(name)
    if codes is None:
        raise error(f"invalid character class range: \\p{{{name}}} needs google-re2")
    return _ranges(tuple(codes))


@lru_cache(maxsize=1)
def _codes() -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for code in range(sys.maxunicode + 1):
        name = unicodedata.category(chr(code))
        found.setdefault(name, []).append(code)
        found.setdefault(name[0], []).append(code)
    return found


def _ranges(codes: Sequence[int]) -> str:
    runs = [list(run) for _, run in groupby(codes, key=_Offset())]
    return "".join(f"\\U{run[0]:08x}" if len(run) == 1 else f"\\U{run[0]:08x}-\\U{run[-1]:08x}" for run in runs)


class _Offset:
    """The key of consecutive numbers: their distance from their place."""

    def __init__(self) -> None:
        self._place = 0

    def __call__(self, code: int) -> int:
        self._place += 1
        return code - self._place
