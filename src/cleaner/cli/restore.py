"""`cleaner restore`."""

from typing import Annotated

import typer
from typer import Argument, Option

from cleaner.cli.options import TextField


def restore(
    clean_text: Annotated[
        str, Argument(metavar="CLEAN", help="What cleaner wrote, a file or a folder; - is standard input.")
    ],
    ledger: Annotated[
        str | None,
        Argument(metavar="[LEDGER]", help="What --report wrote: a ledger, .json or .jsonl, or a folder of them."),
    ] = None,
    output: Annotated[
        str | None,
        Option("-o", "--output", metavar="FILE|FOLDER", help="Write here, whole or not at all; a folder for one."),
    ] = None,
    report: Annotated[
        str | None, Option("--report", metavar="LEDGER", help="The same as LEDGER, by its name in clean.")
    ] = None,
    text_field: TextField = "text",
) -> None:
    """Put every removal and repair back: a text file again, byte for byte; of records, each text.

    A folder comes back as a folder, every file that can be restored; each that cannot be is named. What stands in
    -o FOLDER already is never written over. Packed files are read, and written where their names say so.

    Examples:

        cleaner restore clean.txt ledger.json > article.txt
        cleaner restore clean/ reports/ -o back/
        cleaner restore clean/ ledger.jsonl -o back/

    For HTML the page itself is not kept: what comes back is the text that was extracted from it.

    Exit codes: 0 done, 2 usage, 3 something could not be restored (the rest is), 4 an output not be written.
    """
    from cleaner.restore import command

    raise typer.Exit(command.run(clean_text, _ledger_argument(ledger, report), output, text_field))


def _ledger_argument(ledger: str | None, report: str | None) -> str:
    """The ledger, which stands behind what is to be restored or behind --report."""
    from cleaner.core.errors import ConfigurationError

    if ledger and report:
        raise ConfigurationError("one ledger restores; name it once, behind what is to be restored")
    if not (ledger or report):
        raise ConfigurationError(
            "name the ledger that clean wrote with --report, or the folder of them: cleaner restore CLEAN LEDGER"
        )
    return ledger or report or ""
