"""What a pattern needs of a line, told from the pattern: how it begins, and words it cannot do without.

A pattern that begins with words of its own is decided at a line's first characters. One that begins with
anything at all (".*newsletter.*") would be followed through every line to its end; of such a pattern its
longest fixed piece is enough to find the few lines on which it need be tried.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from cleaner.lazily import compiled

_TOKEN = compiled(
    r"(?P<open>\((?:\?(?:P<\w+>|[imsU-]*:))?)|(?P<close>\))|(?P<bar>\|)"
    r"|(?P<many>\.|\\[pP](?:\{[^}]*\}|.)|\[\^?\]?(?:\\[pPx]\{[^}]*\}|\\.|\[:\w+:\]|[^\]\\])*\])"
    r"|(?P<anchor>[\^$])|\\x\{?(?P<code>[0-9a-fA-F]+)\}?|\\?(?P<char>.)",
    re.DOTALL,
)
# most of a pattern are phrases, whose characters need no look each; a quantifier would bind to the last alone
_RUN = compiled(r"(?: \+|(?:[\w ',!&:;/\"-]|\\[',!&:;/\".-])(?![*+?{]))+")
_QUANTIFIER = compiled(r"(?:[*+?]|\{\d+(?:,\d*)?\})\??")
_OPAQUE = compiled(r"\\Q|\(\?[imsU-]+\)")  # quoting and flags reach beyond the piece they stand in
# a run of blanks, digits, marks or punctuation ends soon
_NARROW = compiled(r"\[(?!\^)(?:(?!a-z|A-Z|\\[pP](?!\{Nd\})).)*\]")
_RARE = frozenset("{}<>©|@$#")
_UNUSUAL = frozenset("[]%")
_BEGINS = 2  # letters that make a beginning of its own
_TELLING = 3  # letters that few lines have
_PLAIN = "\u0e00"  # from here on a character says as much as two letters


class Alternative(NamedTuple):
    """One of the things a pattern matches: whether its beginning tells it, and the piece that tells it else.

    `core` matches inside whatever `source` matches; it is empty where no piece tells much.
    """

    source: str
    begins: bool
    core: str


class _Item(NamedTuple):
    source: str
    letters: int  # that every match of it has
    ahead: int  # that every match of it has in front of the first wildcard
    wide: bool  # whether it holds a wildcard: text of any length
    inside: tuple[list[_Item], ...] = ()  # the alternatives of a group


def alternatives(pattern: str) -> list[Alternative]:
    """Take a pattern apart: RE2's syntax, without anchors.

    >>> for alternative in alternatives("read more|.*(?:our|the) newsletter.*|[^,]*(?:,[^,]*)+"):
    ...     print(alternative)
    Alternative(source='read more', begins=True, core='read more')
    Alternative(source='.*(?:our|the) newsletter.*', begins=False, core='(?:our|the) newsletter')
    Alternative(source='[^,]*(?:,[^,]*)+', begins=False, core='')
    """
    if _OPAQUE.search(pattern):
        return [Alternative(pattern, begins=False, core="")]
    return [one for items in _Parser(pattern).alternatives() for one in _split(items)]


def _split(items: Sequence[_Item]) -> list[Alternative]:
    """An alternative, or several where it begins with a group of such as begin and such as do not."""
    if not items or not items[0].inside or not (items[0].wide or len(items) == 1):
        return [Alternative(_source(items), _ahead(items) >= _BEGINS, _core(items))]
    opening, rest = _opening(items[0]), _source(items[1:])
    inner = [one for inside in items[0].inside for one in _split(inside)]
    begin = [one for one in inner if one.begins]
    found = []
    if begin:
        core = _any(opening, [one.core for one in begin]) if all(one.core for one in begin) else ""
        found.append(Alternative(_any(opening, [one.source for one in begin]) + rest, begins=True, core=core))
    other = _core(items[1:])
    for one in inner:
        if not one.begins:
            core = _any(opening, [one.core]) if one.core else other
            found.append(Alternative(_any(opening, [one.source]) + rest, begins=False, core=core))
    return found


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
            if run := _RUN.match(pattern, start):
                found[-1].append(_phrase(run[0]))
                self._at = run.end()
                continue
            token = _TOKEN.match(pattern, start)
            assert token is not None
            self._at = token.end()
            if token["bar"]:
                found.append([])
                continue
            inside: tuple[list[_Item], ...] = ()
            if token["open"]:
                inside = tuple(self.alternatives())
                self._at += 1
            quantifier = _QUANTIFIER.match(pattern, self._at)
            self._at = quantifier.end() if quantifier else self._at
            found[-1].append(_item(pattern[start : self._at], token, quantifier[0] if quantifier else "", inside))
        return found


def _phrase(source: str) -> _Item:
    text = source.replace("\\", "").replace("+", "")
    letters = alphabetic = sum(map(str.isalpha, text))
    if not text.isascii():
        letters += sum(char >= _PLAIN and char.isalpha() for char in text)
    return _Item(source, letters, letters + _BEGINS * (len(text) - alphabetic), wide=False)


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
    return _Item(source, letters, ahead, wide, () if times else inside)


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
    match = _TOKEN.match(group.source)
    return match[0] if match else ""
