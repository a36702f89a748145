"""The logger "cleaner" of the library."""

from __future__ import annotations

import sys
from typing import Any

from cleaner.core.result import Result


def cleaner_logger() -> Any:
    """Return the logger "cleaner"; None if the program has not imported logging, so that nobody can listen."""
    logging = sys.modules.get("logging")
    if logging is None:
        return None
    logger = logging.getLogger("cleaner")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())  # otherwise warnings go to standard error unasked
    return logger


def log_result(logger: Any, result: Result) -> None:
    """Log what became of a document: what the budget flagged as information, the counts for debugging."""
    name = result.document.origin.source or result.document.url or "article"
    if result.withheld is not None:
        logger.info("%s: the rules would take %.0f%% of it; only what is certain went", name, 100 * result.withheld)
    elif result.excess is not None:
        logger.info("%s: %.0f%% of it is certain boilerplate and went", name, 100 * result.excess)
    logger.debug("%s: %d removals, %d repairs", name, len(result.removals), len(result.document.repairs))
