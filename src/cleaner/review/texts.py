"""Finds the texts of ledger entries among clean files, by their digests. A ledger holds only what was removed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from cleaner.core.document import digest
from cleaner.formats.json_record import Record, RecordError
from cleaner.formats.registry import FORMATS, sniff
from cleaner.system.compression import open_decompressed
from cleaner.system.paths import display_name, shown
from cleaner.system.streams import lines, rejoined

_SNIFF = 1 << 12
_MAX_TEXT = 1 << 24  # bytes of a file of text


def texts(paths: Iterable[str], field: str, tell: Callable[[str], None]) -> Iterator[str]:
    """Yield the texts of files and folders: a whole file, or the text field of each of its records.

    Files that hold neither are passed over; `tell` gets a sentence for one that cannot be read.
    """
    for path in paths:
        for file in _files(path):
            try:
                with open_decompressed(file) as content:
                    yield from _texts_of(content, field)
            except OSError as error:
                tell(f"{shown(file)}: {str(error).removeprefix(f'{display_name(file)}: ')}")


def _files(path: str) -> list[str]:
    if not os.path.isdir(path):
        return [path]
    return sorted(os.path.join(folder, name) for folder, _, names in os.walk(path) for name in names)


def _texts_of(content: Any, field: str) -> Iterator[str]:
    head = content.read(_SNIFF)
    content = rejoined(head, content)
    kind = FORMATS[sniff(head)].kind
    if kind == "records":
        for line in lines(content):
            try:
                text = Record(line.rstrip(b"\r\n")).get(field)
            except RecordError:
                continue
            if isinstance(text, str):
                yield text
    elif kind == "document":
        data = content.read(_MAX_TEXT + 1)
        if len(data) <= _MAX_TEXT:
            try:
                yield data.decode()
            except UnicodeDecodeError:
                return


def found(wanted: Iterable[str], read: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield (digest, text) for each text of `read` whose digest is wanted, until all were found."""
    left = set(wanted)
    for text in read:
        if not left:
            return
        key = digest(text)
        if key in left:
            left.discard(key)
            yield key, text
