"""Determines the paths of outputs and their compression."""

from __future__ import annotations

import os

from cleaner.formats.registry import FORMATS, FORMATS_BY_SUFFIX, kind_of
from cleaner.runner.workers.task import Source
from cleaner.system.compression import SUFFIXES


def compression_for(path: str) -> str:
    """Return the compression that the suffix of an output names; "" for none."""
    return SUFFIXES.get(os.path.splitext(path)[1].lower(), "")


def mirrored(source: Source, folder: str, to: str | None) -> str:
    """Return the path of a source's output below `folder`. It depends only on the name of the source and `to`."""
    stem, suffix = os.path.splitext(source.name)
    tail = ""
    if suffix.lower() in SUFFIXES:
        tail, (stem, suffix) = suffix, os.path.splitext(stem)
    format = FORMATS_BY_SUFFIX.get(suffix.lower())
    if format is None:
        # a text file may have any suffix
        suffix += FORMATS[to].suffixes[0] if to and kind_of(to) != "document" else ""
    else:
        # the output of an archive keeps its name, whatever --to is
        asked = None if format.kind == "archive" else to
        written = FORMATS[asked or format.output or format.name]
        suffix = suffix if written is format else written.suffixes[0]
    return os.path.join(folder, stem + suffix + tail)
