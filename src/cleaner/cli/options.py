"""Options that several commands share: those of the configuration keys, and --version."""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any

import typer
from typer import Option

from cleaner.cli import completion
from cleaner.config.keys import KEYS, Key
from cleaner.core.engine import engine_name
from cleaner.core.errors import ConfigurationError
from cleaner.version import __version__

Command = Callable[..., None]

_TYPES = {"array": list[str], "boolean": bool, "integer": int, "number": float, "string": str}
_COMMAS = ("select", "ignore")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"cleaner {__version__} ({engine_name()})")
        raise typer.Exit


Version = Annotated[bool, Option("--version", callback=_version, is_eager=True, help="Print the version")]
_ConfigFile = Annotated[
    str | None,
    Option(
        "--config",
        metavar="FILE",
        help="Read this file instead of the closest cleaner.toml",
        rich_help_panel="Configuration",
    ),
]
_Isolated = Annotated[
    bool, Option("--isolated", help="Read no configuration file", rich_help_panel="Configuration")
]


def takes_settings(*names: str, from_file: bool = True) -> Callable[[Command], Command]:
    """Give a command the options of these keys.

    The options replace the parameter `config` of the command. It receives a ResolvedConfig: the command line
    overrides the configuration file, which overrides the defaults. Without `from_file`, the command reads no file
    and has neither --config nor --isolated.
    """

    def decorated(command: Command) -> Command:
        keys = {name.replace("-", "_").replace(".", "_") + "_": KEYS[name] for name in names}
        added = [_parameter(parameter, _annotation(key)) for parameter, key in keys.items()]
        if from_file:
            added += [_parameter("config_", _ConfigFile), _parameter("isolated_", _Isolated, False)]

        @wraps(command)
        def resolving(**values: Any) -> None:
            from cleaner.config.resolve import resolve

            given = {
                key.name: split(key.option, value) if key.name in _COMMAS else value
                for parameter, key in keys.items()
                if (value := values.pop(parameter)) is not None
            }
            config = resolve(given, values.pop("config_", None), isolated=values.pop("isolated_", not from_file))
            command(**values, config=config)

        own = inspect.signature(command)
        kept = [one for name, one in own.parameters.items() if name != "config"]
        resolving.__signature__ = own.replace(parameters=[*kept, *added])  # type: ignore[attr-defined]
        # typer evaluates every annotation, and ResolvedConfig must not be imported before a command runs
        resolving.__annotations__ = {one.name: one.annotation for one in (*kept, *added)}
        return resolving

    return decorated


def _parameter(name: str, annotation: Any, default: object = None) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def _annotation(key: Key) -> Any:
    """Return the type and option of a key. The option has no default: None marks an option that is not set."""
    kind = _TYPES[key.schema["type"]]
    name = f"{key.option}/--no-{key.name}" if kind is bool else key.option
    offer = completion.values_of(key.name) if "enum" in key.schema else None
    option = Option(
        name,
        *key.aliases,
        metavar=key.metavar,
        help=key.help,
        show_default=key.shown_default or False,
        rich_help_panel=key.group,
        autocompletion=completion.rules if key.name in _COMMAS else offer,
    )
    return Annotated[kind | None, option]


def split(option: str, names: list[str]) -> list[str]:
    """Return the names of repeated and comma-separated values. Raises ConfigurationError for an empty list."""
    found = [name.strip() for item in names for name in item.split(",") if name.strip()]
    if names and not found:
        raise ConfigurationError(f"{option} names no rule or family; 'cleaner rules' lists them")
    return found
