"""`cleaner eval`: cleans labelled articles and pages, and prints the scores."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from typing import NamedTuple

from cleaner.api import Cleaner
from cleaner.core.errors import ConfigurationError
from cleaner.evaluation.gold import read_gold
from cleaner.evaluation.measure import BASELINES, EXTRACTOR, Evaluation, measure
from cleaner.evaluation.tables import tables
from cleaner.system.paths import STDIN
from cleaner.system.streams import StandardOutput, WholeFile
from cleaner.system.terminal import is_terminal, safe, safe_json, say
from cleaner.version import __version__

_DONE, _FAILED = 0, 3


class EvalRequest(NamedTuple):
    """The arguments of the command. `settings` are the paths of the files that the settings come from."""

    gold: list[str]
    baselines: Sequence[str] = ()
    language: str | None = None
    listed: bool = False
    json: str | None = None
    settings: Sequence[str] = ()

    def validate(self) -> None:
        """Check the arguments before any file is read or written. Raises ConfigurationError."""
        for name in self.baselines:
            if name not in BASELINES:
                raise ConfigurationError(f"--baseline is one of {', '.join(BASELINES)}, not {name!r}")
        if self.gold.count(STDIN) > 1:
            raise ConfigurationError("standard input can be read only once; name - once")
        if self.json == "":
            raise ConfigurationError("--json names no file")
        if self.json not in (None, STDIN):
            for path in (*self.gold, *self.settings):
                if os.path.realpath(path) == os.path.realpath(self.json):
                    raise ConfigurationError(f"--json would overwrite the input {path}")


def run(request: EvalRequest, for_articles: Cleaner, for_pages: Cleaner) -> int:
    """Score, print the tables and return the exit code. Raises ConfigurationError if no record can be scored."""
    measured = measure(
        read_gold(request.gold),
        for_articles,
        for_pages,
        baselines=request.baselines,
        language=request.language,
    )
    for fault in measured.faults:
        say(f"error: {fault.name}: {fault.why}")
    scored = measured.articles or measured.pages
    if not scored and not measured.faults:
        of = f" in the language {request.language!r}" if request.language else ""
        raise ConfigurationError(f"no labelled article or page{of} to score")
    if EXTRACTOR in request.baselines and measured.articles and not measured.pages:
        say(f"note: {EXTRACTOR} is scored on pages only, and the input holds no page")
    if request.json is not None:
        _write_json(request.json, measured, for_articles.rules_digest("text"))
    if scored and request.json != STDIN:
        shown = tables(measured, listed=request.listed)
        _print(safe(shown) if is_terminal(sys.stdout) else shown)
    return _FAILED if measured.faults else _DONE


def _write_json(path: str, measured: Evaluation, rules_digest: str) -> None:
    figures = {"program_version": __version__, "rules_digest": rules_digest} | measured.figures()
    data = safe_json(json.dumps(figures, ensure_ascii=False, indent=2)) + "\n"
    if path == STDIN:
        _print(data)
        return
    with WholeFile(path) as file:
        file.write(data.encode("utf-8", "replace"))
        file.commit()


def _print(text: str) -> None:
    with StandardOutput() as out:
        out.write(text.encode("utf-8", "replace"))
        out.commit()
