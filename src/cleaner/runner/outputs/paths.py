"""Where outputs go, and how they are compressed."""

from __future__ import annotations

import os

from cleaner.formats.registry import FORMATS
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
    if suffix.lower() not in FORMATS:
        stem, suffix = stem + suffix, ""
    format = FORMATS.get(suffix.lower(), "")
    if to == "jsonl" or format == "warc":
        suffix = suffix if format == "jsonl" else ".jsonl"
    elif (to == "text" and format) or format == "html":
        suffix = suffix if format == "text" else ".txt"
    return os.path.join(folder, stem + suffix + tail)
