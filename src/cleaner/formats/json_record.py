"""Edits one line of JSON Lines. It replaces, removes or adds fields; every other byte stays unchanged."""

from __future__ import annotations

import codecs
import json
from functools import cached_property
from typing import NamedTuple

import msgspec

from cleaner.core.errors import InputError
from cleaner.core.regex import lazy_compile
from cleaner.intake.decode import is_utf8

_FIELDS = msgspec.json.Decoder(dict[str, msgspec.Raw])
_ASCII = json.JSONEncoder().encode
_UNICODE = json.JSONEncoder(ensure_ascii=False).encode  # json.dumps would create an encoder for each call
_SURROGATES = lazy_compile("[\ud800-\udfff]+")
_KEY = lazy_compile(rb'\s*("(?:[^"\\]|\\.)*")\s*:\s*')
_BLANKS = lazy_compile(r"[ \t\n\r]*")
_NEXT = lazy_compile(rb"\s*([,}])")


def _number(text: str) -> object:
    return None if text in ("NaN", "Infinity", "-Infinity") else float(text)


_LOOSE = json.JSONDecoder(parse_constant=_number, parse_int=_number)


class RecordError(InputError):
    """The line is no record that this program can clean. The message gives the reason."""


class _Member(NamedTuple):
    key: str
    start: int
    value: int
    end: int


class Record:
    """A JSON object, parsed only as far as edits of single members need."""

    def __init__(self, line: bytes) -> None:
        """Raises RecordError if `line` is not a JSON object with distinct keys."""
        self.line = line
        self._values: dict[str, object] = {}
        try:
            self._fields: dict[str, msgspec.Raw] = _FIELDS.decode(line.removeprefix(codecs.BOM_UTF8))
        except msgspec.ValidationError:
            raise RecordError("not a JSON object") from None
        except UnicodeDecodeError as error:
            self._read_loosely(RecordError(f"not UTF-8 at byte {error.start}"))
        except (msgspec.DecodeError, RecursionError) as error:
            deep = isinstance(error, RecursionError)
            why = "its values nest too deeply" if deep else str(error).removeprefix("JSON is malformed: ")
            self._read_loosely(RecordError(f"not valid JSON: {why}"))
        else:
            if not self._are_surely_distinct():
                _ = self._members

    def _read_loosely(self, strict: RecordError) -> None:
        """Parse an object with NaN and lone surrogates, which Python's json allows, and with invalid UTF-8.

        Raises `strict` for any other line.
        """
        text = self.line.decode("utf-8", "surrogateescape")
        members: list[_Member] = []
        fields: dict[str, msgspec.Raw] = {}
        at, counted, size = 0, 0, 0

        def place(index: int) -> int:
            """Return the offset in bytes of the character at `index`. Calls must not go backwards."""
            nonlocal counted, size
            size += len(text[counted:index].encode("utf-8", "surrogateescape"))
            counted = index
            return size

        def token(expected: str) -> str:
            nonlocal at
            at = _BLANKS.match(text, at).end()  # type: ignore[union-attr]
            if text[at : at + 1] not in tuple(expected):
                raise strict
            at += 1
            return text[at - 1]

        try:
            at = int(text.startswith("\ufeff"))
            token("{")
            follows = "," if not _BLANKS.fullmatch(text, at) else ""
            if text[_BLANKS.match(text, at).end() :][:1] == "}":  # type: ignore[union-attr]
                follows = token("}")
            while follows == ",":
                token('"')
                start = place(at - 1)
                key, at = json.decoder.scanstring(text, at, True)  # type: ignore[attr-defined]
                token(":")
                at = _BLANKS.match(text, at).end()  # type: ignore[union-attr]
                value, begins = place(at), at
                _, at = _LOOSE.raw_decode(text, at)
                if key in fields:
                    raise RecordError("a key stands in the object twice")
                fields[key] = msgspec.Raw(text[begins:at].encode("utf-8", "surrogateescape"))
                members.append(_Member(key, start, value, place(at)))
                follows = token(",}")
            if not follows or not _BLANKS.fullmatch(text, at):
                raise strict
        except RecordError:
            raise
        except (ValueError, RecursionError):
            raise strict from None
        self._fields = fields
        self.__dict__["_members"] = members

    def _are_surely_distinct(self) -> bool:
        """Return whether the line equals its members in a common style, which proves that no key repeats."""
        members = [(key.encode(), bytes(raw)) for key, raw in self._fields.items()]
        return any(
            self.line == b"{" + comma.join([b'"%b"%b%b' % (key, colon, raw) for key, raw in members]) + b"}"
            for comma, colon in ((b", ", b": "), (b",", b":"))
        )

    @cached_property
    def _members(self) -> list[_Member]:
        """The spans of the members. Raises RecordError for a repeated key."""
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
        """Return the decoded value of a member, or None. Raises RecordError if it cannot be decoded."""
        if key not in self._fields:
            return None
        if key not in self._values:
            try:
                self._values[key] = msgspec.json.decode(self._fields[key])
            except (UnicodeDecodeError, msgspec.DecodeError, RecursionError) as error:
                self._values[key] = self._loose_value(key, error)
        return self._values[key]

    def _loose_value(self, key: str, error: Exception) -> object:
        """Return a value with invalid bytes escaped, if they are few in the line. NaN is None."""
        data = self.raw(key)
        if isinstance(error, UnicodeDecodeError) and not is_utf8(self.line):
            raise RecordError(f"{key!r} is not UTF-8 at byte {error.start}; name its encoding with --encoding")
        try:
            return _LOOSE.decode(data.decode("utf-8", "surrogateescape"))
        except (ValueError, RecursionError):
            raise RecordError(f"{key!r} cannot be read: {error}") from None

    def raw(self, key: str) -> bytes:
        """Return the bytes of a member's value in the line."""
        return bytes(self._fields[key])

    def text(self, key: str) -> str | None:
        """Return the value of a member if it is a string that is not blank, else None."""
        value = self.get(key)
        if isinstance(value, str) and not value.isascii():
            value = _SURROGATES.sub("\ufffd", value)
        return value if isinstance(value, str) and value.strip() else None

    def has(self, key: str) -> bool:
        """Return whether the object has the key, whatever its value is."""
        return key in self._fields

    def names(self) -> list[str]:
        """Return the keys in order."""
        return list(self._fields)

    def changed(self, new: dict[str, object], dropped: frozenset[str] = frozenset()) -> bytes:
        """Return the line with the members of `new` replaced, or added at the end, and those of `dropped` removed.

        A value of type bytes is JSON already.
        """
        members, line = self._members, self.line
        if not members:
            body = b", ".join(_dump(key) + b": " + _dump(value) for key, value in new.items())
            return line.replace(b"}", body + b"}", 1)
        first, last = members[0], members[-1]
        # with one member there is no separator, so the space behind its colon gives the style
        comma = (
            line[first.end : members[1].start]
            if len(members) > 1
            else b", "
            if line[first.value - 1 : first.value] == b" "
            else b","
        )
        colon = line[first.start + len(_KEY.match(line, first.start)[1]) : first.value]  # type: ignore[index]
        left, body, before = dict(new), b"", first.start
        for member in members:
            between, before = line[before : member.start], member.end
            if member.key in dropped:
                continue
            piece = line[member.start : member.end]
            if member.key in left:
                old = line[member.value : member.end]
                piece = line[member.start : member.value] + _dump(left.pop(member.key), ascii=old.isascii())
            body += between + piece if body else piece
        for key, value in left.items():
            added = _dump(key) + colon + _dump(value, ascii=line.isascii())
            body += comma + added if body else added
        return line[: first.start] + body + line[last.end :]


def values_of(line: bytes) -> dict[str, object]:
    """Return all members of a record that this program has written."""
    try:
        values: dict[str, object] = msgspec.json.decode(line)
    except (ValueError, RecursionError):
        values = _LOOSE.decode(line.decode("utf-8", "surrogateescape"))
    return values


def new_record(fields: dict[str, object], *, ascii: bool = False) -> bytes:
    """Return a new record as one line without its line break."""
    return _dump(fields, ascii=ascii)


def encoded(value: object) -> bytes:
    """Return a value as JSON."""
    return _dump(value)


def _dump(value: object, *, ascii: bool = False) -> bytes:
    # a record that is all ASCII stays ASCII
    if isinstance(value, bytes):
        return value
    try:
        if isinstance(value, str) and not ascii:
            return msgspec.json.encode(value)
        return (_ASCII if ascii else _UNICODE)(value).encode()
    except UnicodeEncodeError:
        return _ASCII(value).encode()  # UTF-8 cannot hold a lone surrogate
