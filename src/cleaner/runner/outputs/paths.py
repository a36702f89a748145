"""Where outputs go, and how they are compressed."""

from __future__ import annotations

import os

from cleaner.formats.registry import FORMATS, FORMATS_BY_SUFFIX, kind_of
from cleaner.runner.workers.task import Source
from cleaner.system.compression import SUFFIXES


def compression_for(path: str) -> str:
    """How a file of that name is to be compressed."""
    return SUFFIXES.get(os.path.splitext(path)[1].lower(), "")


def mirrored(source: Source, folder: str, to: str | None) -> str:
    """Where a source's output lies in a tree that mirrors the inputs'. The name alone decides."""
    stem, suffix = os.path.splitext(source.name)
    tail = ""
    if suffix.lower() in SUFFIXES:
        tail, (stem, suffix) = suffix, os.path.splitext(stem)
    format = FORMATS_BY_SUFFIX.get(suffix.lower())
    if format is None:
        # text may go by any name
        suffix += FORMATS[to].suffixes[0] if to and kind_of(to) != "document" else ""
    else:
        # what comes of an archive keeps its name whatever --to says
        asked = None if format.kind == "archive" else to
        written = FORMATS[asked or format.output or format.name]
        suffix = suffix if written is format else written.suffixes[0]
    return os.path.join(folder, stem + suffix + tail)
