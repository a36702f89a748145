"""The subjects of the benchmark. Each reads and writes a file of records in its own process.

A subject is a function without arguments that imports its modules and returns `run(source, out)`. Only that call is
timed. `run` may have an attribute `prepare(source)`, which is called before and not timed.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any, NamedTuple

Run = Callable[[str, str], None]


class Subject(NamedTuple):
    """One row of the table. `place` is "module:function"; `peer` is the required package."""

    name: str
    label: str
    place: str
    html: bool = False
    peer: str = ""
    spawns: bool = False  # each run starts new processes

    def ready(self) -> Run:
        """Return the function to time. Raises ImportError if the peer is not installed."""
        module, function = self.place.split(":")
        made: Any = getattr(import_module(f"speed.{module}"), function)()
        return made  # type: ignore[no-any-return]


BASE, HTML_BASE, FLOOR = "ftfy", "trafilatura", "floor"
SUBJECTS: tuple[Subject, ...] = (
    Subject("library", "cleaner, library", "program:library"),
    Subject("ledger", "cleaner, library, with ledger", "program:with_ledger"),
    Subject("cli", "cleaner, command, -j 1", "program:command", spawns=True),
    Subject("cli-report", "cleaner, command, -j 1, --report", "program:command_report", spawns=True),
    Subject("cli-2", "cleaner, command, -j 2", "program:command_two", spawns=True),
    Subject("cli-2-report", "cleaner, command, -j 2, --report", "program:command_two_report", spawns=True),
    Subject("floor", "JSON, split, join, JSON (msgspec)", "floor:fast"),
    Subject("floor-json", "JSON, split, join, JSON (json)", "floor:standard"),
    Subject("ftfy", "json + ftfy.fix_text", "peers:ftfy_alone"),
    Subject("obvious", "ftfy + the same rules as re, per line", "obvious:program"),
    Subject("obvious-all", "the same with the words of all languages", "obvious:without_languages"),
    Subject("clean-text", "clean-text, as it comes", "peers:clean_text", peer="clean-text"),
    Subject("clean-text-unicode", "clean-text, Unicode only", "peers:clean_text_unicode", peer="clean-text"),
    Subject("datatrove-c4", "datatrove C4QualityFilter", "peers:datatrove_c4", peer="datatrove"),
    Subject(
        "datatrove-c4-lines",
        "datatrove C4QualityFilter, no sentences",
        "peers:datatrove_c4_lines",
        peer="datatrove",
    ),
    Subject("datatrove-ftfy", "datatrove FTFYFormatter", "peers:datatrove_ftfy", peer="datatrove"),
    Subject("data-juicer", "data-juicer FixUnicode + CleanLinks", "peers:data_juicer", peer="py-data-juicer"),
    Subject("dolma-c4", "dolma C4 tagger (c4_v1)", "peers:dolma_c4", peer="dolma"),
    Subject("dolma-c4-2", "dolma C4 tagger (c4_v2)", "peers:dolma_c4_faster", peer="dolma"),
    Subject("pages", "cleaner, library", "program:pages", html=True),
    Subject("pages-extraction", "cleaner, its extraction alone", "program:extraction", html=True),
    Subject("pages-rest", "cleaner, everything but extraction", "program:after_extraction", html=True),
    Subject("pages-cli", "cleaner, command, -j 1", "program:command", html=True, spawns=True),
    Subject("pages-cli-2", "cleaner, command, -j 2", "program:command_two", html=True, spawns=True),
    Subject("trafilatura", "trafilatura.extract", "peers:trafilatura_alone", html=True),
    Subject("trafilatura-fast", "trafilatura.extract, fast", "peers:trafilatura_fast", html=True),
    Subject("trafilatura-ftfy", "trafilatura.extract, then ftfy", "peers:trafilatura_then_ftfy", html=True),
)
ON_LANGUAGES = ("library", "ftfy", "floor")  # the only subjects on the many small language corpora


def named(name: str) -> Subject:
    """Return the subject with this name."""
    return next(subject for subject in SUBJECTS if subject.name == name)
