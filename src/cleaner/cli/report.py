"""Declares `cleaner report`."""

from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Option

from cleaner.cli.options import takes_settings

if TYPE_CHECKING:
    from cleaner.config.resolve import ResolvedConfig


@takes_settings("text-field", "rules")
def report(
    ledgers: Annotated[
        list[str], Argument(metavar="LEDGER...", help="Ledgers, records with removals, or folders of them")
    ],
    output: Annotated[
        str | None,
        Option("-o", "--output", metavar="FILE", help="Write to this .html, .md, .sarif or .jsonl file"),
    ] = None,
    to: Annotated[
        str | None,
        Option("--to", metavar="KIND", help="dolma: write spans of removals as attributes of dolma"),
    ] = None,
    texts: Annotated[
        list[str] | None,
        Option("--texts", metavar="PATH", help="Show the articles whole: the clean files of the run"),
    ] = None,
    against: Annotated[
        list[str] | None,
        Option("--against", metavar="LEDGER", help="Also show what differs from this older ledger"),
    ] = None,
    title: Annotated[str | None, Option("--title", metavar="TEXT", help="Title of the report")] = None,
    size: Annotated[
        float,
        Option("--size", metavar="MB", help="Size up to which the page holds examples", show_default="8"),
    ] = 8.0,
    *,
    config: "ResolvedConfig",
) -> None:
    """Write a page, a summary, SARIF or one ledger from ledgers.

    Examples:
      cleaner report ledger.jsonl -o report.html --texts clean/
      cleaner report new.jsonl --against old.jsonl -o report.html
      cleaner report reports/ > summary.md
      cleaner report ledger.jsonl -o removals.sarif
      cleaner report shards/ -o ledger.jsonl.gz
      cleaner report ledger.jsonl --to dolma -o attributes/part-0.jsonl.gz

    The suffix of -o selects the kind: .html is one page that needs no network,
    .md a summary for a pull request, .sarif results for code-scanning viewers,
    .jsonl one ledger of many. .gz, .zst, .bz2 and .xz behind it compress.
    Without -o the summary goes to standard output.

    A ledger holds what was removed, and not what stayed. With --texts the page
    shows whole articles: it finds their clean texts in files of text and in
    records, by their digests.

    A ledger may also be the output of an engine, or of clean --with-removals:
    JSON Lines or Parquet whose records carry their removals.

    Exit codes: 0 success, 2 usage error, 3 a ledger cannot be read, 4 the report
    could not be written.
    """
    from cleaner.config.settings import load_catalog
    from cleaner.review import command

    request = command.ReportRequest(
        ledgers, output, against or (), texts or (), config["text-field"], title, size, to
    )
    request.validate()
    raise typer.Exit(command.run(request, load_catalog(config["rules"]).cards))
