"""Writes the statistics of a run as JSON: its settings, rules, counts and failures."""

from __future__ import annotations

import os
import sys
from typing import Any

from cleaner.api import Cleaner
from cleaner.runner.request import CleanRequest
from cleaner.runner.tally import Tally
from cleaner.system.atomic_file import OutputFolder, PartialFile
from cleaner.system.errors import StreamError
from cleaner.system.paths import display_name
from cleaner.system.streams import WholeFile
from cleaner.version import __version__

SCHEMA_VERSION = 2


def write_statistics(
    request: CleanRequest,
    cleaner: Cleaner,
    tally: Tally,
    seconds: float,
    code: int | None,
    *,
    folder: OutputFolder | None = None,
) -> None:
    """Write the statistics to the file of --stats and to run.json in the folder of reports.

    `code` is the exit code; None for an interrupted run.
    """

    paths = [request.stats] if request.stats else []
    if request.report and os.path.isdir(request.report):
        paths.append(os.path.join(request.report, "run.json"))
    if not paths:
        return
    import json

    data = json.dumps(statistics(request, cleaner, tally, seconds, code), ensure_ascii=False, indent=2)
    line = data.encode("utf-8", "backslashreplace") + b"\n"
    if request.stats:
        with WholeFile(request.stats) as file:
            file.write(line)
            file.commit()
    if folder is not None:
        # a link in the folder is replaced, not followed
        part = PartialFile(os.path.join(folder.path, "run.json"), inside=folder)
        try:
            part.write(line)
            part.commit()
        except StreamError:
            part.close(keep=False)
            raise


def statistics(
    request: CleanRequest, cleaner: Cleaner, tally: Tally, seconds: float, code: int | None
) -> dict[str, Any]:
    """Return the statistics of a run. `seconds` is its duration."""
    from datetime import UTC, datetime, timedelta

    counts = tally.as_dict()
    del counts["fields"]
    cleaned = counts.pop("cleaned")
    del cleaned["documents"], cleaned["unmeasured"]
    counts |= {name: cleaned.pop(name) for name, value in [*cleaned.items()] if isinstance(value, int)}
    ended = datetime.now(UTC)
    return {
        "schema_version": SCHEMA_VERSION,
        "program": "cleaner",
        "program_version": __version__,
        "python": sys.version.split()[0],
        "config_digest": cleaner.digest,
        "rules_digest": {"text": cleaner.rules_digest("text"), "html": cleaner.rules_digest("html")},
        "settings": {
            **request.reading._asdict(),
            "fields": request.reading.fields._asdict(),
            **request.writing._asdict(),
            **request.limits._asdict(),
            "rules": [display_name(path) for path in request.rules],
            "include": list(request.selection.include),
            "exclude": list(request.selection.exclude),
            "in_place": request.in_place,
            "jobs": request.jobs,
        },
        "inputs": [display_name(path) for path in request.inputs],
        "listed": len(request.listed),
        "output": request.output,
        "report": request.report,
        "complete": code is not None and code < 128,
        "exit_code": code,
        "counts": counts,
        **cleaned,
        "began": (ended - timedelta(seconds=seconds)).isoformat(timespec="seconds"),
        "seconds": round(seconds, 3),
    }
