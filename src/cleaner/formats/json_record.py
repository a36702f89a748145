"""One line of JSON Lines: a field is replaced, dropped or added, every other byte stays as it was."""

from __future__ import annotations

import codecs
import json
from functools import cached_property
from typing import NamedTuple

import msgspec

from cleaner.core.errors import InputError
from cleaner.core.regex import lazy_compile

_FIELDS = msgspec.json.Decoder(dict[str, msgspec.Raw])
_ASCII = json.JSONEncoder().encode
_UNICODE = json.JSONEncoder(ensure_ascii=False).encode  # json.dumps would make it anew each time
_KEY = lazy_compile(rb'\s*("(?:[^"\\]|\\.)*")\s*:\s*')
_NEXT = lazy_compile(rb"\s*([,}])")


class RecordError(InputError):
    """A line that is no record this program can clean; the message says what is wrong with it."""


class _Member(NamedTuple):
    key: str
    start: int
    value: int
    end: int


class Record:
    """A JSON object, taken apart just far enough to change single members of it."""

    def __init__(self, line: bytes) -> None:
        """Raises RecordError if `line` is not one JSON object with distinct keys."""
        self.line = line
        try:
            fields = _FIELDS.decode(line.removeprefix(codecs.BOM_UTF8))
        except msgspec.ValidationError:
            raise RecordError("not a JSON object") from None
        except UnicodeDecodeError as error:
            raise RecordError(f"not UTF-8 at byte {error.start}") from None
        except (msgspec.DecodeError, RecursionError) as error:
            raise RecordError(f"not valid JSON: {str(error).removeprefix('JSON is malformed: ')}") from None
        self._fields: dict[str, msgspec.Raw] = fields
        self._values: dict[str, object] = {}
        if not self._are_surely_distinct():
            _ = self._members

    def _are_surely_distinct(self) -> bool:
        """Whether the members, written as most programs write them, are all that the line holds."""
        members = [(key.encode(), bytes(raw)) for key, raw in self._fields.items()]
        return any(
            self.line == b"{" + comma.join([b'"%b"%b%b' % (key, colon, raw) for key, raw in members]) + b"}"
            for comma, colon in ((b", ", b": "), (b",", b":"))
        )

    @cached_property
    def _members(self) -> list[_Member]:
        """Where the members stand. Raises RecordError where one of two with the same key is hidden."""
        members, line = [], self.line
        at = line.index(b"{") + 1
        for key, raw in self._fields.items():
            match = _KEY.match(line, at)
            end = match.end() + len(memoryview(raw)) if match else 0
            follows = _NEXT.match(line, end) if match else None
            if not match or not follows or msgspec.json.decode(match[1]) != key:
                raise RecordError("a key stands in the object twice")
            members.append(_Member(key, match.start(1), match.end(), end))
            at = follows.end()
        if members and line[at - 1 : at] != b"}":
            raise RecordError("a key stands in the object twice")
        return members

    def get(self, key: str) -> object:
        """The value of a member, decoded; None if there is none. Raises RecordError if it cannot be read."""
        if key not in self._fields:
            return None
        if key not in self._values:
            try:
                self._values[key] = msgspec.json.decode(self._fields[key])
            except UnicodeDecodeError:
                raise RecordError(f"{key!r} is not UTF-8") from None
            except (msgspec.DecodeError, RecursionError) as error:
                raise RecordError(f"{key!r} cannot be read: {error}") from None
        return self._values[key]

    def text(self, key: str) -> str | None:
        """The value of a member if it is a string that says something."""
        value = self.get(key)
        return value if isinstance(value, str) and value.strip() else None

    def has(self, key: str) -> bool:
        """Whether the object has the key, whatever its value."""
        return key in self._fields

    def names(self) -> list[str]:
        """The keys, in order."""
        return list(self._fields)

    def changed(self, new: dict[str, object], dropped: frozenset[str] = frozenset()) -> bytes:
        """The line with the members of `new` replaced or added at the end, and those of `dropped` gone."""
        members, line = self._members, self.line
        if not members:
            body = b", ".join(_dump(key) + b": " + _dump(value) for key, value in new.items())
            return line.replace(b"}", body + b"}", 1)
        first, last = members[0], members[-1]
        # a lone separator is told from the space behind the first colon
        comma = (
            line[first.end : members[1].start]
            if len(members) > 1
            else b", "
            if line[first.value - 1 : first.value] == b" "
            else b","
        )
        colon = line[first.start + len(_KEY.match(line, first.start)[1]) : first.value]  # type: ignore[index]
        left, pieces = dict(new), []
        for member in members:
            if member.key in dropped:
                continue
            piece = line[member.start : member.end]
            if member.key in left:
                old = line[member.value : member.end]
                piece = line[member.start : member.value] + _dump(left.pop(member.key), ascii=old.isascii())
            pieces.append(piece)
        pieces += [_dump(key) + colon + _dump(value, ascii=line.isascii()) for key, value in left.items()]
        return line[: first.start] + comma.join(pieces) + line[last.end :]


def values_of(line: bytes) -> dict[str, object]:
    """All members of a record that this program has written."""
    values: dict[str, object] = msgspec.json.decode(line)
    return values


def new_record(fields: dict[str, object], *, ascii: bool = False) -> bytes:
    """A record made from nothing, as one line without its line break."""
    return _dump(fields, ascii=ascii)


def encoded(value: object) -> bytes:
    """A value as JSON."""
    return _dump(value)


def _dump(value: object, *, ascii: bool = False) -> bytes:
    # the record's own style stays: escaped where it was all ASCII
    if isinstance(value, str) and not ascii:
        return msgspec.json.encode(value)
    return (_ASCII if ascii else _UNICODE)(value).encode()
