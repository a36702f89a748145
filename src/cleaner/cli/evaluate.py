"""Declares `cleaner eval`."""

from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Option

from cleaner.cli.options import split, takes_settings
from cleaner.config.keys import KEYS

if TYPE_CHECKING:
    from cleaner.config.resolve import ResolvedConfig


@takes_settings(*(key.name for key in KEYS.values() if key.in_sites))
def evaluate(
    gold: Annotated[
        list[str],
        Argument(metavar="GOLD...", help="Files of labelled articles, or folders of them", rich_help_panel="Input"),
    ],
    baseline: Annotated[
        list[str] | None,
        Option(
            "--baseline",
            metavar="NAME,...",
            help="Also score identity, c4, refinedweb or trafilatura",
            rich_help_panel="Output",
        ),
    ] = None,
    listed: Annotated[
        bool, Option("--list", help="List every miss and every wrong removal", rich_help_panel="Output")
    ] = False,
    as_json: Annotated[
        str | None,
        Option(
            "--json",
            metavar="FILE",
            help="Write all figures as JSON; - is standard output",
            rich_help_panel="Output",
        ),
    ] = None,
    language: Annotated[
        str | None,
        Option(
            "--language",
            metavar="CODE",
            help="Score only articles that state this language",
            rich_help_panel="Input",
        ),
    ] = None,
    *,
    config: "ResolvedConfig",
) -> None:
    """Score cleaning on articles and pages that you have labelled.

    Example:
      cleaner eval gold.jsonl fixtures --baseline c4,refinedweb --list

    GOLD is detected by content:
      text           an article with [-what to remove-] marked
      JSON Lines     articles: text, remove [[start, end, kind]],
                     optional [[start, end]], id, lang, title, url
                     pages: html, gold, must, must_not, id, url

    JSON Lines may be gzipped. Labels are offsets, so labelled articles are
    cleaned without repair. c4 and refinedweb score articles, trafilatura pages.

    Exit codes: 0 success, 2 usage or configuration error, 3 something could not be
    read and was not counted.
    """
    from cleaner.evaluation import command
    from cleaner.runner.configured import build_cleaner

    settings = (*config.card_files(), *config.other_files())
    request = command.EvalRequest(gold, split("--baseline", baseline or []), language, listed, as_json, settings)
    request.validate()
    raise typer.Exit(command.run(request, build_cleaner(config, repair=False), build_cleaner(config)))
