"""The doors out: every report is a view of one result. Nothing here changes what was decided."""

from __future__ import annotations

import os

from cleaner.core.errors import ConfigurationError
from cleaner.core.result import Result

KINDS = (".json", ".jsonl", ".diff", ".txt")


def report_kind(path: str) -> str:
    """The kind of report a file name asks for. Raises ConfigurationError for a suffix that asks for none."""
    suffix = os.path.splitext(path)[1].lower()
    if suffix not in KINDS:
        raise ConfigurationError(
            f"{path}: a report's suffix tells its kind: .json or .jsonl (ledger), .diff or .txt (marked article); "
            "a folder of reports exists, or ends in /"
        )
    return suffix


def diff_text(name: str, result: Result) -> str:
    """The unified diff of one article."""
    from cleaner.report.diff import unified

    return "".join(unified(result, name))


def marked_text(result: Result) -> str:
    """The article with `[-…-]` around everything that goes."""
    from cleaner.core.marked_text import render

    return render(result.document, (removal.span for removal in result.removals))
