"""`cleaner report`: writes a page, a summary, results, attributes or one ledger from ledgers."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from cleaner.core.errors import ConfigurationError
from cleaner.matching.card import Card
from cleaner.report import kinds
from cleaner.report.comparison import Comparison
from cleaner.report.views import DOLMA, HTML, LEDGER, MARKDOWN, SIZE, CollectedView, view_of
from cleaner.review.ledgers import entries
from cleaner.review.texts import found, texts
from cleaner.runner.messages.summary import counted
from cleaner.system.compression import SUFFIXES, compress_stream
from cleaner.system.paths import STDIN, display_name
from cleaner.system.streams import Output, StandardOutput, WholeFile
from cleaner.system.terminal import is_terminal, safe, say

DONE = 0
_MEGABYTE = 1_000_000
_WRITTEN = (*kinds.COLLECTED, LEDGER, DOLMA)


class ReportRequest(NamedTuple):
    """The arguments of the command. `size` is in megabytes."""

    ledgers: Sequence[str]
    output: str | None = None
    against: Sequence[str] = ()
    texts: Sequence[str] = ()
    field: str = "text"
    title: str | None = None
    size: float = SIZE / _MEGABYTE
    to: str | None = None

    @property
    def kind(self) -> str:
        """The kind of the report, from `to` or the suffix of the file. Standard output gets a summary."""
        if self.to:
            return self.to
        return kinds.report_kind(self._stem) if self.output else ".md"

    @property
    def compression(self) -> str:
        """The compression that the suffix of the file names, or ""."""
        return SUFFIXES.get(os.path.splitext(self.output or "")[1].lower(), "")

    @property
    def _stem(self) -> str:
        return os.path.splitext(self.output or "")[0] if self.compression else self.output or ""

    def validate(self) -> None:
        """Check the arguments before any file is read or written. Raises ConfigurationError."""
        if self.to not in (None, DOLMA):
            raise ConfigurationError(f"--to is {DOLMA}, not {self.to!r}; the suffix of -o selects the other kinds")
        if self.kind not in _WRITTEN:
            raise ConfigurationError(
                f"-o {display_name(self.output or '')}: report writes {', '.join(_WRITTEN[:-1])}; "
                "clean --report writes the others"
            )
        if [*self.ledgers, *self.against].count(STDIN) > 1:
            raise ConfigurationError("standard input can be read only once; name - once")
        if not self.size > 0:
            raise ConfigurationError(f"--size is a number of megabytes, not {self.size:g}")
        if (self.against or self.texts) and self.kind not in (HTML, MARKDOWN):
            raise ConfigurationError(f"--against and --texts are for .html and .md, not for {self.kind}")
        for path in (*self.ledgers, *self.against, *self.texts):
            if self.output and os.path.realpath(path) == os.path.realpath(self.output):
                raise ConfigurationError(f"-o would overwrite {display_name(path)}")


def run(request: ReportRequest, cards: Iterable[Card]) -> int:
    """Write the report and return the exit code. Raises ConfigurationError, StreamError."""
    with _output(request.output) as out:
        for data in compress_stream(_pieces(request, cards, out), request.compression):
            out.write(data)
        out.commit()
    return DONE


def _pieces(request: ReportRequest, cards: Iterable[Card], out: Output) -> Iterator[bytes]:
    """Yield the report."""
    view = view_of(
        request.kind,
        cards=cards,
        title=request.title or _title(request.ledgers),
        size=int(request.size * _MEGABYTE),
        comparison=Comparison(entries(request.against, field=request.field)) if request.against else None,
        has_texts=bool(request.texts),
    )
    for piece in entries(request.ledgers, view.add, request.field):
        if piece:
            yield piece.encode("utf-8", "replace")
    if request.texts and isinstance(view, CollectedView):
        read = texts(request.texts, request.field, lambda why: say(f"note: {why}"))
        if not view.collection.attach(found(view.collection.digests, read)):
            say("note: no text below --texts belongs to an entry; name what clean wrote with -o")
    end = view.end()
    if isinstance(out, StandardOutput) and is_terminal(getattr(out, "_file", None)):
        end = safe(end)
    yield end.encode("utf-8", "replace")
    if unplaced := getattr(view, "unplaced", 0):
        say(
            f"note: {counted(unplaced, 'document')} with removals got no spans, because it is a page or was "
            "repaired; clean texts with --no-repair"
        )


def _title(ledgers: Sequence[str]) -> str:
    names = [display_name(os.path.basename(os.path.normpath(path))) for path in ledgers if path != STDIN]
    return names[0] if len(names) == 1 else "Report"


def _output(path: str | None) -> Output:
    return WholeFile(path) if path else StandardOutput()
