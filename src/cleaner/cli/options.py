"""Options that several commands share."""

from typing import Annotated

import typer
from typer import Option

from cleaner.version import __version__


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"cleaner {__version__}")
        raise typer.Exit


Version = Annotated[bool, Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")]
Select = Annotated[
    list[str] | None, Option("--select", metavar="RULE|FAMILY", help="Run only these; commas join several.")
]
Ignore = Annotated[
    list[str] | None,
    Option("--ignore", metavar="RULE|FAMILY", help="Do not run these; 'all' turns every rule off."),
]
Rules = Annotated[list[str] | None, Option("--rules", metavar="FILE.toml", help="Your own cards, added to ours.")]
TextField = Annotated[
    str, Option("--text-field", "--field", metavar="NAME", help="The field of records, or column, of the texts.")
]
Preset = Annotated[
    str, Option("--preset", metavar="careful|standard|thorough", help="Only certain rules; all; also previews.")
]
Budget = Annotated[
    float, Option("--budget", metavar="SHARE", help="Who would lose more loses only what is certain.")
]
Headline = Annotated[
    str | None,
    Option("--headline", metavar="keep|drop", help="The article's own headline; keep for text, drop for HTML."),
]
