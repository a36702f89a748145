"""Articles with marks: what stands between [- and -] goes, all else stays."""

from __future__ import annotations

import cleaner
from cleaner.core.marked_text import parse, render


def mark(worker: cleaner.Cleaner, example: str, *, title: str | None = None) -> str:
    """The example with the marks that the cleaner gives it. It equals the example where the cleaner does as marked."""
    text, _ = parse(example)
    result = worker.clean(text, title=title)
    return render(result.document, [removal.span for removal in result.removals])
