"""What a pattern needs of a line, told from the pattern: how it begins, and words it cannot do without.

A pattern that begins with words of its own is decided at a line's first characters. One that begins with
anything at all (".*newsletter.*") would be followed through every line to its end; of such a pattern its
longest fixed piece is enough to find the few lines on which it need be tried.
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
# most of a pattern are phrases, whose characters need no look each; a quantifier would bind to the last alone
_PHRASE = r"(?>[\w ',!&:;/\"-]+(?![*+?{])| \+|\\[',!&:;/\".-](?![*+?{]))+"
_RUN = lazy_compile(_PHRASE)
_LIST = lazy_compile(rf"{_PHRASE}(?>\|{_PHRASE}(?=[|)]))+")
_CHARACTER = lazy_compile(r" \+|\\.|.")
_QUANTIFIER = lazy_compile(r"(?:[*+?]|\{\d+(?:,\d*)?\})\??")
_OPAQUE = lazy_compile(r"\\Q|\(\?[imsU-]+\)")  # quoting and flags reach beyond the piece they stand in
# a run of blanks, digits, marks or punctuation ends soon
_NARROW = lazy_compile(r"\[(?!\^)(?:(?!a-z|A-Z|\\[pP](?!\{Nd\})).)*\]")
_RARE = frozenset("{}<>©|@$#")
_UNUSUAL = frozenset("[]%")
_BEGINS = 2  # letters that make a beginning of its own
_FIRST = 6  # characters of a beginning that are looked at
_ENOUGH = 3  # characters that it may lack where a wildcard follows
_LONG = 30  # characters of a piece of a pattern that is left out if something else tells a beginning
_TELLING = 3  # letters that few lines have
_PLAIN = "\u0e00"  # from here on a character says as much as two letters


class Prefixes(NamedTuple):
    """How matches begin: `complete` ones by how many characters are left, `truncated` ones where none is."""

    complete: Mapping[int, str]
    truncated: Sequence[str] = ()


class Alternative(NamedTuple):
    """One of the things a pattern matches: the ways in which it begins, if that tells it, or else what does.

    `core` matches inside whatever `source` matches; it is empty where no piece tells much.
    """

    source: str
    ways: Prefixes | None
    core: str = ""


class _Item(NamedTuple):
    source: str
    letters: int  # that every match of it has
    ahead: int  # that every match of it has in front of the first wildcard
    wide: bool  # whether it holds a wildcard: text of any length
    inside: tuple[list[_Item], ...] = ()  # the alternatives of a group
    is_phrase: bool = False  # characters, and blanks as often as may be
    again: tuple[list[_Item], ...] = ()  # the alternatives of a group that may come more than once


def alternatives(pattern: str) -> list[Alternative]:
    """Take a pattern apart: RE2's syntax, without anchors.

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
    """For each of the alternatives its core, or where no piece tells much the alternative itself.

    >>> cores("photo: .* [0-9]+|.{3}")
    ['photo: ', '.{3}']
    """
    if _OPAQUE.search(pattern):
        return [pattern]
    return [_core(items) or _source(items) for items in _Parser(pattern).alternatives()]


def _split(items: Sequence[_Item]) -> list[Alternative]:
    """An alternative, or several where it begins with a group of such as begin and such as do not."""
    begins = _ahead(items) >= _BEGINS
    if not items or not items[0].inside or (begins and not items[0].wide and len(items) > 1):
        return [Alternative(_source(items), _ways(items) if begins else None, "" if begins else _core(items))]
    opening, rest = _opening(items[0]), _source(items[1:])
    inner = [one for inside in items[0].inside for one in _split(inside)]
    begin = [one for one in inner if one.ways]
    found = []
    if begin:
        ways = _ways(items[1:], _either([one.ways for one in begin if one.ways], opening))
        found.append(Alternative(_any(opening, [one.source for one in begin]) + rest, ways))
    other = _core(items[1:])
    for one in inner:
        if not one.ways:
            core = _any(opening, [one.core]) if one.core else other
            found.append(Alternative(_any(opening, [one.source]) + rest, None, core))
    return found


def _ways(items: Sequence[_Item], ways: Prefixes | None = None) -> Prefixes:
    """The ways to begin, or to go on from others."""
    complete, truncated = ways or Prefixes({_FIRST: ""})
    truncated = list(truncated)
    for item in items:
        found: list[tuple[int, str]] = []
        for left, begun in complete.items():
            further = _ways_of(item, left)
            found += [(rest, begun + source) for rest, source in further.complete.items()]
            truncated += [begun + _any_of(further.truncated)] if further.truncated else []
        complete = _by_rest(found)
    return Prefixes(complete, truncated)


def _ways_of(item: _Item, left: int) -> Prefixes:
    if item.inside:
        ways = [
            _ways_of(inside[0], left) if len(inside) == 1 else _ways(inside, Prefixes({left: ""}))
            for inside in item.inside
        ]
        return _either(ways, _opening(item))
    if item.is_phrase:
        return _ways_of_phrase(item.source, left)
    if item.again:
        once = _either([_ways(inside, Prefixes({left: ""})) for inside in item.again], _opening(item))
        return Prefixes({}, [*once.complete.values(), *once.truncated])
    if left < (_FIRST if len(item.source) > _LONG else _ENOUGH if item.wide else 0):
        return Prefixes({}, [""])
    return Prefixes({max(left - bool(item.ahead), 0): item.source})


@lru_cache(maxsize=1 << 14)
def _ways_of_phrase(source: str, left: int) -> Prefixes:
    characters = _CHARACTER.findall(source)
    fits = len(characters) <= left
    return Prefixes({left - len(characters): source}) if fits else Prefixes({}, ["".join(characters[:left])])


def _either(ways: Sequence[Prefixes], opening: str) -> Prefixes:
    """The ways of all alternatives of a group, within its flags."""
    over = _by_rest([(left, source) for way in ways for left, source in way.complete.items()])
    begin = list(dict.fromkeys(source for way in ways for source in way.truncated))
    if "i" in opening:
        flagged = {left: _any(opening, [source]) for left, source in over.items()}
        return Prefixes(flagged, [_any(opening, begin)] if begin else [])
    return Prefixes(over, begin)


def _by_rest(found: Sequence[tuple[int, str]]) -> dict[int, str]:
    """What has as many characters left goes on alike."""
    by_rest: dict[int, dict[str, None]] = {}
    for left, source in found:
        by_rest.setdefault(left, {})[source] = None
    return {left: _any_of([*sources]) for left, sources in by_rest.items()}


def _core(items: Sequence[_Item]) -> str:
    letters, core = _best(items)
    return core if letters >= _TELLING else ""


def _best(items: Sequence[_Item]) -> tuple[int, str]:
    """The piece without wildcards that has most letters, and how many; of a group one of each alternative."""
    found = [(_letters(piece), _source(piece)) for piece in _pieces(items)]
    for item in items:
        if item.wide and item.inside:
            inner = [_best(inside) for inside in item.inside]
            fewest = min(letters for letters, _ in inner)
            found.append((fewest, _any(_opening(item), [core for _, core in inner])))
    return max(found, key=lambda piece: piece[0])


def _any(opening: str, sources: Sequence[str]) -> str:
    return f"{opening}{'|'.join(sources)})"


def _any_of(sources: Sequence[str]) -> str:
    return _any("(?:", sources) if len(sources) > 1 else sources[0]


class _Parser:
    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._at = 0

    def alternatives(self) -> list[list[_Item]]:
        """The alternatives up to the end, or to the parenthesis that closes the group."""
        pattern = self._pattern
        found: list[list[_Item]] = [[]]
        while self._at < len(pattern) and pattern[self._at] != ")":
            start = self._at
            if pattern[start] == "|":
                found.append([])
                self._at += 1
                continue
            if not found[-1] and (phrases := _LIST.match(pattern, start)):
                found[-1:] = [[_phrase(source)] for source in phrases[0].split("|")]
                self._at = phrases.end()
                continue
            if run := _RUN.match(pattern, start):
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


@lru_cache(maxsize=1 << 14)  # many languages' phrases: the English ones stand among all of them
def _phrase(source: str) -> _Item:
    text = source.replace("\\", "").replace("+", "")
    letters = alphabetic = sum(map(str.isalpha, text))
    if not text.isascii():
        letters += sum(char >= _PLAIN and char.isalpha() for char in text)
    return _Item(source, letters, letters + _BEGINS * (len(text) - alphabetic), wide=False, is_phrase=True)


def _item(source: str, token: re.Match[str], times: str, inside: tuple[list[_Item], ...]) -> _Item:
    if inside:
        letters, ahead = min(map(_letters, inside)), min(map(_ahead, inside))
        wide = any(item.wide for items in inside for item in items)
    else:
        narrow = bool(_NARROW.fullmatch(token[0]))
        wide = bool(token["many"] and times not in ("", "?")) and not narrow
        letters = _weight(token)
        # few lines begin with a digit or a bracket
        ahead = _BEGINS if narrow or (token["char"] and not token["char"].isalpha()) else letters
    if times.startswith(("*", "?", "{0")):
        letters = ahead = 0
    again = inside if times.startswith("+") else ()
    return _Item(source, letters, ahead, wide, () if times else inside, again=again)


def _weight(token: re.Match[str]) -> int:
    char = chr(int(token["code"], 16)) if token["code"] else token["char"] or ""
    if char in _RARE:
        return _TELLING
    return 2 if char in _UNUSUAL or (char >= _PLAIN and char.isalpha()) else int(char.isalpha())


def _letters(items: Sequence[_Item]) -> int:
    return sum(item.letters for item in items)


def _ahead(items: Sequence[_Item]) -> int:
    count = 0
    for item in items:
        count += item.ahead
        if item.wide:
            break
    return count


def _pieces(items: Sequence[_Item]) -> list[list[_Item]]:
    """What stands between the wildcards."""
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
    """A group's parenthesis with its flags; that of one that captures would give two groups the same name."""
    match = _TOKEN.match(group.source)
    return match[0] if match and match[0].endswith(":") else "(?:"
