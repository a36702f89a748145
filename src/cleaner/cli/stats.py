"""Declares `cleaner stats`."""

from typing import Annotated

import typer
from typer import Argument, Option


def stats(
    ledgers: Annotated[
        list[str],
        Argument(metavar="LEDGER...", help="Ledgers, records with removals, or folders of them"),
    ],
    top: Annotated[
        int, Option("--top", metavar="N", min=0, help="Rows of a table; 0 shows all [default: 20]")
    ] = 20,
    as_json: Annotated[bool, Option("--json", help="Print all counts as JSON")] = False,
) -> None:
    """Count what rules removed, from the ledgers of earlier runs.

    Examples:
      cleaner clean articles/ -o clean/ --report ledger.jsonl
      cleaner stats ledger.jsonl
      cleaner stats reports/ more.jsonl.gz --json

    The tables rank rules, families, languages and sites by the characters that they
    lost. Blank lines between removed lines are counted apart, and so are repairs.
    Ledgers are read one entry at a time. Outputs of engines and of clean
    --with-removals count too: JSON Lines or Parquet, whose records carry removals.

    Exit codes: 0 success, 2 usage error, 3 a ledger could not be read.
    """
    from cleaner.cli import stats_view

    raise typer.Exit(stats_view.run(ledgers, top=top, as_json=as_json))
