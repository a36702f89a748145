"""`cleaner eval`."""

from typing import Annotated

import typer
from typer import Argument, Option

from cleaner.cli.options import Budget, ConfigFile, Headline, Ignore, Isolated, Preset, Rules, Select, given, split


def evaluate(
    context: typer.Context,
    gold: Annotated[
        list[str], Argument(metavar="GOLD...", help="Labelled records, marked texts, or folders of them.")
    ],
    baseline: Annotated[
        list[str] | None,
        Option(
            "--baseline",
            metavar="NAME",
            help="Scored beside us: identity, c4, refinedweb on articles, trafilatura on pages.",
        ),
    ] = None,
    listed: Annotated[bool, Option("--list", help="Name every miss and every damage.")] = False,
    as_json: Annotated[
        str | None, Option("--json", metavar="FILE", help="All figures, as JSON; - is standard output.")
    ] = None,
    language: Annotated[
        str | None, Option("--language", metavar="CODE", help="Only what states this language.")
    ] = None,
    select: Select = None,
    ignore: Ignore = None,
    rules: Rules = None,
    preset: Preset = "standard",
    budget: Budget = 0.6,
    headline: Headline = None,
    config: ConfigFile = None,
    isolated: Isolated = False,
) -> None:
    """Score cleaning on articles and pages that you have labelled.

    GOLD is told by its content: JSON Lines, also gzipped, of articles (id, lang, title, url, text, remove
    [[start, end, kind]], optional [[start, end]]) or of pages (id, url, html, gold, must, must_not); or a text
    with [-what should go-] marked. Labels are offsets, so labelled articles are cleaned without repair.

    Example:

        cleaner eval gold.jsonl fixtures --baseline c4,refinedweb --list

    Exit codes: 0 done, 2 usage or configuration, 3 something could not be read and was not counted.
    """
    from cleaner.cli.configured import build_cleaner
    from cleaner.config.resolve import resolve
    from cleaner.evaluation import command

    resolved = resolve(given(context), config, isolated=isolated)
    baselines = split("--baseline", baseline or [])
    request = command.EvalRequest(gold, baselines, language, listed, as_json, resolved.read())
    request.validate()
    raise typer.Exit(command.run(request, build_cleaner(resolved, repair=False), build_cleaner(resolved)))
