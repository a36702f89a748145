"""Declares `cleaner review`."""

from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Option

from cleaner.cli import completion
from cleaner.cli.options import split, takes_settings

if TYPE_CHECKING:
    from cleaner.config.resolve import ResolvedConfig


@takes_settings("text-field", "rules")
def review(
    ledgers: Annotated[
        list[str], Argument(metavar="LEDGER...", help="Ledgers that clean --report wrote, or folders of them")
    ],
    texts: Annotated[list[str] | None, Option("--texts", metavar="PATH", help="The clean files of the run")] = None,
    output: Annotated[
        str | None,
        Option("-o", "--output", metavar="FILE", help="Labelled articles; an earlier review is continued"),
    ] = None,
    only: Annotated[
        list[str] | None,
        Option("--only", metavar="RULE,...", help="Only removals by these rules", autocompletion=completion.rules),
    ] = None,
    accept: Annotated[
        list[str] | None,
        Option(
            "--accept",
            metavar="RULE,...",
            help="Accept all removals by these rules; ask nothing",
            autocompletion=completion.rules,
        ),
    ] = None,
    reject: Annotated[
        list[str] | None,
        Option(
            "--reject",
            metavar="RULE,...",
            help="Reject all removals by these rules; ask nothing",
            autocompletion=completion.rules,
        ),
    ] = None,
    listed: Annotated[bool, Option("--list", help="Print one removal a line, tab-separated; ask nothing")] = False,
    *,
    config: "ResolvedConfig",
) -> None:
    """Accept or reject removals, and keep the decisions as labels.

    Examples:
      cleaner review ledger.jsonl --texts clean/ -o labelled.jsonl
      cleaner review ledger.jsonl --texts clean/ --list > removals.tsv
      cleaner review ledger.jsonl --texts clean/ --reject related -o labelled.jsonl

    It begins with the removals that are least sure, and asks:
      a accept    r reject    s skip    u undo    q quit, and keep the decisions
      A, R        the same for all removals of the same text by the same rule

    eval and train read the labelled articles. What nobody has judged is optional
    in them. The page that report writes exports the same form.

    If standard input is no terminal, keys are read from it, one a line.

    Exit codes: 0 success, 2 usage error, 3 a ledger cannot be read, 4 the labelled
    articles could not be written.
    """
    from cleaner.config.settings import load_catalog
    from cleaner.review import review as command

    request = command.ReviewRequest(
        ledgers,
        texts or (),
        output,
        split("--accept", accept or []),
        split("--reject", reject or []),
        split("--only", only or []),
        listed,
        config["text-field"],
    )
    request.validate()
    raise typer.Exit(command.run(request, load_catalog(config["rules"]).cards))
