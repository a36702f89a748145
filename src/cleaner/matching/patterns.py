"""Rewrites the patterns of cards for RE2, and compiles them.

RE2's own \\w, \\d and \\b match ASCII only. A card means all of Unicode, so they are rewritten or rejected here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from typing import Any, NamedTuple

from cleaner.core.engine import engine, match_of
from cleaner.core.errors import ConfigurationError
from cleaner.core.folding import fold
from cleaner.core.regex import lazy_compile

# folding maps all white space in a line to spaces
_CLASSES = {"s": " ", "w": r"[\pL\pM\pN_]", "d": r"\p{Nd}"}
_NEGATED = {"S": "[^ ]", "W": r"[^\pL\pM\pN_]", "D": r"[^\p{Nd}]"}
_PUNCTUATION = lazy_compile(r"[!-/:-@\[-`{-~]")
_GROUPS = lazy_compile(r"\\.|\[\^?\]?(?:[^\]\\]|\\.)*+\]?|[()]", re.DOTALL)
_PLACEHOLDER = lazy_compile(r"\{([a-z][a-z0-9-]*)\}")
_MARK = "[\u0640\u064b-\u0652]"
_MARKS = lazy_compile(_MARK)
_ARABIC = lazy_compile("[\u0620-\u064a\u066e-\u06d3]")
# Writers add or omit the dot below these Indic letters
_DOT = "[\u093c\u09bc]"
_DOTS = lazy_compile(_DOT)
_DOTTED = lazy_compile("[\u0915-\u0917\u091c\u0921\u0922\u092b\u092f\u09a1\u09a2\u09af]")
_NEVER = r"[^\x00-\x{10FFFF}]"
_CACHE_SIZE = 4_096  # patterns; most are the same in every language
# Bytes for one RE2 automaton with its cached states. A set that exceeds one size is compiled with the next.
SIZES = (3 << 23, 1 << 26, 1 << 28)
_BOUNDED = 1 << 24  # for one pattern of a user: RE2 refuses what takes more within half a second
_SINGLE_SIZES = (1 << 21, *SIZES)  # for one pattern: with less, RE2 builds the states of some anew for each line


class PatternError(ConfigurationError):
    """RE2 or this program cannot use a pattern. The message gives the reason and a remedy."""


class Expanded(NamedTuple):
    """A card's patterns with the words of a language inserted.

    The alternatives of `body` fall into three groups. `beginning` matches the start of the lines that the first
    group matches. `cores` matches words that the second group requires. `rest` is the third group itself.
    `relaxed` is a smaller pattern that matches all that `body` matches, or empty; see prefilter.relaxed.
    """

    body: str
    given: str
    unless: str
    beginning: str
    rest: str
    cores: str
    relaxed: str = ""


def placeholders(pattern: str) -> set[str]:
    """Return the names of the word lists in a card's pattern: all of them, and possibly other names in braces."""
    return set(_PLACEHOLDER.findall(pattern))


def expand(pattern: str, words: Mapping[str, Sequence[str]], *, anchors: bool = False) -> str:
    """Rewrite a card's pattern for RE2: {name} becomes the phrases of that list, classes become Unicode classes.

    `anchors` permits ^ and $; in a card's `pattern` the shape adds them. Raises PatternError.

    >>> expand(r"{lead}\\s*[^:]", {"lead": ["read more", "see also"]})
    '(?:read +more|see +also) *[^:]'
    """
    parts = _parts(pattern, anchors)
    return "".join(_alternatives(part, words) if at % 2 else part for at, part in enumerate(parts))


@lru_cache(maxsize=_CACHE_SIZE)
def _parts(pattern: str, anchors: bool) -> tuple[str, ...]:
    """Return the rewritten pattern split at its placeholders. The odd parts are their names."""
    pattern = fold(pattern)
    parts: list[str] = []
    out: list[str] = []
    at, in_class = 0, False
    while at < len(pattern):
        char = pattern[at]
        if char == "\\":
            out.append(_escape(pattern, at, in_class))
            # the braces of \p{Greek} and \x{2014} are no placeholder
            braces = re.match(r"\\[pPx]\{[^}]*\}", pattern[at:])
            at += len(braces[0]) if braces else 2
            continue
        if in_class:
            in_class = char != "]"
            out.append(char)
        elif char == "[":
            in_class = True
            opening = "[^" if pattern.startswith("[^", at) else "["
            out.append(opening)
            at += len(opening)
            if pattern.startswith("]", at):
                out.append(r"\]")
                at += 1
            continue
        elif char in "^$" and not anchors:
            raise PatternError(f"{char!r} is not needed: a card's shape says where it matches")
        elif char == "{" and (match := _PLACEHOLDER.match(pattern, at)):
            parts += "".join(out), match[1]
            out = []
            at = match.end()
            continue
        else:
            out.append(char)
        at += 1
    return (*parts, "".join(out))


def _escape(pattern: str, at: int, in_class: bool) -> str:
    letter = pattern[at + 1 : at + 2]
    if letter in _CLASSES:
        return _CLASSES[letter].strip("[]") if in_class else _CLASSES[letter]
    if letter in _NEGATED:
        if in_class:
            raise PatternError(f"\\{letter} inside a class; write the characters out, or negate the class")
        return _NEGATED[letter]
    if letter in ("b", "B"):
        raise PatternError(rf"\{letter} knows ASCII only in RE2; write (?:\W|…) or let the shape anchor the line")
    if letter in ("A", "z", "Z", "n", "r", "C"):
        raise PatternError(f"\\{letter}: a card matches inside one line and its shape anchors it")
    if not letter:
        raise PatternError("a lone backslash at the end")
    braces = re.match(r"\\[pPx]\{[^}]*\}", pattern[at:])
    return braces[0] if braces else "\\" + letter


def _alternatives(name: str, words: Mapping[str, Sequence[str]]) -> str:
    if name not in words:
        raise PatternError(f"{{{name}}}: no language has words of that name")
    return _any_of(tuple(words[name])) if words[name] else _NEVER


@lru_cache(maxsize=512)
def _any_of(phrases: tuple[str, ...]) -> str:
    return "(?:" + "|".join(phrase(words) for words in phrases) + ")"


@lru_cache(maxsize=_CACHE_SIZE)
def phrase(words: str) -> str:
    """Return the pattern of a phrase: literal, except for white space (any number of spaces) and * (any text).

    Arabic vowel signs and lengthening strokes are optional after each Arabic letter. The dots of Hindi and Bengali
    letters are optional, too.

    >>> phrase("read more")
    'read +more'
    >>> phrase("more on *")
    'more +on +.*'
    """
    bare = _DOTS.sub("", _MARKS.sub("", fold(words)))
    plain = _PUNCTUATION.sub(r"\\\g<0>", bare).replace(r"\*", ".*")
    return " +".join(_DOTTED.sub(rf"\g<0>{_DOT}?", _ARABIC.sub(rf"\g<0>{_MARK}*", plain)).split())


def options(size: int = SIZES[-1]) -> Any:
    """Return RE2 options for cards: case-insensitive, matches within a line, at most `size` bytes of memory."""
    chosen = engine().Options()
    chosen.case_sensitive = False
    chosen.log_errors = False
    chosen.never_nl = True
    chosen.max_mem = size
    return chosen


def nesting(pattern: str) -> int:
    """Return how deeply groups nest in a pattern.

    >>> nesting(r"a(b(c)[(]\\()"), nesting("abc")
    (2, 0)
    """
    depth = deepest = 0
    for found in _GROUPS.finditer(pattern):
        depth += {"(": 1, ")": -1}.get(found[0], 0)
        deepest = max(deepest, depth)
    return deepest


def compile_bounded(source: str) -> Any:
    """Compile a pattern of a user, who may not know how large it becomes. Raises PatternError."""
    return _compiled(source, _BOUNDED)


@lru_cache(maxsize=_CACHE_SIZE)
def compile_pattern(source: str) -> Any:
    """Compile a pattern with RE2. Raises PatternError with RE2's reason."""
    return _compiled(source, SIZES[-1])


def _compiled(source: str, size: int) -> Any:
    try:
        return engine().compile(source, options(size))
    except engine().error as error:
        reason = error.args[0] if error.args else error
        text = reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
        hint = " (RE2 has no look-around and no back-references)" if re.search("perl operator|escape", text) else ""
        # RE2 quotes the rewritten pattern after the colon; the user wrote another.
        raise PatternError(f"RE2 refuses it: {text.split(':')[0]}{hint}") from None


@lru_cache(maxsize=_CACHE_SIZE)
def compile_test(source: str, *, anchored: bool = False) -> Callable[[str | bytes], bool]:
    """Return a predicate: whether the pattern matches anywhere in a text or UTF-8, or at its start if `anchored`.

    The predicate is faster than a search for the position. Raises PatternError.
    """
    match = compile_set("MatchSet" if anchored else "SearchSet", [source], _SINGLE_SIZES)
    return lambda text: bool(match(text if isinstance(text, bytes) else text.encode()))


def compile_set(kind: str, sources: Sequence[str], sizes: Sequence[int] = SIZES) -> Any:
    """Return a function from a text's UTF-8 to the indices of the patterns that match; None or empty if none does.

    `kind` is "MatchSet", which matches at the start of the text, or "SearchSet", which matches anywhere. `sizes`
    are the memory limits to try, in bytes. Raises PatternError for a set over the last limit, the engine's error
    for an invalid pattern.
    """
    for size in sizes:
        patterns = getattr(engine().Set, kind)(options(size))
        for source in sources:
            patterns.Add(source)
        with suppress(engine().error):
            patterns.Compile()
            return match_of(patterns)
    raise PatternError(f"{len(sources)} patterns together are too large for RE2")
