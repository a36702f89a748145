"""The undo ledger: what brings the bytes of a file back that cleaning in place has replaced.

One JSON object a line for each time a file was replaced. Offsets count bytes of the file as it was written. The
ledger of removals explains a run; this one makes no use of rules or encodings, so it holds for every format.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from cleaner.version import __version__

SCHEMA_VERSION = 1
UNDO_SUFFIX = ".cleaner.jsonl"  # of the ledger beside a file that was cleaned in place
UNDO_NAME = "cleaner-undo.jsonl"  # the ledger in a folder that was cleaned in place


class Edit(NamedTuple):
    """Bytes `start` to `end` of the file as written stand for `original`."""

    start: int
    end: int
    original: bytes


def is_undo_name(name: str) -> bool:
    """Return whether a file of that name is an undo ledger."""
    return name == UNDO_NAME or name.endswith(UNDO_SUFFIX)


def edits(before: bytes, after: bytes) -> list[Edit]:
    """Return what turns `after` back into `before`, in linear time; short where `after` keeps lines of `before`."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    places: dict[bytes, list[int]] = {}
    for index, line in enumerate(old):
        places.setdefault(line, []).append(index)
    found: list[Edit] = []
    at = gap = 0  # offsets in `after`: of the line, of the first line that is not paired yet
    next_old = old_at = 0
    offsets = [0]
    for line in old:
        offsets.append(offsets[-1] + len(line))
    for line in new:
        known = places.get(line, [])
        index = bisect_left(known, next_old)
        if index < len(known):
            if at > gap or known[index] > next_old:
                found += _trimmed(gap, after[gap:at], before[old_at : offsets[known[index]]])
            next_old = known[index] + 1
            old_at, gap = offsets[next_old], at + len(line)
        at += len(line)
    if at > gap or old_at < len(before):
        found += _trimmed(gap, after[gap:at], before[old_at:])
    return found


def _trimmed(start: int, new: bytes, old: bytes) -> Iterator[Edit]:
    """The edit of a stretch without the bytes that both begin and end with."""
    if new == old:
        return
    size = min(len(new), len(old))
    head = _back_to_character(old, _shared(size, lambda count: new[:count] == old[:count]))
    tail = _shared(size - head, lambda count: new[len(new) - count :] == old[len(old) - count :])
    while tail and old[len(old) - tail] & 0xC0 == 0x80:
        tail -= 1
    yield Edit(start + head, start + len(new) - tail, old[head : len(old) - tail])


def _shared(size: int, same: Any) -> int:
    """The greatest count up to `size` for which `same` holds, given that it holds for every smaller one."""
    low, high = 0, size
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if same(middle) else (low, middle - 1)
    return low


def _back_to_character(data: bytes, at: int) -> int:
    """The start of the UTF-8 character that holds byte `at`."""
    while at and at < len(data) and data[at] & 0xC0 == 0x80:
        at -= 1
    return at


def undone(after: bytes, changes: Iterable[Edit]) -> bytes:
    """Return the file before, from the file as written. Raises ValueError for edits that are not in order."""
    pieces, at = [], 0
    for start, end, original in changes:
        if not at <= start <= end <= len(after):
            raise ValueError("the edits of the ledger do not fit the file")
        pieces += [after[at:start], original]
        at = end
    return b"".join([*pieces, after[at:]])


def undo_entry(source: str, before: str, after: str, changes: list[Edit], kept: str = "") -> bytes:
    """Return a line of the undo ledger.

    source: the file, seen from the folder of the ledger. before, after: SHA-256 of the file, in hexadecimal. kept:
    the name of the file beside it that holds the original, where no edits do.
    """
    undo: dict[str, Any] = {
        "source": source,
        "input_digest": f"sha256:{before}",
        "output_digest": f"sha256:{after}",
    }
    undo |= {"kept": kept} if kept else {"edits": [_as_json(change) for change in changes]}
    head = {"schema_version": SCHEMA_VERSION, "program": "cleaner", "program_version": __version__}
    # escaped, as a file name may hold bytes that are no UTF-8
    import json

    return json.dumps(head | {"undo": undo}).encode() + b"\n"


def _as_json(change: Edit) -> dict[str, object]:
    place: dict[str, object] = {"start": change.start, "end": change.end}
    try:
        return place | {"text": change.original.decode()}
    except UnicodeDecodeError:
        from base64 import b64encode

        return place | {"base64": b64encode(change.original).decode()}


def edits_of(undo: dict[str, Any]) -> list[Edit]:
    """Return the edits of an entry. Raises KeyError, TypeError or ValueError for one that cleaner did not write."""
    from base64 import b64decode

    found = []
    for one in undo["edits"]:
        text = one.get("text")
        original = b64decode(one["base64"], validate=True) if text is None else text.encode()
        found.append(Edit(int(one["start"]), int(one["end"]), original))
    return found
