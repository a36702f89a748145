"""Derives cheaper patterns from a pattern: the fixed beginnings of its matches, and the words it requires.

A pattern with a fixed beginning is decided by the first characters of a line. RE2 would follow a pattern that
starts with a wildcard (".*newsletter.*") to the end of every line. Its longest fixed piece, the core, is enough to
find the few lines on which the whole pattern must be tried.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from cleaner.core.regex import lazy_compile

_TOKEN = lazy_compile(
    r"(?P<open>\((?:\?(?:P<\w+>|[imsU-]*:))?)|(?P<close>\))"
    r"|(?P<many>\.|\\[pP](?:\{[^}]*\}|.)|\[\^?\]?(?:\\[pPx]\{[^}]*\}|\\.|\[:\w+:\]|[^\]\\])*\])"
    r"|(?P<anchor>[\^$])|\\x\{?(?P<code>[0-9a-fA-F]+)\}?|\\?(?P<char>.)",
    re.DOTALL,
)
# Phrases make up most of a pattern and are read at once. A quantifier binds to the last character only, so a
# phrase stops in front of it.
_PHRASE = r"(?>[\w ',!&:;/\"-]+(?![*+?{])| \+|\\[',!&:;/\".-](?![*+?{]))+"
_PHRASE_RUN = lazy_compile(_PHRASE)
_PHRASE_LIST = lazy_compile(rf"{_PHRASE}(?>\|{_PHRASE}(?=[|)]))+")
_CHARACTER = lazy_compile(r" \+|\\.|.")
_QUANTIFIER = lazy_compile(r"(?:[*+?]|\{\d+(?:,\d*)?\})\??")
_LIMIT = lazy_compile(r"\{\d+,\d+\}")
_RELAXED = lazy_compile(
    r"\{\d+,(?P<limit>\d+)\}\??|\\(?:[pPx]\{[^}]*\}|[pP].|.)"
    r"|\[\^?\]?(?:\\[pPx]\{[^}]*\}|\\.|\[:\w+:\]|[^\]\\])*\]"
)
_SCRIPTS = lazy_compile(r"\\p")
_OPAQUE = lazy_compile(r"\\Q|\(\?[imsU-]+\)")  # quoting and flags affect the pattern beyond their own token
# a run of blanks, digits, marks or punctuation is short, so it counts as no wildcard
_NARROW = lazy_compile(r"\[(?!\^)(?:(?!a-z|A-Z|\\[pP](?!\{Nd\})).)*\]")
_RARE = frozenset("{}<>©|@$#")
_UNUSUAL = frozenset("[]%")
_MIN_PREFIX_LETTERS = 2  # letters of a fixed beginning, at least
_MANY = 6  # times; what may come as often counts as repeated without a limit where a superset is asked
_PREFIX_LENGTH = 6  # characters of a beginning that are matched
_MAX_MISSING = 3  # characters by which a beginning may be shorter in front of a wildcard
_LONG = 30  # characters of pattern source; a longer piece is cut off once the beginning has any characters
_MIN_CORE_LETTERS = 3  # letters; few lines contain a core of that length
_WEAK_BEGINNING, _STRONG_CORE = 4, 10  # letters
_DOUBLE_WEIGHT_FROM = "\u0e00"  # from here on one character is as rare as two Latin letters


class Prefixes(NamedTuple):
    """The patterns of beginnings.

    `complete` ones match to the end of their alternative; their key is the number of characters up to
    _PREFIX_LENGTH that they leave unused. `truncated` ones stop earlier.
    """

    complete: Mapping[int, str]
    truncated: Sequence[str] = ()


class Alternative(NamedTuple):
    """One alternative of a pattern, and its cheaper patterns.

    `ways` holds its beginnings, or None without a fixed one. `core` then matches inside every match of `source`; it
    is empty if no piece has enough letters.
    """

    source: str
    ways: Prefixes | None
    core: str = ""


class _Item(NamedTuple):
    """One token, group or phrase of a pattern, with its quantifier."""

    source: str
    letters: int  # in every match, at least
    ahead: int  # letters in front of the first wildcard, in every match, at least
    wide: bool  # whether it contains a wildcard: text of any length
    inside: tuple[list[_Item], ...] = ()  # the alternatives of a group without quantifier
    is_phrase: bool = False  # literal characters and runs of spaces only
    again: tuple[list[_Item], ...] = ()  # the alternatives of a group with "+"


def alternatives(pattern: str) -> list[Alternative]:
    """Split a pattern in RE2 syntax, without anchors, into its alternatives.

    >>> for alternative in alternatives("go (?:us|harbour .*)|.*(?:our|the) newsletter.*|[^,]*(?:,[^,]*)+"):
    ...     print(alternative)
    Alternative(source='go (?:us|harbour .*)', ways=Prefixes(complete={1: 'go us'}, truncated=['go har']), core='')
    Alternative(source='.*(?:our|the) newsletter.*', ways=None, core='(?:our|the) newsletter')
    Alternative(source='[^,]*(?:,[^,]*)+', ways=None, core='')
    """
    if _OPAQUE.search(pattern):
        return [Alternative(pattern, None)]
    return [one for items in _Parser(pattern).alternatives() for one in _split(items)]


def cores(pattern: str) -> list[str]:
    """Return the core of each alternative, or the alternative itself if no piece has enough letters.

    >>> cores("photo: .* [0-9]+|.{3}")
    ['photo: ', '.{3}']
    """
    if _OPAQUE.search(pattern):
        return [pattern]
    return [_core(items) or _source(items) for items in _Parser(pattern).alternatives()]


@lru_cache(maxsize=1 << 12)
def relaxed(pattern: str) -> str:
    """Return a smaller pattern that matches all that `pattern` matches.

    It repeats without a limit what has a limit of _MANY or more, and takes any character where a class has the
    letters of all scripts. RE2 copies what may come up to 120 times as many times, and those letters are a thousand
    instructions: a few of either take milliseconds and megabytes.

    >>> relaxed(r"to see .{0,120} click [0-9]{1,3} [\\pL_]+")
    'to see .* click [0-9]{1,3} .+'
    """
    if _OPAQUE.search(pattern) or not (_LIMIT.search(pattern) or _SCRIPTS.search(pattern)):
        return pattern
    return _RELAXED.sub(_looser, pattern)


def _looser(found: re.Match[str]) -> str:
    """Return what stands for a limit, a class or an escape in a relaxed pattern."""
    if found["limit"]:
        return "*" if int(found["limit"]) >= _MANY else found[0]
    is_of_scripts = _SCRIPTS.search(found[0]) and not found[0].startswith("[^")
    return "." if is_of_scripts else found[0]


def _split(items: Sequence[_Item]) -> list[Alternative]:
    """Return an alternative, or several if its first group has members with and without fixed beginnings."""
    is_fixed = _ahead(items) >= _MIN_PREFIX_LETTERS and not _begins_weakly(items)
    if not items or not items[0].inside or (is_fixed and not items[0].wide and len(items) > 1):
        return [
            Alternative(_source(items), _prefixes(items) if is_fixed else None, "" if is_fixed else _core(items))
        ]
    opening, rest = _opening(items[0]), _source(items[1:])
    inner = [one for inside in items[0].inside for one in _split(inside)]
    fixed = [one for one in inner if one.ways]
    found = []
    if fixed:
        prefixes = _prefixes(items[1:], _merge([one.ways for one in fixed if one.ways], opening))
        found.append(Alternative(_group(opening, [one.source for one in fixed]) + rest, prefixes))
    core_of_rest = _core(items[1:])
    for one in inner:
        if not one.ways:
            core = _group(opening, [one.core]) if one.core else core_of_rest
            found.append(Alternative(_group(opening, [one.source]) + rest, None, core))
    return found


def _begins_weakly(items: Sequence[_Item]) -> bool:
    """Return whether a short word in front of a wildcard says less than the core: many lines begin with "the "."""
    letters = 0
    for item in items:
        if item.wide:
            return letters <= _WEAK_BEGINNING and _best_core(items)[0] >= _STRONG_CORE
        letters += item.letters
    return False


def _prefixes(items: Sequence[_Item], start: Prefixes | None = None) -> Prefixes:
    """Return the beginnings of a sequence of items, appended to those of `start`."""
    complete, truncated = start or Prefixes({_PREFIX_LENGTH: ""})
    truncated = list(truncated)
    for item in items:
        found: list[tuple[int, str]] = []
        for left, prefix in complete.items():
            further = _prefixes_of_item(item, left)
            found += [(rest, prefix + source) for rest, source in further.complete.items()]
            truncated += [prefix + _any_of(further.truncated)] if further.truncated else []
        complete = _join_by_left(found)
    return Prefixes(complete, truncated)


def _prefixes_of_item(item: _Item, left: int) -> Prefixes:
    """Return the beginnings of one item, with at most `left` characters."""
    if item.inside:
        prefixes = [
            _prefixes_of_item(inside[0], left) if len(inside) == 1 else _prefixes(inside, Prefixes({left: ""}))
            for inside in item.inside
        ]
        return _merge(prefixes, _opening(item))
    if item.is_phrase:
        return _prefixes_of_phrase(item.source, left)
    if item.again:
        once = _merge([_prefixes(inside, Prefixes({left: ""})) for inside in item.again], _opening(item))
        return Prefixes({}, [*once.complete.values(), *once.truncated])
    if left < (_PREFIX_LENGTH if len(item.source) > _LONG else _MAX_MISSING if item.wide else 0):
        return Prefixes({}, [""])
    return Prefixes({max(left - bool(item.ahead), 0): item.source})


@lru_cache(maxsize=1 << 14)
def _prefixes_of_phrase(source: str, left: int) -> Prefixes:
    characters = _CHARACTER.findall(source)
    fits = len(characters) <= left
    return Prefixes({left - len(characters): source}) if fits else Prefixes({}, ["".join(characters[:left])])


def _merge(prefixes: Sequence[Prefixes], opening: str) -> Prefixes:
    """Return the beginnings of all alternatives of a group, with the flags of its `opening` parenthesis."""
    complete = _join_by_left([(left, source) for prefix in prefixes for left, source in prefix.complete.items()])
    truncated = list(dict.fromkeys(source for prefix in prefixes for source in prefix.truncated))
    if "i" in opening:
        flagged = {left: _group(opening, [source]) for left, source in complete.items()}
        return Prefixes(flagged, [_group(opening, truncated)] if truncated else [])
    return Prefixes(complete, truncated)


def _join_by_left(found: Sequence[tuple[int, str]]) -> dict[int, str]:
    """Join the (characters left, source) pairs with equal numbers, so that the next item is appended only once."""
    by_left: dict[int, dict[str, None]] = {}
    for left, source in found:
        by_left.setdefault(left, {})[source] = None
    return {left: _any_of([*sources]) for left, sources in by_left.items()}


def _core(items: Sequence[_Item]) -> str:
    letters, core = _best_core(items)
    return core if letters >= _MIN_CORE_LETTERS else ""


def _best_core(items: Sequence[_Item]) -> tuple[int, str]:
    """Return the piece without wildcards that has the most letters, after their number.

    The core of a group with wildcards is one piece of each alternative.
    """
    found = [(_letters(piece), _source(piece)) for piece in _pieces(items)]
    for item in items:
        if item.wide and item.inside:
            inner = [_best_core(inside) for inside in item.inside]
            fewest = min(letters for letters, _ in inner)
            found.append((fewest, _group(_opening(item), [core for _, core in inner])))
    return max(found, key=lambda piece: piece[0])


def _group(opening: str, sources: Sequence[str]) -> str:
    return f"{opening}{'|'.join(sources)})"


def _any_of(sources: Sequence[str]) -> str:
    return _group("(?:", sources) if len(sources) > 1 else sources[0]


class _Parser:
    """A recursive descent parser that reads a pattern once, from left to right."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._at = 0

    def alternatives(self) -> list[list[_Item]]:
        """Read the alternatives up to the end of the pattern or the closing parenthesis of the group."""
        pattern = self._pattern
        found: list[list[_Item]] = [[]]
        while self._at < len(pattern) and pattern[self._at] != ")":
            start = self._at
            if pattern[start] == "|":
                found.append([])
                self._at += 1
                continue
            if not found[-1] and (phrases := _PHRASE_LIST.match(pattern, start)):
                found[-1:] = [[_phrase(source)] for source in phrases[0].split("|")]
                self._at = phrases.end()
                continue
            if run := _PHRASE_RUN.match(pattern, start):
                found[-1].append(_phrase(run[0]))
                self._at = run.end()
                continue
            token = _TOKEN.match(pattern, start)
            assert token is not None
            self._at = token.end()
            inside: tuple[list[_Item], ...] = ()
            if token["open"]:
                inside = tuple(self.alternatives())
                self._at += 1
            quantifier = _QUANTIFIER.match(pattern, self._at)
            self._at = quantifier.end() if quantifier else self._at
            found[-1].append(_item(pattern[start : self._at], token, quantifier[0] if quantifier else "", inside))
        return found


@lru_cache(maxsize=1 << 14)  # every language includes the English phrases
def _phrase(source: str) -> _Item:
    text = source.replace("\\", "").replace("+", "")
    letters = alphabetic = sum(map(str.isalpha, text))
    if not text.isascii():
        letters += sum(char >= _DOUBLE_WEIGHT_FROM and char.isalpha() for char in text)
    return _Item(
        source, letters, letters + _MIN_PREFIX_LETTERS * (len(text) - alphabetic), wide=False, is_phrase=True
    )


def _item(source: str, token: re.Match[str], quantifier: str, inside: tuple[list[_Item], ...]) -> _Item:
    if inside:
        letters, ahead = min(map(_letters, inside)), min(map(_ahead, inside))
        wide = any(item.wide for items in inside for item in items)
    else:
        narrow = bool(_NARROW.fullmatch(token[0]))
        wide = bool(token["many"] and quantifier not in ("", "?")) and not narrow
        letters = _weight(token)
        # few lines begin with a digit or a bracket
        ahead = _MIN_PREFIX_LETTERS if narrow or (token["char"] and not token["char"].isalpha()) else letters
    if quantifier.startswith(("*", "?", "{0")):
        letters = ahead = 0
    again = inside if quantifier.startswith("+") else ()
    return _Item(source, letters, ahead, wide, () if quantifier else inside, again=again)


def _weight(token: re.Match[str]) -> int:
    """Return how many letters the character of a token counts for."""
    char = chr(int(token["code"], 16)) if token["code"] else token["char"] or ""
    if char in _RARE:
        return _MIN_CORE_LETTERS
    return 2 if char in _UNUSUAL or (char >= _DOUBLE_WEIGHT_FROM and char.isalpha()) else int(char.isalpha())


def _letters(items: Sequence[_Item]) -> int:
    return sum(item.letters for item in items)


def _ahead(items: Sequence[_Item]) -> int:
    """Count the letters in front of the first wildcard."""
    count = 0
    for item in items:
        count += item.ahead
        if item.wide:
            break
    return count


def _pieces(items: Sequence[_Item]) -> list[list[_Item]]:
    """Split a sequence of items at its wildcards."""
    pieces: list[list[_Item]] = [[]]
    for item in items:
        if item.wide:
            pieces.append([])
        else:
            pieces[-1].append(item)
    return pieces


def _source(items: Sequence[_Item]) -> str:
    return "".join(item.source for item in items)


def _opening(group: _Item) -> str:
    """Return a group's parenthesis with its flags, without a name: a name may occur only once in a pattern."""
    match = _TOKEN.match(group.source)
    return match[0] if match and match[0].endswith(":") else "(?:"
