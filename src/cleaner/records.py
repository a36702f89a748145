"""One line of JSON Lines: a field is replaced, dropped or added, every other byte stays as it was."""

from __future__ import annotations

import codecs
import json
from typing import NamedTuple

import msgspec

from cleaner.lazily import compiled
from cleaner.model import InputError

_FIELDS = msgspec.json.Decoder(dict[str, msgspec.Raw])
_ASCII = json.JSONEncoder().encode
_UNICODE = json.JSONEncoder(ensure_ascii=False).encode  # json.dumps would make it anew each time
_KEY = compiled(rb'\s*("(?:[^"\\]|\\.)*")\s*:\s*')
_NEXT = compiled(rb"\s*([,}])")


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
        self._members: list[_Member] = []
        at = line.index(b"{") + 1
        for key, raw in fields.items():
            match = _KEY.match(line, at)
            end = match.end() + len(memoryview(raw)) if match else 0
            follows = _NEXT.match(line, end) if match else None
            if not match or not follows or msgspec.json.decode(match[1]) != key:
                raise RecordError("a key stands in the object twice")
            self._members.append(_Member(key, match.start(1), match.end(), end))
            at = follows.end()
        if self._members and line[at - 1 : at] != b"}":
            raise RecordError("a key stands in the object twice")

    def get(self, key: str) -> object:
        """The value of a member, decoded; None if there is none. Raises RecordError if it cannot be read."""
        for member in self._members:
            if member.key == key:
                try:
                    value: object = msgspec.json.decode(self.line[member.value : member.end])
                except UnicodeDecodeError:
                    raise RecordError(f"{key!r} is not UTF-8") from None
                except (msgspec.DecodeError, RecursionError) as error:
                    raise RecordError(f"{key!r} cannot be read: {error}") from None
                return value
        return None

    def text(self, key: str) -> str | None:
        """The value of a member if it is a string that says something."""
        value = self.get(key)
        return value if isinstance(value, str) and value.strip() else None

    def has(self, key: str) -> bool:
        """Whether the object has the key, whatever its value."""
        return any(member.key == key for member in self._members)

    def names(self) -> list[str]:
        """The keys, in order."""
        return [member.key for member in self._members]

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
    return (_ASCII if ascii else _UNICODE)(value).encode()
