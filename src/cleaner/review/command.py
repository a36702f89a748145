"""`cleaner report`: writes a page, a summary or results from ledgers."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from cleaner.core.errors import ConfigurationError
from cleaner.matching.card import Card
from cleaner.report import kinds
from cleaner.report.comparison import Comparison
from cleaner.report.views import SIZE, CollectedView, view_of
from cleaner.review.ledgers import entries
from cleaner.review.texts import found, texts
from cleaner.system.paths import STDIN, display_name
from cleaner.system.streams import Output, StandardOutput, WholeFile
from cleaner.system.terminal import is_terminal, safe, say

DONE = 0
_MEGABYTE = 1_000_000


class ReportRequest(NamedTuple):
    """The arguments of the command. `size` is in megabytes."""

    ledgers: Sequence[str]
    output: str | None = None
    against: Sequence[str] = ()
    texts: Sequence[str] = ()
    field: str = "text"
    title: str | None = None
    size: float = SIZE / _MEGABYTE

    @property
    def kind(self) -> str:
        """The suffix of the report. Standard output gets a summary in Markdown."""
        return kinds.report_kind(self.output) if self.output else ".md"

    def validate(self) -> None:
        """Check the arguments before any file is read or written. Raises ConfigurationError."""
        if self.kind not in kinds.COLLECTED:
            raise ConfigurationError(
                f"-o {display_name(self.output or '')}: report writes {', '.join(kinds.COLLECTED)}; "
                "clean --report writes the others"
            )
        if [*self.ledgers, *self.against].count(STDIN) > 1:
            raise ConfigurationError("standard input can be read only once; name - once")
        if not self.size > 0:
            raise ConfigurationError(f"--size is a number of megabytes, not {self.size:g}")
        if (self.against or self.texts) and self.kind == ".sarif":
            raise ConfigurationError("--against and --texts are for .html and .md; .sarif lists removals")
        for path in (*self.ledgers, *self.against, *self.texts):
            if self.output and os.path.realpath(path) == os.path.realpath(self.output):
                raise ConfigurationError(f"-o would overwrite {display_name(path)}")


def run(request: ReportRequest, cards: Iterable[Card]) -> int:
    """Write the report and return the exit code. Raises ConfigurationError, StreamError."""
    with _output(request.output) as out:
        view = view_of(
            request.kind,
            cards=cards,
            title=request.title or _title(request.ledgers),
            size=int(request.size * _MEGABYTE),
            comparison=Comparison(entries(request.against)) if request.against else None,
            has_texts=bool(request.texts),
        )
        for piece in entries(request.ledgers, view.add):
            _write(out, piece)
        if request.texts and isinstance(view, CollectedView):
            read = texts(request.texts, request.field, lambda why: say(f"note: {why}"))
            if not view.collection.attach(found(view.collection.digests, read)):
                say("note: no text below --texts belongs to an entry; name what clean wrote with -o")
        _write(out, view.end(), last=True)
        out.commit()
    return DONE


def _title(ledgers: Sequence[str]) -> str:
    names = [display_name(os.path.basename(os.path.normpath(path))) for path in ledgers if path != STDIN]
    return names[0] if len(names) == 1 else "Report"


def _output(path: str | None) -> Output:
    return WholeFile(path) if path else StandardOutput()


def _write(out: Output, text: str, *, last: bool = False) -> None:
    if not text:
        return
    if last and isinstance(out, StandardOutput) and is_terminal(getattr(out, "_file", None)):
        text = safe(text)
    out.write(text.encode("utf-8", "replace"))
