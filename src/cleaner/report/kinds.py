"""The kinds of reports. Each report is a view of one result and changes no decision."""

from __future__ import annotations

import os

from cleaner.core.errors import ConfigurationError
from cleaner.core.result import Result

KINDS = (".json", ".jsonl", ".diff", ".txt", ".html", ".md", ".sarif")
COLLECTED = (".html", ".md", ".sarif")
"""The kinds that are written from all ledger entries of a run, not one article after the other."""
PAGE_TEXT = "page_text"
"""The member with the text before cleaning that an entry has on its way to a page. No ledger has it."""


def report_kind(path: str) -> str:
    """Return the kind of report of a file name, one of KINDS. Raises ConfigurationError for another suffix."""
    suffix = os.path.splitext(path)[1].lower()
    if suffix not in KINDS:
        raise ConfigurationError(
            f"{path}: unknown suffix of a report; use .json or .jsonl (ledger), .html (page), .md (summary), "
            ".sarif, .diff or .txt (marked article), or a folder that exists or ends in /"
        )
    return suffix


def diff_text(name: str, result: Result) -> str:
    """Return the unified diff of one article, whose header names it `name`."""
    return result.diff(name)


def marked_text(result: Result) -> str:
    """Return the article with `[-…-]` around each removal."""
    return result.marked()


def findings_text(name: str, result: Result) -> str:
    """Return each removal and repair of one article on a line, or "" if nothing changed."""
    from cleaner.core.findings import finding_lines

    return "".join(f"{line}\n" for line in finding_lines(name, result.document, result.removals))
