"""Declares `cleaner restore`."""

from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Option

from cleaner.cli.options import takes_settings

if TYPE_CHECKING:
    from cleaner.config.resolve import ResolvedConfig


@takes_settings("text-field", from_file=False)
def restore(
    clean_text: Annotated[
        str, Argument(metavar="CLEAN", help="Output of clean, a file or a folder; - is standard input")
    ],
    ledger: Annotated[
        str | None, Argument(metavar="[LEDGER]", help="The report of that run: .json, .jsonl or a folder")
    ] = None,
    output: Annotated[
        str | None, Option("-o", "--output", metavar="PATH", help="Write to this file or folder")
    ] = None,
    report: Annotated[str | None, Option("--report", metavar="LEDGER", help="The same as LEDGER")] = None,
    *,
    config: "ResolvedConfig",
) -> None:
    """Undo a run: put every removal and repair back.

    Examples:
      cleaner restore clean.txt ledger.json > article.txt
      cleaner restore clean/ reports/ -o original/
      cleaner restore clean.jsonl ledger.jsonl -o original.jsonl
      cleaner restore article.txt article.txt.cleaner.jsonl -o article.txt

    A text file comes back byte for byte. For records, restore rebuilds the text
    field. For HTML it rebuilds the extracted text, because clean does not store
    the page. Compressed files are read, and written if the suffix of -o says so.

    The last example undoes clean --in-place: its undo ledger gives back the
    bytes of a file of any format.

    A folder is restored file by file; restore names each file that it cannot
    restore. It never overwrites a file in a folder. To finish an interrupted
    restore, run the same command again.

    Exit codes: 0 success, 2 usage error, 3 something could not be restored (the
    rest was), 4 an output could not be written.
    """
    from cleaner.restore import command

    ledger = _ledger_argument(ledger, report)
    raise typer.Exit(command.run(clean_text, ledger, output, config["text-field"]))


def _ledger_argument(ledger: str | None, report: str | None) -> str:
    """Return the path of the ledger, an argument or --report. Raises ConfigurationError unless one is given."""
    from cleaner.core.errors import ConfigurationError

    if ledger and report:
        raise ConfigurationError("one ledger restores; name it once, behind what is to be restored")
    if not (ledger or report):
        raise ConfigurationError(
            "name the ledger that clean wrote with --report, or the folder of them: cleaner restore CLEAN LEDGER"
        )
    return ledger or report or ""
