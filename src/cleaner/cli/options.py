"""Options that several commands share."""

from typing import Annotated, Any

import typer
from typer import Option

from cleaner.cli import completion
from cleaner.core.errors import ConfigurationError
from cleaner.version import __version__


def split(option: str, names: list[str]) -> list[str]:
    """Names given one by one, or several joined by commas. Raises ConfigurationError for an empty list."""
    found = [name.strip() for item in names for name in item.split(",") if name.strip()]
    if names and not found:
        raise ConfigurationError(f"{option} names no rule or family; 'cleaner rules' lists them")
    return found


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"cleaner {__version__}")
        raise typer.Exit


Version = Annotated[bool, Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")]
Select = Annotated[
    list[str] | None,
    Option(
        "--select",
        metavar="RULE|FAMILY",
        help="Run only these; commas join several.",
        autocompletion=completion.rules,
    ),
]
Ignore = Annotated[
    list[str] | None,
    Option(
        "--ignore",
        metavar="RULE|FAMILY",
        help="Do not run these; 'all' turns every rule off.",
        autocompletion=completion.rules,
    ),
]
Rules = Annotated[list[str] | None, Option("--rules", metavar="FILE.toml", help="Your own cards, added to ours.")]
TextField = Annotated[
    str, Option("--text-field", "--field", metavar="NAME", help="The field of records, or column, of the texts.")
]
Preset = Annotated[
    str,
    Option(
        "--preset",
        metavar="careful|standard|thorough",
        help="Only certain rules; all; also previews.",
        autocompletion=completion.values_of("preset"),
    ),
]
Budget = Annotated[
    float, Option("--budget", metavar="SHARE", help="Who would lose more loses only what is certain.")
]
Headline = Annotated[
    str | None,
    Option(
        "--headline",
        metavar="keep|drop",
        help="The article's own headline; keep for text, drop for HTML.",
        autocompletion=completion.values_of("headline"),
    ),
]
ConfigFile = Annotated[
    str | None, Option("--config", metavar="FILE", help="This configuration file, not the nearest cleaner.toml.")
]
Isolated = Annotated[bool, Option("--isolated", help="Read no configuration file.")]


def given(context: Any) -> dict[str, Any]:
    """What the command line itself sets, by the keys of the configuration."""
    from cleaner.config.keys import KEYS

    found = {}
    for name, value in context.params.items():
        option = name.rstrip("_").replace("_", "-")
        key = option if option in KEYS else option.replace("limit-", "limits.", 1)
        source = context.get_parameter_source(name)
        if key in KEYS and source is not None and source.name == "COMMANDLINE":
            found[key] = split(f"--{key}", value) if key in ("select", "ignore") else value
    return found
