"""Declares `cleaner why`."""

from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Option

from cleaner.cli.options import takes_settings
from cleaner.config.keys import KEYS

if TYPE_CHECKING:
    from cleaner.config.resolve import ResolvedConfig

_READING = ("repair", "extractor", "from", "encoding", "language")
_FIELDS = tuple(name for name in KEYS if name.endswith("-field") and name != "id-field")


@takes_settings(*(key.name for key in KEYS.values() if key.in_sites), *_READING, *_FIELDS)
def why(
    target: Annotated[
        str,
        Argument(
            metavar="FILE[:LINE]",
            help="A text or page, or FILE:RECORD:LINE; - is stdin",
            rich_help_panel="Input",
        ),
    ],
    title: Annotated[
        str | None, Option("--title", metavar="TEXT", help="Title of the article", rich_help_panel="Input")
    ] = None,
    url: Annotated[
        str | None, Option("--url", metavar="ADDRESS", help="Address of the article", rich_help_panel="Input")
    ] = None,
    *,
    config: "ResolvedConfig",
) -> None:
    """Say why a line goes or stays, and what would change that.

    Examples:
      cleaner why article.txt        which rule took which line
      cleaner why article.txt:8      the whole answer for line 8
      cleaner why page.html:3        line 3 of the text of a page
      cleaner why in.jsonl:12:3      line 3 of record 12
      cat article.txt | cleaner why -:8

    For a line that is removed, the answer names the rule and its reason. For one
    that stays, it names the rules that match it and the condition that stops each,
    the probability that the line model gives it, and the threshold. Each option
    that it proposes has been tried on this text.

    Numbers of lines are those that clean --check prints.

    Exit codes: 0 success, 2 usage or configuration error, such as a line that does
    not exist, 3 the input cannot be cleaned.
    """
    from cleaner.explanation import command
    from cleaner.runner.configured import build_cleaner, build_reading

    reading = build_reading(config, title, url)
    request = command.WhyRequest.of(target, reading, config.limits())
    raise typer.Exit(command.run(request, build_cleaner(config)))
