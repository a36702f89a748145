"""From what a card writes to what RE2 runs.

RE2's own \\w, \\d and \b know ASCII only, which would make a card mean something else than it says,
so they are rewritten or refused here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from typing import Any, NamedTuple

from cleaner.core.errors import ConfigurationError
from cleaner.core.folding import fold
from cleaner.core.regex import lazy_compile

# a folded line holds no white space but blanks
_CLASSES = {"s": " ", "w": r"[\pL\pM\pN_]", "d": r"\p{Nd}"}
_NEGATED = {"S": "[^ ]", "W": r"[^\pL\pM\pN_]", "D": r"[^\p{Nd}]"}
_PUNCTUATION = lazy_compile(r"[!-/:-@\[-`{-~]")
_PLACEHOLDER = lazy_compile(r"\{([a-z][a-z0-9-]*)\}")
_MARK = "[\u0640\u064b-\u0652]"
_MARKS = lazy_compile(_MARK)
_ARABIC = lazy_compile("[\u0620-\u064a\u066e-\u06d3]")
# Indic letters that are written with a dot below, or without it
_DOT = "[\u093c\u09bc]"
_DOTS = lazy_compile(_DOT)
_DOTTED = lazy_compile("[\u0915-\u0917\u091c\u0921\u0922\u092b\u092f\u09a1\u09a2\u09af]")
_NEVER = r"[^\x00-\x{10FFFF}]"
_COMPILED = 4_096  # patterns that are kept; most are the same in every language
# Bytes of one automaton, its states as they are met included. What does not fit into the first is given the next.
SIZES = (3 << 23, 1 << 26, 1 << 28)
_SMALL = (1 << 19, *SIZES)  # for a single pattern: a long run in many languages keeps hundreds


class PatternError(ConfigurationError):
    """A pattern that RE2 or this program cannot take; the message says why and what to write instead."""


class Expanded(NamedTuple):
    """A card's patterns with a language's words in them.

    `beginning` tells how a line begins that some alternatives of the body match, `cores` the words that others
    need of it, `rest` the alternatives of which neither can be said.
    """

    body: str
    given: str
    unless: str
    beginning: str
    rest: str
    cores: str


def placeholders(pattern: str) -> set[str]:
    """The names of the words that a card's pattern asks for; perhaps one more, never one less."""
    return set(_PLACEHOLDER.findall(pattern))


def expand(pattern: str, words: Mapping[str, Sequence[str]], *, anchors: bool = False) -> str:
    """Rewrite a card's pattern for RE2: {name} becomes the phrases of that name, classes become Unicode's.

    `anchors` allows ^ and $, which a card's own pattern leaves to its shape.

    >>> expand(r"{lead}\\s*[^:]", {"lead": ["read more", "see also"]})
    '(?:read +more|see +also) *[^:]'
    """
    parts = _parts(pattern, anchors)
    return "".join(_alternatives(part, words) if at % 2 else part for at, part in enumerate(parts))


@lru_cache(maxsize=_COMPILED)
def _parts(pattern: str, anchors: bool) -> tuple[str, ...]:
    """A card's pattern, rewritten, taken apart at its placeholders, whose names are every second part."""
    pattern = fold(pattern)
    parts: list[str] = []
    out: list[str] = []
    at, in_class = 0, False
    while at < len(pattern):
        char = pattern[at]
        if char == "\\":
            out.append(_escape(pattern, at, in_class))
            # \p{Greek} and \x{2014} carry an argument in braces
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


@lru_cache(maxsize=_COMPILED)
def phrase(words: str) -> str:
    """A phrase as a pattern: literal, but for the white space between its words and for * (any text).

    Arabic vowel signs and lengthening strokes may stand behind any letter, or be left out; so may the dots
    of Hindi and Bengali letters.

    >>> phrase("read more")
    'read +more'
    >>> phrase("more on *")
    'more +on +.*'
    """
    bare = _DOTS.sub("", _MARKS.sub("", fold(words)))
    plain = _PUNCTUATION.sub(r"\\\g<0>", bare).replace(r"\*", ".*")
    return " +".join(_DOTTED.sub(rf"\g<0>{_DOT}?", _ARABIC.sub(rf"\g<0>{_MARK}*", plain)).split())


def options(size: int = SIZES[-1]) -> Any:
    """RE2 options for cards: case does not matter, no match leaves its line, `size` bytes to be fast in."""
    import re2

    chosen = re2.Options()
    chosen.case_sensitive = False
    chosen.log_errors = False
    chosen.never_nl = True
    chosen.max_mem = size
    return chosen


@lru_cache(maxsize=_COMPILED)
def compile_pattern(source: str) -> Any:
    """Compile for RE2; raises PatternError with RE2's reason."""
    import re2

    try:
        return re2.compile(source, options())
    except re2.error as error:
        reason = error.args[0] if error.args else error
        text = reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
        hint = " (RE2 has no look-around and no back-references)" if re.search("perl operator|escape", text) else ""
        # RE2 quotes the pattern as rewritten, which nobody wrote
        raise PatternError(f"RE2 refuses it: {text.split(':')[0]}{hint}") from None


@lru_cache(maxsize=_COMPILED)
def compile_test(source: str, *, anchored: bool = False) -> Callable[[str | bytes], bool]:
    """A function that tells whether the pattern matches a text, or its UTF-8; at its start if `anchored`.

    Faster than searching for where it does. Raises PatternError.
    """
    match = compile_set("MatchSet" if anchored else "SearchSet", [source], _SMALL)
    return lambda text: match(text) is not None


def compile_set(kind: str, sources: Sequence[str], sizes: Sequence[int] = SIZES) -> Any:
    """A function that gives the numbers of the patterns that match a text, or its UTF-8; None for none.

    `kind` is one of RE2's: MatchSet looks at the text's start, SearchSet anywhere. Raises PatternError where
    they are too large together, re2.error for a pattern that is none.
    """
    import re2

    for size in sizes:
        patterns = getattr(re2.Set, kind)(options(size))
        for source in sources:
            patterns.Add(source)
        with suppress(re2.error):
            patterns.Compile()
            return patterns.Match
    raise PatternError(f"{len(sources)} patterns together are too large for RE2")
